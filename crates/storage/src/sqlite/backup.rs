//! One file that holds everything, taken beside a running writer and proved before it gets its name; and the way back.

use std::fs;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use super::examine::glance;
use super::fault::Fault;
use super::open::{self, beside, clear, new_file, reader, settle, unwritable};
use super::verify;
use crate::{Checked, StoreError};

/// How often, and how long apart, a database that is held by somebody else is tried again.
const TRIES: u32 = 50;
const PAUSE: Duration = Duration::from_millis(100);

pub(super) fn backup(database: &Path, to: &Path) -> Result<Checked, StoreError> {
    if fs::symlink_metadata(to).is_ok() {
        let path = to.to_owned();
        return Err(StoreError::Occupied { path });
    }
    copy(database, to)
}

pub(super) fn restore(from: &Path, directory: &Path) -> Result<Checked, StoreError> {
    if !open::is_database(from)? {
        let path = from.to_owned();
        return Err(StoreError::Missing { path });
    }
    glance(from)?;
    let place = open::take_empty(directory)?;
    let copied = copy(from, &place.database);
    if copied.is_err() {
        place.leave();
    }
    copied
}

/// Copies a database, proves the copy and gives it its name; on failure nothing is left.
fn copy(from: &Path, to: &Path) -> Result<Checked, StoreError> {
    let draft = beside(to, ".partial");
    let made = fill(from, &draft).and_then(|checked| settle(&draft, to).map(|()| checked));
    if made.is_err()
        && let Err(error) = clear(&draft)
    {
        tracing::warn!(path = %draft.display(), %error, "an unfinished copy could not be removed");
    }
    made
}

fn fill(from: &Path, draft: &Path) -> Result<Checked, StoreError> {
    clear(draft).and_then(|()| new_file(draft)).map_err(|cause| unwritable(draft, &cause))?;
    transfer(from, draft).map_err(|fault| match fault {
        // Damage is the source's: the copy is only as good.
        Fault::Sqlite(_) => fault.at(from),
        Fault::Store(error) => error,
    })?;
    prove(draft, from).map_err(|fault| fault.at(from))
}

/// Proves a database where it lies, a backup or one that a server writes at this moment.
pub(super) fn examine_all(database: &Path) -> Result<Checked, StoreError> {
    if !open::is_database(database)? {
        let path = database.to_owned();
        return Err(StoreError::Missing { path });
    }
    glance(database)?;
    prove(database, database).map_err(|fault| fault.at(database))
}

/// All pages and every hash; what does not fit is told of `named`.
fn prove(database: &Path, named: &Path) -> Result<Checked, Fault> {
    let mut connection = reader(database)?;
    let transaction = connection.transaction()?;
    let state: String = transaction.query_row("PRAGMA integrity_check(1)", [], |row| row.get(0))?;
    if state != "ok" {
        let path = named.display().to_string();
        return Err(StoreError::Damaged { path, what: state }.into());
    }
    verify::chains(&transaction)
}

/// All pages in one step, from one moment: a writer goes on meanwhile in its write-ahead log.
fn transfer(from: &Path, draft: &Path) -> Result<(), Fault> {
    let source = reader(from)?;
    let mut target = Connection::open(draft)?;
    let backup = Backup::new(&source, &mut target)?;
    let mut tries = 0;
    while backup.step(-1)? != StepResult::Done {
        tries += 1;
        if tries == TRIES {
            return Err(StoreError::Unavailable("another program holds the database".to_owned()).into());
        }
        sleep(PAUSE);
    }
    drop(backup);
    // The write-ahead log would make it two files.
    target.query_row("PRAGMA journal_mode = DELETE", [], |_| Ok(()))?;
    Ok(())
}

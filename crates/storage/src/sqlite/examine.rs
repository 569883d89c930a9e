//! Looking a database over for damage that its hashes cannot tell: pages that are lost, crossed or torn.
//!
//! What is read is proved by the hash chain of its log, whatever the pages look like. But who writes into a file whose
//! pages are crossed may destroy what was sound. So a file of ordinary size is looked over before anything is written; a
//! large one, which would keep everybody waiting, while the first people come in. What is found then ends the writer,
//! and is remembered beside the file: it is looked over first from then on, until it is found sound.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use rusqlite::{Connection, InterruptHandle};
use tokio::sync::watch;

use super::fault::Fault;
use super::open::{beside, known, new_file, reader};
use super::schema::TABLES_PRESENT;
use crate::StoreError;

/// Files up to this size are looked over before they are used: a fraction of a second.
const FIRST_BYTES_MAX: u64 = 32 << 20;
/// Beside a database in which damage was found while it was in use.
const SUSPECTED: &str = "-suspected";
/// Between two tries to stop the looking.
const PAUSE: Duration = Duration::from_millis(1);

/// How far a database was looked over when it was opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LookedOver {
    Whole,
    /// It is so large that the rest is to be done beside.
    AtAGlance,
}

/// Looks a database over, reading only.
pub(super) fn examine(database: &Path) -> Result<LookedOver, StoreError> {
    glance(database)?;
    let size = fs::metadata(database).map_err(|cause| unreadable(database, &cause))?.len();
    let suspected = beside(database, SUSPECTED);
    let is_suspected = fs::exists(&suspected).unwrap_or(true);
    if size > FIRST_BYTES_MAX && !is_suspected {
        return Ok(LookedOver::AtAGlance);
    }
    let look = || reader(database).and_then(|connection| pages(&connection, database));
    look().map_err(|fault| fault.at(database))?;
    if is_suspected {
        // whoever may only read leaves it to the next who writes
        fs::remove_file(&suspected).ok();
    }
    Ok(LookedOver::Whole)
}

/// Whether it is a database of this version with all its tables.
pub(super) fn glance(database: &Path) -> Result<(), StoreError> {
    let look = || -> Result<(i64, bool), Fault> {
        let connection = reader(database)?;
        let version = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
        Ok((version, connection.query_row(TABLES_PRESENT, [], |row| row.get(0))?))
    };
    let (version, tables) = look().map_err(|fault| fault.at(database))?;
    known(database, version)?;
    if tables { Ok(()) } else { Err(damaged(database, "a table is missing")) }
}

/// Reads every page, and how they hang together.
fn pages(connection: &Connection, database: &Path) -> Result<(), Fault> {
    let state: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if state == "ok" { Ok(()) } else { Err(damaged(database, &state).into()) }
}

fn damaged(database: &Path, what: &str) -> StoreError {
    StoreError::Damaged { path: database.display().to_string(), what: what.to_owned() }
}

fn unreadable(database: &Path, cause: &io::Error) -> StoreError {
    StoreError::Unreadable { path: database.to_owned(), cause: cause.to_string() }
}

/// A look over a large database while it is used. Ends when dropped.
pub(super) struct Looking {
    stop: Arc<AtomicBool>,
    interrupt: InterruptHandle,
    thread: Option<JoinHandle<()>>,
}

impl Looking {
    /// What is found goes to `failure`: from then on nothing is written.
    pub(super) fn begin(database: PathBuf, failure: watch::Sender<Option<String>>) -> Result<Self, StoreError> {
        let connection = reader(&database).map_err(|fault| fault.at(&database))?;
        let interrupt = connection.get_interrupt_handle();
        let stop = Arc::new(AtomicBool::new(false));
        let is_over = Arc::clone(&stop);
        let look = move || {
            let found = pages(&connection, &database).map_err(|fault| fault.at(&database));
            match found {
                Ok(()) => tracing::info!("the database was looked over and is sound"),
                Err(_) if is_over.load(Ordering::SeqCst) => {}
                Err(error @ StoreError::Damaged { .. }) => {
                    tracing::error!(%error, "the database is damaged: nothing more is written");
                    // without it, the next start finds out again while it serves
                    new_file(&beside(&database, SUSPECTED)).ok();
                    failure.send_replace(Some(error.to_string()));
                }
                Err(error) => tracing::warn!(%error, "the database could not be looked over"),
            }
        };
        let thread = thread::Builder::new().name("store-look".to_owned()).spawn(look);
        let thread = thread.map_err(|error| StoreError::Unavailable(error.to_string()))?;
        Ok(Self { stop, interrupt, thread: Some(thread) })
    }
}

impl Drop for Looking {
    fn drop(&mut self) {
        self.stop.store(true, Ordering::SeqCst);
        let Some(thread) = self.thread.take() else { return };
        // an interrupt that comes before the look has begun is lost
        while !thread.is_finished() {
            self.interrupt.interrupt();
            thread::sleep(PAUSE);
        }
    }
}

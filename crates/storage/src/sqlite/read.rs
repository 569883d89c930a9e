//! Reading beside the writer, each time from one moment, and checking what was read.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use bytes::Bytes;
use maslahat_protocol::{LogId, PersonId};
use rusqlite::{Connection, OptionalExtension, Row, Transaction, params};
use tokio::sync::Semaphore;
use tokio::task::spawn_blocking;

use super::fault::Fault;
use super::open::reader;
use crate::proof::{self, Proof};
use crate::{Entry, Hash, Head, Loaded, Seq, StoreError};

/// Reads at the same time; more wait.
const READERS: usize = 4;

/// A few connections that only read.
pub(super) struct Readers {
    database: PathBuf,
    slots: Semaphore,
    idle: Mutex<Vec<Connection>>,
}

impl Readers {
    pub(super) fn new(database: PathBuf) -> Self {
        Self { database, slots: Semaphore::new(READERS), idle: Mutex::default() }
    }

    pub(super) fn database(&self) -> &Path {
        &self.database
    }

    /// Runs `read` on another thread, in a transaction that sees one moment. `owner` is kept until it is through.
    pub(super) async fn read<O, T>(
        owner: Arc<O>,
        read: impl FnOnce(&Transaction<'_>) -> Result<T, Fault> + Send + 'static,
    ) -> Result<T, StoreError>
    where
        O: AsRef<Self> + Send + Sync + 'static,
        T: Send + 'static,
    {
        let work = {
            let owner = owner.clone();
            move || {
                let readers = (*owner).as_ref();
                readers.with_connection(read).map_err(|fault| fault.at(&readers.database))
            }
        };
        let slot = (*owner).as_ref().slots.acquire().await;
        let done = spawn_blocking(work).await;
        drop(slot);
        done.unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))
    }

    fn with_connection<T>(&self, read: impl FnOnce(&Transaction<'_>) -> Result<T, Fault>) -> Result<T, Fault> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut connection = match idle {
            Some(connection) => connection,
            None => reader(&self.database)?,
        };
        let transaction = connection.transaction()?;
        let value = read(&transaction)?;
        transaction.commit()?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(connection);
        Ok(value)
    }
}

/// A log's row and where it stands.
fn stand(transaction: &Transaction<'_>, log: LogId) -> rusqlite::Result<Option<(i64, Head)>> {
    let mut statement = transaction.prepare_cached("SELECT id, head, chain FROM logs WHERE name = ?1")?;
    let found = statement.query_row([log.to_bytes()], |row| {
        let (seq, chain) = (row.get(1)?, row.get(2)?);
        Ok((row.get(0)?, Head { seq, chain }))
    });
    found.optional()
}

pub(super) fn head(transaction: &Transaction<'_>, log: LogId) -> Result<Head, Fault> {
    Ok(stand(transaction, log)?.map_or(Head::EMPTY, |(_, head)| head))
}

pub(super) fn load(transaction: &Transaction<'_>, log: LogId) -> Result<Loaded, Fault> {
    let Some((row, head)) = stand(transaction, log)? else {
        return Ok(Loaded { head: Head::EMPTY, snapshot: None, tail: Vec::new() });
    };
    let snapshot = snapshot(transaction, log, row, head)?;
    let upto = snapshot.as_ref().map_or(0, |(upto, _)| *upto);
    let tail = entries_after(transaction, log, row, head, (upto, upto))?;
    Ok(Loaded { head, snapshot, tail })
}

pub(super) fn tail(transaction: &Transaction<'_>, log: LogId, after: Seq) -> Result<Vec<Entry>, Fault> {
    match stand(transaction, log)? {
        Some((row, head)) if head.seq > after => {
            let mut statement = transaction.prepare_cached("SELECT upto FROM snapshots WHERE log = ?1")?;
            let compacted = statement.query_row([row], |row| row.get(0)).optional()?.unwrap_or(0);
            entries_after(transaction, log, row, head, (after, compacted))
        }
        _ => Ok(Vec::new()),
    }
}

fn snapshot(transaction: &Transaction<'_>, log: LogId, row: i64, head: Head) -> Result<Option<(Seq, Bytes)>, Fault> {
    let mut statement = transaction.prepare_cached("SELECT upto, digest, body FROM snapshots WHERE log = ?1")?;
    let found = statement.query_row([row], |row| {
        let body: Vec<u8> = row.get(2)?;
        Ok((row.get::<_, Seq>(0)?, row.get::<_, Hash>(1)?, Bytes::from(body)))
    });
    let Some((upto, expected, body)) = found.optional()? else {
        return Ok(None);
    };
    proof::snapshot(log, head, upto, &expected, &body)?;
    Ok(Some((upto, body)))
}

/// The entries after `after`, which the log has, proved against the chain before them and the log's head.
fn entries_after(
    transaction: &Transaction<'_>,
    log: LogId,
    row: i64,
    head: Head,
    (after, compacted): (Seq, Seq),
) -> Result<Vec<Entry>, Fault> {
    let mut proof = Proof::new(log, chain_at(transaction, log, row, after)?, compacted);
    let mut statement = transaction.prepare_cached(ENTRIES_AFTER)?;
    let mut rows = statement.query(params![row, after])?;
    let mut entries = Vec::new();
    while let Some(row) = rows.next()? {
        let entry = entry(row)?;
        proof.take(&entry)?;
        entries.push(entry);
    }
    proof.end(head)?;
    Ok(entries)
}

fn chain_at(transaction: &Transaction<'_>, log: LogId, row: i64, seq: Seq) -> Result<Head, Fault> {
    if seq == 0 {
        return Ok(Head::EMPTY);
    }
    let mut statement = transaction.prepare_cached("SELECT chain FROM entries WHERE log = ?1 AND seq = ?2")?;
    let chain = statement.query_row(params![row, seq], |row| row.get(0)).optional()?;
    let chain = chain.ok_or_else(|| StoreError::broken(log, seq, "it is missing"))?;
    Ok(Head { seq, chain })
}

/// Columns as `entry` reads them.
pub(super) const ENTRIES_AFTER: &str =
    "SELECT seq, kind, person, at_ms, digest, chain, body FROM entries WHERE log = ?1 AND seq > ?2 ORDER BY seq";

pub(super) fn entry(row: &Row<'_>) -> rusqlite::Result<Entry> {
    Ok(Entry {
        seq: row.get(0)?,
        kind: row.get(1)?,
        person: PersonId::from_bytes(row.get(2)?),
        at_ms: row.get(3)?,
        digest: row.get(4)?,
        chain: row.get(5)?,
        body: row.get::<_, Option<Vec<u8>>>(6)?.map(Bytes::from),
    })
}

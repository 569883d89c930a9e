//! Proving a whole database: every entry of every log, from the first.

use maslahat_protocol::LogId;
use rusqlite::{Transaction, params};

use super::fault::Fault;
use super::read::{ENTRIES_AFTER, entry};
use crate::error::log_of;
use crate::proof::{self, Proof};
use crate::{Checked, Hash, Head, Seq, StoreError};

struct Log {
    row: i64,
    name: LogId,
    head: Head,
    /// Zero without a snapshot.
    compacted: Seq,
}

/// Names the first line that does not fit. Logs in the order they were begun.
pub(super) fn chains(transaction: &Transaction<'_>) -> Result<Checked, Fault> {
    let mut checked = Checked { logs: 0, entries: 0 };
    for log in logs(transaction)? {
        snapshot(transaction, &log)?;
        checked.entries += log_chain(transaction, &log)?;
        checked.logs += 1;
    }
    let strays = "SELECT count(*) FROM entries WHERE log NOT IN (SELECT id FROM logs)";
    let strays: u64 = transaction.query_row(strays, [], |row| row.get(0))?;
    if strays > 0 {
        return Err(damaged(format!("{strays} entries belong to no log")));
    }
    Ok(checked)
}

fn damaged(what: String) -> Fault {
    let path = "the database".to_owned();
    Fault::Store(StoreError::Damaged { path, what })
}

fn logs(transaction: &Transaction<'_>) -> Result<Vec<Log>, Fault> {
    let mut statement = transaction.prepare(
        "SELECT id, name, head, chain, coalesce(upto, 0) FROM logs LEFT JOIN snapshots ON log = id ORDER BY id",
    )?;
    let mut rows = statement.query([])?;
    let mut logs = Vec::new();
    while let Some(row) = rows.next()? {
        let name: Vec<u8> = row.get(1)?;
        let name = log_of(&name).ok_or_else(|| damaged(format!("a log has the unknown name {name:02x?}")))?;
        logs.push(Log {
            row: row.get(0)?,
            name,
            head: Head { seq: row.get(2)?, chain: row.get(3)? },
            compacted: row.get(4)?,
        });
    }
    Ok(logs)
}

fn log_chain(transaction: &Transaction<'_>, log: &Log) -> Result<u64, Fault> {
    let mut statement = transaction.prepare_cached(ENTRIES_AFTER)?;
    let mut rows = statement.query(params![log.row, 0])?;
    let mut proof = Proof::new(log.name, Head::EMPTY, log.compacted);
    while let Some(row) = rows.next()? {
        proof.take(&entry(row)?)?;
    }
    proof.end(log.head)?;
    Ok(log.head.seq)
}

fn snapshot(transaction: &Transaction<'_>, log: &Log) -> Result<(), Fault> {
    if log.compacted == 0 {
        return Ok(());
    }
    let mut statement = transaction.prepare_cached("SELECT digest, body FROM snapshots WHERE log = ?1")?;
    let (expected, body): (Hash, Vec<u8>) = statement.query_row([log.row], |row| Ok((row.get(0)?, row.get(1)?)))?;
    proof::snapshot(log.name, log.head, log.compacted, &expected, &body)?;
    Ok(())
}

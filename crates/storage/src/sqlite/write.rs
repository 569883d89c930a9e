//! The one writer. What has come in while the last commit was on its way to the disk goes into the next one together:
//! one fsync for all of it.

use std::fs::File;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use bytes::Bytes;
use maslahat_protocol::LogId;
use rusqlite::{Connection, OptionalExtension, Transaction, TransactionBehavior, params};
use tokio::sync::{mpsc, watch};

use super::fault::Consequence;
use crate::chain::digest;
use crate::entry::PreparedLog;
use crate::mutant::{self, Mutant};
use crate::queue::{Answer, BATCH_JOBS_MAX, Job, Work, answer_all};
use crate::{AppendError, Entry, Head, Seq};

/// How long a mistaken store takes: see [`Mutant::AnswerBeforeWriting`].
const NO_HURRY: Duration = Duration::from_millis(100);

struct Writer {
    connection: Connection,
    queue: mpsc::Receiver<Job>,
    /// Set once, with the cause: from then on nothing is written.
    failure: watch::Sender<Option<String>>,
    /// Released when nothing can be written any more.
    _lock: File,
}

/// Starts the writer; it ends, with everything queued written, when every sender of the queue is gone.
pub(super) fn start(
    connection: Connection,
    lock: File,
    queue: mpsc::Receiver<Job>,
    failure: watch::Sender<Option<String>>,
) -> std::io::Result<JoinHandle<()>> {
    let writer = Writer { connection, queue, failure, _lock: lock };
    thread::Builder::new().name("store-writer".to_owned()).spawn(move || writer.run())
}

impl Writer {
    fn run(mut self) {
        while let Some(job) = self.queue.blocking_recv() {
            let mut batch = vec![job];
            while batch.len() < BATCH_JOBS_MAX
                && let Ok(job) = self.queue.try_recv()
            {
                batch.push(job);
            }
            if mutant::is(Mutant::AnswerBeforeWriting) {
                // a store that answers first has no reason to hurry
                thread::sleep(NO_HURRY);
            }
            self.commit(batch);
        }
    }

    fn commit(&mut self, batch: Vec<Job>) {
        if self.failure.borrow().is_some() {
            return answer_all(batch, &AppendError::InDoubt);
        }
        let jobs = batch.len();
        let started = Instant::now();
        match transact(&mut self.connection, &batch) {
            Ok(answers) => {
                tracing::trace!(name: "store.append", jobs, elapsed_us = started.elapsed().as_micros() as u64);
                for (job, answer) in batch.into_iter().zip(answers) {
                    job.answer(answer);
                }
            }
            Err(error) => self.consequence(batch, Consequence::of(&error)),
        }
    }

    fn consequence(&mut self, batch: Vec<Job>, consequence: Consequence) {
        match consequence {
            // What is small may still find room where the whole did not.
            Consequence::Full if batch.len() > 1 => {
                for job in batch {
                    self.commit(vec![job]);
                }
            }
            Consequence::Full => answer_all(batch, &AppendError::Full),
            Consequence::Busy => answer_all(batch, &AppendError::InDoubt),
            Consequence::Poisoned(cause) => {
                tracing::error!(cause, "the store has failed: what was not acknowledged is in doubt");
                self.failure.send_replace(Some(cause));
                answer_all(batch, &AppendError::InDoubt);
            }
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        if thread::panicking() {
            self.failure.send_replace(Some("the writer has panicked".to_owned()));
        }
    }
}

/// One transaction for all jobs. A job that is refused writes nothing and does not disturb the others.
fn transact(connection: &mut Connection, batch: &[Job]) -> rusqlite::Result<Vec<Answer>> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        answers.push(match &job.work {
            Work::Append(append) => write_append(&transaction, &append.logs)?,
            Work::Compact { log, upto, snapshot } => compact(&transaction, *log, *upto, snapshot)?,
        });
    }
    transaction.commit()?;
    Ok(answers)
}

/// A log's row, if it has one, and where it stands.
fn stand(transaction: &Transaction<'_>, log: LogId) -> rusqlite::Result<(Option<i64>, Head)> {
    let mut statement = transaction.prepare_cached("SELECT id, head, chain FROM logs WHERE name = ?1")?;
    let found = statement.query_row([log.to_bytes()], |row| {
        let head = Head { seq: row.get(1)?, chain: row.get(2)? };
        Ok((Some(row.get(0)?), head))
    });
    Ok(found.optional()?.unwrap_or((None, Head::EMPTY)))
}

fn write_append(transaction: &Transaction<'_>, logs: &[PreparedLog]) -> rusqlite::Result<Answer> {
    let mut stands = Vec::with_capacity(logs.len());
    for part in logs {
        let (row, head) = stand(transaction, part.log)?;
        if head.seq != part.expect {
            let (log, head) = (part.log, head.seq);
            return Ok(Err(AppendError::Stale { log, head }));
        }
        stands.push((row, head));
    }
    let mut heads = Vec::with_capacity(logs.len());
    for (part, (row, head)) in logs.iter().zip(stands) {
        heads.push(write_log(transaction, part, row, head)?);
    }
    Ok(Ok(heads))
}

fn write_log(
    transaction: &Transaction<'_>,
    part: &PreparedLog,
    row: Option<i64>,
    head: Head,
) -> rusqlite::Result<Head> {
    let entries: Vec<Entry> = part.placed(head).collect();
    let Some(last) = entries.last() else {
        return Ok(head);
    };
    let head = last.head();
    let row = match row {
        Some(row) => {
            let mut statement = transaction.prepare_cached("UPDATE logs SET head = ?2, chain = ?3 WHERE id = ?1")?;
            statement.execute(params![row, head.seq, head.chain])?;
            row
        }
        None => {
            let mut statement =
                transaction.prepare_cached("INSERT INTO logs (name, head, chain) VALUES (?1, ?2, ?3)")?;
            statement.insert(params![part.log.to_bytes(), head.seq, head.chain])?
        }
    };
    let mut statement = transaction.prepare_cached(
        "INSERT INTO entries (log, seq, kind, person, at_ms, digest, chain, body) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
    )?;
    for entry in &entries {
        statement.execute(params![
            row,
            entry.seq,
            entry.kind,
            entry.person.as_bytes(),
            entry.at_ms,
            entry.digest,
            entry.chain,
            entry.body.as_deref(),
        ])?;
    }
    Ok(head)
}

fn compact(transaction: &Transaction<'_>, log: LogId, upto: Seq, snapshot: &Bytes) -> rusqlite::Result<Answer> {
    let (row, head) = stand(transaction, log)?;
    let Some(row) = row.filter(|_| head.seq >= upto && upto > 0) else {
        return Ok(Err(AppendError::Stale { log, head: head.seq }));
    };
    let newer = transaction
        .prepare_cached(
            "INSERT INTO snapshots (log, upto, digest, body) VALUES (?1, ?2, ?3, ?4)
         ON CONFLICT (log) DO UPDATE SET upto = excluded.upto, digest = excluded.digest, body = excluded.body
         WHERE excluded.upto > upto",
        )?
        .execute(params![row, upto, digest(snapshot), snapshot.as_ref()])?;
    if newer > 0 {
        transaction
            .prepare_cached("UPDATE entries SET body = NULL WHERE log = ?1 AND seq <= ?2 AND body IS NOT NULL")?
            .execute(params![row, upto])?;
    }
    Ok(Ok(vec![head]))
}

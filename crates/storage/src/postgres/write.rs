//! A few committers. Each takes what waits, locks the logs concerned in sorted order, and writes in one transaction
//! what still fits their heads. Row locks and heads decide alone, so any number of processes may do the same.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use maslahat_protocol::LogId;
use tokio::sync::{Mutex, mpsc};
use tokio_postgres::error::SqlState;

use super::hints::Telling;
use super::line::{Entries, Line};
use super::session::{DatabaseUrl, told};
use crate::entry::PreparedLog;
use crate::error::log_of;
use crate::mutant::{self, Mutant};
use crate::queue::{Answer, BATCH_JOBS_MAX, Job, Work, answer_all};
use crate::{AppendError, Entry, Head, Seq};

/// How often a transaction is begun again that the server has undone for another's sake.
const TRIES: u32 = 10;
const PAUSE: Duration = Duration::from_millis(5);

/// Why a transaction did not come to its end.
enum Failure {
    /// Undone by the server in favour of another: begin again.
    Undone,
    Full,
    /// The connection is lost or unfit, and with it perhaps the outcome.
    Doubt(String),
}

impl From<tokio_postgres::Error> for Failure {
    fn from(error: tokio_postgres::Error) -> Self {
        match error.code() {
            Some(&SqlState::T_R_SERIALIZATION_FAILURE | &SqlState::T_R_DEADLOCK_DETECTED) => Self::Undone,
            Some(&SqlState::DISK_FULL) => Self::Full,
            _ => Self::Doubt(told(&error)),
        }
    }
}

pub(super) struct Committer {
    pub(super) url: DatabaseUrl,
    pub(super) telling: Telling,
    pub(super) jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    pub(super) line: Option<Line>,
}

impl Committer {
    /// Ends when the queue is dropped and empty.
    pub(super) async fn run(mut self) {
        let mut batch = Vec::new();
        loop {
            // Only one waits at the door; whoever is through works while the next one waits.
            let taken = self.jobs.lock().await.recv_many(&mut batch, BATCH_JOBS_MAX).await;
            if taken == 0 {
                return;
            }
            self.commit(std::mem::take(&mut batch)).await;
        }
    }

    async fn commit(&mut self, batch: Vec<Job>) {
        match self.attempts(&batch).await {
            Ok(answers) => {
                for (job, answer) in batch.into_iter().zip(answers) {
                    job.answer(answer);
                }
            }
            // What is small may still find room where the whole did not.
            Err(Failure::Full) if batch.len() > 1 => {
                for job in batch {
                    Box::pin(self.commit(vec![job])).await;
                }
            }
            Err(Failure::Full) => answer_all(batch, &AppendError::Full),
            Err(Failure::Undone) => {
                tracing::warn!(jobs = batch.len(), "the database undid a transaction again and again");
                answer_all(batch, &AppendError::InDoubt);
            }
            Err(Failure::Doubt(cause)) => {
                tracing::warn!(cause, jobs = batch.len(), "the outcome of a transaction is unknown");
                answer_all(batch, &AppendError::InDoubt);
            }
        }
    }

    async fn attempts(&mut self, batch: &[Job]) -> Result<Vec<Answer>, Failure> {
        let mut tries = 1;
        loop {
            let line = match self.line.take().filter(Line::is_open) {
                Some(line) => line,
                None => Line::new(self.url.connect().await?).await?,
            };
            match transact(&line, batch).await {
                Ok((answers, moved)) => {
                    self.line = Some(line);
                    self.telling.grown(moved);
                    return Ok(answers);
                }
                // whoever hangs up undoes as well
                Err(Failure::Doubt(cause)) => return Err(Failure::Doubt(cause)),
                Err(failure) => {
                    line.undo().await?;
                    self.line = Some(line);
                    if !matches!(failure, Failure::Undone) || tries == TRIES {
                        return Err(failure);
                    }
                    tokio::time::sleep(PAUSE * tries).await;
                }
            }
            tries += 1;
        }
    }
}

/// One transaction for all jobs, and the logs that it has moved. A job that is refused writes nothing and does not
/// disturb the others. The server is asked twice: for the logs as they stand, and to write; each time all at once.
async fn transact(line: &Line, batch: &[Job]) -> Result<(Vec<Answer>, Vec<LogId>), Failure> {
    let mut plan = Plan::new(lock(line, batch).await?);
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        answers.push(match &job.work {
            Work::Append(append) => plan.append(&append.logs),
            Work::Compact { log, upto, snapshot } => plan.compact(*log, *upto, snapshot),
        });
    }
    plan.write(line).await?;
    Ok((answers, plan.moved.into_keys().collect()))
}

/// A log's row and where it stands.
type Stands = BTreeMap<LogId, (i64, Head)>;

/// Locks the rows of every log named, in one order for all processes, or transactions would wait for each other.
async fn lock(line: &Line, batch: &[Job]) -> Result<Stands, Failure> {
    // By name, with whether somebody expects the log to be empty; then it needs a row to lock.
    let mut named: BTreeMap<[u8; 17], bool> = BTreeMap::new();
    for job in batch {
        match &job.work {
            Work::Append(append) => {
                for part in &append.logs {
                    *named.entry(part.log.to_bytes()).or_default() |= part.expect == 0;
                }
            }
            Work::Compact { log, .. } => {
                named.entry(log.to_bytes()).or_default();
            }
        }
    }
    let new: Vec<&[u8]> = named.iter().filter(|(_, begun)| **begun).map(|(name, _)| &name[..]).collect();
    let names: Vec<&[u8]> = named.keys().map(|name| &name[..]).collect();
    let rows = line.lock(&new, &names).await?;
    let mut stands = Stands::new();
    for row in rows {
        let (name, chain): (&[u8], &[u8]) = (row.get(0), row.get(3));
        let seq = Seq::try_from(row.get::<_, i64>(2)).ok();
        let (Some(log), Some(seq), Ok(chain)) = (log_of(name), seq, chain.try_into()) else {
            return Err(Failure::Doubt("a log's row is damaged: verify the database".to_owned()));
        };
        stands.insert(log, (row.get(1), Head { seq, chain }));
    }
    Ok(stands)
}

/// What one transaction will write, kept together until it is written with few statements.
struct Plan<'a> {
    stands: Stands,
    entries: Vec<(i64, Entry)>,
    moved: BTreeMap<LogId, (i64, Head)>,
    compactions: Vec<(i64, i64, &'a Bytes)>,
}

impl<'a> Plan<'a> {
    fn new(stands: Stands) -> Self {
        Self { stands, entries: Vec::new(), moved: BTreeMap::new(), compactions: Vec::new() }
    }

    fn head(&self, log: LogId) -> Head {
        self.stands.get(&log).map_or(Head::EMPTY, |(_, head)| *head)
    }

    fn append(&mut self, logs: &[PreparedLog]) -> Answer {
        for part in logs {
            let head = self.head(part.log).seq;
            if head != part.expect && !mutant::is(Mutant::IgnoreExpected) {
                return Err(AppendError::Stale { log: part.log, head });
            }
            // Empty logs were given a row; without one nothing may be promised.
            if !self.stands.contains_key(&part.log) {
                return Err(AppendError::InDoubt);
            }
        }
        let mut heads = Vec::with_capacity(logs.len());
        for part in logs {
            let Some((row, head)) = self.stands.get_mut(&part.log) else {
                return Err(AppendError::InDoubt);
            };
            for entry in part.placed(*head) {
                *head = entry.head();
                self.entries.push((*row, entry));
                self.moved.insert(part.log, (*row, *head));
            }
            heads.push(*head);
        }
        Ok(heads)
    }

    fn compact(&mut self, log: LogId, upto: Seq, snapshot: &'a Bytes) -> Answer {
        let (Some((row, head)), Ok(last)) = (self.stands.get(&log), i64::try_from(upto)) else {
            return Err(AppendError::Stale { log, head: self.head(log).seq });
        };
        if upto == 0 || head.seq < upto {
            return Err(AppendError::Stale { log, head: head.seq });
        }
        self.compactions.push((*row, last, snapshot));
        Ok(vec![*head])
    }

    async fn write(&self, line: &Line) -> Result<(), Failure> {
        for (row, upto, snapshot) in &self.compactions {
            line.compact(*row, *upto, snapshot).await?;
        }
        if self.entries.is_empty() {
            return Ok(line.commit().await?);
        }
        let mut seqs = Vec::with_capacity(self.entries.len());
        for (_, entry) in &self.entries {
            seqs.push(i64::try_from(entry.seq).map_err(|_| Failure::Doubt("a log is too long".to_owned()))?);
        }
        let entries = Entries { rows: self.entries.iter().map(|(row, _)| *row).collect(), seqs, of: &self.entries };
        // heads are never longer than the entries
        let heads = self.moved.values().map(|(row, head)| (*row, head.seq as i64, &head.chain[..])).collect::<Vec<_>>();
        Ok(line.write_and_commit(&entries, &heads).await?)
    }
}

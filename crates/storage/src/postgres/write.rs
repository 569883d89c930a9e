//! A few committers. Each takes what waits, locks the logs concerned in sorted order, and writes in one transaction
//! what still fits their heads. Row locks and heads decide alone, so any number of processes may do the same.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use maslahat_protocol::LogId;
use tokio::sync::{Mutex, mpsc};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Transaction};

use super::hints::Node;
use super::session::{DatabaseUrl, told};
use crate::chain::{CHAIN_START, digest};
use crate::entry::PreparedLog;
use crate::error::log_of;
use crate::queue::{Answer, BATCH_JOBS_MAX, Job, Work, answer_all};
use crate::{AppendError, Entry, Hash, Head, Seq};

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
    pub(super) node: Node,
    pub(super) jobs: Arc<Mutex<mpsc::Receiver<Job>>>,
    pub(super) client: Option<Client>,
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
                self.client = None;
                answer_all(batch, &AppendError::InDoubt);
            }
        }
    }

    async fn attempts(&mut self, batch: &[Job]) -> Result<Vec<Answer>, Failure> {
        let mut tries = 1;
        loop {
            let client = match self.client.take().filter(|client| !client.is_closed()) {
                Some(client) => client,
                None => self.url.connect().await?,
            };
            let client = self.client.insert(client);
            match transact(client, &self.node, batch).await {
                Err(Failure::Undone) if tries < TRIES => tokio::time::sleep(PAUSE * tries).await,
                outcome => return outcome,
            }
            tries += 1;
        }
    }
}

/// One transaction for all jobs. A job that is refused writes nothing and does not disturb the others.
async fn transact(client: &mut Client, node: &Node, batch: &[Job]) -> Result<Vec<Answer>, Failure> {
    let transaction = client.transaction().await?;
    let mut plan = Plan::new(lock(&transaction, batch).await?);
    let mut answers = Vec::with_capacity(batch.len());
    for job in batch {
        answers.push(match &job.work {
            Work::Append(append) => plan.append(&append.logs),
            Work::Compact { log, upto, snapshot } => plan.compact(*log, *upto, snapshot),
        });
    }
    plan.write(&transaction, node).await?;
    transaction.commit().await?;
    Ok(answers)
}

/// A log's row and where it stands.
type Stands = BTreeMap<LogId, (i64, Head)>;

/// Locks the rows of every log named, in one order for all processes, or transactions would wait for each other.
async fn lock(transaction: &Transaction<'_>, batch: &[Job]) -> Result<Stands, Failure> {
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
    if !new.is_empty() {
        transaction
            .execute(
                "INSERT INTO maslahat.logs (name, head, chain)
                 SELECT name, 0, $2 FROM unnest($1::bytea[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING",
                &[&new, &&CHAIN_START[..]],
            )
            .await?;
    }
    let names: Vec<&[u8]> = named.keys().map(|name| &name[..]).collect();
    let rows = transaction
        .query(
            "SELECT name, id, head, chain FROM maslahat.logs WHERE name = ANY($1) ORDER BY name FOR NO KEY UPDATE",
            &[&names],
        )
        .await?;
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
            if head != part.expect {
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

    async fn write(&self, transaction: &Transaction<'_>, node: &Node) -> Result<(), Failure> {
        if !self.entries.is_empty() {
            self.write_entries(transaction).await?;
            self.write_heads(transaction).await?;
            let hint = node.hint(self.moved.keys().copied());
            transaction.execute("SELECT pg_notify('maslahat', $1)", &[&hint]).await?;
        }
        for (row, upto, snapshot) in &self.compactions {
            let newer = transaction
                .execute(
                    "INSERT INTO maslahat.snapshots AS s (log, upto, digest, body) VALUES ($1, $2, $3, $4)
                     ON CONFLICT (log) DO UPDATE SET upto = excluded.upto, digest = excluded.digest, body = excluded.body
                     WHERE excluded.upto > s.upto",
                    &[row, upto, &&digest(snapshot)[..], &&snapshot[..]],
                )
                .await?;
            if newer > 0 {
                let clear = "UPDATE maslahat.entries SET body = NULL WHERE log = $1 AND seq <= $2 AND body IS NOT NULL";
                transaction.execute(clear, &[row, upto]).await?;
            }
        }
        Ok(())
    }

    async fn write_entries(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let mut seqs = Vec::with_capacity(self.entries.len());
        for (_, entry) in &self.entries {
            seqs.push(i64::try_from(entry.seq).map_err(|_| Failure::Doubt("a log is too long".to_owned()))?);
        }
        let column = |of: fn(&Entry) -> &[u8]| self.entries.iter().map(|(_, entry)| of(entry)).collect::<Vec<_>>();
        let rows: Vec<i64> = self.entries.iter().map(|(row, _)| *row).collect();
        let kinds: Vec<i16> = self.entries.iter().map(|(_, entry)| i16::from(entry.kind)).collect();
        let times: Vec<i64> = self.entries.iter().map(|(_, entry)| entry.at_ms).collect();
        transaction
            .execute(
                "INSERT INTO maslahat.entries (log, seq, kind, person, at_ms, digest, chain, body)
                 SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bytea[], $5::bigint[],
                                      $6::bytea[], $7::bytea[], $8::bytea[])",
                &[
                    &rows,
                    &seqs,
                    &kinds,
                    &column(|entry| entry.person.as_bytes()),
                    &times,
                    &column(|entry| &entry.digest),
                    &column(|entry| &entry.chain),
                    &column(|entry| entry.body.as_deref().unwrap_or_default()),
                ],
            )
            .await?;
        Ok(())
    }

    async fn write_heads(&self, transaction: &Transaction<'_>) -> Result<(), Failure> {
        let rows: Vec<i64> = self.moved.values().map(|(row, _)| *row).collect();
        // Never longer than the entries just written.
        let heads: Vec<i64> = self.moved.values().map(|(_, head)| head.seq as i64).collect();
        let chains: Vec<&Hash> = self.moved.values().map(|(_, head)| &head.chain).collect();
        let chains: Vec<&[u8]> = chains.into_iter().map(|chain| &chain[..]).collect();
        transaction
            .execute(
                "UPDATE maslahat.logs AS l SET head = w.head, chain = w.chain
                 FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS w(id, head, chain) WHERE l.id = w.id",
                &[&rows, &heads, &chains],
            )
            .await?;
        Ok(())
    }
}

//! Logs in a PostgreSQL database, in a schema of their own. Any number of processes may write at the same time.

mod hints;
mod line;
mod read;
mod schema;
mod session;
mod tls;
mod write;

use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use maslahat_protocol::LogId;
use tokio::sync::Mutex;

use crate::queue::Queue;
use crate::{AppendError, Checked, Entry, Head, Loaded, LogAppend, Seq, Store, StoreError};
use hints::Hints;
use line::Line;
pub use session::DatabaseUrl;
use session::{Pool, unreachable_database};
use write::Committer;

/// Transactions at the same time; with more, they wait for each other's rows.
const COMMITTERS: usize = 4;
const READERS: usize = 4;

/// A store in a database. Appends to one log that are not waited for may overtake each other.
#[derive(Clone)]
pub struct PostgresStore {
    shared: Arc<Shared>,
}

struct Shared {
    readers: Pool,
    writes: Option<Writes>,
}

struct Writes {
    queue: Queue,
    hints: Hints,
}

impl PostgresStore {
    /// Opens for reading and writing, making the tables if they are not there.
    pub async fn open(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let mut client = url.connect().await.map_err(|error| unreachable_database(&error))?;
        schema::prepare(&mut client, url).await?;
        session::warn_if_forgetful(&client).await?;
        let (queue, jobs) = Queue::new();
        let jobs = Arc::new(Mutex::new(jobs));
        let hints = Hints::listen(url.clone());
        let mut line = Some(Line::new(client).await.map_err(|error| unreachable_database(&error))?);
        for _ in 0..COMMITTERS {
            let (jobs, telling) = (jobs.clone(), hints.telling());
            let committer = Committer { url: url.clone(), telling, jobs, line: line.take() };
            tokio::spawn(committer.run());
        }
        Ok(Self::new(url, Some(Writes { queue, hints })))
    }

    /// Opens for reading only.
    pub async fn open_to_read(url: &DatabaseUrl) -> Result<Self, StoreError> {
        let mut client = url.connect().await.map_err(|error| unreachable_database(&error))?;
        schema::check(&mut client, url).await?;
        Ok(Self::new(url, None))
    }

    fn new(url: &DatabaseUrl, writes: Option<Writes>) -> Self {
        let readers = Pool::new(url.clone(), READERS);
        Self { shared: Arc::new(Shared { readers, writes }) }
    }

    /// Recomputes every hash chain, from the first entry of each log; the error names the first line that does not fit.
    pub async fn verify_chains(&self) -> Result<Checked, StoreError> {
        read::verify(&self.shared.readers).await
    }
}

impl fmt::Debug for PostgresStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let writes = self.shared.writes.is_some();
        f.debug_struct("PostgresStore").field("writes", &writes).finish_non_exhaustive()
    }
}

impl Store for PostgresStore {
    async fn load(&self, log: LogId) -> Result<Loaded, StoreError> {
        let mut loaded = read::load_many(&self.shared.readers, &[log]).await?;
        loaded.pop().ok_or_else(|| StoreError::broken(log, 0, "it could not be loaded"))
    }

    async fn load_many(&self, logs: Vec<LogId>) -> Result<Vec<Loaded>, StoreError> {
        read::load_many(&self.shared.readers, &logs).await
    }

    async fn heads(&self, logs: Vec<LogId>) -> Result<Vec<Head>, StoreError> {
        read::heads(&self.shared.readers, &logs).await
    }

    async fn tail(&self, log: LogId, after: Seq) -> Result<Vec<Entry>, StoreError> {
        read::tail(&self.shared.readers, log, after).await
    }

    async fn append(&self, appends: Vec<LogAppend>) -> Result<Vec<Head>, AppendError> {
        match &self.shared.writes {
            Some(writes) => writes.queue.append(appends).await,
            None => Err(AppendError::Refused("the store was opened for reading only")),
        }
    }

    async fn compact(&self, log: LogId, upto: Seq, snapshot: Bytes) -> Result<bool, StoreError> {
        match &self.shared.writes {
            Some(writes) => writes.queue.compact(log, upto, snapshot).await,
            None => Err(StoreError::ReadOnly),
        }
    }

    async fn wake(&self) -> Option<LogId> {
        match &self.shared.writes {
            Some(writes) => writes.hints.next().await,
            None => std::future::pending().await,
        }
    }

    async fn ready(&self) -> Result<(), StoreError> {
        if self.shared.writes.as_ref().is_some_and(|writes| writes.queue.is_closed()) {
            return Err(StoreError::Failed("the writers have ended".to_owned()));
        }
        read::reachable(&self.shared.readers).await
    }

    /// A database that is away comes back, and every append is certain again: only our own end is a failure.
    async fn failed(&self) -> String {
        match &self.shared.writes {
            Some(writes) => writes.queue.closed().await,
            None => std::future::pending().await,
        }
        "the writers have ended".to_owned()
    }
}

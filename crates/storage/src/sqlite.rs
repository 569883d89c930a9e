//! Logs in one SQLite file of a data directory. One process writes, by a lock; others may read beside it.

mod backup;
mod examine;
mod fault;
mod open;
mod read;
mod schema;
#[cfg(test)]
mod tests;
mod verify;
mod write;

use std::fmt;
use std::path::Path;
use std::sync::Arc;
use std::thread::JoinHandle;

use bytes::Bytes;
use maslahat_protocol::LogId;
use tokio::sync::watch;
use tokio::task::spawn_blocking;

use crate::queue::Queue;
use crate::{AppendError, Checked, Entry, Head, Loaded, LogAppend, Seq, Store, StoreError};
use examine::{LookedOver, Looking};
use open::Owned;
use read::Readers;

/// A store in a directory. The last clone to go writes what is queued and gives the directory free.
#[derive(Clone)]
pub struct SqliteStore {
    shared: Arc<Shared>,
}

struct Shared {
    readers: Readers,
    writer: Option<Writer>,
}

struct Writer {
    /// `None` only while it ends.
    queue: Option<Queue>,
    failure: watch::Receiver<Option<String>>,
    thread: Option<JoinHandle<()>>,
    looking: Option<Looking>,
}

impl SqliteStore {
    /// Opens for reading and writing, making the directory if it is not there.
    pub async fn open(directory: &Path) -> Result<Self, StoreError> {
        let directory = directory.to_owned();
        blocking(move || open::to_write(&directory).and_then(Self::start)).await
    }

    /// Opens for reading only, also while another process writes.
    pub async fn open_to_read(directory: &Path) -> Result<Self, StoreError> {
        let directory = directory.to_owned();
        blocking(move || open::to_read(&directory).map(|database| Self::new(Readers::new(database), None))).await
    }

    fn start(owned: Owned) -> Result<Self, StoreError> {
        let (queue, jobs) = Queue::new();
        let (failed, failure) = watch::channel(None);
        let looking = match owned.looked_over {
            LookedOver::Whole => None,
            LookedOver::AtAGlance => Some(Looking::begin(owned.database.clone(), failed.clone())?),
        };
        let thread = write::start(owned.writer, owned.lock, jobs, failed)
            .map_err(|error| StoreError::Unavailable(error.to_string()))?;
        let writer = Writer { queue: Some(queue), failure, thread: Some(thread), looking };
        Ok(Self::new(Readers::new(owned.database), Some(writer)))
    }

    fn new(readers: Readers, writer: Option<Writer>) -> Self {
        Self { shared: Arc::new(Shared { readers, writer }) }
    }

    /// Recomputes every hash chain, from the first entry of each log; the error names the first line that does not fit.
    pub async fn verify_chains(&self) -> Result<Checked, StoreError> {
        Readers::read(self.shared.clone(), verify::chains).await
    }

    /// Copies everything to one new file while writing goes on, and proves the copy.
    pub async fn backup(&self, to: &Path) -> Result<Checked, StoreError> {
        let shared = self.shared.clone();
        let to = to.to_owned();
        blocking(move || backup::backup(shared.readers.database(), &to)).await
    }

    /// Makes a backup the database of a directory that is empty or not there yet. The backup is proved first.
    pub async fn restore(from: &Path, directory: &Path) -> Result<Checked, StoreError> {
        let (from, directory) = (from.to_owned(), directory.to_owned());
        blocking(move || backup::restore(&from, &directory)).await
    }

    /// Proves the database in a file, such as a backup, page by page and hash by hash.
    pub async fn prove(database: &Path) -> Result<Checked, StoreError> {
        let database = database.to_owned();
        blocking(move || backup::examine_all(&database)).await
    }

    fn queue(&self) -> Option<&Queue> {
        self.shared.writer.as_ref().and_then(|writer| writer.queue.as_ref())
    }
}

async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, StoreError> + Send + 'static,
) -> Result<T, StoreError> {
    let done = spawn_blocking(work).await;
    done.unwrap_or_else(|error| Err(StoreError::Failed(error.to_string())))
}

impl fmt::Debug for SqliteStore {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let writes = self.shared.writer.is_some();
        f.debug_struct("SqliteStore").field("writes", &writes).finish_non_exhaustive()
    }
}

impl AsRef<Readers> for Shared {
    fn as_ref(&self) -> &Readers {
        &self.readers
    }
}

impl Drop for Writer {
    /// Waits for the last commit: whoever opens the directory next finds it free.
    fn drop(&mut self) {
        self.queue = None;
        self.looking = None;
        if let Some(thread) = self.thread.take() {
            // Its panic is already told by `failure`.
            thread.join().ok();
        }
    }
}

impl Store for SqliteStore {
    async fn load(&self, log: LogId) -> Result<Loaded, StoreError> {
        Readers::read(self.shared.clone(), move |transaction| read::load(transaction, log)).await
    }

    async fn load_many(&self, logs: Vec<LogId>) -> Result<Vec<Loaded>, StoreError> {
        Readers::read(self.shared.clone(), move |transaction| {
            logs.into_iter().map(|log| read::load(transaction, log)).collect()
        })
        .await
    }

    async fn heads(&self, logs: Vec<LogId>) -> Result<Vec<Head>, StoreError> {
        Readers::read(self.shared.clone(), move |transaction| {
            logs.into_iter().map(|log| read::head(transaction, log)).collect()
        })
        .await
    }

    async fn tail(&self, log: LogId, after: Seq) -> Result<Vec<Entry>, StoreError> {
        Readers::read(self.shared.clone(), move |transaction| read::tail(transaction, log, after)).await
    }

    async fn append(&self, appends: Vec<LogAppend>) -> Result<Vec<Head>, AppendError> {
        match self.queue() {
            Some(queue) => queue.append(appends).await,
            None => Err(AppendError::Refused("the store was opened for reading only")),
        }
    }

    async fn compact(&self, log: LogId, upto: Seq, snapshot: Bytes) -> Result<bool, StoreError> {
        match self.queue() {
            Some(queue) => queue.compact(log, upto, snapshot).await,
            None => Err(StoreError::ReadOnly),
        }
    }

    async fn wake(&self) -> Option<LogId> {
        std::future::pending().await
    }

    async fn ready(&self) -> Result<(), StoreError> {
        if let Some(cause) = self.shared.writer.as_ref().and_then(|writer| writer.failure.borrow().clone()) {
            return Err(StoreError::Failed(cause));
        }
        Readers::read(self.shared.clone(), |transaction| {
            transaction.query_row("SELECT 1 FROM logs", [], |_| Ok(())).or_else(|error| match error {
                rusqlite::Error::QueryReturnedNoRows => Ok(()),
                other => Err(other.into()),
            })
        })
        .await
    }

    async fn failed(&self) -> String {
        let Some(writer) = &self.shared.writer else {
            return std::future::pending().await;
        };
        let mut failure = writer.failure.clone();
        match failure.wait_for(Option::is_some).await {
            Ok(cause) => cause.clone().unwrap_or_default(),
            Err(_) => "the writer has ended".to_owned(),
        }
    }
}

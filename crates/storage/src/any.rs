//! The store that was configured, behind one type.

use std::path::{Path, PathBuf};

use bytes::Bytes;
use maslahat_protocol::LogId;

use crate::{
    AppendError, Checked, DatabaseUrl, Entry, Head, Loaded, LogAppend, PostgresStore, Seq, SqliteStore, Store,
    StoreError,
};

const DATABASE_BACKUP: &str =
    "a PostgreSQL database is backed up and restored by its own tools: pg_dump --schema=maslahat, and pg_restore";

/// Where the logs are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A data directory, made if it is not there.
    Directory(PathBuf),
    /// A PostgreSQL database.
    Database(DatabaseUrl),
}

/// Any of the stores.
#[derive(Debug, Clone)]
pub enum AnyStore {
    Sqlite(SqliteStore),
    Postgres(PostgresStore),
}

impl AnyStore {
    /// Opens for reading and writing; the data directory belongs to this process from then on.
    pub async fn open(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::Directory(directory) => SqliteStore::open(directory).await.map(Self::Sqlite),
            Location::Database(url) => PostgresStore::open(url).await.map(Self::Postgres),
        }
    }

    /// Opens for reading, beside a running server.
    pub async fn open_to_read(location: &Location) -> Result<Self, StoreError> {
        match location {
            Location::Directory(directory) => SqliteStore::open_to_read(directory).await.map(Self::Sqlite),
            Location::Database(url) => PostgresStore::open_to_read(url).await.map(Self::Postgres),
        }
    }

    /// Whether other processes may write to the same logs.
    pub fn is_shared(&self) -> bool {
        matches!(self, Self::Postgres(_))
    }

    /// Recomputes every hash chain, from the first entry of each log.
    pub async fn verify_chains(&self) -> Result<Checked, StoreError> {
        match self {
            Self::Sqlite(store) => store.verify_chains().await,
            Self::Postgres(store) => store.verify_chains().await,
        }
    }

    /// Copies everything to one new file while writing goes on, and proves the copy.
    pub async fn backup(&self, to: &Path) -> Result<Checked, StoreError> {
        match self {
            Self::Sqlite(store) => store.backup(to).await,
            Self::Postgres(_) => Err(StoreError::Unsupported(DATABASE_BACKUP)),
        }
    }

    /// Proves a backup, or the database file of a data directory. Nothing is written.
    pub async fn prove(file: &Path) -> Result<Checked, StoreError> {
        SqliteStore::prove(file).await
    }

    /// Makes a backup the content of a place that has none yet. The backup is proved first.
    pub async fn restore(from: &Path, location: &Location) -> Result<Checked, StoreError> {
        match location {
            Location::Directory(directory) => SqliteStore::restore(from, directory).await,
            Location::Database(_) => Err(StoreError::Unsupported(DATABASE_BACKUP)),
        }
    }
}

/// Hands a call on to the store there is.
macro_rules! delegate {
    ($self:ident, $store:ident => $call:expr) => {
        match $self {
            Self::Sqlite($store) => $call,
            Self::Postgres($store) => $call,
        }
    };
}

impl Store for AnyStore {
    async fn load(&self, log: LogId) -> Result<Loaded, StoreError> {
        delegate!(self, store => store.load(log).await)
    }
    async fn load_many(&self, logs: Vec<LogId>) -> Result<Vec<Loaded>, StoreError> {
        delegate!(self, store => store.load_many(logs).await)
    }
    async fn heads(&self, logs: Vec<LogId>) -> Result<Vec<Head>, StoreError> {
        delegate!(self, store => store.heads(logs).await)
    }
    async fn tail(&self, log: LogId, after: Seq) -> Result<Vec<Entry>, StoreError> {
        delegate!(self, store => store.tail(log, after).await)
    }
    async fn append(&self, appends: Vec<LogAppend>) -> Result<Vec<Head>, AppendError> {
        delegate!(self, store => store.append(appends).await)
    }
    async fn compact(&self, log: LogId, upto: Seq, snapshot: Bytes) -> Result<bool, StoreError> {
        delegate!(self, store => store.compact(log, upto, snapshot).await)
    }
    async fn wake(&self) -> Option<LogId> {
        delegate!(self, store => store.wake().await)
    }
    async fn ready(&self) -> Result<(), StoreError> {
        delegate!(self, store => store.ready().await)
    }
    async fn failed(&self) -> String {
        delegate!(self, store => store.failed().await)
    }
}

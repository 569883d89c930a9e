//! Connections to the database server, and what its errors mean here.

use std::error::Error as _;
use std::fmt;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};

use crate::StoreError;

const CONNECT: Duration = Duration::from_secs(5);
/// A server that has gone without a word is given up after this.
const SILENCE: Duration = Duration::from_secs(20);

/// Durable on commit whatever the server's default is, and no row stays locked by a process that hangs.
const SETTINGS: &str = "
    SELECT set_config('synchronous_commit', 'on', false)
        WHERE current_setting('synchronous_commit') IN ('off', 'local');
    SET statement_timeout = '60s';
    SET lock_timeout = '20s';
    SET idle_in_transaction_session_timeout = '60s';
";

/// Where a PostgreSQL database is: `postgres://USER@HOST/DATABASE`. Its password is never shown.
#[derive(Clone, PartialEq, Eq)]
pub struct DatabaseUrl(Box<Config>);

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    fn from_str(url: &str) -> Result<Self, StoreError> {
        let mut config = Config::from_str(url).map_err(|error| StoreError::Url { cause: told(&error) })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.tcp_user_timeout(SILENCE);
        config.application_name("maslahat");
        Ok(Self(Box::new(config)))
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_string())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.0.get_dbname().or(self.0.get_user()).unwrap_or_default();
        write!(f, "database {name}")
    }
}

impl DatabaseUrl {
    /// A connection without our settings, and what drives it.
    pub(super) fn config(&self) -> &Config {
        &self.0
    }

    pub(super) async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        let (client, connection) = self.0.connect(NoTls).await?;
        tokio::spawn(async move {
            if let Err(error) = connection.await {
                tracing::debug!(error = told(&error), "a database connection has ended");
            }
        });
        client.batch_execute(SETTINGS).await?;
        Ok(client)
    }
}

/// A few connections, made when needed.
pub(super) struct Pool {
    url: DatabaseUrl,
    slots: Semaphore,
    idle: Mutex<Vec<Client>>,
}

/// A connection for one piece of work. Whoever gives up in the middle gives the connection up.
pub(super) struct Borrowed<'a> {
    pub(super) client: Client,
    _slot: SemaphorePermit<'a>,
}

impl Pool {
    pub(super) fn new(url: DatabaseUrl, size: usize) -> Self {
        Self { url, slots: Semaphore::new(size), idle: Mutex::default() }
    }

    pub(super) async fn borrow(&self) -> Result<Borrowed<'_>, StoreError> {
        let closed = |_| StoreError::Failed("the connections are closed".to_owned());
        let slot = self.slots.acquire().await.map_err(closed)?;
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let client = match idle.filter(|client| !client.is_closed()) {
            Some(client) => client,
            None => self.url.connect().await.map_err(|error| unavailable(&error))?,
        };
        Ok(Borrowed { client, _slot: slot })
    }

    /// Takes a connection back after work that went well.
    pub(super) fn give_back(&self, borrowed: Borrowed<'_>) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(borrowed.client);
    }
}

/// An error with its causes: alone it says little.
pub(super) fn told(error: &tokio_postgres::Error) -> String {
    let mut text = error.to_string();
    let mut cause = error.source();
    while let Some(inner) = cause {
        text = format!("{text}: {inner}");
        cause = inner.source();
    }
    text
}

pub(super) fn unavailable(error: &tokio_postgres::Error) -> StoreError {
    match error.code() {
        Some(&SqlState::DISK_FULL) => StoreError::Full,
        _ => StoreError::Unavailable(told(error)),
    }
}

/// The error of opening: what to look at, and where.
pub(super) fn unreachable_database(error: &tokio_postgres::Error) -> StoreError {
    StoreError::Unreachable { cause: told(error) }
}

/// A server that does not wait for its disk keeps no promise; its owner should know.
pub(super) async fn warn_if_forgetful(client: &Client) -> Result<(), StoreError> {
    let row = client.query_one("SELECT current_setting('fsync') = 'off'", &[]).await;
    if row.and_then(|row| row.try_get(0)).map_err(|error| unavailable(&error))? {
        tracing::warn!("the database server runs with fsync off: a power cut may lose what was acknowledged");
    }
    Ok(())
}

//! Connections to the database server, and what its errors mean here.

use std::error::Error as _;
use std::fmt;
use std::future::poll_fn;
use std::str::FromStr;
use std::sync::{Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::tls::{MakeTlsConnect, NoTlsStream};
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls, Socket};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::tls;
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
///
/// With `?sslmode=require` under TLS, and never without.
#[derive(Clone)]
pub struct DatabaseUrl {
    config: Box<Config>,
    tls: Option<MakeRustlsConnect>,
}

impl PartialEq for DatabaseUrl {
    fn eq(&self, other: &Self) -> bool {
        self.config == other.config && self.tls.is_some() == other.tls.is_some()
    }
}

impl Eq for DatabaseUrl {}

impl FromStr for DatabaseUrl {
    type Err = StoreError;

    fn from_str(url: &str) -> Result<Self, StoreError> {
        let (url, roots) = tls::split(url);
        let mut config = Config::from_str(&url).map_err(|error| StoreError::Url { cause: told(&error) })?;
        if config.get_connect_timeout().is_none() {
            config.connect_timeout(CONNECT);
        }
        config.tcp_user_timeout(SILENCE);
        config.application_name("maslahat");
        let tls = match config.get_ssl_mode() {
            SslMode::Require => Some(tls::connector(roots.as_deref()).map_err(|cause| StoreError::Url { cause })?),
            _ => None,
        };
        Ok(Self { config: Box::new(config), tls })
    }
}

impl fmt::Debug for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.to_string())
    }
}

impl fmt::Display for DatabaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.config.get_dbname().or(self.config.get_user()).unwrap_or_default();
        write!(f, "database {name}")
    }
}

impl DatabaseUrl {
    /// A connection without our settings, and what drives it.
    pub(super) async fn open(&self) -> Result<(Client, Line), tokio_postgres::Error> {
        match &self.tls {
            None => {
                let (client, connection) = self.config.connect(NoTls).await?;
                Ok((client, Line::Plain(Box::new(connection))))
            }
            Some(tls) => {
                let (client, connection) = self.config.connect(tls.clone()).await?;
                Ok((client, Line::Tls(Box::new(connection))))
            }
        }
    }

    pub(super) async fn connect(&self) -> Result<Client, tokio_postgres::Error> {
        let (client, mut line) = self.open().await?;
        tokio::spawn(async move {
            while let Some(message) = poll_fn(|context| line.poll_message(context)).await {
                if let Err(error) = message {
                    return tracing::debug!(error = told(&error), "a database connection has ended");
                }
            }
        });
        client.batch_execute(SETTINGS).await?;
        Ok(client)
    }
}

/// What drives a connection, and hears what the server says on it unasked.
pub(super) enum Line {
    Plain(Box<Connection<Socket, NoTlsStream>>),
    Tls(Box<Connection<Socket, <MakeRustlsConnect as MakeTlsConnect<Socket>>::Stream>>),
}

impl Line {
    /// The next message; None when the connection has ended.
    pub(super) fn poll_message(
        &mut self,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<AsyncMessage, tokio_postgres::Error>>> {
        match self {
            Self::Plain(connection) => connection.poll_message(context),
            Self::Tls(connection) => connection.poll_message(context),
        }
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

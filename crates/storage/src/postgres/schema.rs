//! The tables, in a schema of their own. Every change of them is a new `VERSION` with a step from the one before.

use std::path::PathBuf;

use tokio_postgres::Client;

use super::session::{DatabaseUrl, unavailable};
use crate::StoreError;

const VERSION: i64 = 1;
/// Of an advisory lock: "maslahat" in ASCII. Two processes do not make the tables at once.
const LOCK: i64 = 0x6d61_736c_6168_6174;

/// As in the data directory; a log's row has room to be rewritten in place, since every append does that.
const TABLES: &str = "
CREATE TABLE maslahat.about (version bigint NOT NULL);
CREATE TABLE maslahat.logs (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name  bytea NOT NULL UNIQUE,
    head  bigint NOT NULL,
    chain bytea NOT NULL
) WITH (fillfactor = 50);
CREATE TABLE maslahat.entries (
    log    bigint NOT NULL,
    seq    bigint NOT NULL,
    kind   smallint NOT NULL,
    person bytea NOT NULL,
    at_ms  bigint NOT NULL,
    digest bytea NOT NULL,
    chain  bytea NOT NULL,
    body   bytea,
    PRIMARY KEY (log, seq)
);
CREATE TABLE maslahat.snapshots (
    log    bigint PRIMARY KEY,
    upto   bigint NOT NULL,
    digest bytea NOT NULL,
    body   bytea NOT NULL
);
";

/// What a database holds.
enum Found {
    Nothing,
    Version(i64),
    Foreign,
}

/// Makes the tables where there are none.
pub(super) async fn prepare(client: &mut Client, url: &DatabaseUrl) -> Result<(), StoreError> {
    let unusable = |error: tokio_postgres::Error| unavailable(&error);
    let transaction = client.transaction().await.map_err(unusable)?;
    transaction.execute("SELECT pg_advisory_xact_lock($1)", &[&LOCK]).await.map_err(unusable)?;
    match look(&transaction).await.map_err(unusable)? {
        Found::Nothing => {
            let make = format!(
                "CREATE SCHEMA IF NOT EXISTS maslahat; {TABLES} INSERT INTO maslahat.about (version) VALUES ({VERSION})"
            );
            transaction.batch_execute(&make).await.map_err(unusable)?;
        }
        found => known(&found, url)?,
    }
    transaction.commit().await.map_err(unusable)
}

/// Looks only.
pub(super) async fn check(client: &mut Client, url: &DatabaseUrl) -> Result<(), StoreError> {
    let unusable = |error: tokio_postgres::Error| unavailable(&error);
    let transaction = client.transaction().await.map_err(unusable)?;
    match look(&transaction).await.map_err(unusable)? {
        Found::Nothing => Err(StoreError::Missing { path: place(url) }),
        found => known(&found, url),
    }
}

async fn look(transaction: &tokio_postgres::Transaction<'_>) -> Result<Found, tokio_postgres::Error> {
    let ours = "SELECT count(*) FILTER (WHERE table_name IN ('about', 'logs', 'entries', 'snapshots')), count(*)
                FROM information_schema.tables WHERE table_schema = 'maslahat'";
    let row = transaction.query_one(ours, &[]).await?;
    Ok(match (row.get::<_, i64>(0), row.get::<_, i64>(1)) {
        (_, 0) => Found::Nothing,
        (4, _) => {
            Found::Version(transaction.query_one("SELECT max(version) FROM maslahat.about", &[]).await?.try_get(0)?)
        }
        _ => Found::Foreign,
    })
}

fn known(found: &Found, url: &DatabaseUrl) -> Result<(), StoreError> {
    match *found {
        Found::Version(VERSION) => Ok(()),
        Found::Version(newer) if newer > VERSION => {
            Err(StoreError::Newer { path: place(url).display().to_string(), found: newer, known: VERSION })
        }
        _ => Err(StoreError::Foreign { path: place(url) }),
    }
}

fn place(url: &DatabaseUrl) -> PathBuf {
    format!("schema maslahat of {url}").into()
}

//! Reading, each time from one moment, and checking what was read.

use std::collections::BTreeMap;

use bytes::Bytes;
use maslahat_protocol::{LogId, PersonId};
use tokio_postgres::{IsolationLevel, Row, Transaction};

use super::session::{Pool, unavailable};
use crate::error::log_of;
use crate::proof::{self, Proof};
use crate::{Checked, Entry, Head, Loaded, Seq, StoreError};

/// Entries read at a time when a whole database is proved.
const PAGE: i64 = 1000;

pub(super) async fn load_many(pool: &Pool, logs: &[LogId]) -> Result<Vec<Loaded>, StoreError> {
    let mut borrowed = pool.borrow().await?;
    let transaction = one_moment(&mut borrowed.client).await?;
    let loaded = load(&transaction, logs).await?;
    transaction.commit().await.map_err(|error| unavailable(&error))?;
    pool.give_back(borrowed);
    Ok(loaded)
}

pub(super) async fn heads(pool: &Pool, logs: &[LogId]) -> Result<Vec<Head>, StoreError> {
    let mut borrowed = pool.borrow().await?;
    let transaction = one_moment(&mut borrowed.client).await?;
    let stands = stands(&transaction, logs).await?;
    transaction.commit().await.map_err(|error| unavailable(&error))?;
    pool.give_back(borrowed);
    Ok(logs.iter().map(|log| stands.get(log).map_or(Head::EMPTY, |stand| stand.head)).collect())
}

pub(super) async fn tail(pool: &Pool, log: LogId, after: Seq) -> Result<Vec<Entry>, StoreError> {
    let mut borrowed = pool.borrow().await?;
    let transaction = one_moment(&mut borrowed.client).await?;
    let entries = tail_within(&transaction, log, after).await?;
    transaction.commit().await.map_err(|error| unavailable(&error))?;
    pool.give_back(borrowed);
    Ok(entries)
}

/// Names the first line that does not fit. Logs in the order they were begun.
pub(super) async fn verify(pool: &Pool) -> Result<Checked, StoreError> {
    let mut borrowed = pool.borrow().await?;
    let transaction = one_moment(&mut borrowed.client).await?;
    let checked = verify_within(&transaction).await?;
    transaction.commit().await.map_err(|error| unavailable(&error))?;
    pool.give_back(borrowed);
    Ok(checked)
}

pub(super) async fn reachable(pool: &Pool) -> Result<(), StoreError> {
    let borrowed = pool.borrow().await?;
    let answer = borrowed.client.simple_query("SELECT 1 FROM maslahat.about").await;
    answer.map_err(|error| unavailable(&error))?;
    pool.give_back(borrowed);
    Ok(())
}

async fn one_moment(client: &mut tokio_postgres::Client) -> Result<Transaction<'_>, StoreError> {
    let builder = client.build_transaction().isolation_level(IsolationLevel::RepeatableRead).read_only(true);
    builder.start().await.map_err(|error| unavailable(&error))
}

/// A log's row, where it stands, and what its snapshot stands for; zero without one.
#[derive(Clone, Copy)]
struct Stand {
    row: i64,
    head: Head,
    compacted: Seq,
}

const STANDS: &str = "SELECT l.name, l.id, l.head, l.chain, coalesce(s.upto, 0)
    FROM maslahat.logs l LEFT JOIN maslahat.snapshots s ON s.log = l.id";

fn stand(row: &Row) -> Result<(LogId, Stand), StoreError> {
    let name: &[u8] = column(row, 0)?;
    let log = log_of(name).ok_or_else(|| damaged(format!("a log has the unknown name {name:02x?}")))?;
    let head = Head { seq: count(column(row, 2)?)?, chain: bytes(column(row, 3)?)? };
    let stand = Stand { row: column(row, 1)?, head, compacted: count(column(row, 4)?)? };
    Ok((log, stand))
}

/// The logs that there are.
async fn stands(transaction: &Transaction<'_>, logs: &[LogId]) -> Result<BTreeMap<LogId, Stand>, StoreError> {
    let names: Vec<[u8; 17]> = logs.iter().map(|log| log.to_bytes()).collect();
    let names: Vec<&[u8]> = names.iter().map(|name| &name[..]).collect();
    let found = query(transaction, &format!("{STANDS} WHERE l.name = ANY($1)"), &[&names]).await?;
    found.iter().map(stand).collect()
}

async fn load(transaction: &Transaction<'_>, logs: &[LogId]) -> Result<Vec<Loaded>, StoreError> {
    let stands = stands(transaction, logs).await?;
    let rows: Vec<i64> = stands.values().map(|stand| stand.row).collect();
    let mut snapshots = BTreeMap::new();
    let latest = "SELECT log, digest, body FROM maslahat.snapshots WHERE log = ANY($1)";
    for row in query(transaction, latest, &[&rows]).await? {
        let body = Bytes::copy_from_slice(column(&row, 2)?);
        snapshots.insert(column::<i64>(&row, 0)?, (bytes(column(&row, 1)?)?, body));
    }
    // With the last entry of a snapshot: it holds the chain that the first one after it continues.
    let mut entries: BTreeMap<i64, Vec<Entry>> = BTreeMap::new();
    let after = "SELECT e.seq, e.kind, e.person, e.at_ms, e.digest, e.chain, e.body, e.log
        FROM maslahat.entries e LEFT JOIN maslahat.snapshots s ON s.log = e.log
        WHERE e.log = ANY($1) AND e.seq >= coalesce(s.upto, 0) ORDER BY e.log, e.seq";
    for row in query(transaction, after, &[&rows]).await? {
        entries.entry(column(&row, 7)?).or_default().push(entry(&row)?);
    }
    logs.iter()
        .map(|log| {
            let Some(stand) = stands.get(log) else {
                return Ok(Loaded { head: Head::EMPTY, snapshot: None, tail: Vec::new() });
            };
            let snapshot = snapshots.get(&stand.row).map(|(expected, body)| {
                let upto = stand.compacted;
                proof::snapshot(*log, stand.head, upto, expected, body).map(|()| (upto, body.clone()))
            });
            let entries = entries.get(&stand.row).cloned().unwrap_or_default();
            Ok(Loaded {
                head: stand.head,
                snapshot: snapshot.transpose()?,
                tail: proved(*log, stand, stand.compacted, entries)?,
            })
        })
        .collect()
}

async fn tail_within(transaction: &Transaction<'_>, log: LogId, after: Seq) -> Result<Vec<Entry>, StoreError> {
    let name = log.to_bytes();
    let found = query(transaction, &format!("{STANDS} WHERE l.name = $1"), &[&&name[..]]).await?;
    let Some((_, stand)) = found.first().map(stand).transpose()? else {
        return Ok(Vec::new());
    };
    let Ok(from) = i64::try_from(after) else {
        return Ok(Vec::new());
    };
    if stand.head.seq <= after {
        return Ok(Vec::new());
    }
    let found = query(transaction, &format!("{ENTRIES} AND seq >= $2 ORDER BY seq"), &[&stand.row, &from]).await?;
    let entries = found.iter().map(entry).collect::<Result<_, _>>()?;
    proved(log, &stand, after, entries)
}

async fn verify_within(transaction: &Transaction<'_>) -> Result<Checked, StoreError> {
    let mut checked = Checked { logs: 0, entries: 0 };
    for found in query(transaction, &format!("{STANDS} ORDER BY l.id"), &[]).await? {
        let (log, stand) = stand(&found)?;
        if stand.compacted > 0 {
            let sql = "SELECT digest, body FROM maslahat.snapshots WHERE log = $1";
            for found in query(transaction, sql, &[&stand.row]).await? {
                let expected = bytes(column(&found, 0)?)?;
                proof::snapshot(log, stand.head, stand.compacted, &expected, column(&found, 1)?)?;
            }
        }
        let mut proof = Proof::new(log, Head::EMPTY, stand.compacted);
        let page = format!("{ENTRIES} AND seq > $2 ORDER BY seq LIMIT {PAGE}");
        let mut after = 0_i64;
        loop {
            let found = query(transaction, &page, &[&stand.row, &after]).await?;
            let Some(last) = found.last() else { break };
            after = column(last, 0)?;
            for row in &found {
                proof.take(&entry(row)?)?;
            }
        }
        proof.end(stand.head)?;
        checked.logs += 1;
        checked.entries += stand.head.seq;
    }
    let strays = "SELECT count(*) FROM maslahat.entries e
        WHERE NOT EXISTS (SELECT 1 FROM maslahat.logs l WHERE l.id = e.log)";
    for row in query(transaction, strays, &[]).await? {
        let strays: i64 = column(&row, 0)?;
        if strays > 0 {
            return Err(damaged(format!("{strays} entries belong to no log")));
        }
    }
    Ok(checked)
}

/// The entries after `after`; the first given is the one at `after`, unless that is zero.
fn proved(log: LogId, stand: &Stand, after: Seq, entries: Vec<Entry>) -> Result<Vec<Entry>, StoreError> {
    let mut entries = entries.into_iter();
    let before = match after {
        0 => Head::EMPTY,
        _ => match entries.next() {
            Some(entry) if entry.seq == after => entry.head(),
            _ => return Err(StoreError::broken(log, after, "it is missing")),
        },
    };
    let mut proof = Proof::new(log, before, stand.compacted);
    let tail: Vec<Entry> = entries.collect();
    for entry in &tail {
        proof.take(entry)?;
    }
    proof.end(stand.head)?;
    Ok(tail)
}

/// Columns as `entry` reads them.
const ENTRIES: &str = "SELECT seq, kind, person, at_ms, digest, chain, body FROM maslahat.entries WHERE log = $1";

fn entry(row: &Row) -> Result<Entry, StoreError> {
    let kind: i16 = column(row, 1)?;
    Ok(Entry {
        seq: count(column(row, 0)?)?,
        kind: u8::try_from(kind).map_err(|_| damaged(format!("an entry has the kind {kind}")))?,
        person: PersonId::from_bytes(bytes(column(row, 2)?)?),
        at_ms: column(row, 3)?,
        digest: bytes(column(row, 4)?)?,
        chain: bytes(column(row, 5)?)?,
        body: column::<Option<&[u8]>>(row, 6)?.map(Bytes::copy_from_slice),
    })
}

async fn query(
    transaction: &Transaction<'_>,
    sql: &str,
    parameters: &[&(dyn tokio_postgres::types::ToSql + Sync)],
) -> Result<Vec<Row>, StoreError> {
    transaction.query(sql, parameters).await.map_err(|error| unavailable(&error))
}

fn column<'a, T: tokio_postgres::types::FromSql<'a>>(row: &'a Row, at: usize) -> Result<T, StoreError> {
    row.try_get(at).map_err(|error| damaged(error.to_string()))
}

fn count(number: i64) -> Result<Seq, StoreError> {
    Seq::try_from(number).map_err(|_| damaged(format!("{number} counts entries")))
}

fn bytes<const N: usize>(column: &[u8]) -> Result<[u8; N], StoreError> {
    column.try_into().map_err(|_| damaged(format!("{} bytes stand where {N} belong", column.len())))
}

fn damaged(what: String) -> StoreError {
    StoreError::Damaged { path: "schema maslahat".to_owned(), what }
}

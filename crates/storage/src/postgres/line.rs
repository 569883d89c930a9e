//! A connection that writes: what it asks for again and again, prepared once, and as much as possible asked for at once,
//! since most of a short transaction's time is waiting for answers. Whoever asks decides what the answers mean.

use bytes::Bytes;
use tokio_postgres::types::ToSql;
use tokio_postgres::{Client, Error, Row, Statement};

use crate::Entry;
use crate::chain::{CHAIN_START, digest};

const MAKE: &str = "INSERT INTO maslahat.logs (name, head, chain)
    SELECT name, 0, $2 FROM unnest($1::bytea[]) AS name ORDER BY name ON CONFLICT (name) DO NOTHING";
const LOCK: &str =
    "SELECT name, id, head, chain FROM maslahat.logs WHERE name = ANY($1) ORDER BY name FOR NO KEY UPDATE";
const ENTRIES: &str = "INSERT INTO maslahat.entries (log, seq, kind, person, at_ms, digest, chain, body)
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::smallint[], $4::bytea[], $5::bigint[],
                         $6::bytea[], $7::bytea[], $8::bytea[])";
const HEADS: &str = "UPDATE maslahat.logs AS l SET head = w.head, chain = w.chain
    FROM unnest($1::bigint[], $2::bigint[], $3::bytea[]) AS w(id, head, chain) WHERE l.id = w.id";
const SNAPSHOT: &str = "INSERT INTO maslahat.snapshots AS s (log, upto, digest, body) VALUES ($1, $2, $3, $4)
    ON CONFLICT (log) DO UPDATE SET upto = excluded.upto, digest = excluded.digest, body = excluded.body
    WHERE excluded.upto > s.upto";
const CLEAR: &str = "UPDATE maslahat.entries SET body = NULL WHERE log = $1 AND seq <= $2 AND body IS NOT NULL";

/// A connection with its statements.
pub(super) struct Line {
    client: Client,
    make: Statement,
    lock: Statement,
    entries: Statement,
    heads: Statement,
}

/// Entries to be written, with the rows of their logs.
pub(super) struct Entries<'a> {
    pub(super) rows: Vec<i64>,
    pub(super) seqs: Vec<i64>,
    pub(super) of: &'a [(i64, Entry)],
}

impl Line {
    pub(super) async fn new(client: Client) -> Result<Self, Error> {
        let (make, lock, entries, heads) = tokio::try_join!(
            client.prepare(MAKE),
            client.prepare(LOCK),
            client.prepare(ENTRIES),
            client.prepare(HEADS)
        )?;
        Ok(Self { client, make, lock, entries, heads })
    }

    pub(super) fn is_open(&self) -> bool {
        !self.client.is_closed()
    }

    /// Begins a transaction, gives the logs in `new` a row unless they have one, and holds the rows of all logs named.
    /// Both lists are sorted.
    pub(super) async fn lock(&self, new: &[&[u8]], names: &[&[u8]]) -> Result<Vec<Row>, Error> {
        let make = async {
            if new.is_empty() { Ok(0) } else { self.client.execute(&self.make, &[&new, &&CHAIN_START[..]]).await }
        };
        let lock = async { self.client.query(&self.lock, &[&names]).await };
        let (begun, made, rows) = tokio::join!(biased; self.client.batch_execute("BEGIN"), make, lock);
        begun?;
        made?;
        rows
    }

    /// Writes entries and heads (row, number, chain), and ends the transaction. After a failure of any part the server
    /// undoes all of it, though what it says to COMMIT is no error: so every answer counts.
    pub(super) async fn write_and_commit(
        &self,
        entries: &Entries<'_>,
        heads: &[(i64, i64, &[u8])],
    ) -> Result<(), Error> {
        let column = |of: fn(&Entry) -> &[u8]| entries.of.iter().map(|(_, entry)| of(entry)).collect::<Vec<_>>();
        let kinds: Vec<i16> = entries.of.iter().map(|(_, entry)| i16::from(entry.kind)).collect();
        let times: Vec<i64> = entries.of.iter().map(|(_, entry)| entry.at_ms).collect();
        let (people, digests) = (column(|entry| entry.person.as_bytes()), column(|entry| &entry.digest));
        let (chains, bodies) =
            (column(|entry| &entry.chain), column(|entry| entry.body.as_deref().unwrap_or_default()));
        let rows: Vec<i64> = heads.iter().map(|(row, ..)| *row).collect();
        let seqs: Vec<i64> = heads.iter().map(|(_, seq, _)| *seq).collect();
        let moved: Vec<&[u8]> = heads.iter().map(|(.., chain)| *chain).collect();
        let write = async {
            let values: [&(dyn ToSql + Sync); 8] =
                [&entries.rows, &entries.seqs, &kinds, &people, &times, &digests, &chains, &bodies];
            self.client.execute(&self.entries, &values).await
        };
        let move_on = async { self.client.execute(&self.heads, &[&rows, &seqs, &moved]).await };
        let (written, moved, committed) = tokio::join!(biased; write, move_on, self.commit());
        written?;
        moved?;
        committed
    }

    /// Keeps a snapshot, and clears the bodies it stands for, unless there is a newer one.
    pub(super) async fn compact(&self, row: i64, upto: i64, snapshot: &Bytes) -> Result<(), Error> {
        let newer = self.client.execute(SNAPSHOT, &[&row, &upto, &&digest(snapshot)[..], &&snapshot[..]]).await?;
        if newer > 0 {
            self.client.execute(CLEAR, &[&row, &upto]).await?;
        }
        Ok(())
    }

    pub(super) async fn commit(&self) -> Result<(), Error> {
        self.client.batch_execute("COMMIT").await
    }

    /// Ends a transaction without a trace.
    pub(super) async fn undo(&self) -> Result<(), Error> {
        self.client.batch_execute("ROLLBACK").await
    }
}

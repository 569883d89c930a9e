//! Fifty writers, each waiting for its own small append before the next: how many appends a second a store takes, against
//! the same in a bare file or table, by short turns: a disk that others use as well is as fast for both of a pair.

use std::path::Path;
use std::time::Duration;

use anyhow::{Result, anyhow};
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_storage::{DatabaseUrl, LogAppend, NewEntry, PostgresStore, Seq, SqliteStore, Store};
use maslahat_tests::postgres::Postgres;
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::bare::appends;
use crate::{Figure, median};

const WRITERS: usize = 50;
/// Of each writer.
const LOGS: usize = 20;
/// A keystroke's change.
const BODY_BYTES: usize = 60;
const TURN: Duration = Duration::from_millis(500);
const TURNS: usize = 25;
/// The store's own number.
const CONNECTIONS: usize = 4;

/// A store takes at least so much of what the limit does.
const SQLITE_SHARE_MIN: f64 = 0.85;
const POSTGRES_SHARE_MIN: f64 = 0.8;

pub(crate) async fn all(folder: &Path) -> Result<Vec<Figure>> {
    let mut figures = vec![sqlite(&folder.join("writers")).await?];
    let database = folder.join("database");
    std::fs::create_dir(&database)?;
    if let Some(server) = Postgres::start_durable(&database)? {
        figures.push(postgres(&server).await?);
    }
    Ok(figures)
}

async fn sqlite(folder: &Path) -> Result<Figure> {
    std::fs::create_dir(folder)?;
    let store = SqliteStore::open(&folder.join("data")).await?;
    let mut logs = Logs::default();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(logs.rate(&store).await?);
        bare.push(appends::to_file(&folder.join("file"), WRITERS, BODY_BYTES, TURN).await?);
    }
    let names = ["50 writers: file + fdatasync / SQLite", "a bare file with one fdatasync for all that waits"];
    Ok(figure(names, SQLITE_SHARE_MIN, &mut ours, &mut bare))
}

async fn postgres(server: &Postgres) -> Result<Figure> {
    let url: DatabaseUrl = server.url().parse()?;
    let store = PostgresStore::open(&url).await?;
    let mut logs = Logs::default();
    let (mut ours, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..TURNS {
        ours.push(logs.rate(&store).await?);
        bare.push(appends::to_database(&server.url(), CONNECTIONS, WRITERS, BODY_BYTES, TURN).await?);
    }
    let names = ["50 writers: bare INSERT / PostgreSQL", "one INSERT into a table without an index"];
    Ok(figure(names, POSTGRES_SHARE_MIN, &mut ours, &mut bare))
}

fn figure([name, limit]: [&'static str; 2], share_min: f64, ours: &mut [f64], bare: &mut [f64]) -> Figure {
    let mut pairs: Vec<f64> = ours.iter().zip(&*bare).map(|(ours, bare)| bare / ours).collect();
    let ratio = median(&mut pairs);
    let (ours, bare) = (median(ours), median(bare));
    Figure {
        name,
        unit: "×",
        value: ratio,
        limit: 1.0 / share_min,
        detail: format!(
            "{ours:.0} appends a second against {bare:.0}; {:.2} of {limit}, at least {share_min}",
            1.0 / ratio
        ),
    }
}

/// Where each writer's logs stand.
#[derive(Default)]
struct Logs(Vec<Vec<Seq>>);

impl Logs {
    async fn rate(&mut self, store: &impl Store) -> Result<f64> {
        self.0.resize(WRITERS, vec![0; LOGS]);
        let (start, mut tasks) = (Instant::now(), JoinSet::new());
        for (writer, heads) in self.0.drain(..).enumerate() {
            tasks.spawn(write(store.clone(), writer, heads, start + TURN));
        }
        let mut count = 0;
        while let Some(task) = tasks.join_next().await {
            let (written, writer, heads) = task??;
            count += written;
            self.0.resize(self.0.len().max(writer + 1), Vec::new());
            self.0[writer] = heads;
        }
        Ok(f64::from(count) / start.elapsed().as_secs_f64())
    }
}

async fn write(
    store: impl Store,
    writer: usize,
    mut heads: Vec<Seq>,
    until: Instant,
) -> Result<(u32, usize, Vec<Seq>)> {
    let mut count = 0;
    let mut turn = 0;
    while Instant::now() < until {
        let place = turn % heads.len();
        let mut id = [0; 16];
        id[..2].copy_from_slice(&[u8::try_from(writer)?, u8::try_from(place)?]);
        let log = LogId::text(DocumentId::from_bytes(id));
        let entry = NewEntry { kind: 2, person: PersonId::SERVER, at_ms: 0, body: vec![7; BODY_BYTES].into() };
        let append = LogAppend { log, expect: heads[place], entries: vec![entry] };
        let head = store.append(vec![append]).await?.pop().ok_or_else(|| anyhow!("no head"))?;
        heads[place] = head.seq;
        (count, turn) = (count + 1, turn + 1);
    }
    Ok((count, writer, heads))
}

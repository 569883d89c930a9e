//! The limits that disk and database set to a store: the same writers, whose appends are written together and waited
//! for, with nothing looked up, checked, chained or indexed.

use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use tokio::sync::{Mutex, mpsc, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;
use tokio_postgres::{Client, NoTls};

/// What an entry holds besides its body: log, number, kind, person, time, digest and chain.
const BOOKKEEPING_BYTES: usize = 17 + 8 + 1 + 16 + 8 + 32 + 32;
const WAITING_MAX: usize = 1024;

type Waiting = oneshot::Sender<()>;

/// Appends a second, by so many writers, each of which waits for its own.
async fn rate(hand_over: mpsc::Sender<Waiting>, writers: usize, time: Duration) -> Result<f64> {
    let (start, mut tasks) = (Instant::now(), JoinSet::new());
    for _ in 0..writers {
        let hand_over = hand_over.clone();
        tasks.spawn(async move {
            let mut count = 0_u32;
            while start.elapsed() < time {
                let (done, durable) = oneshot::channel();
                hand_over.send(done).await?;
                durable.await?;
                count += 1;
            }
            anyhow::Ok(count)
        });
    }
    drop(hand_over);
    let mut count = 0;
    while let Some(task) = tasks.join_next().await {
        count += task??;
    }
    Ok(f64::from(count) / start.elapsed().as_secs_f64())
}

/// One file, one thread, one fdatasync for all that waits.
pub(crate) async fn to_file(path: &Path, writers: usize, body_bytes: usize, time: Duration) -> Result<f64> {
    let (hand_over, mut waiting) = mpsc::channel::<Waiting>(WAITING_MAX);
    let mut file = File::create(path)?;
    let disk = std::thread::spawn(move || -> Result<()> {
        let mut group = Vec::new();
        while waiting.blocking_recv_many(&mut group, WAITING_MAX) > 0 {
            file.write_all(&vec![7; (body_bytes + BOOKKEEPING_BYTES) * group.len()])?;
            file.sync_data()?;
            for waiting in group.drain(..) {
                let _gone = waiting.send(());
            }
        }
        Ok(())
    });
    let rate = rate(hand_over, writers, time).await?;
    disk.join().map_err(|_| anyhow!("the writing thread failed"))??;
    Ok(rate)
}

/// One table without an index; on so many connections one INSERT for all that waits.
pub(crate) async fn to_database(
    url: &str,
    connections: usize,
    writers: usize,
    body_bytes: usize,
    time: Duration,
) -> Result<f64> {
    let client = connected(url).await?;
    client.batch_execute("CREATE TABLE IF NOT EXISTS bare (body bytea NOT NULL)").await?;
    let (hand_over, waiting) = mpsc::channel::<Waiting>(WAITING_MAX);
    let waiting = Arc::new(Mutex::new(waiting));
    let mut committers = JoinSet::new();
    for _ in 0..connections {
        let (client, waiting) = (connected(url).await?, Arc::clone(&waiting));
        committers.spawn(async move {
            let body = vec![7_u8; body_bytes + BOOKKEEPING_BYTES];
            let insert = client.prepare("INSERT INTO bare SELECT * FROM unnest($1::bytea[])").await?;
            let mut group = Vec::new();
            loop {
                if waiting.lock().await.recv_many(&mut group, WAITING_MAX).await == 0 {
                    return anyhow::Ok(());
                }
                let bodies: Vec<&[u8]> = group.iter().map(|_| &body[..]).collect();
                client.execute(&insert, &[&bodies]).await?;
                for waiting in group.drain(..) {
                    let _gone = waiting.send(());
                }
            }
        });
    }
    let rate = rate(hand_over, writers, time).await?;
    while let Some(committer) = committers.join_next().await {
        committer??;
    }
    Ok(rate)
}

async fn connected(url: &str) -> Result<Client> {
    let (client, connection) = tokio_postgres::connect(url, NoTls).await.context("no connection to the database")?;
    tokio::spawn(connection);
    Ok(client)
}

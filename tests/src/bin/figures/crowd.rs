//! A crowd on one text: some type at their own pace, everybody hears of it.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow};
use automerge::{Automerge, ChangeHash};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Person;
use maslahat_tests::load::{Heard, Line, Typist};
use tokio::task::JoinHandle;
use tokio::time::{Instant, timeout_at};

use crate::bare::broadcast::Bare;

/// When each key was hit.
type Hit = Arc<Mutex<HashMap<ChangeHash, Instant>>>;
/// What one client saw.
type Seen = Vec<Heard>;

/// How many, and for how long.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Crowd {
    pub(crate) clients: usize,
    pub(crate) typing: usize,
    /// Between two keys of one person.
    pub(crate) pause: Duration,
    /// Of each who types.
    pub(crate) keys: u32,
}

/// What was measured.
#[derive(Debug, Clone)]
pub(crate) struct Arrivals {
    /// From the key to each client that only reads, in milliseconds, sorted.
    pub(crate) times_ms: Vec<f64>,
    /// How many there should have been.
    pub(crate) expected: usize,
}

/// Where nothing more comes for so long, it is over.
const QUIET: Duration = Duration::from_secs(1);

/// People of this draft, on one of its texts.
pub(crate) async fn on_server(people: &[Person], text: DocumentId, crowd: Crowd) -> Result<Arrivals> {
    let mut lines = Vec::new();
    let mut typists = Vec::new();
    for (index, person) in people.iter().cycle().take(crowd.clients).enumerate() {
        let mut peer = person.connect().await?;
        peer.find(text).await?;
        if index < crowd.typing {
            let document = peer.document(text).context("not open")?.clone();
            typists.push(Typist::new(Line::of(peer, text)?, document));
        } else {
            lines.push(Line::of(peer, text)?);
        }
    }
    run(typists, lines, crowd).await
}

/// The same, where edits are only passed on.
pub(crate) async fn on_bare(bare: &Bare, start: &Automerge, text: DocumentId, crowd: Crowd) -> Result<Arrivals> {
    let heads = start.get_heads();
    let mut lines = Vec::new();
    let mut typists = Vec::new();
    for index in 0..crowd.clients {
        let line = Line::bare(&bare.url, text, heads.clone()).await?;
        if index < crowd.typing {
            typists.push(Typist::new(line, start.clone().with_actor(fresh_actor()?)));
        } else {
            lines.push(line);
        }
    }
    run(typists, lines, crowd).await
}

fn fresh_actor() -> Result<automerge::ActorId> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes).map_err(|error| anyhow!("{error}"))?;
    Ok(automerge::ActorId::from(bytes))
}

async fn run(typists: Vec<Typist>, lines: Vec<Line>, crowd: Crowd) -> Result<Arrivals> {
    let hit = Hit::default();
    let start = Instant::now() + QUIET;
    let end = start + crowd.pause * (crowd.keys + 1);
    let readers: Vec<JoinHandle<Result<Seen>>> = lines.into_iter().map(|line| tokio::spawn(read(line, end))).collect();
    let mut writers = Vec::new();
    for (index, typist) in typists.into_iter().enumerate() {
        let first = start + crowd.pause * u32::try_from(index)? / u32::try_from(crowd.typing)?;
        writers.push(tokio::spawn(write(typist, first, end, crowd, Arc::clone(&hit))));
    }
    let expected = crowd.typing * (crowd.clients - crowd.typing) * crowd.keys as usize;
    let mut times_ms = Vec::with_capacity(expected);
    for writer in writers {
        writer.await??;
    }
    for reader in readers {
        let seen = reader.await??;
        let hit = hit.lock().map_err(|_| anyhow!("a writer failed"))?;
        for heard in seen {
            let sent = heard.changes()?.into_iter().filter_map(|change| hit.get(&change.hash()).copied());
            times_ms.extend(sent.map(|sent| (heard.at - sent).as_secs_f64() * 1e3));
        }
    }
    times_ms.sort_by(f64::total_cmp);
    Ok(Arrivals { times_ms, expected })
}

async fn write(mut typist: Typist, first: Instant, end: Instant, crowd: Crowd, hit: Hit) -> Result<()> {
    for key in 0..crowd.keys {
        typist.listen_until(first + crowd.pause * key).await?;
        typist.catch_up()?;
        let now = Instant::now();
        let (hash, frame) = typist.key()?;
        hit.lock().map_err(|_| anyhow!("another writer failed"))?.insert(hash, now);
        typist.send(hash, frame).await?;
    }
    typist.listen_until(end + QUIET).await
}

async fn read(mut line: Line, end: Instant) -> Result<Seen> {
    let mut seen = Seen::new();
    while let Ok(next) = timeout_at(end + QUIET, line.next()).await {
        seen.push(next?);
    }
    Ok(seen)
}

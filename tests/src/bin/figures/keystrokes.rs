//! From a keystroke to the screen of another: ten clients on one text, five of them typing, against a bare group
//! commit on the same disk at the same time.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use anyhow::{Result, anyhow};
use automerge::ScalarValue;
use maslahat_protocol::DocumentId;
use maslahat_tests::client::{Peer, Person};
use maslahat_tests::server::Server;

use crate::{Figure, bare, median};

const WRITERS: usize = 5;
const READERS: usize = 5;
/// Of each writer.
const LETTERS: u32 = 75;
/// Five letters a second.
const PAUSE: Duration = Duration::from_millis(200);
/// Each keystroke is a letter of its own, counted from here, so that readers know which one has come.
const FIRST: u32 = 0x4E00;
const RATIO_MAX: f64 = 3.0;

type Sent = Arc<Mutex<BTreeMap<char, Instant>>>;

pub(crate) async fn to_others(server: &Server, folder: &Path) -> Result<Figure> {
    let draft = server.draft().to_owned();
    let mut people = Vec::new();
    for link in &server.ready.invitations.expert {
        people.push(Person::join(link).await?);
    }
    let text = people.first().ok_or_else(|| anyhow!("no expert"))?.text(&draft, "r1", "en").await?;
    let sent: Sent = Arc::default();
    let next = Arc::new(AtomicU32::new(FIRST));
    let mut readers = Vec::new();
    for person in people.iter().cycle().take(READERS) {
        let mut peer = person.connect().await?;
        peer.find(text).await?;
        readers.push(tokio::spawn(read(peer, text, Arc::clone(&sent))));
    }
    let is_over = Arc::new(AtomicBool::new(false));
    let bare = tokio::spawn(bare::commits(folder.join("bare"), WRITERS, PAUSE, Arc::clone(&is_over)));
    let mut writers = Vec::new();
    for (index, person) in people.iter().cycle().take(WRITERS).enumerate() {
        let mut peer = person.connect().await?;
        peer.find(text).await?;
        let start = PAUSE * u32::try_from(index)? / u32::try_from(WRITERS)?;
        writers.push(tokio::spawn(write(peer, text, start, Arc::clone(&next), Arc::clone(&sent))));
    }
    for writer in writers {
        writer.await??;
    }
    let mut times = Vec::new();
    for reader in readers {
        times.extend(reader.await??);
    }
    is_over.store(true, Ordering::Relaxed);
    let (ours, limit) = (median(&mut times), median(&mut bare.await??));
    Ok(Figure {
        name: "keystroke to others / bare group commit, p50",
        unit: "×",
        value: ours / limit,
        limit: RATIO_MAX,
        detail: format!(
            "{ours:.2} ms against {limit:.2} ms; {} arrivals, 10 clients, 5 typing 5 letters a second",
            times.len()
        ),
    })
}

async fn write(mut peer: Peer, text: DocumentId, start: Duration, next: Arc<AtomicU32>, sent: Sent) -> Result<()> {
    peer.listen(start).await?;
    for _ in 0..LETTERS {
        let code = next.fetch_add(1, Ordering::Relaxed);
        let letter = char::from_u32(code).ok_or_else(|| anyhow!("no such letter"))?;
        sent.lock().map_err(|_| anyhow!("a writer failed"))?.insert(letter, Instant::now());
        peer.insert(text, 0, &letter.to_string()).await?;
        peer.listen(PAUSE).await?;
    }
    peer.settled(text).await
}

/// How long each letter of others took, in milliseconds, from the key to its frame at this client.
async fn read(mut peer: Peer, text: DocumentId, sent: Sent) -> Result<Vec<f64>> {
    let all = LETTERS as usize * WRITERS;
    let mut seen = BTreeMap::new();
    peer.watch(text, |now, change| {
        for operation in change.decode().operations {
            if let Some(ScalarValue::Str(letter)) = operation.primitive_value()
                && let Some(letter) = letter.chars().next()
            {
                seen.entry(letter).or_insert_with(|| now.into_std());
            }
        }
        seen.len() >= all
    })
    .await?;
    let sent = sent.lock().map_err(|_| anyhow!("a writer failed"))?;
    let took = |(letter, at): (&char, &Instant)| {
        sent.get(letter).map(|start| at.saturating_duration_since(*start).as_secs_f64() * 1e3)
    };
    Ok(seen.iter().filter_map(took).collect())
}

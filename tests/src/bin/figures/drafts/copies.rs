//! Many drafts on disk without the hours of making each: one draft's logs again, under other names. As long as nobody
//! opens them they are what drafts are that nobody has opened.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::{DocumentId, DraftId, LogId};
use maslahat_storage::{Entry, LogAppend, NewEntry, SqliteStore, Store};

/// Copies in one append.
const TOGETHER: usize = 50;

/// Adds so many copies of a draft, with its texts, to the data of a server that does not run.
pub(super) async fn add(data: &Path, draft: &str, texts: &[DocumentId], count: usize) -> Result<()> {
    let store = SqliteStore::open(data).await?;
    let original: DraftId = draft.parse().context("no draft's id")?;
    let directory = store.load(LogId::DIRECTORY).await?;
    let naming: Vec<Entry> = directory.tail.into_iter().filter(|entry| said(entry).contains(draft)).collect();
    ensure!(!naming.is_empty(), "the directory does not name the draft");
    let logs = [LogId::register(original), LogId::ledger(original), LogId::actors(original), LogId::annex(original)];
    let logs = [&logs[..], &texts.iter().map(|text| LogId::text(*text)).collect::<Vec<_>>()].concat();
    let mut contents = Vec::new();
    for log in logs {
        let loaded = store.load(log).await?;
        ensure!(loaded.snapshot.is_none(), "the draft is no longer new");
        if !loaded.tail.is_empty() {
            contents.push((log, loaded.tail));
        }
    }
    let (mut random, mut seq, mut left) = (fastrand::Rng::with_seed(1), directory.head.seq, count);
    while left > 0 {
        let mut appends = Vec::new();
        let mut events = Vec::new();
        for _ in 0..left.min(TOGETHER) {
            let copy = DraftId::from_bytes(fresh(&mut random));
            let renamed = |entry: &Entry| again(entry, said(entry).replace(draft, &copy.to_string()).into_bytes());
            events.extend(naming.iter().map(renamed));
            for (log, entries) in &contents {
                let of_draft = log.owner == *original.as_bytes();
                let owner = if of_draft { *copy.as_bytes() } else { fresh(&mut random) };
                let entries = entries.iter().map(|entry| again(entry, entry.body.as_deref().unwrap_or(&[]).to_vec()));
                appends.push(LogAppend { log: LogId { owner, ..*log }, expect: 0, entries: entries.collect() });
            }
        }
        let expect = seq;
        seq += events.len() as u64;
        appends.push(LogAppend { log: LogId::DIRECTORY, expect, entries: events });
        store.append(appends).await?;
        left -= left.min(TOGETHER);
    }
    Ok(())
}

/// What an event of the directory says.
fn said(entry: &Entry) -> String {
    String::from_utf8_lossy(entry.body.as_deref().unwrap_or(&[])).into_owned()
}

fn again(entry: &Entry, body: Vec<u8>) -> NewEntry {
    NewEntry { kind: entry.kind, person: entry.person, at_ms: entry.at_ms, body: body.into() }
}

fn fresh(random: &mut fastrand::Rng) -> [u8; 16] {
    let mut id = [0; 16];
    random.fill(&mut id);
    id
}

//! People at work, and what each of them has been promised so far. They stop when their line ends, whatever the cause.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use automerge::ChangeHash;
use maslahat_protocol::DocumentId;
use serde_json::{Value, json};
use tokio::task::JoinSet;
use tokio::time::Instant;

use crate::client::{PATIENCE, Person};

/// Between two letters of one writer.
const PAUSE: Duration = Duration::from_millis(3);
/// Between two acts.
const ACTS: Duration = Duration::from_millis(30);

/// What somebody was told or has seen.
#[derive(Debug, Clone, Default)]
pub(super) struct Promised {
    /// Changes that the server has said it holds, and those that the witness has seen.
    pub(super) heads: BTreeMap<DocumentId, BTreeSet<ChangeHash>>,
    /// What the moderator was answered.
    pub(super) answers: Vec<Value>,
    /// Letters of others before the witness's eyes.
    seen: usize,
}

impl Promised {
    pub(super) fn changes(&self) -> usize {
        self.heads.values().map(BTreeSet::len).sum()
    }

    /// Documents that were answered to be frozen, with their heads.
    pub(super) fn frozen(&self) -> Vec<(DocumentId, Vec<String>)> {
        let texts = self.answers.iter().filter_map(|answer| answer["texts"].as_array()).flatten();
        let frozen = texts.filter_map(|text| {
            let heads = text["heads"].as_array()?.iter().filter_map(Value::as_str).map(str::to_owned).collect();
            Some((DocumentId::from_url(text["url"].as_str()?).ok()?, heads))
        });
        frozen.collect()
    }
}

type Shared = Arc<Mutex<Promised>>;

fn locked(shared: &Shared) -> Result<MutexGuard<'_, Promised>> {
    shared.lock().map_err(|_| anyhow!("somebody at work has failed"))
}

/// The people at work.
#[derive(Default)]
pub(super) struct Load {
    promised: Shared,
    tasks: JoinSet<Result<()>>,
}

impl Load {
    pub(super) fn writes(&mut self, person: &Person, document: DocumentId, number: usize) {
        self.tasks.spawn(write(person.clone(), document, number, Arc::clone(&self.promised)));
    }

    pub(super) fn watches(&mut self, person: &Person, documents: Vec<DocumentId>) {
        self.tasks.spawn(watch(person.clone(), documents, Arc::clone(&self.promised)));
    }

    pub(super) fn acts(&mut self, person: &Person, draft: &str, paragraph: &str, lang: &str) {
        let act = json!({"paragraphs": [paragraph], "lang": lang});
        self.tasks.spawn(freeze_and_reopen(person.clone(), draft.to_owned(), act, Arc::clone(&self.promised)));
    }

    /// Until somebody has seen so many letters of others, and an act was answered.
    pub(super) async fn until_seen(&self, letters: usize) -> Result<()> {
        let started = Instant::now();
        loop {
            let (seen, acts) = {
                let promised = locked(&self.promised)?;
                (promised.seen, promised.answers.len())
            };
            if seen >= letters && acts > 0 {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "{seen} letters were seen and {acts} acts done: nobody works");
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// What was promised up to now. Nobody may have stopped.
    pub(super) fn promised(&mut self) -> Result<Promised> {
        if let Some(stopped) = self.tasks.try_join_next() {
            stopped??;
        }
        Ok(locked(&self.promised)?.clone())
    }

    /// Everybody goes, without a word.
    pub(super) fn end(mut self) {
        self.tasks.abort_all();
    }
}

/// Writes letters here and there.
async fn write(person: Person, document: DocumentId, number: usize, promised: Shared) -> Result<()> {
    let mut peer = person.connect().await?;
    peer.find(document).await?;
    for letter in 0.. {
        let length = peer.text(document).context("no text")?.encode_utf16().count();
        peer.insert(document, (letter * 7 + number) % (length + 1), "x").await?;
        peer.listen(PAUSE).await?;
        ensure!(peer.closed.is_none(), "the line has ended");
        let told = peer.acknowledged(document);
        locked(&promised)?.heads.entry(document).or_default().extend(told);
    }
    Ok(())
}

/// Reads along.
async fn watch(person: Person, documents: Vec<DocumentId>, promised: Shared) -> Result<()> {
    let mut peer = person.connect().await?;
    let mut before = 0;
    for document in &documents {
        peer.find(*document).await?;
        before += peer.text(*document).context("no text")?.len();
    }
    loop {
        peer.listen(PAUSE).await?;
        ensure!(peer.closed.is_none(), "the line has ended");
        let letters: usize = documents.iter().filter_map(|document| peer.text(*document)).map(|text| text.len()).sum();
        let mut promised = locked(&promised)?;
        promised.seen = letters.saturating_sub(before);
        for document in &documents {
            let seen = peer.document(*document).context("not open")?.get_heads();
            promised.heads.entry(*document).or_default().extend(seen);
        }
    }
}

async fn freeze_and_reopen(person: Person, draft: String, mut act: Value, promised: Shared) -> Result<()> {
    for kind in ["freeze", "reopen"].into_iter().cycle() {
        act["type"] = kind.into();
        let answer = person.act(&draft, act.clone()).await?;
        match answer.status {
            200 => locked(&promised)?.answers.push(answer.json()),
            // the round before this one ended between the two
            refused => ensure!(refused < 500, "the act answers {refused}"),
        }
        tokio::time::sleep(ACTS).await;
    }
    Ok(())
}

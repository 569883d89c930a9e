//! Servers at work that end from one moment to the next: killed, or their power cut. What somebody had been told is
//! kept, and what somebody had seen of others, must be there when a server runs on the same data again.
//!
//! Only what was said before the blow counts. A power cut is simulated by the file system's own shutdown, and what the
//! system answers while that is under way says nothing about a disk.

mod load;

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use automerge::ChangeHash;
use maslahat_protocol::DocumentId;
use serde_json::Value;

use crate::client::{Peer, Person};
use crate::server::{Server, run};
use crate::volume::Volume;
use load::{Load, Promised};

/// Texts that are written into in one round.
const TEXTS: usize = 2;
/// The people at work.
const WRITERS: usize = 4;
/// Letters of others that somebody has seen before a round may end.
const SEEN_MIN: usize = 20;
/// Rounds end at different moments.
const STEP: Duration = Duration::from_millis(37);
const STEPS: usize = 10;

/// Where a server's data are, and so how it ends.
pub enum Place {
    /// It is killed, as by `kill -9`; the system keeps what was written.
    Directory(PathBuf),
    /// The power is cut: only what was synced is kept.
    Volume(Volume),
}

/// What came of some rounds.
#[derive(Debug, Default)]
pub struct Outcome {
    pub rounds: usize,
    /// Changes that somebody had been told are kept, or had seen of others, before the blow.
    pub changes: usize,
    /// Acts that had been answered.
    pub acts: usize,
    /// What was not there afterwards.
    pub lost: Vec<String>,
}

impl Outcome {
    /// For people.
    pub fn told(&self) -> String {
        let Self { rounds, changes, acts, lost } = self;
        format!("{rounds} sudden ends: {changes} changes and {acts} acts were promised before, {} lost", lost.len())
    }
}

/// A draft that outlives its servers.
struct Draft {
    id: String,
    /// Everybody writes into these.
    texts: Vec<DocumentId>,
    /// The moderator freezes and reopens these, by paragraph and language.
    held: Vec<(String, String)>,
    writers: Vec<Person>,
    witness: Person,
    moderator: Person,
}

impl Place {
    fn data(&self) -> PathBuf {
        match self {
            Self::Directory(path) => path.clone(),
            Self::Volume(volume) => volume.path().join("data"),
        }
    }

    /// The blow, and what comes after it until the data can be opened again. The load goes on meanwhile.
    async fn strike(&mut self, server: Server, load: Load) -> Result<()> {
        match self {
            Self::Directory(_) => {
                server.kill().await?;
                load.end();
            }
            Self::Volume(volume) => {
                volume.cut()?;
                // nothing can be synced any more, and a server that cannot keep its promises ends by itself
                let code = server.ended().await?;
                load.end();
                ensure!(code == Some(1), "the server ended with {code:?} when its disk was gone");
                volume.mount_again()?;
            }
        }
        Ok(())
    }

    /// What was written so far is on the disk: only what comes now is in question.
    fn settle(&self) -> Result<()> {
        match self {
            Self::Directory(_) => Ok(()),
            Self::Volume(volume) => volume.sync(),
        }
    }
}

/// How many rounds: what `MASLAHAT_SUDDEN_ENDS` says, or this.
pub fn rounds_wanted(default: usize) -> Result<usize> {
    let said = std::env::var("MASLAHAT_SUDDEN_ENDS").ok();
    said.map_or(Ok(default), |number| number.parse().context("MASLAHAT_SUDDEN_ENDS is not a number"))
}

/// Lets a server work and end, so many times or until something is lost.
pub async fn rounds(binary: &Path, place: &mut Place, rounds: usize) -> Result<Outcome> {
    let mut server = Server::start(binary, &place.data(), &["--demo"]).await?;
    let mut draft = Draft::of(&server).await?;
    let mut outcome = Outcome::default();
    let mut frozen = Vec::new();
    for round in 0..rounds {
        place.settle()?;
        let ledger = draft.ledger(0).await?.len();
        let mut load = draft.at_work(round);
        load.until_seen(SEEN_MIN).await?;
        tokio::time::sleep(STEP * u32::try_from(round % STEPS)?).await;
        let promised = load.promised()?;
        place.strike(server, load).await?;
        outcome.rounds += 1;
        outcome.changes += promised.changes();
        outcome.acts += promised.answers.len();
        server = match Server::start(binary, &place.data(), &["--demo"]).await {
            Ok(server) => server,
            Err(error) => {
                outcome.lost.push(format!("round {round}: {error:#}"));
                return Ok(outcome);
            }
        };
        draft.moves_to(&server);
        frozen.extend(promised.frozen());
        let last = round + 1 == rounds;
        let checked = draft.keeps(&promised, ledger, if last { &frozen } else { &[] }).await;
        let proved = run(binary, &["verify", place.data().to_str().context("a path")?]).await?;
        let unproved = (proved.code != Some(0)).then_some(proved.stderr);
        let lost = match checked {
            Ok(lost) => lost,
            Err(error) => vec![format!("{error:#}")],
        };
        outcome.lost.extend(lost.into_iter().chain(unproved).map(|what| format!("round {round}: {what}")));
        if !outcome.lost.is_empty() {
            break;
        }
    }
    server.kill().await?;
    Ok(outcome)
}

impl Draft {
    async fn of(server: &Server) -> Result<Self> {
        let links = &server.ready.invitations;
        let mut writers = Vec::new();
        for link in links.expert.iter().take(WRITERS) {
            writers.push(Person::join(link).await?);
        }
        let moderator = Person::join(links.moderator.first().context("no moderator")?).await?;
        let witness = Person::join(links.observer.first().context("no observer")?).await?;
        let id = server.draft().to_owned();
        let view = witness.read(&format!("/api/v1/drafts/{id}")).await?.json();
        let (mut texts, mut held) = (Vec::new(), Vec::new());
        for paragraph in view["paragraphs"].as_array().context("no paragraphs")? {
            for (lang, text) in paragraph["texts"].as_object().into_iter().flatten() {
                match paragraph["kind"].as_str() {
                    Some("recommendation") => {
                        texts.push(DocumentId::from_url(text["url"].as_str().context("no url")?)?);
                    }
                    Some("preambular") => {
                        held.push((paragraph["id"].as_str().context("no id")?.to_owned(), lang.clone()));
                    }
                    // footnotes and parts are frozen with what they belong to
                    _ => {}
                }
            }
        }
        ensure!(texts.len() > TEXTS && !held.is_empty(), "too few texts");
        Ok(Self { id, texts, held, writers, witness, moderator })
    }

    /// Other texts in every round.
    fn at_work(&self, round: usize) -> Load {
        let from = round * TEXTS % self.texts.len();
        let texts: Vec<DocumentId> = self.texts.iter().cycle().skip(from).take(TEXTS).copied().collect();
        let mut load = Load::default();
        for (number, person) in self.writers.iter().enumerate() {
            load.writes(person, texts[number % TEXTS], number);
        }
        let (paragraph, lang) = &self.held[round % self.held.len()];
        load.acts(&self.moderator, &self.id, paragraph, lang);
        load.watches(&self.witness, texts);
        load
    }

    fn moves_to(&mut self, server: &Server) {
        let people = self.writers.iter_mut().chain([&mut self.witness, &mut self.moderator]);
        people.for_each(|person| person.url.clone_from(&server.ready.url));
    }

    /// The answers of the acts after this one.
    async fn ledger(&self, after: usize) -> Result<Vec<Value>> {
        let mut answers = Vec::new();
        let mut after = Some(after as u64);
        while let Some(last) = after {
            let path = format!("/api/v1/drafts/{}/ledger?limit=2000&after={last}", self.id);
            let page = self.moderator.read(&path).await?;
            ensure!(page.status == 200, "the ledger answers {}", page.status);
            let page = page.json();
            answers
                .extend(page["entries"].as_array().context("no entries")?.iter().map(|entry| entry["answer"].clone()));
            after = page["next"].as_u64();
        }
        Ok(answers)
    }

    /// What is not there of what was promised.
    async fn keeps(
        &mut self,
        promised: &Promised,
        ledger: usize,
        frozen: &[(DocumentId, Vec<String>)],
    ) -> Result<Vec<String>> {
        let mut lost = Vec::new();
        let answers = self.ledger(ledger).await?;
        lost.extend(
            promised.answers.iter().filter(|answer| !answers.contains(answer)).map(|act| format!("the act {act}")),
        );
        let mut peer = self.witness.connect().await?;
        for (document, changes) in &promised.heads {
            peer.find(*document).await?;
            lost.extend(missing(&peer, *document, changes).map(|change| format!("change {change} of {document}")));
        }
        for (document, heads) in promised.frozen().iter().chain(frozen) {
            peer.find(*document).await?;
            let now = peer.heads(*document);
            if now != *heads {
                lost.push(format!("{document} was frozen with the heads {heads:?} and has {now:?}"));
            }
        }
        Ok(lost)
    }
}

fn missing<'a>(
    peer: &'a Peer,
    document: DocumentId,
    changes: &'a BTreeSet<ChangeHash>,
) -> impl Iterator<Item = &'a ChangeHash> {
    changes.iter().filter(move |change| !peer.has(document, change))
}

//! A freeze against everybody who writes, on several servers with one database. Each round: people write at every node,
//! a moderator freezes at another; afterwards the frozen text is what the moderator was told, everywhere and for good,
//! and every word is in it or in its author's late proposal.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use maslahat_protocol::DocumentId;
use serde_json::{Value, json};
use tokio::time::Instant;

use crate::client::{Peer, Person};
use crate::postgres::Postgres;
use crate::server::Server;

/// Servers. The moderator is at the last one, where nobody writes.
const NODES: usize = 3;
/// Of each person in each round.
const WORDS: usize = 30;
const PAUSE: Duration = Duration::from_millis(3);
/// The freeze comes at another moment in every round.
const STEP: Duration = Duration::from_millis(13);
const STEPS: usize = 7;
/// How long nodes may take to hear of each other.
const NEWS: Duration = Duration::from_secs(15);
/// How often a writer may be told to come back in one round.
const RETURNS_MAX: usize = 5;

/// What came of some rounds.
#[derive(Debug, Default)]
pub struct Race {
    pub rounds: usize,
    pub words: usize,
    /// Words that came after the freeze, and are kept as late proposals.
    pub late: usize,
    /// What must never be.
    pub violations: Vec<String>,
}

impl Race {
    /// For people.
    pub fn told(&self) -> String {
        let Self { rounds, words, late, violations } = self;
        format!(
            "{rounds} freezes on {NODES} nodes: {words} words, {late} of them late, {} violations",
            violations.len()
        )
    }
}

/// A text that was frozen, and who had been writing what into it.
struct Frozen {
    paragraph: String,
    lang: String,
    document: DocumentId,
    heads: Value,
    sha256: Value,
    typed: Vec<(String, Vec<String>)>,
}

/// The same draft at every node.
struct Conference {
    nodes: Vec<Server>,
    draft: String,
    /// One at each node but the last.
    experts: Vec<Person>,
    moderator: Person,
}

/// Runs so many rounds, or until something is violated.
pub async fn rounds(binary: &Path, postgres: &Postgres, rounds: usize) -> Result<Race> {
    let conference = Conference::begin(binary, postgres).await?;
    let mut race = Race::default();
    let mut frozen = Vec::new();
    for round in 0..rounds {
        race.rounds += 1;
        let one = conference.round(round).await;
        let told = match &one {
            Ok(one) => conference.hear_of(one).await,
            Err(failure) => Err(anyhow!("{failure:#}")),
        };
        if let Ok(one) = one {
            race.words += one.typed.iter().map(|(_, words)| words.len()).sum::<usize>();
            frozen.push(one);
        }
        match told {
            Ok(late) => race.late += late,
            Err(violation) => {
                race.violations.push(format!("round {round}: {violation:#}"));
                return Ok(race);
            }
        }
    }
    // what one process holds in memory may be right where the database is not
    let Conference { nodes, draft, moderator, .. } = conference;
    for node in nodes {
        node.kill().await?;
    }
    let node = start(binary, postgres).await?;
    let moderator = Person { url: node.ready.url.clone(), ..moderator };
    for one in &frozen {
        let stands = stands(&moderator, &draft, one).await;
        race.violations.extend(stands.err().map(|violation| format!("in the end: {violation:#}")));
    }
    node.kill().await?;
    Ok(race)
}

async fn start(binary: &Path, postgres: &Postgres) -> Result<Server> {
    Server::start_on_database(binary, &postgres.url(), "127.0.0.1:0", &["--demo"]).await
}

impl Conference {
    async fn begin(binary: &Path, postgres: &Postgres) -> Result<Self> {
        let mut nodes = Vec::new();
        for _ in 0..NODES {
            nodes.push(start(binary, postgres).await?);
        }
        let (last, others) = nodes.split_last().context("no nodes")?;
        let mut experts = Vec::new();
        for (number, node) in others.iter().enumerate() {
            experts.push(Person::join(&node.ready.invitations.expert[number]).await?);
        }
        let moderator = Person::join(&last.ready.invitations.moderator[0]).await?;
        let draft = last.draft().to_owned();
        Ok(Self { nodes, draft, experts, moderator })
    }

    /// Everybody writes into the next open text, and it is frozen under their hands.
    async fn round(&self, round: usize) -> Result<Frozen> {
        let (paragraph, lang, document) = self.open_text().await?;
        let mut writing = tokio::task::JoinSet::new();
        for (number, person) in self.experts.iter().enumerate() {
            let mut peer = person.connect().await?;
            peer.find(document).await?;
            let (person, mark) = (person.clone(), format!("{}{round}-", char::from(b'a' + number as u8)));
            writing.spawn(async move {
                let words = write(&person, peer, document, &mark).await?;
                anyhow::Ok((person.id, words))
            });
        }
        tokio::time::sleep(STEP * u32::try_from(round % STEPS)?).await;
        let act = json!({"type": "freeze", "paragraphs": [paragraph], "lang": lang});
        let answer = self.moderator.act(&self.draft, act).await?;
        ensure!(answer.status == 200, "the freeze answers {}: {}", answer.status, answer.json());
        let mut typed = Vec::new();
        while let Some(done) = writing.join_next().await {
            typed.push(done??);
        }
        let texts = answer.json();
        let text = texts["texts"].as_array().and_then(|texts| texts.iter().find(|text| text["paragraph"] == paragraph));
        let text = text.context("the answer does not name the text")?;
        Ok(Frozen { heads: text["heads"].clone(), sha256: text["sha256"].clone(), paragraph, lang, document, typed })
    }

    async fn open_text(&self) -> Result<(String, String, DocumentId)> {
        let view = view(&self.moderator, &self.draft).await?;
        for paragraph in view["paragraphs"].as_array().context("no paragraphs")? {
            for (lang, text) in paragraph["texts"].as_object().into_iter().flatten() {
                if text["state"] == "open" {
                    let document = DocumentId::from_url(text["url"].as_str().context("no url")?)?;
                    return Ok((paragraph["id"].as_str().context("no id")?.to_owned(), lang.clone(), document));
                }
            }
        }
        bail!("every text is frozen: fewer rounds")
    }

    /// Until every node says what the moderator was told; gives how many words were late.
    async fn hear_of(&self, one: &Frozen) -> Result<usize> {
        let mut late = 0;
        for person in self.experts.iter().chain([&self.moderator]) {
            let started = Instant::now();
            late = loop {
                match stands(person, &self.draft, one).await {
                    Ok(late) => break late,
                    Err(missing) => ensure!(started.elapsed() < NEWS, "at {}: {missing:#}", person.url),
                }
                tokio::time::sleep(Duration::from_millis(50)).await;
            };
        }
        Ok(late)
    }
}

/// Types words, taking in what comes meanwhile, until the server has acknowledged all of them. Who is told to come back
/// does, as the page does.
async fn write(person: &Person, mut peer: Peer, document: DocumentId, mark: &str) -> Result<Vec<String>> {
    let mut typed = Vec::new();
    for number in 0..WORDS {
        let word = format!("{mark}{number}. ");
        // what was typed is there, also when the line has just ended
        let sent = peer.insert(document, 0, &word).await;
        typed.push(word);
        peer.listen(PAUSE).await?;
        if sent.is_err() || peer.closed.is_some() {
            peer.reconnect(&person.url, &person.token).await?;
        }
    }
    for _ in 0..RETURNS_MAX {
        let settled = peer.settled(document).await;
        if peer.closed.is_none() {
            return settled.map(|()| typed);
        }
        peer.reconnect(&person.url, &person.token).await?;
    }
    bail!("{} was sent away {RETURNS_MAX} times before all words were acknowledged", person.name)
}

async fn view(person: &Person, draft: &str) -> Result<Value> {
    let answer = person.read(&format!("/api/v1/drafts/{draft}")).await?;
    ensure!(answer.status == 200, "the draft answers {}: {}", answer.status, answer.json());
    Ok(answer.json())
}

/// Whether one node says of a text what the moderator was told, gives it out like that, and has every word; how many of
/// them were late.
async fn stands(person: &Person, draft: &str, one: &Frozen) -> Result<usize> {
    let Frozen { paragraph, lang, document, .. } = one;
    let view = view(person, draft).await?;
    let paragraphs = view["paragraphs"].as_array().context("no paragraphs")?;
    let found = paragraphs.iter().find(|each| each["id"] == *paragraph).context("the paragraph is gone")?;
    let shown = &found["texts"][lang];
    ensure!(shown["state"] == "frozen", "{paragraph} in {lang} is {}", shown["state"]);
    ensure!(shown["heads"] == one.heads, "{paragraph} in {lang} has moved to {} from {}", shown["heads"], one.heads);
    ensure!(shown["sha256"] == one.sha256, "the hash of {paragraph} in {lang} has moved");
    let mut peer = person.connect().await?;
    peer.find(*document).await?;
    ensure!(json!(peer.heads(*document)) == one.heads, "{paragraph} in {lang} is given out as something else");

    let text = shown["text"].as_str().context("no text")?;
    let proposals = view["proposals"].as_array().context("no proposals")?;
    let mut late = 0;
    for (author, words) in &one.typed {
        let own = proposals.iter().filter(|proposal| {
            proposal["paragraph"] == *paragraph && proposal["lang"] == *lang && proposal["by"]["id"] == *author
        });
        let own: Vec<&str> = own.filter_map(|proposal| proposal["text"].as_str()).collect();
        ensure!(own.len() <= 1, "{} late proposals of one person to one text", own.len());
        for word in words.iter().filter(|word| !text.contains(*word)) {
            ensure!(own.iter().any(|text| text.contains(word)), "{word} in {paragraph} is lost");
            late += 1;
        }
    }
    Ok(late)
}

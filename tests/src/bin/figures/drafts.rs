//! Ten thousand drafts on disk: how soon a server is there, what it holds in memory while nobody needs any of them, and
//! while five hundred of them are open to two people each.

mod copies;

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::{Peer, Person};
use maslahat_tests::server::Server;
use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::process::{at_rest, resident_mb};
use crate::{Figure, median};

const DRAFTS: usize = 10_000;
const OPEN: usize = 500;
const CLIENTS_EACH: usize = 2;
/// At work at the same time, while drafts are made and while they are opened.
const HANDS: usize = 16;
const STARTS: usize = 5;
/// Clients read along for as long as they may be needed.
const READING: Duration = Duration::from_secs(600);
/// One person makes and invites, faster than any person would.
const CONFIG: &str = "[limits]
person = { per-minute = 0, burst = 0 }
changes = { per-minute = 0, burst = 0 }
";

const START_SECONDS_MAX: f64 = 1.0;
/// Its title and its place on the list.
const IDLE_KB_MAX: f64 = 1.0;
const TEXT_KB_MAX: f64 = 40.0;

pub(crate) async fn all(binary: &Path, folder: &Path) -> Result<Vec<Figure>> {
    let (data, config) = (folder.join("drafts"), folder.join("drafts.toml"));
    std::fs::write(&config, CONFIG)?;
    let config = ["--config", config.to_str().context("a path that is no text")?];
    let empty = Server::start(binary, &folder.join("empty"), &config).await?;
    let empty_mb = settled_mb(&empty).await?;
    empty.terminate().await?;
    let (drafts, secretariat) = made(binary, &data, &config).await?;
    let size_mb = std::fs::metadata(data.join("maslahat.db"))?.len() >> 20;
    let (start, server) = starts(binary, &data, &config).await?;
    let idle_mb = settled_mb(&server).await?;
    let secretariat = Person { url: server.ready.url.clone(), ..secretariat };
    let loaded = loaded(&server, secretariat, &drafts, idle_mb).await?;
    server.terminate().await?;
    Ok(vec![
        Figure {
            name: "start with 10,000 drafts on disk",
            unit: "s",
            value: start,
            limit: START_SECONDS_MAX,
            detail: format!("median of {STARTS}, each after a kill, until requests are served; {size_mb} MB on disk"),
        },
        Figure {
            name: "memory of an idle draft",
            unit: "kB",
            value: (idle_mb - empty_mb) * 1024.0 / DRAFTS as f64,
            limit: IDLE_KB_MAX,
            detail: format!("{idle_mb:.1} MB with {DRAFTS} drafts on disk, {empty_mb:.1} MB with none"),
        },
        loaded,
    ])
}

async fn settled_mb(server: &Server) -> Result<f64> {
    let pid = server.pid().context("the server has ended")?;
    at_rest(pid).await?;
    resident_mb(pid)
}

/// A part of the sample draft in its two working languages.
fn source() -> Result<Value> {
    let sample = include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/tashkent-draft.json"));
    let mut draft: Value = serde_json::from_str(sample)?;
    draft["preamble"] = json!([]);
    let sections = draft["sections"].as_array_mut().context("no sections")?;
    sections.truncate(1);
    let recommendations = sections.iter_mut().filter_map(|section| section["recommendations"].as_array_mut());
    for recommendation in recommendations.flatten() {
        let variants = recommendation["language_variants"].as_object_mut().context("no other language")?;
        variants.retain(|lang, _| lang == "ru");
    }
    for part in ["comments", "demo_scenario"] {
        draft.as_object_mut().context("no draft")?.remove(part);
    }
    Ok(draft)
}

/// Drafts to be opened are made as drafts are, the others copied.
async fn made(binary: &Path, data: &Path, config: &[&str]) -> Result<(Vec<String>, Person)> {
    let server = Server::start(binary, data, &[config, &["--demo"]].concat()).await?;
    let secretariat = Person::join(server.ready.invitations.secretariat.first().context("no secretariat")?).await?;
    let shared = Arc::new((secretariat.clone(), source()?));
    let mut hands = JoinSet::new();
    for hand in 0..HANDS {
        let shared = Arc::clone(&shared);
        hands.spawn(async move {
            let (secretariat, source) = &*shared;
            let mut made = Vec::new();
            for number in (hand..OPEN).step_by(HANDS) {
                let mut source = source.clone();
                source["title"] = format!("Recommendations, part {number}").into();
                let answer = secretariat.post("/api/v1/drafts", source).await?;
                ensure!(answer.status == 201, "a draft answers {}: {}", answer.status, answer.json());
                made.push(answer.json()["id"].as_str().context("no id")?.to_owned());
            }
            anyhow::Ok(made)
        });
    }
    let mut drafts = Vec::new();
    while let Some(made) = hands.join_next().await {
        drafts.extend(made??);
    }
    let original = drafts.first().context("no draft")?;
    let documents = texts_of(&secretariat, original).await?;
    server.terminate().await?;
    // the demonstration's draft is there, too
    copies::add(data, original, &documents[1..], DRAFTS - OPEN - 1).await?;
    Ok((drafts, secretariat))
}

/// The median time until a server is there, and the last one.
async fn starts(binary: &Path, data: &Path, config: &[&str]) -> Result<(f64, Server)> {
    let data: PathBuf = data.to_owned();
    let mut times = Vec::new();
    // the first has to tidy up after so many drafts were made
    let mut server = Server::start(binary, &data, config).await?;
    for _ in 0..STARTS {
        server.kill().await?;
        let begun = Instant::now();
        server = Server::start(binary, &data, config).await?;
        times.push(begun.elapsed().as_secs_f64());
        ensure!(server.ready.drafts.len() == DRAFTS, "{} drafts are there", server.ready.drafts.len());
    }
    Ok((median(&mut times), server))
}

async fn loaded(server: &Server, secretariat: Person, drafts: &[String], idle_mb: f64) -> Result<Figure> {
    let pid = server.pid().context("the server has ended")?;
    let secretariat = Arc::new(secretariat);
    let (mut hands, mut everybody, mut texts) = (JoinSet::new(), Vec::new(), 0);
    for hand in 0..HANDS {
        let secretariat = Arc::clone(&secretariat);
        let own: Vec<String> = drafts.iter().take(OPEN).skip(hand).step_by(HANDS).cloned().collect();
        hands.spawn(async move {
            let (mut readers, mut texts) = (JoinSet::new(), 0);
            for draft in own {
                let (peers, documents) = open(&secretariat, &draft).await?;
                texts += documents - 1;
                for mut peer in peers {
                    readers.spawn(async move { peer.listen(READING).await });
                }
            }
            anyhow::Ok((readers, texts))
        });
    }
    while let Some(opened) = hands.join_next().await {
        let (readers, opened) = opened??;
        texts += opened;
        everybody.push(readers);
    }
    at_rest(pid).await?;
    let loaded_mb = resident_mb(pid)?;
    let gone = everybody.iter_mut().filter_map(JoinSet::try_join_next).count();
    ensure!(gone == 0, "somebody who had a draft open is not there any more");
    Ok(Figure {
        name: "memory of a loaded text, 500 drafts, 2 clients each",
        unit: "kB",
        value: (loaded_mb - idle_mb) * 1024.0 / texts as f64,
        limit: TEXT_KB_MAX,
        detail: format!("{loaded_mb:.0} MB, {idle_mb:.0} MB before; {texts} texts and {OPEN} registers"),
    })
}

/// Two new people who have all of a draft open, and how many documents that is.
async fn open(secretariat: &Person, draft: &str) -> Result<(Vec<Peer>, usize)> {
    let mut peers = Vec::new();
    let mut documents = Vec::new();
    for number in 0..CLIENTS_EACH {
        let ask = json!({"name": format!("Expert {number}"), "role": "expert"});
        let invited = secretariat.post(&format!("/api/v1/drafts/{draft}/invitations"), ask).await?;
        let person = Person::join(invited.json()["link"].as_str().context("no link")?).await?;
        if documents.is_empty() {
            documents = texts_of(&person, draft).await?;
        }
        let mut peer = person.connect().await?;
        for document in &documents {
            peer.ask(*document).await?;
            peer.settled(*document).await?;
        }
        peers.push(peer);
    }
    Ok((peers, documents.len()))
}

/// The register and every text of a draft.
async fn texts_of(person: &Person, draft: &str) -> Result<Vec<DocumentId>> {
    let told = person.read(&format!("/api/v1/drafts/{draft}")).await?.json();
    let mut documents = vec![DocumentId::from_url(told["register"].as_str().context("no register")?)?];
    for paragraph in told["paragraphs"].as_array().context("no paragraphs")? {
        for text in paragraph["texts"].as_object().into_iter().flatten().map(|(_, text)| text) {
            documents.push(DocumentId::from_url(text["url"].as_str().context("no url")?)?);
        }
    }
    Ok(documents)
}

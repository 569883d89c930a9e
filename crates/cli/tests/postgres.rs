//! Two servers on one PostgreSQL database: people on different servers work on one text, and no server,
//! nor the database, can go in a way that loses what was acknowledged.

use std::collections::BTreeMap;
use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::{PATIENCE, Peer, Person};
use maslahat_tests::postgres::Postgres;
use maslahat_tests::server::{Server, run};
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use tokio::time::Instant;

const ROUNDS: [&str; 4] = ["r5", "r6", "r8", "r9"];
const WORDS: usize = 25;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

/// Two servers, and an expert on each.
struct Nodes {
    _directory: TempDir,
    postgres: Postgres,
    here: Server,
    there: Server,
    draft: String,
    alice: Person,
    bob: Person,
    moderator: Person,
}

async fn node(postgres: &Postgres, listen: &str) -> Result<Server> {
    Server::start_on_database(binary(), &postgres.url(), listen, &["--demo"]).await
}

async fn nodes() -> Result<Option<Nodes>> {
    let directory = tempdir()?;
    let Some(postgres) = Postgres::start(directory.path())? else {
        return Ok(None);
    };
    let here = node(&postgres, "127.0.0.1:0").await?;
    let there = node(&postgres, "127.0.0.1:0").await?;
    assert_eq!(here.draft(), there.draft());
    let (draft, links) = (here.draft().to_owned(), &here.ready.invitations);
    let alice = Person::join(&links.expert[0]).await?;
    let moderator = Person::join(&links.moderator[0]).await?;
    // the same link at the other node
    let bob = Person::join(&there.ready.invitations.expert[1]).await?;
    assert_eq!(links.expert[1].rsplit('/').next(), there.ready.invitations.expert[1].rsplit('/').next());
    Ok(Some(Nodes { _directory: directory, postgres, here, there, draft, alice, bob, moderator }))
}

async fn view(person: &Person, draft: &str) -> Result<Value> {
    let answer = person.read(&format!("/api/v1/drafts/{draft}")).await?;
    ensure!(answer.status == 200, "the draft answers {}", answer.status);
    Ok(answer.json())
}

fn text<'a>(view: &'a Value, paragraph: &str) -> &'a Value {
    let paragraphs = view["paragraphs"].as_array().map(Vec::as_slice).unwrap_or_default();
    let found = paragraphs.iter().find(|each| each["id"] == paragraph);
    found.map_or(&Value::Null, |each| &each["texts"]["en"])
}

/// How many words were late, if every frozen text is as it was acknowledged, and every word in it or in its
/// author's one late proposal.
fn found(view: &Value, frozen: &BTreeMap<&str, Value>, typed: &[(&str, &Person, Vec<String>)]) -> Result<usize> {
    for (paragraph, said) in frozen {
        let shown = text(view, paragraph);
        ensure!(shown["state"] == "frozen", "{paragraph} is not frozen");
        for field in ["heads", "sha256", "url"] {
            assert_eq!(shown[field], said[field], "{field} of {paragraph}");
        }
    }
    let proposals = view["proposals"].as_array().context("no proposals")?;
    let mut late = 0;
    for (paragraph, by, words) in typed {
        let own =
            proposals.iter().filter(|proposal| proposal["paragraph"] == *paragraph && proposal["by"]["id"] == by.id);
        let own: Vec<&str> = own.filter_map(|proposal| proposal["text"].as_str()).collect();
        assert!(own.len() <= 1, "one late proposal for each person and text");
        let shown = text(view, paragraph)["text"].as_str().context("no text")?;
        for word in words.iter().filter(|word| !shown.contains(*word)) {
            ensure!(own.iter().any(|text| text.contains(word)), "{word} in {paragraph} is lost");
            late += 1;
        }
    }
    Ok(late)
}

/// Types words, taking in what comes meanwhile; connects again when the line ends.
async fn types(
    peer: &mut Peer,
    person: &Person,
    document: DocumentId,
    mark: &str,
    pause_ms: u64,
) -> Result<Vec<String>> {
    let mut typed = Vec::new();
    for number in 0..WORDS {
        let word = format!("{mark}{number}. ");
        if peer.closed.is_some() || peer.insert(document, 0, &word).await.is_err() {
            back(peer, person).await?;
            if !peer.text(document).context("no text")?.contains(&word) {
                peer.insert(document, 0, &word).await?;
            }
        }
        typed.push(word);
        peer.listen(Duration::from_millis(pause_ms)).await?;
    }
    Ok(typed)
}

/// Connects again, as often as it takes.
async fn back(peer: &mut Peer, person: &Person) -> Result<()> {
    let started = Instant::now();
    while let Err(error) = peer.reconnect(&person.url, &person.token).await {
        ensure!(started.elapsed() < PATIENCE, "no way back: {error}");
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Ok(())
}

/// Until the server has acknowledged everything, over as many connections as it takes.
async fn kept(peer: &mut Peer, person: &Person, document: DocumentId) -> Result<()> {
    let started = Instant::now();
    while let Err(error) = peer.settled(document).await {
        ensure!(started.elapsed() < PATIENCE && peer.closed.is_some(), "not acknowledged: {error}");
        back(peer, person).await?;
    }
    Ok(())
}

#[tokio::test]
async fn people_on_two_nodes_work_on_one_text_and_a_freeze_holds_on_both() -> Result<()> {
    let Some(nodes) = nodes().await? else { return Ok(()) };
    let Nodes { draft, alice, bob, moderator, .. } = &nodes;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    let shared = alice.text(draft, "r4", "en").await?;
    one.find(shared).await?;
    two.find(shared).await?;
    let (left, right) = tokio::join!(types(&mut one, alice, shared, "a", 20), types(&mut two, bob, shared, "b", 20));
    let words = [left?, right?].concat();
    for peer in [&mut one, &mut two] {
        peer.until("what the other node wrote", |peer| {
            let text = peer.text(shared).unwrap_or_default();
            words.iter().all(|word| text.contains(word))
        })
        .await?;
        assert_eq!(peer.closed, None);
    }
    assert_eq!(one.text(shared), two.text(shared));

    let mut frozen = BTreeMap::new();
    let mut typed: Vec<(&str, &Person, Vec<String>)> = Vec::new();
    for paragraph in ROUNDS {
        let document = alice.text(draft, paragraph, "en").await?;
        one.find(document).await?;
        two.find(document).await?;
        let freeze = async {
            tokio::time::sleep(Duration::from_millis(60)).await;
            let act = json!({"type": "freeze", "paragraphs": [paragraph], "lang": "en"});
            moderator.act(draft, act).await
        };
        let (here, there, answer) =
            tokio::join!(types(&mut one, alice, document, "c", 5), types(&mut two, bob, document, "d", 5), freeze);
        let answer = answer?;
        assert_eq!(answer.status, 200, "{}", answer.json());
        for (who, peer) in [("here", &mut one), ("there", &mut two)] {
            let settled = peer.settled(document).await;
            if settled.is_err() {
                let person = if who == "here" { alice } else { bob };
                let view = view(person, draft).await?;
                println!("{}", peer.told(document));
                println!("frozen {}", text(&view, paragraph));
                println!("proposals {}", view["proposals"]);
                println!("here {:?}\n{:?}", peer.heads(document), peer.text(document));
            }
            let heads = || format!("{who} in {paragraph}: {:?}, {}", peer.heads(document), answer.json());
            settled.with_context(heads)?;
        }
        let texts = answer.json();
        frozen.insert(paragraph, texts["texts"][0].clone());
        typed.push((paragraph, alice, here?));
        typed.push((paragraph, bob, there?));
    }
    let mut late = 0;
    for person in [alice, bob] {
        let started = Instant::now();
        // the other node hears of everything soon
        late += loop {
            match found(&view(person, draft).await?, &frozen, &typed) {
                Ok(late) => break late,
                Err(missing) => ensure!(started.elapsed() < PATIENCE, "at {}: {missing}", person.url),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        };
    }
    assert!(late > 0, "nothing was late: the freezes raced with nobody");
    Ok(())
}

#[tokio::test]
async fn what_was_acknowledged_outlives_a_node_and_the_database() -> Result<()> {
    let Some(nodes) = nodes().await? else { return Ok(()) };
    let Nodes { mut postgres, here: _here, there, draft, alice, bob, .. } = nodes;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    let document = alice.text(&draft, "r4", "en").await?;
    one.find(document).await?;
    two.find(document).await?;

    let address = there.address().to_owned();
    let mut words = types(&mut two, &bob, document, "k", 5).await?;
    there.kill().await?;
    words.extend(types(&mut one, &alice, document, "m", 5).await?);
    let there = node(&postgres, &address).await?;
    kept(&mut two, &bob, document).await?;

    let outage = async {
        tokio::time::sleep(Duration::from_millis(100)).await;
        postgres.stop()?;
        tokio::time::sleep(Duration::from_millis(1_000)).await;
        postgres.start_again()
    };
    let (left, right, outage) =
        tokio::join!(types(&mut one, &alice, document, "o", 30), types(&mut two, &bob, document, "p", 30), outage);
    outage?;
    words.extend([left?, right?].concat());
    kept(&mut one, &alice, document).await?;
    kept(&mut two, &bob, document).await?;
    for person in [&alice, &bob] {
        let started = Instant::now();
        loop {
            let view = view(person, &draft).await?;
            let shown = text(&view, "r4")["text"].as_str().context("no text")?.to_owned();
            let missing: Vec<&String> = words.iter().filter(|word| !shown.contains(*word)).collect();
            if missing.is_empty() {
                break;
            }
            ensure!(started.elapsed() < PATIENCE, "{missing:?} are lost");
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
    assert!(there.pid().is_some(), "it came back by itself");
    Ok(())
}

#[tokio::test]
async fn whoever_comes_in_at_one_node_is_known_at_the_other_at_once() -> Result<()> {
    let Some(nodes) = nodes().await? else { return Ok(()) };
    for link in &nodes.here.ready.invitations.expert {
        let person = Person::join(link).await?;
        let there = Person { url: nodes.there.ready.url.clone(), ..person };
        let answer = there.read("/api/v1/me").await?;
        assert_eq!(answer.status, 200, "{}", answer.json());
        let mut peer = there.connect().await?;
        peer.find(there.text(&nodes.draft, "r4", "en").await?).await?;
    }
    let stranger = Person { token: "1".repeat(43), ..nodes.alice };
    assert_eq!(stranger.read("/api/v1/me").await?.json()["code"], "session_unknown");
    Ok(())
}

#[tokio::test]
async fn commands_work_on_a_database() -> Result<()> {
    let directory = tempdir()?;
    let Some(postgres) = Postgres::start(directory.path())? else {
        return Ok(());
    };
    let url = postgres.url();
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/../../tests/fixtures/tashkent-draft.json");
    let imported = run(binary(), &["import", fixture, "--database-url", &url]).await?;
    assert_eq!(imported.code, Some(0), "{}", imported.stderr);
    let draft = imported.stdout.trim();
    let server = Server::start_on_database(binary(), &url, "127.0.0.1:0", &[]).await?;
    assert_eq!(server.draft(), draft);
    // beside the running server, which does not know of it yet, and looks
    let invite = ["invite", draft, "--role", "observer", "--name", "Press", "--database-url", &url];
    let invited = run(binary(), &invite).await?;
    assert_eq!(invited.code, Some(0), "{}", invited.stderr);
    let code = invited.stdout.trim().rsplit('/').next().context("no code")?.to_owned();
    let link = format!("{}/join/{code}", server.ready.url);
    Person::join(&link).await?;
    let export = ["export", draft, "--format", "json", "-o", "-", "--database-url", &url];
    let exported = run(binary(), &export).await?;
    assert_eq!(exported.code, Some(0), "{}", exported.stderr);
    assert!(exported.stdout.contains("\"r4\""));
    let file = directory.path().join("backup");
    let backup = run(binary(), &["backup", file.to_str().context("a path")?, "--database-url", &url]).await?;
    assert_eq!(backup.code, Some(1));
    assert!(backup.stderr.contains("pg_dump"), "{}", backup.stderr);
    let nowhere = "postgres://u:secret@127.0.0.1:1/nowhere";
    let refused = run(binary(), &["serve", "--listen", "127.0.0.1:0", "--database-url", nowhere]).await?;
    assert_eq!(refused.code, Some(1));
    assert!(refused.stderr.contains("help: ") && !refused.stderr.contains("secret"), "{}", refused.stderr);
    let bad = run(binary(), &["serve", "--database-url", "postgress://u:secret@h/d"]).await?;
    assert_eq!(bad.code, Some(2));
    assert!(!bad.stderr.contains("secret"), "{}", bad.stderr);
    Ok(())
}

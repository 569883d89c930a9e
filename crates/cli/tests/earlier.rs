//! Data that an earlier version wrote is opened by this one, and says what it said. A file of each schema that there has
//! been is kept in `tests/fixtures/schemas`, with what the server of its time answered.
//!
//! Whoever changes a schema first makes the files of the one before, with the program of that time:
//! `cargo test --release -p maslahat --test earlier -- --ignored`. A test fails while the file of today's schema is missing.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::client::Person;
use maslahat_tests::postgres::Postgres;
use maslahat_tests::server::{Server, run};
use serde_json::{Value, json};
use tempfile::tempdir;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

fn kept(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/schemas").join(name)
}

/// The numbers of the schemas of which there is a file with this name around the number.
fn versions(prefix: &str, suffix: &str) -> Result<Vec<u32>> {
    let mut versions = Vec::new();
    for entry in fs::read_dir(kept(""))? {
        let name = entry?.file_name().into_string().unwrap_or_default();
        let number = name.strip_prefix(prefix).and_then(|rest| rest.strip_suffix(suffix));
        versions.extend(number.and_then(|number| number.parse::<u32>().ok()));
    }
    versions.sort_unstable();
    Ok(versions)
}

/// Of the data that today's program makes; SQLite keeps it here.
fn version_in(database: &Path) -> Result<u32> {
    let bytes: [u8; 4] = fs::read(database)?[60..64].try_into()?;
    Ok(u32::from_be_bytes(bytes))
}

/// What a server says of its draft.
async fn said(server: &Server) -> Result<Value> {
    let draft = server.draft();
    let reader = Person::join(server.ready.invitations.observer.first().context("no observer")?).await?;
    let read = async |path: &str| {
        let answer = reader.read(&format!("/api/v1/drafts/{draft}{path}")).await?;
        ensure!(answer.status == 200, "{path} answers {}: {}", answer.status, answer.json());
        Ok(answer.json())
    };
    let view = read("").await?;
    Ok(json!({
        "title": view["title"],
        "paragraphs": view["paragraphs"],
        "proposals": view["proposals"],
        "ledger": read("/ledger").await?["entries"],
        "authors": read("/paragraphs/r4/blame?lang=en").await?["runs"],
    }))
}

/// The data goes on to be written: people come back with their sessions, write, and act.
async fn goes_on(server: &Server) -> Result<()> {
    let moderator = Person::join(&server.ready.invitations.moderator[0]).await?;
    let expert = Person::join(&server.ready.invitations.expert[0]).await?;
    let document = expert.text(server.draft(), "r4", "en").await?;
    let mut peer = expert.connect().await?;
    peer.find(document).await?;
    peer.insert(document, 0, "Today: ").await?;
    peer.settled(document).await?;
    let act = json!({"type": "freeze", "paragraphs": ["r4"], "lang": "en"});
    let frozen = moderator.act(server.draft(), act).await?;
    ensure!(frozen.status == 200, "the freeze answers {}: {}", frozen.status, frozen.json());
    Ok(())
}

async fn is_as_it_was(server: Server, file: &str) -> Result<()> {
    let before: Value = serde_json::from_slice(&fs::read(kept(file))?)?;
    let now = said(&server).await?;
    for (part, then) in before.as_object().context("no parts")? {
        assert_eq!(&now[part], then, "{part} in {file}");
    }
    goes_on(&server).await?;
    server.kill().await
}

#[tokio::test]
async fn directories_of_every_schema_open() -> Result<()> {
    let today = tempdir()?;
    Server::start(binary(), today.path(), &[]).await?.kill().await?;
    let newest = version_in(&today.path().join("maslahat.db"))?;
    assert_eq!(versions("directory-", ".maslahat")?, (1..=newest).collect::<Vec<_>>(), "a file for every schema");
    for version in 1..=newest {
        let directory = tempdir()?;
        // as it lies in a data directory: a restore might bring it to today's schema on its way
        fs::copy(kept(&format!("directory-{version}.maslahat")), directory.path().join("maslahat.db"))?;
        let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
        is_as_it_was(server, &format!("directory-{version}.json")).await?;
        let verified = run(binary(), &["verify", directory.path().to_str().context("a path")?]).await?;
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
    }
    Ok(())
}

#[tokio::test]
async fn databases_of_every_schema_open() -> Result<()> {
    for version in versions("database-", ".sql")? {
        let directory = tempdir()?;
        let Some(postgres) = Postgres::start(directory.path())? else { return Ok(()) };
        postgres.run(&fs::read_to_string(kept(&format!("database-{version}.sql")))?)?;
        let server = Server::start_on_database(binary(), &postgres.url(), "127.0.0.1:0", &["--demo"]).await?;
        is_as_it_was(server, &format!("database-{version}.json")).await?;
        let verified = run(binary(), &["verify", "--database-url", &postgres.url()]).await?;
        assert_eq!(verified.code, Some(0), "{}", verified.stderr);
        postgres.run("UPDATE maslahat.about SET version = version + 1000")?;
        let refused = run(binary(), &["serve", "--listen", "127.0.0.1:0", "--database-url", &postgres.url()]).await?;
        assert_eq!(refused.code, Some(1));
        assert!(refused.stderr.contains("newer Maslahat"), "{}", refused.stderr);
    }
    assert!(versions("database-", ".sql")?.first() == Some(&1), "the first is kept");
    Ok(())
}

/// A draft with all that a draft may hold: edits, acts, late words, proposals settled and open, people come and gone.
async fn lived_in(server: &Server) -> Result<()> {
    let links = &server.ready.invitations;
    let draft = server.draft();
    let (alice, bob) = (Person::join(&links.expert[0]).await?, Person::join(&links.expert[1]).await?);
    let moderator = Person::join(&links.moderator[0]).await?;
    let secretariat = Person::join(&links.secretariat[0]).await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    for (number, paragraph) in ["r4", "r5", "r6"].into_iter().enumerate() {
        let document = alice.text(draft, paragraph, "en").await?;
        for peer in [&mut one, &mut two] {
            peer.find(document).await?;
            peer.insert(document, 3, "counsel ").await?;
            peer.settled(document).await?;
        }
        let freeze = json!({"type": "freeze", "paragraphs": [paragraph], "lang": "en"});
        ensure!(moderator.act(draft, freeze).await?.status == 200, "no freeze");
        one.insert(document, 0, "Too late, ").await?;
        one.settled(document).await?;
        let late = wait_for_proposal(&alice, draft, paragraph).await?;
        let settle = match number {
            0 => Some(json!({"type": "reopen", "paragraphs": [paragraph], "lang": "en"})),
            1 => Some(json!({"type": "reject-proposal", "proposal": late, "reason": "agreed in the room"})),
            _ => None,
        };
        if let Some(act) = settle {
            ensure!(moderator.act(draft, act).await?.status == 200, "no act");
        }
        if number == 0 {
            let accept = json!({"type": "accept-proposal", "proposal": late});
            ensure!(moderator.act(draft, accept).await?.status == 200, "not accepted");
        }
    }
    let status = json!({"type": "set-status", "paragraph": "r9", "status": "agreed_ad_ref"});
    ensure!(moderator.act(draft, status).await?.status == 200, "no status");
    let invite = json!({"name": "Press", "role": "observer"});
    let invited = secretariat.post(&format!("/api/v1/drafts/{draft}/invitations"), invite).await?;
    Person::join(invited.json()["link"].as_str().context("no link")?).await?;
    Ok(())
}

async fn wait_for_proposal(person: &Person, draft: &str, paragraph: &str) -> Result<String> {
    for _ in 0..100 {
        let view = person.read(&format!("/api/v1/drafts/{draft}")).await?.json();
        let proposals = view["proposals"].as_array().context("no proposals")?;
        if let Some(found) = proposals.iter().find(|proposal| proposal["paragraph"] == paragraph) {
            return Ok(found["id"].as_str().context("no id")?.to_owned());
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    anyhow::bail!("no late proposal to {paragraph}")
}

#[tokio::test]
#[ignore = "makes the files of today's schema, which the tests of later ones read"]
async fn make_the_files_of_todays_schema() -> Result<()> {
    let (directory, database) = (tempdir()?, tempdir()?);
    fs::create_dir_all(kept(""))?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    lived_in(&server).await?;
    let version = version_in(&directory.path().join("maslahat.db"))?;
    fs::write(kept(&format!("directory-{version}.json")), serde_json::to_vec_pretty(&said(&server).await?)?)?;
    let file = kept(&format!("directory-{version}.maslahat"));
    let (file, data) = (file.to_str().context("a path")?, directory.path().to_str().context("a path")?);
    let backup = run(binary(), &["backup", file, "--data", data]).await?;
    ensure!(backup.code == Some(0), "{}", backup.stderr);

    let postgres = Postgres::start(database.path())?.context("PostgreSQL is needed")?;
    let server = Server::start_on_database(binary(), &postgres.url(), "127.0.0.1:0", &["--demo"]).await?;
    lived_in(&server).await?;
    // its schema is numbered apart from the other's, and both began at one
    fs::write(kept(&format!("database-{version}.json")), serde_json::to_vec_pretty(&said(&server).await?)?)?;
    fs::write(kept(&format!("database-{version}.sql")), postgres.dump()?)?;
    Ok(())
}

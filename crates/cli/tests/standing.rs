//! Roles that change and access that is revoked, while people write: on a real server with open connections.

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::{Answer, PATIENCE, Person, request};
use maslahat_tests::postgres::Postgres;
use maslahat_tests::server::Server;
use serde_json::{Value, json};
use tempfile::{TempDir, tempdir};
use tokio::time::Instant;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

struct Conference {
    _directory: TempDir,
    server: Server,
    draft: String,
    clerk: Person,
    alice: Person,
    bob: Person,
    text: DocumentId,
}

async fn conference() -> Result<Conference> {
    let directory = tempdir()?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    let links = &server.ready.invitations;
    let clerk = Person::join(&links.secretariat[0]).await?;
    let alice = Person::join(&links.expert[0]).await?;
    let bob = Person::join(&links.expert[1]).await?;
    let draft = server.draft().to_owned();
    let text = alice.text(&draft, "r4", "en").await?;
    Ok(Conference { _directory: directory, server, draft, clerk, alice, bob, text })
}

async fn set_role(clerk: &Person, draft: &str, person: &Person, role: &str) -> Result<Answer> {
    let url = format!("{}/api/v1/drafts/{draft}/people/{}", clerk.url, person.id);
    let answer = request("PATCH", url, Some(clerk.token.clone()), Some(json!({ "role": role }))).await?;
    ensure!(answer.status == 200, "{}", answer.json());
    Ok(answer)
}

async fn revoke(clerk: &Person, draft: &str, person: &Person) -> Result<Answer> {
    let url = format!("{}/api/v1/drafts/{draft}/people/{}", clerk.url, person.id);
    let answer = request("DELETE", url, Some(clerk.token.clone()), None).await?;
    ensure!(answer.status == 200, "{}", answer.json());
    Ok(answer)
}

/// The late proposals of a person, once there is one whose text is so.
async fn proposal(reader: &Person, draft: &str, by: &Person, so: impl Fn(&str) -> bool) -> Result<Value> {
    let started = Instant::now();
    loop {
        let view = reader.read(&format!("/api/v1/drafts/{draft}")).await?.json();
        let proposals = view["proposals"].as_array().context("no proposals")?;
        let own = proposals.iter().filter(|each| each["by"]["id"] == by.id && each["kind"] == "late");
        if let Some(found) = own.into_iter().find(|each| each["text"].as_str().is_some_and(&so)) {
            return Ok(found.clone());
        }
        ensure!(started.elapsed() < PATIENCE, "no such proposal: {proposals:?}");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
}

#[tokio::test]
async fn an_open_connection_follows_the_role() -> Result<()> {
    let Conference { server: _server, draft, clerk, alice, bob, text, .. } = conference().await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    set_role(&clerk, &draft, &alice, "observer").await?;
    one.insert(text, 0, "after ").await?;
    one.settled(text).await?;
    let late = proposal(&bob, &draft, &alice, |text| text.starts_with("after ")).await?;
    assert_eq!((late["paragraph"].as_str(), late["state"].as_str()), (Some("r4"), Some("open")));
    two.insert(text, 0, "bob ").await?;
    two.settled(text).await?;
    assert!(!two.text(text).context("no text")?.contains("after "));
    // from another device, which holds nothing late, she writes again as soon as she may
    set_role(&clerk, &draft, &alice, "expert").await?;
    let mut phone = alice.connect().await?;
    phone.find(text).await?;
    phone.insert(text, 0, "again ").await?;
    phone.settled(text).await?;
    two.until("what she wrote", |peer| peer.text(text).is_some_and(|text| text.contains("again "))).await?;
    assert_eq!((one.closed, phone.closed), (None, None));
    Ok(())
}

#[tokio::test]
async fn an_observer_who_may_write_is_asked_to_come_back_and_writes() -> Result<()> {
    let Conference { server, draft, clerk, bob, text, .. } = conference().await?;
    let reader = Person::join(&server.ready.invitations.observer[0]).await?;
    let (mut one, mut two) = (reader.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    one.insert(text, 0, "early ").await?;
    one.settled(text).await?;
    set_role(&clerk, &draft, &reader, "expert").await?;
    assert_eq!(one.closing().await?, 1012);
    one.reconnect(&reader.url, &reader.token).await?;
    one.insert(text, 0, "now ").await?;
    one.settled(text).await?;
    two.until("both words", |peer| peer.text(text).is_some_and(|text| text.starts_with("now early "))).await?;
    Ok(())
}

#[tokio::test]
async fn whoever_is_revoked_is_parted_with_and_leaves_their_last_words() -> Result<()> {
    let Conference { server, draft, clerk, alice, bob, text, .. } = conference().await?;
    let (mut one, mut idle, mut two) = (alice.connect().await?, alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    revoke(&clerk, &draft, &alice).await?;
    // her client has not heard of it when she types this
    one.insert(text, 0, "last words ").await?;
    assert_eq!((one.closing().await?, idle.closing().await?), (4403, 4403));
    assert!(one.error.as_ref().is_some_and(|error| error.starts_with("revoked")), "{:?}", one.error);
    proposal(&bob, &draft, &alice, |text| text.starts_with("last words ")).await?;
    two.insert(text, 0, "bob ").await?;
    two.settled(text).await?;
    assert!(!two.text(text).context("no text")?.contains("last words"));
    // no way back, and each says why
    assert!(alice.connect().await.is_err());
    for path in ["/api/v1/me", &format!("/api/v1/drafts/{draft}")] {
        let refused = alice.read(path).await?;
        assert_eq!((refused.status, refused.json()["code"].as_str()), (403, Some("access_revoked")), "{path}");
    }
    assert!(Person::join(&server.ready.invitations.expert[0]).await.is_err());
    Ok(())
}

#[tokio::test]
async fn a_session_that_is_ended_is_closed_and_no_other() -> Result<()> {
    let Conference { server: _server, draft, clerk, alice, bob, text, .. } = conference().await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    let listed = clerk.read(&format!("/api/v1/drafts/{draft}/sessions")).await?.json();
    let sessions = listed.as_array().context("no list")?;
    let own = sessions.iter().find(|each| each["person"] == alice.id).context("alice's is not listed")?;
    assert_eq!(own["connected"], true);
    let url = format!("{}/api/v1/drafts/{draft}/sessions/{}", clerk.url, own["id"].as_str().context("no id")?);
    assert_eq!(request("DELETE", url, Some(clerk.token.clone()), None).await?.status, 204);
    assert_eq!(one.closing().await?, 4401);
    two.insert(text, 0, "bob ").await?;
    two.settled(text).await?;
    Ok(())
}

#[tokio::test]
async fn another_node_parts_with_the_revoked_and_judges_by_the_new_role() -> Result<()> {
    let directory = tempdir()?;
    let Some(postgres) = Postgres::start(directory.path())? else {
        return Ok(());
    };
    let here = Server::start_on_database(binary(), &postgres.url(), "127.0.0.1:0", &["--demo"]).await?;
    let there = Server::start_on_database(binary(), &postgres.url(), "127.0.0.1:0", &["--demo"]).await?;
    let clerk = Person::join(&here.ready.invitations.secretariat[0]).await?;
    let alice = Person::join(&there.ready.invitations.expert[0]).await?;
    let bob = Person::join(&there.ready.invitations.expert[1]).await?;
    let clerk_there = Person { url: there.ready.url.clone(), ..clerk.clone() };
    let draft = here.draft().to_owned();
    let text = bob.text(&draft, "r4", "en").await?;
    let (mut one, mut two, mut idle) = (alice.connect().await?, bob.connect().await?, alice.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    set_role(&clerk, &draft, &bob, "observer").await?;
    revoke(&clerk, &draft, &alice).await?;
    assert_eq!((one.closing().await?, idle.closing().await?), (4403, 4403));
    assert_eq!(alice.read("/api/v1/me").await?.json()["code"], "access_revoked");
    // once the register has been read there
    let started = Instant::now();
    while clerk_there.read(&format!("/api/v1/drafts/{draft}")).await?.json()["people"][&bob.id]["role"] != "observer" {
        ensure!(started.elapsed() < PATIENCE, "the other node does not hear of the role");
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    two.insert(text, 0, "late ").await?;
    two.settled(text).await?;
    proposal(&clerk, &draft, &bob, |text| text.starts_with("late ")).await?;
    Ok(())
}

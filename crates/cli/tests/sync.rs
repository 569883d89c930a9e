//! `/sync` of a real server on a real disk, by a client that knows only the outside contract.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire;
use maslahat_tests::client::{Peer, Person, request};
use maslahat_tests::server::Server;
use serde_json::json;
use tempfile::{TempDir, tempdir};

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

/// A served demo draft with two experts and an observer.
struct Conference {
    directory: TempDir,
    server: Server,
    draft: String,
    alice: Person,
    bob: Person,
    text: DocumentId,
}

async fn conference() -> Result<Conference> {
    let directory = tempdir()?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    let alice = Person::join(&server.ready.invitations.expert[0]).await?;
    let bob = Person::join(&server.ready.invitations.expert[1]).await?;
    let draft = server.draft().to_owned();
    let text = alice.text(&draft, "r4", "en").await?;
    Ok(Conference { directory, server, draft, alice, bob, text })
}

#[tokio::test]
async fn two_experts_type_at_once_and_converge() -> Result<()> {
    let Conference { alice, bob, text, server: _server, directory: _directory, .. } = conference().await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    assert!(!one.storage_id.is_empty() && one.storage_id == two.storage_id);
    one.find(text).await?;
    two.find(text).await?;
    for round in 0..10 {
        one.insert(text, 0, &format!("a{round} ")).await?;
        two.insert(text, 0, &format!("b{round} ")).await?;
    }
    one.until("bob's words", |peer| peer.text(text).is_some_and(|text| text.contains("b9 "))).await?;
    two.until("alice's words", |peer| peer.text(text).is_some_and(|text| text.contains("a9 "))).await?;
    one.settled(text).await?;
    two.settled(text).await?;
    assert_eq!(one.text(text), two.text(text));
    assert_eq!(one.heads(text), two.heads(text));
    // and once the last acknowledgements are through, all is quiet
    one.listen(Duration::from_millis(700)).await?;
    two.listen(Duration::from_millis(700)).await?;
    let before = one.received + two.received;
    one.listen(Duration::from_millis(700)).await?;
    two.listen(Duration::from_millis(700)).await?;
    assert_eq!(one.received + two.received, before);
    Ok(())
}

#[tokio::test]
async fn what_was_acknowledged_survives_kill_9() -> Result<()> {
    let Conference { directory, server, draft, alice, bob, text, .. } = conference().await?;
    let mut one = alice.connect().await?;
    one.find(text).await?;
    one.insert(text, 0, "kept for good ").await?;
    one.settled(text).await?;
    let heads = one.heads(text);
    server.kill().await?;

    let again = Server::start(binary(), directory.path(), &["--demo"]).await?;
    assert_eq!(again.draft(), draft);
    let bob = Person { url: again.ready.url.clone(), ..bob };
    let mut two = bob.connect().await?;
    two.find(text).await?;
    assert_eq!(two.heads(text), heads);
    assert!(two.text(text).is_some_and(|text| text.starts_with("kept for good ")));
    Ok(())
}

#[tokio::test]
async fn presence_reaches_the_others_and_nobody_speaks_for_another() -> Result<()> {
    let Conference { alice, bob, text, server: _server, directory: _directory, .. } = conference().await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    one.say_presence(text, b"here").await?;
    two.until("alice's presence", |peer| !peer.presence.is_empty()).await?;
    assert_eq!((two.presence[0].sender.as_str(), two.presence[0].data.as_slice()), (one.name.as_str(), &b"here"[..]));
    assert!(one.name.starts_with(&alice.id));

    // a stock client passes on what it has heard: no harm, and no effect
    let passed_on = wire::ephemeral(&one.name, &two.server, text, "tab", 2, b"i am alice");
    two.send_bytes(passed_on).await?;
    one.listen(Duration::from_millis(300)).await?;
    assert!(one.presence.is_empty());
    let forged = wire::sync(&one.name, &two.server, text, &[]);
    two.send_bytes(forged).await?;
    assert_eq!(two.closing().await?, 1008);
    assert!(two.error.is_some_and(|error| error.starts_with("impersonation")));
    let borrowed = format!("{}.tab", alice.id);
    assert!(Peer::open(&bob.url, &bob.token, &borrowed).await.is_err());
    one.listen(Duration::from_millis(300)).await?;
    assert!(one.closed.is_none());
    Ok(())
}

#[tokio::test]
async fn an_observer_reads_and_never_writes() -> Result<()> {
    let Conference { server, alice, text, directory: _directory, .. } = conference().await?;
    let observer = Person::join(&server.ready.invitations.observer[0]).await?;
    let (mut one, mut reader) = (alice.connect().await?, observer.connect().await?);
    one.find(text).await?;
    reader.find(text).await?;
    let before = one.text(text);
    reader.insert(text, 0, "not mine to write ").await?;
    // a stock client goes quiet all the same
    reader.listen(Duration::from_millis(500)).await?;
    one.listen(Duration::from_millis(500)).await?;
    assert_eq!(one.text(text), before);
    let mut fresh = alice.connect().await?;
    fresh.find(text).await?;
    assert_eq!(fresh.text(text), before);
    one.insert(text, 0, "seen by all ").await?;
    let another = observer.connect().await;
    let mut another = another?;
    another.find(text).await?;
    one.settled(text).await?;
    another.until("the expert's words", |peer| peer.text(text).is_some_and(|text| text.starts_with("seen"))).await?;
    Ok(())
}

#[tokio::test]
async fn a_frozen_text_stays_and_a_late_edit_becomes_a_proposal() -> Result<()> {
    let Conference { server, draft, alice, bob, text, directory: _directory, .. } = conference().await?;
    let moderator = Person::join(&server.ready.invitations.moderator[0]).await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    let frozen = moderator.act(&draft, json!({ "type": "freeze", "paragraphs": ["r4"], "lang": "en" })).await?;
    assert_eq!(frozen.status, 200, "{}", frozen.json());
    let heads = one.heads(text);
    two.insert(text, 0, "too late ").await?;
    two.settled(text).await?;
    two.listen(Duration::from_millis(300)).await?;
    one.listen(Duration::from_millis(300)).await?;
    assert_eq!(one.heads(text), heads);

    let view = alice.read(&format!("/api/v1/drafts/{draft}")).await?.json();
    let proposal = &view["proposals"][0];
    assert_eq!(
        (&proposal["kind"], &proposal["paragraph"], &proposal["state"]),
        (&json!("late"), &json!("r4"), &json!("open"))
    );
    assert_eq!(proposal["by"]["id"], json!(bob.id));
    assert!(proposal["text"].as_str().is_some_and(|text| text.starts_with("too late ")), "{proposal}");
    Ok(())
}

#[tokio::test]
async fn garbage_costs_its_sender_the_connection_and_nobody_else_anything() -> Result<()> {
    let Conference { alice, bob, text, server: _server, directory: _directory, .. } = conference().await?;
    let mut one = alice.connect().await?;
    one.find(text).await?;
    let mut garbage = bob.connect().await?;
    garbage.send_bytes(vec![0xff; 100]).await?;
    assert_eq!(garbage.closing().await?, 1002);
    let mut words = bob.connect().await?;
    words.send_text("hello").await?;
    assert_eq!(words.closing().await?, 1002);
    let mut large = bob.connect().await?;
    // the server may close before all of it is sent
    let _sent = large.send_bytes(vec![0; 10 << 20]).await;
    let code = large.closing().await?;
    assert!(matches!(code, 1009 | 1006), "{code}");
    let mut hostile = bob.connect().await?;
    hostile.ask(text).await?;
    let broken = wire::sync(&hostile.name, &hostile.server, text, &[0x42, 1, 2, 3]);
    hostile.send_bytes(broken).await?;
    let code = hostile.closing().await?;
    assert!(matches!(code, 1002 | 1008), "{code}");
    one.insert(text, 0, "undisturbed ").await?;
    one.settled(text).await?;
    assert!(one.closed.is_none());
    Ok(())
}

#[tokio::test]
async fn an_unknown_document_is_unavailable_and_a_wrong_token_opens_nothing() -> Result<()> {
    let Conference { alice, server: _server, directory: _directory, .. } = conference().await?;
    let mut one = alice.connect().await?;
    let nowhere = DocumentId::from_bytes([9; 16]);
    one.ask(nowhere).await?;
    one.until("doc-unavailable", |peer| peer.unavailable.contains(&nowhere)).await?;
    assert!(Peer::open(&alice.url, "wrong", "peer-x").await.is_err());
    let plain = request("GET", format!("{}/sync", alice.url), None, None).await?;
    assert_eq!((plain.status, plain.headers["content-type"].as_str()), (401, "application/problem+json"));
    let no_upgrade = request("GET", format!("{}/sync", alice.url), Some(alice.token), None).await?;
    assert_eq!(no_upgrade.status, 426);
    Ok(())
}

#[tokio::test]
async fn a_reader_that_does_not_read_is_dropped_and_the_others_go_on() -> Result<()> {
    let Conference { alice, bob, text, server: _server, directory: _directory, .. } = conference().await?;
    let mut slow = Peer::open_slow(&bob.url, &bob.token, "peer-slow").await?;
    let mut one = alice.connect().await?;
    one.find(text).await?;
    let nowhere = wire::sync(&slow.name, &slow.server, DocumentId::from_bytes([9; 16]), &[]);
    // each question has an answer, and none is read: first the system's buffers fill, then the server's queue
    for _ in 0..200_000 {
        if slow.send_bytes(nowhere.clone()).await.is_err() {
            break;
        }
    }
    let code = slow.closing().await?;
    assert!(matches!(code, 1013 | 1006), "{code}");
    one.insert(text, 0, "undisturbed ").await?;
    one.settled(text).await?;
    Ok(())
}

#[tokio::test]
async fn the_end_of_the_server_and_of_a_session_is_told() -> Result<()> {
    let Conference { server, alice, bob, text, directory: _directory, .. } = conference().await?;
    let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
    one.find(text).await?;
    two.find(text).await?;
    let out = request("DELETE", format!("{}/api/v1/sessions/current", bob.url), Some(bob.token), None).await?;
    assert_eq!(out.status, 204);
    assert_eq!(two.closing().await?, 4401);
    assert!(one.closed.is_none());
    let ended = tokio::spawn(server.terminate());
    assert_eq!(one.closing().await?, 1012);
    assert!(one.error.is_some_and(|error| error.starts_with("restart")));
    assert_eq!(ended.await??, Some(0));
    Ok(())
}

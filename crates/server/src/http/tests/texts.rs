//! All texts of a language in one answer.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, LoadOptions, TextEncoding};
use maslahat_protocol::{DocumentId, LogId};
use maslahat_sync_core::Room;
use maslahat_tests::client::Peer;
use minicbor::Decoder;
use tokio::net::TcpListener;

use super::*;

/// What the answer holds, in its order.
fn documents(answer: &Answered) -> Vec<(DocumentId, Vec<u8>)> {
    assert_eq!((answer.status, answer.header("content-type")), (StatusCode::OK, "application/cbor"));
    let mut decoder = Decoder::new(&answer.body);
    let many = decoder.map().unwrap().unwrap();
    let read = |_| (decoder.str().unwrap().parse().unwrap(), decoder.bytes().unwrap().to_vec());
    (0..many).map(read).collect()
}

/// As a client loads it.
fn heads(bytes: &[u8]) -> Vec<String> {
    let options = LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit);
    let mut heads: Vec<String> =
        Automerge::load_with_options(bytes, options).unwrap().get_heads().iter().map(ToString::to_string).collect();
    heads.sort_unstable();
    heads
}

fn text_of(paragraph: &Value, lang: &str) -> Option<(DocumentId, Vec<String>)> {
    let texts = &paragraph["texts"];
    let text = texts.get(lang).or_else(|| texts.get("en"))?;
    let heads = text["heads"].as_array().unwrap().iter().map(|head| head.as_str().unwrap().to_owned()).collect();
    Some((DocumentId::from_url(text["url"].as_str().unwrap()).unwrap(), heads))
}

/// What a reader of this language sees, as `GET /drafts/{id}` tells it.
async fn shown(world: &World, token: &str, lang: &str) -> Vec<(DocumentId, Vec<String>)> {
    let draft = world.get(&world.path(""), token).await.json();
    draft["paragraphs"].as_array().unwrap().iter().filter_map(|each| text_of(each, lang)).collect()
}

async fn loaded(world: &World) -> Vec<DocumentId> {
    world.state.rooms.read(world.draft, Room::loaded).await.unwrap()
}

async fn given(world: &World, token: &str, query: &str) -> Vec<(DocumentId, Vec<String>)> {
    let answer = world.get(&world.path(&format!("/texts{query}")), token).await;
    documents(&answer).into_iter().map(|(document, bytes)| (document, heads(&bytes))).collect()
}

async fn served(world: &World) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(axum::serve(listener, world.router.clone()).into_future());
    url
}

#[tokio::test]
async fn all_texts_of_a_language_come_in_one_answer_and_load_to_the_heads_that_are_shown() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    for (query, lang) in [("", "en"), ("?lang=en", "en"), ("?lang=ru", "ru"), ("?lang=tg", "tg")] {
        let shown = shown(&world, &token, lang).await;
        assert!(shown.len() > 50, "{lang}: {}", shown.len());
        assert_eq!(given(&world, &token, query).await, shown, "{lang}");
    }
    assert_eq!(loaded(&world).await, [], "a document was made of what was only sent");
    let refused = world.get(&world.path("/texts?lang=xx"), &token).await;
    assert_eq!(refused.code(), "language_unknown");
    assert!(refused.json()["known"].as_array().unwrap().contains(&"ru".into()));
    assert_eq!(world.get(&world.path("/texts?language=ru"), &token).await.code(), "query_malformed");
}

#[tokio::test]
async fn texts_that_have_not_changed_are_not_sent_again() {
    let world = World::new().await;
    let token = world.token(Role::Expert).await;
    let answer = world.get(&world.path("/texts"), &token).await;
    assert_eq!(answer.header("cache-control"), "private, no-cache");
    let again = || {
        let mut request = request(Method::GET, &world.path("/texts"), &token, None);
        request.headers_mut().insert(header::IF_NONE_MATCH, answer.header("etag").parse().unwrap());
        request
    };
    let unchanged = world.send(again()).await;
    assert_eq!((unchanged.status, unchanged.body.len()), (StatusCode::NOT_MODIFIED, 0));

    let (document, _) = shown(&world, &token, "en").await[4].clone();
    let mut peer = Peer::open(&served(&world).await, &token, "peer-texts").await.unwrap();
    peer.find(document).await.unwrap();
    peer.insert(document, 0, "New words. ").await.unwrap();
    peer.settled(document).await.unwrap();
    assert_eq!(world.send(again()).await.status, StatusCode::OK);
    assert_eq!(given(&world, &token, "").await, shown(&world, &token, "en").await);
}

#[tokio::test]
async fn a_frozen_text_is_given_as_it_was_frozen_and_late_proposals_are_not_given() {
    let world = World::new().await;
    let (token, moderator) = (world.token(Role::Expert).await, world.token(Role::Moderator).await);
    let shown_before = shown(&world, &token, "en").await;
    let draft = world.get(&world.path(""), &token).await.json();
    let r4 = draft["paragraphs"].as_array().unwrap().iter().find(|each| each["id"] == "r4").unwrap();
    let (document, frozen_at) = text_of(r4, "en").unwrap();
    let mut peer = Peer::open(&served(&world).await, &token, "peer-texts").await.unwrap();
    peer.find(document).await.unwrap();
    let freeze = r#"{"type":"freeze","paragraphs":["r4"],"lang":"en"}"#;
    assert_eq!(world.post(&world.path("/acts"), &moderator, freeze).await.status, StatusCode::OK);
    peer.insert(document, 0, "Late: ").await.unwrap();
    peer.settled(document).await.unwrap();
    let draft = world.get(&world.path(""), &token).await.json();
    assert_eq!(draft["proposals"].as_array().unwrap().len(), 1);
    let given: BTreeMap<_, _> = given(&world, &token, "").await.into_iter().collect();
    assert_eq!(given[&document], frozen_at);
    assert_eq!(given.into_iter().collect::<BTreeSet<_>>(), shown_before.into_iter().collect());
}

#[tokio::test]
async fn a_text_whose_log_has_grown_long_is_given_as_the_room_last_gave_it_or_left_out() {
    let world = World::new().await;
    let token = world.token(Role::Expert).await;
    let (document, _) = shown(&world, &token, "en").await[4].clone();
    let url = served(&world).await;
    let mut peer = Peer::open(&url, &token, "peer-texts").await.unwrap();
    peer.find(document).await.unwrap();
    for _ in 0..40 {
        // of letters that do not shrink
        let words: String = (0..200).map(|_| char::from(b'a' + fresh_byte() % 26)).collect();
        peer.insert(document, 0, &words).await.unwrap();
        peer.settled(document).await.unwrap();
    }
    let has = |given: Vec<(DocumentId, Vec<String>)>| given.into_iter().find(|(each, _)| *each == document);
    let before = has(given(&world, &token, "").await);
    let mut newcomer = Peer::open(&url, &token, "peer-newcomer").await.unwrap();
    newcomer.find(document).await.unwrap();
    let now = shown(&world, &token, "en").await[4].clone();
    assert_ne!(before.as_ref(), Some(&now), "the log is still short: this test tries nothing");
    assert_eq!(has(given(&world, &token, "").await), Some(now));
}

fn fresh_byte() -> u8 {
    let mut byte = [0];
    getrandom::fill(&mut byte).unwrap();
    byte[0]
}

#[tokio::test]
async fn a_text_that_is_damaged_on_disk_is_left_out_and_the_others_are_there() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    let mut rest = shown(&world, &token, "en").await;
    let (damaged, _) = rest.remove(4);
    let database = rusqlite::Connection::open(world.directory.path().join("maslahat.db")).unwrap();
    let spoil = "UPDATE entries SET body = zeroblob(length(body)) WHERE log = (SELECT id FROM logs WHERE name = ?1)";
    assert_eq!(database.execute(spoil, [LogId::text(damaged).to_bytes()]).unwrap(), 1);
    assert_eq!(given(&world, &token, "").await, rest);
    assert_eq!(given(&world, &token, "").await, rest, "once more, from what is kept");
}

#[tokio::test]
async fn only_members_are_given_texts() {
    let world = World::new().await;
    assert_eq!(world.get(&world.path("/texts"), "").await.code(), "not_signed_in");
    let secretariat = world.token(Role::Secretariat).await;
    let elsewhere = world.post("/api/v1/drafts", &secretariat, FIXTURE).await.json()["id"].as_str().unwrap().to_owned();
    let expert = world.token(Role::Expert).await;
    assert_eq!(world.get(&format!("/api/v1/drafts/{elsewhere}/texts"), &expert).await.code(), "not_a_member");
    assert_eq!(given(&world, &expert, "").await, shown(&world, &expert, "en").await);
}

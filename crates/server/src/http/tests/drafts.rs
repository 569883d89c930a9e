//! Drafts over HTTP: what is shown, what is done to it, what is made anew.

use serde_json::json;

use super::*;

fn paragraph<'a>(draft: &'a Value, id: &str) -> &'a Value {
    draft["paragraphs"].as_array().unwrap().iter().find(|each| each["id"] == id).unwrap()
}

#[tokio::test]
async fn a_draft_is_shown_with_all_that_is_promised() {
    let world = World::new().await;
    let token = world.token(Role::Expert).await;
    let answer = world.get(&world.path(""), &token).await;
    assert_eq!(answer.header("content-type"), "application/json");
    let draft = answer.json();
    assert_eq!(draft["id"], world.draft.to_string());
    assert_eq!(draft["symbol"], "CA-IC/2019/CRP.1/Rev.2");
    assert_eq!(draft["title"], "Recommendations to the Presidents of the States of Central Asia");
    assert!(draft["register"].as_str().unwrap().starts_with("automerge:"));
    assert_eq!(draft["languages"][0], "en");
    assert_eq!((draft["stage"].as_str(), draft["reading"].as_str()), (Some("rolling_text"), Some("second")));
    assert_eq!(draft["sections"].as_array().unwrap().len(), 8);
    assert_eq!((draft["organisers"].as_array().unwrap().len(), draft["addressees"].as_array().unwrap().len()), (2, 5));
    assert_eq!(draft["delegations"]["D16"]["name"], "Delegation 16");
    assert_eq!(draft["me"]["role"], "expert");
    assert_eq!((&draft["frozen"], &draft["proposals"]), (&Value::Null, &json!([])));
    assert!(draft["comments"].as_array().unwrap().iter().any(|comment| comment["on"] == "r9"));

    let r4 = paragraph(&draft, "r4");
    assert_eq!(
        (&r4["kind"], &r4["number"], &r4["status"], &r4["section"]),
        (&json!("recommendation"), &json!("4"), &json!("bracketed"), &json!("I"))
    );
    let text = &r4["texts"]["en"];
    assert!(text["url"].as_str().unwrap().starts_with("automerge:"));
    assert_eq!((&text["state"], &text["frozen"]), (&json!("open"), &Value::Null));
    assert_eq!(text["heads"].as_array().unwrap().len(), 1);
    let letters = text["text"].as_str().unwrap();
    assert_eq!(text["sha256"], maslahat_model::rich_text::sha256_hex(letters));
    let spans: String = text["spans"].as_array().unwrap().iter().map(|span| span["text"].as_str().unwrap()).collect();
    assert_eq!(spans, letters);
    let ids: Vec<_> = draft["paragraphs"].as_array().unwrap().iter().map(|each| each["id"].clone()).collect();
    assert_eq!(json!(ids), draft["order"]);
}

#[tokio::test]
async fn an_unchanged_draft_is_not_sent_again() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let tag = world.get(&world.path(""), &token).await.header("etag").to_owned();
    let again = |tag: &str| {
        let mut request = request(Method::GET, &world.path(""), &token, None);
        request.headers_mut().insert(header::IF_NONE_MATCH, tag.parse().unwrap());
        request
    };
    let unchanged = world.send(again(&tag)).await;
    assert_eq!((unchanged.status, unchanged.body.len()), (StatusCode::NOT_MODIFIED, 0));
    let frozen = world.post(&world.path("/acts"), &token, r#"{"type":"freeze","paragraphs":["r1"]}"#).await;
    assert_eq!(frozen.status, StatusCode::OK, "{}", frozen.json());
    assert_eq!(world.send(again(&tag)).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_freeze_is_done_once_and_is_in_the_ledger() {
    let world = World::new().await;
    let (moderator, expert) = (world.token(Role::Moderator).await, world.token(Role::Expert).await);
    let body = r#"{"type":"freeze","paragraphs":["r4"],"lang":"en"}"#;
    assert_eq!(world.post(&world.path("/acts"), &expert, body).await.code(), "act_forbidden");
    let keyed = || {
        let mut request = request(Method::POST, &world.path("/acts"), &moderator, Some(body));
        request.headers_mut().insert("idempotency-key", "k1".parse().unwrap());
        request
    };
    let first = world.send(keyed()).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.json());
    let second = world.send(keyed()).await;
    assert_eq!((second.status, second.json()), (StatusCode::OK, first.json()));
    assert_eq!(world.post(&world.path("/acts"), &moderator, body).await.code(), "already_frozen");

    let draft = world.get(&world.path(""), &expert).await.json();
    let text = &paragraph(&draft, "r4")["texts"]["en"];
    assert_eq!((text["state"].as_str(), text["frozen"]["by"]["name"].as_str()), (Some("frozen"), Some("A moderator")));
    assert!(text["frozen"]["at"].as_str().unwrap().ends_with('Z'));
    let ledger = world.get(&world.path("/ledger"), &expert).await.json();
    let entries = ledger["entries"].as_array().unwrap();
    let acts: Vec<_> = entries.iter().filter(|entry| entry["act"]["type"] == "freeze").collect();
    assert_eq!((acts.len(), &acts[0]["by"]["name"], &ledger["next"]), (1, &json!("A moderator"), &Value::Null));
    let page = world.get(&world.path("/ledger?limit=1"), &expert).await.json();
    assert_eq!((page["entries"].as_array().unwrap().len(), &page["next"]), (1, &json!(1)));
    let rest = world.get(&world.path("/ledger?after=1"), &expert).await.json();
    assert_eq!(rest["entries"].as_array().unwrap().len(), entries.len() - 1);
    assert_eq!(world.get(&world.path("/ledger?after=minus"), &expert).await.code(), "query_malformed");
}

#[tokio::test]
async fn acts_that_cannot_be_done_say_why() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    for (body, code) in [
        (r#"{"type":"freeze","paragraphs":["r999"]}"#, "paragraph_unknown"),
        (r#"{"type":"freeze","paragraphs":["r4"],"lang":"xx"}"#, "text_unknown"),
        (r#"{"type":"freeze"}"#, "nothing_named"),
        (r#"{"type":"reopen","paragraphs":["r4"]}"#, "not_frozen"),
        (r#"{"type":"set-status","paragraph":"r4","status":"frozen"}"#, "status_derived"),
        (r#"{"type":"reject-proposal","proposal":"none"}"#, "proposal_unknown"),
        (r#"{"type":"dance"}"#, "json_unexpected"),
        (r#"{"type":"freeze","paragraphs":"r4"}"#, "json_unexpected"),
        (r#"[]"#, "json_unexpected"),
    ] {
        assert_eq!(world.post(&world.path("/acts"), &token, body).await.code(), code, "{body}");
    }
    let mut keyed = request(Method::POST, &world.path("/acts"), &token, Some(r#"{"type":"freeze","scope":"draft"}"#));
    keyed.headers_mut().insert("idempotency-key", "k".repeat(201).parse().unwrap());
    assert_eq!(world.send(keyed).await.code(), "idempotency_key_unusable");
}

#[tokio::test]
async fn the_secretariat_brings_a_new_draft() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let made = world.post("/api/v1/drafts", &token, FIXTURE).await;
    assert_eq!(made.status, StatusCode::CREATED, "{}", made.json());
    let id = made.json()["id"].as_str().unwrap().to_owned();
    assert_eq!(made.header("location"), format!("/api/v1/drafts/{id}"));
    assert!(made.json()["report"]["counts"].as_array().unwrap().len() > 3);
    let drafts = world.get("/api/v1/drafts", &token).await.json();
    assert_eq!(drafts.as_array().unwrap().len(), 2);
    assert_eq!((&drafts[1]["id"], &drafts[1]["role"]), (&json!(id), &json!("secretariat")));
    let draft = world.get(&format!("/api/v1/drafts/{id}"), &token).await.json();
    assert_eq!(draft["people"].as_object().unwrap().len(), 1);
    let twice = FIXTURE.replace("\"id\": \"pp2\"", "\"id\": \"pp1\"");
    assert_eq!(world.post("/api/v1/drafts", &token, &twice).await.code(), "draft_invalid");
    let broken = world.post("/api/v1/drafts", &token, &FIXTURE[..FIXTURE.len() / 2]).await;
    assert_eq!(broken.code(), "json_malformed");
    assert!(broken.json()["line"].as_u64().unwrap() > 100);
    assert_eq!(world.get("/api/v1/drafts", &token).await.json().as_array().unwrap().len(), 2, "nothing half done");
}

#[tokio::test]
async fn unknown_formats_and_languages_are_named() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    let format = world.get(&world.path("/exports/odt"), &token).await;
    assert_eq!(format.code(), "format_unknown");
    assert!(format.json()["known"].as_array().unwrap().contains(&json!("pdf")));
    let language = world.get(&world.path("/exports/json?lang=xx"), &token).await;
    assert_eq!(language.code(), "language_unknown");
    assert!(language.json()["known"].as_array().unwrap().contains(&json!("uz-Latn")));
    assert_eq!(world.get(&world.path("/exports/json?color=red"), &token).await.code(), "query_malformed");
}

#[tokio::test]
async fn an_export_comes_with_its_media_type_name_and_length() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    let file = world.get(&world.path("/exports/json"), &token).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/json"));
    assert_eq!(file.header("content-length"), file.body.len().to_string());
    let disposition = file.header("content-disposition");
    assert!(disposition.starts_with("attachment; filename=\"") && disposition.ends_with(".json\""), "{disposition}");
    let (sent, exported): (Value, Value) = (serde_json::from_str(FIXTURE).unwrap(), file.json());
    assert_eq!(sent["preamble"], exported["preamble"]);
    let certificate = world.get(&world.path("/certificate"), &token).await;
    assert_eq!((certificate.code().as_str(), certificate.status), ("draft_not_frozen", StatusCode::CONFLICT));
}

#[tokio::test]
async fn the_ledger_comes_as_a_file_that_proves_itself() {
    let world = World::new().await;
    let (moderator, observer) = (world.token(Role::Moderator).await, world.token(Role::Observer).await);
    world.post(&world.path("/acts"), &moderator, r#"{"type":"freeze","paragraphs":["r4"]}"#).await;
    let file = world.get(&world.path("/ledger?format=jsonl"), &observer).await;
    assert_eq!((file.status, file.header("content-type")), (StatusCode::OK, "application/jsonl"));
    assert!(file.header("content-disposition").contains(&format!("ledger-{}.jsonl", world.draft)));
    let proof = crate::ledger::check(&file.body).unwrap();
    let pages = world.get(&world.path("/ledger"), &observer).await.json();
    let last = pages["entries"].as_array().unwrap().last().unwrap().clone();
    assert_eq!(
        (proof.draft, last["seq"].as_u64(), last["chain"].as_str()),
        (world.draft, Some(proof.entries), Some(proof.head.as_str()))
    );
    let mut accepting = request(Method::GET, &world.path("/ledger"), &observer, None);
    accepting.headers_mut().insert(header::ACCEPT, "application/jsonl, */*;q=0.1".parse().unwrap());
    assert_eq!(world.send(accepting).await.body, file.body);
    assert_eq!(world.get(&world.path("/ledger?format=csv"), &observer).await.code(), "query_malformed");
}

#[tokio::test]
async fn imported_wording_has_no_author_and_what_is_not_there_is_named() {
    let world = World::new().await;
    let observer = world.token(Role::Observer).await;
    let draft = world.get(&world.path(""), &observer).await.json();
    let r4 = draft["paragraphs"].as_array().unwrap().iter().find(|paragraph| paragraph["id"] == "r4").unwrap();
    let text = &r4["texts"]["en"];
    let blame = world.get(&world.path("/paragraphs/r4/blame?lang=en"), &observer).await.json();
    assert_eq!((&blame["text"], &blame["url"], &blame["heads"]), (&text["text"], &text["url"], &text["heads"]));
    let runs = blame["runs"].as_array().unwrap();
    let units = text["text"].as_str().unwrap().encode_utf16().count();
    assert_eq!((runs.len(), &runs[0]["by"], runs[0]["end"].as_u64()), (1, &Value::Null, Some(units as u64)));
    assert!(runs[0]["at"].as_str().unwrap() > "2020");
    assert_eq!(world.get(&world.path("/paragraphs/r4/blame"), &observer).await.json(), blame);
    for (path, code) in
        [("r99/blame", "paragraph_unknown"), ("r4/blame?lang=xx", "text_unknown"), ("r4/blame?x=1", "query_malformed")]
    {
        assert_eq!(world.get(&world.path(&format!("/paragraphs/{path}")), &observer).await.code(), code);
    }
}

#[tokio::test]
async fn a_draft_is_shown_without_what_the_store_cannot_give_back() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let register = world.state.rooms.read(world.draft, |room| room.register().clone()).await.unwrap();
    let document = register.paragraphs["r4"].texts["en"].document().unwrap();
    let database = rusqlite::Connection::open(world.directory.path().join("maslahat.db")).unwrap();
    let spoil = "UPDATE entries SET body = zeroblob(length(body)) WHERE log = (SELECT id FROM logs WHERE name = ?1)";
    let log = maslahat_protocol::LogId::text(document);
    assert_eq!(database.execute(spoil, [log.to_bytes()]).unwrap(), 1);

    let draft = world.get(&world.path(""), &token).await.json();
    let text = &paragraph(&draft, "r4")["texts"]["en"];
    assert_eq!((&text["damaged"], &text["state"]), (&json!(true), &json!("open")));
    assert_eq!((&text["heads"], &text["text"], &text["sha256"]), (&json!([]), &json!(""), &json!("")));
    let other = &paragraph(&draft, "r5")["texts"]["en"];
    assert_eq!(other["damaged"], Value::Null);
    assert!(!other["text"].as_str().unwrap().is_empty());

    let export = world.get(&world.path("/exports/md?lang=en"), &token).await;
    assert_eq!(export.code(), "draft_damaged");
    assert!(export.json()["detail"].as_str().unwrap().contains("paragraph r4 in en"), "{}", export.json());
}

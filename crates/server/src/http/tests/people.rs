//! Invitations and sessions over HTTP.

use std::io::Write;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex};

use super::*;
use crate::http::access::COOKIE;

async fn invited(world: &World) -> String {
    world.state.people.invite(world.draft, Role::Expert, "Expert", Some("D16"), Uses::Once).await.unwrap().code
}

fn joining(code: &str) -> String {
    format!(r#"{{"invitation":"{code}"}}"#)
}

#[tokio::test]
async fn an_invitation_becomes_a_session_by_cookie_and_by_token() {
    let world = World::new().await;
    let code = invited(&world).await;
    let joined = world.post("/api/v1/sessions", "", &joining(&code)).await;
    assert_eq!(joined.status, StatusCode::CREATED);
    let answer = joined.json();
    assert_eq!((answer["person"]["name"].as_str(), answer["person"]["seat"].as_str()), (Some("Expert"), Some("D16")));
    assert_eq!(answer["person"]["role"], "expert");
    assert_eq!(answer["draft"], world.draft.to_string());
    let token = answer["token"].as_str().unwrap();
    let cookie = joined.header("set-cookie");
    assert!(cookie.starts_with(&format!("{COOKIE}={token}; Path=/; Max-Age=2592000; ")), "{cookie}");
    assert!(cookie.ends_with("; HttpOnly; SameSite=Lax"), "{cookie}");
    assert_eq!(joined.header("cache-control"), "no-store");

    let mut by_cookie = request(Method::GET, "/api/v1/me", "", None);
    by_cookie.headers_mut().insert(header::COOKIE, format!("{COOKIE}={token}").parse().unwrap());
    let me = world.send(by_cookie).await.json();
    assert_eq!(me, world.get("/api/v1/me", token).await.json());
    assert_eq!((&me["person"], &me["drafts"][0]["role"]), (&answer["person"], &answer["person"]["role"]));
    assert_eq!(me["session"]["expires"], answer["expires"]);
    let draft = world.get(&world.path(""), token).await.json();
    let person = &draft["people"][answer["person"]["id"].as_str().unwrap()];
    assert_eq!((person["name"].as_str(), person["role"].as_str()), (Some("Expert"), Some("expert")));
}

#[tokio::test]
async fn a_used_invitation_is_good_for_its_own_session_only() {
    let world = World::new().await;
    let code = invited(&world).await;
    let joined = world.post("/api/v1/sessions", "", &joining(&code)).await.json();
    assert_eq!(world.post("/api/v1/sessions", "", &joining(&code)).await.code(), "invitation_used");
    assert_eq!(
        world.post("/api/v1/sessions", &world.token(Role::Expert).await, &joining(&code)).await.code(),
        "invitation_used"
    );
    let again = world.post("/api/v1/sessions", joined["token"].as_str().unwrap(), &joining(&code)).await;
    assert_eq!((again.status, again.json()["person"]["id"].clone()), (StatusCode::OK, joined["person"]["id"].clone()));
    assert_eq!(again.json()["token"], joined["token"]);
    let mut by_cookie = request(Method::POST, "/api/v1/sessions", "", Some(&joining(&code)));
    let cookie = format!("{COOKIE}={}", joined["token"].as_str().unwrap());
    by_cookie.headers_mut().insert(header::COOKIE, cookie.parse().unwrap());
    let again = world.send(by_cookie).await;
    assert_eq!(again.status, StatusCode::OK);
    assert_eq!(again.json().get("token"), None, "a script can read what the cookie keeps from it");
}

#[tokio::test]
async fn the_cookie_is_secure_behind_tls() {
    let world = World::with(Config { trust_proxy: true, ..Config::default() }).await;
    let mut join = request(Method::POST, "/api/v1/sessions", "", Some(&joining(&invited(&world).await)));
    join.headers_mut().insert("x-forwarded-proto", "https".parse().unwrap());
    let joined = world.send(join).await;
    assert!(joined.header("set-cookie").ends_with("; Secure"));
    assert_eq!(joined.header("strict-transport-security"), "max-age=31536000");
}

#[tokio::test]
async fn wrong_codes_are_refused_and_cannot_be_tried_for_ever() {
    let world = World::new().await;
    for code in ["wrong", "", "'; --", &"x".repeat(100_000)] {
        let body = serde_json::json!({ "invitation": code }).to_string();
        assert_eq!(world.post("/api/v1/sessions", "", &body).await.code(), "invitation_unknown");
    }
    let mut last = String::new();
    for _ in 0..30 {
        let refused = world.post("/api/v1/sessions", "", &joining("guess")).await;
        last = refused.code();
        if last == "too_many_tries" {
            assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
            break;
        }
    }
    assert_eq!(last, "too_many_tries");
    let code = invited(&world).await;
    assert_eq!(world.post("/api/v1/sessions", "", &joining(&code)).await.code(), "too_many_tries");
}

#[tokio::test]
async fn signing_out_ends_the_session() {
    let world = World::new().await;
    let token = world.token(Role::Expert).await;
    let out = world.call(Method::DELETE, "/api/v1/sessions/current", &token, None).await;
    assert_eq!(out.status, StatusCode::NO_CONTENT);
    assert!(out.header("set-cookie").contains("Max-Age=0"));
    let after = world.get("/api/v1/me", &token).await;
    assert_eq!((after.code().as_str(), after.status), ("session_unknown", StatusCode::UNAUTHORIZED));
    assert!(after.header("www-authenticate").starts_with("Bearer"));
}

#[tokio::test]
async fn what_has_expired_says_so() {
    static NOW_MS: AtomicI64 = AtomicI64::new(1_700_000_000_000);
    let world = World::at(Config::default(), || NOW_MS.load(Ordering::SeqCst)).await;
    let (token, code) = (world.token(Role::Expert).await, invited(&world).await);
    NOW_MS.fetch_add(31 * 24 * 60 * 60 * 1000, Ordering::SeqCst);
    let session = world.get("/api/v1/me", &token).await;
    assert_eq!((session.code().as_str(), session.status), ("session_expired", StatusCode::UNAUTHORIZED));
    let invitation = world.post("/api/v1/sessions", "", &joining(&code)).await;
    assert_eq!((invitation.code().as_str(), invitation.status), ("invitation_expired", StatusCode::GONE));
}

#[tokio::test]
async fn a_session_survives_a_restart() {
    let world = World::new().await;
    let secret = world.token(Role::Moderator).await;
    let world = world.restarted().await;
    assert_eq!(world.get("/api/v1/me", &secret).await.json()["person"]["role"], "moderator");
    assert_eq!(world.get(&world.path(""), &secret).await.status, StatusCode::OK);
}

#[tokio::test]
async fn the_secretariat_invites_and_sees_what_became_of_it() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let made = world.post(&world.path("/invitations"), &token, r#"{"name":"Moderator A","role":"moderator"}"#).await;
    assert_eq!(made.status, StatusCode::CREATED);
    let link = made.json()["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://drafts.test/join/"), "{link}");
    let state_of_it = async || {
        let list = world.get(&world.path("/invitations"), &token).await.json();
        let found = list.as_array().unwrap().iter().find(|each| each["name"] == "Moderator A").unwrap().clone();
        assert!(!list.to_string().contains(link.rsplit('/').next().unwrap()), "a code is shown again");
        found["state"].as_str().unwrap().to_owned()
    };
    assert_eq!(state_of_it().await, "open");
    assert_eq!(world.post("/api/v1/sessions", "", &joining(&link)).await.status, StatusCode::CREATED);
    assert_eq!(state_of_it().await, "used");
    for (body, code) in [
        (serde_json::json!({"name": "x".repeat(201), "role": "expert"}), "name_unusable"),
        (serde_json::json!({"name": "a\nb", "role": "expert"}), "name_unusable"),
        (serde_json::json!({"name": "a", "role": "expert", "seat": "D99"}), "seat_unknown"),
        (serde_json::json!({"name": "a", "role": "king"}), "json_unexpected"),
        (serde_json::json!({"name": "a", "role": "expert", "more": 1}), "json_unexpected"),
        (serde_json::json!({"role": "expert"}), "json_unexpected"),
    ] {
        assert_eq!(world.post(&world.path("/invitations"), &token, &body.to_string()).await.code(), code, "{body}");
    }
}

#[tokio::test]
async fn an_unused_invitation_is_taken_back_and_a_used_one_is_not() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let code = invited(&world).await;
    let state_of = |list: &Value, state: &str| {
        let all = list.as_array().unwrap().clone();
        let found = all.into_iter().find(|each| each["state"] == state);
        found.map(|each| each["id"].as_str().unwrap().to_owned())
    };
    let list = world.get(&world.path("/invitations"), &token).await.json();
    let (open, used) = (state_of(&list, "open").unwrap(), state_of(&list, "used").unwrap());
    let revoke = async |id: &str| {
        let path = world.path(&format!("/invitations/{id}"));
        world.call(Method::DELETE, &path, &token, None).await
    };
    assert_eq!(revoke(&used).await.code(), "invitation_kept");
    assert_eq!(revoke(&open).await.status, StatusCode::NO_CONTENT);
    assert_eq!(revoke(&open).await.code(), "invitation_unlisted");
    assert_eq!(world.post("/api/v1/sessions", "", &joining(&code)).await.code(), "invitation_unknown");
    let list = world.get(&world.path("/invitations"), &token).await.json();
    assert_eq!(state_of(&list, "open"), None);

    let again = People::load(world.state.store.clone()).await.unwrap();
    assert!(again.invitations(world.draft).iter().all(|each| each.id != open));
}

/// The log of the whole test process: a subscriber of one thread misses what other threads saw first.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().write(bytes)
    }
    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn tokens_and_codes_never_reach_the_log() {
    let log = Log::default();
    let writer = log.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(tracing::Level::TRACE).with_writer(move || writer.clone()).finish();
    tracing::subscriber::set_global_default(subscriber).unwrap();
    let world = World::new().await;
    let code = invited(&world).await;
    let joined = world.post("/api/v1/sessions", "", &joining(&code)).await.json();
    let token = joined["token"].as_str().unwrap().to_owned();
    for path in ["/api/v1/me", &world.path(""), &format!("/join/{code}"), &format!("/sync?token={token}")] {
        world.get(path, &token).await;
    }
    world.call(Method::DELETE, "/api/v1/sessions/current", &token, None).await;
    let written = String::from_utf8_lossy(&log.0.lock().unwrap()).into_owned();
    let person = joined["person"]["id"].as_str().unwrap();
    assert!(written.contains("/api/v1/sessions/current") && written.contains(person), "the log is empty");
    assert!(!written.contains(&code) && !written.contains(&token));
}

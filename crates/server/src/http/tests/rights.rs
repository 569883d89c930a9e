//! Every route with every role; who else may not.

use std::collections::BTreeSet;

use super::*;
use crate::http::access::{Access, COOKIE};

/// What a route is called with: harmless, and past every check but the one on the act itself.
fn body_for(entry: &Entry) -> Option<&'static str> {
    match (entry.method, entry.path.as_str()) {
        ("POST", "/api/v1/sessions") => Some(r#"{"invitation":"nobody"}"#),
        ("POST", "/api/v1/drafts") => Some("{}"),
        ("POST", "/api/v1/drafts/{id}/acts") => Some(r#"{"type":"freeze","paragraphs":["r999"]}"#),
        ("POST", "/api/v1/drafts/{id}/invitations") => Some(r#"{"name":"","role":"expert"}"#),
        ("GET" | "DELETE", _) => None,
        (method, path) => panic!("say what {method} {path} is called with"),
    }
}

async fn refusal(world: &World, entry: &Entry, token: &str) -> String {
    let path = entry
        .path
        .replace("{id}", &world.draft.to_string())
        .replace("{format}", "nonsense")
        .replace("{invitation}", "nonsense");
    let method = entry.method.parse().unwrap();
    world.call(method, &path, token, body_for(entry)).await.code()
}

#[tokio::test]
async fn the_role_is_checked_on_every_route() {
    let world = World::new().await;
    let entries = world.table.clone();
    assert!(entries.len() >= 16, "the table is not whole");
    for entry in entries.iter().filter(|entry| entry.path != "/sync") {
        let anonymous = refusal(&world, entry, "").await;
        let place = format!("{} {}", entry.method, entry.path);
        assert_eq!(anonymous == "not_signed_in", entry.access != Access::Anyone, "{place}: {anonymous}");
        assert_eq!(
            refusal(&world, entry, "wrong").await == "session_unknown",
            entry.access != Access::Anyone,
            "{place}"
        );
        for role in Role::ALL {
            let allowed = match entry.access {
                Access::Anyone | Access::SignedIn => true,
                Access::Secretariat => *role == Role::Secretariat,
                Access::Member(least) => *role >= least,
            };
            let refused = refusal(&world, entry, &world.token(*role).await).await;
            assert_eq!(refused == "role_forbidden", !allowed, "{place} as {role}: {refused:?}");
            assert!(
                !["not_signed_in", "session_unknown", "internal"].contains(&refused.as_str()),
                "{place} as {role}: {refused}"
            );
        }
    }
}

#[tokio::test]
async fn an_observer_reads_and_never_writes() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    for rest in ["", "/ledger", "/paragraphs/r4/blame"] {
        assert_eq!(world.get(&world.path(rest), &token).await.status, StatusCode::OK);
    }
    let changing = world.table.iter().filter(|entry| entry.method != "GET" && entry.path.contains("{id}"));
    for entry in changing {
        assert_eq!(refusal(&world, entry, &token).await, "role_forbidden", "{} {}", entry.method, entry.path);
    }
}

#[tokio::test]
async fn what_is_said_to_one_person_is_kept_by_no_cache() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let readable = world.table.iter().filter(|entry| entry.method == "GET" && entry.path.starts_with("/api/"));
    for entry in readable {
        let path = entry.path.replace("{id}", &world.draft.to_string());
        let answer = world.get(&path.replace("{format}", "json"), &token).await;
        let caching = answer.header("cache-control");
        if entry.path == "/api/v1/drafts/{id}" {
            assert_eq!(caching, "private, no-cache");
            assert!(answer.header("vary").contains("Cookie, Authorization"));
        } else {
            assert!(caching.ends_with("no-store"), "{path}: {caching:?}");
        }
    }
    let act = r#"{"type":"set-status","paragraphs":["r4"],"status":"agreed"}"#;
    let act = world.post(&world.path("/acts"), &token, act).await;
    assert!(act.header("cache-control").ends_with("no-store"), "{}", act.status);
}

#[tokio::test]
async fn a_member_of_another_draft_stays_outside() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let other = world.post("/api/v1/drafts", &world.token(Role::Secretariat).await, FIXTURE).await.json()["id"].clone();
    let other = other.as_str().unwrap();
    for rest in ["", "/ledger", "/exports/json", "/invitations", "/paragraphs/r4/blame"] {
        assert_eq!(world.get(&format!("/api/v1/drafts/{other}{rest}"), &token).await.code(), "not_a_member");
    }
    let act = world.post(&format!("/api/v1/drafts/{other}/acts"), &token, r#"{"type":"freeze","scope":"draft"}"#).await;
    assert_eq!(act.code(), "not_a_member");
    assert!(!world.get("/api/v1/drafts", &token).await.json().to_string().contains(other));
    for unknown in ["nonsense", "11111111111111111111111111111111111111111111111111", "A", "%00", "%ff%fe"] {
        assert_eq!(world.get(&format!("/api/v1/drafts/{unknown}"), &token).await.code(), "draft_unknown", "{unknown}");
    }
}

#[tokio::test]
async fn every_route_is_described_with_its_access() {
    let world = World::new().await;
    let document = world.get("/api/openapi.json", "").await.json();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1"));
    let mut described = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            described.insert(format!("{} {path}", method.to_uppercase()));
            assert!(operation["description"].as_str().unwrap().contains("Access: "), "{method} {path}");
            assert!(operation["responses"]["default"].is_object(), "{method} {path}");
        }
    }
    let routed: BTreeSet<_> = world.table.iter().map(|entry| format!("{} {}", entry.method, entry.path)).collect();
    assert_eq!(described, routed);
    for promised in [
        "POST /api/v1/sessions",
        "GET /api/v1/me",
        "GET /api/v1/drafts",
        "POST /api/v1/drafts",
        "GET /api/v1/drafts/{id}",
        "GET /api/v1/drafts/{id}/ledger",
        "GET /api/v1/drafts/{id}/certificate",
        "GET /api/v1/drafts/{id}/exports/{format}",
        "POST /api/v1/drafts/{id}/acts",
        "GET /healthz",
        "GET /readyz",
        "GET /metrics",
        "GET /sync",
        "GET /api/openapi.json",
    ] {
        assert!(routed.contains(promised), "{promised}");
    }
    let text = document.to_string();
    let named = text
        .match_indices("#/components/schemas/")
        .map(|(at, start)| text[at + start.len()..].split('"').next().unwrap());
    for schema in named {
        assert!(document["components"]["schemas"][schema].is_object(), "{schema} is not described");
    }
}

#[tokio::test]
async fn another_site_cannot_use_the_cookie() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let act = |headers: &[(&str, &str)]| {
        let mut request =
            request(Method::POST, &world.path("/acts"), "", Some(r#"{"type":"freeze","paragraphs":["r999"]}"#));
        let cookie = format!("{COOKIE}={token}");
        for (name, value) in headers.iter().chain(&[("cookie", cookie.as_str())]) {
            request
                .headers_mut()
                .insert(header::HeaderName::from_bytes(name.as_bytes()).unwrap(), value.parse().unwrap());
        }
        request
    };
    for own in [&[("origin", "http://drafts.test")][..], &[("sec-fetch-site", "same-origin")], &[]] {
        assert_eq!(world.send(act(own)).await.code(), "paragraph_unknown", "{own:?}");
    }
    for foreign in [
        ("origin", "http://evil.test"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
    ] {
        assert_eq!(world.send(act(&[foreign])).await.code(), "origin_forbidden", "{foreign:?}");
    }
    let mut login = request(Method::POST, "/api/v1/sessions", "", Some(r#"{"invitation":"x"}"#));
    login.headers_mut().insert(header::ORIGIN, "http://evil.test".parse().unwrap());
    assert_eq!(world.send(login).await.code(), "origin_forbidden");
}

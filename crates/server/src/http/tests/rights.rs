//! Who may not, and what every route says of itself. What each role may is in the matrix.

use std::collections::BTreeSet;

use super::*;
use crate::http::access::COOKIE;

#[tokio::test]
async fn an_observer_reads() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    for rest in ["", "/ledger", "/paragraphs/r4/blame"] {
        assert_eq!(world.get(&world.path(rest), &token).await.status, StatusCode::OK);
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
        if ["/api/v1/drafts/{id}", "/api/v1/drafts/{id}/texts"].contains(&entry.path.as_str()) {
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
    for rest in ["", "/ledger", "/exports/json", "/invitations", "/people", "/sessions", "/paragraphs/r4/blame"] {
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
            for status in ["413", "429", "500"] {
                let problem = &operation["responses"][status]["content"]["application/problem+json"];
                assert!(problem.is_object(), "{method} {path}: {status}");
            }
            assert!(operation["responses"].get("default").is_none(), "{method} {path} says anything may come");
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

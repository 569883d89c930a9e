//! Every route of the router's table.

use super::*;
use crate::http::access::Access;

/// What a route is called with so that nothing but the caller can be wrong with it.
async fn request_for(entry: &Entry, scene: &Scene<'_>) -> (String, Option<String>) {
    let mut path = entry.path.replace("{id}", &scene.draft.to_string());
    let mut body = None;
    match (entry.method, entry.path.as_str()) {
        ("POST", "/api/v1/sessions") => {
            let code = scene.invited(Role::Observer).await;
            body = Some(format!(r#"{{"invitation":"{code}"}}"#));
        }
        ("POST", "/api/v1/drafts") => body = Some(scene::SMALL.to_owned()),
        ("POST", "/api/v1/drafts/{id}/acts") => {
            // how each act fares is the other table; withdrawing what is not there is refused to nobody
            body = Some(r#"{"type":"withdraw-proposal","proposal":"none"}"#.to_owned());
        }
        ("POST", "/api/v1/drafts/{id}/invitations") => {
            body = Some(r#"{"name":"Somebody new","role":"expert","seat":"D16"}"#.to_owned());
        }
        ("DELETE", "/api/v1/drafts/{id}/invitations/{invitation}") => {
            scene.invited(Role::Observer).await;
            path = path.replace("{invitation}", &scene.open_invitation());
        }
        ("POST", "/api/v1/drafts/{id}/people/import") => body = Some("name,role\nSomebody new,expert\n".to_owned()),
        ("PATCH", "/api/v1/drafts/{id}/people/{person}") => {
            body = Some(r#"{"role":"moderator"}"#.to_owned());
            path = path.replace("{person}", &scene.expert().await);
        }
        ("DELETE", "/api/v1/drafts/{id}/people/{person}") => {
            path = path.replace("{person}", &scene.expert().await);
        }
        ("DELETE", "/api/v1/drafts/{id}/sessions/{session}") => {
            let expert = scene.expert().await;
            path = path.replace("{session}", &scene.session_of(&expert));
        }
        ("GET" | "DELETE", _) => {}
        (method, path) => panic!("say what {method} {path} is called with: it has no row in the matrix"),
    }
    let named = path.replace("{format}", "json").replace("{paragraph}", "r1");
    assert!(!named.contains('{'), "say what stands in {named}");
    (named, body)
}

/// What the guard must do, by what the route says of itself; None: let through.
fn expected(method: &str, access: Access, who: Who) -> Option<&'static str> {
    match (access, who) {
        (Access::Anyone, _) => None,
        (_, Who::Nobody) => Some("401 not_signed_in"),
        (_, Who::SignedOut) => Some("401 session_unknown"),
        // nothing else is open to them either
        (_, Who::Revoked) => Some("403 access_revoked"),
        (Access::SignedIn, _) | (Access::Secretariat, Who::Elsewhere) => None,
        (Access::Member(_), Who::Elsewhere) => Some("403 not_a_member"),
        // whatever a route says of itself, an observer changes nothing
        (Access::Member(_), Who::Member(Role::Observer)) if method != "GET" => Some("403 role_forbidden"),
        (Access::Secretariat, Who::Member(role)) => (role < Role::Secretariat).then_some("403 role_forbidden"),
        (Access::Member(least), Who::Member(role)) => (role < least).then_some("403 role_forbidden"),
    }
}

async fn tried(stage: &Stage, entry: &Entry, who: Who) -> String {
    let scene = Scene::new(stage, who).await;
    let watcher = scene.member(Role::Secretariat).await;
    let (path, body) = request_for(entry, &scene).await;
    let before = scene.seen(&watcher).await;
    let method = entry.method.parse().unwrap();
    let mut sent = request(method, &path, &scene.token, body.as_deref());
    if entry.path.ends_with("/import") {
        sent.headers_mut().insert(header::CONTENT_TYPE, "text/csv".parse().unwrap());
    }
    let answer = stage.world.send(sent).await;
    let cell = cell(&answer);
    let place = format!("{} {} by {who}: {cell}", entry.method, entry.path);
    match expected(entry.method, entry.access, who) {
        Some(refused) => {
            assert_eq!(cell, refused, "{place}");
            assert_eq!(scene.seen(&watcher).await, before, "{place}, and something has changed");
        }
        // a socket alone has its own door, behind which it is asked for an upgrade
        None if entry.path == "/sync" => {}
        None => assert!(!cell.starts_with("401") && !cell.starts_with("403"), "{place}"),
    }
    cell
}

pub(super) async fn rows(stage: &Stage) -> Vec<Row> {
    assert!(stage.world.table.len() >= 18, "the table is not whole");
    let mut rows = Vec::new();
    for entry in &stage.world.table {
        let mut cells = Vec::new();
        for who in Who::all() {
            cells.push(tried(stage, entry, who).await);
        }
        rows.push(Row { what: format!("`{} {}`", entry.method, entry.path), cells });
    }
    rows
}

//! What the description says that a route may answer: every answer in these tests is compared with it.

use std::collections::BTreeSet;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use serde_json::Value;
use tokio::sync::OnceCell;
use tower::ServiceExt as _;

/// One route of the description.
struct Described {
    method: String,
    path: Vec<String>,
    statuses: BTreeSet<String>,
}

static ALL: OnceCell<Vec<Described>> = OnceCell::const_new();

/// The statuses of the route that takes this request; None: it is no route of the API.
pub(super) async fn of(router: &Router, method: &Method, path: &str) -> Option<&'static BTreeSet<String>> {
    let all = ALL.get_or_init(|| read(router)).await;
    let asked: Vec<&str> = path.split('/').collect();
    let fits = |described: &&Described| {
        let same = |(part, asked): (&String, &&str)| part.starts_with('{') && !asked.is_empty() || part == *asked;
        described.method == method.as_str()
            && described.path.len() == asked.len()
            && described.path.iter().zip(&asked).all(same)
    };
    all.iter().find(fits).map(|described| &described.statuses)
}

async fn read(router: &Router) -> Vec<Described> {
    let request = Request::get("/api/openapi.json").header("host", "h").body(Body::empty()).unwrap();
    let body = router.clone().oneshot(request).await.unwrap().into_body();
    let document: Value = serde_json::from_slice(&to_bytes(body, 4 << 20).await.unwrap()).unwrap();
    let mut all = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let statuses = operation["responses"].as_object().unwrap().keys().cloned().collect();
            let path = path.split('/').map(str::to_owned).collect();
            all.push(Described { method: method.to_uppercase(), path, statuses });
        }
    }
    assert!(all.len() >= 18, "the description is not whole");
    all
}

//! The router as clients meet it: on a real store, with real rooms and the fixture draft.

mod bodies;
mod described;
mod drafts;
mod matrix;
mod people;
mod replays;
mod rights;
mod sockets;
mod standing;
mod texts;
mod trickery;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use maslahat_model::Role;
use maslahat_protocol::DraftId;
use maslahat_storage::{AnyStore, Location};
use maslahat_sync_core::Limits;
use serde_json::Value;
use tempfile::TempDir;
use tower::ServiceExt;

use super::access::Entry;
use super::routes_and_table;
use crate::people::{People, Uses};
use crate::rooms::Rooms;
use crate::setup::Setup;
use crate::{AppState, Config};

const FIXTURE: &str = include_str!("../../../../tests/fixtures/tashkent-draft.json");
const HOST: &str = "drafts.test";

/// A server with the fixture draft, without its socket.
struct World {
    directory: TempDir,
    state: AppState,
    router: Router,
    table: Vec<Entry>,
    draft: DraftId,
}

/// An answer.
struct Answered {
    status: StatusCode,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Answered {
    fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The problem's code; empty for an answer that is none.
    fn code(&self) -> String {
        if self.headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind != "application/problem+json") {
            return String::new();
        }
        let problem = self.json();
        assert_eq!(problem["status"], self.status.as_u16(), "{problem}");
        assert_eq!(problem["type"], format!("urn:maslahat:problem:{}", problem["code"].as_str().unwrap()));
        assert!(problem["detail"].as_str().unwrap().len() > 20, "{problem}");
        problem["code"].as_str().unwrap().to_owned()
    }

    fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

fn clock_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

async fn state_of(directory: &TempDir, config: Config, now_ms: fn() -> i64) -> AppState {
    let location = Location::Directory(directory.path().to_owned());
    let mut opened = AnyStore::open(&location).await;
    for _ in 0..100 {
        if opened.is_ok() {
            break;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        opened = AnyStore::open(&location).await;
    }
    let store = opened.unwrap();
    let people = People::load_at(store.clone(), now_ms).await.unwrap();
    AppState::new(store.clone(), people, Rooms::new(store, Limits::default()), config)
}

impl World {
    async fn new() -> Self {
        Self::with(Config::default()).await
    }

    async fn with(config: Config) -> Self {
        Self::at(config, clock_ms).await
    }

    async fn at(config: Config, now_ms: fn() -> i64) -> Self {
        let directory = TempDir::new().unwrap();
        let state = state_of(&directory, config, now_ms).await;
        let (people, rooms) = (state.people.clone(), state.rooms.clone());
        let setup = Setup { people, rooms, base_url: format!("http://{HOST}") };
        let draft = setup.import(FIXTURE.as_bytes()).await.unwrap();
        let (router, table) = routes_and_table(state.clone());
        Self { directory, state, router, table, draft }
    }

    /// The same data, served by the next process.
    async fn restarted(self) -> Self {
        let Self { directory, state, router, draft, .. } = self;
        state.rooms.end().await;
        drop((state, router));
        let state = state_of(&directory, Config::default(), clock_ms).await;
        let (router, table) = routes_and_table(state.clone());
        Self { directory, state, router, table, draft }
    }

    /// A new person's token.
    async fn token(&self, role: Role) -> String {
        let seat = (role == Role::Expert).then_some("D16");
        let name = format!("A {role}");
        let code = self.state.people.invite(self.draft, role, &name, seat, Uses::Once).await.unwrap().code;
        let joined = self.post("/api/v1/sessions", "", &format!(r#"{{"invitation":"{code}"}}"#)).await;
        assert_eq!(joined.status, StatusCode::CREATED);
        joined.json()["token"].as_str().unwrap().to_owned()
    }

    fn path(&self, rest: &str) -> String {
        format!("/api/v1/drafts/{}{rest}", self.draft)
    }

    async fn send(&self, request: Request<Body>) -> Answered {
        let described = described::of(&self.router, request.method(), request.uri().path()).await;
        let place = format!("{} {}", request.method(), request.uri().path());
        let response = self.router.clone().oneshot(request).await.unwrap();
        if let Some(statuses) = described {
            let status = response.status();
            assert!(statuses.contains(status.as_str()), "{place} is not described as answering {status}");
        }
        let (parts, body) = response.into_parts();
        let body = to_bytes(body, 64 << 20).await.unwrap().to_vec();
        Answered { status: parts.status, headers: parts.headers, body }
    }

    async fn call(&self, method: Method, path: &str, token: &str, body: Option<&str>) -> Answered {
        self.send(request(method, path, token, body)).await
    }

    async fn get(&self, path: &str, token: &str) -> Answered {
        self.call(Method::GET, path, token, None).await
    }

    async fn post(&self, path: &str, token: &str, body: &str) -> Answered {
        self.call(Method::POST, path, token, Some(body)).await
    }
}

/// With the token as bearer, if there is one, and the body as JSON.
fn request(method: Method, path: &str, token: &str, body: Option<&str>) -> Request<Body> {
    let mut request = Request::builder().method(method).uri(path).header(header::HOST, HOST);
    if !token.is_empty() {
        request = request.header(header::AUTHORIZATION, format!("Bearer {token}"));
    }
    if body.is_some() {
        request = request.header(header::CONTENT_TYPE, "application/json");
    }
    request.body(body.map_or_else(Body::empty, |body| Body::from(body.to_owned()))).unwrap()
}

//! Requests that are to be taken for what they are not: by their address, their headers, or how they are
//! written on the wire. Each is refused or means what it says, and nothing changes.

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;

use super::*;
use crate::accept::{self, Bounds};
use crate::http::access::COOKIE;

/// What the draft and its ledger are, to whoever may read them.
async fn everything(world: &World, token: &str) -> (Vec<u8>, Vec<u8>) {
    (world.get(&world.path(""), token).await.body, world.get(&world.path("/ledger"), token).await.body)
}

/// A server on a real socket; ends with what it returns.
async fn on_a_socket(world: &World) -> (String, watch::Sender<bool>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let bounds = Bounds::of_this_process(&world.state.config);
    let (end, ending) = watch::channel(false);
    tokio::spawn(accept::serve(listener, None, world.router.clone(), bounds, ending));
    (address, end)
}

/// Sends these bytes on a connection of their own; everything that comes back.
async fn sent(address: &str, bytes: &[u8]) -> String {
    let mut stream = TcpStream::connect(address).await.unwrap();
    // the server may have closed before it has read all
    let _written = stream.write_all(bytes).await;
    let mut answer = Vec::new();
    let _read = stream.read_to_end(&mut answer).await;
    String::from_utf8_lossy(&answer).into_owned()
}

fn status(answer: &str) -> u16 {
    answer.split(' ').nth(1).and_then(|word| word.parse().ok()).unwrap_or_default()
}

/// How many answers came.
fn answers(text: &str) -> usize {
    text.matches("HTTP/1.1 ").count()
}

#[tokio::test]
async fn an_address_written_otherwise_is_another_address() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let before = everything(&world, &token).await;
    let id = world.draft.to_string();
    for path in [
        format!("/api/v1/drafts/{id}%2Facts"),
        format!("/api/v1/drafts/{id}%2facts"),
        format!("/api/v1/drafts/{id}%00/acts"),
        format!("/api/v1/drafts/%2e%2e%2f{id}/acts"),
        format!("/api/v1/drafts/{id};v=1/acts"),
        format!("/api/v1/drafts/{id}/acts/"),
        format!("/api/v1/drafts//{id}/acts"),
        format!("/api/v1//drafts/{id}/acts"),
        format!("/api/v1/./drafts/{id}/acts"),
        format!("/api/v1/drafts/{id}/../{id}/acts"),
        format!("//api/v1/drafts/{id}/acts"),
        format!("/API/v1/drafts/{id}/acts"),
        format!("/api%2Fv1/drafts/{id}/acts"),
        format!("/api/v1/drafts/{}/acts", id.to_lowercase()),
    ] {
        let answer = world.post(&path, &token, r#"{"type":"freeze","scope":"draft"}"#).await;
        let code = answer.code();
        assert!(["draft_unknown", "route_unknown", "method_not_allowed"].contains(&code.as_str()), "{path}: {code:?}");
    }
    assert_eq!(everything(&world, &token).await, before);
}

#[tokio::test]
async fn no_path_leads_out_of_the_page() {
    let world = World::new().await;
    for path in [
        "/../../etc/passwd",
        "/%2e%2e/%2e%2e/etc/passwd",
        "/assets/../../Cargo.toml",
        "/assets/..%2f..%2fCargo.toml",
        "/assets/%5c..%5cwindows",
        "//etc/passwd",
    ] {
        let answer = world.get(path, "").await;
        assert_ne!(answer.status, StatusCode::OK, "{path}");
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        assert!(!text.contains("root:") && !text.contains("[workspace]"), "{path}");
    }
}

#[tokio::test]
async fn a_header_does_not_change_the_method_or_the_address() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    for name in ["x-http-method-override", "x-http-method", "x-method-override"] {
        for method in [Method::GET, Method::POST] {
            let mut hidden = request(method.clone(), "/api/v1/sessions/current", &token, Some("{}"));
            hidden.headers_mut().insert(name, "DELETE".parse().unwrap());
            assert_eq!(world.send(hidden).await.code(), "method_not_allowed", "{method} {name}");
        }
    }
    for name in ["x-original-url", "x-rewrite-url", "x-forwarded-uri"] {
        let mut hidden = request(Method::GET, "/healthz", &token, None);
        hidden.headers_mut().insert(name, "/api/v1/me".parse().unwrap());
        assert_eq!(world.send(hidden).await.body, b"ok\n", "{name}");
    }
    assert_eq!(world.get("/api/v1/me", &token).await.status, StatusCode::OK, "the session has ended");
}

#[tokio::test]
async fn a_proxys_headers_count_only_when_the_proxy_is_ours() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    let invite = |world: &World| {
        let body = r#"{"name":"Somebody","role":"observer"}"#;
        let mut request = request(Method::POST, &world.path("/invitations"), &token, Some(body));
        for (name, value) in
            [("x-forwarded-host", "evil.test"), ("x-forwarded-proto", "https"), ("forwarded", "host=evil.test")]
        {
            request.headers_mut().insert(name, value.parse().unwrap());
        }
        request
    };
    let made = world.send(invite(&world)).await;
    let link = made.json()["link"].as_str().unwrap().to_owned();
    assert!(link.starts_with("http://drafts.test/join/"), "{link}");
    assert_eq!(made.header("strict-transport-security"), "");
    // nobody gets more tries by another address in a header
    let guess = |number: u8| {
        let mut request = request(Method::POST, "/api/v1/sessions", "", Some(r#"{"invitation":"guess"}"#));
        request.headers_mut().insert("x-forwarded-for", format!("10.0.0.{number}").parse().unwrap());
        request
    };
    let mut last = String::new();
    for number in 0..40 {
        last = world.send(guess(number)).await.code();
    }
    assert_eq!(last, "too_many_tries");
}

#[tokio::test]
async fn a_session_that_was_there_before_is_not_the_one_that_begins() {
    let world = World::new().await;
    let planted = world.token(Role::Observer).await;
    let code = world.state.people.invite(world.draft, Role::Expert, "Victim", None, Uses::Once).await.unwrap().code;
    let mut join = request(Method::POST, "/api/v1/sessions", "", Some(&format!(r#"{{"invitation":"{code}"}}"#)));
    join.headers_mut().insert(header::COOKIE, format!("{COOKIE}={planted}").parse().unwrap());
    let joined = world.send(join).await;
    assert_eq!(joined.status, StatusCode::CREATED);
    let fresh = joined.json()["token"].as_str().unwrap().to_owned();
    assert_ne!(fresh, planted);
    assert!(joined.header("set-cookie").starts_with(&format!("{COOKIE}={fresh};")));
    let name = async |token: &str| world.get("/api/v1/me", token).await.json()["person"]["name"].clone();
    assert_eq!((name(&planted).await, name(&fresh).await), ("A observer".into(), "Victim".into()));
    // a token that somebody has thought of opens nothing, also after it was sent along
    let made_up = "1".repeat(43);
    let code = world.state.people.invite(world.draft, Role::Expert, "Other", None, Uses::Once).await.unwrap().code;
    let mut join = request(Method::POST, "/api/v1/sessions", "", Some(&format!(r#"{{"invitation":"{code}"}}"#)));
    join.headers_mut().insert(header::COOKIE, format!("{COOKIE}={made_up}").parse().unwrap());
    assert_eq!(world.send(join).await.status, StatusCode::CREATED);
    assert_eq!(world.get("/api/v1/me", &made_up).await.code(), "session_unknown");
}

#[tokio::test]
async fn what_is_written_to_be_read_in_two_ways_is_not_read() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let before = everything(&world, &token).await;
    let (address, _end) = on_a_socket(&world).await;
    let act = r#"{"type":"freeze","scope":"draft"}"#;
    let hidden = format!(
        "POST {} HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{act}",
        world.path("/acts"),
        act.len()
    );
    for (head, what) in [
        ("content-length: 4\r\ncontent-length: 200", "two different lengths"),
        ("transfer-encoding: chunked\r\ntransfer-encoding: identity", "two encodings"),
        ("transfer-encoding: xchunked", "an encoding nobody knows"),
        ("content-length: +4", "a length with a sign"),
        ("content-length : 4", "a space before the colon"),
    ] {
        let smuggling = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{head}\r\n\r\n0\r\n\r\n{hidden}");
        let answer = sent(&address, smuggling.as_bytes()).await;
        assert_eq!((status(&answer), answers(&answer)), (400, 1), "{what}: {answer}");
    }
    assert_eq!(everything(&world, &token).await, before);
}

#[tokio::test]
async fn a_host_that_is_missing_doubled_or_contradicted_is_refused() {
    let world = World::new().await;
    let (address, _end) = on_a_socket(&world).await;
    let asked = async |head: &str| sent(&address, format!("{head}\r\nconnection: close\r\n\r\n").as_bytes()).await;
    for head in [
        "GET /api/v1/drafts HTTP/1.1",
        "GET /api/v1/drafts HTTP/1.1\r\nhost: a\r\nhost: b",
        "GET /api/v1/drafts HTTP/1.1\r\nhost: a b",
        "GET /api/v1/drafts HTTP/1.1\r\nhost: a/b",
        "GET /api/v1/drafts HTTP/1.1\r\nhost:",
        "GET http://evil.test/api/v1/drafts HTTP/1.1\r\nhost: drafts.test",
        "GET http://user@drafts.test/api/v1/drafts HTTP/1.1\r\nhost: drafts.test",
    ] {
        let answer = asked(head).await;
        assert_eq!(status(&answer), 400, "{head}: {answer}");
        assert!(answer.contains("\"code\":\"host_malformed\""), "{head}: {answer}");
    }
    for head in [
        "GET /healthz HTTP/1.1\r\nhost: drafts.test",
        "GET /healthz HTTP/1.1\r\nhost: [::1]:8080",
        "GET http://drafts.test/healthz HTTP/1.1\r\nhost: drafts.test",
        "GET http://DRAFTS.test/healthz HTTP/1.1\r\nhost: drafts.test",
        // an old program that asks whether the server is there
        "GET /healthz HTTP/1.0",
    ] {
        assert_eq!(status(&asked(head).await), 200, "{head}");
    }
    assert_ne!(status(&asked("CONNECT evil.test:443 HTTP/1.1\r\nhost: evil.test:443").await), 200);
    assert_ne!(status(&asked("OPTIONS * HTTP/1.1\r\nhost: drafts.test").await), 200);
}

#[tokio::test]
async fn a_head_without_end_is_cut() {
    let world = World::new().await;
    let (address, _end) = on_a_socket(&world).await;
    // more than the buffer and what is read into it at once
    let large = format!("GET /healthz HTTP/1.1\r\nhost: x\r\nx: {}\r\n\r\n", "x".repeat(300_000));
    let many: String = (0..2_000).map(|number| format!("x-{number}: x\r\n")).collect();
    let many = format!("GET /healthz HTTP/1.1\r\nhost: x\r\n{many}\r\n");
    let long = format!("GET /{} HTTP/1.1\r\nhost: x\r\n\r\n", "x".repeat(300_000));
    for head in [large, many, long] {
        let answer = sent(&address, head.as_bytes()).await;
        assert!(matches!(status(&answer), 0 | 400 | 414 | 431), "{answer}");
    }
    assert!(sent(&address, b"GET /healthz HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").await.ends_with("ok\n"));
}

#[tokio::test]
async fn whoever_asks_too_often_is_told_to_wait() {
    use crate::config::{Rate, RateLimits};
    let few = |burst| Rate { per_minute: 1, burst };
    let limits = RateLimits { person: few(6), changes: few(3), costly: few(1), ..RateLimits::default() };
    let world = World::with(Config { limits, ..Config::default() }).await;
    let (token, other) = (world.token(Role::Moderator).await, world.token(Role::Moderator).await);
    let before = everything(&world, &other).await;
    let unknown = r#"{"type":"freeze","paragraphs":["r999"]}"#;
    for _ in 0..3 {
        assert_eq!(world.post(&world.path("/acts"), &token, unknown).await.code(), "paragraph_unknown");
    }
    let freeze = world.post(&world.path("/acts"), &token, r#"{"type":"freeze","scope":"draft"}"#).await;
    assert_eq!((freeze.code().as_str(), freeze.status), ("too_many_requests", StatusCode::TOO_MANY_REQUESTS));
    assert_eq!(freeze.json()["limit"], "changes");
    assert!((1..=60).contains(&freeze.header("retry-after").parse::<u64>().unwrap()));
    assert_eq!(world.get("/api/v1/me", &token).await.status, StatusCode::OK);
    assert_eq!(world.get(&world.path("/paragraphs/r4/blame"), &token).await.status, StatusCode::OK);
    assert_eq!(world.get("/api/v1/me", &token).await.json()["limit"], "person");
    assert_eq!(everything(&world, &other).await, before, "what was refused was done");

    let limits = RateLimits { address: few(5), ..RateLimits::default() };
    let world = World::with(Config { limits, trust_proxy: true, ..Config::default() }).await;
    let from = |address: &str, path: &str| {
        let mut request = request(Method::GET, path, "", None);
        request.headers_mut().insert("x-forwarded-for", address.parse().unwrap());
        request
    };
    for path in ["/", "/healthz", "/api/v1/me", "/assets/nothing.js", "/api/nowhere"] {
        assert_ne!(world.send(from("192.0.2.1", path)).await.status, StatusCode::TOO_MANY_REQUESTS, "{path}");
    }
    let refused = world.send(from("192.0.2.1", "/")).await;
    assert_eq!((refused.code().as_str(), &refused.json()["limit"]), ("too_many_requests", &"address".into()));
    assert_eq!(world.send(from("192.0.2.2", "/healthz")).await.status, StatusCode::OK);
    for _ in 0..20 {
        assert_eq!(world.send(from("127.0.0.1", "/healthz")).await.status, StatusCode::OK);
    }
}

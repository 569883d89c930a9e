//! Requests that are not as they should be, and what every answer carries.

use futures_util::stream;

use super::*;

#[tokio::test]
async fn what_is_not_json_is_refused_with_its_place() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let broken = world.post(&world.path("/acts"), &token, "{\n  \"type\": freeze\n}").await;
    assert_eq!((broken.code().as_str(), broken.status), ("json_malformed", StatusCode::BAD_REQUEST));
    assert_eq!((broken.json()["line"].as_u64(), broken.json()["column"].as_u64()), (Some(2), Some(12)));
    let deep = format!("{{\"other\":{}", "[".repeat(200_000));
    for body in ["", "nonsense", "{\"type\":\"freeze\"", "\u{feff}{}", &deep] {
        assert_eq!(
            world.post(&world.path("/acts"), &token, body).await.code(),
            "json_malformed",
            "{}",
            &body[..body.len().min(20)]
        );
    }
    let mut plain = request(Method::POST, &world.path("/acts"), &token, Some("{}"));
    plain.headers_mut().insert(header::CONTENT_TYPE, "text/plain".parse().unwrap());
    let plain = world.send(plain).await;
    assert_eq!((plain.code().as_str(), plain.status), ("content_type_unsupported", StatusCode::UNSUPPORTED_MEDIA_TYPE));
    let mut none = request(Method::POST, &world.path("/acts"), &token, Some("{}"));
    none.headers_mut().remove(header::CONTENT_TYPE);
    assert_eq!(world.send(none).await.code(), "content_type_unsupported");
    let mut utf8 = request(Method::POST, &world.path("/acts"), &token, Some(r#"{"type":"freeze"}"#));
    utf8.headers_mut().insert(header::CONTENT_TYPE, "Application/JSON; charset=utf-8".parse().unwrap());
    assert_eq!(world.send(utf8).await.code(), "nothing_named");
}

#[tokio::test]
async fn a_body_that_is_too_large_is_refused_before_it_is_read() {
    let world = World::new().await;
    let token = world.token(Role::Secretariat).await;
    for path in ["/api/v1/drafts", &world.path("/acts"), "/api/v1/sessions", "/api/v1/nowhere", "/"] {
        let mut upload = request(Method::POST, path, &token, Some(""));
        upload.headers_mut().insert(header::CONTENT_LENGTH, (100_u64 << 20).into());
        // nothing ever arrives: whoever waits for it waits for ever
        *upload.body_mut() = Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
        let refused = world.send(upload).await;
        assert_eq!(
            (refused.code().as_str(), refused.status),
            ("body_too_large", StatusCode::PAYLOAD_TOO_LARGE),
            "{path}"
        );
    }
    let act = format!(r#"{{"type":"freeze","paragraphs":["{}"]}}"#, "r".repeat(1 << 20));
    let refused = world.post(&world.path("/acts"), &token, &act).await;
    assert_eq!((refused.code().as_str(), refused.json()["bytesMax"].as_u64()), ("body_too_large", Some(1 << 20)));
}

#[tokio::test]
async fn a_body_that_does_not_come_ends_the_request() {
    let world = World::with(Config { body_seconds_max: 0, ..Config::default() }).await;
    let mut slow = request(Method::POST, "/api/v1/sessions", "", Some(""));
    *slow.body_mut() = Body::from_stream(stream::pending::<Result<Vec<u8>, std::io::Error>>());
    assert_eq!(world.send(slow).await.code(), "body_too_slow");
}

#[tokio::test]
async fn addresses_and_methods_that_are_not_there_are_named() {
    let world = World::new().await;
    for path in ["/api", "/api/", "/api/v1/nowhere", "/api/v2/me", "/api/v1/drafts/x/nowhere"] {
        let answer = world.get(path, "").await;
        assert_eq!((answer.code().as_str(), answer.status), ("route_unknown", StatusCode::NOT_FOUND), "{path}");
    }
    let wrong = world.call(Method::PUT, "/api/v1/drafts", "", None).await;
    assert_eq!((wrong.code().as_str(), wrong.status), ("method_not_allowed", StatusCode::METHOD_NOT_ALLOWED));
    assert!(
        wrong.header("allow").contains("POST") && wrong.header("allow").contains("GET"),
        "{}",
        wrong.header("allow")
    );
    assert_eq!(world.call(Method::POST, "/drafts/x", "", None).await.code(), "method_not_allowed");
}

#[tokio::test]
async fn strange_headers_do_no_harm() {
    let world = World::new().await;
    let strange: [&[u8]; 6] = [b"Bearer", b"Bearer ", b"Bearer \xff\xfe", b"Basic eDp5", b"\xc3\xa9", &[b'x'; 60_000]];
    for value in strange {
        let mut request = request(Method::GET, "/api/v1/me", "", None);
        request.headers_mut().insert(header::AUTHORIZATION, header::HeaderValue::from_bytes(value).unwrap());
        assert_eq!(world.send(request).await.status, StatusCode::UNAUTHORIZED);
    }
    let mut hostile = request(Method::GET, "/", "", None);
    hostile.headers_mut().insert(header::HOST, "x; script-src *".parse().unwrap());
    assert!(!world.send(hostile).await.header("content-security-policy").contains("script-src *"));
}

#[tokio::test]
async fn every_answer_keeps_other_sites_out() {
    let world = World::new().await;
    for path in ["/", "/join/abc", "/api/v1/me", "/api/nowhere", "/healthz"] {
        let answer = world.get(path, "").await;
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("referrer-policy", "no-referrer"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        let policy = answer.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"), "{path}: {policy}");
        assert!(!policy.contains("script-src 'self' 'unsafe"), "{path}: {policy}");
    }
    let page = world.get("/join/abc", "").await;
    let policy = page.header("content-security-policy");
    assert!(policy.contains("script-src 'self' 'wasm-unsafe-eval';"), "{policy}");
    assert!(policy.contains("connect-src 'self' ws://drafts.test wss://drafts.test;"), "{policy}");
    assert!(page.header("content-type").starts_with("text/html"));
    assert_eq!(page.header("cache-control"), "no-cache");
}

#[tokio::test]
async fn those_who_run_the_server_are_answered() {
    let world = World::new().await;
    assert_eq!(world.get("/healthz", "").await.status, StatusCode::OK);
    assert_eq!(world.get("/readyz", "").await.status, StatusCode::OK);
    world.get(&world.path(""), &world.token(Role::Observer).await).await;
    let metrics = world.get("/metrics", "").await;
    assert!(metrics.header("content-type").starts_with("text/plain; version=0.0.4"));
    assert!(String::from_utf8(metrics.body).unwrap().contains("maslahat_rooms_open 1\n"));
}

#[tokio::test]
async fn long_answers_are_compressed_for_those_who_take_it() {
    let world = World::new().await;
    let token = world.token(Role::Observer).await;
    let plain = world.get(&world.path(""), &token).await;
    let mut request = request(Method::GET, &world.path(""), &token, None);
    request.headers_mut().insert(header::ACCEPT_ENCODING, "gzip, br".parse().unwrap());
    let packed = world.send(request).await;
    assert_eq!(packed.header("content-encoding"), "gzip");
    assert!(packed.body.len() * 3 < plain.body.len());
}

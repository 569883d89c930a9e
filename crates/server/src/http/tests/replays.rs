//! Acts that come again, as they were or altered: done once, or refused with nothing changed.

use super::*;

const FREEZE: &str = r#"{"type":"freeze","paragraphs":["r4"],"lang":"en"}"#;

async fn keyed(world: &World, token: &str, key: &str, body: &str) -> Answered {
    let mut request = request(Method::POST, &world.path("/acts"), token, Some(body));
    request.headers_mut().insert("idempotency-key", key.parse().unwrap());
    world.send(request).await
}

async fn ledger(world: &World, token: &str) -> Value {
    world.get(&world.path("/ledger"), token).await.json()["entries"].clone()
}

#[tokio::test]
async fn a_key_is_good_for_one_act_of_one_person() {
    let world = World::new().await;
    let (token, other) = (world.token(Role::Moderator).await, world.token(Role::Moderator).await);
    let first = keyed(&world, &token, "k", FREEZE).await;
    assert_eq!(first.status, StatusCode::OK, "{}", first.json());
    let (draft, acts) = (world.get(&world.path(""), &other).await.body, ledger(&world, &other).await);
    for altered in [
        r#"{"type":"freeze","paragraphs":["r5"],"lang":"en"}"#,
        r#"{"type":"freeze","paragraphs":["r4"]}"#,
        r#"{"type":"freeze","scope":"draft"}"#,
        r#"{"type":"reopen","paragraphs":["r4"],"lang":"en"}"#,
    ] {
        let refused = keyed(&world, &token, "k", altered).await;
        assert_eq!(refused.code(), "idempotency_key_reused", "{altered}");
        assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    }
    // the same act, written otherwise
    let again = keyed(&world, &token, "k", r#"{ "lang":"en", "paragraphs":["r4"], "type":"freeze" }"#).await;
    assert_eq!((again.status, again.json()), (StatusCode::OK, first.json()));
    assert_eq!(keyed(&world, &other, "k", FREEZE).await.code(), "already_frozen", "another's key is another key");
    assert_eq!(world.get(&world.path(""), &other).await.body, draft);
    assert_eq!(ledger(&world, &other).await, acts);
}

#[tokio::test]
async fn a_key_is_remembered_over_a_restart() {
    let world = World::new().await;
    let token = world.token(Role::Moderator).await;
    let first = keyed(&world, &token, "k", FREEZE).await;
    let world = world.restarted().await;
    assert_eq!(keyed(&world, &token, "k", FREEZE).await.json(), first.json());
    assert_eq!(
        keyed(&world, &token, "k", r#"{"type":"freeze","scope":"draft"}"#).await.code(),
        "idempotency_key_reused"
    );
    let freezes = ledger(&world, &token).await;
    assert_eq!(freezes.as_array().unwrap().iter().filter(|entry| entry["act"]["type"] == "freeze").count(), 1);
}

#[tokio::test]
async fn an_act_that_comes_again_or_out_of_turn_is_refused_and_changes_nothing() {
    let world = World::new().await;
    let (token, left) = (world.token(Role::Moderator).await, world.token(Role::Moderator).await);
    let reopen = r#"{"type":"reopen","paragraphs":["r4"],"lang":"en"}"#;
    let act = async |token: &str, body: &str| world.post(&world.path("/acts"), token, body).await;
    assert_eq!(act(&token, FREEZE).await.status, StatusCode::OK);
    assert_eq!(
        world.call(Method::DELETE, "/api/v1/sessions/current", &left, None).await.status,
        StatusCode::NO_CONTENT
    );
    let (draft, acts) = (world.get(&world.path(""), &token).await.body, ledger(&world, &token).await);
    assert_eq!(act(&token, FREEZE).await.code(), "already_frozen");
    assert_eq!(act(&left, reopen).await.code(), "session_unknown", "a session that has ended acts on");
    assert_eq!(world.get(&world.path(""), &token).await.body, draft);
    assert_eq!(ledger(&world, &token).await, acts);

    assert_eq!(act(&token, reopen).await.status, StatusCode::OK);
    let reopened = world.get(&world.path(""), &token).await.body;
    assert_eq!(act(&token, reopen).await.code(), "not_frozen");
    assert_eq!(world.get(&world.path(""), &token).await.body, reopened);
}

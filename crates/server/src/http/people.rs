//! The people of a draft and their sessions, for the secretariat.

pub(crate) mod import;

use std::collections::BTreeMap;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use maslahat_model::Role;
use maslahat_model::register::{Person, Register};
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{PersonId, SessionId};
use maslahat_sync_core::Act;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::access::Seated;
use super::acts::{key, perform};
use super::body::JsonBody;
use super::problem::{Answer, Code, Problem};
use crate::AppState;
use crate::people::{PeopleError, SessionView};
use crate::rooms::rfc3339;

/// A person in the secretariat's list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedPerson)]
pub(crate) struct ListedView {
    id: String,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation.
    seat: Option<String>,
    /// The name of that delegation, in the draft's original language.
    delegation: Option<String>,
    /// Nothing of the draft is open to them any more.
    revoked: bool,
    /// The highest role they had before an act changed it.
    #[schema(value_type = Option<String>)]
    highest_role_before: Option<Role>,
    /// The number in the ledger of the last act that changed their standing.
    changed_by: Option<u64>,
    /// How many sessions they have.
    sessions: usize,
    /// When one of them was last used. RFC 3339, UTC.
    last_used: Option<String>,
}

/// A session in the secretariat's list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = ListedSession)]
pub(crate) struct ListedSessionView {
    id: String,
    person: String,
    /// What the person came in with, in a few words: `Firefox, Linux`.
    device: Option<String>,
    /// When it began. RFC 3339, UTC.
    at: String,
    /// When it was last used. RFC 3339, UTC.
    last_used: String,
    /// Whether it has a connection open at this server.
    connected: bool,
    /// When it ends by itself. RFC 3339, UTC.
    expires: String,
}

/// What is to change.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ChangeRequest {
    /// `observer`, `expert`, `moderator` or `secretariat`.
    #[schema(value_type = String)]
    role: Role,
}

/// Lists people
///
/// Everybody who has joined, by name, also those whose access was revoked.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/people", operation_id = "people", tag = "people",
    params(("id" = String, Path)), responses((status = 200, body = Vec<ListedView>)))]
pub(crate) async fn list(State(state): State<AppState>, Seated { draft, .. }: Seated) -> Answer<Json<Vec<ListedView>>> {
    let mut sessions: BTreeMap<PersonId, (usize, i64)> = BTreeMap::new();
    for SessionView { person, used_ms, .. } in state.people.sessions(draft) {
        let (count, last_ms) = sessions.entry(person).or_default();
        *count += 1;
        *last_ms = used_ms.max(*last_ms);
    }
    let list = move |register: &Register| {
        let people = register.people.iter();
        people.map(|(id, person)| listed(*id, person, register, sessions.get(id).copied())).collect::<Vec<_>>()
    };
    let mut people = state.rooms.read(draft, move |room| list(room.register())).await?;
    people.sort_by(|a, b| (&a.name, &a.id).cmp(&(&b.name, &b.id)));
    Ok(Json(people))
}

fn listed(id: PersonId, person: &Person, register: &Register, sessions: Option<(usize, i64)>) -> ListedView {
    let former = register.former.get(&id);
    let Person { name, role, seat } = person.clone();
    ListedView {
        id: id.to_string(),
        name,
        role,
        delegation: seat.as_ref().and_then(|seat| Some(register.delegations.get(seat)?.name.clone())),
        seat,
        revoked: register.is_revoked(id),
        highest_role_before: former.map(|former| former.role),
        changed_by: former.map(|former| former.act),
        sessions: sessions.map_or(0, |(count, _)| count),
        last_used: sessions.map(|(_, last_ms)| rfc3339(last_ms)),
    }
}

/// Changes a person's role
///
/// An act of the ledger, as `{"type":"set-role"}`: what the person sends from then on is judged by the new role.
/// What they send after losing the right to write becomes a late proposal. Nobody changes their own role.
#[utoipa::path(patch, path = "/api/v1/drafts/{id}/people/{person}", operation_id = "changePerson", tag = "people",
    params(("id" = String, Path), ("person" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Any 1 to 200 printable characters, fresh for each act.")),
    request_body = ChangeRequest, responses((status = 200, body = Value),
        (status = 400, description = "`idempotency_key_unusable`"), (status = 403, description = "`act_forbidden`"),
        (status = 404, description = "`person_unknown`"),
        (status = 409, description = "`person_revoked`, `role_unchanged`, `own_standing`, `last_secretariat`"),
        (status = 422, description = "`idempotency_key_reused`"), (status = 504, description = "`not_confirmed`")))]
pub(crate) async fn change(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    Path((_, person)): Path<(String, String)>,
    headers: HeaderMap,
    JsonBody(ChangeRequest { role }): JsonBody<ChangeRequest>,
) -> Answer<Json<Value>> {
    let act = Act::SetRole { person: named(&person)?, role };
    perform(state, draft, member, act, key(&headers)?).await.map(Json)
}

/// Revokes a person's access
///
/// An act of the ledger, as `{"type":"revoke"}`, and for good. Their connections are closed, their sessions end
/// unless another draft is open to them, and what was under way becomes a late proposal. Their name stays.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/people/{person}", operation_id = "revokePerson", tag = "people",
    params(("id" = String, Path), ("person" = String, Path),
        ("Idempotency-Key" = Option<String>, Header, description = "Any 1 to 200 printable characters, fresh for each act.")),
    responses((status = 200, body = Value), (status = 400, description = "`idempotency_key_unusable`"),
        (status = 403, description = "`act_forbidden`"), (status = 404, description = "`person_unknown`"),
        (status = 409, description = "`person_revoked`, `own_standing`, `last_secretariat`"),
        (status = 422, description = "`idempotency_key_reused`"), (status = 504, description = "`not_confirmed`")))]
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    Path((_, person)): Path<(String, String)>,
    headers: HeaderMap,
) -> Answer<Json<Value>> {
    let act = Act::Revoke { person: named(&person)? };
    perform(state, draft, member, act, key(&headers)?).await.map(Json)
}

/// Lists sessions
///
/// Those of everybody to whom the draft is open, the last used first.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/sessions", operation_id = "sessions", tag = "people",
    params(("id" = String, Path)), responses((status = 200, body = Vec<ListedSessionView>)))]
pub(crate) async fn sessions(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
) -> Json<Vec<ListedSessionView>> {
    let connected = state.rooms.sessions();
    let listed = |SessionView { session, person, device, at_ms, used_ms, expires_ms }| ListedSessionView {
        id: session.to_string(),
        person: person.to_string(),
        device,
        at: rfc3339(at_ms),
        last_used: rfc3339(used_ms),
        connected: connected.contains(&session),
        expires: rfc3339(expires_ms),
    };
    Json(state.people.sessions(draft).into_iter().map(listed).collect())
}

/// Ends a session
///
/// Of a member of the draft. Its token is worth nothing from then on, and its connections are closed. The person
/// stays a member: to come back, they need an invitation.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/sessions/{session}", operation_id = "endSession", tag = "people",
    params(("id" = String, Path), ("session" = String, Path)),
    responses((status = 204, description = "Ended."), (status = 404, description = "`session_unlisted`")))]
pub(crate) async fn end_session(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    Path((_, session)): Path<(String, String)>,
) -> Answer<StatusCode> {
    let session: SessionId = session.parse().map_err(|_| Problem::from(PeopleError::SessionUnlisted))?;
    state.people.end_session(draft, session).await?;
    state.rooms.end_session(session, CloseReason::SignedOut);
    tracing::info!(draft.id = %draft, person.id = %member.person, session.id = %session, "a session was ended");
    Ok(StatusCode::NO_CONTENT)
}

fn named(person: &str) -> Answer<PersonId> {
    person.parse().map_err(|_| {
        Problem::new(
            Code::PersonUnknown,
            "Nobody in this draft has this id. Its people are in the draft under \"people\".",
        )
    })
}

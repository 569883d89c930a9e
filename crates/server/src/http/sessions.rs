//! Coming in by an invitation, who one is, and leaving.

use std::time::Instant;

use axum::Json;
use axum::extract::{FromRequest, Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DraftId, PersonId};
use maslahat_sync_core::ActError;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::{Caller, Credential, cookie_name, session};
use super::body::JsonBody;
use super::device;
use super::invitations::known_seat;
use super::origin::{address, is_secure, text};
use super::problem::{Answer, Code, Problem};
use crate::AppState;
use crate::people::{Invitee, PeopleError, SESSION_MS, SessionError};
use crate::rooms::{RoomError, rfc3339};

/// What an invitation link carries.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct JoinRequest {
    /// The code at the end of the link, or the whole link.
    invitation: String,
}

/// A person, as seen by the person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonView {
    #[schema(value_type = String)]
    id: PersonId,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation.
    seat: Option<String>,
}

impl PersonView {
    fn new(id: PersonId, Person { name, role, seat }: Person) -> Self {
        Self { id, name, role, seat }
    }
}

/// Somebody is in.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct JoinedView {
    person: PersonView,
    /// For `Authorization: Bearer`; the cookie carries the same. Keep it secret. Left out for whoever
    /// is in by the cookie already: no script of a page may read what that holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
    /// The draft the invitation is for.
    draft: String,
    /// When the session ends. RFC 3339, UTC.
    expires: String,
}

/// Joins by an invitation
///
/// Answers a token, and sets it as a cookie. An invitation is used up by this, unless it is of the
/// demo; whoever holds its session may send it again and gets 200.
#[utoipa::path(post, path = "/api/v1/sessions", request_body = JoinRequest, operation_id = "join", tag = "people",
    responses((status = 201, body = JoinedView), (status = 200, body = JoinedView, description = "This session is the invitation's own."),
        (status = 403, description = "`access_revoked`"), (status = 404, description = "`invitation_unknown`"), (status = 410, description = "`invitation_used`, `invitation_expired`"),
        (status = 429, description = "`too_many_tries`"), (status = 504, description = "`not_confirmed`")))]
pub(crate) async fn join(State(state): State<AppState>, request: Request) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let (address, secure) = (address(&parts, &state.config), is_secure(&parts.headers, &state.config));
    let headers = parts.headers.clone();
    if let Some(wait) = state.failed_joins.wait(address, Instant::now()) {
        super::limits::discard(body);
        let seconds = wait.as_secs() + 1;
        return Err(Problem::new(
            Code::TooManyTries,
            format!("Too many wrong codes came from this network. Wait {seconds} seconds, then open the link as it was sent to you."),
        )
        .retry_after(seconds));
    }
    let JsonBody(JoinRequest { invitation }) = JsonBody::from_request(Request::from_parts(parts, body), &state).await?;
    let code = code_of(&invitation);
    let mut invited = state.people.invitee(code);
    if matches!(invited, Err(PeopleError::InvitationUnknown)) {
        // it may have been made at another node a moment ago
        state.people.look_again().await;
        invited = state.people.invitee(code);
    }
    let invitee = match invited {
        Ok(invitee) => invitee,
        Err(PeopleError::InvitationUsed) => return used_by_oneself(&state, &headers, code).await,
        Err(error) => {
            state.failed_joins.failed(address, Instant::now());
            return Err(error.into());
        }
    };
    // the register knows the person before the person can do anything
    let Invitee { person, draft, member } = invitee;
    state.rooms.person(draft, person, member.clone()).await.map_err(|error| match error {
        // entering somebody twice is entering them once
        RoomError::Hindered(obstacle) => Problem::from(obstacle),
        RoomError::Act(ActError::PersonRevoked) => Problem::access_revoked(),
        other => other.into(),
    })?;
    let device = text(&headers, header::USER_AGENT.as_str()).map(device::of);
    let joined = state.people.join(code, device.as_deref()).await?;
    tracing::info!(session.id = %joined.session, person.id = %person, draft.id = %draft, role = %joined.role, "joined");
    let view = JoinedView {
        person: PersonView::new(person, member),
        draft: draft.to_string(),
        expires: rfc3339(joined.expires_ms),
        token: Some(joined.token.clone()),
    };
    let mut response = (StatusCode::CREATED, no_store(), Json(view)).into_response();
    response.headers_mut().insert(header::SET_COOKIE, session_cookie(&joined.token, secure)?);
    Ok(response)
}

/// Begins a session of a person who needs no invitation, in the drafts of these places that there are. Gives where
/// they go on and the cookie that lets them; none if no draft is open to them.
pub(crate) async fn signed_in(
    state: &AppState,
    headers: &HeaderMap,
    person: PersonId,
    places: Vec<(DraftId, Person)>,
) -> Answer<Option<(String, HeaderValue)>> {
    let mut open = Vec::new();
    for (draft, given) in places {
        if !state.people.has_draft(draft) {
            tracing::warn!(draft.id = %draft, "somebody is to come in to a draft that is not there");
            continue;
        }
        if let Some(seat) = given.seat.clone() {
            known_seat(state, draft, seat).await?;
        }
        let member = state.people.person(person, draft).unwrap_or(given);
        // the register knows the person before the person can do anything
        match state.rooms.person(draft, person, member.clone()).await {
            Ok(()) => open.push((draft, member)),
            Err(RoomError::Act(ActError::PersonRevoked)) => {}
            Err(RoomError::Hindered(obstacle)) => return Err(Problem::from(obstacle)),
            Err(other) => return Err(other.into()),
        }
    }
    if open.is_empty() {
        return Ok(None);
    }
    let device = text(headers, header::USER_AGENT.as_str()).map(device::of);
    let joined = state.people.enter(person, &open, device.as_deref()).await?;
    tracing::info!(session.id = %joined.session, person.id = %person, draft.id = %joined.draft, role = %joined.role, "signed in");
    let cookie = session_cookie(&joined.token, is_secure(headers, &state.config))?;
    Ok(Some((format!("/drafts/{}", joined.draft), cookie)))
}

/// Opening one's own link once more, in the browser that used it, leads to where one already is.
async fn used_by_oneself(state: &AppState, headers: &HeaderMap, code: &str) -> Answer<Response> {
    let used = || Problem::from(PeopleError::InvitationUsed);
    let session = session(headers, state).await.map_err(|_| used())?;
    let Invitee { person, draft, member } = state.people.is_own(code, session.person).ok_or_else(used)?;
    let token = match Credential::of(headers, &state.config) {
        Some(Credential::Bearer(token)) => Some(token.to_owned()),
        Some(Credential::Cookie(_)) | None => None,
    };
    let (draft, expires) = (draft.to_string(), rfc3339(session.expires_ms));
    Ok((no_store(), Json(JoinedView { person: PersonView::new(person, member), token, draft, expires }))
        .into_response())
}

/// The code alone, of a code or a whole link.
fn code_of(invitation: &str) -> &str {
    let invitation = invitation.trim().trim_end_matches('/');
    invitation.rsplit_once("/join/").map_or(invitation, |(_, code)| code)
}

fn no_store() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))]
}

fn session_cookie(token: &str, secure: bool) -> Answer<HeaderValue> {
    cookie(cookie_name(secure), token, SESSION_MS / 1000, secure)
}

/// One that no script and no other site can use. For no seconds: it is taken away.
pub(crate) fn cookie(name: &str, value: &str, seconds: i64, secure: bool) -> Answer<HeaderValue> {
    let secure = if secure { "; Secure" } else { "" };
    let text = format!("{name}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}");
    HeaderValue::from_str(&text).map_err(|cause| Problem::internal(&cause))
}

/// Ends the session
///
/// Its token and cookie are worth nothing from then on, and its sockets are closed.
#[utoipa::path(delete, path = "/api/v1/sessions/current", operation_id = "signOut", tag = "people",
    responses((status = 204, description = "Signed out.")))]
pub(crate) async fn sign_out(
    State(state): State<AppState>,
    Caller(session): Caller,
    headers: HeaderMap,
) -> Answer<Response> {
    state.people.sign_out(session.id).await?;
    state.rooms.end_session(session.id, CloseReason::SignedOut);
    let secure = is_secure(&headers, &state.config);
    let mut response = StatusCode::NO_CONTENT.into_response();
    response.headers_mut().insert(header::SET_COOKIE, cookie(cookie_name(secure), "", 0, secure)?);
    Ok(response)
}

/// Who the caller is.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MeView {
    person: PersonView,
    drafts: Vec<SeatView>,
    session: SessionView,
}

/// A draft the caller is a member of.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SeatView {
    id: String,
    title: String,
    symbol: String,
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation.
    seat: Option<String>,
}

/// The caller's session.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SessionView {
    id: String,
    /// When it ends. RFC 3339, UTC.
    expires: String,
}

/// The drafts of a person, with their place in each.
pub(crate) fn seats(state: &AppState, person: PersonId) -> Vec<SeatView> {
    let seat = |draft| state.people.person(person, draft).and_then(|member| member.seat);
    let roles = state.people.roles_of(person).into_iter();
    roles
        .map(|(entry, role)| SeatView {
            id: entry.id.to_string(),
            seat: seat(entry.id),
            title: entry.title,
            symbol: entry.symbol,
            role,
        })
        .collect()
}

/// Who one is
///
/// The person, the drafts they are a member of, and when the session ends.
#[utoipa::path(get, path = "/api/v1/me", operation_id = "me", tag = "people", responses((status = 200, body = MeView)))]
pub(crate) async fn me(State(state): State<AppState>, Caller(session): Caller) -> Answer<Response> {
    let first = state.people.roles_of(session.person).into_iter().next();
    let member = first.and_then(|(entry, _)| state.people.person(session.person, entry.id));
    let member = member.ok_or_else(|| Problem::from(SessionError::Unknown))?;
    let view = MeView {
        person: PersonView::new(session.person, member),
        drafts: seats(&state, session.person),
        session: SessionView { id: session.id.to_string(), expires: rfc3339(session.expires_ms) },
    };
    Ok((no_store(), Json(view)).into_response())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_is_as_good_as_its_code() {
        for written in ["abc", " abc ", "http://h/join/abc", "https://h/join/abc/"] {
            assert_eq!(code_of(written), "abc");
        }
    }

    #[test]
    fn the_cookie_is_out_of_reach_for_scripts_and_other_sites() {
        let text = cookie(cookie_name(true), "t", 5, true).unwrap();
        assert_eq!(text, "__Host-maslahat_session=t; Path=/; Max-Age=5; HttpOnly; SameSite=Lax; Secure");
        assert!(!cookie(cookie_name(false), "t", 5, false).unwrap().to_str().unwrap().contains("Secure"));
    }
}

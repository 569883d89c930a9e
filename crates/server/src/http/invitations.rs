//! Inviting people, by the secretariat.

use axum::Json;
use axum::extract::{Path, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maslahat_model::Role;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Seated;
use super::body::JsonBody;
use super::origin::base_url;
use super::problem::{Answer, Code, Problem};
use crate::AppState;
use crate::people::{InvitationState, InvitationView, Uses};
use crate::rooms::rfc3339;

/// Whom to invite.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InviteRequest {
    /// As others will read it.
    name: String,
    /// `observer`, `expert`, `moderator` or `secretariat`.
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation of the draft, such as `D16`.
    #[serde(default)]
    seat: Option<String>,
}

/// An invitation just made. The link is shown this once.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = NewInvitation)]
pub(crate) struct NewInvitationView {
    link: String,
    code: String,
    person: String,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    seat: Option<String>,
    /// RFC 3339, UTC.
    expires: Option<String>,
}

/// An invitation in the list.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Invitation)]
pub(crate) struct ListedView {
    /// Names the invitation; not its code.
    id: String,
    person: String,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    seat: Option<String>,
    /// `open`, `used`, `expired` or `reusable`.
    #[schema(value_type = String)]
    state: InvitationState,
    /// When it was made. RFC 3339, UTC.
    at: String,
    /// RFC 3339, UTC.
    expires: Option<String>,
}

/// Lists invitations
///
/// Everyone who was invited to the draft, oldest first. Codes are not kept, so none is shown.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/invitations", operation_id = "invitations", tag = "people",
    params(("id" = String, Path)), responses((status = 200, body = Vec<ListedView>)))]
pub(crate) async fn list(State(state): State<AppState>, Seated { draft, .. }: Seated) -> Json<Vec<ListedView>> {
    let listed = |InvitationView { id, person, name, role, seat, state, at_ms, expires_ms }| ListedView {
        id,
        person: person.to_string(),
        name,
        role,
        seat,
        state,
        at: rfc3339(at_ms),
        expires: expires_ms.map(rfc3339),
    };
    Json(state.people.invitations(draft).into_iter().map(listed).collect())
}

/// Invites a person
///
/// The link lets one person in, once, within thirty days. It is not shown again.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/invitations", operation_id = "invite", tag = "people",
    params(("id" = String, Path)), request_body = InviteRequest, responses((status = 201, body = NewInvitationView),
        (status = 422, description = "`name_unusable`, `seat_unusable`, `seat_unknown`")))]
pub(crate) async fn invite(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
    headers: HeaderMap,
    JsonBody(InviteRequest { name, role, seat }): JsonBody<InviteRequest>,
) -> Answer<Response> {
    let seat = seat.filter(|seat| !seat.trim().is_empty());
    if let Some(seat) = seat.clone() {
        known_seat(&state, draft, seat).await?;
    }
    let invitation = state.people.invite(draft, role, &name, seat.as_deref(), Uses::Once).await?;
    tracing::info!(draft.id = %draft, person.id = %invitation.person, %role, "invited");
    let view = NewInvitationView {
        link: format!("{}/join/{}", base_url(&headers, &state.config), invitation.code),
        code: invitation.code,
        person: invitation.person.to_string(),
        name: name.trim().to_owned(),
        role,
        seat,
        expires: invitation.expires_ms.map(rfc3339),
    };
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    Ok((StatusCode::CREATED, no_store, Json(view)).into_response())
}

/// Takes an invitation back
///
/// By its id in the list, and only while nobody has come in by it. Its link is worth nothing from then on.
#[utoipa::path(delete, path = "/api/v1/drafts/{id}/invitations/{invitation}", operation_id = "revokeInvitation",
    tag = "people", params(("id" = String, Path), ("invitation" = String, Path)),
    responses((status = 204, description = "Taken back."), (status = 404, description = "`invitation_unlisted`"),
        (status = 409, description = "`invitation_kept`")))]
pub(crate) async fn revoke(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    Path((_, invitation)): Path<(String, String)>,
) -> Answer<StatusCode> {
    state.people.revoke(draft, &invitation).await?;
    tracing::info!(draft.id = %draft, person.id = %member.person, "an invitation was taken back");
    Ok(StatusCode::NO_CONTENT)
}

pub(super) async fn known_seat(state: &AppState, draft: maslahat_protocol::DraftId, seat: String) -> Answer<()> {
    let named = seat.trim().to_owned();
    let known = state.rooms.read(draft, move |room| room.register().delegations.contains_key(&named)).await?;
    if known {
        return Ok(());
    }
    let shown: String = seat.chars().take(40).collect();
    Err(Problem::new(
        Code::SeatUnknown,
        format!("The draft has no delegation {shown:?}. Its codes are in the draft under \"delegations\"."),
    ))
}

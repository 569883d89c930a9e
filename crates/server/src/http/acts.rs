//! Doing an act.

mod body;

use std::time::Duration;

use axum::Json;
use axum::extract::State;
use axum::http::HeaderMap;
use maslahat_protocol::DraftId;
use maslahat_sync_core::{Act, Member};
use serde_json::Value;

pub(super) use self::body::ActBody;
use super::access::Seated;
use super::body::JsonBody;
use super::problem::{Answer, Code, Problem};
use super::standing;
use crate::AppState;

const KEY: &str = "idempotency-key";
const KEY_CHARS_MAX: usize = 200;
/// After this long the client is told that the act is neither done nor refused yet.
const ANSWER_WITHIN: Duration = Duration::from_secs(30);

/// Does an act
///
/// `{"type":"freeze","paragraphs":["r4"],"lang":"en"}`, `{"type":"freeze","scope":"draft"}`, `{"type":"reopen",…}`,
/// `{"type":"set-status","paragraph":"r4","status":"agreed"}`, `{"type":"withdraw-proposal"|"reject-proposal"|"accept-proposal","proposal":"…"}`,
/// and by the secretariat `{"type":"set-role","person":"…","role":"observer"}`, `{"type":"revoke","person":"…"}`.
/// On 200 it is on disk and everybody sees it. With an `Idempotency-Key` it is safe to send again.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/acts", operation_id = "act", tag = "drafts",
    params(("id" = String, Path), ("Idempotency-Key" = Option<String>, Header, description = "Any 1 to 200 printable characters, fresh for each act.")),
    request_body(content = ActBody, description = "The act"), responses((status = 200, body = Value),
        (status = 400, description = "`idempotency_key_unusable`"), (status = 403, description = "`act_forbidden`"),
        (status = 404, description = "`paragraph_unknown`, `text_unknown`, `proposal_unknown`, `person_unknown`"),
        (status = 409, description = "`already_frozen`, `not_frozen`, `proposal_settled`, `text_frozen`, `proposal_does_not_fit`, `person_revoked`, `role_unchanged`, `own_standing`, `last_secretariat`"),
        (status = 422, description = "`nothing_named`, `status_derived`, `reason_too_long`, `idempotency_key_reused`"),
        (status = 500, description = "`text_unreadable`"), (status = 504, description = "`not_confirmed`")))]
pub(crate) async fn act(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    headers: HeaderMap,
    JsonBody(act): JsonBody<Act>,
) -> Answer<Json<Value>> {
    perform(state, draft, member, act, key(&headers)?).await.map(Json)
}

/// Does an act, which goes on when this gives up waiting.
pub(crate) async fn perform(
    state: AppState,
    draft: DraftId,
    member: Member,
    act: Act,
    key: Option<String>,
) -> Answer<Value> {
    let doing = tokio::spawn(async move {
        match act.changes_standing_of() {
            Some(person) => standing::change(&state, draft, member, person, act, key).await,
            None => Ok(state.rooms.act(draft, member, act, key).await?),
        }
    });
    let answer = tokio::time::timeout(ANSWER_WITHIN, doing).await.map_err(|_| Problem::not_confirmed())?;
    answer.map_err(|cause| Problem::internal(&cause))?
}

pub(crate) fn key(headers: &HeaderMap) -> Answer<Option<String>> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let text = value.to_str().ok().map(str::trim);
    let usable = text.filter(|text| !text.is_empty() && text.len() <= KEY_CHARS_MAX);
    let unusable = || {
        Problem::new(
            Code::KeyUnusable,
            format!("An Idempotency-Key has 1 to {KEY_CHARS_MAX} printable ASCII characters. A random UUID will do."),
        )
    };
    usable.map(|text| Some(text.to_owned())).ok_or_else(unusable)
}

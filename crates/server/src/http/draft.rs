//! Drafts: the list, one of them, and a new one.

pub(crate) mod texts;
mod together;
mod view;

use std::sync::Arc;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_model::snapshot::Annex;
use maslahat_model::source;
use maslahat_protocol::{DraftId, LogId, PersonId};
use maslahat_storage::Store;
use maslahat_sync_core::RecordKind;
use serde::Serialize;
use serde_json::Value;
use sha2::{Digest, Sha256};
use utoipa::ToSchema;

use self::together::{Begun, Together};
pub(crate) use self::view::{By, DraftView};
use super::access::{Caller, Seated};
use super::body::read_json;
use super::problem::{Answer, Code, Problem};
use super::sessions::{SeatView, seats};
use crate::AppState;
use crate::rooms::{RoomError, Sight};

/// Lists drafts
///
/// Those the caller is a member of, in the order they were added.
#[utoipa::path(get, path = "/api/v1/drafts", operation_id = "drafts", tag = "drafts",
    responses((status = 200, body = Vec<SeatView>)))]
pub(crate) async fn list(State(state): State<AppState>, Caller(session): Caller) -> Json<Vec<SeatView>> {
    Json(seats(&state, session.person))
}

/// What is being read of drafts, for everybody alike.
pub(crate) type Views = Together<DraftId, DraftView>;

/// A draft just made.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = CreatedDraft)]
pub(crate) struct CreatedView {
    id: String,
    title: String,
    symbol: String,
    /// What was taken of the file and what was not.
    #[schema(value_type = Value)]
    report: source::Report,
}

/// Creates a draft
///
/// The body is a file of the fixture format, of at most 16 MB. The caller becomes the secretariat of the new draft.
#[utoipa::path(post, path = "/api/v1/drafts", operation_id = "createDraft", tag = "drafts",
    request_body(content = Value, description = "A draft in the fixture format"),
    responses((status = 201, body = CreatedView), (status = 422, description = "`draft_invalid`"),
        (status = 504, description = "`not_confirmed`")))]
pub(crate) async fn create(
    State(state): State<AppState>,
    Caller(session): Caller,
    request: Request,
) -> Answer<Response> {
    let bytes = read_json(request, state.config.import_bytes_max, &state).await?;
    let parsed = tokio::task::spawn_blocking(move || source::parse(&bytes)).await;
    let (import, report) = parsed.map_err(|cause| Problem::internal(&cause))?.map_err(refused)?;
    let (title, symbol) = (import.register.title.clone(), import.register.symbol.clone());
    let creator = creator(&state, session.person)?;
    // once begun it is finished, even when the client goes away
    let making = tokio::spawn(make(state, import, session.person, creator));
    let id = making.await.map_err(|cause| Problem::internal(&cause))??;
    tracing::info!(draft.id = %id, person.id = %session.person, "draft created");
    let place = HeaderValue::from_str(&format!("/api/v1/drafts/{id}")).map_err(|cause| Problem::internal(&cause))?;
    let view = CreatedView { id: id.to_string(), title, symbol, report };
    Ok((StatusCode::CREATED, [(header::LOCATION, place)], Json(view)).into_response())
}

/// Durable before it is on the list: a draft nobody can see is better than a line that leads nowhere.
async fn make(state: AppState, import: source::Import, by: PersonId, creator: Person) -> Answer<DraftId> {
    let (title, symbol) = (import.register.title.clone(), import.register.symbol.clone());
    let draft = state.rooms.create(import, by).await?;
    state.rooms.person(draft, by, creator.clone()).await?;
    state.people.add_draft(draft, &title, &symbol).await?;
    state.people.add_member(by, draft, creator).await?;
    Ok(draft)
}

/// The caller under the name they have elsewhere, without the seat: that belongs to the other draft.
fn creator(state: &AppState, person: PersonId) -> Answer<Person> {
    let roles = state.people.roles_of(person);
    let known = roles.iter().find(|(_, role)| *role == Role::Secretariat);
    let member = known.and_then(|(entry, _)| state.people.person(person, entry.id));
    let member = member.ok_or_else(|| Problem::internal(&"the guard let somebody else in"))?;
    Ok(Person { seat: None, ..member })
}

fn refused(error: source::SourceError) -> Problem {
    match error {
        source::SourceError::NotJson { line, column, .. } | source::SourceError::DoubledKey { line, column, .. } => {
            Problem::new(Code::JsonMalformed, sentence(&error)).with("line", line).with("column", column)
        }
        source::SourceError::FileTooLarge { max, .. } => super::body::too_large(max),
        _ => Problem::new(Code::DraftInvalid, sentence(&error)),
    }
}

fn sentence(error: &dyn std::fmt::Display) -> String {
    format!("{error}.")
}

/// Shows a draft
///
/// The register and the wording of every text at one moment. Carries an `ETag`.
#[utoipa::path(get, path = "/api/v1/drafts/{id}", operation_id = "draft", tag = "drafts", params(("id" = String, Path)),
    responses((status = 200, body = DraftView), (status = 304, description = "As the `If-None-Match` said.")))]
pub(crate) async fn show(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    headers: HeaderMap,
) -> Answer<Response> {
    let comments = comments(&state, draft).await?;
    let see = |begun: Begun| {
        let rooms = state.rooms.clone();
        let view = move |seen: &Sight<'_>| {
            begun.now();
            DraftView::of(seen)
        };
        async move { rooms.see(draft, Arc::new(view)).await }
    };
    let shared = state.draft_views.ask(draft, see).await?;
    let view = shared.as_ref().clone().shown_to(member, comments);
    let body = serde_json::to_vec(&view).map_err(|cause| Problem::internal(&cause))?;
    let tagged = Tagged::new(body);
    tagged.answer("application/json", &headers)
}

/// What was said about the draft: the last annex.
async fn comments(state: &AppState, draft: DraftId) -> Answer<Vec<Value>> {
    let log = state.store.load(LogId::annex(draft)).await.map_err(|cause| RoomError::Store(cause.to_string()))?;
    let last = log.tail.into_iter().rev().find(|entry| entry.kind == RecordKind::Annex as u8);
    let Some(body) = last.and_then(|entry| entry.body) else {
        return Ok(Vec::new());
    };
    let annex: Annex =
        serde_json::from_slice(&body).map_err(|_| RoomError::Damaged("the annex cannot be read".to_owned()))?;
    Ok(annex.comments)
}

/// A body under the digest of its bytes.
#[derive(Debug)]
pub(crate) struct Tagged {
    tag: String,
    body: Bytes,
}

impl Tagged {
    fn new(body: Vec<u8>) -> Self {
        let tag = format!("W/\"{}\"", hex::encode(&Sha256::digest(&body)[..16]));
        Self { tag, body: body.into() }
    }

    /// The body, or 304 if the client has it.
    fn answer(&self, media_type: &'static str, headers: &HeaderMap) -> Answer<Response> {
        let value = HeaderValue::from_str(&self.tag).map_err(|cause| Problem::internal(&cause))?;
        let shared: [(HeaderName, HeaderValue); 3] = [
            (header::ETAG, value),
            (header::CACHE_CONTROL, HeaderValue::from_static("private, no-cache")),
            (header::VARY, HeaderValue::from_static("Cookie, Authorization, Accept-Encoding")),
        ];
        let known = headers.get_all(header::IF_NONE_MATCH).into_iter().filter_map(|value| value.to_str().ok());
        let is_this = |each: &str| each == self.tag || each == "*" || each == &self.tag[2..];
        if known.flat_map(|list| list.split(',')).any(|each| is_this(each.trim())) {
            return Ok((StatusCode::NOT_MODIFIED, shared).into_response());
        }
        let kind = [(header::CONTENT_TYPE, HeaderValue::from_static(media_type))];
        Ok((shared, kind, Body::from(self.body.clone())).into_response())
    }
}

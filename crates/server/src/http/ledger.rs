//! Reading a draft's ledger: page by page, or whole as a file that proves itself.

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maslahat_protocol::DraftId;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::access::Seated;
use super::body::Query;
use super::draft::By;
use super::problem::{Answer, Problem};
use crate::AppState;
use crate::ledger::{MEDIA_TYPE, json_lines};
use crate::rooms::LedgerEntry;

const PAGE_DEFAULT: usize = 500;
const PAGE_MAX: usize = 2_000;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct PageQuery {
    /// Only entries after this one.
    #[serde(default)]
    after: u64,
    /// At most so many entries, up to 2000.
    limit: Option<usize>,
    /// `jsonl`: the whole ledger as JSON lines, to be kept and checked by `maslahat verify`. So does
    /// `Accept: application/jsonl`.
    #[param(inline)]
    format: Option<LedgerFormat>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub(crate) enum LedgerFormat {
    Json,
    Jsonl,
}

/// Part of a ledger, oldest first.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Ledger)]
pub(crate) struct LedgerView {
    entries: Vec<EntryView>,
    /// What to give as `after` for the next part; none when this is the last.
    next: Option<u64>,
}

/// One act.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LedgerEntry)]
pub(crate) struct EntryView {
    seq: u64,
    /// RFC 3339, UTC.
    at: String,
    by: By,
    act: Value,
    /// What the act's author was told.
    answer: Value,
    /// The hash chain up to and with this entry, hexadecimal.
    chain: String,
}

/// Reads the ledger
///
/// Every act on the draft, hash-chained, oldest first.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/ledger", operation_id = "ledger", tag = "drafts",
    params(("id" = String, Path), PageQuery), responses((status = 200, content(
        (LedgerView = "application/json"), (String = "application/jsonl")))))]
pub(crate) async fn ledger(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
    headers: HeaderMap,
    Query(PageQuery { after, limit, format }): Query<PageQuery>,
) -> Answer<Response> {
    if format.unwrap_or_else(|| accepted(&headers)) == LedgerFormat::Jsonl {
        return file(&state, draft).await;
    }
    let limit = limit.unwrap_or(PAGE_DEFAULT).clamp(1, PAGE_MAX);
    let mut entries = state.rooms.ledger(draft, after, limit + 1).await?;
    let more = entries.len() > limit;
    entries.truncate(limit);
    let next = if more { entries.last().map(|entry| entry.seq) } else { None };
    let people = state.rooms.read(draft, |room| room.register().people.clone()).await?;
    let view = |LedgerEntry { seq, at, person, act, answer, chain }| {
        let by = By::of(person, &people);
        EntryView { seq, at, by, act, answer, chain }
    };
    Ok(Json(LedgerView { entries: entries.into_iter().map(view).collect(), next }).into_response())
}

/// What the client asks for in its `Accept`; whoever does not care gets pages.
fn accepted(headers: &HeaderMap) -> LedgerFormat {
    let wanted = headers.get(header::ACCEPT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let first = wanted.split(',').next().unwrap_or_default().split(';').next().unwrap_or_default().trim();
    if first.eq_ignore_ascii_case(MEDIA_TYPE) { LedgerFormat::Jsonl } else { LedgerFormat::Json }
}

async fn file(state: &AppState, draft: DraftId) -> Answer<Response> {
    let entries = state.rooms.ledger_entries(draft).await?;
    let bytes = json_lines(draft, &entries).map_err(|cause| Problem::internal(&cause))?;
    let name = format!("attachment; filename=\"ledger-{draft}.jsonl\"");
    let name = HeaderValue::from_str(&name).map_err(|cause| Problem::internal(&cause))?;
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(MEDIA_TYPE)),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((headers, bytes).into_response())
}

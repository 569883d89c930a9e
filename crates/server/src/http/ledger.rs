//! Reading a draft's ledger, page by page.

use axum::Json;
use axum::extract::State;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;

use super::access::Seated;
use super::body::Query;
use super::draft::By;
use super::problem::Answer;
use crate::AppState;
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
    params(("id" = String, Path), PageQuery), responses((status = 200, body = LedgerView)))]
pub(crate) async fn ledger(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
    Query(PageQuery { after, limit }): Query<PageQuery>,
) -> Answer<Json<LedgerView>> {
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
    Ok(Json(LedgerView { entries: entries.into_iter().map(view).collect(), next }))
}

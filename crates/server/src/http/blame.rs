//! Who wrote a text, letter by letter.

use axum::Json;
use axum::extract::{Path, State};
use maslahat_sync_core::BlameRun;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::access::Seated;
use super::body::Query;
use super::draft::By;
use super::problem::Answer;
use crate::AppState;
use crate::rooms::rfc3339;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct BlameQuery {
    /// A language of the paragraph; the original one if none is named.
    lang: Option<String>,
}

/// A text and its authors.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Blame)]
pub(crate) struct BlameView {
    paragraph: String,
    /// The document: `automerge:…`.
    url: String,
    /// The state of the text that this is about. Change hashes, hexadecimal, sorted.
    heads: Vec<String>,
    text: String,
    /// Gap-free, in reading order.
    runs: Vec<RunView>,
}

/// Letters that one person wrote in one go.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = BlameRun)]
struct RunView {
    /// Where it begins and ends in `text`, in UTF-16 code units.
    start: usize,
    end: usize,
    /// None: imported wording, whose authors are not known here.
    by: Option<By>,
    /// When the first of it reached the server. RFC 3339, UTC.
    at: String,
    /// When the last of it did.
    until: String,
}

/// Tells who wrote a text
///
/// Person, seat and time for each run of letters, by the author of each letter. Stays true when the text is
/// frozen, reopened or merged with a proposal.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/paragraphs/{paragraph}/blame", operation_id = "blame", tag = "drafts",
    params(("id" = String, Path), ("paragraph" = String, Path), BlameQuery),
    responses((status = 200, body = BlameView), (status = 404, description = "`paragraph_unknown`, `text_unknown`"),
        (status = 500, description = "`text_unreadable`")))]
pub(crate) async fn blame(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
    Path((_, paragraph)): Path<(String, String)>,
    Query(BlameQuery { lang }): Query<BlameQuery>,
) -> Answer<Json<BlameView>> {
    let read = state.rooms.authorship(draft, paragraph.clone(), lang).await?;
    let run = |BlameRun { start, end, person, at, until }| RunView {
        start,
        end,
        by: person.map(|person| By::of(person, &read.people)),
        at: rfc3339(at.0),
        until: rfc3339(until.0),
    };
    let runs = read.blame.runs.into_iter().map(run).collect();
    let (heads, text) = (read.blame.heads, read.blame.text);
    Ok(Json(BlameView { paragraph, url: read.document.url(), heads, text, runs }))
}

//! Inviting everybody of a table.

use std::collections::BTreeSet;

use axum::Json;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use maslahat_model::Role;
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use super::super::access::Seated;
use super::super::body::{Query, read_table};
use super::super::origin::base_url;
use super::super::problem::{Answer, Code, Problem, sentence};
use crate::AppState;
use crate::people;
use crate::people::{Import, Imported, LineNote, Row, TABLE_BYTES_MAX, Table, TableError};
use crate::rooms::rfc3339;

/// How to go about it.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(crate) struct ImportQuery {
    /// Only look: nobody is invited.
    #[serde(default)]
    #[param(default = false)]
    dry_run: bool,
}

/// What became of a table, or would.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PeopleImport)]
pub(crate) struct ImportView {
    dry_run: bool,
    /// In the order of the lines.
    people: Vec<RowView>,
    /// Lines that cannot be taken; as long as there is one, nobody is invited.
    refused: Vec<NoteView>,
    /// Lines that can be taken, and deserve a look.
    remarks: Vec<NoteView>,
}

/// A person of the table.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = ImportedPerson)]
struct RowView {
    line: u64,
    name: String,
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation.
    seat: Option<String>,
    /// Of the new invitation, shown this once; not there after a dry run.
    #[serde(skip_serializing_if = "Option::is_none")]
    link: Option<String>,
    /// RFC 3339, UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
}

/// Something about a line.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = LineNote)]
struct NoteView {
    line: u64,
    /// Stable: `name_unusable`, `name_misleading`, `name_lookalike`, `role_unknown`, `seat_unknown`, `seat_unusable`,
    /// `seat_doubled`, `line_doubled`, `person_known`, `fields_uneven` or `field_unclosed`.
    code: String,
    /// Cause and remedy.
    detail: String,
}

/// Invites the people of a table
///
/// The body is a CSV file in UTF-8 of at most 2,000 people, whose first line names the columns `name`, `role` and,
/// if there are seats, `seat`; commas, semicolons and tabs divide them. With `dryRun=true` nobody is invited, and
/// every line that cannot be taken is listed. Without it everybody is invited, or nobody: then the problem's
/// `refused` lists those lines.
#[utoipa::path(post, path = "/api/v1/drafts/{id}/people/import", operation_id = "importPeople", tag = "people",
    params(("id" = String, Path), ImportQuery), request_body(content = String, content_type = "text/csv"),
    responses((status = 200, body = ImportView, description = "A dry run."), (status = 201, body = ImportView),
        (status = 422, description = "`table_unreadable`, `table_too_long`, `table_refused`")))]
pub(crate) async fn import(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    headers: HeaderMap,
    Query(ImportQuery { dry_run }): Query<ImportQuery>,
    request: Request,
) -> Answer<Response> {
    let bytes = read_table(request, TABLE_BYTES_MAX, &state).await?;
    let seats = state.rooms.read(draft, |room| room.register().delegations.keys().cloned().collect::<BTreeSet<_>>());
    let seats = seats.await?;
    let read = tokio::task::spawn_blocking(move || people::read_table(&bytes, &seats)).await;
    let Table { rows, mut refused, remarks } = read.map_err(|cause| Problem::internal(&cause))?.map_err(unreadable)?;
    refused.extend(state.people.known_lines(draft, &rows));
    refused.sort_by_key(|note| note.line);
    let no_store = [(header::CACHE_CONTROL, HeaderValue::from_static("no-store"))];
    if dry_run {
        let people = rows.into_iter().map(|row| RowView::new(row, None)).collect();
        let view = ImportView { dry_run, people, refused: notes(refused), remarks: notes(remarks) };
        return Ok((no_store, Json(view)).into_response());
    }
    if !refused.is_empty() {
        return Err(table_refused(refused));
    }
    let made = match state.people.import(draft, rows).await? {
        Import::Done(made) => made,
        Import::Refused(known) => return Err(table_refused(known)),
    };
    tracing::info!(draft.id = %draft, person.id = %member.person, people = made.len(), "people were invited from a table");
    let base = base_url(&headers, &state.config);
    let people = made.into_iter().map(|Imported { row, code, expires_ms }| {
        RowView::new(row, Some((format!("{base}/join/{code}"), rfc3339(expires_ms))))
    });
    let view = ImportView { dry_run, people: people.collect(), refused: Vec::new(), remarks: notes(remarks) };
    Ok((StatusCode::CREATED, no_store, Json(view)).into_response())
}

impl RowView {
    fn new(Row { line, name, role, seat }: Row, invited: Option<(String, String)>) -> Self {
        let (link, expires) = invited.unzip();
        Self { line, name, role, seat, link, expires }
    }
}

fn notes(notes: Vec<LineNote>) -> Vec<NoteView> {
    let view = |LineNote { line, code, words }| NoteView {
        line,
        code: code.to_owned(),
        detail: format!("{}.", sentence(&words)),
    };
    notes.into_iter().map(view).collect()
}

fn table_refused(refused: Vec<LineNote>) -> Problem {
    let detail = format!(
        "{} lines cannot be taken, and nobody was invited. Correct them and send the whole table again.",
        refused.len()
    );
    Problem::new(Code::TableRefused, detail).with("refused", json!(notes(refused)))
}

fn unreadable(error: TableError) -> Problem {
    let code = if matches!(error, TableError::TooLong { .. }) { Code::TableTooLong } else { Code::TableUnreadable };
    Problem::new(code, format!("{}.", sentence(&error.to_string())))
}

//! A draft as a file.

use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maslahat_protocol::DraftId;
use serde::Deserialize;

use super::access::Seated;
use super::body::Query;
use super::problem::{Answer, Code, Problem};
use crate::AppState;
use crate::exports::{self, ExportFailure, Exported, Format, Full};

/// The word that asks for all languages in one file.
const EVERY_LANGUAGE: &str = "all";

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct ExportQuery {
    /// A language of the draft, or `all`; the original one if none is named.
    lang: Option<String>,
}

/// Exports a draft
///
/// `pdf`, `docx`, `html`, `md`, `akn`, `json` or `bundle`, of the draft at one step of its sequence.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/exports/{format}", operation_id = "export", tag = "drafts",
    params(("id" = String, Path), ("format" = String, Path), ExportQuery),
    responses((status = 200, description = "The file, under its media type and a file name."),
        (status = 404, description = "`format_unknown`, `language_unknown`"),
        (status = 422, description = "`export_glyph_missing`, `export_limit`, `export_refused`"),
        (status = 429, description = "`too_many_exports`"), (status = 500, description = "`export_failed`"),
        (status = 501, description = "`export_fonts_missing`")))]
pub(crate) async fn file(
    State(state): State<AppState>,
    Seated { draft, member }: Seated,
    Path((_, format)): Path<(String, String)>,
    Query(ExportQuery { lang }): Query<ExportQuery>,
) -> Answer<Response> {
    let format: Format = format.parse().map_err(|_| {
        let known: Vec<&str> = Format::ALL.iter().map(|format| format.as_str()).collect();
        Problem::new(Code::FormatUnknown, format!("There is no such format. Take one of: {}.", known.join(", ")))
            .with("known", known)
    })?;
    if let Some(lang) = lang.clone() {
        known_language(&state, draft, lang).await?;
    }
    attachment(exports::export(&state, draft, format, lang.as_deref(), member.person).await?)
}

/// Not every writer looks at the language; a wrong one is a mistake all the same.
async fn known_language(state: &AppState, draft: DraftId, lang: String) -> Answer<()> {
    let known = state.rooms.read(draft, |room| room.register().languages.clone()).await?;
    if lang == EVERY_LANGUAGE || known.contains(&lang) {
        return Ok(());
    }
    Err(ExportFailure::LanguageUnknown { lang, known }.into())
}

/// Certifies a frozen draft
///
/// The heads and hashes of every text of a draft that is frozen as a whole, signed.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/certificate", operation_id = "certificate", tag = "drafts",
    params(("id" = String, Path)), responses((status = 200, body = serde_json::Value),
        (status = 409, description = "`draft_not_frozen`"),
        (status = 422, description = "`export_glyph_missing`, `export_limit`, `export_refused`"),
        (status = 429, description = "`too_many_exports`"), (status = 500, description = "`export_failed`"),
        (status = 501, description = "`export_fonts_missing`")))]
pub(crate) async fn certificate(State(state): State<AppState>, Seated { draft, member }: Seated) -> Answer<Response> {
    attachment(exports::certificate(&state, draft, member.person).await?)
}

fn attachment(Exported { bytes, media_type, file_name }: Exported) -> Answer<Response> {
    let disposition = HeaderValue::from_str(&format!("attachment; filename=\"{file_name}\""));
    let headers: [(HeaderName, HeaderValue); 4] = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type)),
        (header::CONTENT_DISPOSITION, disposition.map_err(|cause| Problem::internal(&cause))?),
        (header::CONTENT_LENGTH, HeaderValue::from(bytes.len())),
        (header::CACHE_CONTROL, HeaderValue::from_static("private, no-store")),
    ];
    Ok((headers, Body::from(bytes)).into_response())
}

/// The code of a cause that somebody can mend.
fn refusal(cause: &str) -> Code {
    match cause {
        "fonts_missing" => Code::ExportFontsMissing,
        "glyph_missing" => Code::ExportGlyphMissing,
        "draft_too_large" | "word_too_long" | "marks_stacked" | "footnotes_too_many" | "pdf_timed_out"
        | "pdf_out_of_bounds" | "pdf_too_large" => Code::ExportLimit,
        _ => Code::ExportRefused,
    }
}

impl From<ExportFailure> for Problem {
    fn from(failure: ExportFailure) -> Self {
        match failure {
            ExportFailure::Room(error) => error.into(),
            ExportFailure::LanguageUnknown { known, .. } => {
                let listed = known.join(", ");
                Self::new(Code::LanguageUnknown, format!("The draft has no text in this language. It has: {listed}."))
                    .with("known", known)
            }
            ExportFailure::Refused { code, message } => {
                let mut detail = message;
                if let Some(first) = detail.get_mut(..1) {
                    first.make_ascii_uppercase();
                }
                Self::new(refusal(&code), format!("{detail}.")).with("cause", code)
            }
            ExportFailure::Full(Full::Server) => {
                Self::new(Code::Busy, "Too many exports are being made. Try again in a moment.").retry_after(5)
            }
            ExportFailure::Full(Full::Person) => Self::new(
                Code::TooManyExports,
                "Too many exports of yours are being made already. Wait until some of them are there, then try again.",
            )
            .retry_after(5),
            ExportFailure::Failed(cause) => {
                tracing::error!(%cause, "an export failed");
                Self::new(
                    Code::ExportFailed,
                    "The file could not be made. Try again; if it stays, take another format and tell whoever runs the server.",
                )
            }
            ExportFailure::NotFrozen => Self::new(
                Code::NotFrozen,
                "A certificate states a draft that is frozen as a whole, and this one is not. A moderator freezes it by the act {\"type\":\"freeze\",\"scope\":\"draft\"}.",
            ),
            ExportFailure::FormatMissing(format) => {
                Self::new(Code::FormatUnknown, format!("This version does not write {format}. Take another format."))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_can_be_mended_says_what_it_is() {
        let code = |cause: &str| {
            let message = "no font can show “𒀀”, in r4; replace the character".to_owned();
            let code = cause.to_owned();
            Problem::from(ExportFailure::Refused { code, message }).code()
        };
        assert_eq!(code("fonts_missing"), "export_fonts_missing");
        assert_eq!(code("glyph_missing"), "export_glyph_missing");
        assert_eq!(code("draft_too_large"), "export_limit");
        assert_eq!(code("pdf_timed_out"), "export_limit");
        assert_eq!(code("direction_control"), "export_refused");
        let busy = Problem::from(ExportFailure::Full(Full::Server)).into_response();
        assert_eq!(busy.status(), axum::http::StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(busy.headers()[header::RETRY_AFTER], "5");
        let busy = Problem::from(ExportFailure::Full(Full::Person)).into_response();
        assert_eq!(busy.status(), axum::http::StatusCode::TOO_MANY_REQUESTS);
    }
}

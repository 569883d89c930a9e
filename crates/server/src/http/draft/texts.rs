//! The documents of a draft's texts in one answer, so that a page which opens the draft need not open each of them.
//! Bytes only: nothing of them is read here.

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use maslahat_protocol::{DocumentId, DraftId, documents};
use maslahat_sync_core::Opening;
use serde::Deserialize;

use super::Tagged;
use super::together::{Begun, Together};
use crate::AppState;
use crate::exports::ExportFailure;
use crate::http::access::Seated;
use crate::http::body::Query;
use crate::http::problem::{Answer, Problem};
use crate::rooms::{Documents, RoomError};

/// RFC 8949.
const MEDIA_TYPE: &str = "application/cbor";
/// All texts of one answer. Those that would be beyond it are left out, and opened one by one.
const TEXTS_BYTES_MAX: usize = 16 << 20;

/// What is being read for everybody alike, by draft and language.
pub(crate) type Bodies = Together<(DraftId, Option<String>), Result<Tagged, Vec<String>>>;

#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[serde(deny_unknown_fields)]
pub(crate) struct TextsQuery {
    /// A language of the draft; the original one if none is named.
    lang: Option<String>,
}

/// Gives the documents of a draft's texts
///
/// Of each paragraph the text in this language, or in the original one where it has none, in reading order: a CBOR
/// map from document id to what Automerge loads. Whoever has loaded them goes on by `/sync` from there. A text that
/// cannot be sent like this is left out; `/sync` has it. Carries an `ETag`.
#[utoipa::path(get, path = "/api/v1/drafts/{id}/texts", operation_id = "texts", tag = "drafts",
    params(("id" = String, Path), TextsQuery),
    responses((status = 200, description = "The documents, as `application/cbor`."),
        (status = 304, description = "As the `If-None-Match` said."),
        (status = 404, description = "`language_unknown`")))]
pub(crate) async fn texts(
    State(state): State<AppState>,
    Seated { draft, .. }: Seated,
    Query(TextsQuery { lang }): Query<TextsQuery>,
    headers: HeaderMap,
) -> Answer<Response> {
    let read = |begun: Begun| {
        let (rooms, lang) = (state.rooms.clone(), lang.clone());
        async move {
            Ok::<_, RoomError>(match rooms.documents(draft, lang, || begun.now()).await? {
                Documents::Of(texts) => Ok(Tagged::new(encode(texts))),
                Documents::LanguageUnknown(known) => Err(known),
            })
        }
    };
    let shared = state.draft_texts.ask((draft, lang.clone()), read).await?;
    match shared.as_ref() {
        Ok(tagged) => tagged.answer(MEDIA_TYPE, &headers),
        Err(known) => {
            let lang = lang.unwrap_or_default();
            Err(Problem::from(ExportFailure::LanguageUnknown { lang, known: known.clone() }))
        }
    }
}

fn encode(texts: Vec<(DocumentId, Opening)>) -> Vec<u8> {
    let mut bytes = 0;
    let within = texts.into_iter().filter(|(_, opening)| {
        let fits = bytes + opening.size_bytes() <= TEXTS_BYTES_MAX;
        bytes += if fits { opening.size_bytes() } else { 0 };
        fits
    });
    let within: Vec<(DocumentId, Vec<u8>)> = within.map(|(document, opening)| (document, opening.bytes())).collect();
    documents::encode(&within)
}

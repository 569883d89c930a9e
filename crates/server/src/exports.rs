//! A draft as a file: the snapshot is taken in one step of the draft's sequence, then rendered. Knows
//! which formats there are, not how any of them is written.

use std::fmt;
use std::str::FromStr;

use maslahat_model::Snapshot;
use maslahat_protocol::DraftId;
use maslahat_storage::AnyStore;
use maslahat_sync_core::Limits;
use tracing::Instrument as _;

use crate::AppState;
use crate::rooms::{RoomError, Rooms};

/// The kinds of file a draft leaves as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Pdf,
    Docx,
    Html,
    Markdown,
    AkomaNtoso,
    Json,
    Bundle,
}

impl Format {
    /// Every format.
    pub const ALL: &'static [Self] = &[
        Self::Pdf,
        Self::Docx,
        Self::Html,
        Self::Markdown,
        Self::AkomaNtoso,
        Self::Json,
        Self::Bundle,
    ];

    /// The word in addresses and on the command line; also the file's ending.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Html => "html",
            Self::Markdown => "md",
            Self::AkomaNtoso => "akn",
            Self::Json => "json",
            Self::Bundle => "bundle",
        }
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The word names no format.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("there is no such format: take pdf, docx, html, md, akn, json or bundle")]
pub struct UnknownFormat;

impl FromStr for Format {
    type Err = UnknownFormat;

    fn from_str(word: &str) -> Result<Self, UnknownFormat> {
        Self::ALL
            .iter()
            .copied()
            .find(|format| format.as_str() == word)
            .ok_or(UnknownFormat)
    }
}

/// A file on its way out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exported {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// ASCII only.
    pub file_name: String,
}

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error("the draft has no text in {lang:?}: it has {}", known.join(", "))]
    LanguageUnknown { lang: String, known: Vec<String> },
    /// The wording must change first; the message says which.
    #[error("{message}")]
    Refused { code: &'static str, message: String },
    #[error("too many exports at once: try again in a moment")]
    Busy,
    #[error("{0}")]
    Failed(String),
    #[error("this version does not write {0} yet: take another format")]
    FormatMissing(Format),
}

/// A draft, or one language of it, as a file.
///
/// # Errors
/// The draft cannot be read or set in this format.
pub async fn export(
    state: &AppState,
    draft: DraftId,
    format: Format,
    lang: Option<&str>,
) -> Result<Exported, ExportFailure> {
    let snapshot = state.rooms.snapshot(draft).await?;
    let span = tracing::info_span!("export.render", draft.id = %draft, %format, lang);
    render(snapshot, format, lang).instrument(span).await
}

/// A draft of a store that is read beside a running server.
///
/// # Errors
/// As for [`export`].
pub async fn export_stored(
    store: AnyStore,
    draft: DraftId,
    format: Format,
    lang: Option<&str>,
) -> Result<Exported, ExportFailure> {
    let snapshot = Rooms::new(store, Limits::default()).snapshot(draft).await?;
    render(snapshot, format, lang).await
}

/// A snapshot as a file.
///
/// # Errors
/// The draft has no such language, or cannot be set in this format.
pub async fn render(snapshot: Snapshot, format: Format, lang: Option<&str>) -> Result<Exported, ExportFailure> {
    let known = &snapshot.register.languages;
    if let Some(lang) = lang
        && lang != "all"
        && !known.iter().any(|each| each == lang)
    {
        return Err(ExportFailure::LanguageUnknown {
            lang: lang.to_owned(),
            known: known.clone(),
        });
    }
    Err(ExportFailure::FormatMissing(format))
}

//! A draft as a file: the snapshot is taken in one step of the draft's sequence, then rendered. Knows
//! which formats there are, not how any of them is written.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use maslahat_export::bundle::{CERTIFICATE, Signer};
use maslahat_export::pdf::{Edition, Job};
use maslahat_export::{ExportError, PdfError};
use maslahat_model::Snapshot;
use maslahat_model::certificate::StatementError;
use maslahat_protocol::DraftId;
use maslahat_storage::AnyStore;
use maslahat_sync_core::Limits;
use tokio::sync::Semaphore;
use tracing::Instrument as _;

use crate::AppState;
use crate::pdf_process::{PdfFailure, PdfProcess};
use crate::people::{People, SecretName};
use crate::rooms::{RoomError, Rooms};

/// Writers at once, the PDF's apart.
const WRITING_MAX: usize = 4;
const NAME_CHARS_MAX: usize = 80;

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

    const fn media_type(self) -> &'static str {
        match self {
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Html => "text/html; charset=utf-8",
            Self::Markdown => "text/markdown; charset=utf-8",
            Self::AkomaNtoso => "application/akn+xml",
            Self::Json => "application/json",
            Self::Bundle => "application/zip",
        }
    }

    const fn ending(self) -> &'static str {
        match self {
            Self::AkomaNtoso => "akn.xml",
            Self::Bundle => "bundle.zip",
            format => format.as_str(),
        }
    }

    /// The word in addresses and on the command line.
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
    #[error("the draft is not frozen as a whole: freeze it first (freeze, scope draft)")]
    NotFrozen,
    #[error("this version does not write {0} yet: take another format")]
    FormatMissing(Format),
}

/// Where exports are made, a few at a time. Cheap to clone.
#[derive(Clone)]
pub struct Exports {
    pdf: Result<PdfProcess, PdfFailure>,
    writing: Arc<Semaphore>,
    /// None: nothing is certified here.
    signer: Option<Arc<Signer>>,
}

impl fmt::Debug for Exports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Exports")
            .field("pdf", &self.pdf)
            .finish_non_exhaustive()
    }
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
    state.exports.render(snapshot, format, lang).instrument(span).await
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
    let snapshot = Rooms::new(store.clone(), Limits::default()).snapshot(draft).await?;
    let people = People::load(store)
        .await
        .map_err(|error| ExportFailure::Failed(error.to_string()))?;
    // the key is made at a server's first start; before it, nothing can be frozen
    let signer = people.secret(SecretName::CertificateKey).await.ok();
    let exports = Exports::new(signer.map(|seed| Signer::from_seed(&seed)));
    exports.render(snapshot, format, lang).await
}

/// The certificate of a draft that is frozen as a whole.
///
/// # Errors
/// The draft is not wholly frozen, or cannot be read or set.
pub async fn certificate(state: &AppState, draft: DraftId) -> Result<Exported, ExportFailure> {
    let snapshot = state.rooms.snapshot(draft).await?;
    let span = tracing::info_span!("export.render", draft.id = %draft, format = "certificate");
    state.exports.certificate(snapshot).instrument(span).await
}

impl Exports {
    /// With the key that certificates are signed with.
    pub fn new(signer: Option<Signer>) -> Self {
        Self {
            pdf: PdfProcess::new(),
            writing: Arc::new(Semaphore::new(WRITING_MAX)),
            signer: signer.map(Arc::new),
        }
    }

    /// A snapshot as a file. Without a language, the original one.
    ///
    /// # Errors
    /// The draft has no such language, or cannot be set in this format.
    pub async fn render(
        &self,
        snapshot: Snapshot,
        format: Format,
        lang: Option<&str>,
    ) -> Result<Exported, ExportFailure> {
        let file_name = file_name(&snapshot, format, lang);
        let bytes = match format {
            Format::Pdf => self.pdf(&snapshot, lang).await?,
            Format::Bundle => self.bundle(snapshot).await?,
            format => self.write(snapshot, format, lang).await?,
        };
        Ok(Exported {
            bytes,
            media_type: format.media_type(),
            file_name,
        })
    }

    async fn pdf(&self, snapshot: &Snapshot, lang: Option<&str>) -> Result<Vec<u8>, ExportFailure> {
        let edition = match lang {
            None => Edition::Original,
            Some(word) => word.parse().unwrap_or_default(),
        };
        let process = self
            .pdf
            .as_ref()
            .map_err(|failure| ExportFailure::Failed(failure.to_string()))?;
        let job = Job::new(snapshot, &edition).map_err(|error| export_failed(error.into()))?;
        process.render(&job).await.map_err(pdf_failed)
    }

    /// Holds every language; its PDF is that of the original.
    async fn bundle(&self, snapshot: Snapshot) -> Result<Vec<u8>, ExportFailure> {
        let pdf = self.pdf(&snapshot, None).await?;
        let signer = self.signer.clone();
        on_the_side(move || maslahat_export::bundle::bundle(&snapshot, &pdf, signer.as_deref())).await
    }

    async fn certificate(&self, snapshot: Snapshot) -> Result<Exported, ExportFailure> {
        if snapshot.register.frozen.is_none() {
            return Err(ExportFailure::NotFrozen);
        }
        let signer = self.signer.clone();
        let signer = signer.ok_or_else(|| ExportFailure::Failed("there is no key to sign with".to_owned()))?;
        let pdf = self.pdf(&snapshot, None).await?;
        let bytes = on_the_side(move || maslahat_export::bundle::certificate(&snapshot, &pdf, &signer)).await?;
        Ok(Exported {
            bytes,
            media_type: "application/json",
            file_name: CERTIFICATE.to_owned(),
        })
    }

    async fn write(&self, snapshot: Snapshot, format: Format, lang: Option<&str>) -> Result<Vec<u8>, ExportFailure> {
        let _place = self.writing.acquire().await.map_err(|_| ExportFailure::Busy)?;
        let lang = lang.unwrap_or(&snapshot.register.original_language).to_owned();
        let write = match format {
            Format::Html => maslahat_export::html,
            Format::Markdown => maslahat_export::markdown,
            Format::AkomaNtoso => maslahat_export::akn,
            Format::Json => maslahat_export::json,
            Format::Docx => maslahat_export::docx,
            Format::Pdf | Format::Bundle => return Err(ExportFailure::FormatMissing(format)),
        };
        on_the_side(move || write(&snapshot, &lang)).await
    }
}

/// Runs a writer where it keeps no socket waiting.
async fn on_the_side<T: Send + 'static>(
    write: impl FnOnce() -> Result<T, ExportError> + Send + 'static,
) -> Result<T, ExportFailure> {
    let written = tokio::task::spawn_blocking(write).await;
    let written = written.map_err(|_| ExportFailure::Failed("the writer stopped".to_owned()))?;
    written.map_err(export_failed)
}

fn export_failed(error: ExportError) -> ExportFailure {
    match error {
        ExportError::Page(PdfError::UnknownLanguage { lang, known }) => ExportFailure::LanguageUnknown { lang, known },
        ExportError::Page(error) if error.lies_in_the_draft() => ExportFailure::Refused {
            code: error.code(),
            message: error.to_string(),
        },
        ExportError::Statement(StatementError::NotFrozen | StatementError::OpenText { .. }) => ExportFailure::NotFrozen,
        ExportError::TooLarge { .. } => ExportFailure::Refused {
            code: error.code(),
            message: error.to_string(),
        },
        error => ExportFailure::Failed(error.to_string()),
    }
}

fn pdf_failed(failure: PdfFailure) -> ExportFailure {
    match failure {
        PdfFailure::Busy => ExportFailure::Busy,
        PdfFailure::Refused(refusal) => ExportFailure::Refused {
            code: "pdf_refused",
            message: refusal.message,
        },
        PdfFailure::TimedOut(_) | PdfFailure::OutOfBounds | PdfFailure::TooLarge(_) => ExportFailure::Refused {
            code: "pdf_out_of_bounds",
            message: failure.to_string(),
        },
        PdfFailure::Process(cause) => ExportFailure::Failed(cause),
    }
}

/// The symbol, the language and the ending, in letters that any system takes.
fn file_name(snapshot: &Snapshot, format: Format, lang: Option<&str>) -> String {
    let plain = |text: &str| -> String {
        let kept = |letter: char| {
            if letter.is_ascii_alphanumeric() || letter == '.' {
                letter
            } else {
                '-'
            }
        };
        text.chars().take(NAME_CHARS_MAX).map(kept).collect()
    };
    let symbol = plain(&snapshot.register.symbol);
    let symbol = symbol.trim_matches(['-', '.']);
    let symbol = if symbol.is_empty() { "draft" } else { symbol };
    let lang = lang.map(|lang| format!(".{}", plain(lang))).unwrap_or_default();
    format!("{symbol}{lang}.{}", format.ending())
}

#[cfg(test)]
mod tests {
    use maslahat_model::source;

    use super::*;

    fn fixture() -> Snapshot {
        let bytes = include_bytes!("../../../tests/fixtures/tashkent-draft.json");
        source::parse(bytes).unwrap().0.into_snapshot("2019-02-20T11:30:00Z")
    }

    #[tokio::test]
    async fn a_snapshot_becomes_a_file_with_a_plain_name() {
        let exports = Exports::new(None);
        let file = exports.render(fixture(), Format::Markdown, Some("ru")).await.unwrap();
        assert_eq!(file.file_name, "CA-IC-2019-CRP.1-Rev.2.ru.md");
        assert!(String::from_utf8(file.bytes).unwrap().contains("Рекомендации"));
        let file = exports.render(fixture(), Format::Json, None).await.unwrap();
        assert!(source::parse(&file.bytes).is_ok());
    }

    #[tokio::test]
    async fn an_unknown_language_is_refused_with_those_there_are() {
        let failure = Exports::new(None)
            .render(fixture(), Format::Html, Some("xx"))
            .await
            .unwrap_err();
        assert!(
            matches!(failure, ExportFailure::LanguageUnknown { ref known, .. } if known.contains(&"ru".to_owned()))
        );
    }

    #[test]
    fn a_hostile_symbol_makes_no_hostile_name() {
        let mut snapshot = fixture();
        snapshot.register.symbol = "../../\"x\r\n".to_owned();
        assert_eq!(file_name(&snapshot, Format::Pdf, None), "x.pdf");
        snapshot.register.symbol = "///".to_owned();
        assert_eq!(file_name(&snapshot, Format::Pdf, Some("all")), "draft.all.pdf");
    }
}

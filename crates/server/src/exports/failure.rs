//! Why there is no file, told from what the writers and the PDF's process say.

use maslahat_export::{ExportError, PdfError};
use maslahat_model::certificate::StatementError;

use super::Format;
use super::places::Full;
use crate::pdf_process::PdfFailure;
use crate::rooms::RoomError;

/// Why there is no file.
#[derive(Debug, thiserror::Error)]
pub enum ExportFailure {
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error("the draft has no text in {lang:?}: it has {}", known.join(", "))]
    LanguageUnknown { lang: String, known: Vec<String> },
    /// Somebody can mend it: whoever writes the draft, or whoever built the server. The message says
    /// what, the code is the cause's own.
    #[error("{message}")]
    Refused { code: String, message: String },
    #[error(transparent)]
    Full(#[from] Full),
    #[error("{0}")]
    Failed(String),
    #[error("the draft is not frozen as a whole: freeze it first (freeze, scope draft)")]
    NotFrozen,
    #[error("this version does not write {0} yet: take another format")]
    FormatMissing(Format),
}

pub(super) fn export_failed(error: ExportError) -> ExportFailure {
    match error {
        ExportError::Page(PdfError::UnknownLanguage { lang, known }) => ExportFailure::LanguageUnknown { lang, known },
        ExportError::Statement(StatementError::NotFrozen | StatementError::OpenText { .. }) => ExportFailure::NotFrozen,
        error if can_be_mended(&error) => {
            ExportFailure::Refused { code: error.code().to_owned(), message: error.to_string() }
        }
        error => ExportFailure::Failed(error.to_string()),
    }
}

pub(super) fn pdf_failed(failure: PdfFailure) -> ExportFailure {
    match failure {
        PdfFailure::Busy => Full::Server.into(),
        PdfFailure::Refused(_) | PdfFailure::TimedOut(_) | PdfFailure::OutOfBounds | PdfFailure::TooLarge(_) => {
            ExportFailure::Refused { code: failure.code().to_owned(), message: failure.to_string() }
        }
        PdfFailure::Process(cause) => ExportFailure::Failed(cause),
    }
}

fn can_be_mended(error: &ExportError) -> bool {
    match error {
        ExportError::Page(error) => error.lies_in_the_draft() || matches!(error, PdfError::MissingFonts(_)),
        ExportError::TooLarge { .. } => true,
        _ => false,
    }
}

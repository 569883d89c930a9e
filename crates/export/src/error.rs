//! Why an export is refused: in words for people, with a stable code for programs.

use std::fmt;

use maslahat_model::certificate::StatementError;
use serde::{Deserialize, Serialize};

/// Where in the draft the cause lies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    /// The paragraph's id, or the name of a field such as `symbol`.
    pub paragraph: String,
    /// The language tag of the text.
    pub lang: String,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} ({})", self.paragraph, self.lang)
    }
}

/// A character that no embedded font can show.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct MissingGlyph {
    /// Counted from 1.
    pub page: usize,
    pub character: char,
    /// Of the text it was met in.
    pub lang: String,
    /// The ids of the paragraphs that contain it.
    pub paragraphs: Vec<String>,
}

impl fmt::Display for MissingGlyph {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (code, page) = (u32::from(self.character), self.page);
        write!(f, "“{}” U+{code:04X} on page {page}, language {}", self.character, self.lang)?;
        if !self.paragraphs.is_empty() {
            write!(f, ", in {}", self.paragraphs.join(", "))?;
        }
        Ok(())
    }
}

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfError {
    #[error("the draft has no text in “{lang}”; it has {}; or ask for “all”", known.join(", "))]
    UnknownLanguage { lang: String, known: Vec<String> },
    #[error("the snapshot's moment “{0}” is not an RFC 3339 time")]
    Moment(String),
    #[error("the draft is too large for one PDF: {count} {what}, at most {limit}; export it in parts")]
    TooLarge { what: &'static str, count: usize, limit: usize },
    #[error("{place} has a word of {count} characters, at most {limit}; put spaces into it")]
    LongWord { place: Place, count: usize, limit: usize },
    #[error("{place} has more than {limit} marks on one letter; take the surplus away")]
    StackedMarks { place: Place, limit: usize },
    #[error("{place} has {count} footnotes, at most {limit} in a paragraph; merge some")]
    TooManyNotes { place: Place, count: usize, limit: usize },
    #[error("{place} has the direction control U+{:04X}, which can make text read otherwise than it is; delete it",
        u32::from(*control))]
    DirectionControl { place: Place, control: char },
    #[error("{place} opens and closes direction isolates (U+2066–2069) unevenly; delete them")]
    UnbalancedIsolates { place: Place },
    #[error("{place} has the control character U+{:04X}; delete it", u32::from(*control))]
    Control { place: Place, control: char },
    #[error("{place} has a link to “{href}”; only http, https and mailto may be linked: change or remove it")]
    Link { place: Place, href: String },
    #[error("no font can show {}; replace the character", list(glyphs))]
    MissingGlyphs { glyphs: Vec<MissingGlyph> },
    #[error("this program was built without the fonts for {0}; build it with `cargo xtask build`, which fetches them")]
    MissingFonts(&'static str),
    #[error("the job is not what this version of the program writes: {0}")]
    Job(String),
    #[error("the typesetter stopped: {0}")]
    Typesetting(String),
    #[error("the pages do not meet PDF/A-3a and PDF/UA-1: {0}")]
    Standard(String),
    #[error("the PDF could not be written out: {0}")]
    Io(String),
}

fn list(glyphs: &[MissingGlyph]) -> String {
    const SHOWN: usize = 5;
    let mut words: Vec<String> = glyphs.iter().take(SHOWN).map(ToString::to_string).collect();
    if let Some(more) = glyphs.len().checked_sub(SHOWN).filter(|more| *more > 0) {
        words.push(format!("and {more} more"));
    }
    words.join("; ")
}

impl PdfError {
    /// Stable, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::UnknownLanguage { .. } => "language_unknown",
            Self::Moment(_) => "moment_malformed",
            Self::TooLarge { .. } => "draft_too_large",
            Self::LongWord { .. } => "word_too_long",
            Self::StackedMarks { .. } => "marks_stacked",
            Self::TooManyNotes { .. } => "footnotes_too_many",
            Self::DirectionControl { .. } => "direction_control",
            Self::UnbalancedIsolates { .. } => "isolates_unbalanced",
            Self::Control { .. } => "control_character",
            Self::Link { .. } => "link_scheme",
            Self::MissingGlyphs { .. } => "glyph_missing",
            Self::MissingFonts(_) => "fonts_missing",
            Self::Job(_) => "job_malformed",
            Self::Typesetting(_) => "typesetting_failed",
            Self::Standard(_) => "pdf_standard",
            Self::Io(_) => "output_failed",
        }
    }

    /// The wording must change before there can be a PDF; trying again does not help.
    pub const fn lies_in_the_draft(&self) -> bool {
        !matches!(
            self,
            Self::Job(_)
                | Self::Typesetting(_)
                | Self::Standard(_)
                | Self::Io(_)
                | Self::MissingFonts(_)
                | Self::Moment(_)
        )
    }
}

/// Why there is no document, bundle or certificate.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// What stops a PDF stops every other document: the page they show is the same.
    #[error(transparent)]
    Page(#[from] PdfError),
    #[error(transparent)]
    Statement(#[from] StatementError),
    #[error("the files of the package have {bytes} bytes together, at most {max}: export the formats one by one")]
    TooLarge { bytes: usize, max: usize },
    #[error("the package could not be put together: {0}")]
    Package(#[from] zip::result::ZipError),
    #[error("the package could not be put together: {0}")]
    Io(#[from] std::io::Error),
    #[error("the draft has no JSON form: {0}")]
    Json(#[from] serde_json::Error),
}

impl ExportError {
    /// Stable, for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Page(error) => error.code(),
            Self::Statement(StatementError::OtherText { .. }) => "draft_damaged",
            Self::Statement(_) => "draft_not_frozen",
            Self::TooLarge { .. } => "draft_too_large",
            Self::Package(_) | Self::Io(_) | Self::Json(_) => "package_failed",
        }
    }
}

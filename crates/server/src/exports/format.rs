//! The kinds of file a draft leaves as, and what each is called. Knows not how any is written.

use std::fmt;
use std::str::FromStr;

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
    pub const ALL: &'static [Self] =
        &[Self::Pdf, Self::Docx, Self::Html, Self::Markdown, Self::AkomaNtoso, Self::Json, Self::Bundle];

    pub(super) const fn media_type(self) -> &'static str {
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

    pub(super) const fn ending(self) -> &'static str {
        match self {
            Self::AkomaNtoso => "akn.xml",
            Self::Bundle => "bundle.zip",
            format => format.as_str(),
        }
    }

    /// Whether a PDF is set for it.
    pub(super) const fn needs_pdf(self) -> bool {
        matches!(self, Self::Pdf | Self::Bundle)
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
        Self::ALL.iter().copied().find(|format| format.as_str() == word).ok_or(UnknownFormat)
    }
}

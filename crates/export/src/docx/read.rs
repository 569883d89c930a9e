//! A Word file as a draft in the fixture format, so that it is checked and taken like any other file.
//! Our own files come back with ids, numbers, languages and footnotes; of others, headings, numbered
//! and plain paragraphs, bold, italics, links and footnotes are read. What is not taken is named.

mod draft;
mod events;
mod labels;
mod open;
mod paragraphs;
mod place;
mod styles;

use maslahat_model::source::{self, Import, Report, SourceError};

/// Why a Word file is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    #[error("this is no Word file: give a .docx file, or a draft in JSON")]
    NotDocx,
    #[error("this is a Word file of before 2007, or one with a password: save it as .docx without a password")]
    OldOrLocked,
    #[error("{what} is larger than {max}: split the file, or remove pictures from it")]
    TooLarge { what: String, max: usize },
    #[error("{part} is damaged ({detail}): open the file in Word or LibreOffice and save it again")]
    Damaged { part: String, detail: String },
    #[error("the file has no text: there is nothing to import")]
    Empty,
    #[error("the text of the file cannot be taken as a draft: {0}")]
    Source(#[from] SourceError),
}

/// Reads a Word file. What was not taken is in the report.
///
/// # Errors
/// The file is no Word file, is damaged or too large, or its text breaks a rule of drafts.
pub fn read(bytes: &[u8]) -> Result<(Import, Report), DocxError> {
    let (json, notes) = to_source(bytes)?;
    let (import, mut report) = source::parse(json.as_bytes())?;
    report.left_out.extend(notes);
    Ok((import, report))
}

/// Reads a Word file as a draft in the fixture format, with a line on each thing that was not taken.
///
/// # Errors
/// The file is no Word file, is damaged or too large, or has no text.
pub fn to_source(bytes: &[u8]) -> Result<(String, Vec<String>), DocxError> {
    let file = open::open(bytes)?;
    let styles = styles::Styles::read(&file.styles)?;
    let mut left_out = paragraphs::LeftOut::default();
    let body = paragraphs::read(&file.document, &mut left_out)?;
    let notes = paragraphs::read_notes(&file.footnotes, &mut left_out)?;
    if file.comments {
        left_out.add("comments", 1);
    }
    let placed = place::place(&body, &styles);
    draft::assemble(placed, &notes, &styles, left_out)
}

//! The fixture format: reading it into a draft, and writing a draft back as it.
//! Every part of a file is taken, kept as it came, or named in the [`Report`]; nothing is dropped in
//! silence. Knows no documents: ids of texts are given out by whoever creates the draft.

mod check;
mod error;
mod format;
mod read;
mod report;
mod strict;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;

use crate::register::Register;
use crate::rich_text::{RichText, sha256_hex};
use crate::snapshot::{Annex, Snapshot, SnapshotText};

pub use check::{FILE_BYTES_MAX, TEXT_CHARS_MAX, is_id, is_language, refused_character};
pub use error::SourceError;
pub use report::{Count, Report};
pub use write::write;

/// The wording of one paragraph in one language, as read.
#[derive(Debug, Clone, PartialEq)]
pub struct ImportText {
    pub paragraph: String,
    pub lang: String,
    pub content: RichText,
}

/// A draft as read from a file, before it has documents. Every `Text::url` in the register is empty,
/// its `id` is zero, and `people` and `proposals` are empty.
#[derive(Debug, Clone, PartialEq)]
pub struct Import {
    pub register: Register,
    pub texts: Vec<ImportText>,
    pub annex: Annex,
}

impl Import {
    /// The draft as it would be exported right after its creation: no documents, no heads, no acts.
    pub fn into_snapshot(self, at: &str) -> Snapshot {
        let mut texts: BTreeMap<String, BTreeMap<String, SnapshotText>> = BTreeMap::new();
        for text in self.texts {
            let sha256 = sha256_hex(&text.content.text());
            let wording = SnapshotText { content: text.content, heads: Vec::new(), sha256 };
            texts.entry(text.paragraph).or_default().insert(text.lang, wording);
        }
        Snapshot { register: self.register, texts, annex: self.annex, at: at.to_owned(), ledger_head: String::new() }
    }
}

/// Reads a file of the fixture format.
///
/// # Errors
/// The first thing that is wrong, with its place and the remedy. Never panics, whatever the bytes.
pub fn parse(bytes: &[u8]) -> Result<(Import, Report), SourceError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(SourceError::FileTooLarge { bytes: bytes.len(), max: FILE_BYTES_MAX });
    }
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    strict::check(bytes)?;
    let mut deserializer = serde_json::Deserializer::from_slice(bytes);
    let file = serde_path_to_error::deserialize::<_, format::DraftFile>(&mut deserializer).map_err(|error| {
        let path = error.path().to_string();
        SourceError::Shape {
            place: if path == "." { "the file".into() } else { path },
            detail: error.into_inner().to_string(),
        }
    })?;
    read::read(file)
}

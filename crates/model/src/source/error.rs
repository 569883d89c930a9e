//! Why a file is not taken as a draft. Every message names the place and what to do about it.

use crate::paragraph::UnknownWord;

/// The first thing that is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SourceError {
    #[error("the file has {bytes} bytes; a draft may have {max}: split it, or remove what is not text")]
    FileTooLarge { bytes: usize, max: usize },
    #[error("line {line}, column {column}: not JSON ({detail}): correct the file there, and save it as UTF-8")]
    NotJson { line: usize, column: usize, detail: String },
    #[error("line {line}, column {column}: the key “{key}” stands twice in one object: remove one of the two")]
    DoubledKey { key: String, line: usize, column: usize },
    #[error("{place}: {detail}: compare with the format of the draft's JSON export")]
    Shape { place: String, detail: String },
    #[error(
        "schema_version is {found}, this program reads 1: export the draft again in version 1, or update the program"
    )]
    SchemaVersion { found: u64 },
    #[error("{place}: no id: give the paragraph an id that no other has, such as “r4”")]
    MissingId { place: String },
    #[error(
        "{place}: “{id}” cannot be an id: use up to {max} letters a–z, digits, dots, hyphens, underscores, the first a letter or digit"
    )]
    MalformedId { place: String, id: String, max: usize },
    #[error("{second}: the id “{id}” is already that of {first}: change one of the two")]
    DoubledId { id: String, first: String, second: String },
    #[error("{place}: there is no paragraph “{id}” in the file: correct the id or remove the reference")]
    DanglingId { place: String, id: String },
    #[error("{place}: “{word}” is an {reason}")]
    UnknownWord { place: String, word: String, reason: UnknownWord },
    #[error("{place}: “{tag}” is no language tag: write it as in “en” or “uz-Latn”")]
    Language { place: String, tag: String },
    #[error("{place}: the original language stands among the variants: leave it to the text itself")]
    DoubledLanguage { place: String },
    #[error("{place}: empty: write the words, or remove the field")]
    Empty { place: String },
    #[error("{place}: {found} characters; at most {max} are taken here: shorten it")]
    TooLong { place: String, found: usize, max: usize },
    #[error("{place}: {found} entries; at most {max} are taken here: remove some")]
    TooMany { place: String, found: usize, max: usize },
    #[error("{place}: {found} bytes of data besides the text; at most {max} are kept: move it out of the file")]
    TooMuchData { place: String, found: usize, max: usize },
    #[error("{place}: character {at} is U+{code:04X}, {what}: remove it")]
    Character { place: String, at: usize, code: u32, what: &'static str },
}

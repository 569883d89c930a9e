//! What the template is given: plain data, in the order of the page. No Typst, no Automerge.

use serde::{Deserialize, Serialize};

/// The layout of [`Job`]; a child refuses any other.
pub(super) const JOB_FORMAT: u32 = 1;

/// One PDF to be made. Made by [`Job::new`](super::compose); a render is a function of this alone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Job {
    /// [`JOB_FORMAT`].
    pub format: u32,
    /// The language of the pages: fixed words, direction, metadata.
    pub lang: String,
    pub symbol: String,
    /// The title's letters, for metadata and the running header.
    pub title: Version,
    pub description: String,
    /// Names the document for the PDF's identifier.
    pub ident: String,
    /// Year, month, day, hour, minute, second in UTC.
    pub moment: [u16; 6],
    pub organisers: Vec<String>,
    /// The lines at the right of the masthead, below the symbol.
    pub particulars: Vec<String>,
    /// What every language of the pages calls itself, where there are several; else empty.
    pub languages: String,
    pub addressed: Addressed,
    pub standing: Standing,
    pub parts: Vec<Part>,
    pub reservations: Option<Reservations>,
    /// `{n}` and `{m}` stand for the page and the number of pages.
    pub page_words: String,
    pub attachment: Attachment,
}

/// To whom the text goes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Addressed {
    pub label: String,
    pub names: Vec<String>,
    /// Of the names, which nobody translates.
    pub lang: String,
}

/// How final the pages are.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Standing {
    /// Not everything is frozen: marked on every page.
    Draft { mark: String, explanation: String, footer: String },
    /// Everything is: the day, and the digest of the attachment.
    Frozen { line: String, digest_label: String, digest: String },
}

/// A piece of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum Part {
    Title {
        block: Block,
    },
    Subtitle {
        block: Block,
    },
    Preambular {
        block: Block,
    },
    Chapeau {
        block: Block,
    },
    Heading {
        block: Block,
    },
    /// The operative paragraphs between two headings.
    List {
        items: Vec<Block>,
    },
}

/// One paragraph, in the languages of this edition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Block {
    pub id: String,
    /// As printed: `7 bis.`, `(a)`, `IV.`; empty for none.
    pub label: String,
    /// How far it has come, in a word or two; empty for nothing to say.
    pub status: String,
    /// The leading language first. Empty if there is no wording at all.
    pub versions: Vec<Version>,
    /// Subparagraphs.
    pub children: Vec<Block>,
}

/// A wording in one language.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Version {
    pub lang: String,
    /// Printed beside it where the language is not the expected one; empty for none.
    pub tag: String,
    pub spans: Vec<Span>,
}

impl Version {
    /// The letters alone, on one line.
    pub fn letters(&self) -> String {
        let text: String = self.spans.iter().map(|span| span.text.as_str()).collect();
        text.replace('\n', " ")
    }
}

/// A run of letters set alike. `\n` is a line break.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Span {
    pub text: String,
    pub strong: bool,
    pub em: bool,
    pub link: Option<String>,
    pub bracket: Bracket,
    /// Whose sign follows the letters.
    pub note: Option<Note>,
}

/// Where a run stands to wording that is not agreed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Bracket {
    #[default]
    Outside,
    /// A `[` or `]` itself.
    Edge,
    Inside,
}

/// A footnote, or another sign that points to it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Note {
    pub id: String,
    pub sign: String,
    /// Where the sign stands first; empty where it is repeated.
    pub versions: Vec<Version>,
}

/// Who does not accept what; printed after the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reservations {
    pub heading: String,
    pub entries: Vec<Reservation>,
}

/// One statement.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reservation {
    /// "On recommendation 23", in the language of the pages.
    pub on: String,
    pub by: String,
    pub text: String,
    pub lang: String,
}

/// The file inside the PDF that says which heads it was made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Attachment {
    pub name: String,
    pub description: String,
    /// JSON.
    pub content: String,
}

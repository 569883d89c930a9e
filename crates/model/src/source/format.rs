//! The fixture format, field by field. Fields without a name here land in `rest`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::{Map, Value};

use crate::rich_text::Span;

/// The version this program reads and writes.
pub(super) const SCHEMA_VERSION: u64 = 1;

/// Wording by language tag.
pub(super) type Variants = BTreeMap<String, String>;

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DraftFile {
    pub(super) schema_version: u64,
    #[serde(default)]
    pub(super) document_symbol: String,
    pub(super) title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) subtitle: Option<String>,
    #[serde(default)]
    pub(super) title_variants: Variants,
    #[serde(default)]
    pub(super) subtitle_variants: Variants,
    #[serde(default)]
    pub(super) addressed_to: Vec<String>,
    #[serde(default)]
    pub(super) organisers: Vec<String>,
    pub(super) original_language: String,
    #[serde(default)]
    pub(super) working_languages: Vec<String>,
    #[serde(default)]
    pub(super) reading: String,
    #[serde(default)]
    pub(super) text_status: String,
    #[serde(default)]
    pub(super) preamble: Vec<ParagraphFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) chapeau: Option<ParagraphFile>,
    #[serde(default)]
    pub(super) sections: Vec<SectionFile>,
    #[serde(default)]
    pub(super) comments: Vec<Value>,
    #[serde(default)]
    pub(super) delegations: Vec<DelegationFile>,
    /// What only this program writes; see [`OwnFile`].
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) maslahat: Option<OwnFile>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct SectionFile {
    pub(super) heading: String,
    pub(super) numeral: String,
    #[serde(default)]
    pub(super) heading_variants: Variants,
    #[serde(default)]
    pub(super) facilitators: Vec<String>,
    #[serde(default)]
    pub(super) recommendations: Vec<ParagraphFile>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// Preambular paragraph, chapeau, recommendation, subparagraph or footnote: the fields are those of
/// all of them; which of them belong where is the reader's and the writer's concern.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct ParagraphFile {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) number: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) operative: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) label: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) mark: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) at: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<String>,
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) language_variants: Option<Variants>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) proposed_by: Option<Vec<String>>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) brackets: Vec<BracketFile>,
    /// `null` says: there are no opening words (yet).
    #[serde(default, deserialize_with = "present", skip_serializing_if = "Option::is_none")]
    pub(super) opening: Option<Option<String>>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) alternative_of: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) subparagraphs: Vec<ParagraphFile>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) footnotes: Vec<ParagraphFile>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// From and to, in characters (Unicode scalar values) of the text.
pub(super) type CharSpan = [usize; 2];

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct BracketFile {
    pub(super) id: String,
    pub(super) kind: String,
    /// `open`, or `settled` when the letters no longer have it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) state: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) span: Option<CharSpan>,
    #[serde(default)]
    pub(super) alternatives: Vec<AlternativeFile>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) note: Option<String>,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) variant_spans: BTreeMap<String, CharSpan>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct AlternativeFile {
    pub(super) text: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) span: Option<CharSpan>,
    #[serde(default)]
    pub(super) proposed_by: Vec<String>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

#[derive(Debug, Serialize, Deserialize)]
pub(super) struct DelegationFile {
    pub(super) code: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) group: String,
    /// `name_ru` and the like, and what else there may be.
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// The part of an export that the fixture format has no place for.
#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct OwnFile {
    /// By paragraph id, then language tag.
    #[serde(default)]
    pub(super) texts: BTreeMap<String, BTreeMap<String, OwnTextFile>>,
    /// Of paragraphs whose place in the format has no status, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(super) statuses: BTreeMap<String, String>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub(super) struct OwnTextFile {
    /// The wording with its marks; only if it has any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) spans: Option<Vec<Span>>,
    #[serde(flatten)]
    pub(super) rest: Map<String, Value>,
}

/// Tells `null` from absent.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<String>>, D::Error> {
    Option::<String>::deserialize(deserializer).map(Some)
}

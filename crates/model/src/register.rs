//! The register: everything about a draft that a reader needs at a glance, except the wording.
//! On the wire it is an Automerge document that only the server writes; its keys are camelCase.

mod document;

pub use document::{RegisterDocument, RegisterError};

use std::collections::BTreeMap;

use maslahat_protocol::{DocumentId, DraftId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::{Kind, Role, Status};

/// The root of the register document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Register {
    /// Of this layout. Now 1.
    pub schema: u32,
    pub id: DraftId,
    pub symbol: String,
    /// The title in the original language as imported; the living title is the paragraph `title`.
    pub title: String,
    /// `zero_draft`, `rolling_text` …, as the fixture has it.
    pub stage: String,
    /// `first`, `second`.
    pub reading: String,
    pub original_language: String,
    pub working_languages: Vec<String>,
    /// Every language that any paragraph has a text in, original first.
    pub languages: Vec<String>,
    pub addressees: Vec<String>,
    pub organisers: Vec<String>,
    pub delegations: BTreeMap<String, Delegation>,
    pub people: BTreeMap<PersonId, Person>,
    /// Those of them whose standing an act has changed.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub former: BTreeMap<PersonId, Former>,
    pub sections: Vec<Section>,
    /// The ids of all paragraphs, in reading order.
    pub order: Vec<String>,
    pub paragraphs: BTreeMap<String, Paragraph>,
    pub proposals: BTreeMap<String, Proposal>,
    /// Set while the whole draft is frozen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<DraftFrozen>,
}

/// Who speaks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Delegation {
    pub name: String,
    /// Names in other languages, by language tag.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub names: BTreeMap<String, String>,
    pub group: String,
}

/// A person who has joined.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Person {
    pub name: String,
    pub role: Role,
    /// The code of a delegation.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seat: Option<String>,
}

/// How a person stood before an act changed it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Former {
    /// The highest role that they have ever held before: whoever could write once is not a mere reader.
    pub role: Role,
    /// The ledger's number of the last act that changed their standing.
    pub act: u64,
    /// Nothing of the draft is open to them any more. Their name stays beside what they wrote.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub revoked: bool,
}

impl Register {
    /// Whether a person's access was revoked.
    pub fn is_revoked(&self, person: PersonId) -> bool {
        self.former.get(&person).is_some_and(|former| former.revoked)
    }
}

/// A chapter.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Section {
    /// `I`, `II` …: what a paragraph's `section` says.
    pub numeral: String,
    /// The id of the paragraph of kind `heading`.
    pub heading: String,
    pub facilitators: Vec<String>,
}

/// One paragraph, in every language it has.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Paragraph {
    pub kind: Kind,
    /// `7 bis`, `(a)`, or a footnote's sign. None for title, chapeau and the like.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
    /// The numeral of its chapter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Of a subparagraph or footnote: the paragraph it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// As last set; see [`Paragraph::shown_status`].
    pub status: Status,
    /// The opening words at import.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opening: Option<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed_by: Vec<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub alternative_of: Option<String>,
    /// What is known about its brackets beyond the letters: kinds, attributions, notes.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub brackets: Vec<BracketNote>,
    /// Of a footnote: the words its sign follows.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub at: Option<String>,
    /// `silence`, `submitted`, `reservations`, `crossReferences`: kept as they came.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub extras: BTreeMap<String, Value>,
    /// By language tag.
    pub texts: BTreeMap<String, Text>,
}

impl Paragraph {
    /// `frozen` when every text is, otherwise the status as set.
    pub fn shown_status(&self) -> Status {
        let frozen = !self.texts.is_empty() && self.texts.values().all(|text| text.frozen.is_some());
        if frozen { Status::Frozen } else { self.status }
    }
}

/// What the fixture says about a bracket; the bracket itself is in the letters.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BracketNote {
    pub id: String,
    /// `insertion`, `alternatives`, `paragraph`, `placeholder`.
    pub kind: String,
    pub alternatives: Vec<AlternativeNote>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One alternative and who asked for it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AlternativeNote {
    pub text: String,
    pub proposed_by: Vec<String>,
}

/// One language of a paragraph.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Text {
    /// `automerge:…` of the current document.
    pub url: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub frozen: Option<TextFrozen>,
    /// The closed documents this one continues, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub earlier: Vec<String>,
}

impl Text {
    /// The current document. None only if the register was not written by us.
    pub fn document(&self) -> Option<DocumentId> {
        DocumentId::from_url(&self.url).ok()
    }
}

/// The mark a freeze leaves on a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TextFrozen {
    pub by: PersonId,
    /// RFC 3339, UTC.
    pub at: String,
    pub heads: Vec<String>,
    /// Over the UTF-8 letters.
    pub sha256: String,
}

/// The mark a freeze of the whole draft leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct DraftFrozen {
    pub by: PersonId,
    /// RFC 3339, UTC.
    pub at: String,
}

/// A fork of a text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Proposal {
    pub paragraph: String,
    pub lang: String,
    pub kind: ProposalKind,
    pub by: PersonId,
    /// When its first change reached the server. RFC 3339, UTC.
    pub at: String,
    /// `automerge:…` of the fork.
    pub url: String,
    /// `automerge:…` of the document it departs from.
    pub base: String,
    pub state: ProposalState,
    /// Once it is not open any more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub settled: Option<ProposalSettled>,
}

/// How a proposal was settled; the state says to what.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ProposalSettled {
    pub by: PersonId,
    /// RFC 3339, UTC.
    pub at: String,
    /// Why it was rejected, in the words of whoever did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// Where a proposal comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalKind {
    /// Changes that came after the freeze, or after the right to write was lost.
    Late,
    Amendment,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ProposalState {
    Open,
    Accepted,
    Rejected,
    Withdrawn,
}

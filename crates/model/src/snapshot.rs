//! A draft at one moment: what every export is made of. Holds the wording of all languages at fixed
//! heads, so that a rendering is a function of the snapshot alone.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::register::Register;
use crate::rich_text::RichText;

/// A register with the wording it points to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Snapshot {
    pub register: Register,
    /// By paragraph id, then language tag.
    pub texts: BTreeMap<String, BTreeMap<String, SnapshotText>>,
    /// Comments and what else the source brought along; see `Annex`.
    pub annex: Annex,
    /// The moment, RFC 3339 UTC: of the freeze if the whole draft is frozen, else of the export.
    pub at: String,
    /// Head of the ledger's hash chain, hexadecimal.
    pub ledger_head: String,
}

/// The wording of a text at fixed heads.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct SnapshotText {
    pub content: RichText,
    pub heads: Vec<String>,
    /// Over the UTF-8 letters, hexadecimal.
    pub sha256: String,
}

/// What belongs to a draft but is neither text nor register.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Annex {
    pub comments: Vec<Value>,
    /// Top-level fields of the source that are kept as they came (`_note`, `demo_scenario` …).
    pub source: BTreeMap<String, Value>,
}

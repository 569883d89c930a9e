//! What goes to disk: entries of logs, as the core means them.

use maslahat_protocol::{LogId, PersonId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::Timestamp;

/// The meaning of an entry's `kind`. The numbers are on disk: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum RecordKind {
    /// A whole Automerge document.
    Snapshot = 1,
    /// One Automerge change.
    Change = 2,
    /// A text is frozen: JSON of the register's mark.
    Frozen = 3,
    /// A fork is settled.
    Settled = 4,
    /// An act, JSON of a [`LedgerRecord`].
    Act = 5,
    /// An actor id, as bytes; it belongs to the entry's person.
    Actor = 6,
    /// JSON of an annex.
    Annex = 7,
    /// Bytes that were refused.
    Refused = 8,
}

impl RecordKind {
    /// From the number on disk.
    pub const fn from_u8(kind: u8) -> Option<Self> {
        Some(match kind {
            1 => Self::Snapshot,
            2 => Self::Change,
            3 => Self::Frozen,
            4 => Self::Settled,
            5 => Self::Act,
            6 => Self::Actor,
            7 => Self::Annex,
            8 => Self::Refused,
            _ => return None,
        })
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    pub kind: RecordKind,
    /// Who brought it.
    pub person: PersonId,
    pub at: Timestamp,
    pub body: Vec<u8>,
}

/// Entries for one log, valid only while its head is `expect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Append {
    pub log: LogId,
    pub expect: u64,
    pub records: Vec<Record>,
}

/// The body of a ledger entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LedgerRecord {
    pub act: Value,
    /// What the act's author was told.
    pub answer: Value,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
}

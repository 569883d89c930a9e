//! What a log is made of.

use bytes::Bytes;
use maslahat_protocol::{LogId, PersonId};

/// Position in a log: gap-free, the first entry is 1, 0 is the empty log.
pub type Seq = u64;
/// SHA-256.
pub type Hash = [u8; 32];

/// One entry. `kind` and `body` mean something to the writer only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub kind: u8,
    /// Who brought it; `PersonId::SERVER` for the server itself.
    pub person: PersonId,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// SHA-256 of the body; stays when compaction clears the body.
    pub digest: Hash,
    /// `None` once compacted.
    pub body: Option<Bytes>,
}

/// Where a log stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Head {
    pub seq: Seq,
    /// Hash chain over every entry so far; zeroes for the empty log.
    pub chain: Hash,
}

/// Part of an append: entries for one log, if its head is still `expect`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAppend {
    pub log: LogId,
    pub expect: Seq,
    pub entries: Vec<Entry>,
}

/// A log as read: an optional snapshot and the entries after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub head: Head,
    pub snapshot: Option<(Seq, Bytes)>,
    pub tail: Vec<Entry>,
}

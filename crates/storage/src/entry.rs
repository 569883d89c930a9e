//! What a log is made of.

use bytes::Bytes;
use maslahat_protocol::{LogId, PersonId};

use crate::AppendError;
use crate::chain::{Link, digest};

/// Position in a log: gap-free, the first entry is 1, 0 is the empty log.
pub type Seq = u64;
/// SHA-256.
pub type Hash = [u8; 32];

/// An entry to be appended. `kind` and `body` mean something to the writer only.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewEntry {
    pub kind: u8,
    /// Who brought it; `PersonId::SERVER` for the server itself.
    pub person: PersonId,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    pub body: Bytes,
}

/// An entry as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub seq: Seq,
    pub kind: u8,
    pub person: PersonId,
    /// Milliseconds since the Unix epoch.
    pub at_ms: i64,
    /// SHA-256 of the body; stays when compaction clears the body.
    pub digest: Hash,
    /// The log's hash chain up to and with this entry.
    pub chain: Hash,
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

impl Head {
    /// The head of a log that nothing was appended to.
    pub const EMPTY: Self = Self { seq: 0, chain: crate::chain::CHAIN_START };
}

/// Part of an append: entries for one log, if its head is still `expect`. Without entries it only asserts the head.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogAppend {
    pub log: LogId,
    pub expect: Seq,
    pub entries: Vec<NewEntry>,
}

/// A log as read: an optional snapshot and the entries after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Loaded {
    pub head: Head,
    /// The last entry the snapshot stands for, and its bytes.
    pub snapshot: Option<(Seq, Bytes)>,
    pub tail: Vec<Entry>,
}

/// Most bytes of one append, bodies and bookkeeping together. A whole draft with its texts is below a tenth of it.
pub const APPEND_BYTES_MAX: usize = 64 << 20;
/// What an entry takes besides its body, at least.
const ENTRY_BYTES: usize = 128;

/// An append that keeps the rules, with its digests.
#[derive(Debug)]
pub(crate) struct Prepared {
    pub(crate) logs: Vec<PreparedLog>,
    pub(crate) size_bytes: usize,
}

#[derive(Debug)]
pub(crate) struct PreparedLog {
    pub(crate) log: LogId,
    pub(crate) expect: Seq,
    entries: Vec<(NewEntry, Hash)>,
}

impl Prepared {
    pub(crate) fn check(appends: Vec<LogAppend>) -> Result<Self, AppendError> {
        let mut named: Vec<LogId> = appends.iter().map(|append| append.log).collect();
        named.sort_unstable();
        if named.windows(2).any(|pair| pair[0] == pair[1]) {
            return Err(AppendError::Refused("a log is named twice"));
        }
        let entries = appends.iter().flat_map(|append| &append.entries);
        let size_bytes = entries.map(|entry| entry.body.len() + ENTRY_BYTES).sum();
        if size_bytes > APPEND_BYTES_MAX {
            return Err(AppendError::Refused("it is larger than 64 MB"));
        }
        let logs = appends.into_iter().map(PreparedLog::new).collect();
        Ok(Self { logs, size_bytes })
    }
}

impl PreparedLog {
    fn new(append: LogAppend) -> Self {
        let with_digest = |entry: NewEntry| {
            let digest = digest(&entry.body);
            (entry, digest)
        };
        Self { log: append.log, expect: append.expect, entries: append.entries.into_iter().map(with_digest).collect() }
    }

    /// The entries at their places after `head`, which must be the one expected.
    pub(crate) fn placed(&self, head: Head) -> impl Iterator<Item = Entry> {
        self.entries.iter().scan(head, |head, (entry, digest)| {
            let entry = entry.placed(head, *digest);
            *head = entry.head();
            Some(entry)
        })
    }
}

impl NewEntry {
    fn placed(&self, before: &Head, digest: Hash) -> Entry {
        let mut entry = Entry {
            seq: before.seq + 1,
            kind: self.kind,
            person: self.person,
            at_ms: self.at_ms,
            digest,
            chain: before.chain,
            body: Some(self.body.clone()),
        };
        entry.chain = entry.link().after(&before.chain);
        entry
    }
}

impl Entry {
    /// Where the log stands with this entry as its last.
    pub fn head(&self) -> Head {
        Head { seq: self.seq, chain: self.chain }
    }

    fn link(&self) -> Link<'_> {
        Link { seq: self.seq, kind: self.kind, person: self.person, at_ms: self.at_ms, digest: &self.digest }
    }

    /// Why this entry cannot follow `before`, if it cannot.
    pub(crate) fn misfit(&self, before: &Head) -> Option<&'static str> {
        if self.seq != before.seq + 1 {
            Some("an entry is missing before it")
        } else if self.body.as_ref().is_some_and(|body| digest(body) != self.digest) {
            Some("its bytes are not those that were written")
        } else if self.link().after(&before.chain) != self.chain {
            Some("it does not continue the hash chain")
        } else {
            None
        }
    }
}

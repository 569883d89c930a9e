//! Names of the append-only logs that everything durable is written to.

use crate::{DocumentId, DraftId};

/// What a log holds. The numbers are on disk: never reuse one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[repr(u8)]
pub enum LogKind {
    /// People, invitations, sessions and the list of drafts; one per store.
    Directory = 0,
    /// The changes of one text or fork.
    Text = 1,
    /// The changes of a draft's register.
    Register = 2,
    /// A draft's acts.
    Ledger = 3,
    /// Which actor id belongs to whom, in one draft.
    Actors = 4,
    /// Bytes that were refused, kept aside.
    Aside = 5,
    /// What a draft brings along that is neither text nor register: comments, the source's notes.
    Annex = 6,
}

/// A log's name: its kind and the id of what it belongs to. Seventeen bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LogId {
    pub kind: LogKind,
    pub owner: [u8; 16],
}

impl LogId {
    /// The one directory of a store.
    pub const DIRECTORY: Self = Self { kind: LogKind::Directory, owner: [0; 16] };

    pub const fn text(document: DocumentId) -> Self {
        Self { kind: LogKind::Text, owner: *document.as_bytes() }
    }
    pub const fn register(draft: DraftId) -> Self {
        Self { kind: LogKind::Register, owner: *draft.as_bytes() }
    }
    pub const fn ledger(draft: DraftId) -> Self {
        Self { kind: LogKind::Ledger, owner: *draft.as_bytes() }
    }
    pub const fn actors(draft: DraftId) -> Self {
        Self { kind: LogKind::Actors, owner: *draft.as_bytes() }
    }
    pub const fn aside(draft: DraftId) -> Self {
        Self { kind: LogKind::Aside, owner: *draft.as_bytes() }
    }
    pub const fn annex(draft: DraftId) -> Self {
        Self { kind: LogKind::Annex, owner: *draft.as_bytes() }
    }

    /// The name as stored: kind, then owner.
    pub fn to_bytes(self) -> [u8; 17] {
        let mut bytes = [0; 17];
        bytes[0] = self.kind as u8;
        bytes[1..].copy_from_slice(&self.owner);
        bytes
    }
}

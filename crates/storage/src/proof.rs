//! Proving entries as they are read: each continues the one before it, the last is the log's head.

use maslahat_protocol::LogId;

use crate::chain::digest;
use crate::{Entry, Hash, Head, Seq, StoreError};

/// What was proved of a whole store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Checked {
    pub logs: u64,
    pub entries: u64,
}

/// A log's entries on their way in.
pub(crate) struct Proof {
    log: LogId,
    before: Head,
    /// Bodies up to here may be missing.
    compacted: Seq,
}

impl Proof {
    /// Of the entries after `before`, which itself is taken on trust.
    pub(crate) fn new(log: LogId, before: Head, compacted: Seq) -> Self {
        Self { log, before, compacted }
    }

    /// Takes the next entry.
    pub(crate) fn take(&mut self, entry: &Entry) -> Result<(), StoreError> {
        let bytes_missing = entry.body.is_none() && entry.seq > self.compacted;
        let misfit = entry.misfit(&self.before).or(bytes_missing.then_some("its bytes are missing"));
        if let Some(what) = misfit {
            return Err(StoreError::broken(self.log, self.before.seq + 1, what));
        }
        self.before = entry.head();
        Ok(())
    }

    /// All entries were taken.
    pub(crate) fn end(self, head: Head) -> Result<(), StoreError> {
        if self.before == head {
            return Ok(());
        }
        let what = "the log's head stands elsewhere";
        Err(StoreError::broken(self.log, self.before.seq + 1, what))
    }
}

/// Whether a snapshot belongs to a log with `head`.
pub(crate) fn snapshot(log: LogId, head: Head, upto: Seq, expected: &Hash, body: &[u8]) -> Result<(), StoreError> {
    let what = if upto > head.seq {
        "the snapshot stands for entries that are not there"
    } else if digest(body) != *expected {
        "the snapshot's bytes are not those that were written"
    } else {
        return Ok(());
    };
    Err(StoreError::broken(log, upto, what))
}

//! Every bound of the core in one place.

/// Bounds on what a room holds and takes.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// Work waiting while a commit is in flight.
    pub queue_items_max: usize,
    pub queue_bytes_max: usize,
    /// Of these, what one connection may have sent.
    pub queue_items_each_max: usize,
    /// Documents one connection has open.
    pub subscriptions_max: usize,
    /// Changes of one connection and document that wait for others they depend on.
    pub waiting_changes_max: usize,
    /// All of these of one connection, in bytes.
    pub waiting_bytes_max: usize,
    /// Documents that one connection is served from copies that are not kept.
    pub ghosts_max: usize,
    /// One sync message, in bytes.
    pub message_bytes_max: usize,
    /// One change in bytes; all operations of one message.
    pub change_bytes_max: usize,
    pub change_operations_max: usize,
    /// Operations of one message of a person who never writes, and of all that one such client has typed
    /// into a document.
    pub ghost_operations_max: usize,
    /// Proposals of one person in a draft.
    pub proposals_each_max: usize,
    /// A text, in UTF-16 units.
    pub text_units_max: usize,
    /// One presence message, in bytes, and how many a second.
    pub presence_bytes_max: usize,
    pub presence_per_second: usize,
    /// Entries of a log after its last snapshot, before the next one is made: so many, and of a long log a share of
    /// what the snapshot holds, up to the second bound. Making a snapshot costs as much as the log is long.
    pub compact_after: u64,
    pub compact_after_max: u64,
    /// The same for a text that leaves memory or has become quiet, so that it opens fast the next time.
    pub compact_leaving_after: u64,
    /// A text that nobody has open leaves memory after this long, or half as long again.
    pub text_idle_ms_max: i64,
    /// Answers remembered for `Idempotency-Key`.
    pub keys_max: usize,
}

/// A log's next snapshot is made when what follows the last one is this part of it.
const COMPACT_SHARE: u64 = 4;

impl Limits {
    /// Whether a log has grown so long that it is time for a snapshot of it.
    pub(crate) fn is_long(&self, seq: u64, snapshot_seq: u64) -> bool {
        let most = self.compact_after_max.max(self.compact_after);
        seq >= snapshot_seq + (snapshot_seq / COMPACT_SHARE).clamp(self.compact_after, most)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            queue_items_max: 20_000,
            queue_bytes_max: 64 << 20,
            queue_items_each_max: 4_000,
            subscriptions_max: 4_000,
            waiting_changes_max: 1_000,
            waiting_bytes_max: 8 << 20,
            ghosts_max: 64,
            message_bytes_max: 8 << 20,
            change_bytes_max: 1 << 20,
            change_operations_max: 250_000,
            ghost_operations_max: 5_000,
            proposals_each_max: 200,
            text_units_max: 1_000_000,
            presence_bytes_max: 4_096,
            presence_per_second: 20,
            compact_after: 500,
            compact_after_max: 4_000,
            compact_leaving_after: 20,
            text_idle_ms_max: 120_000,
            keys_max: 10_000,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;

    #[test]
    fn the_longer_a_log_is_the_rarer_are_its_snapshots() {
        let limits = Limits { compact_after: 10, compact_after_max: 100, ..Limits::default() };
        let long = |seq, snapshot_seq| limits.is_long(seq, snapshot_seq);
        assert!(!long(9, 0) && long(10, 0));
        assert!(!long(3, 5), "a snapshot that is ahead of what is known here is no reason for another");
        assert!(!long(99, 80) && long(100, 80));
        assert!(!long(499, 400) && long(500, 400));
        assert!(!long(10_099, 10_000) && long(10_100, 10_000));
        let bound_lower = Limits { compact_after: 10, compact_after_max: 0, ..limits };
        assert!(bound_lower.is_long(10_010, 10_000));
    }
}

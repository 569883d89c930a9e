//! What can go wrong between a log and its disk.

use crate::Seq;
use maslahat_protocol::LogId;

/// Why an append was not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Nothing was written: the log has moved on. Read its tail, check again, append again.
    #[error("log {log:?} has moved to {head}")]
    Stale { log: LogId, head: Seq },
    /// The outcome is unknown: repeat the same append until it is `Ok` or `Stale`.
    #[error("the outcome of the append is unknown")]
    InDoubt,
    /// Nothing was written: the disk or quota is full.
    #[error("the disk is full")]
    Full,
}

/// Why a store cannot be opened or read. Each message says what to do.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("{0}")]
    Unusable(String),
}

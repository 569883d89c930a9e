//! What every store promises. The contract suite in this crate's `tests/` runs against each of them.

use std::future::Future;

use bytes::Bytes;
use maslahat_protocol::LogId;

use crate::{AppendError, Entry, Head, Loaded, LogAppend, Seq, StoreError};

/// Logs of opaque entries. Cheap to clone: every clone is the same store.
pub trait Store: Clone + Send + Sync + 'static {
    /// A whole log; an unknown log is an empty one.
    fn load(&self, log: LogId) -> impl Future<Output = Result<Loaded, StoreError>> + Send;

    /// Many logs, read at one moment, in the order asked for.
    fn load_many(&self, logs: Vec<LogId>) -> impl Future<Output = Result<Vec<Loaded>, StoreError>> + Send;

    /// Where many logs stand at one moment, in the order asked for. Nothing of them is read or proved.
    fn heads(&self, logs: Vec<LogId>) -> impl Future<Output = Result<Vec<Head>, StoreError>> + Send;

    /// The entries after `after`, compacted ones included.
    fn tail(&self, log: LogId, after: Seq) -> impl Future<Output = Result<Vec<Entry>, StoreError>> + Send;

    /// All of it or nothing, durable on `Ok`, and only if every log stands where `expect` says.
    /// Answers where each log stands now, in the order given. No log may be named twice.
    ///
    /// Once queued it goes on even when the future is dropped.
    fn append(&self, appends: Vec<LogAppend>) -> impl Future<Output = Result<Vec<Head>, AppendError>> + Send;

    /// Replaces the bodies up to and with `upto` by a snapshot; the audit rows stay. An older snapshot than the one
    /// that is there changes nothing. False if the log has not come to `upto` yet.
    fn compact(&self, log: LogId, upto: Seq, snapshot: Bytes) -> impl Future<Output = Result<bool, StoreError>> + Send;

    /// Resolves when another process has probably grown a log, or any log for `None`. A hint only: may be lost or
    /// spurious, and never resolves where there is no other process.
    fn wake(&self) -> impl Future<Output = Option<LogId>> + Send;

    /// Whether reading and writing work at this moment.
    fn ready(&self) -> impl Future<Output = Result<(), StoreError>> + Send;

    /// Resolves, with the cause, when the store can no longer promise anything: the process must end, and a new one
    /// finds out from the disk what was kept. Appends answer `InDoubt` from then on.
    fn failed(&self) -> impl Future<Output = String> + Send;
}

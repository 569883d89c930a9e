//! Append-only logs with an atomic compare-and-swap append. Stores opaque bytes: knows nothing of
//! drafts, texts or Automerge.

mod entry;
mod error;

pub use entry::{Entry, Head, Loaded, LogAppend, Seq};
pub use error::{AppendError, StoreError};

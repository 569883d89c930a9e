//! Append-only logs with an atomic compare-and-swap append. Stores opaque bytes: knows nothing of
//! drafts, texts or Automerge.

mod any;
pub mod chain;
mod entry;
mod error;
mod sqlite;
mod store;

pub use any::{AnyStore, Location};
pub use entry::{APPEND_BYTES_MAX, Entry, Hash, Head, Loaded, LogAppend, NewEntry, Seq};
pub use error::{AppendError, StoreError};
pub use sqlite::{Checked, SqliteStore};
pub use store::Store;

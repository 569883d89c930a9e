//! Append-only logs with an atomic compare-and-swap append. Stores opaque bytes: knows nothing of
//! drafts, texts or Automerge.

mod any;
pub mod chain;
mod entry;
mod error;
pub mod mutant;
mod postgres;
mod proof;
mod queue;
mod sqlite;
mod store;

pub use any::{AnyStore, Location};
pub use entry::{APPEND_BYTES_MAX, Entry, Hash, Head, Loaded, LogAppend, NewEntry, Seq};
pub use error::{AppendError, StoreError};
pub use postgres::{DatabaseUrl, PostgresStore};
pub use proof::Checked;
pub use sqlite::SqliteStore;
pub use store::Store;

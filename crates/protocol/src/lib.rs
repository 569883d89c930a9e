//! The leaf of the workspace: ids, the automerge-repo wire frames, and the reasons for closing a
//! connection. Knows nothing of drafts, storage or the network.

pub mod documents;
mod id;
mod log;
pub mod wire;

pub use id::{DocumentId, DraftId, IdError, PersonId, SessionId};
pub use log::{LogId, LogKind};

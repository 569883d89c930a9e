//! The way into a running server for the command line on the same machine: a socket in the data
//! directory that only its owner may open. One JSON line asks, one JSON line answers, both bounded.

mod client;
mod listener;

use maslahat_model::Role;
use maslahat_protocol::DraftId;
use serde::{Deserialize, Serialize};

pub use client::{ControlError, ask};
pub(crate) use listener::Control;

/// The socket's name in the data directory.
const SOCKET_NAME: &str = "control.sock";
/// A request carries a whole draft.
const REQUEST_BYTES_MAX: u64 = 64 << 20;
const RESPONSE_BYTES_MAX: u64 = 1 << 20;

/// What the command line asks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "do", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Request {
    /// Make a draft of a file in the fixture format.
    Import { source: String },
    /// Make a link for one person.
    Invite { draft: DraftId, role: Role, name: String, seat: Option<String> },
}

/// What the server answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Response {
    Imported { draft: DraftId },
    Invited { link: String },
    Failed { cause: String, remedy: String },
}

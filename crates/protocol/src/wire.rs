//! The automerge-repo WebSocket protocol, version "1": binary frames of one CBOR map each.
//! Source: the stock client `@automerge/automerge-repo-network-websocket` 2.5.

mod close;
mod decode;
mod encode;

pub use close::CloseReason;
pub use decode::{Frame, WireError, decode};
pub use encode::{doc_unavailable, ephemeral, error, join, peer, sync};

/// The one protocol version spoken.
pub const PROTOCOL_VERSION: &str = "1";
/// Longest peer id or ephemeral session id taken, in bytes.
pub const NAME_BYTES_MAX: usize = 256;

#[cfg(test)]
mod tests;

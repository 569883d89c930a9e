//! Why the server ends a connection.

use std::fmt;

/// Sent in an `error` frame and as the reason of the WebSocket close frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CloseReason {
    /// The frame is not of this protocol.
    Malformed,
    /// None of the client's versions is spoken here.
    Version,
    /// A frame carried another peer's id, or a peer id that belongs to somebody else.
    Impersonation,
    /// A change that no honest client makes: wrong schema, two changes with one number, forbidden controls.
    Refused,
    /// More than the limits allow: frame size, queue, waiting changes.
    TooMuch,
    /// The client reads too slowly; it may come back at once.
    Slow,
    /// The session has ended.
    SignedOut,
    /// The person's access was revoked; what they sent until now is kept.
    Revoked,
    /// The server restarts or reloads the draft; come back at once.
    Restart,
}

impl CloseReason {
    /// A stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Malformed => "malformed",
            Self::Version => "version",
            Self::Impersonation => "impersonation",
            Self::Refused => "refused",
            Self::TooMuch => "too_much",
            Self::Slow => "slow",
            Self::SignedOut => "signed_out",
            Self::Revoked => "revoked",
            Self::Restart => "restart",
        }
    }

    /// The WebSocket close code (RFC 6455; 4000 and up are private).
    pub const fn websocket_code(self) -> u16 {
        match self {
            Self::Malformed | Self::Version => 1002,
            Self::Impersonation | Self::Refused => 1008,
            Self::TooMuch => 1009,
            Self::Slow => 1013,
            Self::SignedOut => 4401,
            Self::Revoked => 4403,
            Self::Restart => 1012,
        }
    }
}

impl fmt::Display for CloseReason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Malformed => "malformed: the frame is not of the automerge-repo protocol",
            Self::Version => "version: this server speaks protocol version 1",
            Self::Impersonation => "impersonation: the sender is not this connection's peer",
            Self::Refused => "refused: the change is not one that a text may hold",
            Self::TooMuch => "too_much: a limit on size or number was passed",
            Self::Slow => "slow: the connection could not keep up; connect again",
            Self::SignedOut => "signed_out: the session has ended; sign in again",
            Self::Revoked => "revoked: your access to this draft has ended; ask its secretariat",
            Self::Restart => "restart: connect again",
        })
    }
}

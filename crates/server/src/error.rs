//! What can go wrong in the server, apart from what the rooms and the core name themselves.

use maslahat_protocol::wire::CloseReason;
use maslahat_storage::StoreError;

use crate::people::Misleading;

/// Why the directory did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum PeopleError {
    #[error("no invitation has this code")]
    InvitationUnknown,
    #[error("the invitation has been used")]
    InvitationUsed,
    #[error("the invitation has expired")]
    InvitationExpired,
    #[error("the draft has no invitation with this id")]
    InvitationUnlisted,
    #[error("somebody has come in by this invitation, or it is the demonstration's")]
    InvitationKept,
    #[error("the secretariat has ended this person's access to the draft")]
    AccessRevoked,
    #[error("no member of the draft has a session with this id")]
    SessionUnlisted,
    #[error("a name has 1 to {chars_max} characters on one line")]
    NameUnusable { chars_max: usize },
    #[error(transparent)]
    NameMisleading(#[from] Misleading),
    #[error("a seat's code has 1 to {chars_max} characters on one line")]
    SeatUnusable { chars_max: usize },
    #[error("no such draft")]
    DraftUnknown,
    #[error("the disk is full: free some space, then try again")]
    Full,
    #[error("the store does not answer; try again in a moment")]
    Busy,
    #[error("the store refused to write: {0}")]
    Refused(&'static str),
    #[error("the directory of people is damaged, or was written by a newer version of Maslahat")]
    Damaged,
    #[error("the operating system gave no random bytes")]
    NoRandomness,
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Why a token opens nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SessionError {
    #[error("no session has this token")]
    Unknown,
    #[error("the session has expired")]
    Expired,
    #[error("the person's access was revoked")]
    Revoked,
}

impl From<SessionError> for CloseReason {
    fn from(error: SessionError) -> Self {
        match error {
            SessionError::Unknown | SessionError::Expired => Self::SignedOut,
            SessionError::Revoked => Self::Revoked,
        }
    }
}

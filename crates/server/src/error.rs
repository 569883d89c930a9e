//! What can go wrong in the server, apart from what the rooms and the core name themselves.

use maslahat_storage::StoreError;

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
    #[error("a name has 1 to {chars_max} characters on one line")]
    NameUnusable { chars_max: usize },
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
}

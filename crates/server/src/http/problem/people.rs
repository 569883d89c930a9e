//! What is wrong with people, sessions and invitations, as a problem document.

use axum::http::{HeaderValue, header};

use super::{Code, Problem, sentence};
use crate::people::{PeopleError, SessionError};

impl Problem {
    pub(crate) fn access_revoked() -> Self {
        Self::new(
            Code::AccessRevoked,
            "The secretariat has ended your access to this draft. What reached the server before stays under your name; ask the secretariat if this is a mistake.",
        )
    }
}

impl From<SessionError> for Problem {
    fn from(error: SessionError) -> Self {
        let (code, detail) = match error {
            SessionError::Revoked => return Self::access_revoked(),
            SessionError::Unknown => (
                Code::SessionUnknown,
                "This session has ended or never was. Open your invitation link again, or ask the secretariat for a new one.",
            ),
            SessionError::Expired => (
                Code::SessionExpired,
                "Sessions end after thirty days. Ask the secretariat for a new invitation; nothing you wrote is lost.",
            ),
        };
        Self::new(code, detail).header(
            header::WWW_AUTHENTICATE,
            HeaderValue::from_static("Bearer realm=\"maslahat\", error=\"invalid_token\""),
        )
    }
}

impl From<PeopleError> for Problem {
    fn from(error: PeopleError) -> Self {
        match error {
            PeopleError::InvitationUnknown => Self::new(
                Code::InvitationUnknown,
                "No invitation has this code. Copy the whole link from the message it came in, or ask the secretariat for a new one.",
            ),
            PeopleError::InvitationUsed => Self::new(
                Code::InvitationUsed,
                "This invitation has been used. Go on in the browser it was opened in, or ask the secretariat for a new one.",
            ),
            PeopleError::InvitationExpired => Self::new(
                Code::InvitationExpired,
                "Invitations are good for thirty days, and this one is older. Ask the secretariat for a new one.",
            ),
            PeopleError::AccessRevoked => Self::access_revoked(),
            PeopleError::SessionUnlisted => Self::new(
                Code::SessionUnlisted,
                "No member of this draft has a session with this id. It may have ended already; read the list again.",
            ),
            PeopleError::InvitationUnlisted => Self::new(
                Code::InvitationUnlisted,
                "The draft has no invitation with this id. The list of its invitations shows them; one that was taken back is gone.",
            ),
            PeopleError::InvitationKept => Self::new(
                Code::InvitationKept,
                "Only an unused invitation can be taken back. By this one somebody has come in already, or it belongs to the demonstration.",
            ),
            PeopleError::NameUnusable { chars_max } => Self::new(
                Code::NameUnusable,
                format!("A name has 1 to {chars_max} characters on one line. Shorten or fill it in."),
            ),
            PeopleError::NameMisleading(why) => Self::new(
                Code::NameMisleading,
                sentence(&format!("{why}. Write it as others will read it, in one alphabet a word.")),
            ),
            PeopleError::SeatUnusable { chars_max } => Self::new(
                Code::SeatUnusable,
                format!("A seat's code has 1 to {chars_max} characters on one line, such as D16."),
            ),
            PeopleError::DraftUnknown => Self::draft_unknown(),
            PeopleError::Full => Self::new(
                Code::DiskFull,
                "The server's disk is full; nothing was changed. Free some space there, then try again.",
            ),
            PeopleError::Busy => Self::new(
                Code::StoreUnavailable,
                "The store does not answer at the moment. Try again in a few seconds.",
            )
            .retry_after(5),
            PeopleError::Store(cause) => {
                tracing::error!(%cause, "the store could not be read");
                Self::new(
                    Code::StoreUnavailable,
                    "The store does not answer at the moment. Try again in a few seconds.",
                )
                .retry_after(5)
            }
            PeopleError::Refused(_) | PeopleError::Damaged | PeopleError::NoRandomness => Self::internal(&error),
        }
    }
}

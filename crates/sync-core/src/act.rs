//! Commands and why they are not done.

use maslahat_model::{Role, Status};
use maslahat_protocol::PersonId;
use serde::{Deserialize, Serialize};

/// A command by a person, as it stands in the API and in the ledger.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case", deny_unknown_fields)]
pub enum Act {
    /// Closes texts for good: the named paragraphs with their parts, one language or all; or the whole draft.
    Freeze {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        paragraphs: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Scope>,
    },
    /// Continues frozen texts in new ones.
    Reopen {
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        paragraphs: Vec<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        lang: Option<String>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        scope: Option<Scope>,
    },
    SetStatus {
        paragraph: String,
        status: Status,
    },
    /// By the proposal's author.
    WithdrawProposal {
        proposal: String,
    },
    RejectProposal {
        proposal: String,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        reason: Option<String>,
    },
    /// Merges the proposal into the paragraph's open text.
    AcceptProposal {
        proposal: String,
    },
    /// What a person may do in this draft changes from here on. By the secretariat.
    SetRole {
        person: PersonId,
        role: Role,
    },
    /// A person loses access to this draft, for good. By the secretariat.
    Revoke {
        person: PersonId,
    },
}

impl Act {
    /// The person whose standing in the draft this act changes, if it does that.
    pub const fn changes_standing_of(&self) -> Option<PersonId> {
        match self {
            Self::SetRole { person, .. } | Self::Revoke { person } => Some(*person),
            _ => None,
        }
    }
}

/// Wider than a list of paragraphs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Scope {
    Draft,
}

/// Why an act was not done. Nothing was changed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ActError {
    #[error("your role does not allow this act")]
    Forbidden,
    #[error("the draft has no paragraph {0:?}")]
    ParagraphUnknown(String),
    #[error("paragraph {paragraph:?} has no text in {lang:?}")]
    TextUnknown { paragraph: String, lang: String },
    #[error("the text of paragraph {paragraph:?} in {lang:?} cannot be read; restore it from a backup")]
    TextUnreadable { paragraph: String, lang: String },
    #[error("the draft has no proposal {0:?}")]
    ProposalUnknown(String),
    #[error("the act names no paragraphs; give \"paragraphs\" or \"scope\":\"draft\", not both")]
    NothingNamed,
    #[error("everything the act names is frozen already")]
    AlreadyFrozen,
    #[error("nothing that the act names is frozen")]
    NotFrozen,
    #[error("the status frozen is set by freezing, not by hand")]
    StatusDerived,
    #[error("the proposal is settled already")]
    ProposalSettled,
    #[error("the paragraph's text is frozen; reopen it first")]
    TextFrozen,
    #[error("the proposal does not fit the current text")]
    ProposalDoesNotFit,
    #[error("the reason is longer than {chars_max} characters")]
    ReasonTooLong { chars_max: usize },
    #[error("nobody with the id {0} has joined the draft")]
    PersonUnknown(PersonId),
    #[error("the person's access to this draft was revoked")]
    PersonRevoked,
    #[error("the person has this role already")]
    RoleUnchanged,
    #[error("nobody changes their own role or revokes their own access")]
    OwnStanding,
    #[error("the draft would be left without a secretariat")]
    LastSecretariat,
    #[error("this Idempotency-Key was used for another act")]
    KeyReused,
    #[error("too much is waiting; try again in a moment")]
    Busy,
    #[error("the draft could not be written")]
    Internal,
}

impl ActError {
    /// A stable code.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Forbidden => "act_forbidden",
            Self::ParagraphUnknown(_) => "paragraph_unknown",
            Self::TextUnknown { .. } => "text_unknown",
            Self::TextUnreadable { .. } => "text_unreadable",
            Self::ProposalUnknown(_) => "proposal_unknown",
            Self::NothingNamed => "nothing_named",
            Self::AlreadyFrozen => "already_frozen",
            Self::NotFrozen => "not_frozen",
            Self::StatusDerived => "status_derived",
            Self::ProposalSettled => "proposal_settled",
            Self::TextFrozen => "text_frozen",
            Self::ProposalDoesNotFit => "proposal_does_not_fit",
            Self::ReasonTooLong { .. } => "reason_too_long",
            Self::PersonUnknown(_) => "person_unknown",
            Self::PersonRevoked => "person_revoked",
            Self::RoleUnchanged => "role_unchanged",
            Self::OwnStanding => "own_standing",
            Self::LastSecretariat => "last_secretariat",
            Self::KeyReused => "idempotency_key_reused",
            Self::Busy => "busy",
            Self::Internal => "internal",
        }
    }

    /// The HTTP status that fits.
    pub const fn status(&self) -> u16 {
        match self {
            Self::Forbidden => 403,
            Self::ParagraphUnknown(_)
            | Self::TextUnknown { .. }
            | Self::ProposalUnknown(_)
            | Self::PersonUnknown(_) => 404,
            Self::NothingNamed | Self::StatusDerived => 422,
            Self::AlreadyFrozen
            | Self::NotFrozen
            | Self::ProposalSettled
            | Self::TextFrozen
            | Self::ProposalDoesNotFit
            | Self::PersonRevoked
            | Self::RoleUnchanged
            | Self::OwnStanding
            | Self::LastSecretariat => 409,
            Self::KeyReused | Self::ReasonTooLong { .. } => 422,
            Self::Busy => 503,
            Self::Internal | Self::TextUnreadable { .. } => 500,
        }
    }
}

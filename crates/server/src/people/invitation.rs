//! Ways in: invitations are made, listed and looked up. Their codes leave here once; their digests stay.

use std::fmt;

use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::{DraftId, PersonId};
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use super::directory::{Directory, Invited};
use super::event::{Digest, Event, SecretName};
use super::name::{self, Misleading, NAME_CHARS_MAX};
use super::write::Decision;
use super::{DAY_MS, People, PeopleError, digest_of_input, encode, fresh};

pub(super) const INVITATION_MS: i64 = 30 * DAY_MS;
pub(super) const SEAT_CHARS_MAX: usize = 40;

/// How often an invitation opens the door.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Uses {
    /// One person, once, within thirty days.
    Once,
    /// Again and again, under a code that stays the same for the same name, role and seat.
    Demo,
}

/// A way in, as given out.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The secret part of the link.
    pub code: String,
    pub person: PersonId,
    /// None for the demo's.
    pub expires_ms: Option<i64>,
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation").field("person", &self.person).finish_non_exhaustive()
    }
}

/// Whom a code would let in.
#[derive(Debug, Clone, PartialEq)]
pub struct Invitee {
    pub person: PersonId,
    pub draft: DraftId,
    pub member: Person,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum InvitationState {
    Open,
    Used,
    Expired,
    Reusable,
}

/// An invitation as the secretariat sees it; the code itself is not kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvitationView {
    /// Names it in lists. Not a secret.
    pub id: String,
    pub person: PersonId,
    pub name: String,
    pub role: Role,
    pub seat: Option<String>,
    pub state: InvitationState,
    pub at_ms: i64,
    pub expires_ms: Option<i64>,
}

impl People {
    /// Makes a way in for one person. For the demo: the same way in as before, if there is one.
    ///
    /// # Errors
    /// The name or seat cannot be used, the draft is not on the list, or it could not be written.
    pub async fn invite(
        &self,
        draft: DraftId,
        role: Role,
        name: &str,
        seat: Option<&str>,
        uses: Uses,
    ) -> Result<Invitation, PeopleError> {
        let name = checked_name(name)?;
        let seat = seat.map(checked_seat).transpose()?;
        let code = match uses {
            Uses::Once => encode(&fresh::<16>()?),
            Uses::Demo => self.demo_code(draft, role, &name, seat.as_deref()).await?,
        };
        let (digest, new_person) = (Digest::of(&code), PersonId::from_bytes(fresh()?));
        let (person, expires_ms) = self
            .write(PersonId::SERVER, |directory, now_ms| {
                if !directory.has_draft(draft) {
                    return Err(PeopleError::DraftUnknown);
                }
                if let Some(invited) = directory.invitations.get(&digest) {
                    return Ok(Decision { events: vec![], answer: (invited.person, invited.expires_ms) });
                }
                if let Some(like) = directory.lookalike(draft, &name) {
                    return Err(Misleading::Lookalike { like }.into());
                }
                let expires_ms = (uses == Uses::Once).then_some(now_ms + INVITATION_MS);
                let event = Event::Invited {
                    invitation: digest,
                    person: new_person,
                    draft,
                    role,
                    name: name.clone(),
                    seat: seat.clone(),
                    expires_ms,
                };
                Ok(Decision { events: vec![event], answer: (new_person, expires_ms) })
            })
            .await?;
        Ok(Invitation { code, person, expires_ms })
    }

    async fn demo_code(
        &self,
        draft: DraftId,
        role: Role,
        name: &str,
        seat: Option<&str>,
    ) -> Result<String, PeopleError> {
        let secret = self.secret(SecretName::DemoInvitations).await?;
        // the length of each part is fixed or written before it, so that no two lists of parts read alike
        let mut hash = Sha256::new();
        hash.update(secret);
        for part in [&draft.to_string(), role.as_str(), name, seat.unwrap_or_default()] {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        Ok(encode(&hash.finalize()[..16]))
    }

    /// Whom this code would let in now.
    ///
    /// # Errors
    /// It lets nobody in: unknown, used or expired.
    pub fn invitee(&self, code: &str) -> Result<Invitee, PeopleError> {
        let now_ms = (self.inner.now_ms)();
        let directory = self.directory();
        let invited = open_invitation(&directory, code, now_ms)?;
        Ok(directory.invitee(invited))
    }

    /// Whether the code is, or was, this person's own.
    pub(crate) fn is_own(&self, code: &str, person: PersonId) -> Option<Invitee> {
        let directory = self.directory();
        let invited = directory.invitations.get(&digest_of_input(code)?)?;
        (invited.person == person).then(|| directory.invitee(invited))
    }

    /// Takes an unused invitation back, by the id it has in the list. It is forgotten.
    ///
    /// # Errors
    /// The draft has no such invitation, somebody came in by it, or it could not be written.
    pub async fn revoke(&self, draft: DraftId, id: &str) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let found =
                directory.invitations.iter().find(|(code, invited)| invited.draft == draft && code.short() == id);
            let (code, invited) = found.ok_or(PeopleError::InvitationUnlisted)?;
            if !invited.can_be_revoked() {
                return Err(PeopleError::InvitationKept);
            }
            Ok(Decision { events: vec![Event::Revoked { invitation: *code }], answer: () })
        })
        .await
    }

    /// The invitations of a draft, oldest first.
    pub fn invitations(&self, draft: DraftId) -> Vec<InvitationView> {
        self.directory().invitations_of(draft, (self.inner.now_ms)())
    }
}

/// The invitation of a code, if it lets somebody in now.
pub(super) fn open_invitation<'a>(
    directory: &'a Directory,
    code: &str,
    now_ms: i64,
) -> Result<&'a Invited, PeopleError> {
    let digest = digest_of_input(code).ok_or(PeopleError::InvitationUnknown)?;
    let invited = directory.invitations.get(&digest).ok_or(PeopleError::InvitationUnknown)?;
    if directory.is_revoked((invited.person, invited.draft)) {
        return Err(PeopleError::AccessRevoked);
    }
    match invited.state(now_ms) {
        InvitationState::Open | InvitationState::Reusable => Ok(invited),
        InvitationState::Used => Err(PeopleError::InvitationUsed),
        InvitationState::Expired => Err(PeopleError::InvitationExpired),
    }
}

impl Directory {
    /// With the role that acts have given them since they were invited.
    fn invitee(&self, invited: &Invited) -> Invitee {
        let (person, draft) = (invited.person, invited.draft);
        let member = self.members.get(&(person, draft)).unwrap_or(&invited.member).clone();
        Invitee { person, draft, member }
    }
}

pub(crate) fn checked_name(name: &str) -> Result<String, PeopleError> {
    let name = name::tidied(name).ok_or(PeopleError::NameUnusable { chars_max: NAME_CHARS_MAX })?;
    name::honest(&name)?;
    Ok(name)
}

pub(super) fn checked_seat(seat: &str) -> Result<String, PeopleError> {
    let seat = seat.trim();
    let fits = !seat.is_empty() && seat.chars().count() <= SEAT_CHARS_MAX && !seat.chars().any(char::is_control);
    if fits { Ok(seat.to_owned()) } else { Err(PeopleError::SeatUnusable { chars_max: SEAT_CHARS_MAX }) }
}

//! Sessions: an invitation becomes one, a token proves it, and it ends.

use std::fmt;

use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::{DraftId, PersonId, SessionId};

use super::directory::Directory;
use super::event::{Digest, Event};
use super::invitation::open_invitation;
use super::write::Decision;
use super::{DAY_MS, People, PeopleError, SessionError, digest_of_input, encode, fresh};

/// How long a session lasts.
pub(crate) const SESSION_MS: i64 = 30 * DAY_MS;
const SESSIONS_PER_PERSON_MAX: usize = 1_000;

/// Somebody has come in.
#[derive(Clone, PartialEq, Eq)]
pub struct Joined {
    pub session: SessionId,
    /// The secret that the session's requests carry.
    pub token: String,
    pub person: PersonId,
    pub draft: DraftId,
    pub role: Role,
    pub name: String,
    pub seat: Option<String>,
    pub expires_ms: i64,
}

impl fmt::Debug for Joined {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Joined").field("session", &self.session).field("person", &self.person).finish_non_exhaustive()
    }
}

/// A signed-in session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub person: PersonId,
    pub expires_ms: i64,
}

impl People {
    /// Uses an invitation.
    ///
    /// # Errors
    /// It lets nobody in, or it could not be written.
    pub async fn join(&self, code: &str) -> Result<Joined, PeopleError> {
        let (session, token) = (SessionId::from_bytes(fresh()?), encode(&fresh::<32>()?));
        self.write(PersonId::SERVER, |directory, now_ms| {
            let invited = open_invitation(directory, code, now_ms)?;
            let invitation = digest_of_input(code).ok_or(PeopleError::InvitationUnknown)?;
            let expires_ms = now_ms + SESSION_MS;
            let mut events = oldest_sessions(directory, invited.person);
            events.push(Event::Joined { invitation, session, token: Digest::of(&token), expires_ms });
            let Person { name, role, seat } = invited.member.clone();
            let (person, draft, token) = (invited.person, invited.draft, token.clone());
            Ok(Decision { events, answer: Joined { session, token, person, draft, role, name, seat, expires_ms } })
        })
        .await
    }

    /// The session a token stands for, if it is good now.
    pub fn session(&self, token: &str) -> Option<Session> {
        self.authenticate(token).ok()
    }

    /// Like [`People::session`], and says why not.
    ///
    /// # Errors
    /// No session, or one that has expired.
    pub fn authenticate(&self, token: &str) -> Result<Session, SessionError> {
        let digest = digest_of_input(token).ok_or(SessionError::Unknown)?;
        let directory = self.directory();
        let id = *directory.tokens.get(&digest).ok_or(SessionError::Unknown)?;
        let entry = directory.sessions.get(&id).ok_or(SessionError::Unknown)?;
        if entry.expires_ms <= (self.inner.now_ms)() {
            return Err(SessionError::Expired);
        }
        Ok(Session { id, person: entry.person, expires_ms: entry.expires_ms })
    }

    /// Like [`People::authenticate`], and looks for a session that began at another node a moment ago.
    ///
    /// # Errors
    /// No session, or one that has expired.
    pub(crate) async fn authenticate_anywhere(&self, token: &str) -> Result<Session, SessionError> {
        let known = self.authenticate(token);
        if known != Err(SessionError::Unknown) || digest_of_input(token).is_none() {
            return known;
        }
        self.look_again().await;
        self.authenticate(token)
    }

    /// Whether this session has not been ended.
    pub(crate) fn has_session(&self, session: SessionId) -> bool {
        self.directory().sessions.contains_key(&session)
    }

    /// Ends a session for good.
    ///
    /// # Errors
    /// It could not be written.
    pub async fn sign_out(&self, session: SessionId) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let events = directory.sessions.get(&session).map(|_| Event::SignedOut { session });
            Ok(Decision { events: events.into_iter().collect(), answer: () })
        })
        .await
    }
}

/// A person has a bounded number of sessions: the oldest make room.
fn oldest_sessions(directory: &Directory, person: PersonId) -> Vec<Event> {
    let mut own: Vec<_> = directory.sessions.iter().filter(|(_, entry)| entry.person == person).collect();
    own.sort_by_key(|(_, entry)| entry.at_ms);
    let surplus = (own.len() + 1).saturating_sub(SESSIONS_PER_PERSON_MAX);
    own.into_iter().take(surplus).map(|(session, _)| Event::SignedOut { session: *session }).collect()
}

//! Sessions: an invitation becomes one, a token proves it, and it ends.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{MutexGuard, PoisonError};

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
/// In one entry of the log.
const USED_AT_ONCE_MAX: usize = 1_000;

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

/// A session as the secretariat sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SessionView {
    pub session: SessionId,
    pub person: PersonId,
    /// What the person came in with, in a few words.
    pub device: Option<String>,
    pub at_ms: i64,
    pub used_ms: i64,
    pub expires_ms: i64,
}

impl People {
    /// Uses an invitation.
    ///
    /// # Errors
    /// It lets nobody in, or it could not be written.
    pub async fn join(&self, code: &str, device: Option<&str>) -> Result<Joined, PeopleError> {
        let (session, token) = (SessionId::from_bytes(fresh()?), encode(&fresh::<32>()?));
        self.write(PersonId::SERVER, |directory, now_ms| {
            let invited = open_invitation(directory, code, now_ms)?;
            let invitation = digest_of_input(code).ok_or(PeopleError::InvitationUnknown)?;
            let expires_ms = now_ms + SESSION_MS;
            let mut events = oldest_sessions(directory, invited.person);
            let device = device.map(str::to_owned);
            events.push(Event::Joined { invitation, session, token: Digest::of(&token), expires_ms, device });
            let (person, draft, token) = (invited.person, invited.draft, token.clone());
            let member = directory.members.get(&(person, draft)).unwrap_or(&invited.member).clone();
            let Person { name, role, seat } = member;
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
        let now_ms = (self.inner.now_ms)();
        if entry.expires_ms <= now_ms {
            return Err(SessionError::Expired);
        }
        if directory.is_revoked_everywhere(entry.person) {
            return Err(SessionError::Revoked);
        }
        self.used().insert(id, now_ms);
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

    /// Why this session has ended, if it has.
    pub(crate) fn ended(&self, session: SessionId) -> Option<SessionError> {
        let directory = self.directory();
        match directory.sessions.get(&session) {
            None => Some(SessionError::Unknown),
            Some(entry) => directory.is_revoked_everywhere(entry.person).then_some(SessionError::Revoked),
        }
    }

    /// The sessions of a draft's members that are good now, the last used first.
    pub fn sessions(&self, draft: DraftId) -> Vec<SessionView> {
        let (directory, used, now_ms) = (self.directory(), self.used().clone(), (self.inner.now_ms)());
        let good = directory
            .sessions
            .iter()
            .filter(|(_, entry)| entry.expires_ms > now_ms && directory.members.contains_key(&(entry.person, draft)));
        let mut views: Vec<SessionView> = good
            .map(|(session, entry)| SessionView {
                session: *session,
                person: entry.person,
                device: entry.device.clone(),
                at_ms: entry.at_ms,
                used_ms: used.get(session).map_or(entry.used_ms, |used_ms| entry.used_ms.max(*used_ms)),
                expires_ms: entry.expires_ms,
            })
            .collect();
        views.sort_by_key(|view| (std::cmp::Reverse(view.used_ms), view.session));
        views
    }

    /// Ends a session of a member of this draft.
    ///
    /// # Errors
    /// The draft's members have no such session, or it could not be written.
    pub async fn end_session(&self, draft: DraftId, session: SessionId) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let entry = directory.sessions.get(&session);
            let known = entry.is_some_and(|entry| directory.members.contains_key(&(entry.person, draft)));
            if !known {
                return Err(PeopleError::SessionUnlisted);
            }
            Ok(Decision { events: vec![Event::SignedOut { session }], answer: () })
        })
        .await
    }

    /// Writes down when sessions were last used. What is lost in a crash is lost.
    ///
    /// # Errors
    /// It could not be written; then it is tried again the next time.
    pub(crate) async fn keep_used(&self) -> Result<(), PeopleError> {
        let used = self.used().clone();
        let written = self
            .write(PersonId::SERVER, |directory, _| {
                let known = used.iter().filter(|(session, _)| directory.sessions.contains_key(session));
                let at_ms: Vec<(SessionId, i64)> = known.map(|(session, at_ms)| (*session, *at_ms)).collect();
                let events = at_ms.chunks(USED_AT_ONCE_MAX).map(|some| Event::SessionsUsed { at_ms: some.to_vec() });
                Ok(Decision { events: events.collect(), answer: () })
            })
            .await;
        if written.is_ok() {
            self.used().retain(|session, at_ms| used.get(session) != Some(at_ms));
        }
        written
    }

    fn used(&self) -> MutexGuard<'_, BTreeMap<SessionId, i64>> {
        self.inner.used.lock().unwrap_or_else(PoisonError::into_inner)
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
pub(super) fn oldest_sessions(directory: &Directory, person: PersonId) -> Vec<Event> {
    let mut own: Vec<_> = directory.sessions.iter().filter(|(_, entry)| entry.person == person).collect();
    own.sort_by_key(|(_, entry)| entry.at_ms);
    let surplus = (own.len() + 1).saturating_sub(SESSIONS_PER_PERSON_MAX);
    own.into_iter().take(surplus).map(|(session, _)| Event::SignedOut { session: *session }).collect()
}

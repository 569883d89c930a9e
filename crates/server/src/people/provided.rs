//! Coming in without an invitation: a provider has said who somebody is, and the configuration what they are here.

use maslahat_model::register::Person;
use maslahat_protocol::{DraftId, PersonId, SessionId};
use sha2::{Digest as _, Sha256};

use super::event::{Digest, Event};
use super::session::{SESSION_MS, oldest_sessions};
use super::write::Decision;
use super::{Joined, People, PeopleError, encode, fresh};

/// Who a provider means by what it says: the same person each time, from whatever device. `provider` is its issuer.
pub(crate) fn person_of(provider: &str, who: &str) -> PersonId {
    let mut hash = Sha256::new();
    // the length stands before the first part, so that no two pairs read alike
    hash.update("a person whom a provider names\0");
    hash.update((provider.len() as u64).to_be_bytes());
    hash.update(provider);
    hash.update(who);
    let digest: [u8; 32] = hash.finalize().into();
    let mut bytes = [0; 16];
    bytes.copy_from_slice(&digest[..16]);
    PersonId::from_bytes(bytes)
}

impl People {
    /// Begins a session of somebody whom a provider names: a member of these drafts from here on, unless their
    /// access to one was revoked. Who was a member before stays what acts have made of them.
    ///
    /// # Errors
    /// No draft is open to them, or it could not be written.
    pub(crate) async fn enter(
        &self,
        person: PersonId,
        places: &[(DraftId, Person)],
        device: Option<&str>,
    ) -> Result<Joined, PeopleError> {
        let (session, token) = (SessionId::from_bytes(fresh()?), encode(&fresh::<32>()?));
        self.write(PersonId::SERVER, |directory, now_ms| {
            let open = |(draft, _): &&(DraftId, Person)| !directory.is_revoked((person, *draft));
            let open: Vec<_> = places.iter().filter(open).collect();
            let (draft, given) = *open.first().ok_or(PeopleError::AccessRevoked)?;
            let mut events = oldest_sessions(directory, person);
            let new = open.iter().filter(|(draft, _)| !directory.members.contains_key(&(person, *draft)));
            events.extend(new.map(|(draft, Person { name, role, seat })| {
                let (name, seat) = (name.clone(), seat.clone());
                Event::MemberAdded { person, draft: *draft, role: *role, name, seat }
            }));
            let (expires_ms, device) = (now_ms + SESSION_MS, device.map(str::to_owned));
            events.push(Event::SignedIn { person, session, token: Digest::of(&token), expires_ms, device });
            let member = directory.members.get(&(person, *draft)).unwrap_or(given).clone();
            let (Person { name, role, seat }, draft, token) = (member, *draft, token.clone());
            Ok(Decision { events, answer: Joined { session, token, person, draft, role, name, seat, expires_ms } })
        })
        .await
    }
}

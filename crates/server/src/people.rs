//! The directory: who may come in, who is signed in, and which drafts there are. Held in memory,
//! replayed from its log; every write is on disk before it is visible. Knows nothing of HTTP and
//! nothing of what a draft says. Tokens and codes leave it once, when made; it keeps their digests.

mod directory;
mod event;
mod import;
mod invitation;
mod name;
mod provided;
mod session;
mod standing;
mod table;
#[cfg(test)]
mod tests;
mod write;

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, RwLock, RwLockReadGuard};

use bytes::Bytes;
use maslahat_model::Role;
use maslahat_model::register::Person;
use maslahat_protocol::{DraftId, LogId, PersonId, SessionId};
use maslahat_storage::{AnyStore, Store};
use maslahat_sync_core::Member;

use self::directory::Directory;
pub use self::directory::DraftEntry;
pub(crate) use self::event::SecretName;
use self::event::{Digest, Event};
pub(crate) use self::import::{Import, Imported};
pub(crate) use self::invitation::checked_name;
pub use self::invitation::{Invitation, InvitationState, InvitationView, Invitee, Uses};
pub use self::name::Misleading;
pub(crate) use self::provided::person_of;
pub(crate) use self::session::SESSION_MS;
pub use self::session::{Joined, Session, SessionView};
pub(crate) use self::table::{LineNote, Row, TABLE_BYTES_MAX, Table, TableError, read as read_table};
use self::write::Decision;
pub use crate::error::{PeopleError, SessionError};

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// An expired session is told apart from an unknown one for this long.
const EXPIRED_KEPT_MS: i64 = 30 * DAY_MS;
/// A log longer than this is compacted when it is loaded.
const TAIL_MAX: usize = 2_000;
/// Sixteen and thirty-two bytes in base58 are shorter; longer input is refused unread.
const SECRET_CHARS_MAX: usize = 64;

/// The directory of a store. Cheap to clone: every clone is the same.
#[derive(Clone)]
pub struct People {
    inner: Arc<Inner>,
}

struct Inner {
    store: AnyStore,
    directory: RwLock<Directory>,
    /// Held while an append is under way. When it was last looked for what other processes have written.
    writing: tokio::sync::Mutex<tokio::time::Instant>,
    now_ms: fn() -> i64,
    /// When sessions were used since that was last written down.
    used: Mutex<BTreeMap<SessionId, i64>>,
}

impl fmt::Debug for People {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("People")
    }
}

fn clock_ms() -> i64 {
    jiff::Timestamp::now().as_millisecond()
}

impl People {
    /// Reads the directory of a store.
    ///
    /// # Errors
    /// The store cannot be read, or holds what a newer version wrote.
    pub async fn load(store: AnyStore) -> Result<Self, PeopleError> {
        Self::load_at(store, clock_ms).await
    }

    pub(crate) async fn load_at(store: AnyStore, now_ms: fn() -> i64) -> Result<Self, PeopleError> {
        let loaded = store.load(LogId::DIRECTORY).await?;
        let mut directory = Directory::default();
        if let Some((_, snapshot)) = &loaded.snapshot {
            write::replay_snapshot(&mut directory, snapshot)?;
        }
        let long = loaded.tail.len() > TAIL_MAX;
        write::replay(&mut directory, loaded.tail)?;
        directory.seq = loaded.head.seq;
        if long {
            let snapshot =
                serde_json::to_vec(&directory.events(now_ms() - EXPIRED_KEPT_MS)).map_err(|_| PeopleError::Damaged)?;
            store.compact(LogId::DIRECTORY, loaded.head.seq, Bytes::from(snapshot)).await?;
        }
        let writing = tokio::sync::Mutex::new(tokio::time::Instant::now());
        let inner = Inner { store, directory: RwLock::new(directory), writing, now_ms, used: Mutex::default() };
        Ok(Self { inner: Arc::new(inner) })
    }

    /// Puts a draft on the list. Adding it again changes nothing.
    ///
    /// # Errors
    /// It could not be written.
    pub async fn add_draft(&self, draft: DraftId, title: &str, symbol: &str) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let add = || Event::DraftAdded { draft, title: title.to_owned(), symbol: symbol.to_owned() };
            let events = if directory.has_draft(draft) { vec![] } else { vec![add()] };
            Ok(Decision { events, answer: () })
        })
        .await
    }

    /// Every draft, in the order they were added.
    pub fn drafts(&self) -> Vec<DraftEntry> {
        self.directory().drafts.iter().map(|(_, entry)| entry.clone()).collect()
    }

    /// The drafts a person is a member of.
    pub fn drafts_of(&self, person: PersonId) -> Vec<DraftEntry> {
        self.directory().drafts_of(person).into_iter().map(|(entry, _)| entry).collect()
    }

    pub(crate) fn roles_of(&self, person: PersonId) -> Vec<(DraftEntry, Role)> {
        self.directory().drafts_of(person)
    }

    pub fn has_draft(&self, draft: DraftId) -> bool {
        self.directory().has_draft(draft)
    }

    /// A person's right in a draft.
    pub fn member(&self, person: PersonId, draft: DraftId) -> Option<Member> {
        self.person(person, draft).map(|member| Member { person, role: member.role })
    }

    /// A person's name, role and seat in a draft.
    pub fn person(&self, person: PersonId, draft: DraftId) -> Option<Person> {
        self.directory().members.get(&(person, draft)).cloned()
    }

    /// Enters a person in a draft without an invitation: who created it.
    ///
    /// # Errors
    /// It could not be written, or the draft is not on the list.
    pub async fn add_member(&self, person: PersonId, draft: DraftId, member: Person) -> Result<(), PeopleError> {
        let Person { name, role, seat } = member;
        self.write(PersonId::SERVER, |directory, _| {
            if !directory.has_draft(draft) {
                return Err(PeopleError::DraftUnknown);
            }
            let event = Event::MemberAdded { person, draft, role, name: name.clone(), seat: seat.clone() };
            Ok(Decision { events: vec![event], answer: () })
        })
        .await
    }

    /// Thirty-two random bytes of this store, made at first use.
    pub(crate) async fn secret(&self, name: SecretName) -> Result<[u8; 32], PeopleError> {
        if let Some(kept) = self.directory().secrets.get(&name) {
            return Ok(*kept);
        }
        let bytes = fresh()?;
        self.write(PersonId::SERVER, |directory, _| {
            Ok(match directory.secrets.get(&name) {
                Some(kept) => Decision { events: vec![], answer: *kept },
                None => Decision { events: vec![Event::SecretMade { name, bytes }], answer: bytes },
            })
        })
        .await
    }

    fn directory(&self) -> RwLockReadGuard<'_, Directory> {
        // nothing panics while it holds the lock; if it did, what was applied before still stands
        self.inner.directory.read().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

fn digest_of_input(secret: &str) -> Option<Digest> {
    (!secret.is_empty() && secret.len() <= SECRET_CHARS_MAX).then(|| Digest::of(secret))
}

fn fresh<const N: usize>() -> Result<[u8; N], PeopleError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| PeopleError::NoRandomness)?;
    Ok(bytes)
}

fn encode(bytes: &[u8]) -> String {
    bs58::encode(bytes).into_string()
}

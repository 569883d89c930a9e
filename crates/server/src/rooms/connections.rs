//! Every socket that is open, so that a session's end and the server's end reach them all.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{PersonId, SessionId};
use maslahat_sync_core::ConnectionId;
use tokio::sync::Notify;

use super::outbox::Outbox;

const CONNECTIONS_MAX: usize = 4_096;
const CONNECTIONS_PER_PERSON_MAX: usize = 64;

/// The limit on open sockets is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TooMany {
    #[error("the server has too many connections; try again in a minute")]
    Server,
    #[error("too many connections of one person; close other tabs and try again")]
    Person,
}

struct Live {
    session: SessionId,
    person: PersonId,
    outbox: Outbox,
}

/// The register of open sockets.
#[derive(Default)]
pub(crate) struct Connections {
    last: AtomicU64,
    live: Mutex<BTreeMap<ConnectionId, Live>>,
    /// Told whenever somebody leaves.
    left: Notify,
}

/// An open socket's place in the register; leaves it when dropped.
pub(crate) struct Seated {
    connections: Arc<Connections>,
    pub(crate) id: ConnectionId,
    pub(crate) outbox: Outbox,
}

impl Drop for Seated {
    fn drop(&mut self) {
        self.connections.live().remove(&self.id);
        self.connections.left.notify_waiters();
    }
}

impl Connections {
    fn live(&self) -> MutexGuard<'_, BTreeMap<ConnectionId, Live>> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn admit(self: &Arc<Self>, session: SessionId, person: PersonId) -> Result<Seated, TooMany> {
        let mut live = self.live();
        if live.len() >= CONNECTIONS_MAX {
            return Err(TooMany::Server);
        }
        if live.values().filter(|open| open.person == person).count() >= CONNECTIONS_PER_PERSON_MAX {
            return Err(TooMany::Person);
        }
        let id = ConnectionId(self.last.fetch_add(1, Ordering::Relaxed) + 1);
        let outbox = Outbox::new();
        let open = Live { session, person, outbox: outbox.clone() };
        live.insert(id, open);
        drop(live);
        Ok(Seated { connections: Arc::clone(self), id, outbox })
    }

    pub(crate) fn len(&self) -> usize {
        self.live().len()
    }

    /// Resolves once nobody is here.
    pub(crate) async fn all_left(&self) {
        loop {
            let left = self.left.notified();
            if self.len() == 0 {
                return;
            }
            left.await;
        }
    }

    /// Everybody's sessions, in order, each once.
    pub(crate) fn sessions(&self) -> BTreeSet<SessionId> {
        self.live().values().map(|open| open.session).collect()
    }

    pub(crate) fn close_session(&self, session: SessionId, reason: CloseReason) {
        for open in self.live().values().filter(|open| open.session == session) {
            open.outbox.dismiss(reason);
        }
    }

    pub(crate) fn close_person(&self, person: PersonId, reason: CloseReason) {
        for open in self.live().values().filter(|open| open.person == person) {
            open.outbox.dismiss(reason);
        }
    }

    pub(crate) fn close_all(&self, reason: CloseReason) {
        for open in self.live().values() {
            open.outbox.close(reason);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_session_that_ends_closes_its_own_sockets_only() {
        let connections = Arc::new(Connections::default());
        let person = PersonId::from_bytes([1; 16]);
        let (first, second) = (SessionId::from_bytes([1; 16]), SessionId::from_bytes([2; 16]));
        let ended = connections.admit(first, person).unwrap();
        let open = connections.admit(second, person).unwrap();
        connections.close_session(first, CloseReason::SignedOut);
        assert_eq!(ended.outbox.closed().await, CloseReason::SignedOut);
        connections.close_all(CloseReason::Restart);
        assert_eq!(open.outbox.closed().await, CloseReason::Restart);
        drop(ended);
        assert_eq!(connections.len(), 1);
    }

    #[test]
    fn one_person_cannot_take_every_place() {
        let connections = Arc::new(Connections::default());
        let session = SessionId::from_bytes([1; 16]);
        let admit = |person: u8| connections.admit(session, PersonId::from_bytes([person; 16]));
        let held: Vec<_> = (0..CONNECTIONS_PER_PERSON_MAX).map(|_| admit(1).unwrap()).collect();
        assert_eq!(admit(1).err(), Some(TooMany::Person));
        assert!(admit(2).is_ok());
        drop(held);
        assert!(admit(1).is_ok());
    }
}

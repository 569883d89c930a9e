//! Peer ids. A client chooses its own, but not one that says it is somebody else, and not one that
//! somebody else goes by at the moment: others know who speaks by it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maslahat_protocol::PersonId;

/// What the server's own peer id begins with.
pub(super) const SERVER_PREFIX: &str = "server-";

/// Whether a person may go by this peer id. Our page's is `PERSON.RANDOM`; a stock client's has no
/// dot. What stands before a dot is believed to be a person, so it must be the person's own id.
fn may_use(peer: &str, person: PersonId) -> bool {
    if peer.is_empty() || peer.starts_with(SERVER_PREFIX) {
        return false;
    }
    match peer.split_once('.') {
        Some((named, _)) => named.parse().is_ok_and(|named: PersonId| named == person),
        None => peer.parse().ok().is_none_or(|named: PersonId| named == person),
    }
}

/// The peer ids of the open connections: whose each is, and how many of their connections go by it.
#[derive(Debug, Clone, Default)]
pub(crate) struct PeerIds(Arc<Mutex<BTreeMap<String, (PersonId, usize)>>>);

/// A connection's right to its peer id; given back when dropped.
#[derive(Debug)]
pub(super) struct Claim {
    ids: PeerIds,
    peer: String,
}

impl PeerIds {
    /// None: the id says it is somebody else, or somebody else goes by it. The same person may come
    /// again before the server knows that the last connection is gone.
    pub(super) fn claim(&self, peer: &str, person: PersonId) -> Option<Claim> {
        if !may_use(peer, person) {
            return None;
        }
        let mut ids = self.ids();
        let (holder, connections) = ids.entry(peer.to_owned()).or_insert((person, 0));
        if *holder != person {
            return None;
        }
        *connections += 1;
        Some(Claim { ids: self.clone(), peer: peer.to_owned() })
    }

    fn ids(&self) -> MutexGuard<'_, BTreeMap<String, (PersonId, usize)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        let mut ids = self.ids.ids();
        if let Some((_, connections)) = ids.get_mut(&self.peer) {
            *connections -= 1;
            if *connections == 0 {
                ids.remove(&self.peer);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: PersonId = PersonId::from_bytes([1; 16]);
    const OTHER: PersonId = PersonId::from_bytes([2; 16]);

    #[test]
    fn nobody_goes_by_anothers_name() {
        assert!(may_use(&format!("{OWN}.tab"), OWN));
        assert!(may_use(&OWN.to_string(), OWN));
        assert!(may_use("peer-k3j4h5", OWN));
        assert!(!may_use(&format!("{OTHER}.tab"), OWN));
        assert!(!may_use(&OTHER.to_string(), OWN));
        assert!(!may_use("", OWN));
    }

    #[test]
    fn what_stands_before_a_dot_is_a_person() {
        for peer in ["a.b", "__proto__.x", "constructor.x", ".x", "."] {
            assert!(!may_use(peer, OWN), "{peer}");
        }
    }

    #[test]
    fn nobody_goes_by_the_servers_name() {
        assert!(!may_use("server-0123456789abcdef", OWN));
    }

    #[test]
    fn a_peer_id_is_one_persons_while_they_are_connected() {
        let ids = PeerIds::default();
        let first = ids.claim("peer-victim", OWN).unwrap();
        assert!(ids.claim("peer-victim", OTHER).is_none());
        let again = ids.claim("peer-victim", OWN).unwrap();
        drop(first);
        assert!(ids.claim("peer-victim", OTHER).is_none());
        drop(again);
        assert!(ids.claim("peer-victim", OTHER).is_some());
        assert!(ids.ids().is_empty());
    }
}

//! Peer ids. A client chooses its own, but not one that says it is somebody else.

use maslahat_protocol::PersonId;

/// Whether a person may go by this peer id. Our page's is `PERSON.RANDOM`; a stock client's is
/// anything that does not begin with a person's id.
pub(super) fn may_use(peer: &str, person: PersonId) -> bool {
    let prefix = peer.split('.').next().unwrap_or_default();
    let named: Option<PersonId> = prefix.parse().ok();
    !peer.is_empty() && named.is_none_or(|named| named == person)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_goes_by_anothers_name() {
        let (own, other) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        assert!(may_use(&format!("{own}.tab"), own));
        assert!(may_use("peer-k3j4h5", own));
        assert!(may_use("a.b", own));
        assert!(!may_use(&format!("{other}.tab"), own));
        assert!(!may_use(&other.to_string(), own));
        assert!(!may_use("", own));
    }
}

//! The hash chain of a log. Anyone with the entries can recompute it: nothing here depends on a store.

use maslahat_protocol::PersonId;
use sha2::{Digest, Sha256};

use crate::{Hash, Seq};

/// The chain of an empty log.
pub const CHAIN_START: Hash = [0; 32];

/// SHA-256 of a body.
pub fn digest(body: &[u8]) -> Hash {
    Sha256::digest(body).into()
}

/// What of an entry goes into the chain. The body enters by its digest, so that compaction leaves the chain intact.
#[derive(Debug, Clone, Copy)]
pub struct Link<'a> {
    pub seq: Seq,
    pub kind: u8,
    pub person: PersonId,
    pub at_ms: i64,
    pub digest: &'a Hash,
}

impl Link<'_> {
    /// `SHA-256(chain ‖ seq ‖ kind ‖ person ‖ at_ms ‖ digest)`: 32, 8, 1, 16, 8 and 32 bytes, numbers big-endian.
    pub fn after(&self, chain: &Hash) -> Hash {
        let mut hasher = Sha256::new();
        hasher.update(chain);
        hasher.update(self.seq.to_be_bytes());
        hasher.update([self.kind]);
        hasher.update(self.person.as_bytes());
        hasher.update(self.at_ms.to_be_bytes());
        hasher.update(self.digest);
        hasher.finalize().into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_part_of_an_entry_moves_the_chain() {
        let body = digest(b"counsel");
        let other = digest(b"council");
        let link = Link { seq: 1, kind: 2, person: PersonId::from_bytes([3; 16]), at_ms: 4, digest: &body };
        let chains = [
            link.after(&CHAIN_START),
            link.after(&[1; 32]),
            Link { seq: 2, ..link }.after(&CHAIN_START),
            Link { kind: 3, ..link }.after(&CHAIN_START),
            Link { person: PersonId::SERVER, ..link }.after(&CHAIN_START),
            Link { at_ms: 5, ..link }.after(&CHAIN_START),
            Link { digest: &other, ..link }.after(&CHAIN_START),
        ];
        let distinct: std::collections::BTreeSet<_> = chains.iter().collect();
        assert_eq!(distinct.len(), chains.len());
    }
}

//! The bytes that an attacker makes of honest ones: knows the formats, but no room.

use automerge::sync::{Have, Message, MessageVersion, State};
use automerge::{ActorId, Automerge, Change};
use maslahat_protocol::DocumentId;
use sha2::{Digest, Sha256};

use crate::device::Device;

/// Magic, checksum, type; the length follows.
const HEADER_BYTES: usize = 9;
const MUTATIONS_MAX: usize = 6;
const NOISE_BYTES_MAX: usize = 300;

/// Seeds that start from the same edits: to edit costs more than to forge.
const SEEDS_AN_EDIT: u64 = 8;

/// Somebody who has read a text, and edits it for the sake of what can be made of the changes.
#[derive(Debug, Default)]
pub(super) struct Attacker {
    read: Option<(Device, DocumentId)>,
    edited: Option<Edited>,
}

#[derive(Debug)]
struct Edited {
    number: u64,
    replica: Automerge,
    /// The whole text with the edits.
    saved: Vec<u8>,
    all: Vec<Change>,
    new: Vec<Change>,
}

impl Attacker {
    pub(super) fn new(mut device: Device, text: DocumentId, replica: Automerge) -> Self {
        device.replicas.insert(text, (replica, State::new()));
        Self { read: Some((device, text)), edited: None }
    }

    /// A sync message about the text; now and then nothing is wrong with it.
    pub(super) fn forged(&mut self, seed: u64, random: &mut fastrand::Rng) -> Vec<u8> {
        if random.u32(0..10) == 0 {
            return (0..random.usize(0..NOISE_BYTES_MAX)).map(|_| random.u8(..)).collect();
        }
        self.edit(seed / SEEDS_AN_EDIT);
        let Some(Edited { replica, saved, all, new, .. }) = &self.edited else {
            return Vec::new();
        };
        // now and then a change that is known already
        let changes = if random.u32(0..10) == 0 { all } else { new };
        let Some(change) = changes.get(random.usize(0..changes.len().max(1))) else {
            return Vec::new();
        };
        match random.u32(0..9) {
            8 => message(replica, changes.iter().map(|change| change.raw_bytes().to_vec()).collect()).encode(),
            0 => mutated(random, message(replica, vec![change.raw_bytes().to_vec()]).encode(), 0),
            1 => message(replica, vec![mutated(random, saved.clone(), HEADER_BYTES)]).encode(),
            _ => {
                let forged = repaired(mutated(random, change.raw_bytes().to_vec(), HEADER_BYTES + 2));
                message(replica, vec![forged]).encode()
            }
        }
    }

    /// The edits of this number, which follow from it alone and from what was read.
    fn edit(&mut self, number: u64) {
        if self.edited.as_ref().is_some_and(|edited| edited.number == number) {
            return;
        }
        let Some((device, text)) = &self.read else {
            return;
        };
        let (mut device, text) = (device.clone(), *text);
        let mut random = fastrand::Rng::with_seed(number);
        let Some((replica, _)) = device.replicas.get_mut(&text) else {
            return;
        };
        let before = replica.get_heads();
        // two changes under one number would be refused for that
        let actor: [u8; 16] = std::array::from_fn(|_| random.u8(..));
        replica.set_actor(ActorId::from(&actor[..]));
        for _ in 0..random.u32(1..4) {
            match random.u32(0..3) {
                0 => device.types(0, random.u32(..)),
                1 => device.deletes(0, random.u32(..)),
                _ => device.marks(0, random.u32(..)),
            }
        }
        let edited = device.replicas.remove(&text).map(|(replica, _)| Edited {
            number,
            saved: replica.save(),
            all: replica.get_changes(&[]),
            new: replica.get_changes(&before),
            replica,
        });
        self.edited = edited;
    }
}

fn message(replica: &Automerge, changes: Vec<Vec<u8>>) -> Message {
    Message {
        heads: replica.get_heads(),
        need: Vec::new(),
        have: vec![Have::default()],
        changes: changes.into(),
        flags: None,
        version: MessageVersion::V1,
    }
}

/// Changes, repeats, drops or doubles a few bytes after `from`.
fn mutated(random: &mut fastrand::Rng, mut bytes: Vec<u8>, from: usize) -> Vec<u8> {
    for _ in 0..random.usize(1..=MUTATIONS_MAX) {
        if bytes.len() <= from + 1 {
            break;
        }
        let at = random.usize(from..bytes.len());
        match random.u32(0..6) {
            0 => bytes[at] = random.u8(..),
            1 => bytes[at] ^= 1 << random.u32(0..8),
            2 => bytes[at] = [0, 1, 0x7f, 0x80, 0xff][random.usize(0..5)],
            3 => drop(bytes.remove(at)),
            4 => bytes.insert(at, random.u8(..)),
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// The attacker knows the format: length and checksum are right again.
fn repaired(bytes: Vec<u8>) -> Vec<u8> {
    let length_bytes = bytes.iter().skip(HEADER_BYTES).take_while(|byte| **byte & 0x80 != 0).count() + 1;
    let Some(contents) = bytes.get(HEADER_BYTES + length_bytes..) else {
        return bytes;
    };
    let mut hashed = vec![bytes[HEADER_BYTES - 1]];
    let mut length = contents.len();
    while length >= 0x80 {
        hashed.push(u8::try_from(length & 0x7f).unwrap_or(0) | 0x80);
        length >>= 7;
    }
    hashed.push(u8::try_from(length).unwrap_or(0));
    hashed.extend_from_slice(contents);
    let digest = Sha256::digest(&hashed);
    let mut whole = bytes[..4].to_vec();
    whole.extend_from_slice(&digest[..4]);
    whole.extend_from_slice(&hashed);
    whole
}

#[cfg(test)]
mod tests {
    use maslahat_model::Role;
    use maslahat_protocol::PersonId;

    use super::*;

    #[test]
    fn a_repaired_change_is_a_change() {
        let mut mallory = Device::new(PersonId::from_bytes([1; 16]), Role::Expert);
        let document = DocumentId::from_bytes([5; 16]);
        let text = maslahat_model::rich_text::create(
            &maslahat_model::RichText::plain("some words"),
            ActorId::from(&[7u8; 16][..]),
        );
        mallory.replicas.insert(document, (text.unwrap(), State::new()));
        let whole = mallory.replicas[&document].0.get_changes(&[])[0].raw_bytes().to_vec();
        assert_eq!(repaired(whole.clone()), whole);
        let mut forged = whole;
        forged[5] ^= 1;
        assert_eq!(Change::from_bytes(repaired(forged.clone())).unwrap().raw_bytes(), repaired(forged));
    }
}

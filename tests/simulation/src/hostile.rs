//! Bytes that no honest client sends, against a room with an honest neighbour: whatever they are, the
//! sender alone may be hurt, and what was written can be read again.

use automerge::Automerge;
use automerge::sync::{Have, Message, MessageVersion};
use maslahat_model::Role;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_sync_core::{
    ConnectionId, Context, Effect, Input, Limits, Member, Room, Timestamp, create, register_document,
};
use sha2::{Digest, Sha256};

use crate::device::Device;
use crate::draft::draft;
use crate::store::Store;
use crate::world::{DRAFT, Violation, broken};

const MALLORY: ConnectionId = ConnectionId(1);
const BOB: ConnectionId = ConnectionId(2);
/// Magic, checksum, type; the length follows.
const HEADER_BYTES: usize = 9;
const MUTATIONS_MAX: usize = 6;

/// What became of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The sender lost the connection.
    Refused,
    /// Nothing in them was of any effect.
    Ignored,
    /// They were a change that a text may hold.
    Taken,
}

struct Scene {
    room: Room,
    store: Store,
    bob: Device,
    mallory: Device,
    fresh: u64,
    refused: bool,
}

/// Sends the bytes of a seed.
///
/// # Errors
/// Somebody other than the sender noticed, or the draft can no longer be read.
pub fn attack(seed: u64) -> Result<Verdict, Violation> {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut scene = Scene::new()?;
    let text = scene.text()?;
    scene.open(text)?;
    let data = hostile_bytes(&mut random, &mut scene.mallory, text);
    let document = if random.u32(0..20) == 0 { register_document(DRAFT) } else { text };
    let before = scene.store.head(LogId::text(text));
    scene.input(Input::Sync { connection: MALLORY, document, data })?;
    let taken = scene.store.head(LogId::text(text)) > before;
    scene.neighbour_goes_on(text)?;
    Ok(match (scene.refused, taken) {
        (true, _) => Verdict::Refused,
        (false, true) => Verdict::Taken,
        (false, false) => Verdict::Ignored,
    })
}

fn hostile_bytes(random: &mut fastrand::Rng, mallory: &mut Device, text: DocumentId) -> Vec<u8> {
    if random.u32(0..10) == 0 {
        return (0..random.usize(0..300)).map(|_| random.u8(..)).collect();
    }
    for _ in 0..random.u32(1..4) {
        match random.u32(0..3) {
            0 => mallory.types(0, random.u32(..)),
            1 => mallory.deletes(0, random.u32(..)),
            _ => mallory.marks(0, random.u32(..)),
        }
    }
    let Some((replica, _)) = mallory.replicas.get(&text) else {
        return Vec::new();
    };
    let changes = replica.get_changes(&[]);
    let change = &changes[changes.len() - 1 - random.usize(0..changes.len().min(3))];
    match random.u32(0..9) {
        // now and then nothing is wrong with them
        8 => message(replica, changes.iter().map(|change| change.raw_bytes().to_vec()).collect()).encode(),
        0 => mutate(random, message(replica, vec![change.raw_bytes().to_vec()]).encode(), 0),
        1 => message(replica, vec![mutate(random, replica.save(), HEADER_BYTES)]).encode(),
        _ => {
            let forged = repaired(mutate(random, change.raw_bytes().to_vec(), HEADER_BYTES + 2));
            message(replica, vec![forged]).encode()
        }
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
fn mutate(random: &mut fastrand::Rng, mut bytes: Vec<u8>, from: usize) -> Vec<u8> {
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

impl Scene {
    fn new() -> Result<Self, Violation> {
        let mut fresh = 0u64;
        let mut source = || numbered(&mut fresh);
        let mut context = Context { now: Timestamp(1), fresh: &mut source };
        let mut store = Store::default();
        let appends = create(&mut context, DRAFT, draft(), PersonId::SERVER);
        let appends = appends.map_err(|error| broken("a draft can be created", error))?;
        store.append(&appends).map_err(|_| broken("a draft can be created", "stale"))?;
        let stored = store.draft(DRAFT).map_err(|error| broken("what was written can be read", error))?;
        let room = Room::load(&mut context, DRAFT, stored, Limits::default());
        let room = room.map_err(|error| broken("what was written can be read", error))?;
        let person = |number| Device::new(PersonId::from_bytes([number; 16]), Role::Expert);
        Ok(Self { room, store, bob: person(2), mallory: person(1), fresh: fresh + 1_000, refused: false })
    }

    fn text(&self) -> Result<DocumentId, Violation> {
        let text = self.room.register().paragraphs.get("r2").and_then(|paragraph| paragraph.texts.get("en"));
        text.and_then(|text| text.document()).ok_or_else(|| broken("the sample has r2", "no text"))
    }

    fn open(&mut self, text: DocumentId) -> Result<(), Violation> {
        for (connection, number) in [(MALLORY, 1), (BOB, 2)] {
            let member = Member { person: PersonId::from_bytes([number; 16]), role: Role::Expert };
            self.input(Input::Connected { connection, member, peer: format!("peer-{number}") })?;
            let actor = numbered(&mut self.fresh);
            let device = self.device(connection);
            device.connect(connection);
            device.open(text, actor);
            self.talk(connection)?;
        }
        Ok(())
    }

    fn device(&mut self, connection: ConnectionId) -> &mut Device {
        if connection == MALLORY { &mut self.mallory } else { &mut self.bob }
    }

    fn talk(&mut self, connection: ConnectionId) -> Result<(), Violation> {
        for _ in 0..100 {
            let sent = self.device(connection).send();
            let idle = sent.is_none();
            if let Some((document, data)) = sent {
                self.input(Input::Sync { connection, document, data })?;
            }
            let heard =
                self.device(connection).hear().map_err(|error| broken("clients understand the server", error))?;
            if idle && !heard {
                return Ok(());
            }
        }
        Err(broken("everybody falls silent", "a neighbour talks on"))
    }

    fn input(&mut self, input: Input) -> Result<(), Violation> {
        let mut effects = Vec::new();
        let mut fresh = self.fresh;
        let mut source = || numbered(&mut fresh);
        let mut context = Context { now: Timestamp(2), fresh: &mut source };
        self.room.handle(&mut context, input, &mut effects);
        self.fresh = fresh;
        for effect in effects {
            match effect {
                Effect::Sync { connection, document, message } => {
                    self.device(connection).down.push_back((document, message.to_vec()));
                }
                Effect::Persist { appends } => {
                    self.store.append(&appends).map_err(|_| broken("one node appends in order", "stale"))?;
                    self.input(Input::Persisted)?;
                }
                Effect::Close { connection, reason } if connection == BOB => {
                    return Err(broken("only the sender is hurt", reason));
                }
                Effect::Close { .. } => self.refused = true,
                _ => {}
            }
        }
        Ok(())
    }

    /// The neighbour types, is acknowledged, and the draft can be read again.
    fn neighbour_goes_on(&mut self, text: DocumentId) -> Result<(), Violation> {
        self.talk(BOB)?;
        self.bob.types(0, 3);
        self.talk(BOB)?;
        let kept = self.bob.typed.last().is_some_and(|hash| self.store.is_durable(hash));
        if !kept {
            return Err(broken("only the sender is hurt", "a neighbour's change was not kept"));
        }
        let unreadable = |error: anyhow::Error| broken("what was written can be read", error);
        let stored = self.store.draft(DRAFT).map_err(unreadable)?;
        let mut source = || numbered(&mut self.fresh);
        let mut context = Context { now: Timestamp(3), fresh: &mut source };
        let again = Room::load(&mut context, DRAFT, stored, Limits::default());
        let again = again.map_err(|error| broken("what was written can be read", error))?;
        if again.text(text) != self.room.text(text) {
            return Err(broken("what was written can be read", "as something else"));
        }
        let bob = self.bob.replicas.get(&text).map(|(replica, _)| maslahat_model::rich_text::plain_text(replica));
        if bob != again.text(text).map(|view| view.content.text()) {
            return Err(broken("everybody who may converge does", "the neighbour sees something else"));
        }
        Ok(())
    }
}

fn numbered(counter: &mut u64) -> [u8; 16] {
    *counter += 1;
    let mut bytes = [0xbe; 16];
    bytes[..8].copy_from_slice(&counter.to_be_bytes());
    bytes
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_repaired_change_is_a_change() {
        let mut mallory = Device::new(PersonId::from_bytes([1; 16]), Role::Expert);
        let document = DocumentId::from_bytes([5; 16]);
        let text = maslahat_model::rich_text::create(
            &maslahat_model::RichText::plain("some words"),
            automerge::ActorId::from(&[7u8; 16][..]),
        );
        mallory.replicas.insert(document, (text.unwrap(), automerge::sync::State::new()));
        let whole = mallory.replicas[&document].0.get_changes(&[])[0].raw_bytes().to_vec();
        assert_eq!(repaired(whole.clone()), whole);
        let mut forged = whole;
        forged[5] ^= 1;
        assert_eq!(automerge::Change::from_bytes(repaired(forged.clone())).unwrap().raw_bytes(), repaired(forged));
    }

    #[test]
    fn hostile_bytes_hurt_their_sender_only() {
        let mut seen = std::collections::BTreeMap::new();
        // panics inside Automerge are held by the room, and their stories are long
        std::panic::set_hook(Box::new(|_| {}));
        for seed in 0..1_000 {
            let verdict = attack(seed).unwrap_or_else(|violation| panic!("seed {seed}: {violation:?}"));
            *seen.entry(format!("{verdict:?}")).or_insert(0u32) += 1;
        }
        assert!(seen["Refused"] > 100 && seen["Taken"] > 5, "{seen:?}");
    }
}

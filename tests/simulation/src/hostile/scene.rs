//! A room with an honest neighbour in it, and an attacker who comes in again and again.

use automerge::{Automerge, Change};
use maslahat_model::Role;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_sync_core::{
    ConnectionId, Context, Effect, Input, Limits, Member, RecordKind, Room, Timestamp, create, register_document,
};

use super::Verdict;
use super::forgery::Attacker;
use crate::device::Device;
use crate::draft::draft;
use crate::store::Store;
use crate::world::{DRAFT, Violation, broken};

const MALLORY: PersonId = PersonId::from_bytes([1; 16]);
const BOB: PersonId = PersonId::from_bytes([2; 16]);
const BOBS: ConnectionId = ConnectionId(1);
/// One message of the attacker in so many is about the register, which only the server writes.
const REGISTER_ONE_IN: u32 = 20;

pub(super) struct Scene {
    room: Room,
    store: Store,
    text: DocumentId,
    bob: Device,
    mallory: Attacker,
    /// The text as somebody has it who reads its log as it grows, and how much of that they have read.
    witness: Automerge,
    witnessed: u64,
    connections: u64,
    fresh: u64,
    now: i64,
    refused: bool,
}

impl Scene {
    pub(super) fn new() -> Result<Self, Violation> {
        let mut fresh = 0u64;
        let mut source = || numbered(&mut fresh);
        let mut context = Context { now: Timestamp(1), fresh: &mut source };
        let mut store = Store::default();
        let appends = create(&mut context, DRAFT, draft(), PersonId::SERVER);
        let appends = appends.map_err(|error| broken("a draft can be created", error))?;
        store.append(&appends).map_err(|_| broken("a draft can be created", "stale"))?;
        let room = load(&store, &mut context)?;
        let text = room.register().paragraphs.get("r2").and_then(|paragraph| paragraph.texts.get("en"));
        let text = text.and_then(|text| text.document()).ok_or_else(|| broken("the sample has r2", "no text"))?;
        let mut scene = Self {
            witness: store.document(text).map_err(unreadable)?,
            witnessed: store.head(LogId::text(text)),
            room,
            store,
            text,
            bob: Device::new(BOB, Role::Expert),
            mallory: Attacker::default(),
            connections: BOBS.0,
            fresh: fresh + 1_000,
            now: 2,
            refused: false,
        };
        scene.join(BOBS, BOB)?;
        let actor = numbered(&mut scene.fresh);
        scene.bob.connect(BOBS);
        scene.bob.open(text, actor);
        scene.talk()?;
        let read = scene.bob.replicas.get(&text).map(|(replica, _)| replica.clone());
        scene.mallory = Attacker::new(Device::new(MALLORY, Role::Expert), text, read.unwrap_or_default());
        Ok(scene)
    }

    /// The attacker comes in, sends the bytes of a seed and is gone. Nobody else may notice, unless they were a
    /// change that a text may hold.
    pub(super) fn attack(&mut self, seed: u64) -> Result<Verdict, Violation> {
        let mut random = fastrand::Rng::with_seed(seed);
        let data = self.mallory.forged(seed, &mut random);
        let about_register = random.u32(0..REGISTER_ONE_IN) == 0;
        let document = if about_register { register_document(DRAFT) } else { self.text };
        let log = LogId::text(self.text);
        let (before, register) = (self.store.head(log), self.store.head(LogId::register(DRAFT)));
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        self.refused = false;
        self.join(connection, MALLORY)?;
        self.input(Input::Sync { connection, document, data })?;
        self.input(Input::Disconnected { connection })?;
        if self.store.head(LogId::register(DRAFT)) != register {
            return Err(broken("only the server writes the register", "it has grown"));
        }
        let taken = self.store.head(log) > before;
        if !taken && !self.bob.down.is_empty() {
            return Err(broken("only the sender is hurt", "a neighbour was told of nothing"));
        }
        if taken {
            self.talk()?;
            self.can_be_read()?;
        }
        Ok(match (self.refused, taken) {
            (true, _) => Verdict::Refused,
            (false, true) => Verdict::Taken,
            (false, false) => Verdict::Ignored,
        })
    }

    /// What the store holds of the text is what the room holds.
    fn can_be_read(&mut self) -> Result<(), Violation> {
        let records = self.store.records(LogId::text(self.text));
        let new = records.iter().skip(usize::try_from(self.witnessed).unwrap_or(usize::MAX));
        let changes = new.filter(|record| record.kind == RecordKind::Change);
        let changes = changes.map(|record| Change::from_bytes(record.body.clone())).collect::<Result<Vec<_>, _>>();
        self.witnessed = records.len() as u64;
        self.witness.apply_changes(changes.map_err(unreadable)?).map_err(unreadable)?;
        let mut heads: Vec<String> = self.witness.get_heads().iter().map(ToString::to_string).collect();
        heads.sort_unstable();
        if Some(heads) != self.room.text(self.text).map(|view| view.heads) {
            return Err(broken("what was written can be read", "as something else"));
        }
        Ok(())
    }

    /// The neighbour types, is acknowledged, sees what the room holds, and the whole draft can be read again.
    pub(super) fn neighbour_goes_on(&mut self) -> Result<(), Violation> {
        self.talk()?;
        self.bob.types(0, 3);
        self.talk()?;
        let kept = self.bob.typed.last().is_some_and(|hash| self.store.is_durable(hash));
        if !kept {
            return Err(broken("only the sender is hurt", "a neighbour's change was not kept"));
        }
        let mut source = || numbered(&mut self.fresh);
        let mut context = Context { now: Timestamp(3), fresh: &mut source };
        let again = load(&self.store, &mut context)?;
        if again.text(self.text) != self.room.text(self.text) {
            return Err(broken("what was written can be read", "as something else"));
        }
        let bob = self.bob.replicas.get(&self.text);
        let bob = bob.map(|(replica, _)| maslahat_model::rich_text::plain_text(replica));
        if bob != again.text(self.text).map(|view| view.content.text()) {
            return Err(broken("everybody who may converge does", "the neighbour sees something else"));
        }
        Ok(())
    }

    fn join(&mut self, connection: ConnectionId, person: PersonId) -> Result<(), Violation> {
        let member = Member { person, role: Role::Expert };
        self.input(Input::Connected { connection, member, peer: format!("peer-{}", connection.0) })
    }

    /// The neighbour and the server talk until both are silent.
    fn talk(&mut self) -> Result<(), Violation> {
        for _ in 0..10_000 {
            let sent = self.bob.send();
            let idle = sent.is_none();
            if let Some((document, data)) = sent {
                self.input(Input::Sync { connection: BOBS, document, data })?;
            }
            let heard = self.bob.hear().map_err(|error| broken("clients understand the server", error))?;
            if idle && !heard {
                return Ok(());
            }
        }
        Err(broken("everybody falls silent", "a neighbour talks on"))
    }

    fn input(&mut self, input: Input) -> Result<(), Violation> {
        let mut effects = Vec::new();
        let mut fresh = self.fresh;
        // nobody is in such haste that the room holds anything back
        self.now += 1_000;
        let mut source = || numbered(&mut fresh);
        let mut context = Context { now: Timestamp(self.now), fresh: &mut source };
        self.room.handle(&mut context, input, &mut effects);
        self.fresh = fresh;
        for effect in effects {
            match effect {
                Effect::Sync { connection: BOBS, document, message } => {
                    self.bob.down.push_back((document, message.to_vec()));
                }
                Effect::Persist { appends } => {
                    self.store.append(&appends).map_err(|_| broken("one node appends in order", "stale"))?;
                    self.input(Input::Persisted)?;
                }
                Effect::Close { connection: BOBS, reason } => {
                    return Err(broken("only the sender is hurt", reason));
                }
                Effect::Close { .. } => self.refused = true,
                _ => {}
            }
        }
        Ok(())
    }
}

fn load(store: &Store, context: &mut Context<'_>) -> Result<Room, Violation> {
    let stored = store.draft(DRAFT).map_err(unreadable)?;
    Room::load(context, DRAFT, stored, Limits::default()).map_err(|error| broken("what was written can be read", error))
}

fn unreadable(error: impl ToString) -> Violation {
    broken("what was written can be read", error)
}

fn numbered(counter: &mut u64) -> [u8; 16] {
    *counter += 1;
    let mut bytes = [0xbe; 16];
    bytes[..8].copy_from_slice(&counter.to_be_bytes());
    bytes
}

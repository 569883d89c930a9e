//! A room, a store in memory, and clients that run Automerge's own sync protocol.

use std::collections::{BTreeMap, VecDeque};

use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, TextEncoding};
use maslahat_model::register::Person;
use maslahat_model::{Role, rich_text};
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use serde_json::Value;

use super::sample::import;
use super::stored::{Snapshots, load, stored_log};
use crate::*;

/// What a room puts off for longer is no message.
const MOMENT_MS: i64 = 1_000;
/// No story needs more messages than this; more means a loop.
const MESSAGES_MAX: usize = 2_000;

pub(super) const DRAFT: DraftId = DraftId::from_bytes([0xd0; 16]);

/// Somebody's replicas on one device.
#[derive(Default)]
pub(super) struct Client {
    pub(super) replicas: BTreeMap<DocumentId, (Automerge, State)>,
    pub(super) closed: Option<CloseReason>,
    pub(super) unavailable: Vec<DocumentId>,
    pub(super) heard: Vec<(String, Vec<u8>)>,
}

pub(super) struct World {
    pub(super) room: Room,
    pub(super) logs: BTreeMap<LogId, Vec<Record>>,
    pub(super) snapshots: Snapshots,
    pub(super) now: i64,
    fresh: u64,
    /// While true, the disk does not answer.
    pub(super) held: bool,
    waiting: Vec<Append>,
    /// While true, texts that are asked for do not come.
    pub(super) loads_held: bool,
    pub(super) loads: VecDeque<(DocumentId, u64)>,
    pub(super) rereads: usize,
    pub(super) clients: BTreeMap<ConnectionId, Client>,
    pub(super) answers: BTreeMap<RequestId, Result<Value, ActError>>,
    pub(super) aside: Vec<Vec<u8>>,
    pub(super) appended: Vec<Vec<LogId>>,
    pub(super) messages: usize,
    requests: u64,
    pub(super) outbox: VecDeque<(ConnectionId, DocumentId, Vec<u8>)>,
    limits: Limits,
}

fn fresh_bytes(counter: &mut u64) -> [u8; 16] {
    *counter += 1;
    let mut bytes = [0xab; 16];
    bytes[..8].copy_from_slice(&counter.to_be_bytes());
    bytes
}

pub(super) fn person(number: u8) -> PersonId {
    PersonId::from_bytes([number; 16])
}

impl World {
    pub(super) fn new() -> Self {
        Self::with_limits(Limits::default())
    }

    pub(super) fn with_limits(limits: Limits) -> Self {
        let mut fresh = 0;
        let mut source = || fresh_bytes(&mut fresh);
        let mut context = Context { now: Timestamp(1_000), fresh: &mut source };
        let mut logs = BTreeMap::new();
        for append in create(&mut context, DRAFT, import(), person(99)).unwrap() {
            logs.insert(append.log, append.records);
        }
        let room = load(&logs, &Snapshots::new(), Vec::new(), &mut context, limits);
        Self {
            room,
            logs,
            snapshots: Snapshots::new(),
            now: 1_000,
            fresh,
            held: false,
            waiting: vec![],
            loads_held: false,
            loads: VecDeque::new(),
            rereads: 0,
            clients: BTreeMap::new(),
            answers: BTreeMap::new(),
            aside: vec![],
            appended: vec![],
            messages: 0,
            requests: 0,
            outbox: VecDeque::new(),
            limits,
        }
    }

    /// Two experts who have the same text open.
    pub(super) fn pair() -> (Self, DocumentId, ConnectionId, ConnectionId) {
        Self::pair_with(Limits::default())
    }

    pub(super) fn pair_with(limits: Limits) -> (Self, DocumentId, ConnectionId, ConnectionId) {
        let mut world = Self::with_limits(limits);
        let text = world.document("r1", "en");
        let first = world.connect(1, 1, Role::Expert);
        let second = world.connect(2, 2, Role::Expert);
        world.open(first, text);
        world.open(second, text);
        (world, text, first, second)
    }

    /// The process dies and starts again; what was not durable is gone, and every client is offline.
    pub(super) fn restart(&mut self) {
        self.waiting.clear();
        self.loads.clear();
        self.held = false;
        self.loads_held = false;
        self.outbox.clear();
        let mut fresh = self.fresh;
        let mut source = || fresh_bytes(&mut fresh);
        let mut context = Context { now: Timestamp(self.now), fresh: &mut source };
        self.room = load(&self.logs, &self.snapshots, Vec::new(), &mut context, self.limits);
        self.fresh = fresh;
    }

    /// Another process on the same logs, with nobody connected to it yet.
    pub(super) fn other_node(&self) -> Self {
        let mut other = Self::with_limits(self.limits);
        other.logs = self.logs.clone();
        other.now = self.now;
        other.fresh = self.fresh + (1 << 32);
        other.restart();
        other
    }

    /// The room has found that its logs have moved on, and has read all of them.
    pub(super) fn renew(&mut self) {
        self.waiting.clear();
        let (logs, snapshots, limits) = (self.logs.clone(), self.snapshots.clone(), self.limits);
        self.with_room(|room, context, effects| {
            let newer = load(&logs, &snapshots, room.loaded(), context, limits);
            room.renew(context, newer, effects);
        });
    }

    /// The same for one text.
    pub(super) fn renew_text(&mut self, document: DocumentId) {
        self.waiting.clear();
        let log = |id: LogId| StoredLog {
            head: self.logs.get(&id).map_or(0, |records| records.len() as u64),
            records: self.logs.get(&id).cloned().unwrap_or_default(),
        };
        let actors = log(LogId::actors(DRAFT));
        let text = StoredText { document, log: log(LogId::text(document)) };
        self.with_room(|room, context, effects| room.renew_texts(context, &actors, &[text], effects).unwrap());
    }

    pub(super) fn input(&mut self, input: Input) {
        self.with_room(|room, context, effects| room.handle(context, input, effects));
    }

    pub(super) fn with_room(&mut self, run: impl FnOnce(&mut Room, &mut Context<'_>, &mut Vec<Effect>)) {
        self.now += 1;
        let mut fresh = self.fresh;
        let mut source = || fresh_bytes(&mut fresh);
        let mut context = Context { now: Timestamp(self.now), fresh: &mut source };
        let mut effects = Vec::new();
        run(&mut self.room, &mut context, &mut effects);
        self.fresh = fresh;
        for effect in effects {
            self.effect(effect);
        }
        if !self.loads_held {
            self.bring();
        }
        if !self.held {
            self.commit();
        }
    }

    fn effect(&mut self, effect: Effect) {
        match effect {
            Effect::Sync { connection, document, message } => {
                self.outbox.push_back((connection, document, message.to_vec()))
            }
            Effect::Unavailable { connection, document } => self.client(connection).unavailable.push(document),
            Effect::Presence { connection, peer, data, .. } => {
                self.client(connection).heard.push((peer.to_string(), data.to_vec()))
            }
            Effect::Close { connection, reason } => self.client(connection).closed = Some(reason),
            Effect::Dismiss { connection } => self.client(connection).closed = Some(CloseReason::Revoked),
            Effect::Persist { appends } => {
                assert!(self.waiting.is_empty(), "one commit at a time");
                self.waiting = appends;
            }
            Effect::Load { document, number } => self.loads.push_back((document, number)),
            Effect::Reread => self.rereads += 1,
            Effect::Answer { request, result } => drop(self.answers.insert(request, result)),
            Effect::Aside { bytes, .. } => self.aside.push(bytes),
            Effect::Compact { log, upto, snapshot } => drop(self.snapshots.insert(log, (upto, snapshot))),
        }
    }

    /// Texts that were asked for are read, and come.
    pub(super) fn bring(&mut self) {
        while let Some((document, number)) = self.loads.pop_front() {
            let text = Box::new(self.stored(document));
            let register_seq = self.logs[&LogId::register(DRAFT)].len() as u64;
            self.input(Input::Loaded { number, text, register_seq });
        }
    }

    pub(super) fn stored(&self, document: DocumentId) -> LoadedText {
        let log = stored_log(&self.logs, &self.snapshots, LogId::text(document));
        LoadedText::read(&StoredText { document, log })
    }

    /// Reads all of these at once, as after other nodes have written.
    pub(super) fn bring_all(&mut self, texts: &[DocumentId]) {
        let (logs, snapshots, limits, texts) = (self.logs.clone(), self.snapshots.clone(), self.limits, texts.to_vec());
        self.with_room(|room, context, effects| {
            let newer = load(&logs, &snapshots, texts, context, limits);
            room.renew(context, newer, effects);
        });
    }

    /// Time passes, and the room looks around.
    pub(super) fn wait(&mut self, ms: i64) {
        self.now += ms;
        self.input(Input::Tick);
    }

    /// The disk answers.
    pub(super) fn commit(&mut self) {
        if self.waiting.is_empty() {
            return;
        }
        let appends = std::mem::take(&mut self.waiting);
        self.appended.push(appends.iter().map(|append| append.log).collect());
        for append in appends {
            let log = self.logs.entry(append.log).or_default();
            assert_eq!(log.len() as u64, append.expect, "compare and swap of {:?}", append.log);
            log.extend(append.records);
        }
        self.input(Input::Persisted);
    }

    pub(super) fn client(&mut self, connection: ConnectionId) -> &mut Client {
        self.clients.get_mut(&connection).unwrap()
    }

    /// A device of a person connects, with whatever replicas it has.
    pub(super) fn connect(&mut self, number: u64, who: u8, role: Role) -> ConnectionId {
        let connection = ConnectionId(number);
        let client = self.clients.entry(connection).or_default();
        client.closed = None;
        for (_, state) in client.replicas.values_mut() {
            *state = State::new();
        }
        let member = Member { person: person(who), role };
        let peer = format!("peer-{number}");
        self.input(Input::Connected { connection, member, peer });
        connection
    }

    pub(super) fn disconnect(&mut self, connection: ConnectionId) {
        self.input(Input::Disconnected { connection });
        self.outbox.retain(|(to, _, _)| *to != connection);
    }

    pub(super) fn open(&mut self, connection: ConnectionId, document: DocumentId) {
        let replica = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
        let fresh = fresh_bytes(&mut self.fresh);
        let replica = replica.with_actor(ActorId::from(&fresh[..]));
        self.client(connection).replicas.insert(document, (replica, State::new()));
        self.run();
    }

    /// Sends and receives until nobody has anything to say.
    pub(super) fn run(&mut self) {
        for _ in 0..MESSAGES_MAX {
            if let Some((connection, document, bytes)) = self.outbox.pop_front() {
                self.messages += 1;
                self.deliver(connection, document, &bytes);
                continue;
            }
            if let Some((connection, document, data)) = self.next_from_clients() {
                self.messages += 1;
                self.input(Input::Sync { connection, document, data });
                continue;
            }
            match self.room.next_wake() {
                Some(wake) if wake.0 <= self.now + MOMENT_MS => self.wait((wake.0 - self.now).max(0)),
                _ => return,
            }
        }
        panic!("clients and room do not fall silent");
    }

    pub(super) fn deliver(&mut self, connection: ConnectionId, document: DocumentId, bytes: &[u8]) {
        let Some((replica, state)) = self.client(connection).replicas.get_mut(&document) else {
            return;
        };
        let message = Message::decode(bytes).unwrap();
        replica.receive_sync_message(state, message).unwrap();
    }

    pub(super) fn next_from_clients(&mut self) -> Option<(ConnectionId, DocumentId, Vec<u8>)> {
        for (connection, client) in &mut self.clients {
            if client.closed.is_some() || !self.room.connections.contains_key(connection) {
                continue;
            }
            for (document, (replica, state)) in &mut client.replicas {
                if client.unavailable.contains(document) {
                    continue;
                }
                if let Some(message) = replica.generate_sync_message(state) {
                    return Some((*connection, *document, message.encode()));
                }
            }
        }
        None
    }

    /// Types into a client's own replica; nothing is sent yet.
    pub(super) fn types(&mut self, connection: ConnectionId, document: DocumentId, at: usize, text: &str) {
        let (replica, _) = self.client(connection).replicas.get_mut(&document).unwrap();
        let body = rich_text::body(replica).unwrap();
        let mut tx = replica.transaction();
        tx.splice_text(&body, at, 0, text).unwrap();
        tx.commit();
    }

    pub(super) fn sees(&mut self, connection: ConnectionId, document: DocumentId) -> String {
        rich_text::plain_text(&self.client(connection).replicas[&document].0)
    }

    /// What readers see of a document on the server.
    pub(super) fn text(&self, document: DocumentId) -> String {
        let view = self.room.text(document).or_else(|| self.stored(document).view());
        view.unwrap().content.text()
    }

    /// The current document of a paragraph.
    pub(super) fn document(&self, paragraph: &str, lang: &str) -> DocumentId {
        self.room.register().paragraphs[paragraph].texts[lang].document().unwrap()
    }

    pub(super) fn act(&mut self, who: u8, role: Role, act: Value) -> Result<Value, ActError> {
        self.act_with_key(who, role, act, None)
    }

    pub(super) fn act_with_key(
        &mut self,
        who: u8,
        role: Role,
        act: Value,
        key: Option<&str>,
    ) -> Result<Value, ActError> {
        let request = self.ask(who, role, act, key);
        self.answers.remove(&request).unwrap()
    }

    /// An act whose answer may still be under way.
    pub(super) fn ask(&mut self, who: u8, role: Role, act: Value, key: Option<&str>) -> RequestId {
        self.requests += 1;
        let request = RequestId(self.requests);
        let member = Member { person: person(who), role };
        let act = serde_json::from_value(act).unwrap();
        self.input(Input::Act { request, member, act, key: key.map(str::to_owned) });
        request
    }

    pub(super) fn join(&mut self, who: u8, role: Role) -> RequestId {
        let person_entry = Person { name: format!("Seat {who}"), role, seat: None };
        self.requests += 1;
        let request = RequestId(self.requests);
        self.input(Input::Person { request, id: person(who), person: person_entry });
        request
    }
}

//! Room, store and devices, and how a script moves them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::ChangeHash;
use maslahat_model::Role;
use maslahat_protocol::{DocumentId, DraftId, PersonId};
use maslahat_sync_core::{
    Act, Append, ConnectionId, Context, Input, Limits, Member, RequestId, Room, Timestamp, create, register_document,
};
use serde_json::{Value, json};

use crate::check::Frozen;
use crate::device::Device;
use crate::disk::Asked;
use crate::draft::draft;
use crate::script::{Script, Step};
use crate::store::Store;

pub(crate) const DRAFT: DraftId = DraftId::from_bytes([0xd0; 16]);
pub(crate) const MODERATOR: PersonId = PersonId::from_bytes([0xee; 16]);
pub(crate) const SECRETARIAT: PersonId = PersonId::from_bytes([0xef; 16]);
const COMPACT_AFTER: u64 = 6;

/// A promise that was broken, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    pub promise: &'static str,
    pub detail: String,
}

/// What a clean run did: so that a simulation that does nothing is noticed.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Outcome {
    pub messages: usize,
    pub typed: usize,
    pub freezes: usize,
    pub proposals: usize,
    pub crashes: usize,
    pub stale: usize,
    pub role_changes: usize,
    pub revocations: usize,
}

pub(crate) struct World {
    pub(crate) room: Room,
    pub(crate) store: Store,
    pub(crate) devices: Vec<Device>,
    /// Who typed on another node.
    pub(crate) elsewhere: Vec<Device>,
    /// Since this node last read its logs somebody else has written to them, or it cannot tell.
    pub(crate) others_wrote: bool,
    /// The append that the disk has not answered.
    pub(crate) pending: Option<Vec<Append>>,
    /// Texts that the room waits for.
    pub(crate) asked: VecDeque<Asked>,
    /// For so many steps nothing of that comes.
    pub(crate) slow: u32,
    /// The room has found out that others have written.
    pub(crate) reread: bool,
    pub(crate) frozen: BTreeMap<DocumentId, Frozen>,
    /// What was taken from people who could write from the start, and must be kept if nothing crashes.
    pub(crate) owed: Vec<(PersonId, ChangeHash)>,
    /// What was put aside of what the revoked still sent.
    pub(crate) aside: BTreeSet<ChangeHash>,
    pub(crate) outcome: Outcome,
    pub(crate) now: i64,
    pub(crate) fresh: u64,
    connections: u64,
    requests: u64,
}

pub(crate) type Done = Result<(), Violation>;

/// Plays a script to its end, heals everything, and checks every promise.
///
/// # Errors
/// The first promise that was broken.
pub fn play(script: &Script) -> Result<Outcome, Violation> {
    let mut world = World::new(script.devices)?;
    world.gather()?;
    for step in &script.steps {
        world.step(*step)?;
        world.check_frozen()?;
    }
    world.heal()?;
    world.check_end()?;
    Ok(world.outcome)
}

pub(crate) fn broken(promise: &'static str, detail: impl ToString) -> Violation {
    Violation { promise, detail: detail.to_string() }
}

/// Runs with time and ids that follow from the run alone.
macro_rules! with_context {
    ($world:expr, |$context:ident| $run:expr) => {{
        let mut fresh = $world.fresh;
        let mut source = || {
            fresh += 1;
            let mut bytes = [0xab; 16];
            bytes[..8].copy_from_slice(&fresh.to_be_bytes());
            bytes
        };
        let mut context = Context { now: Timestamp($world.now), fresh: &mut source };
        let $context = &mut context;
        let result = $run;
        $world.fresh = fresh;
        result
    }};
}

pub(crate) use with_context;

struct Clock {
    now: i64,
    fresh: u64,
}

impl World {
    fn new(devices: u32) -> Result<Self, Violation> {
        let mut clock = Clock { now: 1_550_654_400_000, fresh: 0 };
        let mut store = Store::default();
        let appends = with_context!(clock, |context| create(context, DRAFT, draft(), MODERATOR));
        let appends = appends.map_err(|error| broken("a draft can be created", error))?;
        store.append(&appends).map_err(|_| broken("a draft can be created", "stale"))?;
        let room = with_context!(clock, |context| load(&store, Vec::new(), context))?;
        let device = |number: u32| {
            // two devices a person; every seventh person only reads, and every third of a small run
            let person = number / 2;
            let reads = if devices > 6 { person % 7 == 6 } else { person % 3 == 2 };
            let role = if reads { Role::Observer } else { Role::Expert };
            Device::new(PersonId::from_bytes([u8::try_from(person % 200).unwrap_or(0) + 1; 16]), role)
        };
        Ok(Self {
            room,
            store,
            devices: (0..devices).map(device).collect(),
            elsewhere: Vec::new(),
            others_wrote: false,
            pending: None,
            asked: VecDeque::new(),
            slow: 0,
            reread: false,
            frozen: BTreeMap::new(),
            owed: Vec::new(),
            aside: BTreeSet::new(),
            outcome: Outcome::default(),
            now: clock.now,
            fresh: clock.fresh,
            connections: 0,
            requests: 0,
        })
    }

    fn step(&mut self, step: Step) -> Done {
        // some conferences are in a hurry, so that much is written at a time
        self.now += if self.devices.len().is_multiple_of(2) { 1 } else { 37 };
        match step {
            Step::Connect { device } => self.connect(self.device(device))?,
            Step::Disconnect { device } => self.disconnect(self.device(device))?,
            Step::Open { device, text } => {
                let documents = self.open_documents();
                let document = documents[text as usize % documents.len()];
                let actor = self.fresh_actor();
                let device = self.device(device);
                self.devices[device].open(document, actor);
            }
            Step::Type { device, replica, at } => {
                let device = self.device(device);
                self.devices[device].types(replica, at);
            }
            Step::Delete { device, replica, at } => {
                let device = self.device(device);
                self.devices[device].deletes(replica, at);
            }
            Step::Mark { device, replica, at } => {
                let device = self.device(device);
                self.devices[device].marks(replica, at);
            }
            Step::Deliver { line, count } => self.deliver(line, count)?,
            Step::Duplicate { device } => {
                let device = self.device(device);
                if let Some((document, data)) = self.devices[device].repeat() {
                    self.say(device, document, data)?;
                }
            }
            Step::Disk { answer } => self.disk(answer)?,
            Step::Freeze { paragraph } => self.act(freeze(paragraph))?,
            Step::Reopen { paragraph } => self.act(reopen(paragraph))?,
            Step::Settle { proposal, how } => self.settle(proposal, how)?,
            Step::Crash => {
                self.outcome.crashes += 1;
                self.reload()?;
            }
            Step::Elsewhere { paragraph } => self.elsewhere(paragraph)?,
            Step::TypeElsewhere { text, at } => self.type_elsewhere(text, at)?,
            Step::Hint { texts } => self.hint(texts)?,
            Step::Slow { steps } => self.slow = steps,
            Step::SetRole { device, role } => self.set_role(device, role)?,
            Step::SetRoleElsewhere { device, role } => self.set_role_elsewhere(device, role)?,
            Step::Revoke { device } => self.revoke(device)?,
            Step::Wait => {
                self.now += limits().text_idle_ms_max;
                self.input(Input::Tick)?;
            }
        }
        self.slow = self.slow.saturating_sub(1);
        if self.slow == 0 { self.bring() } else { Ok(()) }
    }

    pub(crate) fn device(&self, number: u32) -> usize {
        number as usize % self.devices.len()
    }

    pub(crate) fn fresh_actor(&mut self) -> [u8; 16] {
        self.fresh += 1;
        let mut bytes = [0xac; 16];
        bytes[..8].copy_from_slice(&self.fresh.to_be_bytes());
        bytes
    }

    /// What a page would open: the texts as the register has them now, the register, and the forks.
    pub(crate) fn open_documents(&self) -> Vec<DocumentId> {
        let register = self.room.register();
        let texts = register.paragraphs.values().flat_map(|paragraph| paragraph.texts.values());
        let forks = register.proposals.values().filter_map(|proposal| DocumentId::from_url(&proposal.url).ok());
        let mut documents: Vec<DocumentId> = texts.filter_map(|text| text.document()).collect();
        documents.push(register_document(DRAFT));
        documents.extend(forks);
        documents
    }

    pub(crate) fn connect(&mut self, device: usize) -> Done {
        // whose access was revoked is refused at the door
        if self.devices[device].connection.is_some() || self.is_revoked(self.devices[device].person) {
            return Ok(());
        }
        self.connections += 1;
        let connection = ConnectionId(self.connections);
        let member = Member { person: self.devices[device].person, role: self.devices[device].role };
        self.input(Input::Connected { connection, member, peer: format!("peer-{}", self.connections) })?;
        self.devices[device].connect(connection);
        Ok(())
    }

    pub(crate) fn disconnect(&mut self, device: usize) -> Done {
        match self.devices[device].disconnect() {
            Some(connection) => self.input(Input::Disconnected { connection }),
            None => Ok(()),
        }
    }

    fn deliver(&mut self, line: u32, count: u32) -> Done {
        for turn in 0..count {
            let from = self.device(line.wrapping_add(turn.wrapping_mul(7)));
            let busy = |device: &usize| !self.devices[*device].up.is_empty() || !self.devices[*device].down.is_empty();
            let mut lines = (from..self.devices.len()).chain(0..from);
            let Some(device) = lines.find(busy) else {
                return Ok(());
            };
            let upwards = (line ^ turn).is_multiple_of(2) || self.devices[device].down.is_empty();
            if upwards && !self.devices[device].up.is_empty() {
                self.deliver_up(device)?;
            } else {
                self.deliver_down(device)?;
            }
        }
        Ok(())
    }

    pub(crate) fn deliver_up(&mut self, device: usize) -> Result<(), Violation> {
        match self.devices[device].send() {
            Some((document, data)) => {
                self.owe(device, &data);
                self.say(device, document, data)
            }
            None => Ok(()),
        }
    }

    pub(crate) fn deliver_down(&mut self, device: usize) -> Result<(), Violation> {
        self.devices[device].hear().map(drop).map_err(|error| broken("clients understand the server", error))
    }

    fn say(&mut self, device: usize, document: DocumentId, data: Vec<u8>) -> Done {
        self.outcome.messages += 1;
        match self.devices[device].connection {
            Some(connection) => self.input(Input::Sync { connection, document, data }),
            None => Ok(()),
        }
    }

    fn act(&mut self, act: Value) -> Done {
        let member = Member { person: MODERATOR, role: Role::Moderator };
        self.act_as(member, act)
    }

    pub(crate) fn act_as(&mut self, member: Member, act: Value) -> Done {
        self.requests += 1;
        let act: Act = serde_json::from_value(act).map_err(|error| broken("acts are well formed", error))?;
        self.input(Input::Act { request: RequestId(self.requests), member, act, key: None })
    }

    fn settle(&mut self, number: u32, how: u32) -> Done {
        let proposals = &self.room.register().proposals;
        let Some((id, by)) =
            proposals.iter().nth(number as usize % proposals.len().max(1)).map(|(id, p)| (id.clone(), p.by))
        else {
            return Ok(());
        };
        match how {
            0 => self.act(json!({"type": "accept-proposal", "proposal": id})),
            1 => self.act(json!({"type": "reject-proposal", "proposal": id})),
            _ => {
                let member = Member { person: by, role: Role::Expert };
                self.act_as(member, json!({"type": "withdraw-proposal", "proposal": id}))
            }
        }
    }

    pub(crate) fn input(&mut self, input: Input) -> Done {
        let mut effects = Vec::new();
        with_context!(self, |context| self.room.handle(context, input, &mut effects));
        effects.into_iter().try_for_each(|effect| self.effect(effect))
    }
}

pub(crate) fn freeze(paragraph: u32) -> Value {
    match paragraph {
        4.. => json!({"type": "freeze", "scope": "draft"}),
        number => json!({"type": "freeze", "paragraphs": [format!("r{}", number + 1)]}),
    }
}

fn reopen(paragraph: u32) -> Value {
    match paragraph {
        4.. => json!({"type": "reopen", "scope": "draft"}),
        number => json!({"type": "reopen", "paragraphs": [format!("r{}", number + 1)]}),
    }
}

/// A room with these texts in memory.
pub(crate) fn load(store: &Store, texts: Vec<DocumentId>, context: &mut Context<'_>) -> Result<Room, Violation> {
    let stored = store.draft_with(DRAFT, texts);
    Room::load(context, DRAFT, stored, limits()).map_err(|error| broken("what was written can be read", error))
}

/// As in a server, but that logs are compacted all the time.
fn limits() -> Limits {
    Limits { compact_after: COMPACT_AFTER, ..Limits::default() }
}

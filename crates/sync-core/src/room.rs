//! One draft: its register, its texts, who is connected, and what is on its way to disk.
//!
//! Whatever changes the draft waits in a queue while a commit is in flight. When the disk has
//! answered, the commit becomes visible, and all that has gathered is staged as the next one: so
//! changes batch by themselves, and nothing is shown before it is durable.

mod acts;
mod admission;
mod arrivals;
mod blame;
mod compaction;
mod connections;
mod creation;
mod fan_out;
mod freezing;
mod loading;
mod opening;
mod order;
mod presence;
mod proposals;
mod reach;
mod renewal;
mod shelving;
mod stage;
mod standing;
mod texts;
mod visibility;

#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{ActorId, Automerge};
use maslahat_model::Register;
use maslahat_model::register::RegisterDocument;
use maslahat_model::rich_text::{self, RichText};
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, DraftId, PersonId};
use serde_json::Value;

pub use blame::{Arrival, Blame, BlameRun, blame};
pub use creation::create;
pub use loading::{LoadError, LoadedText, StoredDraft, StoredLog, StoredText, documents};
pub use opening::Opening;
pub(crate) use reach::numbers_fit;

use crate::mutant::{self, Mutant};
use crate::{Act, ConnectionId, Context, Effect, Input, Limits, Member, RequestId, Timestamp};
use admission::Sender;
use connections::Connection;
use fan_out::FanOut;
use presence::PresenceBudget;
use reach::Reach;
use stage::Stage;
use texts::Absent;

/// A text as readers see it now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TextView {
    /// Change hashes, hexadecimal, sorted.
    pub heads: Vec<String>,
    pub content: RichText,
}

impl TextView {
    fn of(document: &Automerge) -> Self {
        Self { heads: heads_hex(document), content: rich_text::read(document) }
    }
}

/// What may become of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Phase {
    /// Experts write it.
    Open,
    /// Closed for good.
    Frozen,
    /// One person's late changes, or what grew from them.
    Fork {
        owner: PersonId,
        /// The document whose late changes these are; it does not change along a chain of forks.
        root: DocumentId,
        settled: bool,
    },
}

/// A text or fork.
#[derive(Debug, Clone)]
struct Text {
    document: Automerge,
    /// The sequence number of its log's last entry.
    seq: u64,
    /// The last entry that a snapshot covers.
    snapshot_seq: u64,
    /// Of its document and of what has arrived for it.
    reach: Reach,
    /// For whoever has nothing of it; made when first needed.
    opening: Option<Opening>,
    phase: Phase,
    paragraph: String,
    lang: String,
    /// Since when nobody has had it open, as far as anybody has looked.
    idle_since: Option<Timestamp>,
}

/// An act that was done under an `Idempotency-Key`, and what its author was told.
#[derive(Debug, Clone)]
struct Remembered {
    act: Value,
    answer: Value,
}

type Keys = BTreeMap<(PersonId, String), Remembered>;
/// All forks of a person from a closed document, oldest first.
type Shelves = BTreeMap<(DocumentId, PersonId), Vec<DocumentId>>;

/// Something that may change the draft, waiting for its turn.
#[derive(Debug)]
enum Work {
    Sync { connection: ConnectionId, member: Member, document: DocumentId, data: Vec<u8> },
    Act { request: RequestId, member: Member, act: Act, key: Option<String> },
    Person { request: RequestId, id: PersonId, person: maslahat_model::register::Person },
}

impl Work {
    fn bytes(&self) -> usize {
        match self {
            Self::Sync { data, .. } => data.len(),
            Self::Act { .. } | Self::Person { .. } => 0,
        }
    }

    fn is_from(&self, sender: ConnectionId) -> bool {
        matches!(self, Self::Sync { connection, .. } if *connection == sender)
    }
}

/// One draft while it is open.
#[derive(Debug)]
pub struct Room {
    draft: DraftId,
    limits: Limits,
    register: RegisterDocument,
    register_seq: u64,
    register_snapshot_seq: u64,
    register_opening: Option<Opening>,
    ledger_seq: u64,
    actors: BTreeMap<ActorId, PersonId>,
    actors_seq: u64,
    /// Those in memory.
    texts: BTreeMap<DocumentId, Text>,
    /// All others of the draft.
    absent: BTreeMap<DocumentId, Absent>,
    /// How many were asked for, and how many have left memory.
    loads: u64,
    unloads: u64,
    /// When it was last looked which texts are open.
    swept: Timestamp,
    /// Where each text stood then.
    swept_seqs: BTreeMap<DocumentId, u64>,
    shelves: Shelves,
    keys: Keys,
    connections: BTreeMap<ConnectionId, Connection>,
    /// Who has a document open, by the id that clients call it.
    audience: BTreeMap<DocumentId, BTreeSet<ConnectionId>>,
    queue: VecDeque<Work>,
    queue_bytes: usize,
    in_flight: Option<Stage>,
    /// Of documents that have lately grown.
    fan_outs: BTreeMap<DocumentId, FanOut>,
    presence: PresenceBudget,
}

impl Room {
    /// Takes one input; what is to be done comes out in order.
    pub fn handle(&mut self, context: &mut Context<'_>, input: Input, effects: &mut Vec<Effect>) {
        match input {
            Input::Connected { connection, member, peer } => {
                self.connections.insert(connection, Connection::new(member, peer));
                self.part_with_revoked(effects);
            }
            Input::Disconnected { connection } => {
                if mutant::is(Mutant::ForgetTheDisconnected) {
                    self.queue.clear();
                    self.queue_bytes = 0;
                }
                self.forget_connection(connection);
            }
            Input::Presence { connection, document, session, count, data } => {
                let message = presence::Message { document, session: session.into(), count, data: data.into() };
                self.hear(context.now, connection, message, effects);
            }
            Input::Sync { connection, document, data } => {
                if let Some(known) = self.connections.get(&connection) {
                    let member = known.member;
                    let work = Work::Sync { connection, member, document, data };
                    self.enqueue(work, effects);
                }
            }
            Input::Act { request, member, act, key } => self.enqueue(Work::Act { request, member, act, key }, effects),
            Input::Person { request, id, person } => self.enqueue(Work::Person { request, id, person }, effects),
            Input::Persisted => {
                if let Some(stage) = self.in_flight.take() {
                    self.show(context.now, stage, effects);
                }
            }
            Input::Opening { number, document, opening } => self.open_early(number, document, &opening, effects),
            Input::Loaded { number, text, register_seq } => self.take_loaded(number, *text, register_seq, effects),
            Input::Tick => {
                self.release_presence(context.now, effects);
                self.sweep(context.now, effects);
            }
        }
        self.work(context, effects);
        self.release(context.now, false, effects);
    }

    /// When `Input::Tick` is due, if at all.
    pub fn next_wake(&self) -> Option<Timestamp> {
        let wakes = [self.presence.next_wake(), self.next_sweep(), self.next_release()];
        wakes.into_iter().flatten().min()
    }

    /// As it is on disk and visible.
    pub fn register(&self) -> &Register {
        self.register.view()
    }

    /// The register document's id: the draft's own bytes.
    pub fn register_document(&self) -> DocumentId {
        register_document(self.draft)
    }

    /// A text or fork as it is on disk and visible; none if it is not in memory.
    pub fn text(&self, document: DocumentId) -> Option<TextView> {
        let text = self.texts.get(&document)?;
        Some(TextView::of(&text.document))
    }

    /// Whether clients may ask for this document here.
    pub fn holds(&self, document: DocumentId) -> bool {
        document == self.register_document()
            || self.texts.contains_key(&document)
            || self.absent.contains_key(&document)
    }

    /// The sequence number of the ledger's last visible entry.
    pub fn ledger_seq(&self) -> u64 {
        self.ledger_seq
    }

    /// How many connections there are.
    pub fn connections(&self) -> usize {
        self.connections.len()
    }

    /// How many inputs wait for the commit in flight.
    pub fn waiting(&self) -> usize {
        self.queue.len()
    }

    fn enqueue(&mut self, work: Work, effects: &mut Vec<Effect>) {
        let bytes = work.bytes();
        let mut full =
            self.queue.len() >= self.limits.queue_items_max || self.queue_bytes + bytes > self.limits.queue_bytes_max;
        if let Work::Sync { connection, .. } = &work
            && let Some(sender) = self.connections.get_mut(connection)
        {
            full |= sender.queued >= self.limits.queue_items_each_max;
            sender.queued += 1;
        }
        if !full {
            self.foresee(&work, effects);
            self.queue_bytes += bytes;
            self.queue.push_back(work);
            return;
        }
        match work {
            Work::Sync { connection, .. } => {
                // not the sender's fault while the disk is slow or full: what was not taken is sent again
                self.drop_connection(connection, CloseReason::Restart, effects);
            }
            Work::Act { request, .. } | Work::Person { request, .. } => {
                effects.push(Effect::Answer { request, result: Err(crate::ActError::Busy) })
            }
        }
    }

    /// Stages everything that waits, unless a commit is in flight.
    fn work(&mut self, context: &mut Context<'_>, effects: &mut Vec<Effect>) {
        if self.in_flight.is_some() || self.queue.is_empty() {
            return;
        }
        let mut stage = Stage::default();
        while let Some(work) = self.queue.pop_front() {
            if !self.at_hand(&stage, &work, effects) {
                self.queue.push_front(work);
                break;
            }
            self.dequeued(&work);
            self.take(context, &mut stage, &work, effects);
            stage.works.push(work);
        }
        if stage.works.is_empty() {
            return;
        }
        self.apply_all(context, &mut stage, effects);
        let appends = stage.appends(self, context);
        if appends.is_empty() {
            self.show(context.now, stage, effects);
        } else {
            effects.push(Effect::Persist { appends });
            if mutant::is(Mutant::ShowBeforeDurable) {
                self.show(context.now, std::mem::take(&mut stage), effects);
            }
            self.in_flight = Some(stage);
        }
    }

    /// Takes note that this does not wait any more.
    fn dequeued(&mut self, work: &Work) {
        self.queue_bytes -= work.bytes();
        if let Work::Sync { connection, .. } = work
            && let Some(sender) = self.connections.get_mut(connection)
        {
            sender.queued = sender.queued.saturating_sub(1);
        }
    }

    fn take(&mut self, context: &mut Context<'_>, stage: &mut Stage, work: &Work, effects: &mut Vec<Effect>) {
        match work {
            Work::Sync { connection, member, document, data } => {
                let sender = Sender { connection: *connection, member: *member, document: *document };
                self.take_sync(context, stage, sender, *document, data, effects);
            }
            Work::Act { request, member, act, key } => {
                // an act sees everything that arrived before it
                self.apply_all(context, stage, effects);
                self.take_act(context, stage, *request, *member, act.clone(), key.clone());
            }
            Work::Person { request, id, person } => self.take_person(context, stage, *request, *id, person.clone()),
        }
    }
}

/// The id under which clients open a draft's register.
pub fn register_document(draft: DraftId) -> DocumentId {
    DocumentId::from_bytes(*draft.as_bytes())
}

fn heads_hex(document: &Automerge) -> Vec<String> {
    let mut heads: Vec<String> = document.get_heads().iter().map(ToString::to_string).collect();
    heads.sort_unstable();
    heads
}

fn fresh_actor(context: &mut Context<'_>) -> ActorId {
    ActorId::from(&(context.fresh)()[..])
}

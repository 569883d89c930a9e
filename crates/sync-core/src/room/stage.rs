//! What is on its way to disk: copies with the changes applied, and the records that say so.
//! Becomes visible as a whole, or not at all.

use std::collections::btree_map::Entry;
use std::collections::{BTreeMap, BTreeSet};

use automerge::{ActorId, Change, ChangeHash};
use maslahat_model::Register;
use maslahat_model::register::RegisterDocument;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use serde_json::Value;

use crate::exchange::{Said, has};
use crate::{ActError, Append, ConnectionId, Context, Record, RecordKind, RequestId};

use super::admission::Sender;
use super::{Keys, Room, Text, Work};

/// Changes of one message that have passed every check but the last: that they can be applied.
#[derive(Debug)]
pub(super) struct Arrival {
    pub(super) sender: Sender,
    pub(super) changes: Vec<Change>,
}

/// A text with what is to be added to it.
#[derive(Debug)]
pub(super) struct StagedText {
    pub(super) text: Text,
    /// Applied together, since Automerge's cost is by call; see `Room::apply_arrivals`.
    pub(super) arrivals: Vec<Arrival>,
    /// With the number of each one's last operation.
    pub(super) arrived: BTreeMap<ChangeHash, u64>,
    pub(super) before: Vec<ChangeHash>,
    pub(super) changes: Vec<Change>,
    /// Which client's replica each of these came from.
    pub(super) brought: BTreeMap<ChangeHash, (ConnectionId, DocumentId)>,
    pub(super) records: Vec<Record>,
}

impl StagedText {
    pub(super) fn new(text: Text) -> Self {
        let before = text.document.get_heads();
        Self {
            text,
            arrivals: Vec::new(),
            arrived: BTreeMap::new(),
            before,
            changes: Vec::new(),
            brought: BTreeMap::new(),
            records: Vec::new(),
        }
    }
}

/// A message that is answered once what it brought is durable.
#[derive(Debug)]
pub(super) struct Told {
    pub(super) connection: ConnectionId,
    pub(super) document: DocumentId,
    pub(super) said: Said,
}

/// What a client sent and nobody can take any more, once it is durable that this is so.
#[derive(Debug)]
pub(super) struct Aside {
    pub(super) person: PersonId,
    pub(super) document: DocumentId,
    pub(super) bytes: Vec<u8>,
}

/// A client's share in what is staged, as it was before: should the commit have to be staged again.
#[derive(Debug)]
pub(super) struct Untaken {
    pub(super) waiting: Vec<Change>,
    /// The fork it was served from.
    pub(super) fork: Option<DocumentId>,
}

/// Everything of one commit.
#[derive(Debug, Default)]
pub(super) struct Stage {
    pub(super) register: Option<RegisterDocument>,
    pub(super) texts: BTreeMap<DocumentId, StagedText>,
    pub(super) actors: BTreeMap<ActorId, PersonId>,
    pub(super) actor_records: Vec<Record>,
    pub(super) ledger: Vec<Record>,
    pub(super) register_grows: u64,
    pub(super) ledger_grows: u64,
    pub(super) actors_grow: u64,
    pub(super) keys: Keys,
    /// New forks: of which document, whose, and the fork.
    pub(super) forks: Vec<(DocumentId, PersonId, DocumentId)>,
    pub(super) told: Vec<Told>,
    pub(super) aside: Vec<Aside>,
    pub(super) answers: Vec<(RequestId, Result<Value, ActError>)>,
    /// Connections that were refused while this was staged: nothing more is taken from them.
    pub(super) refused: BTreeSet<ConnectionId>,
    /// What this was staged from, in order.
    pub(super) works: Vec<Work>,
    pub(super) untaken: BTreeMap<(ConnectionId, DocumentId), Untaken>,
}

impl Stage {
    /// All of this commit, as one append; empty if nothing is to be kept.
    pub(super) fn appends(&mut self, room: &Room, context: &Context<'_>) -> Vec<Append> {
        let mut appends = Vec::new();
        for (document, staged) in &mut self.texts {
            let expect = staged.text.seq;
            staged.text.seq += push(&mut appends, LogId::text(*document), expect, &mut staged.records);
        }
        if let Some(register) = &self.register {
            let before = room.register.document().get_heads();
            let changes = register.document().get_changes(&before);
            let record = |change: &Change| Record {
                kind: RecordKind::Change,
                person: PersonId::SERVER,
                at: context.now,
                body: change.raw_bytes().to_vec(),
            };
            let mut records = changes.iter().map(record).collect();
            self.register_grows = push(&mut appends, LogId::register(room.draft), room.register_seq, &mut records);
        }
        self.ledger_grows = push(&mut appends, LogId::ledger(room.draft), room.ledger_seq, &mut self.ledger);
        self.actors_grow = push(&mut appends, LogId::actors(room.draft), room.actors_seq, &mut self.actor_records);
        appends
    }
}

/// Adds a log's records, if there are any; how many.
fn push(appends: &mut Vec<Append>, log: LogId, expect: u64, records: &mut Vec<Record>) -> u64 {
    let records = std::mem::take(records);
    let count = records.len() as u64;
    if count > 0 {
        appends.push(Append { log, expect, records });
    }
    count
}

impl Room {
    /// A text as it will be once this stage is durable.
    pub(super) fn current<'a>(&'a self, stage: &'a Stage, document: DocumentId) -> Option<&'a Text> {
        stage.texts.get(&document).map(|staged| &staged.text).or_else(|| self.texts.get(&document))
    }

    /// The same, to be changed.
    pub(super) fn stage_text<'a>(&self, stage: &'a mut Stage, document: DocumentId) -> Option<&'a mut StagedText> {
        match stage.texts.entry(document) {
            Entry::Occupied(staged) => Some(staged.into_mut()),
            Entry::Vacant(place) => {
                let text = Text { idle_since: None, ..self.texts.get(&document)?.clone() };
                Some(place.insert(StagedText::new(text)))
            }
        }
    }

    /// Whether a document holds a change, or will once its arrivals are applied.
    pub(super) fn holds_change(&self, stage: &Stage, document: DocumentId, hash: &ChangeHash) -> bool {
        let arrived = |staged: &StagedText| staged.arrived.contains_key(hash);
        stage.texts.get(&document).is_some_and(arrived)
            || self.current(stage, document).is_some_and(|text| has(&text.document, hash))
    }

    /// The register as it will be once this stage is durable.
    pub(super) fn current_register<'a>(&'a self, stage: &'a Stage) -> &'a Register {
        stage.register.as_ref().unwrap_or(&self.register).view()
    }

    /// Changes the register; on failure nothing was changed.
    pub(super) fn edit_register(&self, stage: &mut Stage, edit: impl FnOnce(&mut Register)) -> Result<(), ActError> {
        let staged = stage.register.as_ref().unwrap_or(&self.register);
        let mut next = staged.view().clone();
        edit(&mut next);
        let mut staged = staged.clone();
        staged.update(next).map_err(|_| ActError::Internal)?;
        stage.register = Some(staged);
        Ok(())
    }

    /// The newest fork of a person from a closed document.
    pub(super) fn newest_fork(&self, stage: &Stage, root: DocumentId, owner: PersonId) -> Option<DocumentId> {
        let staged = stage.forks.iter().rev().find(|(of, whose, _)| (*of, *whose) == (root, owner));
        let kept = || self.shelves.get(&(root, owner)).and_then(|forks| forks.last()).copied();
        staged.map(|(_, _, fork)| *fork).or_else(kept)
    }
}

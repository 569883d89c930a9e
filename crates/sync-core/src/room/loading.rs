//! A draft from its logs. Everything that a running room knows is in them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{ActorId, Automerge, Change};
use maslahat_model::Register;
use maslahat_model::register::{ProposalState, RegisterDocument};
use maslahat_model::rich_text;
use maslahat_protocol::{DocumentId, DraftId, PersonId};

use crate::chunks::guarded;
use crate::{Context, LedgerRecord, Limits, Record, RecordKind};

use super::opening::Opening;
use super::presence::PresenceBudget;
use super::reach::Reach;
use super::texts::{Absent, AbsentState};
use super::{Keys, Phase, Remembered, Room, Shelves, Text, TextView, fresh_actor, heads_hex};

/// A log as read from disk, a snapshot first if there is one.
#[derive(Debug, Clone, Default)]
pub struct StoredLog {
    /// The sequence number of the last entry; 0 for an empty log.
    pub head: u64,
    pub records: Vec<Record>,
}

/// A text's or fork's log.
#[derive(Debug, Clone)]
pub struct StoredText {
    pub document: DocumentId,
    pub log: StoredLog,
}

/// Everything a room is made of.
#[derive(Debug, Clone, Default)]
pub struct StoredDraft {
    pub register: StoredLog,
    pub ledger: StoredLog,
    pub actors: StoredLog,
    /// Of [`documents`], those that are to be in memory.
    pub texts: Vec<StoredText>,
}

/// Why stored bytes are no draft.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    #[error("the draft's register is damaged: {0}")]
    Register(String),
    #[error("the text {0} is damaged")]
    Text(DocumentId),
    #[error("the draft's ledger is damaged")]
    Ledger,
}

/// Where a document stands in the draft.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub(super) paragraph: String,
    pub(super) lang: String,
    pub(super) phase: Phase,
    /// Heads that a frozen text must have.
    pub(super) heads: Option<Vec<String>>,
}

/// The documents whose text logs a room needs, as its register log says.
///
/// # Errors
/// The log is no register's.
pub fn documents(register: &StoredLog) -> Result<Vec<DocumentId>, LoadError> {
    Ok(places(load_register(register)?.view())?.into_keys().collect())
}

pub(super) fn replay(log: &StoredLog) -> Option<Automerge> {
    let mut document = None;
    let mut changes = Vec::new();
    for record in &log.records {
        match record.kind {
            RecordKind::Snapshot => {
                document = Some(guarded(|| rich_text::load(&record.body))?.ok()?);
                changes.clear();
            }
            RecordKind::Change => changes.push(Change::from_bytes(record.body.clone()).ok()?),
            _ => {}
        }
    }
    let mut document = document?;
    if !changes.is_empty() {
        guarded(|| document.apply_changes(changes))?.ok()?;
    }
    Some(document)
}

fn load_register(log: &StoredLog) -> Result<RegisterDocument, LoadError> {
    let document = replay(log).ok_or_else(|| LoadError::Register("its changes cannot be read".to_owned()))?;
    RegisterDocument::from_document(document).map_err(|error| LoadError::Register(error.to_string()))
}

fn places(register: &Register) -> Result<BTreeMap<DocumentId, Place>, LoadError> {
    let read =
        |url: &str| DocumentId::from_url(url).map_err(|_| LoadError::Register(format!("{url:?} is no document")));
    let mut places = BTreeMap::new();
    for (id, paragraph) in &register.paragraphs {
        for (lang, text) in &paragraph.texts {
            let mut place = |url: &str, phase: Phase, heads: Option<Vec<String>>| {
                let place = Place { paragraph: id.clone(), lang: lang.clone(), phase, heads };
                places.insert(read(url)?, place);
                Ok::<(), LoadError>(())
            };
            for url in &text.earlier {
                place(url, Phase::Frozen, None)?;
            }
            let phase = if text.frozen.is_some() { Phase::Frozen } else { Phase::Open };
            place(&text.url, phase, text.frozen.as_ref().map(|mark| mark.heads.clone()))?;
        }
    }
    for (fork, phase) in forks(register)? {
        let (paragraph, lang) = fork.1;
        let place = Place { paragraph, lang, phase, heads: None };
        places.insert(fork.0, place);
    }
    Ok(places)
}

type Fork = (DocumentId, (String, String));

/// Every fork, in the order in which they began, and what it is.
fn forks(register: &Register) -> Result<Vec<(Fork, Phase)>, LoadError> {
    let read =
        |url: &str| DocumentId::from_url(url).map_err(|_| LoadError::Register(format!("{url:?} is no document")));
    let mut proposals: Vec<_> = register.proposals.iter().collect();
    proposals.sort_by_key(|(id, _)| id.trim_start_matches('p').parse::<u64>().unwrap_or(u64::MAX));
    let mut roots: BTreeMap<DocumentId, (PersonId, DocumentId)> = BTreeMap::new();
    let mut forks = Vec::new();
    for (_, proposal) in proposals {
        let (fork, base) = (read(&proposal.url)?, read(&proposal.base)?);
        let root = match roots.get(&base) {
            Some((owner, root)) if *owner == proposal.by => *root,
            _ => base,
        };
        roots.insert(fork, (proposal.by, root));
        let phase = Phase::Fork { owner: proposal.by, root, settled: proposal.state != ProposalState::Open };
        forks.push(((fork, (proposal.paragraph.clone(), proposal.lang.clone())), phase));
    }
    Ok(forks)
}

impl Room {
    /// Opens a draft. Only the texts that are given are in memory.
    ///
    /// # Errors
    /// The logs hold no draft.
    pub fn load(
        context: &mut Context<'_>,
        draft: DraftId,
        stored: StoredDraft,
        limits: Limits,
    ) -> Result<Self, LoadError> {
        let register = load_register(&stored.register)?.with_actor(fresh_actor(context));
        let mut shelves = Shelves::new();
        for ((fork, _), phase) in forks(register.view())? {
            if let Phase::Fork { owner, root, .. } = phase {
                shelves.entry((root, owner)).or_default().push(fork);
            }
        }
        let mut places = places(register.view())?;
        let mut texts = BTreeMap::new();
        let mut damaged = BTreeMap::new();
        for StoredText { document, log } in &stored.texts {
            let place = places.remove(document).ok_or(LoadError::Text(*document))?;
            match read_text(log).and_then(|read| read.into_text(place.clone())) {
                Some(text) => drop(texts.insert(*document, text)),
                None => drop(damaged.insert(*document, Absent { place, state: AbsentState::Damaged })),
            }
        }
        let mut absent = damaged;
        absent.extend(places.into_iter().map(|(id, place)| (id, Absent { place, state: AbsentState::Away })));
        Ok(Self {
            draft,
            limits,
            register,
            register_seq: stored.register.head,
            register_snapshot_seq: snapshot_seq(&stored.register),
            register_opening: Opening::read(&stored.register),
            ledger_seq: stored.ledger.head,
            actors: load_actors(&stored.actors),
            actors_seq: stored.actors.head,
            texts,
            absent,
            loads: 0,
            unloads: 0,
            swept: context.now,
            swept_seqs: BTreeMap::new(),
            shelves,
            keys: load_keys(&stored.ledger, limits)?,
            connections: BTreeMap::new(),
            audience: BTreeMap::<DocumentId, BTreeSet<_>>::new(),
            queue: VecDeque::new(),
            queue_bytes: 0,
            in_flight: None,
            fan_outs: BTreeMap::new(),
            presence: PresenceBudget::default(),
        })
    }
}

/// A text that was read from its log, before a room has taken it in. To make one is the costly part of
/// loading, and needs no room.
#[derive(Debug)]
pub struct LoadedText {
    pub(super) document: DocumentId,
    read: Option<ReadText>,
}

#[derive(Debug)]
struct ReadText {
    document: Automerge,
    reach: Reach,
    opening: Option<Opening>,
    seq: u64,
    snapshot_seq: u64,
}

impl LoadedText {
    /// Never fails: what cannot be read is noted as such.
    pub fn read(StoredText { document, log }: &StoredText) -> Self {
        Self { document: *document, read: read_text(log) }
    }

    /// A text whose log means nothing to this version.
    pub const fn unreadable(document: DocumentId) -> Self {
        Self { document, read: None }
    }

    /// Which text.
    pub const fn document(&self) -> DocumentId {
        self.document
    }

    /// Whether what is on disk is no text.
    pub const fn is_damaged(&self) -> bool {
        self.read.is_none()
    }

    /// As readers see it; none if it cannot be read.
    pub fn view(&self) -> Option<TextView> {
        self.read.as_ref().map(|read| TextView::of(&read.document))
    }

    /// None if it is not the text of this place.
    pub(super) fn into_text(self, place: Place) -> Option<Text> {
        self.read?.into_text(place)
    }
}

impl ReadText {
    fn into_text(self, place: Place) -> Option<Text> {
        let Self { document, reach, opening, seq, snapshot_seq } = self;
        if place.heads.is_some_and(|heads| heads != heads_hex(&document)) {
            return None;
        }
        let Place { paragraph, lang, phase, .. } = place;
        Some(Text { document, seq, snapshot_seq, reach, opening, phase, paragraph, lang, idle_since: None })
    }
}

fn read_text(log: &StoredLog) -> Option<ReadText> {
    let document = replay(log)?;
    let opening = Opening::read(log).filter(|opening| opening.heads() == document.get_heads());
    Some(ReadText { reach: Reach::of(&document), opening, seq: log.head, snapshot_seq: snapshot_seq(log), document })
}

/// The last entry that a log's snapshot covers: everything before what follows it.
fn snapshot_seq(log: &StoredLog) -> u64 {
    let after = log.records.iter().rev().take_while(|record| record.kind != RecordKind::Snapshot).count();
    log.head.saturating_sub(after as u64)
}

/// The same text, further on: what it is has not changed.
pub(super) fn load_again(id: DocumentId, log: &StoredLog, known: &Text) -> Result<Text, LoadError> {
    let place =
        Place { paragraph: known.paragraph.clone(), lang: known.lang.clone(), phase: known.phase.clone(), heads: None };
    read_text(log).and_then(|read| read.into_text(place)).ok_or(LoadError::Text(id))
}

pub(super) fn load_actors(log: &StoredLog) -> BTreeMap<ActorId, PersonId> {
    let actors = log.records.iter().filter(|record| record.kind == RecordKind::Actor);
    actors.map(|record| (ActorId::from(record.body.as_slice()), record.person)).collect()
}

fn load_keys(log: &StoredLog, limits: Limits) -> Result<Keys, LoadError> {
    let mut keys = Keys::new();
    for record in log.records.iter().rev().filter(|record| record.kind == RecordKind::Act) {
        let line: LedgerRecord = serde_json::from_slice(&record.body).map_err(|_| LoadError::Ledger)?;
        if keys.len() >= limits.keys_max {
            break;
        }
        if let LedgerRecord { act, answer, key: Some(key) } = line {
            keys.insert((record.person, key), Remembered { act, answer });
        }
    }
    Ok(keys)
}

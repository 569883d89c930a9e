//! A draft from its logs. Everything that a running room knows is in them.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use automerge::{ActorId, Automerge, Change};
use maslahat_model::Register;
use maslahat_model::register::{ProposalState, RegisterDocument};
use maslahat_model::rich_text;
use maslahat_protocol::{DocumentId, DraftId, PersonId};

use crate::chunks::guarded;
use crate::{Context, LedgerRecord, Limits, Record, RecordKind};

use super::presence::PresenceBudget;
use super::reach::Reach;
use super::{Keys, Phase, Remembered, Room, Shelves, Text, fresh_actor, heads_hex};

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
    /// One for each of [`documents`].
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
struct Place {
    paragraph: String,
    lang: String,
    phase: Phase,
    /// Heads that a frozen text must have.
    heads: Option<Vec<String>>,
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
    /// Opens a draft.
    ///
    /// # Errors
    /// The logs hold no draft, or a frozen text is not what the register says it is.
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
        for StoredText { document, log } in &stored.texts {
            let place = places.remove(document).ok_or(LoadError::Text(*document))?;
            texts.insert(*document, load_text(*document, log, place)?);
        }
        if let Some(missing) = places.into_keys().next() {
            return Err(LoadError::Text(missing));
        }
        Ok(Self {
            draft,
            limits,
            register,
            register_seq: stored.register.head,
            register_snapshot_seq: snapshot_seq(&stored.register),
            ledger_seq: stored.ledger.head,
            actors: load_actors(&stored.actors),
            actors_seq: stored.actors.head,
            texts,
            shelves,
            keys: load_keys(&stored.ledger, limits)?,
            connections: BTreeMap::new(),
            audience: BTreeMap::<DocumentId, BTreeSet<_>>::new(),
            queue: VecDeque::new(),
            queue_bytes: 0,
            in_flight: None,
            presence: PresenceBudget::default(),
        })
    }
}

fn load_text(id: DocumentId, log: &StoredLog, place: Place) -> Result<Text, LoadError> {
    let document = replay(log).ok_or(LoadError::Text(id))?;
    if place.heads.is_some_and(|heads| heads != heads_hex(&document)) {
        return Err(LoadError::Text(id));
    }
    Ok(Text {
        reach: Reach::of(&document),
        document,
        seq: log.head,
        snapshot_seq: snapshot_seq(log),
        phase: place.phase,
        paragraph: place.paragraph,
        lang: place.lang,
    })
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
    load_text(id, log, place)
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

//! Reading a draft again while its room stays open: because an append met a log which had moved on, or
//! because another node said that it has written. While it is read nothing is taken in, so that what
//! comes back is never older than what the room holds.

use std::collections::BTreeSet;
use std::future::pending;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use maslahat_protocol::{DocumentId, DraftId, LogId, LogKind};
use maslahat_storage::{AnyStore, Store};
use maslahat_sync_core::{Append, Limits, Room, StoredLog, StoredText};
use tokio::time::Instant;

use super::super::RoomError;
use super::super::obstacle::Obstacle;
use super::super::stored::{load_each, load_room, store_failed};
use super::{Step, Task};

const RETRY_FIRST: Duration = Duration::from_millis(50);
const RETRY_MAX: Duration = Duration::from_secs(5);
/// Between two readings that hints ask for, so that there is time for this node's own people.
const LOOK_PAUSE: Duration = Duration::from_millis(30);
/// After a reading that failed.
const LOOK_AFTER_FAILURE: Duration = Duration::from_secs(1);

/// What was read.
pub(super) enum Newer {
    /// The whole draft.
    Draft(Box<Room>),
    /// Some of its texts; its register stood where it did, read after them.
    Texts { actors: StoredLog, texts: Vec<StoredText> },
}

/// What has probably grown without this room.
#[derive(Debug, Clone, Default)]
pub(super) struct Grown {
    /// More than texts, or nobody knows what.
    everything: bool,
    texts: BTreeSet<DocumentId>,
}

impl Grown {
    /// Takes note of a hint. What is not of this draft is passed over.
    fn note(&mut self, draft: DraftId, room: &Room, hint: Option<LogId>) {
        let Some(log) = hint else {
            self.everything = true;
            return;
        };
        match log.kind {
            LogKind::Text => {
                let document = DocumentId::from_bytes(log.owner);
                // a text that is not known here is named by the register, which has grown as well
                if room.text_seq(document).is_some() {
                    self.texts.insert(document);
                }
            }
            LogKind::Register | LogKind::Ledger => self.everything |= log.owner == *draft.as_bytes(),
            // actors are read with the texts, the others when they are needed
            LogKind::Actors | LogKind::Annex | LogKind::Aside | LogKind::Directory => {}
        }
    }

    fn is_empty(&self) -> bool {
        !self.everything && self.texts.is_empty()
    }
}

/// The texts of an append: where to look first if it comes too late.
pub(super) fn texts_of(appends: &[Append]) -> Grown {
    let texts = appends.iter().filter(|append| append.log.kind == LogKind::Text);
    Grown { everything: false, texts: texts.map(|append| DocumentId::from_bytes(append.log.owner)).collect() }
}

type Read = Pin<Box<dyn Future<Output = Result<Newer, RoomError>> + Send>>;

/// What the room holds when a reading begins.
#[derive(Debug, Clone)]
struct Standing {
    register_seq: u64,
    ledger_seq: u64,
    texts: Vec<DocumentId>,
}

/// A reading that goes on.
pub(super) struct Reading {
    read: Read,
    /// A commit waits for it; else it was a hint.
    stale: bool,
}

/// The outcome of a reading; never, if none goes on.
pub(super) async fn renewed(reading: &mut Option<Reading>) -> Result<Newer, RoomError> {
    match reading {
        Some(reading) => reading.read.as_mut().await,
        None => pending().await,
    }
}

impl Task {
    /// Another node has probably written.
    pub(super) fn hear(&mut self, hints: &[Option<LogId>]) {
        for hint in hints {
            self.grown.note(self.draft, &self.room, *hint);
        }
    }

    fn standing(&self) -> Standing {
        let (register_seq, ledger_seq) = (self.room.register_seq(), self.room.ledger_seq());
        Standing { register_seq, ledger_seq, texts: self.room.loaded() }
    }

    /// The room has found out by itself that others have written.
    pub(super) fn reread_soon(&mut self) {
        self.grown.everything = true;
    }

    /// When a hint is to be followed; none while something is on its way to or from the disk.
    pub(super) fn look_at(&self) -> Option<Instant> {
        let free = self.appending.is_none() && self.reading.is_none() && !self.drained;
        (free && !self.grown.is_empty()).then_some(self.look_after)
    }

    pub(super) fn look(&mut self) {
        let grown = std::mem::take(&mut self.grown);
        let at = self.standing();
        let read = look(self.store.clone(), self.draft, grown, at, self.limits);
        self.reading = Some(Reading { read: Box::pin(read), stale: false });
    }

    /// What is in flight was not written: reads until the store answers, then it is staged again.
    pub(super) fn reread(&mut self, grown: Grown) {
        let at = self.standing();
        let (store, draft, limits) = (self.store.clone(), self.draft, self.limits);
        let metrics = Arc::clone(&self.metrics);
        let read = async move {
            let mut wait = RETRY_FIRST;
            let mut hindered = None;
            loop {
                match look(store.clone(), draft, grown.clone(), at.clone(), limits).await {
                    Err(RoomError::Store(cause)) => {
                        tracing::warn!(draft.id = %draft, cause, wait_ms = wait.as_millis(), "a draft cannot be read; trying again");
                        hindered.get_or_insert_with(|| metrics.obstacles.begin()).meets(Obstacle::StoreAway);
                        tokio::time::sleep(wait).await;
                        wait = (wait * 2).min(RETRY_MAX);
                    }
                    outcome => return outcome,
                }
            }
        };
        self.reading = Some(Reading { read: Box::pin(read), stale: true });
    }

    /// Goes on from what was read.
    pub(super) fn take_in(&mut self, newer: Result<Newer, RoomError>) -> Step {
        let stale = self.reading.take().is_some_and(|reading| reading.stale);
        self.look_after = Instant::now() + LOOK_PAUSE;
        let taken = match newer {
            Ok(Newer::Draft(newer)) => {
                self.drive("renew", |room, context, effects| room.renew(context, *newer, effects));
                Ok(())
            }
            Ok(Newer::Texts { actors, texts }) => {
                let mut taken = Ok(());
                self.drive("renew", |room, context, effects| {
                    taken = room.renew_texts(context, &actors, &texts, effects);
                });
                taken.map_err(super::super::stored::core_failed)
            }
            Err(cause) => Err(cause),
        };
        // what others have shelved is counted by them
        self.proposals = super::late_proposals(&self.room);
        match taken {
            Ok(()) => Step::Continue,
            Err(RoomError::Store(cause)) if !stale => {
                tracing::warn!(draft.id = %self.draft, cause, "a draft cannot be read; trying again");
                self.grown.everything = true;
                self.look_after = Instant::now() + LOOK_AFTER_FAILURE;
                Step::Continue
            }
            Err(cause) => {
                tracing::error!(draft.id = %self.draft, %cause, "a draft cannot be read again; its room is closed");
                Step::End
            }
        }
    }
}

/// Reads what has grown.
async fn look(
    store: AnyStore,
    draft: DraftId,
    grown: Grown,
    Standing { register_seq, ledger_seq, texts: in_memory }: Standing,
    limits: Limits,
) -> Result<Newer, RoomError> {
    if !grown.everything && !grown.texts.is_empty() {
        let mut logs = vec![LogId::actors(draft)];
        logs.extend(grown.texts.iter().copied().map(LogId::text));
        let mut read = load_each(&store, logs).await.map_err(store_failed)?.into_iter();
        let actors = read.next().flatten();
        let texts = grown.texts.into_iter().zip(read);
        let texts: Option<Vec<_>> = texts.map(|(document, log)| Some(StoredText { document, log: log? })).collect();
        // after the texts: whatever closes a text is in the register as well
        let register = store.tail(LogId::register(draft), register_seq).await;
        let ledger = store.tail(LogId::ledger(draft), ledger_seq).await;
        let stands = register.map_err(store_failed)?.is_empty() && ledger.map_err(store_failed)?.is_empty();
        // one that is damaged is found by reading the whole
        if let (true, Some(actors), Some(texts)) = (stands, actors, texts) {
            return Ok(Newer::Texts { actors, texts });
        }
    }
    load_room(&store, draft, &in_memory, limits).await.map(|room| Newer::Draft(Box::new(room)))
}

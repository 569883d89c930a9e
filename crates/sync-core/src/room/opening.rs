//! A text for a client that has nothing of it: the bytes that are on disk, or were written for the client before.
//! So nobody waits until a long text is loaded, and it is not written out anew for each client.

use std::sync::Arc;

use automerge::{Automerge, Change, ChangeHash};
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;

use crate::chunks::{self, guarded};
use crate::exchange::{self, Said};
use crate::{ConnectionId, Effect, RecordKind};

use super::connections::Subscription;
use super::loading::StoredLog;
use super::texts::AbsentState;
use super::{Room, Work};

/// So many bytes of changes may follow a whole document in one message, or as many as the document has. More are
/// smaller written out as one; and of a short text that takes no time.
const CHANGES_BYTES_MAX: usize = 4_096;

/// A whole document as bytes, and changes after it.
#[derive(Debug, Clone)]
pub struct Opening {
    heads: Vec<ChangeHash>,
    snapshot: Arc<[u8]>,
    changes: Vec<Arc<[u8]>>,
}

impl Opening {
    /// From a text's log; none if it is not fit to be sent as it is.
    pub fn read(log: &StoredLog) -> Option<Self> {
        let (first, rest) = log.records.split_first()?;
        if first.kind != RecordKind::Snapshot || rest.iter().any(|record| record.kind == RecordKind::Snapshot) {
            return None;
        }
        let mut opening = Self {
            heads: chunks::document_heads(&first.body)?,
            snapshot: first.body.as_slice().into(),
            changes: Vec::new(),
        };
        for record in rest.iter().filter(|record| record.kind == RecordKind::Change) {
            opening.add(&Change::from_bytes(record.body.clone()).ok()?);
        }
        opening.is_short().then_some(opening)
    }

    /// Of a document in memory.
    fn of(document: &Automerge) -> Option<Self> {
        let snapshot = guarded(|| document.save())?;
        Some(Self { heads: document.get_heads(), snapshot: snapshot.into(), changes: Vec::new() })
    }

    /// Brings `known` up to the document, or makes it anew.
    pub(crate) fn current<'a>(known: &'a mut Option<Self>, document: &Automerge) -> Option<&'a Self> {
        let heads = document.get_heads();
        let mut opening = known.take();
        if let Some(opening) = &mut opening
            && opening.heads != heads
        {
            for change in document.get_changes(&opening.heads) {
                opening.add(&change);
            }
        }
        *known = match opening {
            Some(opening) if opening.heads == heads && opening.is_short() => Some(opening),
            _ => Self::of(document),
        };
        known.as_ref()
    }

    fn add(&mut self, change: &Change) {
        self.heads.retain(|head| !change.deps().contains(head));
        if let Err(place) = self.heads.binary_search(&change.hash()) {
            self.heads.insert(place, change.hash());
        }
        self.changes.push(change.raw_bytes().into());
    }

    fn is_short(&self) -> bool {
        let bytes: usize = self.changes.iter().map(|change| change.len()).sum();
        bytes <= CHANGES_BYTES_MAX.max(self.snapshot.len())
    }

    /// Whether the document stands at these heads (hexadecimal, sorted).
    pub fn is_at(&self, heads: &[String]) -> bool {
        self.heads.len() == heads.len() && self.heads.iter().all(|head| heads.contains(&head.to_string()))
    }

    /// As Automerge loads it: the document, and the changes after it.
    pub fn bytes(&self) -> Vec<u8> {
        std::iter::once(&self.snapshot).chain(&self.changes).flat_map(|chunk| chunk.iter().copied()).collect()
    }

    /// How many bytes those are.
    pub fn size_bytes(&self) -> usize {
        self.snapshot.len() + self.changes.iter().map(|change| change.len()).sum::<usize>()
    }

    pub(crate) fn heads(&self) -> &[ChangeHash] {
        &self.heads
    }

    pub(crate) fn chunks(&self) -> Vec<Vec<u8>> {
        std::iter::once(&self.snapshot).chain(&self.changes).map(|chunk| chunk.to_vec()).collect()
    }
}

impl Room {
    /// A text that is in memory, as it was last given to somebody who had nothing of it.
    pub fn opening(&self, document: DocumentId) -> Option<Opening> {
        self.texts.get(&document)?.opening.clone()
    }

    /// Gives the bytes of a text that is being loaded to the clients that wait for it with nothing in hand.
    pub(super) fn open_early(
        &mut self,
        number: u64,
        document: DocumentId,
        opening: &Opening,
        effects: &mut Vec<Effect>,
    ) {
        let asked = self.absent.get(&document).is_some_and(|absent| absent.state == AbsentState::Loading(number));
        if !asked {
            return;
        }
        let mut seen: Vec<ConnectionId> = Vec::new();
        let mut place = 0;
        while let Some(work) = self.queue.get(place) {
            place += 1;
            let Work::Sync { connection, document: about, data, .. } = work else { continue };
            let connection = *connection;
            if *about != document || seen.contains(&connection) {
                continue;
            }
            seen.push(connection);
            let known = self.connections.get(&connection);
            let is_first = known.is_some_and(|known| !known.dismissed && !known.subscriptions.contains_key(&document));
            let said = chunks::message(data, &self.limits).ok().map(Said::of);
            let mut subscription = Subscription::default();
            let message =
                said.filter(|_| is_first).and_then(|said| exchange::open(&mut subscription.state, said, opening));
            let Some(message) = message else { continue };
            place -= 1;
            if let Some(work) = self.queue.remove(place) {
                self.dequeued(&work);
            }
            if self.keep_subscription(connection, document, subscription) {
                effects.push(Effect::Sync { connection, document, message: message.into() });
            } else {
                self.drop_connection(connection, CloseReason::TooMuch, effects);
            }
        }
    }

    /// A text has come: those who were given its bytes hear what has been added since.
    pub(super) fn go_on(&mut self, document: DocumentId, effects: &mut Vec<Effect>) {
        for (connection, document) in self.readers(document) {
            self.answer(connection, document, effects);
        }
    }
}

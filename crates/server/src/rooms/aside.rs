//! Refused bytes, kept for whoever looks into them. Best effort and bounded: never in the way of a room.

use bytes::Bytes;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use maslahat_storage::{AnyStore, AppendError, LogAppend, NewEntry, Store};
use maslahat_sync_core::{RecordKind, Timestamp};
use tokio::sync::mpsc;

/// Of one refused message, this much is kept.
const BODY_BYTES_MAX: usize = 256 << 10;
/// Of one draft, this much is kept in all.
const DRAFT_BYTES_MAX: usize = 16 << 20;
const DRAFT_ENTRIES_MAX: u64 = 10_000;
const WAITING_MAX: usize = 16;
const TRIES_MAX: usize = 3;

/// The way to a draft's log of refused bytes.
pub(super) struct Aside {
    draft: DraftId,
    store: AnyStore,
    writer: Option<mpsc::Sender<NewEntry>>,
}

impl Aside {
    pub(super) fn new(store: AnyStore, draft: DraftId) -> Self {
        Self { draft, store, writer: None }
    }

    /// Keeps the document's id and the first part of the bytes; drops them when too many wait.
    pub(super) fn keep(&mut self, person: PersonId, document: DocumentId, at: Timestamp, bytes: &[u8]) {
        let mut body = document.as_bytes().to_vec();
        body.extend_from_slice(&bytes[..bytes.len().min(BODY_BYTES_MAX)]);
        let entry = NewEntry { kind: RecordKind::Refused as u8, person, at_ms: at.0, body: Bytes::from(body) };
        let (store, draft) = (&self.store, self.draft);
        let writer = self.writer.get_or_insert_with(|| {
            let (writer, waiting) = mpsc::channel(WAITING_MAX);
            tokio::spawn(write(store.clone(), draft, waiting));
            writer
        });
        if writer.try_send(entry).is_err() {
            tracing::warn!(draft.id = %draft, "refused bytes were not kept: too many at once");
        }
    }
}

async fn write(store: AnyStore, draft: DraftId, mut waiting: mpsc::Receiver<NewEntry>) {
    let log = LogId::aside(draft);
    let Ok(loaded) = store.load(log).await else { return };
    let mut head = loaded.head.seq;
    let mut bytes: usize = loaded.tail.iter().filter_map(|entry| entry.body.as_ref()).map(Bytes::len).sum();
    drop(loaded);
    while let Some(entry) = waiting.recv().await {
        bytes += entry.body.len();
        if bytes > DRAFT_BYTES_MAX || head >= DRAFT_ENTRIES_MAX {
            tracing::warn!(draft.id = %draft, "refused bytes are no longer kept: the limit for this draft is reached");
            return;
        }
        for _ in 0..TRIES_MAX {
            let append = LogAppend { log, expect: head, entries: vec![entry.clone()] };
            match store.append(vec![append]).await {
                Ok(heads) => {
                    head = heads.first().map_or(head + 1, |head| head.seq);
                    break;
                }
                Err(AppendError::Stale { head: moved, .. }) => head = moved,
                Err(AppendError::InDoubt | AppendError::Full | AppendError::Refused(_)) => break,
            }
        }
    }
}

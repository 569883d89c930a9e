//! Texts that the room has asked for: read and made outside the room, several at once, in the order asked.
//! Their bytes are handed on as soon as they are read, for whoever waits with nothing in hand. While they are
//! on their way the room goes on with what it has.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use maslahat_protocol::{DocumentId, DraftId};
use maslahat_storage::AnyStore;
use maslahat_sync_core::{Input, LoadedText, Opening};

use super::super::RoomError;
use super::super::metrics::Metrics;
use super::super::obstacle::Obstacle;
use super::super::stored::{ReadTexts, make_texts, read_texts};
use super::{Step, Task};

/// Texts that are read in one go.
const TEXTS_AT_ONCE_MAX: usize = 64;
const RETRY_FIRST: Duration = Duration::from_millis(50);
/// Nobody should wait for long when the store is back.
const RETRY_MAX: Duration = Duration::from_secs(1);

type Coming = Pin<Box<dyn Future<Output = Result<Brought, RoomError>> + Send>>;

/// Texts on their way into memory.
#[derive(Default)]
pub(super) struct Loading {
    asked: Vec<(DocumentId, u64)>,
    coming: Option<Coming>,
}

/// What has come, by the number under which it was asked for.
pub(super) enum Brought {
    /// As it is stored.
    Read {
        numbers: Vec<u64>,
        read: ReadTexts,
    },
    Made {
        texts: Vec<(u64, LoadedText)>,
        register_seq: u64,
    },
}

impl Loading {
    pub(super) fn ask(&mut self, document: DocumentId, number: u64) {
        self.asked.push((document, number));
    }

    pub(super) fn is_idle(&self) -> bool {
        self.asked.is_empty() && self.coming.is_none()
    }
}

/// The outcome of a reading; never, if none goes on.
pub(super) async fn brought(loading: &mut Loading) -> Result<Brought, RoomError> {
    match &mut loading.coming {
        Some(coming) => coming.as_mut().await,
        None => pending().await,
    }
}

/// Reads until the store answers.
async fn read(
    store: AnyStore,
    draft: DraftId,
    texts: Vec<DocumentId>,
    register_seq: u64,
    metrics: Arc<Metrics>,
) -> Result<ReadTexts, RoomError> {
    let mut wait = RETRY_FIRST;
    // what cannot be read keeps what waits for it from the disk
    let mut hindered = None;
    loop {
        match read_texts(&store, draft, &texts, register_seq).await {
            Err(RoomError::Store(cause)) => {
                tracing::warn!(draft.id = %draft, cause, wait_ms = wait.as_millis(), "texts cannot be read; trying again");
                hindered.get_or_insert_with(|| metrics.obstacles.begin()).meets(Obstacle::StoreAway);
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(RETRY_MAX);
            }
            outcome => return outcome,
        }
    }
}

impl Task {
    /// Begins to read what was asked for, unless a reading goes on.
    pub(super) fn fetch(&mut self) {
        if self.loading.coming.is_some() || self.loading.asked.is_empty() {
            return;
        }
        let many = self.loading.asked.len().min(TEXTS_AT_ONCE_MAX);
        let (texts, numbers): (Vec<DocumentId>, Vec<u64>) = self.loading.asked.drain(..many).unzip();
        let read = read(self.store.clone(), self.draft, texts, self.room.register_seq(), Arc::clone(&self.metrics));
        self.loading.coming = Some(Box::pin(async move { Ok(Brought::Read { numbers, read: read.await? }) }));
    }

    /// Gives the room what has come.
    pub(super) fn bring(&mut self, brought: Result<Brought, RoomError>) -> Step {
        self.loading.coming = None;
        match brought {
            Ok(Brought::Read { numbers, read }) => {
                self.hand_on(&numbers, &read);
                let ReadTexts { texts, register_seq } = read;
                self.loading.coming = Some(Box::pin(async move {
                    let texts = numbers.into_iter().zip(make_texts(texts).await?).collect();
                    Ok(Brought::Made { texts, register_seq })
                }));
                Step::Continue
            }
            Ok(Brought::Made { texts, register_seq }) => {
                for (number, text) in texts {
                    if text.is_damaged() {
                        tracing::error!(draft.id = %self.draft, document = %text.document(), "a text is damaged: nobody can open it; restore it from a backup");
                    }
                    self.handle(Input::Loaded { number, text: Box::new(text), register_seq }, "loaded");
                }
                Step::Continue
            }
            Err(cause) => {
                tracing::error!(draft.id = %self.draft, %cause, "texts cannot be read; the room is closed");
                Step::End
            }
        }
    }

    /// The bytes of what was read, while it is made.
    fn hand_on(&mut self, numbers: &[u64], read: &ReadTexts) {
        for (number, (document, log)) in numbers.iter().zip(&read.texts) {
            if let Some(opening) = log.as_ref().and_then(Opening::read) {
                let (number, document, opening) = (*number, *document, Box::new(opening));
                self.handle(Input::Opening { number, document, opening }, "opening");
            }
        }
    }
}

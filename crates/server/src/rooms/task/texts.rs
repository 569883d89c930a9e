//! Texts that the room has asked for: read and made outside the room, several at once, in the order asked.
//! While they are on their way the room goes on with what it has.

use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use maslahat_protocol::DocumentId;
use maslahat_sync_core::{Input, LoadedText};

use super::super::RoomError;
use super::super::obstacle::Obstacle;
use super::super::stored::read_texts;
use super::{Step, Task};

/// Texts that are read in one go.
const TEXTS_AT_ONCE_MAX: usize = 64;
const RETRY_FIRST: Duration = Duration::from_millis(50);
/// Nobody should wait for long when the store is back.
const RETRY_MAX: Duration = Duration::from_secs(1);

type Read = Pin<Box<dyn Future<Output = Result<Brought, RoomError>> + Send>>;

/// Texts on their way into memory.
#[derive(Default)]
pub(super) struct Loading {
    asked: Vec<(DocumentId, u64)>,
    reading: Option<Read>,
}

/// What was read, by the number under which it was asked for.
pub(super) struct Brought {
    texts: Vec<(u64, LoadedText)>,
    register_seq: u64,
}

impl Loading {
    pub(super) fn ask(&mut self, document: DocumentId, number: u64) {
        self.asked.push((document, number));
    }

    pub(super) fn is_idle(&self) -> bool {
        self.asked.is_empty() && self.reading.is_none()
    }
}

/// The outcome of a reading; never, if none goes on.
pub(super) async fn brought(loading: &mut Loading) -> Result<Brought, RoomError> {
    match &mut loading.reading {
        Some(reading) => reading.as_mut().await,
        None => pending().await,
    }
}

impl Task {
    /// Begins to read what was asked for, unless a reading goes on.
    pub(super) fn fetch(&mut self) {
        if self.loading.reading.is_some() || self.loading.asked.is_empty() {
            return;
        }
        let many = self.loading.asked.len().min(TEXTS_AT_ONCE_MAX);
        let (texts, numbers): (Vec<DocumentId>, Vec<u64>) = self.loading.asked.drain(..many).unzip();
        let (store, draft, register_seq) = (self.store.clone(), self.draft, self.room.register_seq());
        let metrics = Arc::clone(&self.metrics);
        self.loading.reading = Some(Box::pin(async move {
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
                    Err(cause) => return Err(cause),
                    Ok((loaded, register_seq)) => {
                        return Ok(Brought { texts: numbers.into_iter().zip(loaded).collect(), register_seq });
                    }
                }
            }
        }));
    }

    /// Gives the room what was read.
    pub(super) fn bring(&mut self, brought: Result<Brought, RoomError>) -> Step {
        self.loading.reading = None;
        match brought {
            Ok(Brought { texts, register_seq }) => {
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
}

//! What waits to be written to one socket. Bounded by number and bytes: a reader that cannot keep up
//! is dropped, not waited for. Knows nothing of sockets; whoever owns one takes from here.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;
use tokio::sync::{Notify, watch};

/// Frames waiting for one socket.
const FRAMES_MAX: usize = 10_000;
/// Their bytes. One frame is always taken, however large.
const BYTES_MAX: usize = 16 << 20;
/// What a frame costs besides its data.
const FRAME_OVERHEAD_BYTES: usize = 128;

/// A frame on its way out, before it is addressed and encoded.
#[derive(Debug, Clone)]
pub(crate) enum Outgoing {
    Sync {
        document: DocumentId,
        message: Arc<[u8]>,
    },
    /// The id as the client wrote it.
    Unavailable {
        document: String,
    },
    Presence {
        peer: Arc<str>,
        document: DocumentId,
        session: Arc<str>,
        count: u64,
        data: Arc<[u8]>,
    },
}

impl Outgoing {
    fn cost_bytes(&self) -> usize {
        let data = match self {
            Self::Sync { message, .. } => message.len(),
            Self::Unavailable { document } => document.len(),
            Self::Presence { data, .. } => data.len(),
        };
        data + FRAME_OVERHEAD_BYTES
    }
}

/// Cheap to clone: every clone is the same queue.
#[derive(Debug, Clone)]
pub(crate) struct Outbox(Arc<Shared>);

#[derive(Debug)]
struct Shared {
    waiting: Mutex<Waiting>,
    ready: Notify,
    closed: watch::Sender<Option<CloseReason>>,
}

#[derive(Debug, Default)]
struct Waiting {
    frames: VecDeque<Outgoing>,
    bytes: usize,
}

impl Outbox {
    pub(crate) fn new() -> Self {
        Self(Arc::new(Shared { waiting: Mutex::default(), ready: Notify::new(), closed: watch::Sender::new(None) }))
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.0.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Queues a frame, or closes the connection as too slow.
    pub(crate) fn push(&self, frame: Outgoing) {
        if self.0.closed.borrow().is_some() {
            return;
        }
        let cost = frame.cost_bytes();
        let mut waiting = self.waiting();
        let full = waiting.frames.len() >= FRAMES_MAX || waiting.bytes + cost > BYTES_MAX;
        if full && !waiting.frames.is_empty() {
            waiting.frames.clear();
            waiting.bytes = 0;
            drop(waiting);
            self.close(CloseReason::Slow);
            return;
        }
        waiting.bytes += cost;
        waiting.frames.push_back(frame);
        drop(waiting);
        self.0.ready.notify_one();
    }

    /// Ends the connection once what waits is written. The first reason stands.
    pub(crate) fn close(&self, reason: CloseReason) {
        self.0.closed.send_if_modified(|closed| {
            let first = closed.is_none();
            closed.get_or_insert(reason);
            first
        });
        self.0.ready.notify_one();
    }

    /// Ends the connection at once: what waits is not written any more.
    pub(crate) fn dismiss(&self, reason: CloseReason) {
        self.close(reason);
        let mut waiting = self.waiting();
        waiting.frames.clear();
        waiting.bytes = 0;
    }

    /// The next frame, or the reason to close. For one reader only.
    pub(crate) async fn next(&self) -> Result<Outgoing, CloseReason> {
        loop {
            let notified = self.0.ready.notified();
            {
                let mut waiting = self.waiting();
                if let Some(frame) = waiting.frames.pop_front() {
                    waiting.bytes -= frame.cost_bytes();
                    return Ok(frame);
                }
            }
            if let Some(reason) = *self.0.closed.borrow() {
                return Err(reason);
            }
            notified.await;
        }
    }

    /// The reason, once there is one.
    pub(crate) fn closed_by(&self) -> Option<CloseReason> {
        *self.0.closed.borrow()
    }

    /// Resolves when the connection is to be closed.
    pub(crate) async fn closed(&self) -> CloseReason {
        let mut closed = self.0.closed.subscribe();
        loop {
            if let Some(reason) = *closed.borrow_and_update() {
                return reason;
            }
            if closed.changed().await.is_err() {
                return CloseReason::Restart;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(bytes: usize) -> Outgoing {
        Outgoing::Sync { document: DocumentId::from_bytes([1; 16]), message: vec![0; bytes].into() }
    }

    #[tokio::test]
    async fn a_reader_that_does_not_read_is_dropped() {
        let outbox = Outbox::new();
        for _ in 0..FRAMES_MAX {
            outbox.push(frame(1));
        }
        assert!(outbox.next().await.is_ok());
        outbox.push(frame(1));
        outbox.push(frame(1));
        assert!(matches!(outbox.next().await, Err(CloseReason::Slow)));
    }

    #[tokio::test]
    async fn bytes_are_bounded_but_one_frame_is_always_taken() {
        let outbox = Outbox::new();
        outbox.push(frame(BYTES_MAX + 1));
        assert!(outbox.next().await.is_ok());
        outbox.push(frame(BYTES_MAX / 2));
        outbox.push(frame(BYTES_MAX / 2));
        assert_eq!(outbox.closed().await, CloseReason::Slow);
    }

    #[tokio::test]
    async fn what_waits_is_written_before_the_close_and_the_first_reason_stands() {
        let outbox = Outbox::new();
        outbox.push(frame(1));
        outbox.close(CloseReason::Restart);
        outbox.close(CloseReason::Refused);
        outbox.push(frame(1));
        assert!(outbox.next().await.is_ok());
        assert!(matches!(outbox.next().await, Err(CloseReason::Restart)));
    }
}

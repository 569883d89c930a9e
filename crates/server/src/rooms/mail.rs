//! What is asked of a room's task, and the bounded way in.

use std::sync::Arc;

use maslahat_model::register::Person;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use maslahat_sync_core::{Act, ActError, ConnectionId, Member, Room};
use serde_json::Value;
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc, oneshot};

use super::outbox::Outbox;

/// Requests waiting for one room.
const MAIL_MAX: usize = 1_024;
/// Bytes waiting for one room and in it, in units of 1 KiB: senders wait, so their sockets push back.
/// Less than what the core drops connections at.
const MAIL_KIB_MAX: u32 = 48 << 10;

pub(super) type Answered = oneshot::Sender<Result<Value, ActError>>;

/// One request to a room.
pub(super) enum Mail {
    Connect {
        connection: ConnectionId,
        member: Member,
        peer: String,
        outbox: Outbox,
    },
    Disconnect {
        connection: ConnectionId,
    },
    Sync {
        connection: ConnectionId,
        document: DocumentId,
        data: Vec<u8>,
    },
    Presence {
        connection: ConnectionId,
        document: DocumentId,
        session: String,
        count: u64,
        data: Vec<u8>,
    },
    Act {
        member: Member,
        act: Act,
        key: Option<String>,
        answer: Answered,
    },
    Person {
        id: PersonId,
        person: Person,
        answer: Answered,
    },
    Read(Box<dyn FnOnce(&Room) + Send>),
    /// Other nodes have probably written to these logs, or to any for `None`.
    Grown(Vec<Option<LogId>>),
    /// Finish what is on its way to disk, then end.
    End {
        ended: oneshot::Sender<()>,
    },
}

impl Mail {
    /// The `input` of the span `room.handle`.
    pub(super) const fn name(&self) -> &'static str {
        match self {
            Self::Connect { .. } => "connect",
            Self::Disconnect { .. } => "disconnect",
            Self::Sync { .. } => "sync",
            Self::Presence { .. } => "presence",
            Self::Act { .. } => "act",
            Self::Person { .. } => "person",
            Self::Read(_) => "read",
            Self::Grown(_) => "grown",
            Self::End { .. } => "end",
        }
    }

    fn kib(&self) -> u32 {
        match self {
            Self::Sync { data, .. } | Self::Presence { data, .. } => {
                u32::try_from(data.len() >> 10).unwrap_or(u32::MAX)
            }
            _ => 0,
        }
    }
}

/// The room's task is gone: it was idle, or what it held was out of date. Open it again.
/// The mail comes back.
pub(super) struct Gone(pub(super) Mail);

/// The way into a room. Cheap to clone.
#[derive(Clone)]
pub(super) struct Mailbox {
    mail: mpsc::Sender<(Mail, Option<OwnedSemaphorePermit>)>,
    bytes: Arc<Semaphore>,
}

/// The room's end of it. The permit is kept until the mail waits no longer.
pub(super) type Incoming = mpsc::Receiver<(Mail, Option<OwnedSemaphorePermit>)>;

impl Mailbox {
    pub(super) fn new() -> (Self, Incoming) {
        let (mail, incoming) = mpsc::channel(MAIL_MAX);
        let bytes = Arc::new(Semaphore::new(MAIL_KIB_MAX as usize));
        (Self { mail, bytes }, incoming)
    }

    pub(super) fn is_open(&self) -> bool {
        !self.mail.is_closed()
    }

    /// A hint, which is dropped when there is no room: whoever is that busy appends, and finds out.
    pub(super) fn hint(&self, hints: Vec<Option<LogId>>) {
        if self.mail.try_send((Mail::Grown(hints), None)).is_err() {
            tracing::debug!("a hint was dropped");
        }
    }

    /// Waits until there is room.
    pub(super) async fn send(&self, mail: Mail) -> Result<(), Gone> {
        let kib = mail.kib().min(MAIL_KIB_MAX);
        let permit = if kib == 0 { None } else { Arc::clone(&self.bytes).acquire_many_owned(kib).await.ok() };
        self.mail.send((mail, permit)).await.map_err(|returned| Gone(returned.0.0))
    }
}

//! The open drafts. One task per draft owns its `Room` from the core and does what the core says;
//! everybody else asks it through a bounded mailbox. A draft opens at first use, and is closed again
//! when nobody has needed it for a while. Knows nothing of HTTP, sockets or sign-in.

mod append;
mod aside;
mod blame;
mod connections;
mod documents;
mod mail;
mod metrics;
mod obstacle;
mod outbox;
mod read;
mod sight;
mod stored;
mod task;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::future::Future;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maslahat_model::register::Person;
use maslahat_model::source::Import;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId, SessionId};
use maslahat_storage::AnyStore;
use maslahat_sync_core::{self as core, Act, ActError, ConnectionId, Context, Limits, Member, Room};
use serde_json::Value;
use tokio::sync::{OnceCell, oneshot};

pub(crate) use connections::{Seated, TooMany};
pub(crate) use documents::Documents;
pub(crate) use outbox::{Outbox, Outgoing};
pub(crate) use task::{fresh, now};

pub use metrics::Metrics;
pub use obstacle::Obstacle;
pub use read::LedgerEntry;
pub(crate) use read::rfc3339;
pub(crate) use sight::Sight;

use append::{Settled, settle};
use connections::Connections;
use mail::{Gone, Mail, Mailbox};
use stored::{core_failed, load_room, log_appends};
use task::Task;

/// A room that ended between two questions is opened again, so many times.
const OPENINGS_MAX: usize = 3;
/// How long the server's end waits for appends that are on their way to disk.
const END_MAX: Duration = Duration::from_secs(10);

/// And for sockets that are being closed.
const FAREWELLS_MAX: Duration = Duration::from_secs(5);

/// Why a draft did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum RoomError {
    #[error("there is no draft {0}")]
    Unknown(DraftId),
    #[error(transparent)]
    Act(#[from] ActError),
    #[error("{0}")]
    Damaged(String),
    #[error("the draft is being read again; try again in a moment")]
    Busy,
    #[error("{0}")]
    Store(String),
    /// Handed over, but not on disk: it may still be done.
    #[error("nothing reaches the disk at the moment; this may still be done")]
    Hindered(Obstacle),
}

/// The open drafts of one server. Cheap to clone: every clone is the same.
#[derive(Clone)]
pub struct Rooms {
    inner: Arc<Inner>,
}

struct Inner {
    store: AnyStore,
    limits: Limits,
    open: Mutex<BTreeMap<DraftId, Arc<OnceCell<Mailbox>>>>,
    connections: Arc<Connections>,
    documents: documents::Kept,
    metrics: Arc<Metrics>,
    ending: AtomicBool,
}

impl fmt::Debug for Rooms {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Rooms").field("connections", &self.inner.connections.len()).finish_non_exhaustive()
    }
}

impl Rooms {
    /// No draft is open yet.
    pub fn new(store: AnyStore, limits: Limits) -> Self {
        Self {
            inner: Arc::new(Inner {
                store,
                limits,
                open: Mutex::default(),
                connections: Arc::default(),
                documents: documents::Kept::default(),
                metrics: Arc::default(),
                ending: AtomicBool::new(false),
            }),
        }
    }

    /// Counters and gauges of rooms, appends and connections.
    pub fn metrics(&self) -> &Metrics {
        &self.inner.metrics
    }

    /// Makes a draft of what was read; durable on `Ok`.
    ///
    /// # Errors
    /// The import is no draft, or the store refuses it.
    pub async fn create(&self, import: Import, by: PersonId) -> Result<DraftId, RoomError> {
        let draft = DraftId::from_bytes(fresh());
        let made = tokio::task::spawn_blocking(move || {
            let mut fresh = fresh;
            let mut context = Context { now: now(), fresh: &mut fresh };
            core::create(&mut context, draft, import, by)
        });
        let appends = made.await.map_err(|_| RoomError::Damaged("the draft cannot be read".to_owned()))?;
        let appends = log_appends(appends.map_err(core_failed)?);
        match self.unless_hindered(settle(&self.inner.store, draft, appends, &self.inner.metrics)).await? {
            Settled::Durable => Ok(draft),
            Settled::Stale | Settled::Refused => {
                Err(RoomError::Store("the store did not take the new draft".to_owned()))
            }
        }
    }

    /// Looks at a draft as it is on disk and visible.
    ///
    /// # Errors
    /// There is no such draft, or it cannot be read.
    pub async fn read<T: Send + 'static>(
        &self,
        draft: DraftId,
        view: impl FnOnce(&Room) -> T + Send + 'static,
    ) -> Result<T, RoomError> {
        let (answer, answered) = oneshot::channel();
        let view = Box::new(move |room: &Room| {
            // whoever asked may have gone
            let _gone = answer.send(view(room));
        });
        self.unless_hindered(async {
            self.send(draft, Mail::Read(view)).await?;
            answered.await.map_err(|_| RoomError::Busy)
        })
        .await?
    }

    /// Does an act; durable and visible on `Ok`.
    ///
    /// # Errors
    /// The core refuses the act, or the draft cannot be read. Nothing was changed then; after
    /// [`RoomError::Busy`] the act may have been done: the same `key` makes it safe to repeat.
    pub async fn act(&self, draft: DraftId, member: Member, act: Act, key: Option<String>) -> Result<Value, RoomError> {
        self.answered(draft, |answer| Mail::Act { member, act: act.clone(), key: key.clone(), answer }).await
    }

    /// Enters a person in the draft's register, or changes what it says of them.
    ///
    /// # Errors
    /// As for [`Rooms::act`].
    pub async fn person(&self, draft: DraftId, id: PersonId, person: Person) -> Result<(), RoomError> {
        let answer = self.answered(draft, |answer| Mail::Person { id, person: person.clone(), answer });
        answer.await.map(|_| ())
    }

    /// Asks, and asks once more if what the room held was out of date.
    async fn answered(&self, draft: DraftId, mail: impl Fn(mail::Answered) -> Mail) -> Result<Value, RoomError> {
        for _ in 0..2 {
            let (answer, answered) = oneshot::channel();
            let asked = async {
                self.send(draft, mail(answer)).await?;
                Ok::<_, RoomError>(answered.await.ok())
            };
            if let Some(result) = self.unless_hindered(asked).await?? {
                return result.map_err(RoomError::Act);
            }
        }
        Err(RoomError::Busy)
    }

    /// Waits, but not for long when nothing reaches the disk. What was handed over goes on.
    async fn unless_hindered<T>(&self, waiting: impl Future<Output = T>) -> Result<T, RoomError> {
        tokio::select! {
            biased;
            done = waiting => Ok(done),
            obstacle = self.inner.metrics.obstacles.lasting() => Err(RoomError::Hindered(obstacle)),
        }
    }

    /// What keeps changes from the disk at this moment, if anything does.
    pub fn obstacle(&self) -> Option<Obstacle> {
        self.inner.metrics.obstacles.told()
    }

    /// What is surely in the way of anything new.
    pub(crate) fn hindrance(&self) -> Option<Obstacle> {
        self.inner.metrics.obstacles.hindering()
    }

    /// Closes the sockets of a session that has ended.
    pub fn end_session(&self, session: SessionId, reason: CloseReason) {
        self.inner.connections.close_session(session, reason);
    }

    /// Closes the sockets of a person to whom nothing is open any more.
    pub(crate) fn end_person(&self, person: PersonId) {
        self.inner.connections.close_person(person, CloseReason::Revoked);
    }

    /// Sessions that have sockets here.
    pub(crate) fn sessions(&self) -> BTreeSet<SessionId> {
        self.inner.connections.sessions()
    }

    /// Other nodes have probably written to these logs: the open rooms look for themselves.
    pub(crate) fn grown(&self, hints: &[Option<LogId>]) {
        for mailbox in self.open().values().filter_map(|room| room.get()) {
            mailbox.hint(hints.to_vec());
        }
    }

    /// Gives a new socket its place and its queue.
    pub(crate) fn admit(&self, session: SessionId, person: PersonId) -> Result<Seated, TooMany> {
        self.inner.connections.admit(session, person)
    }

    /// Makes a connection known to a draft's room.
    pub(crate) async fn connect(
        &self,
        draft: DraftId,
        seated: &Seated,
        member: Member,
        peer: &str,
    ) -> Result<(), RoomError> {
        let mail =
            Mail::Connect { connection: seated.id, member, peer: peer.to_owned(), outbox: seated.outbox.clone() };
        self.send(draft, mail).await
    }

    /// A connection has ended. A room that is not open has forgotten it already.
    pub(crate) async fn disconnect(&self, draft: DraftId, connection: ConnectionId) {
        let open = self.open().get(&draft).and_then(|room| room.get().cloned());
        if let Some(mailbox) = open {
            // a room that is gone has forgotten it
            let _gone = mailbox.send(Mail::Disconnect { connection }).await;
        }
    }

    /// Hands a sync message over; waits while the room is full.
    pub(crate) async fn sync(
        &self,
        draft: DraftId,
        connection: ConnectionId,
        document: DocumentId,
        data: Vec<u8>,
    ) -> Result<(), RoomError> {
        self.send(draft, Mail::Sync { connection, document, data }).await
    }

    /// Hands presence over.
    pub(crate) async fn presence(
        &self,
        draft: DraftId,
        connection: ConnectionId,
        document: DocumentId,
        (session, count, data): (String, u64, Vec<u8>),
    ) -> Result<(), RoomError> {
        let presence = Mail::Presence { connection, document, session, count, data };
        self.send(draft, presence).await
    }

    /// Ends every connection with `Restart` and every room once its append is on disk.
    pub async fn end(&self) {
        self.inner.ending.store(true, Ordering::SeqCst);
        self.inner.connections.close_all(CloseReason::Restart);
        let rooms: Vec<Mailbox> = self.open().values().filter_map(|room| room.get().cloned()).collect();
        let mut waiting = Vec::new();
        for room in rooms {
            let (ended, end) = oneshot::channel();
            if room.send(Mail::End { ended }).await.is_ok() {
                waiting.push(end);
            }
        }
        let all = async {
            for end in waiting {
                // a room that is gone has ended
                let _gone = end.await;
            }
        };
        if tokio::time::timeout(END_MAX, all).await.is_err() {
            tracing::warn!("an append was not done in time; it was acknowledged to nobody");
        }
        // each is told why, which takes a moment of its own
        if tokio::time::timeout(FAREWELLS_MAX, self.inner.connections.all_left()).await.is_err() {
            tracing::warn!(connections = self.inner.connections.len(), "some sockets were not closed in time");
        }
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<DraftId, Arc<OnceCell<Mailbox>>>> {
        self.inner.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn send(&self, draft: DraftId, mail: Mail) -> Result<(), RoomError> {
        let mut mail = mail;
        for _ in 0..OPENINGS_MAX {
            match self.mailbox(draft).await?.send(mail).await {
                Ok(()) => return Ok(()),
                Err(Gone(back)) => mail = back,
            }
        }
        Err(RoomError::Busy)
    }

    /// The way into a draft's room, which is opened if it is not open.
    async fn mailbox(&self, draft: DraftId) -> Result<Mailbox, RoomError> {
        if self.inner.ending.load(Ordering::SeqCst) {
            return Err(RoomError::Busy);
        }
        let room = {
            let mut open = self.open();
            open.retain(|_, room| room.get().is_none_or(Mailbox::is_open));
            Arc::clone(open.entry(draft).or_default())
        };
        let opened = room.get_or_try_init(|| self.load(draft)).await.cloned();
        if opened.is_err() {
            // drafts that are not there take no place
            self.open().retain(|id, room| *id != draft || room.initialized());
        }
        opened
    }

    async fn load(&self, draft: DraftId) -> Result<Mailbox, RoomError> {
        let limits = self.inner.limits;
        let room = load_room(&self.inner.store, draft, &[], limits).await?;
        let (mailbox, incoming) = Mailbox::new();
        let task = Task::new(draft, room, limits, self.inner.store.clone(), Arc::clone(&self.inner.metrics), incoming);
        tokio::spawn(task.run());
        tracing::debug!(draft.id = %draft, "room opened");
        Ok(mailbox)
    }
}

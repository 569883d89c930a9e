//! The task that owns one open draft: hands what comes in to the core, and does what the core says,
//! in the order it says it. Rules of co-editing are not here; see `maslahat_sync_core`.

mod renewal;
mod texts;

use std::collections::BTreeMap;
use std::future::{Future, pending};
use std::pin::Pin;
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use maslahat_model::register::ProposalKind;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DraftId, LogId};
use maslahat_storage::{AnyStore, Store as _};
use maslahat_sync_core::{Append, ConnectionId, Context, Effect, Input, Limits, RequestId, Room, Timestamp};
use tokio::sync::{OwnedSemaphorePermit, oneshot};
use tokio::task::JoinSet;
use tokio::time::Instant;

use super::append::{Settled, settle};
use super::aside::Aside;
use super::mail::{Answered, Incoming, Mail};
use super::metrics::Metrics;
use super::outbox::{Outbox, Outgoing};
use super::stored::log_appends;
use renewal::{Grown, Reading, renewed, texts_of};
use texts::{Loading, brought};

/// A room without connections and requests is closed after this long.
const IDLE_MAX: Duration = Duration::from_secs(600);
/// While so many inputs wait for the commit in flight, senders wait as well. Fewer than the core drops
/// connections at.
const BACKLOG_MAX: usize = 10_000;

/// What a room that ends leaves behind is written within this time, or the next time it is loaded.
const LEAVE_MAX: Duration = Duration::from_secs(2);

type Appending = Pin<Box<dyn Future<Output = Settled> + Send>>;

/// Sixteen bytes that nobody can guess.
pub(crate) fn fresh() -> [u8; 16] {
    let mut bytes = [0; 16];
    #[expect(clippy::expect_used, reason = "without the system's randomness no id is safe: stop")]
    getrandom::fill(&mut bytes).expect("the system gives randomness");
    bytes
}

/// The wall clock.
pub(crate) fn now() -> Timestamp {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// Why the loop goes on or ends.
#[derive(PartialEq, Eq)]
enum Step {
    Continue,
    End,
}

pub(super) struct Task {
    draft: DraftId,
    room: Room,
    store: AnyStore,
    metrics: Arc<Metrics>,
    incoming: Incoming,
    outboxes: BTreeMap<ConnectionId, Outbox>,
    answers: BTreeMap<RequestId, Answered>,
    last_request: u64,
    appending: Option<Appending>,
    /// Where the append that is under way writes.
    writes: Grown,
    reading: Option<Reading>,
    loading: Loading,
    grown: Grown,
    look_after: Instant,
    /// When the last request came in.
    asked_at: Instant,
    limits: Limits,
    /// The share of the mailbox's bytes that waits in the core for the commit in flight.
    held: Vec<OwnedSemaphorePermit>,
    aside: Aside,
    compacting: JoinSet<()>,
    effects: Vec<Effect>,
    latest: Timestamp,
    proposals: usize,
    /// Nothing more will come in: end once what is on its way to disk is there.
    drained: bool,
    ended: Vec<oneshot::Sender<()>>,
}

impl Drop for Task {
    /// However the task ends, nobody waits at a room that is gone.
    fn drop(&mut self) {
        for outbox in self.outboxes.values() {
            outbox.close(CloseReason::Restart);
        }
    }
}

impl Task {
    pub(super) fn new(
        draft: DraftId,
        room: Room,
        limits: Limits,
        store: AnyStore,
        metrics: Arc<Metrics>,
        incoming: Incoming,
    ) -> Self {
        Self {
            draft,
            aside: Aside::new(store.clone(), draft),
            proposals: late_proposals(&room),
            room,
            store,
            metrics,
            incoming,
            outboxes: BTreeMap::new(),
            answers: BTreeMap::new(),
            last_request: 0,
            appending: None,
            writes: Grown::default(),
            reading: None,
            loading: Loading::default(),
            grown: Grown::default(),
            look_after: Instant::now(),
            asked_at: Instant::now(),
            limits,
            held: Vec::new(),
            compacting: JoinSet::new(),
            effects: Vec::new(),
            latest: now(),
            drained: false,
            ended: Vec::new(),
        }
    }

    pub(super) async fn run(mut self) {
        let metrics = Arc::clone(&self.metrics);
        let _open = metrics.room();
        while self.step().await == Step::Continue {}
        self.leave().await;
        tracing::debug!(draft.id = %self.draft, "room closed");
        for ended in std::mem::take(&mut self.ended) {
            // whoever asked may have gone
            let _gone = ended.send(());
        }
    }

    async fn step(&mut self) -> Step {
        if self.drained && self.appending.is_none() && self.reading.is_none() && self.loading.is_idle() {
            return Step::End;
        }
        let wake = until(self.room.next_wake());
        let idle = self.outboxes.is_empty() && self.appending.is_none();
        let listening = !self.drained && self.reading.is_none() && self.room.waiting() < BACKLOG_MAX;
        let look_at = self.look_at();
        // what comes while the draft is read again is asked for again
        let still = self.reading.is_none();
        self.fetch();
        tokio::select! {
            biased;
            settled = appended(&mut self.appending) => {
                self.appending = None;
                match settled {
                    Settled::Durable => {
                        self.handle(Input::Persisted, "persisted");
                        self.count_shelved();
                    }
                    Settled::Stale => {
                        let writes = std::mem::take(&mut self.writes);
                        self.reread(writes);
                    }
                    Settled::Refused => return Step::End,
                }
            }
            newer = renewed(&mut self.reading) => return self.take_in(newer),
            texts = brought(&mut self.loading), if still => return self.bring(texts),
            () = wake => self.handle(Input::Tick, "tick"),
            mail = self.incoming.recv(), if listening => match mail {
                Some((mail, share)) => {
                    self.asked_at = Instant::now();
                    self.held.extend(share);
                    self.read(mail);
                }
                None => self.drained = true,
            },
            () = at(look_at) => self.look(),
            () = tokio::time::sleep_until(self.asked_at + IDLE_MAX), if idle => self.incoming.close(),
        }
        if self.room.waiting() == 0 {
            self.held.clear();
        }
        Step::Continue
    }

    fn read(&mut self, mail: Mail) {
        let name = mail.name();
        match mail {
            Mail::Connect { connection, member, peer, outbox } => {
                self.outboxes.insert(connection, outbox);
                self.handle(Input::Connected { connection, member, peer }, name);
            }
            Mail::Disconnect { connection } => {
                // the room has forgotten those it closed itself
                if self.outboxes.remove(&connection).is_some() {
                    self.handle(Input::Disconnected { connection }, name);
                }
            }
            Mail::Sync { connection, document, data } if self.outboxes.contains_key(&connection) => {
                self.handle(Input::Sync { connection, document, data }, name);
            }
            Mail::Presence { connection, document, session, count, data }
                if self.outboxes.contains_key(&connection) =>
            {
                self.handle(Input::Presence { connection, document, session, count, data }, name);
            }
            Mail::Sync { .. } | Mail::Presence { .. } => {}
            Mail::Act { member, act, key, answer } => {
                let request = self.expect(answer);
                self.handle(Input::Act { request, member, act, key }, name);
            }
            Mail::Person { id, person, answer } => {
                let request = self.expect(answer);
                self.handle(Input::Person { request, id, person }, name);
            }
            Mail::Read(view) => view(&self.room),
            Mail::Grown(hints) => self.hear(&hints),
            Mail::End { ended } => {
                self.incoming.close();
                for outbox in self.outboxes.values() {
                    outbox.close(CloseReason::Restart);
                }
                self.ended.push(ended);
            }
        }
    }

    fn expect(&mut self, answer: Answered) -> RequestId {
        self.last_request += 1;
        let request = RequestId(self.last_request);
        self.answers.insert(request, answer);
        request
    }

    fn handle(&mut self, input: Input, name: &'static str) {
        self.drive(name, |room, context, effects| room.handle(context, input, effects));
    }

    fn drive(&mut self, name: &'static str, run: impl FnOnce(&mut Room, &mut Context<'_>, &mut Vec<Effect>)) {
        let span = tracing::debug_span!("room.handle", draft.id = %self.draft, input = name);
        let entered = span.enter();
        // a clock that is set back must not turn the room's order around
        self.latest = self.latest.max(now());
        let mut fresh = fresh;
        let mut context = Context { now: self.latest, fresh: &mut fresh };
        let mut effects = std::mem::take(&mut self.effects);
        run(&mut self.room, &mut context, &mut effects);
        for effect in effects.drain(..) {
            self.execute(effect);
        }
        self.effects = effects;
        drop(entered);
    }

    fn execute(&mut self, effect: Effect) {
        match effect {
            Effect::Sync { connection, document, message } => {
                self.send(connection, Outgoing::Sync { document, message })
            }
            Effect::Unavailable { connection, document } => {
                let document = document.to_string();
                self.send(connection, Outgoing::Unavailable { document });
            }
            Effect::Presence { connection, peer, document, session, count, data } => {
                let presence = Outgoing::Presence { peer, document, session, count, data };
                self.send(connection, presence);
            }
            Effect::Close { connection, reason } => {
                if let Some(outbox) = self.outboxes.remove(&connection) {
                    self.metrics.refused();
                    tracing::info!(draft.id = %self.draft, connection = connection.0, reason = reason.code(), "connection closed by the room");
                    outbox.close(reason);
                }
            }
            Effect::Dismiss { connection } => {
                // its outbox stays until the socket takes leave: what it has sent before that is taken
                if let Some(outbox) = self.outboxes.get(&connection) {
                    tracing::info!(draft.id = %self.draft, connection = connection.0, "connection of a revoked person ended");
                    outbox.dismiss(CloseReason::Revoked);
                }
            }
            Effect::Persist { appends } => self.persist(appends),
            Effect::Compact { log, upto, snapshot } => self.compact(log, upto, snapshot),
            Effect::Load { document, number } => self.loading.ask(document, number),
            Effect::Reread => self.reread_soon(),
            Effect::Answer { request, result } => {
                if let Some(answer) = self.answers.remove(&request) {
                    // whoever asked may have gone
                    let _gone = answer.send(result);
                }
            }
            Effect::Aside { person, document, bytes } => self.aside.keep(person, document, self.latest, &bytes),
        }
    }

    fn send(&self, connection: ConnectionId, frame: Outgoing) {
        if let Some(outbox) = self.outboxes.get(&connection) {
            outbox.push(frame);
        }
    }

    fn persist(&mut self, appends: Vec<Append>) {
        debug_assert!(self.appending.is_none(), "the core hands over one append at a time");
        let (store, draft, metrics) = (self.store.clone(), self.draft, Arc::clone(&self.metrics));
        self.writes = texts_of(&appends);
        let appends = log_appends(appends);
        self.appending = Some(Box::pin(async move { settle(&store, draft, appends, &metrics).await }));
    }

    /// Texts open fast the next time. Nobody waits long for it.
    async fn leave(&mut self) {
        if self.drained {
            self.drive("leave", |room, _, effects| room.leave(effects));
        }
        let all = async { while self.compacting.join_next().await.is_some() {} };
        let _in_time = tokio::time::timeout(LEAVE_MAX, all).await;
        self.compacting.detach_all();
    }

    /// Beside everything else: a log that is not compacted now is compacted later.
    fn compact(&mut self, log: LogId, upto: u64, snapshot: Vec<u8>) {
        while self.compacting.try_join_next().is_some() {}
        let (store, draft) = (self.store.clone(), self.draft);
        self.compacting.spawn(async move {
            if let Err(cause) = store.compact(log, upto, snapshot.into()).await {
                tracing::warn!(draft.id = %draft, %cause, "a log was not compacted");
            }
        });
    }

    fn count_shelved(&mut self) {
        let proposals = late_proposals(&self.room);
        let more = proposals.saturating_sub(self.proposals);
        self.metrics.shelved(more as u64);
        self.proposals = proposals;
    }
}

fn late_proposals(room: &Room) -> usize {
    let late = |kind: &ProposalKind| *kind == ProposalKind::Late;
    room.register().proposals.values().filter(|proposal| late(&proposal.kind)).count()
}

async fn appended(appending: &mut Option<Appending>) -> Settled {
    match appending {
        Some(appending) => appending.await,
        None => pending().await,
    }
}

async fn at(moment: Option<Instant>) {
    match moment {
        Some(moment) => tokio::time::sleep_until(moment).await,
        None => pending().await,
    }
}

async fn until(wake: Option<Timestamp>) {
    match wake {
        Some(wake) => {
            let wait_ms = u64::try_from(wake.0.saturating_sub(now().0)).unwrap_or(0);
            tokio::time::sleep(Duration::from_millis(wait_ms)).await;
        }
        None => pending().await,
    }
}

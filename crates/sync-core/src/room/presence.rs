//! Presence: passed on to whoever has the same document open, never stored, newest wins.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use maslahat_protocol::DocumentId;

use crate::{ConnectionId, Effect, Timestamp};

use super::Room;

const SECOND_MS: i64 = 1_000;

/// What somebody's client says about itself.
#[derive(Debug, Clone)]
pub(super) struct Message {
    pub(super) document: DocumentId,
    pub(super) session: Arc<str>,
    pub(super) count: u64,
    pub(super) data: Arc<[u8]>,
}

#[derive(Debug, Default)]
struct Sender {
    /// When the messages of the last second were passed on.
    passed: VecDeque<i64>,
    /// The newest message beyond the budget, for the next free moment.
    held: Option<Message>,
}

/// Who has said how much in the last second.
#[derive(Debug, Default)]
pub(super) struct PresenceBudget {
    senders: BTreeMap<ConnectionId, Sender>,
}

impl PresenceBudget {
    pub(super) fn forget(&mut self, connection: ConnectionId) {
        self.senders.remove(&connection);
    }

    pub(super) fn next_wake(&self) -> Option<Timestamp> {
        let held = self.senders.values().filter(|sender| sender.held.is_some());
        held.filter_map(|sender| sender.passed.front()).min().map(|first| Timestamp(first + SECOND_MS))
    }
}

impl Sender {
    fn may_pass(&mut self, now: Timestamp, per_second: usize) -> bool {
        while self.passed.front().is_some_and(|at| at + SECOND_MS <= now.0) {
            self.passed.pop_front();
        }
        if self.passed.len() >= per_second {
            return false;
        }
        self.passed.push_back(now.0);
        true
    }
}

impl Room {
    pub(super) fn hear(
        &mut self,
        now: Timestamp,
        connection: ConnectionId,
        message: Message,
        effects: &mut Vec<Effect>,
    ) {
        let knows =
            self.connections.get(&connection).is_some_and(|known| known.subscriptions.contains_key(&message.document));
        if !knows || message.data.len() > self.limits.presence_bytes_max {
            return;
        }
        let sender = self.presence.senders.entry(connection).or_default();
        if sender.may_pass(now, self.limits.presence_per_second) {
            sender.held = None;
            self.pass_on(connection, &message, effects);
        } else {
            sender.held = Some(message);
        }
    }

    /// Passes on what was held back, as far as a second has passed.
    pub(super) fn release_presence(&mut self, now: Timestamp, effects: &mut Vec<Effect>) {
        let per_second = self.limits.presence_per_second;
        let mut due = Vec::new();
        for (connection, sender) in &mut self.presence.senders {
            if sender.held.is_some() && sender.may_pass(now, per_second) {
                due.extend(sender.held.take().map(|message| (*connection, message)));
            }
        }
        for (connection, message) in due {
            self.pass_on(connection, &message, effects);
        }
    }

    fn pass_on(&self, from: ConnectionId, message: &Message, effects: &mut Vec<Effect>) {
        let Some(sender) = self.connections.get(&from) else {
            return;
        };
        for connection in self.audience.get(&message.document).into_iter().flatten() {
            if *connection != from {
                effects.push(Effect::Presence {
                    connection: *connection,
                    peer: Arc::clone(&sender.peer),
                    document: message.document,
                    session: Arc::clone(&message.session),
                    count: message.count,
                    data: Arc::clone(&message.data),
                });
            }
        }
    }
}

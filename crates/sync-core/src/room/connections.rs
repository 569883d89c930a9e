//! Who is connected, and what each connection is being served.

use std::collections::BTreeMap;
use std::sync::Arc;

use automerge::{Automerge, Change, ChangeHash, sync};
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;

use crate::{ConnectionId, Effect, Limits, Member};

use super::Room;

/// A client.
#[derive(Debug)]
pub(super) struct Connection {
    pub(super) member: Member,
    pub(super) peer: Arc<str>,
    /// Messages that wait for a commit.
    pub(super) queued: usize,
    /// Its person's access was revoked: what it has sent is taken, and it is told nothing.
    pub(super) dismissed: bool,
    /// By the id that the client calls the document.
    pub(super) subscriptions: BTreeMap<DocumentId, Subscription>,
}

impl Connection {
    pub(super) fn new(member: Member, peer: String) -> Self {
        Self { member, peer: peer.into(), queued: 0, dismissed: false, subscriptions: BTreeMap::new() }
    }
}

impl Connection {
    /// Whether this client may have this one more. Looks at the others only when there is something to add up.
    fn may_hold(&self, subscription: &Subscription, limits: &Limits) -> bool {
        let all = || self.subscriptions.values().chain(std::iter::once(subscription));
        let bytes = |subscription: &Subscription| -> usize {
            subscription.waiting.iter().map(|change| change.raw_bytes().len()).sum()
        };
        let haunted = |subscription: &&Subscription| matches!(subscription.serving, Serving::Ghost { .. });
        let waits = subscription.waiting.is_empty() || all().map(bytes).sum::<usize>() <= limits.waiting_bytes_max;
        let haunts = !haunted(&subscription) || all().filter(haunted).count() <= limits.ghosts_max;
        waits && haunts
    }
}

/// Which document a client is really talking to.
#[derive(Debug)]
pub(super) enum Serving {
    /// The one it asked for.
    Itself,
    /// The person's fork of it.
    Fork(DocumentId),
    /// A copy in memory that also holds what a person without the right to write has typed: so their
    /// client goes quiet, and nothing lands. Not kept.
    Ghost { copy: Box<Automerge>, typed: usize },
}

/// One document of a connection.
#[derive(Debug)]
pub(super) struct Subscription {
    pub(super) state: sync::State,
    pub(super) serving: Serving,
    /// Changes that depend on others which have not arrived.
    pub(super) waiting: Vec<Change>,
    /// What was asked for last, so that nothing is asked twice in a row.
    pub(super) asked: Vec<ChangeHash>,
}

impl Default for Subscription {
    fn default() -> Self {
        Self { state: sync::State::new(), serving: Serving::Itself, waiting: Vec::new(), asked: Vec::new() }
    }
}

impl Room {
    pub(super) fn subscription(&mut self, connection: ConnectionId, document: DocumentId) -> Option<&mut Subscription> {
        self.connections.get_mut(&connection)?.subscriptions.get_mut(&document)
    }

    /// Takes a subscription out to work on it; a new one if there was none.
    pub(super) fn take_subscription(&mut self, connection: ConnectionId, document: DocumentId) -> Subscription {
        let known = self.connections.get_mut(&connection);
        known.and_then(|known| known.subscriptions.remove(&document)).unwrap_or_default()
    }

    /// Puts it back. False if the client has gone or is dismissed, or would hold more than one client may.
    pub(super) fn keep_subscription(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        subscription: Subscription,
    ) -> bool {
        let Some(known) = self.connections.get_mut(&connection) else {
            return false;
        };
        if known.subscriptions.len() >= self.limits.subscriptions_max || !known.may_hold(&subscription, &self.limits) {
            return false;
        }
        known.subscriptions.insert(document, subscription);
        if known.dismissed {
            // what comes next may be what its changes wait for
            return false;
        }
        self.audience.entry(document).or_default().insert(connection);
        true
    }

    /// Ends a connection and forgets it.
    pub(super) fn drop_connection(&mut self, connection: ConnectionId, reason: CloseReason, effects: &mut Vec<Effect>) {
        if self.forget_connection(connection) {
            effects.push(Effect::Close { connection, reason });
        }
    }

    /// False if it was forgotten already.
    pub(super) fn forget_connection(&mut self, connection: ConnectionId) -> bool {
        self.presence.forget(connection);
        let Some(known) = self.connections.remove(&connection) else {
            return false;
        };
        self.leave_audience(connection, known.subscriptions.keys());
        true
    }

    /// Tells a connection nothing more; what it has sent is still taken.
    pub(super) fn dismiss(&mut self, connection: ConnectionId, effects: &mut Vec<Effect>) {
        self.presence.forget(connection);
        if let Some(known) = self.connections.get_mut(&connection).filter(|known| !known.dismissed) {
            known.dismissed = true;
            let subscriptions = std::mem::take(&mut known.subscriptions);
            self.leave_audience(connection, subscriptions.keys());
            effects.push(Effect::Dismiss { connection });
        }
    }

    fn leave_audience<'a>(&mut self, connection: ConnectionId, documents: impl Iterator<Item = &'a DocumentId>) {
        for document in documents {
            if let Some(audience) = self.audience.get_mut(document) {
                audience.remove(&connection);
                if audience.is_empty() {
                    self.audience.remove(document);
                }
            }
        }
    }
}

//! A commit is on disk: now it becomes the draft, its authors are acknowledged, and others see it.

use std::collections::BTreeSet;
use std::sync::Arc;

use automerge::{Automerge, Change, ChangeHash};
use maslahat_protocol::DocumentId;

use maslahat_protocol::wire::CloseReason;

use crate::chunks::guarded;
use crate::{ConnectionId, Effect, exchange};

use crate::mutant::{self, Mutant};

use super::admission::has;
use super::connections::Serving;
use super::stage::{Stage, Told};
use super::{Phase, Room};

/// What a document gained by a commit.
pub(super) struct Gain {
    pub(super) document: DocumentId,
    pub(super) before: Vec<ChangeHash>,
    pub(super) after: Vec<ChangeHash>,
    pub(super) changes: Vec<Change>,
    /// One message for everybody who is caught up; made when first needed.
    pub(super) message: Option<Arc<[u8]>>,
}

impl Room {
    /// Makes a stage the draft's state. Its records are durable.
    pub(super) fn show(&mut self, stage: Stage, effects: &mut Vec<Effect>) {
        let mut stage = stage;
        let told = std::mem::take(&mut stage.told);
        let answers = std::mem::take(&mut stage.answers);
        let gains = self.promote(stage);
        let grown: Vec<DocumentId> = gains.iter().map(|gain| gain.document).collect();
        let mut due: BTreeSet<(ConnectionId, DocumentId)> = BTreeSet::new();
        for Told { connection, document, said } in told {
            if self.with_served(connection, document, |served, subscription| {
                exchange::receive(served, &mut subscription.state, said);
            }) {
                due.insert((connection, document));
            }
        }
        for mut gain in gains {
            for (connection, document) in self.readers(gain.document) {
                self.haunt_on(connection, document, &gain, effects);
                if !due.contains(&(connection, document)) && !mutant::is(Mutant::ForgetToAnnounce) {
                    self.tell(connection, document, &mut gain, effects);
                }
            }
        }
        for (connection, document) in due.into_iter().filter(|_| !mutant::is(Mutant::ForgetToAcknowledge)) {
            self.answer(connection, document, effects);
        }
        for (request, result) in answers {
            effects.push(Effect::Answer { request, result });
        }
        self.compact(&grown, effects);
    }

    fn promote(&mut self, stage: Stage) -> Vec<Gain> {
        if !mutant::is(Mutant::ForgetTheHead) {
            self.register_seq += stage.register_grows;
        }
        self.ledger_seq += stage.ledger_grows;
        self.actors_seq += stage.actors_grow;
        let mut gains = Vec::new();
        for (document, staged) in stage.texts {
            let after = staged.text.document.get_heads();
            self.texts.insert(document, staged.text);
            if !staged.changes.is_empty() {
                gains.push(Gain { document, before: staged.before, after, changes: staged.changes, message: None });
            }
        }
        if let Some(register) = stage.register {
            let before = self.register.document().get_heads();
            let after = register.document().get_heads();
            let changes = register.document().get_changes(&before);
            self.register = register;
            gains.push(Gain { document: self.register_document(), before, after, changes, message: None });
        }
        self.actors.extend(stage.actors);
        for (root, owner, fork) in stage.forks {
            self.shelves.entry((root, owner)).or_default().push(fork);
        }
        self.remember(stage.keys);
        gains
    }

    /// Everybody whose client is showing this document: those who asked for it, and, of a fork, those
    /// who asked for what it was forked from, or for an earlier fork of the same person.
    pub(super) fn readers(&self, document: DocumentId) -> Vec<(ConnectionId, DocumentId)> {
        let mut asked_for = vec![document];
        if let Some(Phase::Fork { root, owner, .. }) = self.texts.get(&document).map(|text| &text.phase) {
            asked_for.push(*root);
            let chain = self.shelves.get(&(*root, *owner)).into_iter().flatten();
            asked_for.extend(chain.filter(|fork| **fork != document));
        }
        let of = |asked: DocumentId| {
            let audience = self.audience.get(&asked);
            audience.into_iter().flatten().map(move |connection| (*connection, asked))
        };
        let shown = |(connection, asked): &(ConnectionId, DocumentId)| {
            let subscription = self.connections.get(connection).and_then(|known| known.subscriptions.get(asked));
            subscription.is_some_and(|subscription| match &subscription.serving {
                Serving::Itself | Serving::Ghost { .. } => *asked == document,
                Serving::Fork(fork) => *fork == document,
            })
        };
        asked_for.into_iter().flat_map(of).filter(shown).collect()
    }

    /// A copy that is not kept follows the document it was made from.
    pub(super) fn haunt_on(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        gain: &Gain,
        effects: &mut Vec<Effect>,
    ) {
        if let Some(subscription) = self.subscription(connection, document)
            && let Serving::Ghost { copy, .. } = &mut subscription.serving
        {
            let followed = guarded(|| copy.apply_changes(gain.changes.clone()).is_ok());
            if followed != Some(true) {
                self.drop_connection(connection, CloseReason::Restart, effects);
            }
        }
    }

    /// Others' changes, to one reader.
    pub(super) fn tell(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        gain: &mut Gain,
        effects: &mut Vec<Effect>,
    ) {
        let Some(subscription) = self.subscription(connection, document) else {
            return;
        };
        let haunted = matches!(subscription.serving, Serving::Ghost { .. });
        if haunted || !exchange::takes_broadcast(&subscription.state, &gain.before) {
            self.answer(connection, document, effects);
            return;
        }
        exchange::mark_broadcast(&mut subscription.state, &gain.after, &gain.changes);
        let make = || exchange::broadcast(&gain.after, &gain.changes).into();
        let message = Arc::clone(gain.message.get_or_insert_with(make));
        effects.push(Effect::Sync { connection, document, message });
    }

    /// Whatever this client should hear now, if anything.
    fn answer(&mut self, connection: ConnectionId, document: DocumentId, effects: &mut Vec<Effect>) {
        let mut message = None;
        self.with_served(connection, document, |served, subscription| {
            let mut need: Vec<ChangeHash> = Vec::new();
            for change in &subscription.waiting {
                need.extend(change.deps().iter().filter(|dep| !has(served, dep)));
            }
            let arrived: BTreeSet<ChangeHash> = subscription.waiting.iter().map(Change::hash).collect();
            need.retain(|dep| !arrived.contains(dep));
            need.sort_unstable();
            need.dedup();
            message = if need.is_empty() {
                exchange::next_message(served, &mut subscription.state)
            } else if need == subscription.asked {
                None
            } else {
                subscription.asked.clone_from(&need);
                Some(exchange::ask(served, &mut subscription.state, need))
            };
        });
        if let Some(message) = message {
            effects.push(Effect::Sync { connection, document, message: message.into() });
        }
    }

    /// Runs with the document that a client is served from. False if there is no such client or document.
    fn with_served(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        run: impl FnOnce(&Automerge, &mut super::connections::Subscription),
    ) -> bool {
        let own = self.register_document();
        let known = self.connections.get_mut(&connection);
        let Some(mut subscription) = known.and_then(|known| known.subscriptions.remove(&document)) else {
            return false;
        };
        let serving = std::mem::replace(&mut subscription.serving, Serving::Itself);
        let text = |id: DocumentId| self.texts.get(&id).map(|text| &text.document);
        let served = match &serving {
            Serving::Itself if document == own => Some(self.register.document()),
            Serving::Itself => text(document),
            Serving::Fork(fork) => text(*fork),
            Serving::Ghost { copy, .. } => Some(copy.as_ref()),
        };
        let found = served.is_some();
        if let Some(served) = served {
            run(served, &mut subscription);
        }
        subscription.serving = serving;
        if let Some(known) = self.connections.get_mut(&connection) {
            known.subscriptions.insert(document, subscription);
        }
        found
    }
}

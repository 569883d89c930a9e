//! A commit is on disk: now it becomes the draft, its authors are acknowledged, and others see it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use automerge::{Automerge, Change, ChangeHash};
use maslahat_protocol::DocumentId;

use crate::{ConnectionId, Effect, Timestamp, exchange};

use crate::exchange::has;
use crate::mutant::{self, Mutant};

use super::connections::{Serving, Subscription};
use super::stage::{Aside, Stage, Told};
use super::{Opening, Phase, Room};

/// What a document has gained, by one commit or by several.
#[derive(Debug)]
pub(super) struct Gain {
    pub(super) document: DocumentId,
    pub(super) before: Vec<ChangeHash>,
    pub(super) after: Vec<ChangeHash>,
    pub(super) changes: Vec<Change>,
    /// Which client's replica each of these came from, if any: it need not be told of them.
    brought: BTreeMap<ChangeHash, (ConnectionId, DocumentId)>,
    /// One message for everybody who is caught up; made when first needed.
    message: Option<Arc<[u8]>>,
}

impl Gain {
    pub(super) const fn new(
        document: DocumentId,
        before: Vec<ChangeHash>,
        after: Vec<ChangeHash>,
        changes: Vec<Change>,
    ) -> Self {
        Self { document, before, after, changes, brought: BTreeMap::new(), message: None }
    }

    /// Goes on with what came next.
    pub(super) fn extend(&mut self, next: Self) {
        self.after = next.after;
        self.changes.extend(next.changes);
        self.brought.extend(next.brought);
        self.message = None;
    }

    /// What a client's replica has not brought itself.
    fn others(&self, replica: (ConnectionId, DocumentId)) -> Vec<Change> {
        let others = self.changes.iter().filter(|change| self.brought.get(&change.hash()) != Some(&replica));
        others.cloned().collect()
    }

    /// Whether a client's replica has brought all of it.
    pub(super) fn is_all_of(&self, replica: (ConnectionId, DocumentId)) -> bool {
        self.changes.iter().all(|change| self.brought.get(&change.hash()) == Some(&replica))
    }

    pub(super) fn message(&mut self) -> Arc<[u8]> {
        let make = || exchange::broadcast(&self.after, &self.changes).into();
        Arc::clone(self.message.get_or_insert_with(make))
    }
}

/// Whose messages came with a commit.
#[derive(Debug, Default, Clone, Copy)]
struct Due {
    /// Before this commit the client had been told everything.
    in_step: bool,
    /// It brought something, and waits to hear that it is kept.
    owed: bool,
}

impl Room {
    /// Makes a stage the draft's state. Its records are durable.
    pub(super) fn show(&mut self, now: Timestamp, stage: Stage, effects: &mut Vec<Effect>) {
        let mut stage = stage;
        let told = std::mem::take(&mut stage.told);
        let answers = std::mem::take(&mut stage.answers);
        let aside = std::mem::take(&mut stage.aside);
        // whoever hears that a text is frozen has heard what is in it
        let all = stage.register.is_some();
        let gains = self.promote(stage);
        if all {
            self.follow_register(effects);
        }
        let grown: Vec<DocumentId> = gains.iter().map(|gain| gain.document).collect();
        for gain in gains {
            self.hold(now, gain);
        }
        let mut due: BTreeMap<(ConnectionId, DocumentId), Due> = BTreeMap::new();
        for Told { connection, document, said } in told {
            let in_step = self.is_in_step(connection, document);
            let carried = said.carried();
            if self.with_served(connection, document, |served, subscription| {
                exchange::receive(served, &mut subscription.state, said);
            }) {
                due.entry((connection, document)).or_insert(Due { in_step, owed: false }).owed |= carried;
            }
        }
        let by = if all { Timestamp(i64::MAX) } else { now };
        for ((connection, document), due) in due.into_iter().filter(|_| !mutant::is(Mutant::ForgetToAcknowledge)) {
            if !due.in_step || !self.acknowledge(connection, document, due.owed, by, effects) {
                self.answer(connection, document, effects);
            }
        }
        self.release(now, all, effects);
        for Aside { person, document, bytes } in aside {
            effects.push(Effect::Aside { person, document, bytes });
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
                let gain = Gain::new(document, staged.before, after, staged.changes);
                gains.push(Gain { brought: staged.brought, ..gain });
            }
        }
        if let Some(register) = stage.register {
            let before = self.register.document().get_heads();
            let after = register.document().get_heads();
            let changes = register.document().get_changes(&before);
            self.register = register;
            gains.push(Gain::new(self.register_document(), before, after, changes));
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

    /// The document that a client is served from; none if that is a copy of its own.
    fn served_id(&self, connection: ConnectionId, document: DocumentId) -> Option<DocumentId> {
        let known = self.connections.get(&connection)?;
        match known.subscriptions.get(&document)?.serving {
            Serving::Itself => Some(document),
            Serving::Fork(fork) => Some(fork),
            Serving::Ghost { .. } => None,
        }
    }

    /// Up to where everybody in step has been told what there is of the document that a client is served from.
    fn told_up_to(&self, connection: ConnectionId, document: DocumentId) -> Option<Vec<ChangeHash>> {
        let served = self.served_id(connection, document)?;
        if let Some(held) = self.held(served) {
            return Some(held.before.clone());
        }
        if served == self.register_document() {
            return Some(self.register.document().get_heads());
        }
        self.texts.get(&served).map(|text| text.document.get_heads())
    }

    /// Whether a client has been told everything that others in step have been told.
    fn is_in_step(&mut self, connection: ConnectionId, document: DocumentId) -> bool {
        let Some(told) = self.told_up_to(connection, document) else {
            return false;
        };
        let subscription = self.subscription(connection, document);
        subscription.is_some_and(|subscription| exchange::takes_broadcast(&subscription.state, &told))
    }

    /// Tells a client in step that what it brought is kept, if it waits for that; and what others brought, if that
    /// is told by `now`. False if this client needs more of an answer.
    fn acknowledge(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        is_owed: bool,
        now: Timestamp,
        effects: &mut Vec<Effect>,
    ) -> bool {
        let Some(told) = self.told_up_to(connection, document) else {
            return false;
        };
        let served = self.served_id(connection, document).filter(|_| is_owed);
        let due = served.and_then(|served| self.due(served, now));
        let others = due.map(|gain| (gain.after.clone(), gain.others((connection, document))));
        let mut message = None;
        self.with_served(connection, document, |served, Subscription { state, waiting, .. }| {
            if waiting.is_empty() && exchange::follows(served, state) {
                message = Some(match &others {
                    Some((after, others)) => {
                        exchange::mark_broadcast(state, after, others);
                        exchange::broadcast(after, others)
                    }
                    None => exchange::acknowledge(state, &told),
                });
            }
        });
        let is_enough = message.is_some();
        if let Some(message) = message.filter(|_| is_owed) {
            effects.push(Effect::Sync { connection, document, message: message.into() });
        }
        is_enough
    }

    /// Whatever this client should hear now, if anything.
    pub(super) fn answer(&mut self, connection: ConnectionId, document: DocumentId, effects: &mut Vec<Effect>) {
        let mut message = None;
        self.with_opening(connection, document, |served, subscription, opening| {
            let mut need: Vec<ChangeHash> = Vec::new();
            for change in &subscription.waiting {
                need.extend(change.deps().iter().filter(|dep| !has(served, dep)));
            }
            let arrived: BTreeSet<ChangeHash> = subscription.waiting.iter().map(Change::hash).collect();
            need.retain(|dep| !arrived.contains(dep));
            need.sort_unstable();
            need.dedup();
            message = if need.is_empty() {
                exchange::next_message(served, &mut subscription.state, opening)
            } else if need == subscription.asked {
                None
            } else {
                subscription.asked.clone_from(&need);
                Some(exchange::ask(&mut subscription.state, need))
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
        run: impl FnOnce(&Automerge, &mut Subscription),
    ) -> bool {
        self.with_opening(connection, document, |served, subscription, _| run(served, subscription))
    }

    /// The same, with that document's bytes for whoever has nothing of it.
    fn with_opening(
        &mut self,
        connection: ConnectionId,
        document: DocumentId,
        run: impl FnOnce(&Automerge, &mut Subscription, &mut Option<Opening>),
    ) -> bool {
        let own = self.register_document();
        let known = self.connections.get_mut(&connection);
        let Some(subscription) = known.and_then(|known| known.subscriptions.get_mut(&document)) else {
            return false;
        };
        let id = match &subscription.serving {
            Serving::Itself => document,
            Serving::Fork(fork) => *fork,
            Serving::Ghost { .. } => {
                let serving = std::mem::replace(&mut subscription.serving, Serving::Itself);
                if let Serving::Ghost { copy, .. } = &serving {
                    run(copy, subscription, &mut None);
                }
                subscription.serving = serving;
                return true;
            }
        };
        if id == own {
            run(self.register.document(), subscription, &mut self.register_opening);
        } else if let Some(text) = self.texts.get_mut(&id) {
            run(&text.document, subscription, &mut text.opening);
        } else {
            return false;
        }
        true
    }
}

//! What becomes of a sync message: its changes are admitted, shelved or refused.

use automerge::Change;
use maslahat_model::rich_text;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, PersonId};

use crate::chunks::{self, ChunkError};
use crate::exchange::{Said, has};
use crate::{ConnectionId, Context, Effect, Member, schema};

use crate::mutant::{self, Mutant};

use super::connections::{Serving, Subscription};
use super::order::in_order;
use super::shelving::Late;
use super::stage::{Arrival, Aside, Stage, Told, Untaken};
use super::standing::Standing;
use super::{Phase, Room};

/// What a person may do with a document.
enum Right {
    /// Changes go into it.
    Write,
    /// Changes go into it, unless they come from where the person's shelved ones are: those go on in this fork.
    WriteBeside { fork: DocumentId },
    /// Changes are kept as the person's fork of `root`.
    Shelve { root: DocumentId },
    /// Never had the right: changes are not kept.
    Never,
}

/// Where a message came from.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sender {
    pub(super) connection: ConnectionId,
    pub(super) member: Member,
    /// As the client calls it. It may have the fork that it is served from open under that name as well.
    pub(super) document: DocumentId,
}

impl From<ChunkError> for CloseReason {
    fn from(error: ChunkError) -> Self {
        match error {
            ChunkError::Malformed => Self::Malformed,
            ChunkError::TooMuch => Self::TooMuch,
        }
    }
}

impl Room {
    pub(super) fn take_sync(
        &mut self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        sender: Sender,
        document: DocumentId,
        data: &[u8],
        effects: &mut Vec<Effect>,
    ) {
        let Sender { connection, member, .. } = sender;
        if stage.refused.contains(&connection) {
            return;
        }
        let needs = self.needs_of_message(stage, connection, member, document);
        let own = self.register_document();
        if needs.iter().any(|needed| *needed != own && self.current(stage, *needed).is_none()) {
            // not of this draft, or damaged on disk
            effects.push(Effect::Unavailable { connection, document });
            return;
        }
        if matches!(self.right(stage, member, document), Right::Shelve { .. } | Right::WriteBeside { .. }) {
            // a fork that begins now begins with everything that has arrived in its base
            self.apply_all(context, stage, effects);
            if stage.refused.contains(&connection) {
                return;
            }
        }
        let mut subscription = self.take_subscription(connection, document);
        stage.untaken.entry((connection, document)).or_insert_with(|| Untaken {
            waiting: subscription.waiting.clone(),
            fork: match subscription.serving {
                Serving::Fork(fork) => Some(fork),
                Serving::Itself | Serving::Ghost { .. } => None,
            },
        });
        let taken = self.take_message(context, stage, sender, document, &mut subscription, data);
        match taken {
            Ok(said) => {
                let waits = !subscription.waiting.is_empty();
                if self.keep_subscription(connection, document, subscription) {
                    stage.told.push(Told { connection, document, said });
                } else if waits && self.current_register(stage).is_revoked(member.person) {
                    // what is missing cannot be asked for any more
                    stage.aside.push(Aside { person: member.person, document, bytes: data.to_vec() });
                } else if self.connections.get(&connection).is_some_and(|known| !known.dismissed) {
                    stage.refused.insert(connection);
                    self.drop_connection(connection, CloseReason::TooMuch, effects);
                }
            }
            Err(reason) => self.refuse(stage, sender, document, reason, data.to_vec(), effects),
        }
    }

    /// Ends a connection for what it sent, and keeps that aside.
    pub(super) fn refuse(
        &mut self,
        stage: &mut Stage,
        Sender { connection, member, .. }: Sender,
        document: DocumentId,
        reason: CloseReason,
        bytes: Vec<u8>,
        effects: &mut Vec<Effect>,
    ) {
        stage.refused.insert(connection);
        stage.told.retain(|told| told.connection != connection);
        let person = member.person;
        effects.push(Effect::Aside { person, document, bytes });
        self.drop_connection(connection, reason, effects);
    }

    fn take_message(
        &self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        sender: Sender,
        document: DocumentId,
        subscription: &mut Subscription,
        data: &[u8],
    ) -> Result<Said, CloseReason> {
        let message = chunks::message(data, &self.limits)?;
        let right = self.right(stage, sender.member, document);
        let operations_max = match right {
            Right::Write | Right::WriteBeside { .. } | Right::Shelve { .. } => self.limits.change_operations_max,
            Right::Never => self.limits.ghost_operations_max,
        };
        let mut changes = chunks::changes(&message, operations_max, &self.limits)?;
        let said = Said::of(message);
        changes.append(&mut subscription.waiting);
        let right = match right {
            // what this client has typed so far was not kept: it will be asked to come back and send it again
            _ if matches!(subscription.serving, Serving::Ghost { .. }) => Right::Never,
            Right::WriteBeside { fork }
                if self.goes_on_in(stage, fork, document, subscription, &said.heads, &changes) =>
            {
                Right::Shelve { root: document }
            }
            Right::WriteBeside { .. } => Right::Write,
            other => other,
        };
        match right {
            Right::Write | Right::WriteBeside { .. } => {
                subscription.serving = Serving::Itself;
                let ready = self.ready(stage, document, changes, subscription)?;
                self.admit(stage, sender, document, ready)?;
            }
            Right::Shelve { root } => {
                let late = Late { root, document, heads: &said.heads, changes };
                self.shelve(context, stage, sender, late, subscription)?;
            }
            Right::Never if mutant::is(Mutant::DropObserved) => {}
            Right::Never => self.haunt(document, changes, subscription)?,
        }
        Ok(said)
    }

    fn right(&self, stage: &Stage, member: Member, document: DocumentId) -> Right {
        let Some(text) = self.current(stage, document) else {
            return Right::Never;
        };
        let standing = self.standing(stage, member);
        match &text.phase {
            _ if standing == Standing::Reads => Right::Never,
            Phase::Open if standing == Standing::Wrote => Right::Shelve { root: document },
            Phase::Open => match self.shelved_beside(stage, document, member.person) {
                Some(fork) => Right::WriteBeside { fork },
                None => Right::Write,
            },
            Phase::Frozen if mutant::is(Mutant::SkipFreezeCheck) => Right::Write,
            Phase::Frozen => Right::Shelve { root: document },
            Phase::Fork { owner, root, settled } if *owner == member.person => {
                if *settled || standing == Standing::Wrote { Right::Shelve { root: *root } } else { Right::Write }
            }
            Phase::Fork { .. } => Right::Shelve { root: document },
        }
    }

    /// Of these changes, those that `document` can take now, in an order that it takes; the others wait.
    pub(super) fn ready(
        &self,
        stage: &Stage,
        document: DocumentId,
        changes: Vec<Change>,
        subscription: &mut Subscription,
    ) -> Result<Vec<Change>, CloseReason> {
        let (ready, waiting) = in_order(changes, |hash| self.holds_change(stage, document, hash));
        if waiting.len() > self.limits.waiting_changes_max {
            return Err(CloseReason::TooMuch);
        }
        subscription.waiting = if mutant::is(Mutant::DropWaiting) { Vec::new() } else { waiting };
        Ok(ready)
    }

    /// Takes changes for an open text or fork; they are applied with others, see `apply_arrivals`.
    pub(super) fn admit(
        &self,
        stage: &mut Stage,
        sender: Sender,
        document: DocumentId,
        changes: Vec<Change>,
    ) -> Result<(), CloseReason> {
        if changes.is_empty() {
            return Ok(());
        }
        self.check_authors(stage, sender.member.person, document, &changes)?;
        let text = self.current(stage, document);
        let body = text.and_then(|text| rich_text::body(&text.document)).ok_or(CloseReason::Refused)?;
        if changes.iter().any(|change| schema::check(change, &body).is_err()) {
            return Err(CloseReason::Refused);
        }
        if let Some(text) = self.stage_text(stage, document) {
            text.reach_on(&changes).ok_or(CloseReason::Refused)?;
            text.arrivals.push(Arrival { sender, changes });
        }
        Ok(())
    }

    /// An actor id is one person's. Whoever brings a change of somebody else's that is not here already has
    /// made it up: the server shows nobody what it does not hold. A fork of somebody else's fork takes in what
    /// the owner has added to that one.
    fn check_authors(
        &self,
        stage: &Stage,
        person: PersonId,
        document: DocumentId,
        changes: &[Change],
    ) -> Result<(), CloseReason> {
        let root = match self.current(stage, document).map(|text| &text.phase) {
            Some(Phase::Fork { root, .. }) => Some(*root),
            _ => None,
        };
        let held = |change: &Change| root.is_some_and(|root| self.holds_change(stage, root, &change.hash()));
        let forged =
            |change: &Change| self.author(stage, change).is_some_and(|author| author != person) && !held(change);
        if changes.iter().any(forged) {
            return Err(CloseReason::Impersonation);
        }
        Ok(())
    }

    pub(super) fn author(&self, stage: &Stage, change: &Change) -> Option<PersonId> {
        let actor = change.actor_id();
        self.actors.get(actor).or_else(|| stage.actors.get(actor)).copied()
    }

    /// Serves a person who never writes from a copy that is not kept.
    fn haunt(
        &self,
        document: DocumentId,
        changes: Vec<Change>,
        subscription: &mut Subscription,
    ) -> Result<(), CloseReason> {
        // not what is about to be: that may never come about
        let durable = || match self.texts.get(&document) {
            Some(text) => text.document.clone(),
            None => self.register.document().clone(),
        };
        let (copy, typed) = match &mut subscription.serving {
            Serving::Ghost { copy, typed } => (copy.as_ref().clone(), *typed),
            Serving::Itself | Serving::Fork(_) => (durable(), 0),
        };
        let (ready, waiting) = in_order(changes, |hash| has(&copy, hash));
        let typed = typed + ready.iter().map(Change::len).sum::<usize>();
        if typed > self.limits.ghost_operations_max || waiting.len() > self.limits.waiting_changes_max {
            return Err(CloseReason::TooMuch);
        }
        subscription.waiting = waiting;
        if ready.is_empty() {
            return Ok(());
        }
        let body = rich_text::body(&copy);
        let misfit = |change: &Change| body.as_ref().is_some_and(|body| schema::check(change, body).is_err());
        if ready.iter().any(misfit) {
            return Err(CloseReason::Refused);
        }
        let copy = Box::new(schema::applied_unchecked(&copy, &ready).ok_or(CloseReason::Refused)?);
        subscription.serving = Serving::Ghost { copy, typed };
        Ok(())
    }
}

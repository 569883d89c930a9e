//! Late changes: kept as the person's fork of a closed document, from which that person's sessions
//! are then served.

use automerge::{Change, ChangeHash};
use maslahat_model::register::{Proposal, ProposalKind, ProposalState};
use maslahat_model::rfc3339;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, PersonId};
use serde_json::{Value, json};

use crate::{Context, LedgerRecord, Record, RecordKind, schema};

use crate::mutant::{self, Mutant};

use super::admission::Sender;
use super::connections::{Serving, Subscription};
use super::stage::{Stage, StagedText};
use super::{Phase, Room, Text};

/// What a person sent to a document that is closed to them.
pub(super) struct Late<'a> {
    /// The document whose late changes these are.
    pub(super) root: DocumentId,
    /// The document as the client calls it: the root, or a fork of it.
    pub(super) document: DocumentId,
    /// What the client holds.
    pub(super) heads: &'a [ChangeHash],
    pub(super) changes: Vec<Change>,
}

impl Room {
    /// Takes late changes into the person's fork, and serves the client from there.
    pub(super) fn shelve(
        &self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        sender: Sender,
        Late { root, document, heads, changes }: Late<'_>,
        subscription: &mut Subscription,
    ) -> Result<(), CloseReason> {
        let newest = self.newest_fork(stage, root, sender.member.person).filter(|_| !mutant::is(Mutant::ForkAnew));
        let base = newest.unwrap_or(root);
        let changes = self.with_what_they_need(stage, root, base, changes);
        let ready = self.ready(stage, base, changes, subscription)?;
        if ready.is_empty() || mutant::is(Mutant::DropShelved) {
            self.serve_from_fork(stage, document, newest, heads, subscription);
            return Ok(());
        }
        let open = newest.filter(|fork| {
            let phase = self.current(stage, *fork).map(|text| &text.phase);
            matches!(phase, Some(Phase::Fork { settled: false, .. }))
        });
        let fork = match open {
            Some(fork) => {
                self.admit(stage, sender, fork, ready)?;
                fork
            }
            None => self.open_fork(context, stage, sender, root, base, ready)?,
        };
        if !mutant::is(Mutant::ServeFrozenToLate) {
            subscription.serving = Serving::Fork(fork);
        }
        Ok(())
    }

    /// Changes to a fork whose owner has gone on may rest on what another person's own fork of it does not
    /// hold yet: then that comes first.
    fn with_what_they_need(
        &self,
        stage: &Stage,
        root: DocumentId,
        base: DocumentId,
        changes: Vec<Change>,
    ) -> Vec<Change> {
        let newer = |dep: &ChangeHash| !self.holds_change(stage, base, dep) && self.holds_change(stage, root, dep);
        if base == root || !changes.iter().any(|change| change.deps().iter().any(newer)) {
            return changes;
        }
        let (Some(from), Some(to)) = (self.current(stage, root), self.current(stage, base)) else {
            return changes;
        };
        let mut all = from.document.get_changes(&to.document.get_heads());
        all.extend(changes);
        all
    }

    /// The person's fork of an open text, while the text does not hold what is in it.
    pub(super) fn shelved_beside(&self, stage: &Stage, document: DocumentId, person: PersonId) -> Option<DocumentId> {
        let fork = self.newest_fork(stage, document, person).filter(|_| !mutant::is(Mutant::ForgetTheShelf))?;
        let heads = self.current(stage, fork)?.document.get_heads();
        let all = heads.iter().all(|head| self.holds_change(stage, document, head));
        (!all).then_some(fork)
    }

    /// Whether a client of somebody who may write goes on where their shelved changes are, and not in the text.
    pub(super) fn goes_on_in(
        &self,
        stage: &Stage,
        fork: DocumentId,
        document: DocumentId,
        subscription: &Subscription,
        heads: &[ChangeHash],
        changes: &[Change],
    ) -> bool {
        let shelved =
            |hash: &ChangeHash| !self.holds_change(stage, document, hash) && self.holds_change(stage, fork, hash);
        matches!(subscription.serving, Serving::Fork(_))
            || heads.iter().any(shelved)
            || changes.iter().any(|change| shelved(&change.hash()) || change.deps().iter().any(shelved))
    }

    /// A client that already holds late changes is served from where they are.
    fn serve_from_fork(
        &self,
        stage: &Stage,
        document: DocumentId,
        newest: Option<DocumentId>,
        heads: &[ChangeHash],
        subscription: &mut Subscription,
    ) {
        let Some(fork) = newest.filter(|fork| *fork != document) else {
            return;
        };
        let holds_late =
            |head: &ChangeHash| !self.holds_change(stage, document, head) && self.holds_change(stage, fork, head);
        if matches!(subscription.serving, Serving::Fork(_)) || heads.iter().any(holds_late) {
            subscription.serving = Serving::Fork(fork);
        }
    }

    /// Begins a late proposal with its first changes. If they are refused, no trace is left.
    fn open_fork(
        &self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        sender: Sender,
        root: DocumentId,
        base: DocumentId,
        changes: Vec<Change>,
    ) -> Result<DocumentId, CloseReason> {
        let person = sender.member.person;
        let Some(from) = self.current(stage, base) else {
            return Err(CloseReason::Refused);
        };
        let (paragraph, lang, copy) = (from.paragraph.clone(), from.lang.clone(), from.document.clone());
        let reach = from.reach.clone();
        let snapshot = schema::sound_bytes(&copy).ok_or(CloseReason::Restart)?;
        let own = |proposal: &&Proposal| proposal.by == person;
        if self.current_register(stage).proposals.values().filter(own).count() >= self.limits.proposals_each_max {
            return Err(CloseReason::TooMuch);
        }
        let fork = DocumentId::from_bytes((context.fresh)());
        let mut staged = StagedText::new(Text {
            document: copy,
            seq: 0,
            snapshot_seq: 0,
            reach,
            opening: None,
            phase: Phase::Fork { owner: person, root, settled: false },
            paragraph: paragraph.clone(),
            lang: lang.clone(),
            idle_since: None,
        });
        staged.records.push(Record {
            kind: RecordKind::Snapshot,
            person: PersonId::SERVER,
            at: context.now,
            body: snapshot,
        });
        stage.texts.insert(fork, staged);
        let admitted = self.admit(stage, sender, fork, changes).and_then(|()| {
            let refused = self.apply_arrivals(context, stage, fork);
            if refused.is_empty() { Ok(()) } else { Err(CloseReason::Refused) }
        });
        if let Err(reason) = admitted {
            stage.texts.remove(&fork);
            return Err(reason);
        }
        let proposal = Proposal {
            paragraph: paragraph.clone(),
            lang: lang.clone(),
            kind: ProposalKind::Late,
            by: person,
            at: rfc3339(context.now.0),
            url: fork.url(),
            base: base.url(),
            state: ProposalState::Open,
            settled: None,
        };
        let id = self.next_proposal(stage);
        let entry = json!({"type": "late-proposal", "proposal": id, "paragraph": paragraph, "lang": lang});
        if self.edit_register(stage, |register| drop(register.proposals.insert(id, proposal))).is_err() {
            stage.texts.remove(&fork);
            return Err(CloseReason::Restart);
        }
        stage.forks.push((root, person, fork));
        self.enter(context, stage, person, entry, Value::Null, None);
        Ok(fork)
    }

    /// Proposals are numbered within a draft and never deleted.
    fn next_proposal(&self, stage: &Stage) -> String {
        format!("p{}", self.current_register(stage).proposals.len() + 1)
    }

    /// Writes a line of the ledger.
    pub(super) fn enter(
        &self,
        context: &Context<'_>,
        stage: &mut Stage,
        person: PersonId,
        act: Value,
        answer: Value,
        key: Option<String>,
    ) {
        let line = LedgerRecord { act, answer, key };
        stage.ledger.push(Record {
            kind: RecordKind::Act,
            person,
            at: context.now,
            body: serde_json::to_vec(&line).unwrap_or_default(),
        });
    }
}

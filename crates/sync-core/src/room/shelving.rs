//! Late changes: kept as the person's fork of a closed document, from which that person's sessions
//! are then served.

use automerge::{Change, ChangeHash};
use maslahat_model::register::{Proposal, ProposalKind, ProposalState};
use maslahat_model::rfc3339;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, PersonId};
use serde_json::{Value, json};

use crate::{Context, LedgerRecord, Member, Record, RecordKind};

use crate::mutant::{self, Mutant};

use super::admission::{has, in_order};
use super::connections::{Serving, Subscription};
use super::stage::{Stage, StagedText};
use super::{Phase, Room, Text};

impl Room {
    /// Takes changes to `document`, which is closed to this person, as late changes to `root`.
    #[expect(
        clippy::too_many_arguments,
        reason = "one step of admission, with all that it looks at"
    )]
    pub(super) fn shelve(
        &self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        member: Member,
        root: DocumentId,
        document: DocumentId,
        heads: &[ChangeHash],
        changes: Vec<Change>,
        subscription: &mut Subscription,
    ) -> Result<(), CloseReason> {
        let newest = self
            .newest_fork(stage, root, member.person)
            .filter(|_| !mutant::is(Mutant::ForkAnew));
        let base = newest.unwrap_or(root);
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
                self.admit(context, stage, member, fork, ready)?;
                fork
            }
            None => self.open_fork(context, stage, member, root, base, ready)?,
        };
        if !mutant::is(Mutant::ServeFrozenToLate) {
            subscription.serving = Serving::Fork(fork);
        }
        Ok(())
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
        let (Some(text), Some(late)) = (self.current(stage, document), self.current(stage, fork)) else {
            return;
        };
        let holds_late = |head: &ChangeHash| !has(&text.document, head) && has(&late.document, head);
        if matches!(subscription.serving, Serving::Fork(_)) || heads.iter().any(holds_late) {
            subscription.serving = Serving::Fork(fork);
        }
    }

    /// Begins a late proposal with its first changes. If they are refused, no trace is left.
    fn open_fork(
        &self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        member: Member,
        root: DocumentId,
        base: DocumentId,
        changes: Vec<Change>,
    ) -> Result<DocumentId, CloseReason> {
        let Some(from) = self.current(stage, base) else {
            return Err(CloseReason::Refused);
        };
        let (paragraph, lang, copy) = (from.paragraph.clone(), from.lang.clone(), from.document.clone());
        let (ready, _) = in_order(&copy, changes);
        let fork = DocumentId::from_bytes((context.fresh)());
        let mut staged = StagedText::new(Text {
            document: copy,
            seq: 0,
            phase: Phase::Fork {
                owner: member.person,
                root,
                settled: false,
            },
            paragraph: paragraph.clone(),
            lang: lang.clone(),
        });
        staged.records.push(Record {
            kind: RecordKind::Snapshot,
            person: PersonId::SERVER,
            at: context.now,
            body: staged.text.document.save(),
        });
        stage.texts.insert(fork, staged);
        if let Err(reason) = self.admit(context, stage, member, fork, ready) {
            stage.texts.remove(&fork);
            return Err(reason);
        }
        let proposal = Proposal {
            paragraph: paragraph.clone(),
            lang: lang.clone(),
            kind: ProposalKind::Late,
            by: member.person,
            at: rfc3339(context.now.0),
            url: fork.url(),
            base: base.url(),
            state: ProposalState::Open,
        };
        let id = self.next_proposal(stage);
        let entry = json!({"type": "late-proposal", "proposal": id, "paragraph": paragraph, "lang": lang});
        if self
            .edit_register(stage, |register| drop(register.proposals.insert(id, proposal)))
            .is_err()
        {
            stage.texts.remove(&fork);
            return Err(CloseReason::Restart);
        }
        stage.forks.push((root, member.person, fork));
        self.enter(context, stage, member.person, entry, Value::Null, None);
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

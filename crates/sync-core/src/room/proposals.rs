//! Settling a proposal: withdrawn by its author, rejected or accepted by a moderator.

use automerge::Change;
use maslahat_model::register::{Proposal, ProposalSettled, ProposalState};
use maslahat_model::rfc3339;
use maslahat_protocol::DocumentId;
use serde_json::{Value, json};

use crate::{ActError, Record, RecordKind, schema};

use crate::exchange::has;
use crate::mutant::{self, Mutant};

use super::acts::Doing;
use super::order::in_order;
use super::stage::Stage;
use super::{Phase, Room};

/// Of a rejection's reason. The register carries it to every reader.
const REASON_CHARS_MAX: usize = 2_000;

impl Room {
    pub(super) fn withdraw(&self, doing: &mut Doing<'_, '_>, id: &str) -> Result<Value, ActError> {
        let (proposal, fork) = self.open_proposal(doing.stage, id)?;
        if proposal.by != doing.member.person || !doing.member.role.may_edit() {
            return Err(ActError::Forbidden);
        }
        self.settle(doing, id, fork, ProposalState::Withdrawn, None)
    }

    pub(super) fn reject(&self, doing: &mut Doing<'_, '_>, id: &str, reason: Option<&str>) -> Result<Value, ActError> {
        let (_, fork) = self.open_proposal(doing.stage, id)?;
        if reason.is_some_and(|reason| reason.chars().count() > REASON_CHARS_MAX) {
            return Err(ActError::ReasonTooLong { chars_max: REASON_CHARS_MAX });
        }
        let reason = reason.map(str::trim).filter(|reason| !reason.is_empty());
        self.settle(doing, id, fork, ProposalState::Rejected, reason)
    }

    /// Merges a proposal into the paragraph's open text.
    pub(super) fn accept(&self, doing: &mut Doing<'_, '_>, id: &str) -> Result<Value, ActError> {
        let (proposal, fork) = self.open_proposal(doing.stage, id)?;
        let paragraph = self.current_register(doing.stage).paragraphs.get(&proposal.paragraph);
        let text = paragraph.and_then(|paragraph| paragraph.texts.get(&proposal.lang));
        let target = text.and_then(|text| text.document()).ok_or(ActError::ProposalDoesNotFit)?;
        let open = |room: &Self, stage: &Stage| {
            let current = room.current(stage, target)?;
            (current.phase == Phase::Open).then(|| current.document.clone())
        };
        if self.current(doing.stage, target).is_none() {
            return Err(unreadable(&proposal));
        }
        let into = open(self, doing.stage).ok_or(ActError::TextFrozen)?;
        let late = self.current(doing.stage, fork).ok_or_else(|| unreadable(&proposal))?;
        let (changes, _) = in_order(late.document.get_changes(&[]), |hash| has(&into, hash));
        let merged = schema::applied(&into, &changes, &self.limits).ok_or(ActError::ProposalDoesNotFit)?;
        let mut answer = self.settle(doing, id, fork, ProposalState::Accepted, None)?;
        if let Some(answer) = answer.as_object_mut() {
            answer.insert("into".to_owned(), Value::String(target.url()));
        }
        let (person, at) = (proposal.by, doing.context.now);
        if mutant::is(Mutant::AcceptWithoutMerging) {
            return Ok(answer);
        }
        if let Some(staged) = self.stage_text(doing.stage, target) {
            staged.text.document = merged;
            staged.text.reach.extend(&changes);
            staged.records.extend(changes.iter().map(|change: &Change| Record {
                kind: RecordKind::Change,
                person,
                at,
                body: change.raw_bytes().to_vec(),
            }));
            staged.changes.extend(changes);
        }
        Ok(answer)
    }

    fn open_proposal(&self, stage: &Stage, id: &str) -> Result<(Proposal, DocumentId), ActError> {
        let register = self.current_register(stage);
        let proposal = register.proposals.get(id).ok_or_else(|| ActError::ProposalUnknown(id.to_owned()))?;
        if proposal.state != ProposalState::Open {
            return Err(ActError::ProposalSettled);
        }
        let fork = DocumentId::from_url(&proposal.url).map_err(|_| ActError::ProposalUnknown(id.to_owned()))?;
        Ok((proposal.clone(), fork))
    }

    /// Closes a fork; later changes by its author begin the next one.
    fn settle(
        &self,
        doing: &mut Doing<'_, '_>,
        id: &str,
        fork: DocumentId,
        state: ProposalState,
        reason: Option<&str>,
    ) -> Result<Value, ActError> {
        let (person, at) = (doing.member.person, doing.context.now);
        let settled = ProposalSettled { by: person, at: rfc3339(at.0), reason: reason.map(str::to_owned) };
        self.edit_register(doing.stage, |register| {
            if let Some(proposal) = register.proposals.get_mut(id) {
                proposal.state = state;
                proposal.settled = Some(settled);
            }
        })?;
        // settling a fork that cannot be read is entered in the register and the ledger alone
        if let Some(staged) = self.stage_text(doing.stage, fork) {
            if let Phase::Fork { settled, .. } = &mut staged.text.phase {
                *settled = true;
            }
            staged.records.push(Record {
                kind: RecordKind::Settled,
                person,
                at,
                body: serde_json::to_vec(&state).unwrap_or_default(),
            });
        }
        Ok(json!({"proposal": id, "state": state}))
    }
}

fn unreadable(proposal: &Proposal) -> ActError {
    ActError::TextUnreadable { paragraph: proposal.paragraph.clone(), lang: proposal.lang.clone() }
}

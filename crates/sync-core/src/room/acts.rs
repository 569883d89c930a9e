//! Acts: checked against a role, done as one commit, entered in the ledger.

use maslahat_model::{Role, Status};
use maslahat_protocol::PersonId;
use serde_json::{Value, json};

use crate::{Act, ActError, Context, Member, RequestId};

use super::stage::Stage;
use super::{Keys, Remembered, Room};

/// An act's author and moment, while it is being done.
pub(super) struct Doing<'a, 'b> {
    pub(super) context: &'a mut Context<'b>,
    pub(super) stage: &'a mut Stage,
    pub(super) member: Member,
}

impl Room {
    pub(super) fn take_act(
        &mut self,
        context: &mut Context<'_>,
        stage: &mut Stage,
        request: RequestId,
        member: Member,
        act: Act,
        key: Option<String>,
    ) {
        let written = serde_json::to_value(&act).unwrap_or_default();
        let key = key.map(|key| (member.person, key));
        let result = match key.as_ref().and_then(|key| self.remembered(stage, key)) {
            Some(before) if before.act == written => Ok(before.answer.clone()),
            Some(_) => Err(ActError::KeyReused),
            None => {
                let doing = Doing { context: &mut *context, stage: &mut *stage, member };
                let done = self.act(doing, &act);
                if let Ok(answer) = &done {
                    let name = key.as_ref().map(|(_, name)| name.clone());
                    self.enter(context, stage, member.person, written.clone(), answer.clone(), name);
                    if let Some(key) = key {
                        stage.keys.insert(key, Remembered { act: written, answer: answer.clone() });
                    }
                }
                done
            }
        };
        stage.answers.push((request, result));
    }

    fn act(&self, mut doing: Doing<'_, '_>, act: &Act) -> Result<Value, ActError> {
        let role = self.role_now(doing.stage, doing.member).ok_or(ActError::Forbidden)?;
        doing.member.role = role;
        match act {
            Act::WithdrawProposal { proposal } => return self.withdraw(&mut doing, proposal),
            Act::SetRole { .. } | Act::Revoke { .. } if role != Role::Secretariat => return Err(ActError::Forbidden),
            _ if !role.may_moderate() => return Err(ActError::Forbidden),
            _ => {}
        }
        match act {
            Act::SetRole { person, role } => self.change_standing(&mut doing, *person, Some(*role)),
            Act::Revoke { person } => self.change_standing(&mut doing, *person, None),
            Act::Freeze { paragraphs, lang, scope } => self.freeze(&mut doing, paragraphs, lang.as_deref(), *scope),
            Act::Reopen { paragraphs, lang, scope } => self.reopen(&mut doing, paragraphs, lang.as_deref(), *scope),
            Act::SetStatus { paragraph, status } => self.set_status(&mut doing, paragraph, *status),
            Act::RejectProposal { proposal, reason } => self.reject(&mut doing, proposal, reason.as_deref()),
            Act::AcceptProposal { proposal } => self.accept(&mut doing, proposal),
            Act::WithdrawProposal { .. } => Err(ActError::Internal),
        }
    }

    fn set_status(&self, doing: &mut Doing<'_, '_>, paragraph: &str, status: Status) -> Result<Value, ActError> {
        if matches!(status, Status::Frozen | Status::LateProposal) {
            return Err(ActError::StatusDerived);
        }
        if !self.current_register(doing.stage).paragraphs.contains_key(paragraph) {
            return Err(ActError::ParagraphUnknown(paragraph.to_owned()));
        }
        self.edit_register(doing.stage, |register| {
            if let Some(known) = register.paragraphs.get_mut(paragraph) {
                known.status = status;
            }
        })?;
        Ok(json!({"paragraph": paragraph, "status": status}))
    }

    fn remembered<'a>(&'a self, stage: &'a Stage, key: &(PersonId, String)) -> Option<&'a Remembered> {
        stage.keys.get(key).or_else(|| self.keys.get(key))
    }

    /// Keeps the answers to keyed acts, up to a bound.
    pub(super) fn remember(&mut self, keys: Keys) {
        for (key, remembered) in keys {
            if self.keys.len() >= self.limits.keys_max {
                self.keys.pop_first();
            }
            self.keys.insert(key, remembered);
        }
    }
}

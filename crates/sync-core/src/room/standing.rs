//! How people stand in the draft: what counts is what the register says at the moment something is taken,
//! not what it said when a connection opened. Who loses the right to write keeps their words on the shelf;
//! who loses access is parted with.

use maslahat_model::Role;
use maslahat_model::register::{Former, Person};
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, PersonId};
use serde_json::{Value, json};

use crate::exchange::has;
use crate::mutant::{self, Mutant};
use crate::{ActError, ConnectionId, Context, Effect, Member, RequestId};

use super::acts::Doing;
use super::connections::{Connection, Serving};
use super::stage::Stage;
use super::{Phase, Room};

/// What becomes of a person's changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// They may write.
    Writes,
    /// They might once: what they still send is shelved.
    Wrote,
    /// They never might: what they send is not kept.
    Reads,
}

impl Room {
    /// A person's role now; none if their access was revoked.
    pub(super) fn role_now(&self, stage: &Stage, Member { person, role }: Member) -> Option<Role> {
        if mutant::is(Mutant::TrustTheConnection) {
            return Some(role);
        }
        let register = self.current_register(stage);
        if register.is_revoked(person) {
            return None;
        }
        // whoever has joined on another node may be here before the register has come
        Some(register.people.get(&person).map_or(role, |known| known.role))
    }

    pub(super) fn standing(&self, stage: &Stage, member: Member) -> Standing {
        let wrote = || {
            let former = self.current_register(stage).former.get(&member.person);
            former.is_some_and(|former| former.role.may_edit()) && !mutant::is(Mutant::ForgetTheFormer)
        };
        match self.role_now(stage, member) {
            Some(role) if role.may_edit() => Standing::Writes,
            _ if wrote() => Standing::Wrote,
            _ => Standing::Reads,
        }
    }

    /// Gives a person another role, or none.
    pub(super) fn change_standing(
        &self,
        doing: &mut Doing<'_, '_>,
        person: PersonId,
        role: Option<Role>,
    ) -> Result<Value, ActError> {
        let register = self.current_register(doing.stage);
        let before = register.people.get(&person).ok_or(ActError::PersonUnknown(person))?.role;
        if person == doing.member.person {
            return Err(ActError::OwnStanding);
        }
        if register.is_revoked(person) {
            return Err(ActError::PersonRevoked);
        }
        if role == Some(before) {
            return Err(ActError::RoleUnchanged);
        }
        let others = register.people.iter().filter(|(id, _)| **id != person && !register.is_revoked(**id));
        if before == Role::Secretariat && !others.into_iter().any(|(_, other)| other.role == Role::Secretariat) {
            return Err(ActError::LastSecretariat);
        }
        let highest = register.former.get(&person).map_or(before, |former| former.role.max(before));
        // the number under which this act is about to be entered
        let act = self.ledger_seq + doing.stage.ledger.len() as u64 + 1;
        self.edit_register(doing.stage, |register| {
            register.former.insert(person, Former { role: highest, act, revoked: role.is_none() });
            if let (Some(role), Some(known)) = (role, register.people.get_mut(&person)) {
                known.role = role;
            }
        })?;
        Ok(json!({"person": person, "role": role, "before": before, "act": act}))
    }

    /// Enters a person who has joined, or whose name or seat has changed. The role of somebody who is known
    /// changes by an act alone.
    pub(super) fn take_person(
        &mut self,
        context: &Context<'_>,
        stage: &mut Stage,
        request: RequestId,
        id: PersonId,
        mut person: Person,
    ) {
        let register = self.current_register(stage);
        let known = register.people.get(&id);
        if let Some(known) = known {
            person.role = known.role;
        }
        let result = if register.is_revoked(id) {
            Err(ActError::PersonRevoked)
        } else if known == Some(&person) {
            Ok(Value::Null)
        } else {
            let entry = json!({"type": "join", "name": person.name, "role": person.role, "seat": person.seat});
            let done = self.edit_register(stage, |register| drop(register.people.insert(id, person)));
            if done.is_ok() {
                self.enter(context, stage, id, entry, Value::Null, None);
            }
            done.map(|()| Value::Null)
        };
        stage.answers.push((request, result));
    }

    /// The register has changed: connections follow what it says of their people and texts.
    pub(super) fn follow_register(&mut self, effects: &mut Vec<Effect>) {
        self.part_with_revoked(effects);
        self.lay_ghosts(effects);
        self.lead_back();
    }

    /// Ends the connections of those whose access was revoked.
    pub(super) fn part_with_revoked(&mut self, effects: &mut Vec<Effect>) {
        let register = self.register.view();
        if register.former.is_empty() || mutant::is(Mutant::KeepTheRevoked) {
            return;
        }
        let revoked = |known: &Connection| register.is_revoked(known.member.person);
        for connection in self.connections_that(|known| !known.dismissed && revoked(known)) {
            self.dismiss(connection, effects);
            if mutant::is(Mutant::DropLastWords) {
                self.queue.retain(|work| !work.is_from(connection));
                self.forget_connection(connection);
            }
        }
    }

    /// What a person typed before they might write was not kept, but their client believes so. It comes back,
    /// and sends it again.
    fn lay_ghosts(&mut self, effects: &mut Vec<Effect>) {
        if self.register.view().former.is_empty() || mutant::is(Mutant::KeepTheGhost) {
            return;
        }
        let own = self.register_document();
        let haunted = |known: &Connection| {
            let texts = known.subscriptions.iter().filter(|(document, _)| **document != own);
            texts.into_iter().any(|(_, subscription)| matches!(subscription.serving, Serving::Ghost { .. }))
        };
        let stage = Stage::default();
        let writes = |known: &Connection| self.standing(&stage, known.member) != Standing::Reads;
        for connection in self.connections_that(|known| !known.dismissed && haunted(known) && writes(known)) {
            self.drop_connection(connection, CloseReason::Restart, effects);
        }
    }

    /// Whoever is served from a fork of an open text that has been merged into it is served from the text again.
    fn lead_back(&mut self) {
        let texts = &self.texts;
        let merged = |document: &DocumentId, fork: &DocumentId| {
            let (text, fork) = (texts.get(document)?, texts.get(fork)?);
            let all = fork.document.get_heads().iter().all(|head| has(&text.document, head));
            Some(text.phase == Phase::Open && all)
        };
        for known in self.connections.values_mut() {
            for (document, subscription) in &mut known.subscriptions {
                if let Serving::Fork(fork) = &subscription.serving
                    && merged(document, fork) == Some(true)
                {
                    subscription.serving = Serving::Itself;
                }
            }
        }
    }

    fn connections_that(&self, are: impl Fn(&Connection) -> bool) -> Vec<ConnectionId> {
        self.connections.iter().filter(|(_, known)| are(known)).map(|(connection, _)| *connection).collect()
    }
}

//! Role changes and revocations while people write, and what must come of them.

use std::collections::BTreeSet;

use automerge::sync::Message;
use automerge::{Automerge, Change, ChangeHash};
use maslahat_model::Role;
use maslahat_model::register::{Person, ProposalState};
use maslahat_protocol::{DocumentId, LogId, LogKind, PersonId};
use maslahat_sync_core::{Append, Input, Member, Record, RecordKind, RequestId, register_document};
use serde_json::json;

use crate::device::Device;
use crate::world::{DRAFT, Done, MODERATOR, SECRETARIAT, World, broken};

/// Those of a log.
fn changes(records: &[Record]) -> impl Iterator<Item = ChangeHash> {
    let records = records.iter().filter(|record| record.kind == RecordKind::Change);
    records.filter_map(|record| Change::from_bytes(record.body.clone()).ok()).map(|change| change.hash())
}

/// The changes of a message: one by one, or as a whole document.
pub(crate) fn brought(message: &[u8]) -> Vec<ChangeHash> {
    let Ok(message) = Message::decode(message) else {
        return Vec::new();
    };
    let whole = |bytes: &[u8]| {
        let document = Automerge::load(bytes).ok()?;
        Some(document.get_changes(&[]).iter().map(Change::hash).collect())
    };
    let of = |bytes: &[u8]| match Change::from_bytes(bytes.to_vec()) {
        Ok(change) => vec![change.hash()],
        Err(_) => whole(bytes).unwrap_or_default(),
    };
    message.changes.iter().flat_map(of).collect()
}

impl World {
    /// Everybody joins before the conference begins.
    pub(crate) fn gather(&mut self) -> Done {
        let mut people = vec![(MODERATOR, Role::Moderator), (SECRETARIAT, Role::Secretariat)];
        people.extend(self.devices.iter().map(|device| (device.person, device.role)));
        for (number, (id, role)) in people.into_iter().enumerate() {
            let person = Person { name: format!("Person {number}"), role, seat: None };
            self.input(Input::Person { request: RequestId(number as u64), id, person })?;
            self.disk(u32::MAX)?;
        }
        Ok(())
    }

    pub(crate) fn set_role(&mut self, device: u32, role: u32) -> Done {
        let act = self.role_act(device, role);
        self.act_as(Member { person: SECRETARIAT, role: Role::Secretariat }, act)
    }

    pub(crate) fn set_role_elsewhere(&mut self, device: u32, role: u32) -> Done {
        let act = self.role_act(device, role);
        self.act_elsewhere(Member { person: SECRETARIAT, role: Role::Secretariat }, act)
    }

    fn role_act(&self, device: u32, role: u32) -> serde_json::Value {
        let person = self.devices[self.device(device)].person;
        let role = if role == 0 { Role::Observer } else { Role::Expert };
        json!({"type": "set-role", "person": person, "role": role})
    }

    pub(crate) fn revoke(&mut self, device: u32) -> Done {
        let person = self.devices[self.device(device)].person;
        self.act_as(
            Member { person: SECRETARIAT, role: Role::Secretariat },
            json!({"type": "revoke", "person": person}),
        )
    }

    pub(crate) fn is_revoked(&self, person: PersonId) -> bool {
        self.room.register().is_revoked(person)
    }

    /// Whether what this device's person types is kept: they may write, or might once.
    pub(crate) fn ever_wrote(&self, device: &Device) -> bool {
        let register = self.room.register();
        let role = register.people.get(&device.person).map_or(device.role, |known| known.role);
        let before = register.former.get(&device.person).map(|former| former.role);
        role.may_edit() || before.is_some_and(Role::may_edit)
    }

    /// Notes the changes of a message that the server is about to take.
    pub(crate) fn owe(&mut self, device: usize, data: &[u8]) {
        let Device { person, role, connection, ref typed, .. } = self.devices[device];
        // what an observer typed before they might write is not kept at first
        if connection.is_none() || !role.may_edit() {
            return;
        }
        let own = brought(data).into_iter().filter(|hash| typed.contains(hash));
        self.owed.extend(own.map(|hash| (person, hash)));
    }

    /// Those with whom the server has parted notice it, and go.
    pub(crate) fn see_off(&mut self) -> Done {
        for device in 0..self.devices.len() {
            if self.devices[device].dismissed {
                self.disconnect(device)?;
            }
        }
        Ok(())
    }

    /// Whoever has no right to write appends to no text of the draft.
    pub(crate) fn check_writers(&self, appends: &[Append]) -> Done {
        let register = self.room.register();
        // an act in the same commit may change who writes, or merge a proposal
        if appends.iter().any(|append| append.log.kind == LogKind::Register) {
            return Ok(());
        }
        let texts = register.paragraphs.values().flat_map(|paragraph| paragraph.texts.values());
        let texts: Vec<DocumentId> = texts.filter_map(|text| text.document()).collect();
        for append in appends.iter().filter(|append| append.log.kind == LogKind::Text) {
            if !texts.contains(&DocumentId::from_bytes(append.log.owner)) {
                continue;
            }
            for record in append.records.iter().filter(|record| record.kind == RecordKind::Change) {
                let role = register.people.get(&record.person).map(|known| known.role);
                let may = role.is_none_or(Role::may_edit) && !register.is_revoked(record.person);
                if !may {
                    return Err(broken("whoever has lost the right writes no text", format!("{:?}", record.person)));
                }
            }
        }
        Ok(())
    }

    /// What was shelved is in no text before it is accepted.
    pub(crate) fn check_shelf(&self, appends: &[Append]) -> Done {
        // an act in the same commit may accept it
        if appends.iter().any(|append| append.log.kind == LogKind::Register) {
            return Ok(());
        }
        for append in appends.iter().filter(|append| append.log.kind == LogKind::Text) {
            let shelved = self.shelved_beside(DocumentId::from_bytes(append.log.owner));
            if let Some(hash) = changes(&append.records).find(|hash| shelved.contains(hash)) {
                return Err(broken("what was shelved stays beside the text until it is accepted", hash));
            }
        }
        Ok(())
    }

    /// What the open proposals to a text hold besides it.
    fn shelved_beside(&self, document: DocumentId) -> BTreeSet<ChangeHash> {
        let register = self.room.register();
        let paragraphs = register.paragraphs.iter();
        let mut places =
            paragraphs.flat_map(|(id, paragraph)| paragraph.texts.iter().map(move |(lang, text)| (id, lang, text)));
        let Some((id, lang, _)) = places.find(|(_, _, text)| text.document() == Some(document)) else {
            return BTreeSet::new();
        };
        let open = register.proposals.values().filter(|proposal| {
            proposal.state == ProposalState::Open && proposal.paragraph == *id && proposal.lang == *lang
        });
        let forks = open.filter_map(|proposal| DocumentId::from_url(&proposal.url).ok());
        forks.flat_map(|fork| changes(self.store.records(LogId::text(fork))).collect::<Vec<_>>()).collect()
    }

    /// Whoever may write, or might once, is connected and has nothing more to say, has all they typed on disk.
    pub(crate) fn check_landed(&self) -> Done {
        let connected = self.devices.iter().filter(|device| device.connection.is_some() && self.ever_wrote(device));
        for device in connected {
            for (document, (replica, _)) in &device.replicas {
                let held = device.typed.iter().filter(|hash| replica.get_change_meta_by_hash(hash).is_some());
                let lost = held.into_iter().find(|hash| !self.store.is_durable(hash));
                if let Some(lost) = lost.filter(|_| *document != register_document(DRAFT)) {
                    return Err(broken("what is quiet is kept", format!("{lost} of {:?}", device.person)));
                }
            }
        }
        Ok(())
    }

    /// What had reached the server from somebody whose access was then revoked is kept.
    pub(crate) fn check_last_words(&self) -> Done {
        for (person, hash) in self.owed.iter().filter(|(person, _)| self.is_revoked(*person)) {
            if !self.store.is_durable(hash) && !self.aside.contains(hash) {
                return Err(broken("the last words of the revoked are kept", format!("{hash} of {person:?}")));
            }
        }
        Ok(())
    }
}

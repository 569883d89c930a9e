//! What the room asks for, done in the simulated world, and looked at on the way.

use automerge::sync::Message;
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;
use maslahat_sync_core::{ActError, ConnectionId, Effect, register_document};
use serde_json::Value;

use crate::check::Frozen;
use crate::disk::Asked;
use crate::world::{DRAFT, Done, World, broken};

impl World {
    pub(crate) fn effect(&mut self, effect: Effect) -> Done {
        match effect {
            Effect::Sync { connection, document, message } => self.carry(connection, document, &message),
            Effect::Dismiss { connection } => {
                let device = self.devices.iter_mut().find(|device| device.connection == Some(connection));
                device.into_iter().for_each(|device| device.dismissed = true);
                Ok(())
            }
            Effect::Persist { appends } => {
                self.check_writers(&appends)?;
                self.check_shelf(&appends)?;
                if self.pending.replace(appends).is_some() {
                    return Err(broken("one commit at a time", "a second one was asked for"));
                }
                Ok(())
            }
            Effect::Close { connection, reason } => self.closed(connection, reason),
            Effect::Aside { person, bytes, .. } if self.is_revoked(person) => {
                self.aside.extend(crate::standing::brought(&bytes));
                Ok(())
            }
            Effect::Aside { .. } => Err(broken("honest clients are never refused", "bytes were put aside")),
            Effect::Answer { result, .. } => self.answered(result),
            Effect::Unavailable { document, .. } => {
                let known =
                    self.store.draft(DRAFT).is_ok_and(|draft| draft.texts.iter().any(|text| text.document == document));
                if known { Err(broken("what is there can be opened", document)) } else { Ok(()) }
            }
            Effect::Compact { log, upto, snapshot } => {
                self.store.compact(log, upto, snapshot);
                Ok(())
            }
            Effect::Load { document, number } => {
                let read = (number % 2 == 0).then(|| self.store.text(document));
                self.asked.push_back(Asked { document, number, read, opened: false });
                Ok(())
            }
            Effect::Reread => {
                self.reread = true;
                Ok(())
            }
            Effect::Presence { .. } => Ok(()),
        }
    }

    pub(crate) fn answered(&mut self, result: Result<Value, ActError>) -> Done {
        let answer = match result {
            Ok(answer) => answer,
            Err(ActError::Internal | ActError::Busy) => return Err(broken("acts are done or say why", "internal")),
            Err(_) => return Ok(()),
        };
        for text in answer["texts"].as_array().into_iter().flatten() {
            if let Some(frozen) = Frozen::from_answer(text) {
                self.outcome.freezes += 1;
                self.frozen.insert(frozen.document, frozen);
            }
        }
        Ok(())
    }

    /// Puts a message on a device's line, if everything it speaks of is on disk.
    fn carry(&mut self, connection: ConnectionId, document: DocumentId, message: &[u8]) -> Done {
        let Some(at) = self.devices.iter().position(|device| device.connection == Some(connection)) else {
            return Ok(());
        };
        let person = self.devices[at].person;
        if self.is_revoked(person) {
            return Err(broken("whose access was revoked is told nothing more", format!("{person:?}")));
        }
        let never = !self.ever_wrote(&self.devices[at]);
        let device = &mut self.devices[at];
        let decoded = Message::decode(message).map_err(|error| broken("the server speaks the protocol", error))?;
        // whoever never writes is served from a copy of their own, and so is everybody's view of the register
        let haunted = never || document == register_document(DRAFT);
        let visible = |hash| self.store.is_durable(hash) || (haunted && device.typed.contains(hash));
        let brought = crate::standing::brought(message);
        if let Some(early) = decoded.heads.iter().chain(&brought).find(|hash| !visible(hash)) {
            return Err(broken("nothing is visible before it is durable", early));
        }
        device.down.push_back((document, message.to_vec()));
        Ok(())
    }

    fn closed(&mut self, connection: ConnectionId, reason: CloseReason) -> Done {
        if let Some(device) = self.devices.iter_mut().find(|device| device.connection == Some(connection)) {
            device.disconnect();
        }
        match reason {
            CloseReason::Restart | CloseReason::Slow => Ok(()),
            other => Err(broken("honest clients are never refused", other)),
        }
    }
}

//! Another node on the same logs: what it writes, and how this one comes to know.

use maslahat_model::Role;
use maslahat_protocol::{LogId, PersonId};
use maslahat_sync_core::{
    ConnectionId, Context, Effect, Input, LoadedText, Member, RequestId, Room, StoredText, Timestamp,
};

use serde_json::Value;

use crate::device::Device;
use crate::world::{DRAFT, MODERATOR, Violation, World, broken, freeze, load, with_context};

const CONNECTION: ConnectionId = ConnectionId(1);
/// More messages than any one visit needs.
const MESSAGES_MAX: usize = 200;

type Done = Result<(), Violation>;

impl World {
    /// The room reads its logs again, and goes on with the clients it has.
    pub(crate) fn renew(&mut self) -> Done {
        self.pending = None;
        let mut effects = Vec::new();
        let newer = with_context!(self, |context| load(&self.store, self.room.loaded(), context))?;
        with_context!(self, |context| self.room.renew(context, newer, &mut effects));
        effects.into_iter().try_for_each(|effect| self.effect(effect))
    }

    /// As a server does with a hint: not while an append is on its way, and the texts alone only while the
    /// register stands.
    pub(crate) fn hint(&mut self, texts: u32) -> Done {
        if self.pending.is_some() {
            return Ok(());
        }
        if texts == 0 || self.store.head(LogId::register(DRAFT)) != self.room.register_seq() {
            return self.renew();
        }
        let stored: Vec<StoredText> = self
            .open_documents()
            .into_iter()
            .filter(|document| self.room.text_seq(*document).is_some())
            .map(|document| StoredText { document, log: self.store.log(LogId::text(document)) })
            .collect();
        let actors = self.store.log(LogId::actors(DRAFT));
        let mut effects = Vec::new();
        with_context!(self, |context| self.room.renew_texts(context, &actors, &stored, &mut effects))
            .map_err(|error| broken("what was written can be read", error))?;
        effects.into_iter().try_for_each(|effect| self.effect(effect))
    }

    /// Another node does an act on the same draft.
    pub(crate) fn elsewhere(&mut self, paragraph: u32) -> Done {
        self.act_elsewhere(Member { person: MODERATOR, role: Role::Moderator }, freeze(paragraph))
    }

    pub(crate) fn act_elsewhere(&mut self, member: Member, act: Value) -> Done {
        let mut room = with_context!(self, |context| load(&self.store, Vec::new(), context))?;
        let act = serde_json::from_value(act).map_err(|error| broken("acts are well formed", error))?;
        let act = Input::Act { request: RequestId(u64::MAX), member, act, key: None };
        self.there(&mut room, None, act)
    }

    /// Somebody opens a text on another node, types into it, and goes.
    pub(crate) fn type_elsewhere(&mut self, text: u32, at: u32) -> Done {
        let mut room = with_context!(self, |context| load(&self.store, Vec::new(), context))?;
        let documents = self.open_documents();
        let document = documents[text as usize % documents.len()];
        let person = PersonId::from_bytes([0xe0 + u8::try_from(text % 8).unwrap_or(0); 16]);
        let mut device = Device::new(person, Role::Expert);
        let member = Member { person, role: Role::Expert };
        let peer = "elsewhere".to_owned();
        self.there(&mut room, None, Input::Connected { connection: CONNECTION, member, peer })?;
        device.connect(CONNECTION);
        device.open(document, self.fresh_actor());
        self.talk(&mut room, &mut device)?;
        device.types(0, at);
        self.talk(&mut room, &mut device)?;
        device.disconnect();
        self.elsewhere.push(device);
        Ok(())
    }

    fn talk(&mut self, room: &mut Room, device: &mut Device) -> Done {
        let unclear = |error: anyhow::Error| broken("clients understand the server", error);
        for _ in 0..MESSAGES_MAX {
            if let Some((document, data)) = device.send() {
                let message = Input::Sync { connection: CONNECTION, document, data };
                self.there(room, Some(device), message)?;
            } else if !device.hear().map_err(unclear)? {
                return Ok(());
            }
        }
        Err(broken("everybody falls silent", "elsewhere"))
    }

    /// The other node's disk answers at once.
    fn there(&mut self, room: &mut Room, mut device: Option<&mut Device>, input: Input) -> Done {
        let mut inputs = vec![input];
        while let Some(input) = inputs.pop() {
            let mut effects = Vec::new();
            with_context!(self, |context| room.handle(context, input, &mut effects));
            for effect in effects {
                match effect {
                    Effect::Sync { document, message, .. } => {
                        if let Some(device) = &mut device {
                            device.down.push_back((document, message.to_vec()));
                        }
                    }
                    Effect::Persist { appends } => {
                        self.store.append(&appends).map_err(|_| broken("a fresh node can append", "stale"))?;
                        self.others_wrote = true;
                        inputs.push(Input::Persisted);
                    }
                    Effect::Answer { result, .. } => self.answered(result)?,
                    Effect::Compact { log, upto, snapshot } => self.store.compact(log, upto, snapshot),
                    Effect::Close { reason, .. } => return Err(broken("honest clients are never refused", reason)),
                    Effect::Aside { .. } => return Err(broken("honest clients are never refused", "elsewhere")),
                    Effect::Load { document, number } => {
                        let text = Box::new(LoadedText::read(&self.store.text(document)));
                        let register_seq = self.store.head(LogId::register(DRAFT));
                        inputs.push(Input::Loaded { number, text, register_seq });
                    }
                    Effect::Reread => return Err(broken("a fresh node is up to date", "it asked for more")),
                    Effect::Unavailable { .. } | Effect::Presence { .. } | Effect::Dismiss { .. } => {}
                }
            }
        }
        Ok(())
    }
}

//! What the store answers, and when: appends, and texts that were asked for.

use maslahat_protocol::LogId;
use maslahat_sync_core::{Context, Input, Timestamp};

use crate::world::{DRAFT, Done, World, broken, load, with_context};

/// After this answer of the disk a stale room is not renewed but thrown away, as when it cannot be read at once.
const RELOAD: u32 = 3;

impl World {
    /// What the store says to the append that it was given.
    pub(crate) fn disk(&mut self, answer: u32) -> Done {
        let Some(appends) = self.pending.take() else {
            return Ok(());
        };
        match answer {
            // full: nothing was written, and the same is tried again later
            0 => self.pending = Some(appends),
            // in doubt: perhaps it was written; the same append again says Ok or Stale
            1 => {
                let _outcome_unknown = self.store.append(&appends);
                self.others_wrote = true;
                self.pending = Some(appends);
            }
            _ => {
                if self.store.append(&appends).is_err() {
                    self.outcome.stale += 1;
                    if !std::mem::take(&mut self.others_wrote) {
                        return Err(broken("a node knows where its own logs stand", "stale for no reason"));
                    }
                    return match answer {
                        RELOAD => self.reload(),
                        _ => self.renew(),
                    };
                }
                self.input(Input::Persisted)?;
            }
        }
        Ok(())
    }

    /// Texts that the room has asked for come, and the draft is read again if it asked for that.
    pub(crate) fn bring(&mut self) -> Done {
        while let Some((document, number, early)) = self.asked.pop_front() {
            let text = Box::new(early.unwrap_or_else(|| self.store.text(document)));
            let register_seq = self.store.head(LogId::register(DRAFT));
            self.input(Input::Loaded { number, text, register_seq })?;
        }
        if self.pending.is_none() && std::mem::take(&mut self.reread) { self.renew() } else { Ok(()) }
    }

    /// The room is gone, and with it whatever was not on disk; a new one is read from the store.
    pub(crate) fn reload(&mut self) -> Done {
        self.pending = None;
        for device in &mut self.devices {
            device.disconnect();
        }
        self.asked.clear();
        self.reread = false;
        self.room = with_context!(self, |context| load(&self.store, Vec::new(), context))?;
        Ok(())
    }
}

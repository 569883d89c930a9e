//! What the store answers, and when: appends, and texts that were asked for.

use maslahat_protocol::{DocumentId, LogId};
use maslahat_sync_core::{Context, Input, LoadedText, Opening, StoredText, Timestamp};

use crate::world::{DRAFT, Done, World, broken, load, with_context};

/// After this answer of the disk a stale room is not renewed but thrown away, as when it cannot be read at once.
const RELOAD: u32 = 3;

/// A text that the room waits for.
pub(crate) struct Asked {
    pub(crate) document: DocumentId,
    pub(crate) number: u64,
    /// As it was read, if it was: a store may answer late with what it read early.
    pub(crate) read: Option<StoredText>,
    /// The room has been given its bytes.
    pub(crate) opened: bool,
}

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

    /// Texts that the room has asked for come, of some the bytes first; and the draft is read again if it asked
    /// for that.
    pub(crate) fn bring(&mut self) -> Done {
        for _ in 0..self.asked.len() {
            let Some(Asked { document, number, read, opened }) = self.asked.pop_front() else { break };
            let read = read.unwrap_or_else(|| self.store.text(document));
            if !opened && number % 3 != 0 {
                let opening = Opening::read(&read.log).map(Box::new);
                self.asked.push_back(Asked { document, number, read: Some(read), opened: true });
                if let Some(opening) = opening {
                    self.input(Input::Opening { number, document, opening })?;
                }
                continue;
            }
            let register_seq = self.store.head(LogId::register(DRAFT));
            self.input(Input::Loaded { number, text: Box::new(LoadedText::read(&read)), register_seq })?;
        }
        if self.pending.is_none() && std::mem::take(&mut self.reread) { self.renew() } else { Ok(()) }
    }

    /// The room is gone, and with it whatever was not on disk; a new one is read from the store.
    pub(crate) fn reload(&mut self) -> Done {
        self.pending = None;
        self.owed.clear();
        for device in &mut self.devices {
            device.disconnect();
        }
        self.asked.clear();
        self.reread = false;
        self.room = with_context!(self, |context| load(&self.store, Vec::new(), context))?;
        Ok(())
    }
}

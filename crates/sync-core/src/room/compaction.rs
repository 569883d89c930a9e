//! A log that has grown long is compacted into a snapshot of the whole document. A snapshot holds all
//! of the history, so nobody whose heads are old is lost.

use automerge::Automerge;
use maslahat_protocol::{DocumentId, LogId};

use crate::{Effect, schema};

use super::Room;

impl Room {
    /// Asks for a snapshot of every one of these texts, and of the register, that has grown long enough.
    pub(super) fn compact(&mut self, grown: &[DocumentId], effects: &mut Vec<Effect>) {
        for document in grown {
            if let Some(text) = self.texts.get_mut(document)
                && self.limits.is_long(text.seq, text.snapshot_seq)
            {
                text.snapshot_seq = text.seq;
                effects.extend(compacted(LogId::text(*document), text.seq, &text.document));
            }
        }
        if self.limits.is_long(self.register_seq, self.register_snapshot_seq) {
            self.register_snapshot_seq = self.register_seq;
            let log = LogId::register(self.draft);
            effects.extend(compacted(log, self.register_seq, self.register.document()));
        }
    }
}

/// None if the bytes would not give the document back: then the log stays as long as it is.
pub(super) fn compacted(log: LogId, upto: u64, document: &Automerge) -> Option<Effect> {
    let snapshot = schema::sound_bytes(document)?;
    Some(Effect::Compact { log, upto, snapshot })
}

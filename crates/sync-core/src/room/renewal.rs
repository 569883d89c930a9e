//! What other nodes have written to the same logs, taken in while clients stay connected. A commit
//! that met a log which had moved on is staged again, from its first message.

use automerge::Automerge;
use maslahat_protocol::DocumentId;

use crate::{Context, Effect, Timestamp};

use super::connections::Serving;
use super::loading::{self, LoadError, StoredLog, StoredText};
use super::stage::{Stage, Untaken};
use super::visibility::Gain;
use super::{Room, Work};

impl Room {
    /// Becomes what has been read from disk. What is in flight was not written: it is checked and staged
    /// again, from what is there now. No append of this room may be on its way to disk.
    pub fn renew(&mut self, context: &mut Context<'_>, newer: Self, effects: &mut Vec<Effect>) {
        self.take_back();
        let mut gains = Vec::new();
        for (document, text) in &newer.texts {
            let before = self.texts.get(document).map(|text| &text.document);
            gains.extend(before.and_then(|before| gain(*document, before, &text.document)));
        }
        let registers = (self.register.document(), newer.register.document());
        gains.extend(gain(self.register_document(), registers.0, registers.1));
        self.register = newer.register;
        self.register_seq = newer.register_seq;
        self.register_snapshot_seq = newer.register_snapshot_seq;
        self.register_opening = newer.register_opening;
        self.ledger_seq = newer.ledger_seq;
        self.actors = newer.actors;
        self.actors_seq = newer.actors_seq;
        self.texts = newer.texts;
        self.absent = newer.absent;
        self.unloads += 1;
        self.shelves = newer.shelves;
        self.keys = newer.keys;
        self.follow_register(effects);
        self.announce(context.now, gains, effects);
        self.ask_again(effects);
        self.work(context, effects);
    }

    /// Takes in what some texts and the list of actors have become. Only while the register's log stands
    /// where it did, read after the texts: then nothing was closed or opened meanwhile.
    ///
    /// # Errors
    /// A text cannot be read; nothing was changed then.
    pub fn renew_texts(
        &mut self,
        context: &mut Context<'_>,
        actors: &StoredLog,
        stored: &[StoredText],
        effects: &mut Vec<Effect>,
    ) -> Result<(), LoadError> {
        let mut read = Vec::new();
        for StoredText { document, log } in stored {
            if let Some(known) = self.texts.get(document).filter(|known| known.seq < log.head) {
                read.push((*document, loading::load_again(*document, log, known)?));
            }
        }
        self.take_back();
        let mut gains = Vec::new();
        for (document, text) in read {
            let before = self.texts.get(&document).map(|text| &text.document);
            gains.extend(before.and_then(|before| gain(document, before, &text.document)));
            self.texts.insert(document, text);
        }
        if self.actors_seq < actors.head {
            self.actors = loading::load_actors(actors);
            self.actors_seq = actors.head;
        }
        self.announce(context.now, gains, effects);
        self.work(context, effects);
        Ok(())
    }

    /// Where a text's log stood when it was last read or written here; none if it is not in memory.
    pub fn text_seq(&self, document: DocumentId) -> Option<u64> {
        self.texts.get(&document).map(|text| text.seq)
    }

    /// The sequence number of the register's last visible entry.
    pub fn register_seq(&self) -> u64 {
        self.register_seq
    }

    /// Undoes the staging of what is in flight, and puts it before everything that waits.
    fn take_back(&mut self) {
        let Some(Stage { works, untaken, .. }) = self.in_flight.take() else {
            return;
        };
        for ((connection, document), Untaken { waiting, fork }) in untaken {
            let Some(subscription) = self.subscription(connection, document) else {
                continue;
            };
            subscription.waiting = waiting;
            if !matches!(subscription.serving, Serving::Ghost { .. }) {
                subscription.serving = fork.map_or(Serving::Itself, Serving::Fork);
            }
        }
        for work in works.into_iter().rev() {
            self.queue_bytes += work.bytes();
            if let Work::Sync { connection, .. } = &work
                && let Some(sender) = self.connections.get_mut(connection)
            {
                sender.queued += 1;
            }
            self.queue.push_front(work);
        }
    }

    fn announce(&mut self, now: Timestamp, gains: Vec<Gain>, effects: &mut Vec<Effect>) {
        for gain in gains {
            self.hold(now, gain);
        }
        self.release(now, true, effects);
    }
}

fn gain(document: DocumentId, before: &Automerge, after: &Automerge) -> Option<Gain> {
    let (before, heads) = (before.get_heads(), after.get_heads());
    (before != heads).then(|| Gain::new(document, before.clone(), heads, after.get_changes(&before)))
}

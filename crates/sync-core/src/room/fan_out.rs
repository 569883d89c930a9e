//! Others' changes on their way to readers. While few write, each commit is told at once; while many do, commits
//! are gathered for a moment, and told as one message. Authors hear at once that their changes are kept: that is
//! not decided here, and neither is who may read.

use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::CloseReason;

use crate::chunks::guarded;
use crate::mutant::{self, Mutant};
use crate::{ConnectionId, Effect, Timestamp, exchange};

use super::Room;
use super::connections::Serving;
use super::visibility::Gain;

/// Commits to one text that are told at once in a row: one in so many milliseconds, …
const COMMIT_MS: i64 = 20;
/// … and so much more in a burst.
const BURST_MS: i64 = 100;
/// Nobody waits longer than this for what others have written.
const HELD_MS_MAX: i64 = 50;

/// What has lately been committed to a text.
#[derive(Debug)]
pub(super) struct FanOut {
    /// Committed, and not told yet.
    held: Option<Gain>,
    told: Timestamp,
    /// Each commit adds `COMMIT_MS`, each millisecond takes one away.
    debt_ms: i64,
    since: Timestamp,
}

impl FanOut {
    fn new(now: Timestamp) -> Self {
        Self { held: None, told: Timestamp(0), debt_ms: 0, since: now }
    }

    fn cool(&mut self, now: Timestamp) {
        self.debt_ms = (self.debt_ms - (now.0 - self.since.0)).max(0);
        self.since = now;
    }

    fn take(&mut self, now: Timestamp, gain: Gain) {
        self.cool(now);
        self.debt_ms = (self.debt_ms + COMMIT_MS).min(BURST_MS + HELD_MS_MAX);
        match &mut self.held {
            Some(held) => held.extend(gain),
            None => self.held = Some(gain),
        }
    }

    /// When what is held is to be told.
    fn due(&self) -> Timestamp {
        Timestamp(self.told.0 + (self.debt_ms - BURST_MS).clamp(0, HELD_MS_MAX))
    }

    fn is_cold(&self) -> bool {
        self.held.is_none() && self.debt_ms == 0
    }
}

impl Room {
    /// Takes what a document has gained, to be told now or with what comes next.
    pub(super) fn hold(&mut self, now: Timestamp, gain: Gain) {
        self.fan_outs.entry(gain.document).or_insert_with(|| FanOut::new(now)).take(now, gain);
    }

    /// What has been committed to a document, and not told yet.
    pub(super) fn held(&self, document: DocumentId) -> Option<&Gain> {
        self.fan_outs.get(&document).and_then(|fan_out| fan_out.held.as_ref())
    }

    /// The same, if it is to be told by then.
    pub(super) fn due(&self, document: DocumentId, by: Timestamp) -> Option<&Gain> {
        let fan_out = self.fan_outs.get(&document).filter(|fan_out| fan_out.due() <= by);
        fan_out.and_then(|fan_out| fan_out.held.as_ref())
    }

    /// When `release` has something to do.
    pub(super) fn next_release(&self) -> Option<Timestamp> {
        if mutant::is(Mutant::ForgetTheHeld) {
            return None;
        }
        self.fan_outs.values().filter(|fan_out| fan_out.held.is_some()).map(FanOut::due).min()
    }

    /// Tells readers what is due; all that is held, if `all`.
    pub(super) fn release(&mut self, now: Timestamp, all: bool, effects: &mut Vec<Effect>) {
        let mut gains = Vec::new();
        self.fan_outs.retain(|_, fan_out| {
            fan_out.cool(now);
            if fan_out.held.is_some() && (all || fan_out.due() <= now) {
                fan_out.told = now;
                gains.extend(fan_out.held.take());
            }
            !fan_out.is_cold()
        });
        for mut gain in gains.into_iter().filter(|_| !mutant::is(Mutant::ForgetToAnnounce)) {
            for (connection, document) in self.readers(gain.document) {
                self.haunt_on(connection, document, &gain, effects);
                self.tell(connection, document, &mut gain, effects);
            }
        }
    }

    /// A copy that is not kept follows the document it was made from.
    fn haunt_on(&mut self, connection: ConnectionId, document: DocumentId, gain: &Gain, effects: &mut Vec<Effect>) {
        if let Some(subscription) = self.subscription(connection, document)
            && let Serving::Ghost { copy, .. } = &mut subscription.serving
        {
            let followed = guarded(|| copy.apply_changes(gain.changes.clone()).is_ok());
            if followed != Some(true) {
                self.drop_connection(connection, CloseReason::Restart, effects);
            }
        }
    }

    /// Others' changes, to one reader.
    fn tell(&mut self, connection: ConnectionId, document: DocumentId, gain: &mut Gain, effects: &mut Vec<Effect>) {
        let Some(subscription) = self.subscription(connection, document) else {
            return;
        };
        let haunted = matches!(subscription.serving, Serving::Ghost { .. });
        if !haunted && exchange::is_told(&subscription.state, &gain.after) {
            return;
        }
        if haunted || !exchange::takes_broadcast(&subscription.state, &gain.before) {
            self.answer(connection, document, effects);
        } else if gain.is_all_of((connection, document)) {
            // it has heard that they are kept, but perhaps not that there is nothing else
            let is_level = exchange::is_level(&subscription.state, &gain.after);
            exchange::mark_level(&mut subscription.state, &gain.after);
            if !is_level {
                let message = exchange::broadcast(&gain.after, &[]).into();
                effects.push(Effect::Sync { connection, document, message });
            }
        } else if exchange::is_level(&subscription.state, &gain.after) {
            // it holds all of it, and has heard that what it brought is kept
            exchange::mark_level(&mut subscription.state, &gain.after);
        } else {
            exchange::mark_broadcast(&mut subscription.state, &gain.after, &gain.changes);
            let message = gain.message();
            effects.push(Effect::Sync { connection, document, message });
        }
    }
}

//! Bytes that no honest client sends, against a room with an honest neighbour: whatever they are, the
//! sender alone may be hurt, and what was written can be read again.

mod forgery;
mod scene;

use std::panic::{AssertUnwindSafe, catch_unwind};

use scene::Scene;

use crate::world::{Violation, broken};

/// Seeds that meet the same room, before it is left for a new one: making one costs more than an attack.
pub const SEEDS_A_ROOM: u64 = 256;

/// What became of the bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    /// The sender lost the connection.
    Refused,
    /// Nothing in them was of any effect.
    Ignored,
    /// They were a change that a text may hold.
    Taken,
}

/// How many inputs ended how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Tally {
    pub refused: u64,
    pub ignored: u64,
    pub taken: u64,
}

impl Tally {
    fn count(&mut self, verdict: Verdict) {
        match verdict {
            Verdict::Refused => self.refused += 1,
            Verdict::Ignored => self.ignored += 1,
            Verdict::Taken => self.taken += 1,
        }
    }
}

/// A seed whose bytes hurt somebody else. It is found again by the seeds from `room` on.
#[derive(Debug)]
pub struct Hurt {
    pub room: u64,
    pub seed: u64,
    pub violation: Violation,
}

/// Sends the bytes of so many seeds to one room after another.
///
/// # Errors
/// Somebody other than a sender noticed, or a draft can no longer be read.
pub fn attack(from: u64, count: u64) -> Result<Tally, Hurt> {
    let mut tally = Tally::default();
    let mut room = from;
    while room < from + count {
        let seeds = SEEDS_A_ROOM.min(from + count - room);
        // the neighbour goes on at the end only: if that fails, each seed is asked again
        one_room(room, seeds, false, &mut tally)
            .or_else(|hurt| one_room(room, seeds, true, &mut Tally::default()).and(Err(hurt)))?;
        room += seeds;
    }
    Ok(tally)
}

fn one_room(room: u64, seeds: u64, is_close: bool, tally: &mut Tally) -> Result<(), Hurt> {
    let hurt = |seed, violation| Hurt { room, seed, violation };
    let mut scene = Scene::new().map_err(|violation| hurt(room, violation))?;
    for seed in room..room + seeds {
        let is_last = seed + 1 == room + seeds;
        let attacked = held(|| {
            let verdict = scene.attack(seed)?;
            if is_close || is_last {
                scene.neighbour_goes_on()?;
            }
            Ok(verdict)
        });
        tally.count(attacked.map_err(|violation| hurt(seed, violation))?);
    }
    Ok(())
}

fn held<T>(run: impl FnOnce() -> Result<T, Violation>) -> Result<T, Violation> {
    catch_unwind(AssertUnwindSafe(run)).unwrap_or_else(|_| Err(broken("a panic is held", "one got out")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hostile_bytes_hurt_their_sender_only() {
        // panics inside Automerge are held by the room, and their stories are long
        std::panic::set_hook(Box::new(|_| {}));
        let tally = attack(0, 10_000).unwrap_or_else(|hurt| panic!("{hurt:?}"));
        assert!(tally.refused > 1_000 && tally.ignored > 50 && tally.taken > 500, "{tally:?}");
    }
}

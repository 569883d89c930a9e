//! Cuts a run that breaks a promise down to the steps that matter.

use crate::script::Script;
use crate::world::{Violation, play};

/// Plays until no single step can be left out, and no half, quarter … of them either; at most so many plays.
const PLAYS_MAX: usize = 2_000;

/// The shortest script found that breaks the same promise.
pub fn shrink(script: &Script, violation: &Violation) -> Script {
    let mut best = script.clone();
    let mut size = best.steps.len().div_ceil(2);
    let mut plays = 0;
    while size > 0 {
        let mut at = 0;
        let mut cut = false;
        while at < best.steps.len() && plays < PLAYS_MAX {
            plays += 1;
            let mut shorter = best.clone();
            let to = (at + size).min(shorter.steps.len());
            shorter.steps.drain(at..to);
            if play(&shorter).is_err_and(|other| other.promise == violation.promise) {
                best = shorter;
                cut = true;
            } else {
                at += size;
            }
        }
        if !cut || plays >= PLAYS_MAX {
            size = if size == 1 { 0 } else { size.div_ceil(2) };
        }
        if plays >= PLAYS_MAX {
            break;
        }
    }
    best
}

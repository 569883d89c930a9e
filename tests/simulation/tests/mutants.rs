//! The checks notice every deliberate mistake. Run with `--features mutants`, in a build of its own.
#![cfg(feature = "mutants")]

use maslahat_simulation::{Script, Violation, play};
use maslahat_sync_core::mutant::{self, Mutant};

/// A mistake that this many seeds do not show is not caught.
const SEEDS_MAX: u64 = 600;

/// The first seed that shows the mistake.
fn caught(mutant: Mutant) -> Option<(u64, Violation)> {
    mutant::set(Some(mutant));
    let found = (0..SEEDS_MAX).find_map(|seed| Some((seed, play(&Script::from_seed(seed)).err()?)));
    mutant::set(None);
    found
}

#[test]
fn every_mistake_is_caught() {
    let mut missed = Vec::new();
    for mutant in Mutant::ALL {
        match caught(mutant) {
            Some((seed, violation)) => println!("{mutant:?}: seed {seed}, “{}”", violation.promise),
            None => missed.push(mutant),
        }
    }
    assert!(missed.is_empty(), "not noticed: {missed:?}");
}

#[test]
fn without_a_mistake_the_same_seeds_are_clean() {
    mutant::set(None);
    for seed in 0..100 {
        assert_eq!(play(&Script::from_seed(seed)).err(), None, "seed {seed}");
    }
}

//! A whole conference in one thread: the sync core, a store that answers late or badly, and dozens of
//! stock Automerge clients on lines that break. Everything follows from one seed, so a run that goes
//! wrong can be played again, and is cut down to the few steps that matter.
//!
//! Knows no network, no disk, no clock.

mod check;
mod device;
mod disk;
mod draft;
mod effects;
mod heal;
mod hostile;
mod nodes;
mod script;
mod shrink;
mod standing;
mod store;
mod world;

pub use hostile::{Hurt, SEEDS_A_ROOM, Tally, Verdict, attack};
pub use script::{Script, Step};
pub use shrink::shrink;
pub use world::{Outcome, Violation, play};

//! What tests that cross crates share: a client and a server of the outside contract.

pub mod client;
pub mod load;
mod peer;
pub mod postgres;
pub mod race;
pub mod server;
mod skipped;
pub mod sudden_end;
pub mod volume;

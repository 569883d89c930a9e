//! The rules of `SPEC.md`, told as stories with stock Automerge clients.

mod acts;
mod admission;
mod durability;
mod freezing;
mod presence;
mod refusal;
mod sample;
mod shelving;
mod world;

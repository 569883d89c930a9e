//! The rules of `SPEC.md`, told as stories with stock Automerge clients.

mod acts;
mod admission;
mod blame;
mod durability;
mod fan_out;
mod forged;
mod freezing;
mod loading;
mod nodes;
mod presence;
mod refusal;
mod sample;
mod shelving;
mod standing;
mod stored;
mod world;

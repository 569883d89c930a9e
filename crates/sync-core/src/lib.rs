//! The rules of co-editing as pure state machines: what is admitted, shelved or refused, what a
//! freeze does, who is told what and when. See `SPEC.md` for the rules by name.
//!
//! Sans-IO: time, randomness and what the disk said come in as arguments; what is to be sent, kept
//! or answered goes out as [`Effect`]s. Knows no socket, no disk, no clock, no async runtime. A
//! hostile peer is never an error here but an effect.

mod act;
mod chunks;
mod exchange;
mod input;
mod limits;
#[doc(hidden)]
pub mod mutant;
#[doc(hidden)]
pub mod probe;
mod record;
mod room;
mod schema;

pub use act::{Act, ActError, Scope};
pub use input::{ConnectionId, Context, Effect, Input, Member, RequestId, Timestamp};
pub use limits::Limits;
pub use record::{Append, LedgerRecord, Record, RecordKind};
pub use room::{
    Arrival, Blame, BlameRun, LoadError, LoadedText, Opening, Room, StoredDraft, StoredLog, StoredText, TextView,
    blame, create, documents, register_document,
};

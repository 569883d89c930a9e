//! What goes into a room, and what comes out.

use std::fmt;
use std::sync::Arc;

use maslahat_model::register::Person;
use maslahat_protocol::wire::CloseReason;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use serde_json::Value;

use crate::{Act, ActError, Append, LoadedText, Opening};

/// Milliseconds since the Unix epoch, given by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Timestamp(pub i64);

/// A connection, numbered by the caller; never reused within a room's life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ConnectionId(pub u64);

/// An act's request, numbered by the caller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RequestId(pub u64);

/// Time and randomness, as arguments.
pub struct Context<'a> {
    pub now: Timestamp,
    /// Sixteen fresh random bytes at each call.
    pub fresh: &'a mut dyn FnMut() -> [u8; 16],
}

impl fmt::Debug for Context<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Context({:?})", self.now)
    }
}

/// The person behind a connection or act, as the caller authenticated them. The role counts only while the
/// register does not know the person: else what the register says does, at the moment something is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Member {
    pub person: PersonId,
    pub role: maslahat_model::Role,
}

/// Something happened.
#[derive(Debug)]
pub enum Input {
    /// A client has joined under a peer id that the caller has checked.
    Connected {
        connection: ConnectionId,
        member: Member,
        peer: String,
    },
    Disconnected {
        connection: ConnectionId,
    },
    /// A sync message: `data` is as it came from the network.
    Sync {
        connection: ConnectionId,
        document: DocumentId,
        data: Vec<u8>,
    },
    /// Presence; the sender's peer id has been checked by the caller.
    Presence {
        connection: ConnectionId,
        document: DocumentId,
        session: String,
        count: u64,
        data: Vec<u8>,
    },
    /// A command.
    Act {
        request: RequestId,
        member: Member,
        act: Act,
        key: Option<String>,
    },
    /// A person has joined or changed.
    Person {
        request: RequestId,
        id: PersonId,
        person: Person,
    },
    /// The last `Persist` is on disk.
    Persisted,
    /// The bytes of what an `Effect::Load` of that number asked for, before it is made. May be left out.
    Opening {
        number: u64,
        document: DocumentId,
        opening: Box<Opening>,
    },
    /// What an `Effect::Load` of that number asked for, and where the register's log stood after it was read.
    Loaded {
        number: u64,
        text: Box<LoadedText>,
        register_seq: u64,
    },
    /// Time has passed: see [`crate::Room::next_wake`].
    Tick,
}

/// Something is to be done.
#[derive(Debug)]
pub enum Effect {
    /// A sync message to a connection, about the document as that client calls it.
    Sync { connection: ConnectionId, document: DocumentId, message: Arc<[u8]> },
    /// No such document for this connection.
    Unavailable { connection: ConnectionId, document: DocumentId },
    /// Somebody's presence, to one connection.
    Presence {
        connection: ConnectionId,
        peer: Arc<str>,
        document: DocumentId,
        session: Arc<str>,
        count: u64,
        data: Arc<[u8]>,
    },
    /// End a connection. The room has forgotten it.
    Close { connection: ConnectionId, reason: CloseReason },
    /// End a connection because its person's access was revoked. What it has sent is still taken, until
    /// `Disconnected`; it is told nothing more.
    Dismiss { connection: ConnectionId },
    /// Append all of this or nothing; answer with `Persisted`. At most one is outstanding.
    Persist { appends: Vec<Append> },
    /// Read a text's log; answer with `Loaded`. Work that needs it waits.
    Load { document: DocumentId, number: u64 },
    /// Other nodes have written: read the draft again, and answer with [`crate::Room::renew`].
    Reread,
    /// An act or change of a person is done, and on disk, or is not done.
    Answer { request: RequestId, result: Result<Value, ActError> },
    /// Replace a log's bodies up to an entry by a snapshot, some time soon. Nothing waits for it.
    Compact { log: LogId, upto: u64, snapshot: Vec<u8> },
    /// Keep refused bytes aside, for whoever looks into it.
    Aside { person: PersonId, document: DocumentId, bytes: Vec<u8> },
}

//! Somebody's browser: stock Automerge replicas, and a line that carries messages in order until it breaks.

use std::collections::{BTreeMap, VecDeque};

use automerge::marks::{ExpandMark, Mark};
use automerge::sync::{Message, State, SyncDoc};
use automerge::transaction::Transactable;
use automerge::{ActorId, Automerge, ChangeHash, ReadDoc, TextEncoding};
use maslahat_model::{Role, rich_text};
use maslahat_protocol::{DocumentId, PersonId};
use maslahat_sync_core::ConnectionId;

/// Letters that a person types at once.
const WORD: &str = "word ";
/// About one document, without having heard anything in between.
const MESSAGES_AT_ONCE_MAX: usize = 16;

#[derive(Debug, Clone)]
pub(crate) struct Device {
    pub(crate) person: PersonId,
    /// With which they came to the conference.
    pub(crate) role: Role,
    pub(crate) connection: Option<ConnectionId>,
    /// The server has parted with this device, which has not noticed yet.
    pub(crate) dismissed: bool,
    pub(crate) replicas: BTreeMap<DocumentId, (Automerge, State)>,
    /// On the way to the server.
    pub(crate) up: VecDeque<(DocumentId, Vec<u8>)>,
    /// On the way from it.
    pub(crate) down: VecDeque<(DocumentId, Vec<u8>)>,
    last: Option<(DocumentId, Vec<u8>)>,
    is_lost: bool,
    /// Every change this person ever made here.
    pub(crate) typed: Vec<ChangeHash>,
}

impl Device {
    pub(crate) fn new(person: PersonId, role: Role) -> Self {
        Self {
            person,
            role,
            connection: None,
            dismissed: false,
            replicas: BTreeMap::new(),
            up: VecDeque::new(),
            down: VecDeque::new(),
            last: None,
            is_lost: false,
            typed: Vec::new(),
        }
    }

    pub(crate) fn connect(&mut self, connection: ConnectionId) {
        self.connection = Some(connection);
        for (_, state) in self.replicas.values_mut() {
            *state = State::new();
        }
        self.speak();
    }

    pub(crate) fn disconnect(&mut self) -> Option<ConnectionId> {
        self.up.clear();
        self.down.clear();
        self.dismissed = false;
        self.connection.take()
    }

    pub(crate) fn open(&mut self, document: DocumentId, actor: [u8; 16]) {
        self.replicas.entry(document).or_insert_with(|| {
            let replica = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
            (replica.with_actor(ActorId::from(&actor[..])), State::new())
        });
        self.speak();
    }

    pub(crate) fn types(&mut self, replica: u32, at: u32) {
        self.edit(replica, |tx, body, length| {
            let at = at as usize % (length + 1);
            tx.splice_text(body, at, 0, WORD).is_ok()
        });
    }

    pub(crate) fn deletes(&mut self, replica: u32, at: u32) {
        self.edit(replica, |tx, body, length| length > 0 && tx.splice_text(body, at as usize % length, 1, "").is_ok());
    }

    pub(crate) fn marks(&mut self, replica: u32, at: u32) {
        self.edit(replica, |tx, body, length| {
            let from = at as usize % (length + 1);
            let mark = Mark::new(rich_text::MARK_STRONG.to_owned(), true, from, length);
            from < length && tx.mark(body, mark, ExpandMark::After).is_ok()
        });
    }

    fn edit(
        &mut self,
        replica: u32,
        edit: impl FnOnce(&mut automerge::transaction::Transaction<'_>, &automerge::ObjId, usize) -> bool,
    ) {
        let count = self.replicas.len().max(1);
        let Some((document, _)) = self.replicas.values_mut().nth(replica as usize % count) else {
            return;
        };
        let Some(body) = rich_text::body(document) else {
            return;
        };
        let length = document.length(&body);
        let mut tx = document.transaction();
        if edit(&mut tx, &body, length) {
            if let (Some(hash), _) = tx.commit() {
                self.typed.push(hash);
            }
        } else {
            tx.rollback();
        }
        self.speak();
    }

    /// Puts everything that the sync protocol wants to say on the line.
    pub(crate) fn speak(&mut self) {
        if self.connection.is_none() {
            return;
        }
        for (document, (replica, state)) in &mut self.replicas {
            for said in 0.. {
                let Some(message) = replica.generate_sync_message(state) else { break };
                // a client that was told of what it was never sent asks for it without end
                self.is_lost |= said >= MESSAGES_AT_ONCE_MAX;
                if self.is_lost {
                    return;
                }
                self.up.push_back((*document, message.encode()));
            }
        }
    }

    /// Takes one message off the line to the server.
    pub(crate) fn send(&mut self) -> Option<(DocumentId, Vec<u8>)> {
        let message = self.up.pop_front()?;
        self.last = Some(message.clone());
        Some(message)
    }

    pub(crate) fn repeat(&mut self) -> Option<(DocumentId, Vec<u8>)> {
        self.connection.and(self.last.clone())
    }

    /// Takes one message off the line from the server.
    pub(crate) fn hear(&mut self) -> anyhow::Result<bool> {
        let Some((document, bytes)) = self.down.pop_front() else {
            return Ok(false);
        };
        if let Some((replica, state)) = self.replicas.get_mut(&document) {
            replica.receive_sync_message(state, Message::decode(&bytes)?)?;
        }
        self.speak();
        anyhow::ensure!(!self.is_lost, "a client asks without end for what it was never sent: {document}");
        Ok(true)
    }
}

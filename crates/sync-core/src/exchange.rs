//! One peer's view of one document: Automerge's sync protocol on its public state, without the cost
//! of walking the history for each message. Changes never enter a document here: admission is elsewhere.
//! Messages carry no flags, so peers do not think that we take whole documents: see `chunks`.

use std::collections::BTreeSet;
use std::slice;

use automerge::sync::{
    BloomFilter, Capability, ChunkList, Have, Message, MessageFlags, MessageVersion, State, SyncDoc,
};
use automerge::{Automerge, Change, ChangeHash, ReadDoc as _};

use crate::Opening;
use crate::chunks::guarded;

/// Whether a document holds a change. One lookup, as long as nothing waits in the document itself: what has come too
/// early waits with its connection.
pub(crate) fn has(document: &Automerge, hash: &ChangeHash) -> bool {
    document.get_missing_deps(slice::from_ref(hash)).is_empty()
}

/// What a message said besides its changes.
#[derive(Debug, Clone)]
pub(crate) struct Said {
    pub(crate) heads: Vec<ChangeHash>,
    need: Vec<ChangeHash>,
    have: Vec<Have>,
    flags: Option<MessageFlags>,
    /// Whether it carried changes, new or not: then it is owed an answer.
    carried: bool,
}

impl Said {
    pub(crate) fn of(message: Message) -> Self {
        let mut heads = message.heads;
        heads.sort_unstable();
        let carried = message.changes.iter().next().is_some();
        Self { heads, need: message.need, have: message.have, flags: message.flags, carried }
    }

    pub(crate) const fn carried(&self) -> bool {
        self.carried
    }
}

/// Takes note of what a peer said. `document` already holds whatever was admitted of the message.
pub(crate) fn receive(document: &Automerge, state: &mut State, said: Said) {
    state.in_flight = false;
    if let Some(flags) = said.flags {
        let mut capabilities = vec![Capability::MessageV2];
        if flags.contains(MessageFlags::SUPPORTS_SYNC_RESET) {
            capabilities.push(Capability::SyncReset);
        }
        state.their_capabilities = Some(capabilities);
        if flags.contains(MessageFlags::SYNC_RESET) {
            state.sent_hashes.clear();
        }
        state.peer_read_only = flags.contains(MessageFlags::READ_ONLY);
    }
    let ours = document.get_heads();
    if said.heads == ours {
        state.sent_hashes.clear();
        // nothing was sent since changes were heard: their sender is still owed the answer
        if !said.carried && !state.last_sent_heads.is_empty() {
            state.last_sent_heads = ours;
        }
    } else {
        for head in &said.heads {
            state.sent_hashes.remove(head);
        }
    }
    if said.carried {
        // the sender waits to hear that its changes are kept
        state.last_sent_heads.clear();
    }
    let known: Vec<ChangeHash> = said.heads.iter().filter(|head| has(document, head)).copied().collect();
    if known.len() == said.heads.len() {
        state.shared_heads.clone_from(&said.heads);
        if said.heads.is_empty() {
            state.last_sent_heads.clear();
            state.sent_hashes.clear();
        }
    } else {
        let shared: BTreeSet<ChangeHash> = state.shared_heads.iter().copied().chain(known).collect();
        state.shared_heads = shared.into_iter().collect();
    }
    state.their_have = Some(said.have);
    state.their_heads = Some(said.heads);
    state.their_need = Some(said.need);
}

/// The peer has exactly our heads, knows that we have them, and asks for nothing.
fn settled(document: &Automerge, state: &State) -> bool {
    let ours = document.get_heads();
    state.have_responded
        && !state.needs_reset
        && state.last_sent_heads == ours
        && state.their_heads.as_ref() == Some(&ours)
        && state.their_need.as_ref().is_some_and(Vec::is_empty)
        && state
            .their_have
            .as_ref()
            .is_some_and(|have| have.first().is_none_or(|have| have.last_sync.iter().all(|hash| has(document, hash))))
}

/// The peer knows nothing that we do not, was told everything, and has not answered yet.
fn waits(document: &Automerge, state: &State) -> bool {
    state.in_flight && state.last_sent_heads == document.get_heads() && follows(document, state)
}

/// What to tell the peer now, if anything.
pub(crate) fn next_message(document: &Automerge, state: &mut State, opening: &mut Option<Opening>) -> Option<Vec<u8>> {
    if settled(document, state) || waits(document, state) {
        return None;
    }
    if let Some(bytes) = catch_up(document, state, opening) {
        return Some(bytes);
    }
    // what the peer said has been looked at; should Automerge panic all the same, this peer hears nothing
    let mut message = guarded(|| document.generate_sync_message(state)).flatten()?;
    message.flags = None;
    Some(message.encode())
}

/// For a peer all of whose heads we know: the changes after them, without Bloom filters.
fn catch_up(document: &Automerge, state: &mut State, opening: &mut Option<Opening>) -> Option<Vec<u8>> {
    let theirs = state.their_heads.clone()?;
    let asks = !state.their_need.as_ref().is_some_and(Vec::is_empty);
    let lost = state.their_have.as_ref().and_then(|have| have.first());
    let lost = lost.is_some_and(|have| !have.last_sync.iter().all(|hash| has(document, hash)));
    if asks || lost || state.peer_read_only || state.needs_reset || !theirs.iter().all(|head| has(document, head)) {
        return None;
    }
    let ours = document.get_heads();
    let (version, chunks) = if theirs.is_empty() {
        if !takes_whole(state) || !state.sent_hashes.is_empty() || state.last_sent_heads == ours {
            return None;
        }
        (MessageVersion::V2, Opening::current(opening, document)?.chunks())
    } else {
        let mut changes = document.get_changes(&theirs);
        changes.retain(|change| !state.sent_hashes.contains(&change.hash()));
        state.sent_hashes.extend(changes.iter().map(Change::hash));
        (MessageVersion::V1, changes.iter().map(|change| change.raw_bytes().to_vec()).collect())
    };
    state.have_responded = true;
    state.last_sent_heads.clone_from(&ours);
    state.in_flight = true;
    Some(encode(&ours, chunks, version))
}

/// Whether the peer can be sent a document as its bytes.
fn takes_whole(state: &State) -> bool {
    state.their_capabilities.as_ref().is_some_and(|known| known.contains(&Capability::MessageV2))
}

/// Gives a peer that has said it holds nothing a document's bytes, without the document. None if it said anything
/// more than that.
pub(crate) fn open(state: &mut State, said: Said, opening: &Opening) -> Option<Vec<u8>> {
    let lost = said.have.iter().any(|have| !have.last_sync.is_empty());
    if said.carried || lost || !said.heads.is_empty() || !said.need.is_empty() {
        return None;
    }
    receive(&Automerge::new(), state, said);
    if !takes_whole(state) || state.peer_read_only || state.needs_reset {
        return None;
    }
    state.have_responded = true;
    state.last_sent_heads = opening.heads().to_vec();
    state.in_flight = true;
    Some(encode(opening.heads(), opening.chunks(), MessageVersion::V2))
}

fn encode(heads: &[ChangeHash], chunks: Vec<Vec<u8>>, version: MessageVersion) -> Vec<u8> {
    let have = vec![Have { last_sync: heads.to_vec(), bloom: BloomFilter::default() }];
    Message { heads: heads.to_vec(), need: vec![], have, changes: chunks.into(), flags: None, version }.encode()
}

/// Asks for changes that others, which have arrived, depend on. Names only what both hold: a peer that was told of
/// more than it was sent would ask for it, and be asked, without end.
pub(crate) fn ask(state: &mut State, need: Vec<ChangeHash>) -> Vec<u8> {
    state.have_responded = true;
    let heads = state.shared_heads.clone();
    let have = vec![Have { last_sync: heads.clone(), bloom: BloomFilter::default() }];
    Message { heads, need, have, changes: ChunkList::empty(), flags: None, version: MessageVersion::V1 }.encode()
}

/// One message for every peer that is caught up.
pub(crate) fn broadcast(heads: &[ChangeHash], changes: &[Change]) -> Vec<u8> {
    let chunks = changes.iter().map(|change| change.raw_bytes().to_vec()).collect();
    encode(heads, chunks, MessageVersion::V1)
}

/// Whether the shared message is right for this peer: it was told everything up to `before`.
pub(crate) fn takes_broadcast(state: &State, before: &[ChangeHash]) -> bool {
    state.have_responded
        && state.last_sent_heads == before
        && state.their_heads.is_some()
        && state.their_need.as_ref().is_some_and(Vec::is_empty)
        && !state.peer_read_only
        && !state.needs_reset
}

/// Whether the peer names only what we hold, and asks for nothing: what it lacks is what it was not sent.
pub(crate) fn follows(document: &Automerge, state: &State) -> bool {
    let holds = |heads: &Vec<ChangeHash>| heads.iter().all(|head| has(document, head));
    let lost = state.their_have.iter().flatten().any(|have| !holds(&have.last_sync));
    let named = state.their_heads.as_ref().is_some_and(|heads| !heads.is_empty() && holds(heads));
    named
        && state.have_responded
        && state.their_need.as_ref().is_some_and(Vec::is_empty)
        && !lost
        && !state.peer_read_only
        && !state.needs_reset
}

/// Tells a peer that we hold what it holds. It has been told everything up to `told`.
pub(crate) fn acknowledge(state: &mut State, told: &[ChangeHash]) -> Vec<u8> {
    state.last_sent_heads = told.to_vec();
    encode(state.their_heads.as_deref().unwrap_or_default(), Vec::new(), MessageVersion::V1)
}

/// Whether the peer has said that it holds exactly this.
pub(crate) fn is_level(state: &State, heads: &[ChangeHash]) -> bool {
    state.their_heads.as_deref() == Some(heads)
}

/// Whether the peer has been told everything up to these heads by an answer of its own.
pub(crate) fn is_told(state: &State, heads: &[ChangeHash]) -> bool {
    state.have_responded && state.last_sent_heads == heads
}

/// Takes note that the peer needs to be told nothing up to these heads.
pub(crate) fn mark_level(state: &mut State, heads: &[ChangeHash]) {
    state.last_sent_heads = heads.to_vec();
}

/// Takes note that the shared message was sent.
pub(crate) fn mark_broadcast(state: &mut State, heads: &[ChangeHash], changes: &[Change]) {
    state.last_sent_heads = heads.to_vec();
    state.sent_hashes.extend(changes.iter().map(Change::hash));
    state.in_flight = true;
}

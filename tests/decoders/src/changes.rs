//! Sync messages and the changes in them, as a room reads them before it believes anything.

use automerge::sync::{Have, Message, MessageVersion};
use automerge::{ActorId, Automerge, Change};
use maslahat_model::{RichText, rich_text};
use maslahat_sync_core::{Limits, probe};
use sha2::{Digest as _, Sha256};

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const TYPE_CHANGE: u8 = 1;

/// A sync message as it stands in a frame.
pub(crate) fn sync_message(bytes: &[u8]) -> bool {
    let limits = Limits::default();
    let Some(changes) = probe::changes(bytes, &limits) else {
        return false;
    };
    let operations: usize = changes.iter().map(Change::len).sum();
    assert!(operations <= limits.change_operations_max, "{operations} operations passed the limit");
    for change in &changes {
        let again = Change::from_bytes(change.raw_bytes().to_vec()).map(|again| again.hash());
        assert_eq!(again.ok(), Some(change.hash()), "a change that was taken cannot be read again");
    }
    true
}

/// The contents of a change, in a header that fits: mutations would seldom hit upon its checksum. What passes every
/// check is applied to a text, as a room does.
pub(crate) fn change(contents: &[u8]) -> bool {
    let text = text();
    let message = Message {
        heads: text.get_heads(),
        need: Vec::new(),
        have: vec![Have::default()],
        changes: vec![chunk(contents)].into(),
        flags: None,
        version: MessageVersion::V1,
    };
    let limits = Limits::default();
    let Some(changes) = probe::changes(&message.encode(), &limits) else {
        return false;
    };
    let Some(applied) = probe::applied(&text, &changes, &limits) else {
        return false;
    };
    let again = rich_text::load(&applied.save()).map(|again| (again.get_heads(), rich_text::read(&again)));
    assert_eq!(
        again.ok(),
        Some((applied.get_heads(), rich_text::read(&applied))),
        "a text that took a change cannot be read again"
    );
    true
}

/// What the changes of the corpus are made for: the same letters by the same hand.
pub fn text() -> Automerge {
    let wording = RichText::plain("Recalling resolution 72/283 😀 of June,");
    // of constants: it either always fails or never
    rich_text::create(&wording, ActorId::from(&[1u8; 16][..])).unwrap_or_default()
}

/// A chunk of type change with the right length and checksum. Source: the binary document format of Automerge.
fn chunk(contents: &[u8]) -> Vec<u8> {
    let mut hashed = vec![TYPE_CHANGE];
    let mut length = contents.len();
    while length >= 0x80 {
        hashed.push((length & 0x7f) as u8 | 0x80);
        length >>= 7;
    }
    hashed.push(length as u8);
    hashed.extend_from_slice(contents);
    let digest = Sha256::digest(&hashed);
    [&MAGIC[..], &digest[..4], &hashed].concat()
}

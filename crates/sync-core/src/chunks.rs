//! From the bytes of a sync message to changes. An item may hold several chunks; chunks that
//! carry whole documents are opened on the side, and only their changes are taken.

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Change, sync};

use crate::Limits;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHECKSUM_BYTES: usize = 4;
/// Magic, checksum, type.
const HEADER_BYTES: usize = 9;
const TYPE_CHANGE: u8 = 1;
const TYPE_CHANGE_DEFLATED: u8 = 2;

/// The bytes hold no changes that could be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ChunkError {
    Malformed,
    TooMuch,
}

/// Runs code that hostile bytes may bring to panic. What it touched must be thrown away on `None`.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(run)).ok()
}

/// Reads a sync message.
pub(crate) fn message(data: &[u8], limits: &Limits) -> Result<sync::Message, ChunkError> {
    if data.len() > limits.message_bytes_max {
        return Err(ChunkError::TooMuch);
    }
    guarded(|| sync::Message::decode(data))
        .and_then(Result::ok)
        .ok_or(ChunkError::Malformed)
}

/// The changes of a sync message, in the order sent.
pub(crate) fn changes(message: &sync::Message, limits: &Limits) -> Result<Vec<Change>, ChunkError> {
    let mut changes = Vec::new();
    for item in message.changes.iter() {
        let mut rest = item;
        while !rest.is_empty() {
            let (chunk, kind, after) = split(rest).ok_or(ChunkError::Malformed)?;
            if chunk.len() > limits.message_bytes_max {
                return Err(ChunkError::TooMuch);
            }
            match kind {
                TYPE_CHANGE | TYPE_CHANGE_DEFLATED => changes.push(one(chunk, limits)?),
                _ => changes.extend(whole(chunk, limits)?),
            }
            rest = after;
        }
    }
    Ok(changes)
}

fn one(chunk: &[u8], limits: &Limits) -> Result<Change, ChunkError> {
    let change = guarded(|| Change::from_bytes(chunk.to_vec()))
        .and_then(Result::ok)
        .ok_or(ChunkError::Malformed)?;
    if !checksum_holds(&change) {
        return Err(ChunkError::Malformed);
    }
    if change.raw_bytes().len() > limits.change_bytes_max || change.len() > limits.change_operations_max {
        return Err(ChunkError::TooMuch);
    }
    Ok(change)
}

/// `Change::from_bytes` reads a change with a wrong checksum, which nobody can load again later.
fn checksum_holds(change: &Change) -> bool {
    change.raw_bytes().get(MAGIC.len()..MAGIC.len() + CHECKSUM_BYTES) == change.hash().0.get(..CHECKSUM_BYTES)
}

fn whole(chunk: &[u8], limits: &Limits) -> Result<Vec<Change>, ChunkError> {
    let changes = guarded(|| {
        let mut document = automerge::Automerge::new();
        document.load_incremental(chunk).ok()?;
        Some(document.get_changes(&[]))
    });
    let changes = changes.flatten().ok_or(ChunkError::Malformed)?;
    if changes.iter().any(|change| change.len() > limits.change_operations_max) {
        return Err(ChunkError::TooMuch);
    }
    Ok(changes)
}

/// The first chunk, its type, and what follows it.
fn split(bytes: &[u8]) -> Option<(&[u8], u8, &[u8])> {
    if !bytes.starts_with(&MAGIC) {
        return None;
    }
    let kind = *bytes.get(HEADER_BYTES - 1)?;
    let (length, length_bytes) = leb128(bytes.get(HEADER_BYTES..)?)?;
    let end = HEADER_BYTES.checked_add(length_bytes)?.checked_add(length)?;
    Some((bytes.get(..end)?, kind, bytes.get(end..)?))
}

fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0usize;
    for (index, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * index);
        if byte & 0x80 == 0 {
            return Some((value, index + 1));
        }
    }
    None
}

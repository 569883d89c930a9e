//! From the bytes of a sync message to changes. Nothing is inflated or unrolled before it is known to
//! stay within the limits. Whole documents and bundles are not taken: the server does not say that it
//! understands them, so honest clients send changes one by one.

mod claims;
mod document;
mod inflate;
mod reader;

use std::panic::{AssertUnwindSafe, catch_unwind};

use automerge::{Change, ChangeHash, sync};

use crate::Limits;

const MAGIC: [u8; 4] = [0x85, 0x6f, 0x4a, 0x83];
const CHECKSUM_BYTES: usize = 4;
/// Magic, checksum, type.
const HEADER_BYTES: usize = 9;
const TYPE_DOCUMENT: u8 = 0;
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

/// The Bloom filters that Automerge makes. The numbers of any other are the sender's invention, and
/// Automerge divides by one and allocates by another.
const BLOOM_BITS_PER_ENTRY: u64 = 10;
const BLOOM_PROBES: u64 = 7;
/// Heads, needs, last heads: no honest peer names more.
const HASHES_MAX: usize = 1_000;

/// Reads a sync message.
pub(crate) fn message(data: &[u8], limits: &Limits) -> Result<sync::Message, ChunkError> {
    if data.len() > limits.message_bytes_max {
        return Err(ChunkError::TooMuch);
    }
    let message = guarded(|| sync::Message::decode(data)).and_then(Result::ok);
    let message = message.ok_or(ChunkError::Malformed)?;
    let last_sync = message.have.iter().map(|have| have.last_sync.len());
    if last_sync.chain([message.heads.len(), message.need.len()]).any(|count| count > HASHES_MAX) {
        return Err(ChunkError::TooMuch);
    }
    if message.have.len() > 1 || !message.have.iter().all(|have| bloom_fits(&have.bloom)) {
        return Err(ChunkError::Malformed);
    }
    Ok(message)
}

fn bloom_fits(bloom: &sync::BloomFilter) -> bool {
    let bytes = bloom.to_bytes();
    if bytes.is_empty() {
        return true;
    }
    let Some((_, entries)) = leb128(&bytes) else {
        return false;
    };
    let Some((bits, bits_bytes)) = leb128(&bytes[entries..]) else {
        return false;
    };
    let Some((probes, probes_bytes)) = leb128(&bytes[entries + bits_bytes..]) else {
        return false;
    };
    let is_empty = bytes.len() == entries + bits_bytes + probes_bytes;
    bits as u64 == BLOOM_BITS_PER_ENTRY && probes as u64 == BLOOM_PROBES && !is_empty
}

/// What one message may still claim.
struct Budget {
    bytes: usize,
    operations: u64,
}

/// The changes of a sync message, in the order sent; together they claim no more than `operations_max`.
pub(crate) fn changes(
    message: &sync::Message,
    operations_max: usize,
    limits: &Limits,
) -> Result<Vec<Change>, ChunkError> {
    let mut budget = Budget { bytes: limits.message_bytes_max, operations: operations_max as u64 };
    let mut changes = Vec::new();
    for item in message.changes.iter() {
        let mut rest = item;
        while !rest.is_empty() {
            let (chunk, after) = split(rest).ok_or(ChunkError::Malformed)?;
            changes.push(one(chunk, limits, &mut budget)?);
            rest = after;
        }
    }
    Ok(changes)
}

fn one(chunk: Chunk<'_>, limits: &Limits, budget: &mut Budget) -> Result<Change, ChunkError> {
    let inflated;
    let contents = match chunk.kind {
        TYPE_CHANGE => chunk.contents,
        TYPE_CHANGE_DEFLATED => {
            let bytes_max = limits.change_bytes_max.min(budget.bytes);
            inflated = inflate::inflate(chunk.contents, bytes_max).ok_or(ChunkError::TooMuch)?;
            inflated.as_slice()
        }
        _ => return Err(ChunkError::Malformed),
    };
    let claimed = claims::operations_claimed(contents).ok_or(ChunkError::Malformed)?;
    let left = budget.operations.checked_sub(claimed).zip(budget.bytes.checked_sub(contents.len()));
    let (operations, bytes) = left.ok_or(ChunkError::TooMuch)?;
    *budget = Budget { bytes, operations };
    if contents.len() > limits.change_bytes_max {
        return Err(ChunkError::TooMuch);
    }
    let change = guarded(|| Change::from_bytes(chunk.whole.to_vec())).and_then(Result::ok);
    change.filter(checksum_holds).ok_or(ChunkError::Malformed)
}

/// The heads that the bytes of a whole document name. Of our own bytes: nothing else in them is looked at.
pub(crate) fn document_heads(bytes: &[u8]) -> Option<Vec<ChangeHash>> {
    let (chunk, rest) = split(bytes)?;
    if chunk.kind == TYPE_DOCUMENT && rest.is_empty() { document::heads(chunk.contents) } else { None }
}

/// `Change::from_bytes` reads a change with a wrong checksum, which nobody can load again later.
fn checksum_holds(change: &Change) -> bool {
    change.raw_bytes().get(MAGIC.len()..MAGIC.len() + CHECKSUM_BYTES) == change.hash().0.get(..CHECKSUM_BYTES)
}

/// A chunk as it stands in a message.
struct Chunk<'a> {
    whole: &'a [u8],
    kind: u8,
    /// What follows the header.
    contents: &'a [u8],
}

/// The first chunk, and what follows it.
fn split(bytes: &[u8]) -> Option<(Chunk<'_>, &[u8])> {
    if !bytes.starts_with(&MAGIC) {
        return None;
    }
    let kind = *bytes.get(HEADER_BYTES - 1)?;
    let (length, length_bytes) = leb128(bytes.get(HEADER_BYTES..)?)?;
    let start = HEADER_BYTES.checked_add(length_bytes)?;
    let end = start.checked_add(length)?;
    let chunk = Chunk { whole: bytes.get(..end)?, kind, contents: bytes.get(start..end)? };
    Some((chunk, bytes.get(end..)?))
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

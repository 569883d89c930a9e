//! A draft's ledger as a file of JSON lines, written and checked. What stands in it is what the hash chain
//! is made of and nothing else, so that whoever holds the file can recompute the chain to its head without
//! this program. Knows no store, no request and no names but those in the acts themselves.

mod check;
#[cfg(test)]
mod tests;

use maslahat_model::rfc3339;
use maslahat_protocol::{DraftId, PersonId};
use maslahat_storage::Entry;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

pub use check::{LedgerFault, LedgerProof, check, is_ledger};

/// The layout of the lines.
pub const FORMAT: &str = "maslahat-ledger/1";
/// Its media type.
pub const MEDIA_TYPE: &str = "application/jsonl";

/// The first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Heading {
    /// [`FORMAT`].
    format: String,
    draft: DraftId,
    entries: u64,
    /// The chain after the last entry, hexadecimal.
    head: String,
}

/// A line for each act.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct Line {
    seq: u64,
    /// RFC 3339, UTC: `atMs` for people to read.
    at: String,
    /// Milliseconds since the Unix epoch, as the chain has them.
    at_ms: i64,
    person: PersonId,
    kind: u8,
    /// The act and its answer: JSON as text, byte for byte what the chain has.
    record: String,
    /// The chain up to and with this entry, hexadecimal.
    chain: String,
}

/// The last line: what a careless copy breaks, even where the chain does not look.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sum {
    /// Over all the bytes before this line, hexadecimal.
    sha256: String,
}

/// An entry of the ledger is not readable text, or has lost its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("entry {0} of the draft's ledger is damaged")]
pub struct Unreadable(pub u64);

/// The whole ledger of a draft, entry by entry from the first.
///
/// # Errors
/// An entry cannot be written down.
pub fn json_lines(draft: DraftId, entries: &[Entry]) -> Result<Vec<u8>, Unreadable> {
    let head = entries.last().map_or(maslahat_storage::chain::CHAIN_START, |entry| entry.chain);
    let heading = Heading { format: FORMAT.to_owned(), draft, entries: entries.len() as u64, head: hex::encode(head) };
    let mut bytes = Vec::new();
    put(&mut bytes, &heading);
    for entry in entries {
        let body = entry.body.as_ref().ok_or(Unreadable(entry.seq))?;
        let line = Line {
            seq: entry.seq,
            at: rfc3339(entry.at_ms),
            at_ms: entry.at_ms,
            person: entry.person,
            kind: entry.kind,
            record: String::from_utf8(body.to_vec()).map_err(|_| Unreadable(entry.seq))?,
            chain: hex::encode(entry.chain),
        };
        put(&mut bytes, &line);
    }
    let sum = Sum { sha256: hex::encode(Sha256::digest(&bytes)) };
    put(&mut bytes, &sum);
    Ok(bytes)
}

fn put(bytes: &mut Vec<u8>, line: &impl Serialize) {
    bytes.extend(written(line));
    bytes.push(b'\n');
}

/// The one way a line is written: whatever else says the same was not written by us.
fn written(line: &impl Serialize) -> Vec<u8> {
    // of plain structs of numbers and text: nothing in them can fail to be written
    serde_json::to_vec(line).unwrap_or_default()
}

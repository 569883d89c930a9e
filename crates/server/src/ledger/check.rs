//! Recomputing the chain of a ledger file, line by line; the first that does not fit is named.

use std::collections::BTreeSet;

use maslahat_model::rfc3339;
use maslahat_protocol::DraftId;
use maslahat_storage::Hash;
use maslahat_storage::chain::{CHAIN_START, Link, digest};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use super::{FORMAT, Heading, Line, Sum, written};

/// The first line that does not fit.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("line {line} {what}")]
pub struct LedgerFault {
    /// Counted from 1, as editors do.
    pub line: usize,
    pub what: String,
}

/// What a ledger file was proved to hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LedgerProof {
    pub draft: DraftId,
    pub entries: u64,
    /// Hexadecimal.
    pub head: String,
    chains: BTreeSet<String>,
}

impl LedgerProof {
    /// Whether the ledger once stood there: what certificates and PDFs carry.
    pub fn has(&self, head: &str) -> bool {
        self.chains.contains(head)
    }
}

/// Whether bytes mean to be a ledger file, damaged or not.
pub fn is_ledger(name: &str, bytes: &[u8]) -> bool {
    let family = FORMAT.trim_end_matches(|letter: char| letter.is_ascii_digit());
    name.ends_with(".jsonl") || bytes.windows(family.len()).take(64).any(|window| window == family.as_bytes())
}

/// Recomputes every hash from the first entry to the head.
///
/// # Errors
/// The first line that does not fit.
pub fn check(bytes: &[u8]) -> Result<LedgerProof, LedgerFault> {
    let mut lines = Lines { rest: bytes, line: 0 };
    let heading: Heading = lines.next()?;
    if heading.format != FORMAT {
        return Err(lines.fault(format!("names the layout {:?}; this program reads {FORMAT}", heading.format)));
    }
    let (mut chain, mut chains) = (CHAIN_START, BTreeSet::from([hex::encode(CHAIN_START)]));
    for seq in 1..=heading.entries {
        let line: Line = lines.next()?;
        chain = after(&chain, seq, &line).map_err(|what| lines.fault(what))?;
        chains.insert(line.chain);
    }
    if hex::encode(chain) != heading.head {
        return Err(LedgerFault { line: 1, what: "names another head than the entries lead to".to_owned() });
    }
    let sum = hex::encode(Sha256::digest(&bytes[..bytes.len() - lines.rest.len()]));
    let last: Sum = lines.next()?;
    if last.sha256 != sum {
        return Err(lines.fault("is not the sum of the lines before it"));
    }
    if !lines.rest.is_empty() {
        lines.line += 1;
        return Err(lines.fault("comes after the last line: it was added"));
    }
    Ok(LedgerProof { draft: heading.draft, entries: heading.entries, head: heading.head, chains })
}

/// The chain with this line, if it fits.
fn after(before: &Hash, seq: u64, line: &Line) -> Result<Hash, String> {
    if line.seq != seq {
        return Err(format!("is entry {} where entry {seq} must be: a line is missing, doubled or moved", line.seq));
    }
    if line.at != rfc3339(line.at_ms) {
        return Err("names two moments that differ".to_owned());
    }
    let body = digest(line.record.as_bytes());
    let link = Link { seq, kind: line.kind, person: line.person, at_ms: line.at_ms, digest: &body };
    let chain = link.after(before);
    if hex::encode(chain) != line.chain {
        return Err("does not continue the hash chain: it was altered, or one before it is missing".to_owned());
    }
    Ok(chain)
}

struct Lines<'a> {
    rest: &'a [u8],
    /// The one read last, counted from 1.
    line: usize,
}

impl Lines<'_> {
    fn next<T: DeserializeOwned + Serialize>(&mut self) -> Result<T, LedgerFault> {
        self.line += 1;
        let Some(end) = self.rest.iter().position(|byte| *byte == b'\n') else {
            return Err(self.fault(if self.rest.is_empty() {
                "is missing: the file is cut off"
            } else {
                "is cut off"
            }));
        };
        let (line, rest) = (&self.rest[..end], &self.rest[end + 1..]);
        let read: T = serde_json::from_slice(line).map_err(|error| self.fault(format!("cannot be read ({error})")))?;
        // the same said otherwise (spaces, another order, a doubled name) is not what was exported
        if written(&read) != line {
            return Err(self.fault("is not written as it was exported: it was altered"));
        }
        self.rest = rest;
        Ok(read)
    }

    fn fault(&self, what: impl Into<String>) -> LedgerFault {
        LedgerFault { line: self.line, what: what.into() }
    }
}

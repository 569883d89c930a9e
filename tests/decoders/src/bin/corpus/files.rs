//! What people bring as files, made by the parts that make them in life.

use std::error::Error;

use maslahat_export::bundle::{Signer, bundle, certificate};
use maslahat_export::docx::docx;
use maslahat_protocol::{DraftId, PersonId};
use maslahat_server::ledger;
use maslahat_storage::Entry;
use maslahat_storage::chain::{CHAIN_START, Link, digest};

use crate::{Sample, disk, small};

const PDF: &[u8] = b"%PDF-1.7 stands for the pages";
const DRAFT: DraftId = DraftId::from_bytes([7; 16]);

pub(super) fn samples() -> Result<Vec<Sample>, Box<dyn Error>> {
    let (draft, frozen) = (small::snapshot()?, small::frozen()?);
    let signer = Signer::from_seed(&[7; 32]);
    Ok(vec![
        ("docx", "small", docx(&draft, "en")?),
        ("certificate", "small", certificate(&frozen, PDF, &signer)?),
        ("bundle", "small", bundle(&frozen, PDF, Some(&signer))?),
        ("ledger", "three-acts", ledger::json_lines(DRAFT, &entries())?),
        ("ledger", "empty", ledger::json_lines(DRAFT, &[])?),
    ])
}

/// As a store chains them.
fn entries() -> Vec<Entry> {
    let mut chain = CHAIN_START;
    let mut entries = Vec::new();
    for (seq, (_, act)) in (1..).zip(disk::ACTS.iter().take(3)) {
        let body = format!(r#"{{"act":{act},"answer":null}}"#);
        let (person, at_ms, digest) = (PersonId::from_bytes([5; 16]), 1_550_654_400_000, digest(body.as_bytes()));
        chain = Link { seq, kind: 5, person, at_ms, digest: &digest }.after(&chain);
        entries.push(Entry { seq, kind: 5, person, at_ms, digest, chain, body: Some(body.into()) });
    }
    entries
}

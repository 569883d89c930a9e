//! A draft as small as one can be that has every part: the corpus is mutated byte by byte.

use std::error::Error;

use maslahat_model::register::{DraftFrozen, TextFrozen};
use maslahat_model::{Snapshot, source};
use maslahat_protocol::{DocumentId, PersonId};
use serde_json::json;

pub(super) const AT: &str = "2019-02-20T11:30:00.000Z";

/// As a file to import.
pub(super) fn file() -> String {
    let paragraph = json!({
        "id": "pp1",
        "number": "PP1",
        "text": "Recalling [resolution] 72/283,",
        "operative": "Recalling",
        "language_variants": { "ru": "Напоминая 72/283," },
        "status": "bracketed",
        "footnotes": [{ "id": "pp1.f1", "mark": "1", "at": "72/283", "text": "Of 22 June 2018." }],
    });
    let recommendation = json!({
        "id": "r1",
        "number": "1",
        "text": "Hold meetings:",
        "status": "draft",
        "subparagraphs": [{ "id": "r1.a", "label": "(a)", "text": "each year;" }],
        "proposed_by": ["D01"],
    });
    json!({
        "schema_version": 1,
        "document_symbol": "CA/1",
        "title": "Draft",
        "addressed_to": ["The Presidents"],
        "organisers": ["A"],
        "original_language": "en",
        "working_languages": ["en", "ru"],
        "reading": "second",
        "text_status": "rolling_text",
        "preamble": [paragraph],
        "sections": [{ "heading": "Water", "numeral": "I", "recommendations": [recommendation] }],
        "delegations": [{ "code": "D01", "name": "Delegation 1", "group": "A" }],
    })
    .to_string()
}

/// As it is right after its import.
pub(super) fn snapshot() -> Result<Snapshot, Box<dyn Error>> {
    let (import, _) = source::parse(file().as_bytes())?;
    let mut snapshot = import.into_snapshot(AT);
    let mut number = 0;
    for paragraph in snapshot.register.paragraphs.values_mut() {
        for text in paragraph.texts.values_mut() {
            number += 1;
            text.url = DocumentId::from_bytes([number; 16]).url();
        }
    }
    Ok(snapshot)
}

/// Frozen as a whole.
pub(super) fn frozen() -> Result<Snapshot, Box<dyn Error>> {
    let mut snapshot = snapshot()?;
    let by = PersonId::from_bytes([5; 16]);
    snapshot.register.frozen = Some(DraftFrozen { by, at: AT.into() });
    for (id, paragraph) in &mut snapshot.register.paragraphs {
        for (lang, text) in &mut paragraph.texts {
            let wording = snapshot.texts.get_mut(id).and_then(|languages| languages.get_mut(lang));
            let wording = wording.ok_or("a text without wording")?;
            wording.heads = vec![wording.sha256.clone()];
            let (heads, sha256) = (wording.heads.clone(), wording.sha256.clone());
            text.frozen = Some(TextFrozen { by, at: AT.into(), heads, sha256 });
        }
    }
    snapshot.ledger_head = "ab".repeat(32);
    Ok(snapshot)
}

//! What lies on disk, and the JSON that people send.

use std::error::Error;

use automerge::ActorId;
use maslahat_model::register::RegisterDocument;
use maslahat_model::source;

use crate::{Sample, small};

pub(super) const ACTS: [(&str, &str); 5] = [
    ("freeze", r#"{"type":"freeze","paragraphs":["r4"],"lang":"en"}"#),
    ("freeze-draft", r#"{"type":"freeze","scope":"draft"}"#),
    ("reopen", r#"{"type":"reopen","paragraphs":["r4"]}"#),
    ("set-status", r#"{"type":"set-status","paragraph":"r9","status":"agreed_ad_ref"}"#),
    ("reject-proposal", r#"{"type":"reject-proposal","proposal":"p1","reason":"not now"}"#),
];

pub(super) fn samples() -> Result<Vec<Sample>, Box<dyn Error>> {
    let frozen = small::frozen()?;
    let register = RegisterDocument::create(frozen.register.clone(), ActorId::from(&[1u8; 16][..]))?;
    let mut samples: Vec<Sample> = vec![
        ("source", "small", small::file().into_bytes()),
        ("source", "export", serde_json::to_vec(&source::write(&frozen))?),
        ("register", "json", serde_json::to_vec(&frozen.register)?),
        ("register", "snapshot", register.document().save()),
    ];
    samples.extend(ACTS.map(|(name, act)| ("act", name, act.as_bytes().to_vec())));
    Ok(samples)
}

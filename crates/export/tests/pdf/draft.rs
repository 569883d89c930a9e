//! The Tashkent draft as a snapshot, and what the tests change in it.

use maslahat_model::register::{DraftFrozen, TextFrozen};
use maslahat_model::rich_text::sha256_hex;
use maslahat_model::snapshot::SnapshotText;
use maslahat_model::{RichText, Snapshot, source};

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");
pub(crate) const AT: &str = "2019-02-20T11:30:00Z";

/// The fixture as it is imported, at a moment of the conference.
pub(crate) fn snapshot() -> Snapshot {
    let (import, _) = source::parse(FIXTURE).unwrap();
    let mut snapshot = import.into_snapshot(AT);
    for text in snapshot.texts.values_mut().flat_map(|texts| texts.values_mut()) {
        text.heads = vec![text.sha256.clone()];
    }
    snapshot
}

/// The whole draft, frozen.
pub(crate) fn frozen() -> Snapshot {
    let mut snapshot = snapshot();
    let by = "1111111111111111".parse().unwrap();
    for (id, paragraph) in &mut snapshot.register.paragraphs {
        for (lang, text) in &mut paragraph.texts {
            let known = &snapshot.texts[id][lang];
            text.frozen =
                Some(TextFrozen { by, at: AT.to_owned(), heads: known.heads.clone(), sha256: known.sha256.clone() });
        }
    }
    snapshot.register.frozen = Some(DraftFrozen { by, at: AT.to_owned() });
    snapshot
}

/// Puts other words into a text.
pub(crate) fn write(snapshot: &mut Snapshot, paragraph: &str, lang: &str, content: RichText) {
    let texts = snapshot.texts.entry(paragraph.to_owned()).or_default();
    let sha256 = sha256_hex(&content.text());
    let heads = vec![sha256.clone()];
    texts.insert(lang.to_owned(), SnapshotText { content, heads, sha256 });
}

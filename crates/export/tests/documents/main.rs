//! The documents made of the fixture, against goldens. `UPDATE_GOLDENS=1` writes them anew: look at
//! the difference before it is committed.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod bundles;
mod goldens;
mod markup;
mod word;

use maslahat_model::register::{DraftFrozen, TextFrozen};
use maslahat_model::{Snapshot, source};
use maslahat_protocol::PersonId;

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");
const AT: &str = "2019-02-20T11:30:00.000Z";

/// The fixture as it is right after its import.
fn draft() -> Snapshot {
    let (import, _) = source::parse(FIXTURE).unwrap();
    import.into_snapshot(AT)
}

/// The fixture, frozen as a whole.
fn frozen() -> Snapshot {
    let mut snapshot = draft();
    let by = PersonId::from_bytes([5; 16]);
    snapshot.register.frozen = Some(DraftFrozen { by, at: AT.into() });
    for (id, paragraph) in &mut snapshot.register.paragraphs {
        for (lang, text) in &mut paragraph.texts {
            let wording = snapshot.texts.get_mut(id).unwrap().get_mut(lang).unwrap();
            wording.heads = vec![wording.sha256.clone()];
            text.url = format!("automerge:{id}-{lang}");
            text.frozen =
                Some(TextFrozen { by, at: AT.into(), heads: wording.heads.clone(), sha256: wording.sha256.clone() });
        }
    }
    snapshot.ledger_head = "ab".repeat(32);
    snapshot
}

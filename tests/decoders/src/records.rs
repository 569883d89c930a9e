//! What is on disk, and the JSON that people send.

use automerge::ActorId;
use maslahat_model::register::RegisterDocument;
use maslahat_model::{Register, rich_text, source};
use maslahat_protocol::{DocumentId, PersonId};
use maslahat_sync_core::{Act, LoadedText, Record, RecordKind, StoredLog, StoredText, Timestamp, documents};

fn log(kind: RecordKind, body: &[u8]) -> StoredLog {
    let record = Record { kind, person: PersonId::SERVER, at: Timestamp(0), body: body.to_vec() };
    StoredLog { head: 1, records: vec![record] }
}

/// The body of an entry of a text's log: a snapshot, or one change.
pub(crate) fn stored_text(bytes: &[u8]) -> bool {
    let document = DocumentId::from_bytes([1; 16]);
    let as_snapshot = LoadedText::read(&StoredText { document, log: log(RecordKind::Snapshot, bytes) });
    let mut behind = log(RecordKind::Snapshot, &crate::changes::text().save());
    behind.records.extend(log(RecordKind::Change, bytes).records);
    let as_change = LoadedText::read(&StoredText { document, log: behind });
    if let Some(view) = as_snapshot.view() {
        let again =
            rich_text::create(&view.content, ActorId::from(&[1u8; 16][..])).map(|again| rich_text::read(&again));
        assert_eq!(again.ok(), Some(view.content), "a wording does not survive its Automerge form");
    }
    !as_snapshot.is_damaged() || !as_change.is_damaged()
}

/// A register: as JSON, or as the body of an entry of its log.
pub(crate) fn register(bytes: &[u8]) -> bool {
    let Ok(view) = serde_json::from_slice::<Register>(bytes) else {
        let is_snapshot = documents(&log(RecordKind::Snapshot, bytes)).is_ok();
        return documents(&log(RecordKind::Change, bytes)).is_ok() || is_snapshot;
    };
    let made = RegisterDocument::create(view.clone(), ActorId::from(&[1u8; 16][..]));
    let Ok(made) = made else {
        return false;
    };
    let bytes = made.document().save();
    let again = RegisterDocument::load(&bytes).map(|again| again.view().clone());
    assert_eq!(again.ok(), Some(view), "a register does not survive its Automerge form");
    let _known = documents(&log(RecordKind::Snapshot, &bytes));
    true
}

/// The body of a request that does an act.
pub(crate) fn act(bytes: &[u8]) -> bool {
    let Ok(act) = serde_json::from_slice::<Act>(bytes) else {
        return false;
    };
    let again = serde_json::to_vec(&act).and_then(|written| serde_json::from_slice::<Act>(&written));
    assert_eq!(again.ok(), Some(act), "an act in the ledger is another than was asked for");
    true
}

/// A draft in the fixture format. What is taken is written and taken again, and is the same then.
pub(crate) fn source(bytes: &[u8]) -> bool {
    let Ok((import, _)) = source::parse(bytes) else {
        return false;
    };
    let written = source::write(&import.clone().into_snapshot("2019-02-20T11:30:00.000Z"));
    let written = serde_json::to_vec(&written).unwrap_or_default();
    match source::parse(&written) {
        Ok((again, _)) => {
            let letters = |import: &source::Import| {
                let texts = import.texts.iter();
                texts.map(|text| (text.paragraph.clone(), text.lang.clone(), text.content.text())).collect::<Vec<_>>()
            };
            assert_eq!(letters(&again), letters(&import), "an exported draft is another when it comes back");
            assert_eq!(again.register.order, import.register.order, "an exported draft comes back in another order");
        }
        Err(error) => panic!("an exported draft does not come back: {error}"),
    }
    true
}

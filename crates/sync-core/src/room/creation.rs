//! A new draft: the first records of all its logs.

use maslahat_model::register::RegisterDocument;
use maslahat_model::rich_text;
use maslahat_model::source::Import;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use serde_json::{Value, json};

use crate::{Append, Context, LedgerRecord, Record, RecordKind};

use super::{LoadError, fresh_actor};

/// The first appends of a new draft; `by` is entered in the ledger.
///
/// # Errors
/// The wording or register cannot be written as Automerge documents.
pub fn create(
    context: &mut Context<'_>,
    draft: DraftId,
    import: Import,
    by: PersonId,
) -> Result<Vec<Append>, LoadError> {
    let Import { mut register, texts, annex } = import;
    register.id = draft;
    let now = context.now;
    let record = |kind: RecordKind, body: Vec<u8>| Record { kind, person: PersonId::SERVER, at: now, body };
    let mut appends = Vec::new();
    let mut actors = Vec::new();
    for text in texts {
        let document = DocumentId::from_bytes((context.fresh)());
        let actor = fresh_actor(context);
        actors.push(record(RecordKind::Actor, actor.to_bytes().to_vec()));
        let wording =
            rich_text::create(&text.content, actor).map_err(|error| LoadError::Register(error.to_string()))?;
        let paragraph = register.paragraphs.get_mut(&text.paragraph);
        let place = paragraph.and_then(|paragraph| paragraph.texts.get_mut(&text.lang));
        let Some(place) = place else {
            let name = format!("{}/{} is not in the register", text.paragraph, text.lang);
            return Err(LoadError::Register(name));
        };
        place.url = document.url();
        let snapshot = record(RecordKind::Snapshot, wording.save());
        appends.push(first(LogId::text(document), vec![snapshot]));
    }
    let symbol = register.symbol.clone();
    let document = RegisterDocument::create(register, fresh_actor(context))
        .map_err(|error| LoadError::Register(error.to_string()))?;
    let snapshot = record(RecordKind::Snapshot, document.document().save());
    appends.push(first(LogId::register(draft), vec![snapshot]));
    let line = LedgerRecord { act: json!({"type": "import", "symbol": symbol}), answer: Value::Null, key: None };
    let act = Record { person: by, ..record(RecordKind::Act, serde_json::to_vec(&line).unwrap_or_default()) };
    appends.push(first(LogId::ledger(draft), vec![act]));
    appends.push(first(LogId::actors(draft), actors));
    let annex = record(RecordKind::Annex, serde_json::to_vec(&annex).unwrap_or_default());
    appends.push(first(LogId::annex(draft), vec![annex]));
    appends.retain(|append| !append.records.is_empty());
    Ok(appends)
}

fn first(log: LogId, records: Vec<Record>) -> Append {
    Append { log, expect: 0, records }
}

//! What is read off a draft: its snapshot for exports, and its ledger.

use std::collections::BTreeMap;
use std::sync::Arc;

use maslahat_model::rich_text::sha256_hex;
use maslahat_model::snapshot::{Annex, SnapshotText};
use maslahat_model::{Register, Snapshot};
use maslahat_protocol::{DraftId, LogId, PersonId};
use maslahat_storage::{Entry, Loaded, Seq, Store};
use maslahat_sync_core::{LedgerRecord, RecordKind, Room};
use serde_json::Value;

use super::stored::store_failed;
use super::{RoomError, Rooms, Sight, now};

/// One act, as it stands in the ledger.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct LedgerEntry {
    pub seq: Seq,
    /// RFC 3339, UTC.
    pub at: String,
    pub person: PersonId,
    pub act: Value,
    /// What the act's author was told.
    pub answer: Value,
    /// The ledger's hash chain up to and with this entry, hexadecimal; see `maslahat_storage::chain`.
    pub chain: String,
}

/// The register, the wording and the ledger's length, at one step of the draft's sequence.
struct Moment {
    register: Register,
    texts: BTreeMap<String, BTreeMap<String, SnapshotText>>,
    missing: Option<String>,
    ledger_seq: Seq,
}

impl Rooms {
    /// The draft at one step of its sequence, with annex and ledger head.
    ///
    /// # Errors
    /// There is no such draft, or it cannot be read.
    pub async fn snapshot(&self, draft: DraftId) -> Result<Snapshot, RoomError> {
        let moment = self.see(draft, Arc::new(moment)).await?;
        if let Some(missing) = moment.missing {
            return Err(RoomError::Damaged(format!("the wording of {missing} is not there")));
        }
        let logs = vec![LogId::annex(draft), LogId::ledger(draft)];
        let mut read = self.inner.store.load_many(logs).await.map_err(store_failed)?.into_iter();
        let annex = annex(read.next())?;
        let ledger = read.next().map(|ledger| ledger.tail).unwrap_or_default();
        let frozen = moment.register.frozen.as_ref();
        let head = ledger.iter().rev().filter(|entry| entry.seq <= moment.ledger_seq);
        // what happens to a frozen draft later (a proposal is withdrawn, say) leaves its snapshot as it was
        let head = match frozen {
            Some(_) => head.clone().find(|entry| froze(entry)),
            None => head.clone().next(),
        };
        Ok(Snapshot {
            at: frozen.map_or_else(|| rfc3339(now().0), |frozen| frozen.at.clone()),
            ledger_head: hex::encode(head.map_or(maslahat_storage::chain::CHAIN_START, |entry| entry.chain)),
            register: moment.register,
            texts: moment.texts,
            annex,
        })
    }

    /// At most `limit` acts after the one numbered `after`, oldest first.
    ///
    /// # Errors
    /// There is no such draft, or its ledger cannot be read.
    pub async fn ledger(&self, draft: DraftId, after: Seq, limit: usize) -> Result<Vec<LedgerEntry>, RoomError> {
        let visible = self.read(draft, Room::ledger_seq).await?;
        let tail = self.inner.store.tail(LogId::ledger(draft), after).await.map_err(store_failed)?;
        let entries = tail.iter().filter(|entry| entry.seq <= visible).take(limit);
        entries.map(ledger_entry).collect()
    }

    /// All visible entries of the ledger as they are chained, oldest first.
    ///
    /// # Errors
    /// There is no such draft, or its ledger cannot be read.
    pub(crate) async fn ledger_entries(&self, draft: DraftId) -> Result<Vec<Entry>, RoomError> {
        let visible = self.read(draft, Room::ledger_seq).await?;
        let mut entries = self.inner.store.tail(LogId::ledger(draft), 0).await.map_err(store_failed)?;
        entries.retain(|entry| entry.seq <= visible);
        Ok(entries)
    }

    /// Whether the store answers.
    pub async fn ready(&self) -> bool {
        self.inner.store.ready().await.is_ok()
    }
}

fn moment(room: &Sight<'_>) -> Moment {
    let register = room.register().clone();
    let mut texts = BTreeMap::new();
    let mut missing = None;
    for (id, paragraph) in &register.paragraphs {
        let mut languages = BTreeMap::new();
        for (lang, text) in &paragraph.texts {
            match text.document().and_then(|document| room.text(document)) {
                Some(view) => {
                    let read = SnapshotText {
                        sha256: sha256_hex(&view.content.text()),
                        content: view.content,
                        heads: view.heads,
                    };
                    languages.insert(lang.clone(), read);
                }
                None => missing = Some(format!("paragraph {id} in {lang}")),
            }
        }
        texts.insert(id.clone(), languages);
    }
    Moment { register, texts, missing, ledger_seq: room.ledger_seq() }
}

fn annex(log: Option<Loaded>) -> Result<Annex, RoomError> {
    let last = log.and_then(|log| log.tail.into_iter().rev().find(|entry| entry.kind == RecordKind::Annex as u8));
    match last.and_then(|entry| entry.body) {
        Some(body) => {
            serde_json::from_slice(&body).map_err(|_| RoomError::Damaged("the draft's annex is damaged".to_owned()))
        }
        None => Ok(Annex::default()),
    }
}

fn froze(entry: &Entry) -> bool {
    let record = entry.body.as_ref().and_then(|body| serde_json::from_slice::<LedgerRecord>(body).ok());
    record.is_some_and(|record| record.act.get("type").and_then(Value::as_str) == Some("freeze"))
}

fn ledger_entry(entry: &Entry) -> Result<LedgerEntry, RoomError> {
    let damaged = || RoomError::Damaged(format!("entry {} of the draft's ledger is damaged", entry.seq));
    let body = entry.body.as_ref().ok_or_else(damaged)?;
    let record: LedgerRecord = serde_json::from_slice(body).map_err(|_| damaged())?;
    Ok(LedgerEntry {
        seq: entry.seq,
        at: rfc3339(entry.at_ms),
        person: entry.person,
        act: record.act,
        answer: record.answer,
        chain: hex::encode(entry.chain),
    })
}

/// Milliseconds since the Unix epoch as people and the API write them.
pub(crate) fn rfc3339(at_ms: i64) -> String {
    jiff::Timestamp::from_millisecond(at_ms).unwrap_or_default().to_string()
}

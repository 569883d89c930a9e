//! Between the store's opaque entries and the core's records, both ways.

use std::collections::{BTreeMap, BTreeSet};

use bytes::Bytes;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use maslahat_storage::{AnyStore, Loaded, LogAppend, NewEntry, Store, StoreError};
use maslahat_sync_core::{
    Append, Context, Limits, LoadError, LoadedText, Record, RecordKind, Room, StoredDraft, StoredLog, StoredText,
    Timestamp,
};

use super::{RoomError, fresh, now};

/// An entry as the store takes it.
pub(crate) fn entry(record: Record) -> NewEntry {
    NewEntry { kind: record.kind as u8, person: record.person, at_ms: record.at.0, body: Bytes::from(record.body) }
}

/// The core's appends as the store takes them.
pub(super) fn log_appends(appends: Vec<Append>) -> Vec<LogAppend> {
    let one = |append: Append| LogAppend {
        log: append.log,
        expect: append.expect,
        entries: append.records.into_iter().map(entry).collect(),
    };
    appends.into_iter().map(one).collect()
}

/// A log as the core reads it. None: an entry means nothing to this version, or has lost its body.
pub(crate) fn stored_log(loaded: Loaded) -> Option<StoredLog> {
    let snapshot = loaded.snapshot.map(|(_, body)| Record {
        kind: RecordKind::Snapshot,
        person: PersonId::SERVER,
        at: Timestamp(0),
        body: body.to_vec(),
    });
    let tail = loaded.tail.into_iter().map(|entry| {
        Some(Record {
            kind: RecordKind::from_u8(entry.kind)?,
            person: entry.person,
            at: Timestamp(entry.at_ms),
            body: entry.body?.to_vec(),
        })
    });
    let records: Option<Vec<Record>> = snapshot.map(Some).into_iter().chain(tail).collect();
    Some(StoredLog { head: loaded.head.seq, records: records? })
}

/// Logs as they stood at one moment, and how each is to be read: none for one that is damaged on disk, which must not
/// keep the others from being read.
pub(super) async fn load_each(store: &AnyStore, logs: Vec<LogId>) -> Result<Vec<Option<StoredLog>>, StoreError> {
    let mut damaged = BTreeSet::new();
    loop {
        let sound: Vec<LogId> = logs.iter().copied().filter(|log| !damaged.contains(log)).collect();
        match store.load_many(sound.clone()).await {
            Ok(loaded) => {
                let mut read: BTreeMap<LogId, Loaded> = sound.into_iter().zip(loaded).collect();
                return Ok(logs.iter().map(|log| read.remove(log).and_then(stored_log)).collect());
            }
            Err(StoreError::Broken { .. }) => {
                let before = damaged.len();
                for log in sound {
                    match store.load(log).await {
                        Err(error @ StoreError::Broken { .. }) => {
                            tracing::error!(%error, "a log is damaged");
                            damaged.insert(log);
                        }
                        other => drop(other?),
                    }
                }
                if damaged.len() == before {
                    return Err(StoreError::Unavailable("a log cannot be read the same way twice".to_owned()));
                }
            }
            Err(other) => return Err(other),
        }
    }
}

/// Reads what a room is made of, with these of its texts, as it stood at one moment.
async fn read_draft(store: &AnyStore, draft: DraftId, texts: &[DocumentId]) -> Result<StoredDraft, RoomError> {
    let mut logs = vec![LogId::register(draft), LogId::ledger(draft), LogId::actors(draft)];
    logs.extend(texts.iter().copied().map(LogId::text));
    let mut read = load_each(store, logs).await.map_err(store_failed)?.into_iter();
    let mut next = || read.next().flatten();
    let register = next().ok_or_else(|| damaged("register"))?;
    if register.head == 0 {
        return Err(RoomError::Unknown(draft));
    }
    let ledger = next().ok_or_else(|| damaged("ledger"))?;
    let actors = next().ok_or_else(|| damaged("list of actors"))?;
    // a log that is damaged, or means nothing to this version, is a damaged text, and nothing worse
    let texts = texts.iter().map(|document| StoredText { document: *document, log: next().unwrap_or_default() });
    Ok(StoredDraft { texts: texts.collect(), register, ledger, actors })
}

/// Texts that a room has asked for, as they are stored: none for one that is damaged on disk.
pub(super) struct ReadTexts {
    pub(super) texts: Vec<(DocumentId, Option<StoredLog>)>,
    /// Where the register's log stood after they were read.
    pub(super) register_seq: u64,
}

/// Reads texts that a room has asked for.
pub(super) async fn read_texts(
    store: &AnyStore,
    draft: DraftId,
    texts: &[DocumentId],
    register_seq: u64,
) -> Result<ReadTexts, RoomError> {
    let logs = texts.iter().copied().map(LogId::text).collect();
    let read = load_each(store, logs).await.map_err(store_failed)?;
    let tail = store.tail(LogId::register(draft), register_seq).await.map_err(store_failed)?;
    let register_seq = tail.last().map_or(register_seq, |entry| entry.seq);
    Ok(ReadTexts { texts: texts.iter().copied().zip(read).collect(), register_seq })
}

/// Makes texts of what was read: the costly part.
pub(super) async fn make_texts(texts: Vec<(DocumentId, Option<StoredLog>)>) -> Result<Vec<LoadedText>, RoomError> {
    let make = move || {
        let one = |(document, log)| match log {
            Some(log) => LoadedText::read(&StoredText { document, log }),
            None => LoadedText::unreadable(document),
        };
        texts.into_iter().map(one).collect()
    };
    let made = tokio::task::spawn_blocking(make).await;
    made.map_err(|_| RoomError::Damaged("the draft's texts cannot be read".to_owned()))
}

/// A room as the store has it now, with these texts in memory.
pub(super) async fn load_room(
    store: &AnyStore,
    draft: DraftId,
    texts: &[DocumentId],
    limits: Limits,
) -> Result<Room, RoomError> {
    let stored = read_draft(store, draft, texts).await?;
    let loaded = tokio::task::spawn_blocking(move || {
        let mut fresh = fresh;
        let mut context = Context { now: now(), fresh: &mut fresh };
        Room::load(&mut context, draft, stored, limits)
    });
    let room = loaded.await.map_err(|_| RoomError::Damaged("the draft cannot be read".to_owned()))?;
    room.map_err(core_failed)
}

fn damaged(what: &str) -> RoomError {
    RoomError::Damaged(format!("the draft's {what} holds what this version cannot read"))
}

pub(super) fn store_failed(error: StoreError) -> RoomError {
    RoomError::Store(error.to_string())
}

pub(super) fn core_failed(error: LoadError) -> RoomError {
    RoomError::Damaged(error.to_string())
}

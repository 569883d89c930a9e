//! The logs of a story, as a store would give them.

use std::collections::BTreeMap;

use maslahat_protocol::{DocumentId, LogId, PersonId};

use super::world::DRAFT;
use crate::*;

pub(super) type Logs = BTreeMap<LogId, Vec<Record>>;
pub(super) type Snapshots = BTreeMap<LogId, (u64, Vec<u8>)>;

pub(super) fn stored_log(logs: &Logs, snapshots: &Snapshots, id: LogId) -> StoredLog {
    let records = logs.get(&id).cloned().unwrap_or_default();
    let head = records.len() as u64;
    let Some((upto, snapshot)) = snapshots.get(&id) else {
        return StoredLog { head, records };
    };
    let snapshot =
        Record { kind: RecordKind::Snapshot, person: PersonId::SERVER, at: Timestamp(0), body: snapshot.clone() };
    let after = records.into_iter().skip(usize::try_from(*upto).unwrap());
    StoredLog { head, records: std::iter::once(snapshot).chain(after).collect() }
}

/// With these texts in memory.
pub(super) fn load(
    logs: &Logs,
    snapshots: &Snapshots,
    texts: Vec<DocumentId>,
    context: &mut Context<'_>,
    limits: Limits,
) -> Room {
    let log = |id: LogId| stored_log(logs, snapshots, id);
    let register = log(LogId::register(DRAFT));
    let texts = texts.into_iter().map(|document| StoredText { document, log: log(LogId::text(document)) });
    let stored = StoredDraft {
        texts: texts.collect(),
        register,
        ledger: log(LogId::ledger(DRAFT)),
        actors: log(LogId::actors(DRAFT)),
    };
    Room::load(context, DRAFT, stored, limits).unwrap()
}

//! A store in memory that keeps what a real one promises, and answers as badly as a real one may.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, Change, ChangeHash};
use maslahat_model::rich_text;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use maslahat_sync_core::{Append, Record, RecordKind, StoredDraft, StoredLog, StoredText, Timestamp, documents};

/// Logs, and every change that is in them.
#[derive(Debug, Default)]
pub(crate) struct Store {
    logs: BTreeMap<LogId, Vec<Record>>,
    durable: BTreeSet<ChangeHash>,
    snapshots: BTreeMap<LogId, (u64, Vec<u8>)>,
}

/// Some log was not where the append expected it.
#[derive(Debug)]
pub(crate) struct Stale;

impl Store {
    /// All or nothing.
    pub(crate) fn append(&mut self, appends: &[Append]) -> Result<(), Stale> {
        let fits = |append: &Append| self.head(append.log) == append.expect;
        if !appends.iter().all(fits) {
            return Err(Stale);
        }
        for append in appends {
            for record in &append.records {
                self.note(record);
            }
            self.logs.entry(append.log).or_default().extend(append.records.iter().cloned());
        }
        Ok(())
    }

    fn note(&mut self, record: &Record) {
        match record.kind {
            RecordKind::Change => {
                self.durable.extend(Change::from_bytes(record.body.clone()).map(|change| change.hash()))
            }
            RecordKind::Snapshot => {
                let changes = rich_text::load(&record.body).map(|document| document.get_changes(&[]));
                self.durable.extend(changes.into_iter().flatten().map(|change| change.hash()));
            }
            _ => {}
        }
    }

    pub(crate) fn head(&self, log: LogId) -> u64 {
        self.records(log).len() as u64
    }

    pub(crate) fn records(&self, log: LogId) -> &[Record] {
        self.logs.get(&log).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn is_durable(&self, hash: &ChangeHash) -> bool {
        self.durable.contains(hash)
    }

    /// The bodies up to an entry are replaced by a snapshot.
    pub(crate) fn compact(&mut self, log: LogId, upto: u64, snapshot: Vec<u8>) {
        if upto <= self.head(log) {
            self.snapshots.insert(log, (upto, snapshot));
        }
    }

    pub(crate) fn log(&self, log: LogId) -> StoredLog {
        let head = self.head(log);
        let records = self.records(log).iter().cloned();
        let Some((upto, snapshot)) = self.snapshots.get(&log) else {
            return StoredLog { head, records: records.collect() };
        };
        let snapshot =
            Record { kind: RecordKind::Snapshot, person: PersonId::SERVER, at: Timestamp(0), body: snapshot.clone() };
        let after = records.skip(usize::try_from(*upto).unwrap_or(usize::MAX));
        StoredLog { head, records: std::iter::once(snapshot).chain(after).collect() }
    }

    /// With all of its texts.
    pub(crate) fn draft(&self, draft: DraftId) -> anyhow::Result<StoredDraft> {
        let texts = documents(&self.log(LogId::register(draft)))?;
        Ok(self.draft_with(draft, texts))
    }

    /// With these texts.
    pub(crate) fn draft_with(&self, draft: DraftId, texts: Vec<DocumentId>) -> StoredDraft {
        let register = self.log(LogId::register(draft));
        let texts = texts.into_iter().map(|document| StoredText { document, log: self.log(LogId::text(document)) });
        StoredDraft {
            texts: texts.collect(),
            register,
            ledger: self.log(LogId::ledger(draft)),
            actors: self.log(LogId::actors(draft)),
        }
    }

    pub(crate) fn text(&self, document: DocumentId) -> StoredText {
        StoredText { document, log: self.log(LogId::text(document)) }
    }

    /// A document as its log has it.
    pub(crate) fn document(&self, document: DocumentId) -> anyhow::Result<Automerge> {
        let mut replica = Automerge::new();
        for record in &self.log(LogId::text(document)).records {
            match record.kind {
                RecordKind::Snapshot => replica = rich_text::load(&record.body)?,
                RecordKind::Change => replica.apply_changes(vec![Change::from_bytes(record.body.clone())?])?,
                _ => {}
            }
        }
        Ok(replica)
    }
}

//! A store in memory that keeps what a real one promises, and answers as badly as a real one may.

use std::collections::{BTreeMap, BTreeSet};

use automerge::{Automerge, Change, ChangeHash};
use maslahat_model::rich_text;
use maslahat_protocol::{DocumentId, DraftId, LogId};
use maslahat_sync_core::{Append, Record, RecordKind, StoredDraft, StoredLog, StoredText, documents};

/// Logs, and every change that is in them.
#[derive(Debug, Default)]
pub(crate) struct Store {
    logs: BTreeMap<LogId, Vec<Record>>,
    durable: BTreeSet<ChangeHash>,
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
            self.logs
                .entry(append.log)
                .or_default()
                .extend(append.records.iter().cloned());
        }
        Ok(())
    }

    fn note(&mut self, record: &Record) {
        match record.kind {
            RecordKind::Change => self
                .durable
                .extend(Change::from_bytes(record.body.clone()).map(|change| change.hash())),
            RecordKind::Snapshot => {
                let changes = rich_text::load(&record.body).map(|document| document.get_changes(&[]));
                self.durable
                    .extend(changes.into_iter().flatten().map(|change| change.hash()));
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

    pub(crate) fn log(&self, log: LogId) -> StoredLog {
        StoredLog {
            head: self.head(log),
            records: self.records(log).to_vec(),
        }
    }

    pub(crate) fn draft(&self, draft: DraftId) -> anyhow::Result<StoredDraft> {
        let register = self.log(LogId::register(draft));
        let texts = documents(&register)?;
        let texts = texts.into_iter().map(|document| StoredText {
            document,
            log: self.log(LogId::text(document)),
        });
        Ok(StoredDraft {
            texts: texts.collect(),
            register,
            ledger: self.log(LogId::ledger(draft)),
            actors: self.log(LogId::actors(draft)),
        })
    }

    /// A document as its log has it.
    pub(crate) fn document(&self, document: DocumentId) -> anyhow::Result<Automerge> {
        let mut replica = Automerge::new();
        for record in self.records(LogId::text(document)) {
            match record.kind {
                RecordKind::Snapshot => replica = rich_text::load(&record.body)?,
                RecordKind::Change => replica.apply_changes(vec![Change::from_bytes(record.body.clone())?])?,
                _ => {}
            }
        }
        Ok(replica)
    }
}

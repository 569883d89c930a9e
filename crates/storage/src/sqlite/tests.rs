//! The writer when its disk is full or fails. Each fault is set on the writer's own connection.

use bytes::Bytes;
use maslahat_protocol::{DocumentId, LogId, PersonId};
use tempfile::TempDir;

use super::{SqliteStore, open};
use crate::{AppendError, LogAppend, NewEntry, Seq, Store, StoreError};

/// An entry of this kind makes the faulty writer fail.
const FATAL: u8 = 99;

fn store_with(directory: &TempDir, fault: &str) -> SqliteStore {
    let owned = open::to_write(directory.path()).unwrap();
    owned.writer.execute_batch(fault).unwrap();
    SqliteStore::start(owned).unwrap()
}

fn append(log: u8, expect: Seq, kind: u8, size_bytes: usize) -> Vec<LogAppend> {
    let entry = NewEntry { kind, person: PersonId::SERVER, at_ms: 0, body: Bytes::from(vec![log; size_bytes]) };
    vec![LogAppend { log: LogId::text(DocumentId::from_bytes([log; 16])), expect, entries: vec![entry] }]
}

async fn head(store: &SqliteStore, log: u8) -> Seq {
    let log = LogId::text(DocumentId::from_bytes([log; 16]));
    store.load(log).await.unwrap().head.seq
}

#[tokio::test]
async fn a_full_disk_refuses_what_does_not_fit_and_goes_on() {
    let directory = TempDir::new().unwrap();
    let store = store_with(&directory, "PRAGMA max_page_count = 60");
    store.append(append(1, 0, 1, 100)).await.unwrap();
    // Asked for together, so that they may share a transaction: the large one must not take the small one along.
    let (large, small) = tokio::join!(store.append(append(2, 0, 1, 500_000)), store.append(append(3, 0, 1, 100)));
    assert_eq!(large, Err(AppendError::Full));
    assert_eq!(small.unwrap()[0].seq, 1);
    store.append(append(1, 1, 1, 100)).await.unwrap();
    assert_eq!((head(&store, 1).await, head(&store, 2).await, head(&store, 3).await), (2, 0, 1));
    let log = LogId::text(DocumentId::from_bytes([1; 16]));
    let full = store.compact(log, 1, Bytes::from(vec![0; 500_000])).await;
    assert_eq!(full, Err(StoreError::Full));
    store.ready().await.unwrap();
    store.verify_chains().await.unwrap();
}

#[tokio::test]
async fn after_a_failure_nothing_is_acknowledged_any_more() {
    let directory = TempDir::new().unwrap();
    let fault = format!(
        "CREATE TEMP TRIGGER fault BEFORE INSERT ON entries WHEN new.kind = {FATAL}
         BEGIN SELECT RAISE(ABORT, 'the disk is on fire'); END"
    );
    let store = store_with(&directory, &fault);
    store.append(append(1, 0, 1, 10)).await.unwrap();
    assert_eq!(store.append(append(2, 0, FATAL, 10)).await, Err(AppendError::InDoubt));
    assert!(store.failed().await.contains("the disk is on fire"));
    assert_eq!(store.append(append(1, 1, 1, 10)).await, Err(AppendError::InDoubt));
    assert!(matches!(store.ready().await, Err(StoreError::Failed(_))));
    drop(store);

    let store = SqliteStore::open(directory.path()).await.unwrap();
    assert_eq!((head(&store, 1).await, head(&store, 2).await), (1, 0));
    store.append(append(2, 0, FATAL, 10)).await.unwrap();
}

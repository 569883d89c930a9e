//! Whatever is altered behind the store's back is found, at its line.

use bytes::Bytes;
use maslahat_storage::{SqliteStore, Store, StoreError};

use super::Directory;
use crate::contract::{Place, append, log};

/// Two logs; of the second, entries 1 and 2 are compacted.
async fn filled() -> Directory {
    let directory = Directory::new();
    let store = directory.open().await;
    store.append(vec![append(log(1), 0, 4)]).await.unwrap();
    store.append(vec![append(log(2), 0, 6)]).await.unwrap();
    assert!(store.compact(log(2), 2, Bytes::from_static(b"two")).await.unwrap());
    directory
}

/// Where proving the whole database stops after `sql`, and whether loading the second log stops there, too.
async fn found_after(sql: &str) -> (u64, bool) {
    let directory = filled().await;
    directory.alter(sql);
    let store = SqliteStore::open(directory.path()).await.unwrap();
    let proof = store.verify_chains().await;
    let Err(StoreError::Broken { log: name, seq, what }) = proof.clone() else {
        panic!("{sql}: {proof:?}");
    };
    assert!(name.starts_with("text "), "{name}");
    assert!(store.load(log(1)).await.is_ok(), "the other log is as it was");
    let load = store.load(log(2)).await;
    if let Err(error) = &load {
        assert_eq!(error, &StoreError::Broken { log: name, seq, what }, "{sql}");
    }
    (seq, load.is_err())
}

#[tokio::test]
async fn an_unaltered_database_is_proved() {
    let directory = filled().await;
    let checked = directory.open().await.verify_chains().await.unwrap();
    assert_eq!((checked.logs, checked.entries), (2, 10));
}

#[tokio::test]
async fn every_alteration_is_found_at_its_line() {
    let at = |seq: u64, change: &str| format!("UPDATE entries SET {change} WHERE log = 2 AND seq = {seq}");
    assert_eq!(found_after(&at(4, "body = x'00'")).await, (4, true));
    assert_eq!(found_after(&at(4, "body = NULL")).await, (4, true));
    assert_eq!(found_after(&at(5, "kind = 9")).await, (5, true));
    assert_eq!(found_after(&at(5, "person = zeroblob(16)")).await, (5, true));
    assert_eq!(found_after(&at(3, "at_ms = at_ms + 1")).await, (3, true));
    assert_eq!(found_after(&at(6, "digest = zeroblob(32), body = NULL")).await, (6, true));
    assert_eq!(found_after(&at(6, "chain = zeroblob(32)")).await, (6, true));
    assert_eq!(found_after(&at(1, "at_ms = 0")).await, (1, false));
}

#[tokio::test]
async fn lost_entries_are_found() {
    assert_eq!(found_after("DELETE FROM entries WHERE log = 2 AND seq = 4").await, (4, true));
    assert_eq!(found_after("DELETE FROM entries WHERE log = 2 AND seq = 6").await, (6, true));
    assert_eq!(found_after("DELETE FROM entries WHERE log = 2 AND seq = 1").await, (1, false));
    assert_eq!(found_after("UPDATE logs SET head = 5 WHERE id = 2").await, (7, true));
}

#[tokio::test]
async fn an_altered_snapshot_is_found() {
    assert_eq!(found_after("UPDATE snapshots SET body = x'00' WHERE log = 2").await, (2, true));
}

#[tokio::test]
async fn entries_without_a_log_are_found() {
    let directory = filled().await;
    directory.alter("DELETE FROM logs WHERE id = 1");
    let proof = directory.open().await.verify_chains().await;
    assert!(matches!(proof, Err(StoreError::Damaged { .. })), "{proof:?}");
}

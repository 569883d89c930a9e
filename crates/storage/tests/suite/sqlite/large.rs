//! A database that is too large to be looked over before it is used is looked over meanwhile. Damage that no hash can
//! tell is found all the same, ends the writer, and is remembered until it is gone.

use std::fs::{self, OpenOptions};
use std::io::{Seek, SeekFrom, Write};

use maslahat_storage::{AppendError, LogAppend, SqliteStore, Store, StoreError};

use super::Directory;
use crate::contract::{Place, append, entry, log};

const LARGE_BODIES: u64 = 40;
const LARGE_BODY_BYTES: usize = 1 << 20;

/// Many small entries in one log, a few large ones in another.
async fn large() -> Directory {
    let directory = Directory::new();
    let store = directory.open().await;
    store.append(vec![append(log(1), 0, 2000)]).await.unwrap();
    for seq in 0..LARGE_BODIES {
        let entries = vec![entry(vec![7; LARGE_BODY_BYTES])];
        store.append(vec![LogAppend { log: log(2), expect: seq, entries }]).await.unwrap();
    }
    directory
}

/// Overwrites pages of the first log; gives what was there.
fn overwrite(directory: &Directory, bytes: &[u8]) -> Vec<u8> {
    const AT: usize = 8 * 4096;
    let before = fs::read(directory.database()).unwrap()[AT..AT + bytes.len()].to_vec();
    let mut file = OpenOptions::new().write(true).open(directory.database()).unwrap();
    file.seek(SeekFrom::Start(AT as u64)).unwrap();
    file.write_all(bytes).unwrap();
    before
}

#[tokio::test]
async fn damage_in_a_large_database_is_found_while_it_is_used() {
    let directory = large().await;
    let sound = overwrite(&directory, &[0xa5; 3 * 4096]);
    let store = directory.open().await;
    let cause = store.failed().await;
    assert!(cause.contains("is damaged"), "{cause}");
    assert_eq!(store.append(vec![append(log(3), 0, 1)]).await, Err(AppendError::InDoubt));
    assert!(store.load(log(1)).await.is_err(), "what is damaged is never given out");
    drop(store);

    for _ in 0..2 {
        let again = SqliteStore::open(directory.path()).await;
        assert!(matches!(again, Err(StoreError::Damaged { .. })), "from then on it is looked over first: {again:?}");
    }
    let suspicion = directory.path().join("maslahat.db-suspected");
    assert!(suspicion.exists());
    overwrite(&directory, &sound);
    let store = directory.open().await;
    assert_eq!(store.load(log(1)).await.unwrap().head.seq, 2000);
    assert!(!suspicion.exists(), "what was found sound is not looked over first again");
}

#[tokio::test]
async fn a_large_database_that_is_sound_stays_in_use_and_is_closed_at_once() {
    let directory = large().await;
    // some are closed before the look has begun, some in its middle, some after
    for wait_ms in [0, 1, 5, 20, 100] {
        let store = directory.open().await;
        tokio::time::sleep(std::time::Duration::from_millis(wait_ms)).await;
        let head = store.load(log(3)).await.unwrap().head.seq;
        store.append(vec![append(log(3), head, 1)]).await.unwrap();
        drop(store);
    }
    assert_eq!(directory.open().await.load(log(3)).await.unwrap().head.seq, 5);
}

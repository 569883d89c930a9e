//! A backup taken while people work, and the way back.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use bytes::Bytes;
use maslahat_storage::{SqliteStore, Store, StoreError};

use super::Directory;
use crate::contract::{Place, append, log};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_backup_beside_a_writer_is_one_moment_and_can_be_restored() {
    let (directory, shelf, new) = (Directory::new(), Directory::new(), Directory::new());
    let store = directory.open().await;
    store.append(vec![append(log(3), 0, 500)]).await.unwrap();
    assert!(store.compact(log(3), 400, Bytes::from(vec![3; 100_000])).await.unwrap());
    let (stop, written) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicU64::new(0)));
    let writer = {
        let (store, stop, written) = (store.clone(), stop.clone(), written.clone());
        tokio::spawn(async move {
            while !stop.load(Ordering::SeqCst) {
                let seq = written.load(Ordering::SeqCst);
                store.append(vec![append(log(1), seq, 1), append(log(2), seq, 1)]).await.unwrap();
                written.store(seq + 1, Ordering::SeqCst);
            }
        })
    };
    while written.load(Ordering::SeqCst) < 20 {
        tokio::task::yield_now().await;
    }
    let before = written.load(Ordering::SeqCst);
    let file = shelf.path().join("evening");
    let checked = store.backup(&file).await.unwrap();
    stop.store(true, Ordering::SeqCst);
    writer.await.unwrap();
    assert_eq!(shelf.files().keys().collect::<Vec<_>>(), ["evening"], "one file, complete");

    let restored = SqliteStore::restore(&file, &new.path().join("data")).await.unwrap();
    assert_eq!(restored, checked);
    let copy = SqliteStore::open(&new.path().join("data")).await.unwrap();
    let loaded = copy.load_many(vec![log(1), log(2), log(3)]).await.unwrap();
    let seq = loaded[0].head.seq;
    assert!(seq >= before);
    assert_eq!(loaded[1].head.seq, seq);
    assert_eq!(loaded[2], store.load(log(3)).await.unwrap());
    assert_eq!(loaded[0].tail, store.load(log(1)).await.unwrap().tail[..seq as usize]);
    copy.append(vec![append(log(1), seq, 1)]).await.unwrap();
    assert_eq!(shelf.files().len(), 1, "restoring leaves the backup alone");
}

#[tokio::test]
async fn a_backup_never_replaces_a_file() {
    let (directory, shelf) = (Directory::new(), Directory::new());
    let store = directory.open().await;
    let path = shelf.path().join("mine");
    fs::write(&path, "mine").unwrap();
    assert_eq!(store.backup(&path).await, Err(StoreError::Occupied { path: path.clone() }));
    assert_eq!(fs::read(&path).unwrap(), b"mine");
    let nowhere = store.backup(&shelf.path().join("no/such/directory")).await;
    assert!(matches!(nowhere, Err(StoreError::Unwritable { .. })), "{nowhere:?}");
}

#[tokio::test]
async fn a_backup_of_altered_data_is_refused_and_leaves_nothing() {
    let (directory, shelf) = (Directory::new(), Directory::new());
    let store = directory.open().await;
    store.append(vec![append(log(1), 0, 4)]).await.unwrap();
    directory.alter("UPDATE entries SET body = x'00' WHERE seq = 3");
    let backup = store.backup(&shelf.path().join("evening")).await;
    assert!(matches!(backup, Err(StoreError::Broken { seq: 3, .. })), "{backup:?}");
    assert!(shelf.files().is_empty());
}

#[tokio::test]
async fn a_restore_never_touches_a_directory_in_use() {
    let (directory, shelf) = (Directory::new(), Directory::new());
    let store = directory.open().await;
    let file = shelf.path().join("evening");
    store.backup(&file).await.unwrap();
    let path = directory.path().to_owned();
    assert_eq!(SqliteStore::restore(&file, &path).await, Err(StoreError::Occupied { path: path.clone() }));
    drop(store);
    assert_eq!(SqliteStore::restore(&file, &path).await, Err(StoreError::Occupied { path }));
}

#[tokio::test]
async fn a_restore_of_what_is_no_sound_backup_leaves_the_directory_empty() {
    let (directory, shelf, new) = (Directory::new(), Directory::new(), Directory::new());
    let store = directory.open().await;
    store.append(vec![append(log(1), 0, 2000)]).await.unwrap();
    let sound = shelf.path().join("sound");
    store.backup(&sound).await.unwrap();
    let bytes = fs::read(&sound).unwrap();

    let file = |name: &str, bytes: &[u8]| {
        let path = shelf.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    };
    let mut altered = bytes.clone();
    let at = altered.windows(4).rposition(|body| body == b"1234").unwrap();
    altered[at] ^= 1;
    let cases = [
        (file("altered", &altered), "does not fit"),
        (file("half", &bytes[..bytes.len() / 2]), "is damaged"),
        (file("text", &b"not a database ".repeat(20)), "is not a Maslahat database"),
        (file("nothing", b""), "is damaged"),
        (shelf.path().join("gone"), "there is no database"),
        (shelf.path().to_owned(), "cannot be read"),
    ];
    for (path, told) in cases {
        let error = SqliteStore::restore(&path, new.path()).await.unwrap_err();
        assert!(error.to_string().contains(told), "{}: {error}", path.display());
        assert!(new.files().is_empty(), "{}", path.display());
    }
    SqliteStore::restore(&sound, new.path()).await.unwrap();
}

//! Directories that cannot be opened are named, with a remedy, and left as they are.

use std::fs;
use std::io::{Seek, SeekFrom, Write};
use std::path::Path;

use bytes::Bytes;
use maslahat_storage::{AppendError, SqliteStore, Store, StoreError};

use super::Directory;
use crate::contract::{Place, append, log};

async fn refused(directory: &Path) -> StoreError {
    match SqliteStore::open(directory).await {
        Ok(_) => panic!("opened"),
        Err(error) => error,
    }
}

#[tokio::test]
async fn a_directory_is_made_when_it_is_not_there() {
    let directory = Directory::new();
    let inner = directory.path().join("a/b");
    let store = SqliteStore::open(&inner).await.unwrap();
    store.append(vec![append(log(1), 0, 1)]).await.unwrap();
    assert!(inner.join("maslahat.db").is_file());
}

#[cfg(unix)]
#[tokio::test]
async fn what_is_made_is_for_its_owner_alone() {
    use std::os::unix::fs::PermissionsExt;
    let directory = Directory::new();
    let inner = directory.path().join("data");
    let store = SqliteStore::open(&inner).await.unwrap();
    store.append(vec![append(log(1), 0, 1)]).await.unwrap();
    let mode = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&inner), 0o700);
    for file in fs::read_dir(&inner).unwrap() {
        let path = file.unwrap().path();
        assert_eq!(mode(&path), 0o600, "{}", path.display());
    }
}

#[tokio::test]
async fn a_file_is_no_data_directory() {
    let directory = Directory::new();
    let file = directory.path().join("file");
    fs::write(&file, "mine").unwrap();
    assert_eq!(refused(&file).await, StoreError::NotADirectory { path: file.clone() });
    let below = file.join("data");
    assert_eq!(refused(&below).await, StoreError::NotADirectory { path: below });
    assert_eq!(fs::read(&file).unwrap(), b"mine");
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_place_that_cannot_be_written_is_named_with_its_cause() {
    let error = refused(Path::new("/proc/maslahat")).await;
    assert!(matches!(&error, StoreError::Unwritable { path, .. } if path == Path::new("/proc/maslahat")), "{error}");
}

#[tokio::test]
async fn another_programs_file_is_left_alone() {
    let text = Directory::new();
    fs::write(text.database(), "a diary, a hundred bytes long and more. ".repeat(10)).unwrap();
    let foreign = Directory::new();
    foreign.alter("CREATE TABLE recipes (plov TEXT); PRAGMA user_version = 1");
    for directory in [text, foreign] {
        let before = directory.files();
        let path = directory.database();
        assert_eq!(refused(directory.path()).await, StoreError::Foreign { path });
        assert_eq!(directory.files(), before);
    }
}

#[tokio::test]
async fn a_newer_schema_is_left_alone() {
    let directory = Directory::new();
    drop(directory.open().await);
    directory.alter("PRAGMA user_version = 2");
    let before = directory.files();
    let newer = StoreError::Newer { path: directory.database().display().to_string(), found: 2, known: 1 };
    assert_eq!(refused(directory.path()).await, newer);
    assert_eq!(SqliteStore::open_to_read(directory.path()).await.unwrap_err(), newer);
    assert_eq!(directory.files(), before);
}

#[tokio::test]
async fn a_lost_or_emptied_database_is_not_begun_anew() {
    let emptied = Directory::new();
    drop(emptied.open().await);
    fs::write(emptied.database(), "").unwrap();
    let lost = Directory::new();
    fs::write(lost.path().join("maslahat.db-wal"), "what was written last").unwrap();
    for directory in [emptied, lost] {
        let before = directory.files();
        let error = refused(directory.path()).await;
        assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
        assert_eq!(directory.files(), before);
    }
}

#[tokio::test]
async fn a_damaged_database_is_left_as_it_is() {
    let directory = Directory::new();
    let store = directory.open().await;
    store.append(vec![append(log(1), 0, 2000)]).await.unwrap();
    drop(store);
    let mut file = fs::OpenOptions::new().write(true).open(directory.database()).unwrap();
    file.seek(SeekFrom::Start(8 * 4096)).unwrap();
    file.write_all(&[0xa5; 3 * 4096]).unwrap();
    let before = fs::read(directory.database()).unwrap();
    let error = refused(directory.path()).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
    assert!(error.to_string().contains("maslahat restore"), "{error}");
    assert_eq!(fs::read(directory.database()).unwrap(), before);
}

#[tokio::test]
async fn a_database_without_its_tables_is_damaged() {
    let directory = Directory::new();
    drop(directory.open().await);
    directory.alter("DROP TABLE snapshots");
    let error = refused(directory.path()).await;
    assert!(matches!(error, StoreError::Damaged { .. }), "{error}");
}

#[tokio::test]
async fn a_second_server_is_told_who_has_the_directory() {
    let directory = Directory::new();
    let store = directory.open().await;
    let holder = Some(std::process::id());
    let path = directory.path().to_owned();
    assert_eq!(refused(directory.path()).await, StoreError::Locked { path, holder });
    store.append(vec![append(log(1), 0, 1)]).await.unwrap();
    let other = store.clone();
    drop(store);
    assert!(matches!(refused(directory.path()).await, StoreError::Locked { .. }));
    drop(other);
    assert_eq!(directory.open().await.load(log(1)).await.unwrap().head.seq, 1);
}

#[tokio::test]
async fn a_reader_sees_what_a_running_writer_has_written() {
    let directory = Directory::new();
    let writer = directory.open().await;
    writer.append(vec![append(log(1), 0, 3)]).await.unwrap();
    let reader = SqliteStore::open_to_read(directory.path()).await.unwrap();
    assert_eq!(reader.load(log(1)).await.unwrap(), writer.load(log(1)).await.unwrap());
    writer.append(vec![append(log(1), 3, 1)]).await.unwrap();
    assert_eq!(reader.tail(log(1), 3).await.unwrap().len(), 1);
    reader.ready().await.unwrap();
    assert_eq!(reader.verify_chains().await.unwrap().entries, 4);

    assert!(matches!(reader.append(vec![append(log(1), 4, 1)]).await, Err(AppendError::Refused(_))));
    assert_eq!(reader.compact(log(1), 2, Bytes::new()).await, Err(StoreError::ReadOnly));
    drop(writer);
    assert_eq!(reader.load(log(1)).await.unwrap().head.seq, 4);
}

#[tokio::test]
async fn a_reader_makes_nothing() {
    let directory = Directory::new();
    let nowhere = directory.path().join("nowhere");
    for path in [directory.path(), &nowhere] {
        let missing = StoreError::Missing { path: path.to_owned() };
        assert_eq!(SqliteStore::open_to_read(path).await.unwrap_err(), missing);
    }
    assert!(directory.files().is_empty());
}

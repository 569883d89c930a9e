//! What is particular to the store in a data directory.

mod backup;
mod crash;
mod large;
mod opening;
mod proof;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use maslahat_storage::SqliteStore;
use tempfile::TempDir;

use crate::contract::{Place, contract_suite, promises};

pub(crate) struct Directory(TempDir);

impl Directory {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn database(&self) -> PathBuf {
        self.path().join("maslahat.db")
    }

    /// Runs SQL behind the store's back, as a curious administrator might.
    fn alter(&self, sql: &str) {
        let connection = rusqlite::Connection::open(self.database()).unwrap();
        connection.execute_batch(sql).unwrap();
    }

    /// Every file with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let entries = fs::read_dir(self.path()).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name().into_string().unwrap(), fs::read(entry.path()).unwrap())).collect()
    }
}

impl Place for Directory {
    type Store = SqliteStore;
    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.path()).await.expect("opens")
    }
}

promises!(contract_suite!(Directory::new()));

//! What is particular to the store in a data directory.

use maslahat_storage::SqliteStore;
use tempfile::TempDir;

use crate::contract::{Place, contract_suite};

pub(crate) struct Directory(TempDir);

impl Directory {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().expect("makes a directory"))
    }
}

impl Place for Directory {
    type Store = SqliteStore;
    async fn open(&self) -> SqliteStore {
        SqliteStore::open(self.0.path()).await.expect("opens")
    }
}

contract_suite!(Directory::new());

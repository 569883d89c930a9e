//! maslahat-sync-core

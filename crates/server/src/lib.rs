//! maslahat-server

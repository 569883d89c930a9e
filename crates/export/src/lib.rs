//! maslahat-export

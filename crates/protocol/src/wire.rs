//! The automerge-repo WebSocket protocol, version "1".

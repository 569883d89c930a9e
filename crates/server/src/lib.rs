//! The server: HTTP and WebSocket around the pure rooms of sync-core, on a store of logs. The only
//! crate that knows sockets, cookies, tokens and the clock; it decides nothing about texts itself.

mod accept;
mod assets;
pub mod config;
pub mod control;
pub mod error;
pub mod exports;
pub mod http;
pub mod ledger;
mod neighbours;
pub mod openid;
pub mod pdf_process;
pub mod people;
pub mod rooms;
pub mod serve;
pub mod setup;
pub mod state;
pub mod tls;
mod ws;

pub use config::Config;
pub use error::PeopleError;
pub use rooms::RoomError;
pub use state::AppState;

pub use maslahat_export::bundle::{File, Verdict, verify};
pub use maslahat_export::pdf::child_main;
pub use maslahat_protocol::DraftId;
pub use maslahat_storage::{AnyStore, Checked, DatabaseUrl, Location, StoreError};

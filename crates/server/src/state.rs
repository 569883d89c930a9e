//! What every request can reach.

use std::fmt;
use std::sync::Arc;

use maslahat_storage::AnyStore;

use crate::config::Config;
use crate::exports::Exports;
use crate::http::draft::Views;
use crate::http::draft::texts::Bodies;
use crate::http::limits::{FailedJoins, Rates};
use crate::openid::OpenId;
use crate::people::People;
use crate::rooms::Rooms;
use crate::ws::peer_id::PeerIds;

/// The server's parts. Cheap to clone.
#[derive(Clone)]
pub struct AppState {
    pub people: People,
    pub rooms: Rooms,
    pub store: AnyStore,
    pub exports: Exports,
    pub config: Arc<Config>,
    pub(crate) openid: Option<Arc<OpenId>>,
    pub(crate) failed_joins: Arc<FailedJoins>,
    pub(crate) rates: Arc<Rates>,
    pub(crate) peer_ids: PeerIds,
    pub(crate) draft_views: Views,
    pub(crate) draft_texts: Bodies,
}

impl AppState {
    /// Puts the parts together.
    pub fn new(store: AnyStore, people: People, rooms: Rooms, config: Config) -> Self {
        Self {
            people,
            rooms,
            store,
            exports: Exports::new(None),
            openid: None,
            failed_joins: Arc::default(),
            rates: Arc::new(Rates::new(&config.limits)),
            peer_ids: PeerIds::default(),
            draft_views: Views::default(),
            draft_texts: Bodies::default(),
            config: Arc::new(config),
        }
    }
}

impl fmt::Debug for AppState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("AppState")
    }
}

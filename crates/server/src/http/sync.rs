//! The description of `/sync`; the socket itself is in `ws`.

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Uri};
use axum::response::Response;

use super::problem::Answer;
use crate::AppState;
use crate::ws::{self, SyncQuery};

/// Opens a sync socket
///
/// The automerge-repo WebSocket protocol, version "1". By cookie, `Authorization`, or `?token=` for
/// clients that cannot set headers. A peer id is taken by one person at a time, does not begin with
/// `server-`, and what stands before a dot in it is the caller's own person id.
#[utoipa::path(get, path = "/sync", operation_id = "sync", tag = "sync", params(("token" = Option<String>, Query)),
    responses((status = 101, description = "The socket is open."),
        (status = 401, description = "`not_signed_in`, `session_unknown`, `session_expired`"),
        (status = 403, description = "`origin_forbidden`"), (status = 426, description = "`upgrade_needed`"),
        (status = 503, description = "`busy`, `store_unavailable`"), (status = 507, description = "`disk_full`")))]
pub(crate) async fn sync(
    state: State<AppState>,
    headers: HeaderMap,
    uri: Uri,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    // a query that cannot be read carries no token
    let query = Query::<SyncQuery>::try_from_uri(&uri).ok();
    ws::sync(state, headers, query, upgrade).await
}

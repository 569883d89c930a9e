//! `/sync`: the automerge-repo WebSocket protocol for stock clients. Decides who may open a socket;
//! what goes over it is in `connection` and `routes`. Knows nothing of what a text or a change is.

mod connection;
pub(crate) mod peer_id;
mod routes;

use std::time::Instant;

use axum::extract::ws::WebSocketUpgrade;
use axum::extract::ws::rejection::WebSocketUpgradeRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, header};
use axum::response::Response;
use serde::Deserialize;

use crate::AppState;
use crate::http::access::{self, Credential};
use crate::http::limits::Weight;
use crate::http::origin::is_own;
use crate::http::problem::{Answer, Code, Problem};
use crate::people::{SecretName, Session};
use connection::Connection;

/// The largest frame taken from a client: a sync message of the core's limit, with its envelope.
const FRAME_BYTES_MAX: usize = 9 << 20;

/// Read at once from a socket, and kept for each: a keystroke is a few hundred bytes.
const READ_BUFFER_BYTES: usize = 8 << 10;

/// For clients that cannot set headers.
#[derive(Deserialize)]
pub(crate) struct SyncQuery {
    #[serde(default)]
    token: Option<String>,
}

/// Opens a socket for a signed-in person.
pub(crate) async fn sync(
    State(state): State<AppState>,
    headers: HeaderMap,
    query: Option<Query<SyncQuery>>,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Answer<Response> {
    let (session, token) = authenticate(&state, &headers, query.and_then(|Query(query)| query.token)).await?;
    state.rates.of_person(session.person, false, Weight::Light, Instant::now())?;
    let upgrade = upgrade.map_err(|_| {
        Problem::new(Code::UpgradeNeeded, "This address speaks WebSocket. Open it with an automerge-repo client, such as new WebSocketClientAdapter(url).")
    })?;
    let storage_id = storage_id(&state).await?;
    let seated = state
        .rooms
        .admit(session.id, session.person)
        .map_err(|many| Problem::new(Code::Busy, format!("There are {many}.")).retry_after(30))?;
    let upgrade = upgrade.max_message_size(FRAME_BYTES_MAX).max_frame_size(FRAME_BYTES_MAX);
    let upgrade = upgrade.read_buffer_size(READ_BUFFER_BYTES);
    let connection = Connection::new(state, session, token, seated, storage_id);
    Ok(upgrade.on_upgrade(|socket| connection.run(socket)))
}

/// What clients know this store by: they keep for it which changes it has acknowledged.
async fn storage_id(state: &AppState) -> Answer<String> {
    let secret = state.people.secret(SecretName::StorageId).await?;
    Ok(hex::encode(&secret[..16]))
}

/// The query's token counts first, then the header, then the cookie. A cookie comes along by itself,
/// so a page of another site must not use it.
async fn authenticate(state: &AppState, headers: &HeaderMap, token: Option<String>) -> Answer<(Session, String)> {
    let token = match (token, Credential::of(headers, &state.config)) {
        (Some(token), _) => token,
        (None, None) => return Err(Problem::not_signed_in()),
        (None, Some(Credential::Bearer(token))) => token.to_owned(),
        (None, Some(Credential::Cookie(token))) => {
            let own = |origin: &header::HeaderValue| {
                origin.to_str().is_ok_and(|origin| is_own(origin, headers, &state.config))
            };
            if !headers.get(header::ORIGIN).is_none_or(own) {
                return Err(Problem::new(
                    Code::OriginForbidden,
                    "A page of another site opened this connection. Open this server's own page, or use a token.",
                ));
            }
            token.to_owned()
        }
    };
    Ok((access::authenticate(&token, state).await?, token))
}

//! What those who run the server ask it.

use std::time::Duration;

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maslahat_storage::{Store, StoreError};
use tokio::time::timeout;

use super::problem::{Answer, Code, Problem};
use crate::AppState;

/// For the store's answer: whoever asks why nothing is saved should not wait.
const READY_MAX: Duration = Duration::from_secs(1);

/// Whether the process serves
#[utoipa::path(get, path = "/healthz", operation_id = "healthz", tag = "operation", responses((status = 200, body = String)))]
pub(crate) async fn healthz() -> &'static str {
    "ok\n"
}

/// Whether the store takes changes
///
/// While it does not, the problem's code says why: `disk_full` or `store_unavailable`.
#[utoipa::path(get, path = "/readyz", operation_id = "readyz", tag = "operation",
    responses((status = 200, body = String), (status = 503, description = "`store_unavailable`"),
        (status = 507, description = "`disk_full`")))]
pub(crate) async fn readyz(State(state): State<AppState>) -> Answer<&'static str> {
    if let Some(obstacle) = state.rooms.obstacle() {
        return Err(obstacle.into());
    }
    let ready = timeout(READY_MAX, state.store.ready()).await;
    match ready.unwrap_or_else(|_| Err(StoreError::Unavailable("it takes too long".to_owned()))) {
        Ok(()) => Ok("ready\n"),
        Err(cause) => {
            tracing::warn!(%cause, "not ready");
            Err(Problem::new(
                Code::StoreUnavailable,
                "The store does not answer, or takes no writes. The cause is in the server's log.",
            )
            .retry_after(5))
        }
    }
}

/// Counters and gauges, as Prometheus reads them
#[utoipa::path(get, path = "/metrics", operation_id = "metrics", tag = "operation", responses((status = 200, body = String)))]
pub(crate) async fn metrics(State(state): State<AppState>) -> Response {
    let kind = HeaderValue::from_static("text/plain; version=0.0.4; charset=utf-8");
    ([(header::CONTENT_TYPE, kind)], state.rooms.metrics().render()).into_response()
}

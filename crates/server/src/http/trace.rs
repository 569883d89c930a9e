//! One line in the log for each request. Names the route, never the address itself: addresses hold
//! join codes and tokens.

use std::time::Instant;

use axum::extract::{MatchedPath, Request};
use axum::middleware::Next;
use axum::response::Response;

/// Follows a request through.
pub(crate) async fn trace(request: Request, next: Next) -> Response {
    let started = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map(|path| path.as_str().to_owned());
    let route = route.unwrap_or_else(|| "(page)".to_owned());
    let response = next.run(request).await;
    let (status, latency_ms) = (response.status().as_u16(), started.elapsed().as_millis());
    if response.status().is_server_error() {
        tracing::warn!(%method, route, status, latency_ms, "answered");
    } else {
        tracing::debug!(%method, route, status, latency_ms, "answered");
    }
    response
}

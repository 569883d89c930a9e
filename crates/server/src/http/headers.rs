//! Headers that every answer carries, so that browsers keep other sites and stray scripts out.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::Response;

use super::origin::{host, is_secure};
use crate::AppState;

/// The join code is in the page's address: no link may carry it on.
const FIXED: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), microphone=(), geolocation=(), payment=(), usb=(), interest-cohort=()",
    ),
];
/// What is said to one person is kept by no cache, unless the route says how it may be.
const DATA_CACHING: &str = "private, no-store";
/// Data is never a page.
const DATA_POLICY: &str = "default-src 'none'; frame-ancestors 'none'; sandbox";

/// Adds them.
pub(crate) async fn secure(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let page_policy = page_policy(request.headers(), &state);
    let secure = is_secure(request.headers(), &state.config);
    let is_data = request.uri().path().starts_with("/api/");
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        headers.insert(name, HeaderValue::from_static(value));
    }
    let is_page = response.extensions().get::<IsPage>().is_some();
    let own = response.extensions().get::<OwnPolicy>().map(|own| own.0.clone());
    let usual = if is_page { page_policy } else { HeaderValue::from_static(DATA_POLICY) };
    let policy = own.unwrap_or(usual);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    if is_data {
        headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static(DATA_CACHING));
    }
    if secure {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    response
}

/// Marks an answer as part of our own page.
#[derive(Debug, Clone, Copy)]
pub(crate) struct IsPage;

/// The policy of a page that has its own, in place of the usual one.
#[derive(Debug, Clone)]
pub(crate) struct OwnPolicy(pub(crate) HeaderValue);

fn page_policy(headers: &HeaderMap, state: &AppState) -> HeaderValue {
    // older browsers do not count the socket of the same host as 'self'
    let sockets = host(headers, &state.config).map(|host| format!(" ws://{host} wss://{host}")).unwrap_or_default();
    let policy = format!(
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; style-src-attr 'unsafe-inline'; \
         img-src 'self' data: blob:; font-src 'self'; connect-src 'self'{sockets}; worker-src 'self'; manifest-src 'self'; \
         base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static(DATA_POLICY))
}

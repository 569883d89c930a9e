//! HTTP: the router, and by resource what stands behind it. Decides who may call what, what is too
//! large, and how an error reads; leaves drafts to the rooms and people to the directory.

pub(crate) mod access;
mod acts;
mod blame;
mod body;
mod device;
pub(crate) mod draft;
mod exports;
pub(crate) mod headers;
mod health;
mod invitations;
mod ledger;
pub(crate) mod limits;
mod openapi;
mod openid;
pub(crate) mod origin;
mod outcomes;
mod people;
pub(crate) mod problem;
mod sessions;
mod standing;
mod sync;
#[cfg(test)]
mod tests;
mod trace;

use std::any::Any;
use std::sync::Arc;
use std::time::Instant;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::{self, Next, from_fn_with_state};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use maslahat_model::Role;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;
use tower_http::compression::predicate::{NotForContentType, Predicate, SizeAbove};
use utoipa_axum::routes;

use self::access::{Access, Api, Entry};
use self::origin::{address, refuse_unclear_host};
use self::problem::{Answer, Code, Problem};
use crate::{AppState, assets};

/// Smaller answers are not worth compressing, in bytes.
const COMPRESSED_FROM: u64 = 1_024;

/// Everything the server answers over HTTP.
pub fn router(state: AppState) -> Router {
    let (router, _) = routes_and_table(state);
    router
}

fn api(state: &AppState) -> Api {
    Api::new(state.clone(), openapi::description())
        .route(Access::Anyone, routes!(sessions::join))
        .route(Access::Anyone, routes!(openid::ways))
        .route(Access::Anyone, routes!(openid::begin))
        .route(Access::Anyone, routes!(openid::callback))
        .route(Access::SignedIn, routes!(sessions::sign_out))
        .route(Access::SignedIn, routes!(sessions::me))
        .route(Access::SignedIn, routes!(draft::list))
        .route(Access::Secretariat, routes!(draft::create))
        .route(Access::Member(Role::Observer), routes!(draft::show))
        .route(Access::Member(Role::Observer), routes!(draft::texts::texts))
        .route(Access::Member(Role::Observer), routes!(ledger::ledger))
        .costly(Access::Member(Role::Observer), routes!(blame::blame))
        .costly(Access::Member(Role::Observer), routes!(exports::file))
        .costly(Access::Member(Role::Observer), routes!(exports::certificate))
        .route(Access::Member(Role::Expert), routes!(acts::act))
        .route(Access::Member(Role::Secretariat), routes!(invitations::list))
        .route(Access::Member(Role::Secretariat), routes!(invitations::invite))
        .route(Access::Member(Role::Secretariat), routes!(invitations::revoke))
        .route(Access::Member(Role::Secretariat), routes!(people::list))
        .route(Access::Member(Role::Secretariat), routes!(people::import::import))
        .route(Access::Member(Role::Secretariat), routes!(people::change))
        .route(Access::Member(Role::Secretariat), routes!(people::revoke))
        .route(Access::Member(Role::Secretariat), routes!(people::sessions))
        .route(Access::Member(Role::Secretariat), routes!(people::end_session))
        .route(Access::Anyone, routes!(sync::sync))
        .route(Access::Anyone, routes!(health::healthz))
        .route(Access::Anyone, routes!(health::readyz))
        .route(Access::Anyone, routes!(health::metrics))
        .route(Access::Anyone, routes!(openapi::openapi))
}

fn routes_and_table(state: AppState) -> (Router, Vec<Entry>) {
    let Api { router, table, .. } = api(&state);
    let (router, description) = router.split_for_parts();
    let compressed = SizeAbove::new(COMPRESSED_FROM)
        .and(NotForContentType::const_new("application/pdf"))
        .and(NotForContentType::const_new("application/zip"))
        .and(NotForContentType::const_new("application/vnd.openxmlformats"))
        .and(NotForContentType::const_new("font/"))
        .and(NotForContentType::IMAGES);
    let router = router
        .method_not_allowed_fallback(method_not_allowed)
        .fallback(get(elsewhere).fallback(elsewhere))
        .layer(axum::Extension(Arc::new(openapi::document(&description))))
        .layer(CompressionLayer::new().compress_when(compressed))
        .layer(from_fn_with_state(state.clone(), refuse_huge))
        .layer(from_fn_with_state(state.clone(), refuse_at_the_door))
        .layer(CatchPanicLayer::custom(panicked))
        .layer(from_fn_with_state(state.clone(), headers::secure))
        .layer(middleware::from_fn(trace::trace))
        .with_state(state);
    (router, table)
}

/// Says no to a body larger than any route takes, before any of it is read.
async fn refuse_huge(State(state): State<AppState>, request: Request, next: Next) -> Answer<Response> {
    let named =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<u64>().ok());
    let bytes_max = state.config.import_bytes_max.max(state.config.json_bytes_max);
    if named.is_some_and(|bytes| bytes > bytes_max as u64) {
        limits::discard(request.into_body());
        return Err(body::too_large(bytes_max));
    }
    Ok(next.run(request).await)
}

/// Says no to what is not clear, and to an address that asks too often, before it is known who it is.
async fn refuse_at_the_door(State(state): State<AppState>, request: Request, next: Next) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let refused = refuse_unclear_host(parts.version, &parts.uri, &parts.headers)
        .and_then(|()| state.rates.of_address(address(&parts, &state.config), Instant::now()));
    if let Err(problem) = refused {
        limits::discard(body);
        return Err(problem);
    }
    Ok(next.run(Request::from_parts(parts, body)).await)
}

async fn method_not_allowed() -> Problem {
    Problem::new(
        Code::MethodNotAllowed,
        "This address does not take this method. The header Allow and /api/openapi.json name those it takes.",
    )
}

/// The page, or an address that stands for nothing.
async fn elsewhere(request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Problem::new(
            Code::RouteUnknown,
            "There is nothing at this address. /api/openapi.json lists what there is.",
        )
        .into_response();
    }
    if !matches!(request.method().as_str(), "GET" | "HEAD") {
        let allow = HeaderValue::from_static("GET, HEAD");
        return method_not_allowed().await.header(header::ALLOW, allow).into_response();
    }
    assets::serve(path, request.headers())
}

fn panicked(cause: Box<dyn Any + Send + 'static>) -> Response {
    let cause = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    let mut response = Problem::internal(&cause.unwrap_or("a handler panicked")).into_response();
    *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
    response
}

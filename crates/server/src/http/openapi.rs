//! The description of the API at `/api/openapi.json`, made from the routes themselves.

use std::sync::Arc;

use axum::Extension;
use axum::body::Bytes;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use utoipa::openapi::security::{ApiKey, ApiKeyValue, HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::{Modify, OpenApi};

use super::access::COOKIE;
use super::problem::ProblemBody;

#[derive(OpenApi)]
#[openapi(
    info(
        title = "Maslahat",
        description = "Drafts that delegations negotiate together. Errors are RFC 9457 problem documents with a stable `code`.",
        license(name = "Apache-2.0", identifier = "Apache-2.0"),
        contact()
    ),
    tags(
        (name = "people", description = "Coming in, and inviting"),
        (name = "drafts", description = "The text and what is done to it"),
        (name = "sync", description = "Co-editing"),
        (name = "operation", description = "For those who run the server")
    ),
    components(schemas(ProblemBody)),
    modifiers(&Ways)
)]
struct Description;

/// The two ways to carry a token.
struct Ways;

impl Modify for Ways {
    fn modify(&self, openapi: &mut utoipa::openapi::OpenApi) {
        let components = openapi.components.get_or_insert_default();
        let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
        components.add_security_scheme("bearer", SecurityScheme::Http(bearer));
        components.add_security_scheme("cookie", SecurityScheme::ApiKey(ApiKey::Cookie(ApiKeyValue::new(COOKIE))));
    }
}

/// Without its routes, which the router adds.
pub(crate) fn description() -> utoipa::openapi::OpenApi {
    Description::openapi()
}

/// As it is sent.
#[derive(Debug)]
pub(crate) struct Document(Bytes);

pub(crate) fn document(description: &utoipa::openapi::OpenApi) -> Document {
    Document(serde_json::to_vec_pretty(description).unwrap_or_default().into())
}

/// This description
#[utoipa::path(get, path = "/api/openapi.json", operation_id = "openapi", tag = "operation",
    responses((status = 200, body = serde_json::Value)))]
pub(crate) async fn openapi(Extension(document): Extension<Arc<Document>>) -> Response {
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], document.0.clone()).into_response()
}

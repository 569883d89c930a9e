//! The page, embedded in the binary. Knows files and what browsers accept; knows no draft.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::{EmbeddedFile, RustEmbed};

use crate::http::headers::{IsPage, OwnPolicy};

/// What the web build left behind; nothing, when it has not run yet.
#[derive(RustEmbed)]
#[folder = "../../web/dist"]
#[allow_missing = true]
struct Dist;

const INDEX: &str = "index.html";
/// The page that verifies certificates: one file, which works from a disk too and carries its own policy.
const VERIFY: &str = "verify.html";
/// What stands before that policy.
const POLICY: &str = "http-equiv=\"Content-Security-Policy\" content=\"";
/// Where the web build puts files whose names change with their content.
const HASHED: &str = "assets/";
const NOT_BUILT: &str = "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Maslahat</title>\
<h1>The page is not in this binary</h1><p>This server was built without its page. Run <code>cargo xtask build</code> \
and start <code>target/release/maslahat</code>. The API works: see <a href=\"/api/openapi.json\">/api/openapi.json</a>.</p></html>";

/// The file at a path, or the page, which finds its way by the address.
pub(crate) fn serve(path: &str, headers: &HeaderMap) -> Response {
    let name = path.trim_start_matches('/');
    match Dist::get(name) {
        Some(file) if name != INDEX && !name.ends_with(".br") => asset(name, file, headers),
        _ if name.starts_with(HASHED) => not_there(),
        _ => page(path, headers),
    }
}

/// A file of an older build, which a page still open may ask for.
fn not_there() -> Response {
    let text = "This file is of another version of the page. Reload the page.\n";
    (StatusCode::NOT_FOUND, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}

fn page(path: &str, headers: &HeaderMap) -> Response {
    let known =
        path == "/" || ["/join/", "/drafts/", "/sign-in", "/index.html"].iter().any(|start| path.starts_with(start));
    let mut response = match Dist::get(INDEX) {
        Some(file) => asset(INDEX, file, headers),
        None => (StatusCode::SERVICE_UNAVAILABLE, axum::response::Html(NOT_BUILT)).into_response(),
    };
    if !known && response.status() == StatusCode::OK {
        *response.status_mut() = StatusCode::NOT_FOUND;
    }
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response.extensions_mut().insert(IsPage);
    response
}

fn asset(name: &str, plain: EmbeddedFile, headers: &HeaderMap) -> Response {
    let immutable = name.starts_with(HASHED);
    let cache = if immutable { "public, max-age=31536000, immutable" } else { "no-cache" };
    let packed = accepts_brotli(headers).then(|| Dist::get(&format!("{name}.br"))).flatten();
    let encoded = packed.is_some();
    // packed and plain bytes differ, so their tags do
    let digest = hex::encode(&plain.metadata.sha256_hash()[..16]);
    let tag = format!("\"{digest}{}\"", if encoded { "-br" } else { "" });
    let own_policy = (name == VERIFY).then(|| own_policy(&plain.data)).flatten();
    let mut response = if knows(headers, &tag) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        Response::new(Body::from(packed.unwrap_or(plain).data))
    };
    let answer = response.headers_mut();
    answer.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type(name)));
    answer.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    answer.insert(header::VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        answer.insert(header::ETAG, tag);
    }
    if encoded {
        answer.insert(header::CONTENT_ENCODING, HeaderValue::from_static("br"));
    }
    response.extensions_mut().insert(IsPage);
    if let Some(policy) = own_policy {
        response.extensions_mut().insert(OwnPolicy(policy));
    }
    response
}

/// The policy within a page, which allows its own script and style by their hashes and no connection; and nobody
/// may frame it, which only a header can say.
fn own_policy(html: &[u8]) -> Option<HeaderValue> {
    let (_, from_policy) = std::str::from_utf8(html).ok()?.split_once(POLICY)?;
    let (policy, _) = from_policy.split_once('"')?;
    HeaderValue::from_str(&format!("{policy}; frame-ancestors 'none'")).ok()
}

fn knows(headers: &HeaderMap, tag: &str) -> bool {
    let known = headers.get(header::IF_NONE_MATCH).and_then(|value| value.to_str().ok());
    known.is_some_and(|list| list.split(',').any(|each| each.trim().trim_start_matches("W/") == tag))
}

fn accepts_brotli(headers: &HeaderMap) -> bool {
    let lists = headers.get_all(header::ACCEPT_ENCODING).into_iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).any(|each| {
        let mut parts = each.split(';').map(str::trim);
        let named = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("br"));
        let refused = parts.any(|part| part.strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()) == Some(0.0));
        named && !refused
    })
}

fn media_type(name: &str) -> &'static str {
    match name.rsplit('.').next().unwrap_or_default() {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "wasm" => "application/wasm",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "txt" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brotli_is_sent_to_those_who_take_it() {
        let accepts = |text: &'static str| {
            let pairs = [(header::ACCEPT_ENCODING, HeaderValue::from_static(text))];
            accepts_brotli(&pairs.into_iter().collect())
        };
        assert!(accepts("gzip, deflate, br, zstd"));
        assert!(accepts("br;q=0.8"));
        assert!(!accepts("gzip"));
        assert!(!accepts("br;q=0, gzip"));
        assert!(!accepts("brr"));
    }

    #[test]
    fn wasm_can_be_streamed() {
        assert_eq!(media_type("assets/automerge-abc.wasm"), "application/wasm");
    }

    #[test]
    fn a_page_with_a_policy_of_its_own_is_sent_with_it() {
        let html = format!("<meta {POLICY}default-src 'none'; script-src 'sha256-x='\">");
        let policy = own_policy(html.as_bytes()).unwrap();
        assert_eq!(policy, "default-src 'none'; script-src 'sha256-x='; frame-ancestors 'none'");
        assert_eq!(own_policy(b"<p>none</p>"), None);
    }

    #[test]
    fn every_address_of_the_page_leads_to_the_page() {
        for path in ["/", "/join/abc", "/drafts/abc", "/sign-in"] {
            let response = serve(path, &HeaderMap::new());
            assert_ne!(response.status(), StatusCode::NOT_FOUND, "{path}");
            assert_eq!(response.headers()[header::CACHE_CONTROL], "no-cache", "{path}");
        }
        assert_eq!(serve("/assets/old.js", &HeaderMap::new()).status(), StatusCode::NOT_FOUND);
    }
}

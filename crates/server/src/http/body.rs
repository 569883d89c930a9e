//! Reading what a request brings: bodies with a bound on size and time, JSON with the place of an
//! error, queries. Whatever is wrong with it becomes a problem document.

use std::time::Duration;

use axum::body::{Body, Bytes, HttpBody};
use axum::extract::{FromRequest, FromRequestParts, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, header};
use futures_util::StreamExt;
use serde::de::DeserializeOwned;

use super::limits::discard;
use super::problem::{Answer, Code, Problem};
use crate::AppState;

/// A JSON body of at most the configured size.
#[derive(Debug)]
pub(crate) struct JsonBody<T>(pub(crate) T);

impl<T: DeserializeOwned> FromRequest<AppState> for JsonBody<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &AppState) -> Answer<Self> {
        let bytes = read_json(request, state.config.json_bytes_max, state).await?;
        parse(&bytes).map(Self)
    }
}

/// The bytes of a JSON document, not yet parsed.
pub(crate) async fn read_json(request: Request, bytes_max: usize, state: &AppState) -> Answer<Bytes> {
    read_of(accept_json, request, bytes_max, state).await
}

/// The bytes of a CSV file, not yet parsed.
pub(crate) async fn read_table(request: Request, bytes_max: usize, state: &AppState) -> Answer<Bytes> {
    read_of(accept_table, request, bytes_max, state).await
}

async fn read_of(
    accept: fn(&HeaderMap) -> Answer<()>,
    request: Request,
    bytes_max: usize,
    state: &AppState,
) -> Answer<Bytes> {
    let (parts, body) = request.into_parts();
    if let Err(problem) = accept(&parts.headers) {
        discard(body);
        return Err(problem);
    }
    read(body, bytes_max, Duration::from_secs(state.config.body_seconds_max)).await
}

/// The content type without its parameters.
fn essence(headers: &HeaderMap) -> String {
    let named = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    named.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn accept_table(headers: &HeaderMap) -> Answer<()> {
    if essence(headers) == "text/csv" {
        return Ok(());
    }
    Err(Problem::new(Code::ContentType, "The body must be a table. Send the header \"Content-Type: text/csv\"."))
}

fn accept_json(headers: &HeaderMap) -> Answer<()> {
    let essence = essence(headers);
    if essence == "application/json" || (essence.starts_with("application/") && essence.ends_with("+json")) {
        return Ok(());
    }
    Err(Problem::new(Code::ContentType, "The body must be JSON. Send the header \"Content-Type: application/json\"."))
}

pub(crate) fn too_large(bytes_max: usize) -> Problem {
    let detail = format!("The body may have at most {bytes_max} bytes. Send less.");
    Problem::new(Code::BodyLarge, detail).with("bytesMax", bytes_max)
}

async fn read(body: Body, bytes_max: usize, within: Duration) -> Answer<Bytes> {
    if body.size_hint().lower() > bytes_max as u64 {
        discard(body);
        return Err(too_large(bytes_max));
    }
    let reading = async {
        let mut bytes = Vec::new();
        let mut chunks = body.into_data_stream();
        while let Some(chunk) = chunks.next().await {
            let chunk = chunk
                .map_err(|_| Problem::new(Code::BodyBroken, "The body ended too early. Send the request again."))?;
            if bytes.len() + chunk.len() > bytes_max {
                discard(Body::from_stream(chunks));
                return Err(too_large(bytes_max));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Bytes::from(bytes))
    };
    tokio::time::timeout(within, reading).await.unwrap_or_else(|_| {
        let detail = format!(
            "The body did not arrive within {} seconds. Send the request again, over a better line if you can.",
            within.as_secs()
        );
        Err(Problem::new(Code::BodySlow, detail))
    })
}

/// JSON as `T`, or where and why not.
pub(crate) fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Answer<T> {
    serde_json::from_slice(bytes).map_err(|error| {
        let (line, column) = (error.line(), error.column());
        let cause = error.to_string();
        let cause = cause.split(" at line ").next().unwrap_or_default().to_owned();
        let problem = if error.is_data() {
            Problem::new(
                Code::JsonUnexpected,
                format!("Line {line}, column {column}: {cause}. See /api/openapi.json for what belongs there."),
            )
        } else if bytes.is_empty() {
            Problem::new(Code::JsonMalformed, "The body is empty. Send a JSON document.")
        } else {
            Problem::new(
                Code::JsonMalformed,
                format!("Line {line}, column {column}: {cause}. Correct the JSON and send it again."),
            )
        };
        problem.with("line", line).with("column", column)
    })
}

/// The query of a request.
#[derive(Debug)]
pub(crate) struct Query<T>(pub(crate) T);

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for Query<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Answer<Self> {
        let axum::extract::Query(query) = axum::extract::Query::try_from_uri(&parts.uri).map_err(|_| {
            Problem::new(
                Code::QueryMalformed,
                "The part of the address after \"?\" is not as expected. See /api/openapi.json for this route.",
            )
        })?;
        Ok(Self(query))
    }
}

/// Whether a method may change something.
pub(crate) fn changes(method: &Method) -> bool {
    !matches!(*method, Method::GET | Method::HEAD | Method::OPTIONS | Method::TRACE)
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;

    use super::*;

    #[derive(Debug, Deserialize)]
    #[expect(dead_code, reason = "only parsed")]
    struct Named {
        name: String,
    }

    #[test]
    fn a_mistake_in_json_is_pointed_at() {
        let code = |bytes: &[u8]| parse::<Named>(bytes).unwrap_err().code();
        assert_eq!(code(b"{\"name\": }"), "json_malformed");
        assert_eq!(code(b""), "json_malformed");
        assert_eq!(code(b"{\"name\": 1}"), "json_unexpected");
        assert_eq!(code(b"\xff"), "json_malformed");
        assert_eq!(code(&b"[".repeat(100_000)), "json_unexpected");
        let deep = [&b"{\"other\":"[..], &b"[".repeat(100_000)].concat();
        assert_eq!(code(&deep), "json_malformed");
    }

    #[tokio::test]
    async fn a_body_without_a_length_is_cut_at_the_limit() {
        let chunks =
            futures_util::stream::iter((0..100).map(|_| Ok::<_, std::io::Error>(Bytes::from(vec![b' '; 100]))));
        let problem = read(Body::from_stream(chunks), 1_000, Duration::from_secs(1)).await.unwrap_err();
        assert_eq!(problem.code(), "body_too_large");
    }
}

//! What a request says about where it comes from: address, host, scheme, and whether another site
//! made a browser send it. A proxy's word counts only when the configuration says so.

use std::net::{IpAddr, Ipv4Addr, SocketAddr};

use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, Uri, Version, header};

use super::problem::{Code, Problem};
use crate::Config;

/// A header's text, if it is there once and readable.
pub(crate) fn text<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().map(str::trim).filter(|text| !text.is_empty())
}

/// The first or, for `X-Forwarded-For`, the last item is what our own proxy wrote.
fn forwarded<'a>(headers: &'a HeaderMap, name: &str, config: &Config) -> Option<&'a str> {
    config.trust_proxy.then(|| text(headers, name)).flatten()
}

/// The address of whoever sent the request.
pub(crate) fn address(parts: &Parts, config: &Config) -> IpAddr {
    let behind_proxy = forwarded(&parts.headers, "x-forwarded-for", config)
        .and_then(|list| list.rsplit(',').next()?.trim().parse().ok());
    let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    behind_proxy.or(peer).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Host and port as the browser wrote them.
pub(crate) fn host<'a>(headers: &'a HeaderMap, config: &Config) -> Option<&'a str> {
    forwarded(headers, "x-forwarded-host", config).or_else(|| text(headers, header::HOST.as_str())).filter(is_plain)
}

fn is_plain(host: &&str) -> bool {
    host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".:-[]_".contains(&byte))
}

/// Refuses a request that does not say once, and in one way, which host it is for: a proxy and we might
/// each believe another half of it.
pub(crate) fn refuse_unclear_host(version: Version, target: &Uri, headers: &HeaderMap) -> Result<(), Problem> {
    let mut named = headers.get_all(header::HOST).into_iter();
    let (first, second) = (named.next(), named.next());
    let host = first.and_then(|value| value.to_str().ok()).filter(|host| !host.is_empty()).filter(is_plain);
    let clear = match (first, second, host, target.authority()) {
        // HTTP/1.0 did not know it
        (None, None, _, None) => version < Version::HTTP_11,
        (Some(_), None, Some(host), Some(target)) => target.as_str().eq_ignore_ascii_case(host),
        (Some(_), None, Some(_), None) => true,
        _ => false,
    };
    if clear {
        return Ok(());
    }
    Err(Problem::new(
        Code::HostMalformed,
        "A request names the host it is for once, in the header \"Host\", and nowhere another one. Correct it and send it again.",
    ))
}

/// Whether the browser reached us over TLS.
pub(crate) fn is_secure(headers: &HeaderMap, config: &Config) -> bool {
    let own = config.tls_certificate.is_some();
    let public = config.public_url.as_deref().is_some_and(|url| url.starts_with("https://"));
    own || public
        || forwarded(headers, "x-forwarded-proto", config).is_some_and(|proto| proto.eq_ignore_ascii_case("https"))
}

/// What links to this server begin with, without a slash at the end.
pub(crate) fn base_url(headers: &HeaderMap, config: &Config) -> String {
    if let Some(url) = &config.public_url {
        return url.trim_end_matches('/').to_owned();
    }
    let scheme = if is_secure(headers, config) { "https" } else { "http" };
    format!("{scheme}://{}", host(headers, config).unwrap_or("localhost"))
}

/// Refuses what another site made a browser send. Programs send neither header and pass: no
/// browser of today leaves both out of a request that changes something.
pub(crate) fn refuse_cross_site(headers: &HeaderMap, config: &Config) -> Result<(), Problem> {
    let same_site = match (text(headers, "sec-fetch-site"), headers.get(header::ORIGIN)) {
        (Some(site), _) => matches!(site, "same-origin" | "none"),
        (None, None) => true,
        (None, Some(origin)) => origin.to_str().is_ok_and(|origin| is_own(origin, headers, config)),
    };
    if same_site {
        return Ok(());
    }
    Err(Problem::new(
        Code::OriginForbidden,
        "A page of another site sent this request, so it was not done. Open this server's own page, or use a token as \"Authorization: Bearer TOKEN\".",
    ))
}

/// Whether an `Origin` names this server.
pub(crate) fn is_own(origin: &str, headers: &HeaderMap, config: &Config) -> bool {
    let named = origin.split_once("://").map(|(_, host)| host);
    let public =
        config.public_url.as_deref().and_then(|url| url.split_once("://")).map(|(_, host)| host.trim_end_matches('/'));
    named.is_some() && (named == host(headers, config) || named == public)
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    fn headers(pairs: &[(&'static str, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_our_own_page_and_programs_may_change_things() {
        let config = Config::default();
        let passes = |pairs: &[(&'static str, &'static str)]| refuse_cross_site(&headers(pairs), &config).is_ok();
        assert!(passes(&[("host", "h:8080")]));
        assert!(passes(&[("host", "h:8080"), ("origin", "http://h:8080")]));
        assert!(passes(&[("host", "h"), ("sec-fetch-site", "same-origin"), ("origin", "http://dev:5173")]));
        assert!(!passes(&[("host", "h:8080"), ("origin", "http://h:9090")]));
        assert!(!passes(&[("host", "h"), ("origin", "null")]));
        assert!(!passes(&[("host", "h"), ("sec-fetch-site", "cross-site"), ("origin", "http://h")]));
        assert!(!passes(&[("host", "h"), ("sec-fetch-site", "same-site")]));
    }

    #[test]
    fn a_proxys_word_counts_only_when_we_say_so() {
        let from_proxy =
            headers(&[("host", "inner"), ("x-forwarded-proto", "https"), ("x-forwarded-host", "drafts.example.org")]);
        let (alone, behind) = (Config::default(), Config { trust_proxy: true, ..Config::default() });
        assert_eq!(base_url(&from_proxy, &alone), "http://inner");
        assert_eq!(base_url(&from_proxy, &behind), "https://drafts.example.org");
        assert!(!is_secure(&from_proxy, &alone) && is_secure(&from_proxy, &behind));
        let hostile = headers(&[("host", "h/;x")]);
        assert_eq!(host(&hostile, &alone), None);
    }
}

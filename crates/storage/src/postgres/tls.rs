//! TLS to the database server, where its URL asks for it: `sslmode=require`. Its certificate and its name
//! are then always checked, against the system's certificates or those of `sslrootcert=FILE`.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use rustls_native_certs::load_native_certs;
use tokio_postgres_rustls::MakeRustlsConnect;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

/// What of a URL's parameters is ours to read.
const ROOTS: &str = "sslrootcert";
const MODE: &str = "sslmode";

/// A URL without what the client library does not know, and the file of certificates to trust.
pub(super) fn split(url: &str) -> (String, Option<PathBuf>) {
    let Some((address, query)) = url.split_once('?') else {
        return (url.to_owned(), None);
    };
    let mut roots = None;
    let mut kept = Vec::new();
    for parameter in query.split('&') {
        match parameter.split_once('=') {
            Some((ROOTS, path)) => roots = Some(PathBuf::from(unescaped(path))),
            // nothing less is ever done
            Some((MODE, "verify-full" | "verify-ca")) => kept.push("sslmode=require"),
            _ => kept.push(parameter),
        }
    }
    let query = if kept.is_empty() { String::new() } else { format!("?{}", kept.join("&")) };
    (format!("{address}{query}"), roots)
}

/// `%2F` as `/`, and so on; what is no escape stays.
fn unescaped(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
        match hex.filter(|_| *first == b'%').and_then(|pair| u8::from_str_radix(pair, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// What makes connections under TLS; the error says why there can be none.
pub(super) fn connector(roots: Option<&Path>) -> Result<MakeRustlsConnect, String> {
    let mut trusted = RootCertStore::empty();
    match roots {
        Some(path) => {
            let unread = |cause| format!("the certificates in {} cannot be read: {cause}", path.display());
            for certificate in CertificateDer::pem_file_iter(path).map_err(unread)? {
                let unfit = |cause| format!("a certificate in {} cannot be used: {cause}", path.display());
                trusted.add(certificate.map_err(unread)?).map_err(unfit)?;
            }
        }
        None => {
            trusted.add_parsable_certificates(load_native_certs().certs);
        }
    }
    if trusted.is_empty() {
        return Err("there are no certificates to trust; name a file of them by sslrootcert=FILE".to_owned());
    }
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(|cause| cause.to_string())?;
    let config = builder.with_root_certificates(trusted).with_no_client_auth();
    Ok(MakeRustlsConnect::new(config))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_urls_own_parameters_are_taken_and_the_rest_is_left() {
        let plain = "postgres://u@h/d";
        assert_eq!(split(plain), (plain.to_owned(), None));
        let (url, roots) = split("postgres://u@h/d?sslmode=verify-full&sslrootcert=%2Fetc%2Fca.pem&connect_timeout=3");
        assert_eq!(url, "postgres://u@h/d?sslmode=require&connect_timeout=3");
        assert_eq!(roots, Some(PathBuf::from("/etc/ca.pem")));
        assert_eq!(split("postgres://u@h/d?sslrootcert=ca.pem").0, plain);
    }

    #[test]
    fn certificates_that_are_not_there_are_named() {
        let error = connector(Some(Path::new("/nowhere/ca.pem"))).err().unwrap();
        assert!(error.contains("/nowhere/ca.pem"), "{error}");
    }
}

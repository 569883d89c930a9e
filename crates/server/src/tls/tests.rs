//! A real client over TLS, with certificates made here.

use std::fs;
use std::path::Path;

use axum::Router;
use axum::routing::get;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_rustls::rustls::pki_types::ServerName;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use super::*;
use crate::accept::{self, Bounds};

/// A certificate for `localhost` in these files; what a client has to trust.
fn certificate(directory: &Path) -> CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    fs::write(directory.join("cert.pem"), made.cert.pem()).unwrap();
    fs::write(directory.join("key.pem"), made.signing_key.serialize_pem()).unwrap();
    made.cert.der().clone()
}

fn configured(directory: &TempDir) -> Config {
    let file = |name: &str| Some(directory.path().join(name));
    Config { tls_certificate: file("cert.pem"), tls_key: file("key.pem"), ..Config::default() }
}

struct Served {
    address: String,
    tls: Arc<Tls>,
    _end: watch::Sender<bool>,
}

async fn served(config: &Config) -> Served {
    let tls = Tls::of(config).unwrap().unwrap();
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let router = Router::new().route("/", get(async || "hello"));
    let (end, ending) = watch::channel(false);
    let bounds = Bounds::of_this_process(config);
    tokio::spawn(accept::serve(listener, Some(Arc::clone(&tls)), router, bounds, ending));
    Served { address, tls, _end: end }
}

async fn connected(address: &str, trusted: &CertificateDer<'static>) -> io::Result<TlsStream<TcpStream>> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let config = builder.with_safe_default_protocol_versions().unwrap().with_root_certificates(roots);
    let stream = TcpStream::connect(address).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    TlsConnector::from(Arc::new(config.with_no_client_auth())).connect(name, stream).await
}

async fn asked(stream: &mut TlsStream<TcpStream>) -> String {
    stream.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = vec![0; 4_096];
    let read = stream.read(&mut answer).await.unwrap();
    String::from_utf8_lossy(&answer[..read]).into_owned()
}

#[tokio::test]
async fn a_client_that_trusts_the_certificate_is_answered_and_no_other() {
    let (directory, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let (trusted, foreign) = (certificate(directory.path()), certificate(other.path()));
    let served = served(&configured(&directory)).await;
    let mut stream = connected(&served.address, &trusted).await.unwrap();
    assert!(asked(&mut stream).await.ends_with("hello"));
    assert!(connected(&served.address, &foreign).await.is_err());
    // without TLS nobody is answered
    let mut plain = TcpStream::connect(&served.address).await.unwrap();
    plain.write_all(b"GET / HTTP/1.1\r\nhost: localhost\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    let _read = plain.read_to_end(&mut answer).await;
    assert!(!String::from_utf8_lossy(&answer).contains("hello"));
    let mut stream = connected(&served.address, &trusted).await.unwrap();
    assert!(asked(&mut stream).await.ends_with("hello"), "one who speaks no TLS has hindered the others");
}

#[tokio::test]
async fn a_new_certificate_is_for_new_connections_and_a_broken_one_for_none() {
    let directory = TempDir::new().unwrap();
    let first = certificate(directory.path());
    let served = served(&configured(&directory)).await;
    let mut open = connected(&served.address, &first).await.unwrap();
    let second = certificate(directory.path());
    served.tls.renew().unwrap();
    assert!(asked(&mut open).await.ends_with("hello"), "an open connection was cut");
    assert!(connected(&served.address, &first).await.is_err());
    let mut newer = connected(&served.address, &second).await.unwrap();
    assert!(asked(&mut newer).await.ends_with("hello"));

    fs::write(directory.path().join("key.pem"), "nothing").unwrap();
    assert!(matches!(served.tls.renew(), Err(TlsError::NotPem { what: "private key", .. })));
    let mut still = connected(&served.address, &second).await.unwrap();
    assert!(asked(&mut still).await.ends_with("hello"));
}

#[tokio::test]
async fn whoever_does_not_finish_greeting_is_not_waited_for() {
    let directory = TempDir::new().unwrap();
    certificate(directory.path());
    let served = served(&configured(&directory)).await;
    tokio::time::pause();
    let mut silent = TcpStream::connect(&served.address).await.unwrap();
    let mut rest = Vec::new();
    // the clock runs on by itself while everybody waits
    let _read = silent.read_to_end(&mut rest).await;
    assert!(rest.is_empty());
}

#[test]
fn what_cannot_be_used_is_named() {
    let directory = TempDir::new().unwrap();
    certificate(directory.path());
    let whole = configured(&directory);
    assert!(Tls::of(&Config::default()).unwrap().is_none());
    assert!(Tls::of(&whole).unwrap().is_some());
    let half = Config { tls_key: None, ..whole.clone() };
    assert!(matches!(Tls::of(&half), Err(TlsError::Half)));
    let missing = Config { tls_key: Some(directory.path().join("none.pem")), ..whole.clone() };
    let error = Tls::of(&missing).unwrap_err().to_string();
    assert!(error.contains("none.pem cannot be read"), "{error}");
    let swapped = Config { tls_certificate: whole.tls_key.clone(), ..whole.clone() };
    let error = Tls::of(&swapped).unwrap_err().to_string();
    assert!(error.contains("holds no certificate") && error.contains("BEGIN CERTIFICATE"), "{error}");
    let other = TempDir::new().unwrap();
    certificate(other.path());
    let unfit = Config { tls_key: Some(other.path().join("key.pem")), ..whole };
    assert!(matches!(Tls::of(&unfit), Err(TlsError::Unusable { .. })));
}

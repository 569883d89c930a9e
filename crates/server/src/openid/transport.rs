//! How the provider is asked: few and small questions, each bounded in time and size, none of which follows a
//! redirect to somewhere else.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls_native_certs::load_native_certs;
use tokio::sync::Semaphore;
use tokio::time::timeout;
use tokio_rustls::rustls::crypto::ring;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

use super::OpenIdError;

const ANSWER_MAX: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: u64 = 1 << 20;
/// Questions at the same time, each of which takes a thread: reading the store needs some as well. More wait.
const ASKING_MAX: usize = 16;

/// The provider does not answer, or not in bounds.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransportError {
    #[error(transparent)]
    Asking(#[from] ureq::Error),
    #[error("the answer cannot be read")]
    Answer,
    #[error("asking was given up")]
    Ended,
    #[error("too many wait for the provider")]
    Crowded,
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    agent: ureq::Agent,
    slots: Arc<Semaphore>,
}

impl Transport {
    pub(super) fn new(tls_only: bool) -> Result<Self, OpenIdError> {
        let roots: Vec<_> = load_native_certs().certs.iter().map(|der| Certificate::from_der(der).to_owned()).collect();
        if tls_only && roots.is_empty() {
            return Err(OpenIdError::NoCertificates);
        }
        let tls = TlsConfig::builder()
            .provider(TlsProvider::Rustls)
            .unversioned_rustls_crypto_provider(Arc::new(ring::default_provider()))
            .root_certs(RootCerts::new_with_certs(&roots));
        let config = ureq::Agent::config_builder()
            .tls_config(tls.build())
            .https_only(tls_only)
            .http_status_as_error(false)
            .max_redirects(0)
            .timeout_global(Some(ANSWER_MAX));
        Ok(Self { agent: config.build().into(), slots: Arc::new(Semaphore::new(ASKING_MAX)) })
    }

    fn ask(&self, request: HttpRequest) -> Result<HttpResponse, TransportError> {
        let answer = self.agent.run(request)?;
        let (parts, body) = answer.into_parts();
        let body = body.into_with_config().limit(ANSWER_BYTES_MAX).read_to_vec().map_err(|_| TransportError::Answer)?;
        Ok(HttpResponse::from_parts(parts, body))
    }
}

impl<'c> AsyncHttpClient<'c> for Transport {
    type Error = TransportError;
    type Future = BoxFuture<'c, Result<HttpResponse, TransportError>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        let transport = self.clone();
        Box::pin(async move {
            let slot = timeout(ANSWER_MAX, Arc::clone(&transport.slots).acquire_owned()).await;
            let slot = slot.map_err(|_| TransportError::Crowded)?.map_err(|_| TransportError::Ended)?;
            // kept until the thread is free again, also when nobody waits for the answer any more
            let asking = tokio::task::spawn_blocking(move || {
                let _slot = slot;
                transport.ask(request)
            });
            asking.await.map_err(|_| TransportError::Ended)?
        })
    }
}

#[cfg(test)]
mod tests {
    use std::io::{Read as _, Write as _};
    use std::net::TcpListener;
    use std::sync::Mutex;

    use super::*;

    #[tokio::test]
    async fn so_many_are_asked_at_once_and_the_others_wait() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let most = Arc::new(Mutex::new((0_usize, 0_usize)));
        let seen = Arc::clone(&most);
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (mut stream, seen) = (stream.unwrap(), Arc::clone(&seen));
                std::thread::spawn(move || {
                    assert!(stream.read(&mut [0; 4096]).unwrap() > 0);
                    {
                        let mut seen = seen.lock().unwrap();
                        seen.0 += 1;
                        seen.1 = seen.1.max(seen.0);
                    }
                    std::thread::sleep(Duration::from_millis(50));
                    seen.lock().unwrap().0 -= 1;
                    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: close\r\n\r\nok").unwrap();
                });
            }
        });
        let transport = Transport::new(false).unwrap();
        let mut asking = tokio::task::JoinSet::new();
        for _ in 0..ASKING_MAX * 3 {
            let (transport, url) = (transport.clone(), url.clone());
            asking.spawn(async move {
                let request = axum::http::Request::get(url).body(Vec::new()).unwrap();
                transport.call(request).await.unwrap().into_body()
            });
        }
        let answers = asking.join_all().await;
        assert_eq!(answers, vec![b"ok".to_vec(); ASKING_MAX * 3]);
        let most = most.lock().unwrap().1;
        assert!(most > 1 && most <= ASKING_MAX, "{most} at once");
    }
}

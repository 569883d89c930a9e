//! How the provider is asked: few and small questions, each bounded in time and size, none of which follows a
//! redirect to somewhere else.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use openidconnect::{AsyncHttpClient, HttpRequest, HttpResponse};
use rustls_native_certs::load_native_certs;
use tokio_rustls::rustls::crypto::ring;
use ureq::tls::{Certificate, RootCerts, TlsConfig, TlsProvider};

use super::OpenIdError;

const ANSWER_MAX: Duration = Duration::from_secs(10);
const ANSWER_BYTES_MAX: u64 = 1 << 20;

/// The provider does not answer, or not in bounds.
#[derive(Debug, thiserror::Error)]
pub(super) enum TransportError {
    #[error(transparent)]
    Asking(#[from] ureq::Error),
    #[error("the answer cannot be read")]
    Answer,
    #[error("asking was given up")]
    Ended,
}

/// Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct Transport {
    agent: ureq::Agent,
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
        Ok(Self { agent: config.build().into() })
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
            let asking = tokio::task::spawn_blocking(move || transport.ask(request));
            asking.await.map_err(|_| TransportError::Ended)?
        })
    }
}

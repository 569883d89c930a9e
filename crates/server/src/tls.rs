//! TLS of the server's own, where no reverse proxy does it: certificate and key from files, read again when
//! the server is told to. Knows nothing of HTTP.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::{Arc, PoisonError, RwLock};

use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::crypto::ring;
use tokio_rustls::rustls::pki_types::pem::{self, PemObject};
use tokio_rustls::rustls::pki_types::{CertificateDer, PrivateKeyDer};
use tokio_rustls::rustls::{self, ServerConfig};

use crate::Config;

/// The only protocol spoken over it.
const ALPN: &[u8] = b"http/1.1";

/// Why there is no TLS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    #[error("the configuration has only one of tls-certificate and tls-key: name both, or neither")]
    Half,
    #[error("{} cannot be read ({cause}): make it a file that this user may read", path.display())]
    Unreadable { path: PathBuf, cause: io::Error },
    #[error("{} holds no {what}: give a file in PEM, with a line \"-----BEGIN {}-----\"", path.display(), what.to_uppercase())]
    NotPem { path: PathBuf, what: &'static str },
    #[error("{} cannot be used ({cause}): give the certificate with its chain, and the key that belongs to it", path.display())]
    Unusable { path: PathBuf, cause: rustls::Error },
}

/// What new connections are met with.
pub(crate) struct Tls {
    certificate: PathBuf,
    key: PathBuf,
    current: RwLock<Arc<ServerConfig>>,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tls").field("certificate", &self.certificate).finish_non_exhaustive()
    }
}

impl Tls {
    /// As the configuration says; None if it says nothing.
    ///
    /// # Errors
    /// What it names cannot be used.
    pub(crate) fn of(config: &Config) -> Result<Option<Arc<Self>>, TlsError> {
        match (&config.tls_certificate, &config.tls_key) {
            (None, None) => Ok(None),
            (Some(certificate), Some(key)) => {
                let current = RwLock::new(read(certificate, key)?);
                Ok(Some(Arc::new(Self { certificate: certificate.clone(), key: key.clone(), current })))
            }
            _ => Err(TlsError::Half),
        }
    }

    /// Reads the files again, for connections from now on.
    ///
    /// # Errors
    /// They cannot be used: everything stays as it was.
    pub(crate) fn renew(&self) -> Result<(), TlsError> {
        let newer = read(&self.certificate, &self.key)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = newer;
        Ok(())
    }

    pub(crate) fn acceptor(&self) -> TlsAcceptor {
        TlsAcceptor::from(Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner)))
    }
}

fn read(certificate: &Path, key: &Path) -> Result<Arc<ServerConfig>, TlsError> {
    let chain = CertificateDer::pem_file_iter(certificate).and_then(Iterator::collect::<Result<Vec<_>, _>>);
    let chain = chain.map_err(|cause| unread(certificate, "certificate", cause))?;
    if chain.is_empty() {
        return Err(TlsError::NotPem { path: certificate.to_owned(), what: "certificate" });
    }
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|cause| unread(key, "private key", cause))?;
    let unusable = |cause| TlsError::Unusable { path: certificate.to_owned(), cause };
    let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
    let builder = builder.with_safe_default_protocol_versions().map_err(unusable)?;
    let mut config = builder.with_no_client_auth().with_single_cert(chain, secret).map_err(unusable)?;
    config.alpn_protocols = vec![ALPN.to_vec()];
    Ok(Arc::new(config))
}

fn unread(path: &Path, what: &'static str, cause: pem::Error) -> TlsError {
    match cause {
        pem::Error::Io(cause) => TlsError::Unreadable { path: path.to_owned(), cause },
        _ => TlsError::NotPem { path: path.to_owned(), what },
    }
}

#[cfg(test)]
mod tests;

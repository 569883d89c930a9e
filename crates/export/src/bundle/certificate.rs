//! A signed statement: two signatures by one key over the canonical bytes of one statement.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use maslahat_model::certificate::{FORMAT, Statement, stated};
use maslahat_model::{Snapshot, canonical_json};
use serde::{Deserialize, Serialize};

use super::signer::PublicKey;
use super::{Signer, sshsig};
use crate::ExportError;
use crate::package::File;

/// Its name in a bundle.
pub const CERTIFICATE: &str = "certificate.json";

/// What [`CERTIFICATE`] holds. The file is its canonical JSON, so that there is one file for one certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Certificate {
    pub statement: Statement,
    /// `ssh-ed25519 AAAA…`.
    pub public_key: String,
    /// Ed25519 over the statement's canonical bytes, in base64.
    pub signature: String,
    /// The same key's signature in the form of OpenSSH.
    pub sshsig: String,
}

impl Certificate {
    pub(super) fn issue(snapshot: &Snapshot, files: &[File], signer: &Signer) -> Result<Self, ExportError> {
        let files = files.iter().map(|file| stated(&file.name, &file.bytes)).collect();
        let statement = Statement::of(snapshot, files)?;
        let message = canonical_json(&statement)?;
        Ok(Self {
            statement,
            public_key: signer.public_key().openssh(),
            signature: STANDARD.encode(signer.sign(&message)),
            sshsig: sshsig::sign(signer, &message),
        })
    }

    pub(super) fn bytes(&self) -> Result<Vec<u8>, ExportError> {
        Ok(canonical_json(self)?)
    }

    /// The same as single files, for ordinary tools.
    pub(super) fn parts(&self) -> Result<Vec<File>, ExportError> {
        let key = PublicKey::from_openssh(&self.public_key);
        let mut parts = vec![
            File::new("statement.json", canonical_json(&self.statement)?),
            File::new("statement.json.sig", self.sshsig.clone().into_bytes()),
            File::new("statement.sig", STANDARD.decode(&self.signature).unwrap_or_default()),
        ];
        if let Some(key) = key {
            parts.push(File::new("signer.pub", format!("{}\n", key.openssh()).into_bytes()));
            parts.push(File::new("allowed_signers", key.allowed_signers().into_bytes()));
            parts.push(File::new("public-key.pem", key.pem().into_bytes()));
        }
        Ok(parts)
    }

    /// Reads a certificate whose signatures hold; otherwise says what is wrong.
    pub(super) fn checked(bytes: &[u8]) -> Result<(Self, PublicKey), String> {
        let certificate: Self =
            serde_json::from_slice(bytes).map_err(|error| format!("is no certificate that can be read: {error}"))?;
        let format = &certificate.statement.format;
        if format != FORMAT {
            return Err(format!("has the format “{format}”, this program reads {FORMAT}: use a newer version"));
        }
        let canonical = certificate.bytes().map_err(|error| error.to_string())?;
        if canonical != bytes {
            return Err("is not in its canonical form: it was altered after signing".into());
        }
        let key = PublicKey::from_openssh(&certificate.public_key).ok_or("does not hold a usable key")?;
        let message = canonical_json(&certificate.statement).map_err(|error| error.to_string())?;
        let signature = STANDARD.decode(&certificate.signature).ok().and_then(|bytes| bytes.try_into().ok());
        let raw = signature.is_some_and(|signature: [u8; 64]| key.verifies(&message, &signature));
        if !raw || !sshsig::verifies(&key, &message, &certificate.sshsig) {
            return Err("does not carry a valid signature: it was altered after signing".into());
        }
        Ok((certificate, key))
    }
}

//! The key that certificates are signed with, and the forms its public half is passed around in.

use base64::Engine;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD};
use ed25519_dalek::{Signer as _, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};

use super::sshsig;

/// The name that signers are known by in `allowed_signers`.
pub(super) const PRINCIPAL: &str = "maslahat";
const KEY_TYPE: &str = "ssh-ed25519";
/// DER before the 32 bytes of an Ed25519 public key (RFC 8410).
const SPKI_PREFIX: [u8; 12] = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00];

/// Signs certificates. Holds the private key; never shown.
pub struct Signer(SigningKey);

impl Signer {
    /// From the 32 secret bytes the caller keeps.
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    pub fn public_key(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    pub(super) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

/// The public half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// As OpenSSH writes it: `ssh-ed25519 AAAA…`.
    pub fn openssh(&self) -> String {
        format!("{KEY_TYPE} {}", STANDARD.encode(self.blob()))
    }

    /// Reads exactly what [`PublicKey::openssh`] writes.
    pub(super) fn from_openssh(line: &str) -> Option<Self> {
        let blob = STANDARD.decode(line.strip_prefix(KEY_TYPE)?.strip_prefix(' ')?).ok()?;
        let key = Self(VerifyingKey::from_bytes(blob.get(blob.len().checked_sub(32)?..)?.try_into().ok()?).ok()?);
        (key.openssh() == line).then_some(key)
    }

    /// As OpenSSH shows it: `SHA256:…`. What people compare.
    pub fn fingerprint(&self) -> String {
        format!("SHA256:{}", STANDARD_NO_PAD.encode(Sha256::digest(self.blob())))
    }

    /// One line of OpenSSH's `allowed_signers`.
    pub(super) fn allowed_signers(&self) -> String {
        format!("{PRINCIPAL} namespaces=\"{}\" {}\n", sshsig::NAMESPACE, self.openssh())
    }

    /// As OpenSSL reads it.
    pub(super) fn pem(&self) -> String {
        let der = [&SPKI_PREFIX[..], self.0.as_bytes()].concat();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", STANDARD.encode(der))
    }

    pub(super) fn blob(&self) -> Vec<u8> {
        let mut blob = Vec::new();
        sshsig::put(&mut blob, KEY_TYPE.as_bytes());
        sshsig::put(&mut blob, self.0.as_bytes());
        blob
    }

    pub(super) fn verifies(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        let signature = ed25519_dalek::Signature::from_bytes(signature);
        self.0.verify_strict(message, &signature).is_ok()
    }
}

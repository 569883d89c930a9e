//! Signatures that `ssh-keygen -Y verify` accepts (OpenSSH, PROTOCOL.sshsig). Ed25519 is deterministic:
//! the same key and message always give the same signature.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha512};

use super::signer::{PublicKey, Signer};

/// What the signature is for; another use of the same key cannot be passed off as this one.
pub(super) const NAMESPACE: &str = "maslahat-certificate";
const MAGIC: &[u8] = b"SSHSIG";
const VERSION: u32 = 1;
const HASH: &str = "sha512";
const BEGIN: &str = "-----BEGIN SSH SIGNATURE-----";
const END: &str = "-----END SSH SIGNATURE-----";
/// As OpenSSH wraps its lines.
const LINE: usize = 70;

/// Signs a message.
pub(super) fn sign(signer: &Signer, message: &[u8]) -> String {
    armored(&signer.public_key(), &signer.sign(&signed_data(message)))
}

/// Whether this is just what [`sign`] would have written with this key.
pub(super) fn verifies(key: &PublicKey, message: &[u8], armor: &str) -> bool {
    let Some(signature) = raw(armor) else { return false };
    armored(key, &signature) == armor && key.verifies(&signed_data(message), &signature)
}

fn signed_data(message: &[u8]) -> Vec<u8> {
    let mut data = MAGIC.to_vec();
    put(&mut data, NAMESPACE.as_bytes());
    put(&mut data, b"");
    put(&mut data, HASH.as_bytes());
    put(&mut data, &Sha512::digest(message));
    data
}

fn armored(key: &PublicKey, signature: &[u8; 64]) -> String {
    let mut inner = Vec::new();
    put(&mut inner, b"ssh-ed25519");
    put(&mut inner, signature);
    let mut blob = MAGIC.to_vec();
    blob.extend(VERSION.to_be_bytes());
    put(&mut blob, &key.blob());
    put(&mut blob, NAMESPACE.as_bytes());
    put(&mut blob, b"");
    put(&mut blob, HASH.as_bytes());
    put(&mut blob, &inner);
    let mut armor = format!("{BEGIN}\n");
    for (at, letter) in STANDARD.encode(blob).chars().enumerate() {
        if at > 0 && at % LINE == 0 {
            armor.push('\n');
        }
        armor.push(letter);
    }
    armor.push_str(&format!("\n{END}\n"));
    armor
}

/// The signature within: always the last bytes of the blob.
fn raw(armor: &str) -> Option<[u8; 64]> {
    let body: String = armor.strip_prefix(BEGIN)?.trim_end().strip_suffix(END)?.split_whitespace().collect();
    let blob = STANDARD.decode(body).ok()?;
    blob.get(blob.len().checked_sub(64)?..)?.try_into().ok()
}

/// A string with its length before it, as SSH writes all of them.
pub(super) fn put(out: &mut Vec<u8>, bytes: &[u8]) {
    // Ours are a few hundred bytes at most.
    out.extend((bytes.len() as u32).to_be_bytes());
    out.extend(bytes);
}

//! Files that people bring: Word files, certificates, bundles, ledgers.

use maslahat_export::bundle::{CERTIFICATE, Certificate, File, verify};
use maslahat_export::docx as word;
use maslahat_server::ledger as lines;

/// A Word file to be imported.
pub(crate) fn docx(bytes: &[u8]) -> bool {
    word::read(bytes).is_ok()
}

/// A certificate to be verified. There is one file for one certificate.
pub(crate) fn certificate(bytes: &[u8]) -> bool {
    let is_valid = verify(&[File::new(CERTIFICATE, bytes.to_vec())]).valid;
    if is_valid {
        let read = serde_json::from_slice::<Certificate>(bytes).ok();
        let again = read.and_then(|certificate| maslahat_model::canonical_json(&certificate).ok());
        assert_eq!(again.as_deref(), Some(bytes), "a valid certificate is not the one file it can be");
    }
    is_valid
}

/// A bundle to be verified.
pub(crate) fn bundle(bytes: &[u8]) -> bool {
    verify(&[File::new("draft.zip", bytes.to_vec())]).valid
}

/// A ledger to be verified, line by line.
pub(crate) fn ledger(bytes: &[u8]) -> bool {
    let proof = lines::check(bytes);
    if let Ok(proof) = &proof {
        assert!(proof.has(&proof.head), "a ledger does not lead to its head");
    }
    proof.is_ok()
}

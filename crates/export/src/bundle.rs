//! The draft as it leaves for good: one package with its wording, its pages, and, once it is wholly
//! frozen, a certificate that anyone can check offline with ordinary tools.

mod certificate;
mod manifest;
mod signer;
mod sshsig;
mod verdict;
mod verify;

use maslahat_model::{Snapshot, canonical_json};

pub use certificate::{CERTIFICATE, Certificate};
pub use signer::Signer;
pub use verdict::{Finding, Verdict};
pub use verify::verify;

pub use crate::package::File;

use crate::{ExportError, json, markdown, package};

const README: &str = include_str!("bundle/README.txt");
const UNCERTIFIED: &str = include_str!("bundle/UNCERTIFIED.txt");

/// What is made of a draft, by name. The PDF comes from whoever renders it.
fn files(snapshot: &Snapshot, pdf: &[u8]) -> Result<Vec<File>, ExportError> {
    Ok(vec![
        File::new("draft.pdf", pdf.to_vec()),
        File::new("draft.json", json(snapshot, "")?),
        File::new("draft.md", markdown(snapshot, "")?),
        File::new("snapshot.json", canonical_json(snapshot)?),
    ])
}

/// The certificate of a wholly frozen draft, as it stands in its bundle: canonical JSON. `pdf` is that
/// of the original language.
///
/// # Errors
/// The draft is not wholly frozen, or cannot be exported.
pub fn certificate(snapshot: &Snapshot, pdf: &[u8], signer: &Signer) -> Result<Vec<u8>, ExportError> {
    Certificate::issue(snapshot, &files(snapshot, pdf)?, signer)?.bytes()
}

/// A package of the draft in all its forms. With a certificate if the whole draft is frozen and there
/// is someone to sign it; a package without one says so. The same input gives the same bytes.
///
/// # Errors
/// The draft cannot be exported, or its frozen texts are not what was frozen.
pub fn bundle(snapshot: &Snapshot, pdf: &[u8], signer: Option<&Signer>) -> Result<Vec<u8>, ExportError> {
    let mut files = files(snapshot, pdf)?;
    let mut package = Vec::new();
    match signer.filter(|_| snapshot.register.frozen.is_some()) {
        Some(signer) => {
            let certificate = Certificate::issue(snapshot, &files, signer)?;
            package.push(File::new("README.txt", README.into()));
            package.push(File::new(CERTIFICATE, certificate.bytes()?));
            package.extend(certificate.parts()?);
        }
        None => package.push(File::new("README.txt", UNCERTIFIED.into())),
    }
    package.append(&mut files);
    package.push(manifest::of(&package));
    package::write(&package)
}

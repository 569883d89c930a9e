//! The draft in the fixture format, which `maslahat import` reads again. Holds every language.

use maslahat_model::{Snapshot, source};

use crate::ExportError;

/// Writes the JSON. The language is of no matter: all are in it.
///
/// # Errors
/// Never; the signature is that of all writers.
pub fn json(snapshot: &Snapshot, _lang: &str) -> Result<Vec<u8>, ExportError> {
    let mut out = format!("{:#}", source::write(snapshot));
    out.push('\n');
    Ok(out.into_bytes())
}

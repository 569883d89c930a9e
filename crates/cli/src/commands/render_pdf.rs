//! `maslahat render-pdf`, the child in which a PDF is set.

use crate::failure::Failure;

pub(crate) fn run() -> Result<(), Failure> {
    Err(Failure::new("not there yet", "wait"))
}

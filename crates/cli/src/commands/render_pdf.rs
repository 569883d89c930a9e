//! `maslahat render-pdf`, the child in which a PDF is set.

use std::process::ExitCode;

pub(crate) fn run() -> ExitCode {
    maslahat_server::child_main()
}

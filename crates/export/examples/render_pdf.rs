//! A job as JSON on stdin, its PDF on stdout: what the hidden command `maslahat render-pdf` runs, for
//! tests that need a process of their own.

use std::process::ExitCode;

fn main() -> ExitCode {
    maslahat_export::pdf::child_main()
}

//! The other side of a process boundary: a job comes in on stdin, a PDF goes out on stdout. Before the
//! first letter is laid out the process takes from itself what a hostile text could abuse.

use std::io::{self, Read, Write};
use std::process::ExitCode;

use rlimit::Resource;
use serde::{Deserialize, Serialize};

use super::job::Job;
use super::render::render;
use crate::PdfError;

/// Of a job's JSON.
pub const JOB_BYTES_MAX: u64 = 64 << 20;
/// Processor time of a child.
pub const CPU_S_MAX: u64 = 30;
/// Address space of a child.
pub const MEMORY_BYTES_MAX: u64 = 2 << 30;

/// The draft must change before there can be a PDF.
pub const EXIT_REFUSED: u8 = 3;
/// The program, or how it was called, is at fault.
pub const EXIT_FAILED: u8 = 1;

/// What a child says on stderr when there is no PDF: one line of JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// [`PdfError::code`].
    pub code: String,
    /// Cause and remedy.
    pub message: String,
}

impl From<&PdfError> for Refusal {
    fn from(error: &PdfError) -> Self {
        Self { code: error.code().to_owned(), message: error.to_string() }
    }
}

/// Runs `maslahat render-pdf`: a [`Job`] as JSON on stdin, the PDF on stdout, a [`Refusal`] on stderr.
pub fn child_main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let report = serde_json::to_string(&Refusal::from(&error)).unwrap_or_else(|_| error.to_string());
            // Nobody is left to tell if stderr is gone.
            let _ = writeln!(io::stderr(), "{report}");
            ExitCode::from(if error.lies_in_the_draft() { EXIT_REFUSED } else { EXIT_FAILED })
        }
    }
}

fn run() -> Result<(), PdfError> {
    let mut json = Vec::new();
    let stdin = io::stdin().lock();
    stdin.take(JOB_BYTES_MAX + 1).read_to_end(&mut json).map_err(|error| PdfError::Job(error.to_string()))?;
    if json.len() as u64 > JOB_BYTES_MAX {
        return Err(PdfError::Job(format!("more than {JOB_BYTES_MAX} bytes")));
    }
    confine().map_err(|error| PdfError::Io(format!("limits cannot be set: {error}")))?;
    let job: Job = serde_json::from_slice(&json).map_err(|error| PdfError::Job(error.to_string()))?;
    drop(json);
    let pdf = render(&job)?;
    let mut stdout = io::stdout().lock();
    stdout.write_all(&pdf).and_then(|()| stdout.flush()).map_err(|error| PdfError::Io(error.to_string()))
}

/// Time and memory are bounded, no file or socket can be opened any more, and a crash leaves no core
/// with the text in it. Windows has no such limits; there the parent's clock alone holds.
fn confine() -> io::Result<()> {
    #[cfg(unix)]
    for (resource, limit) in [
        (Resource::CPU, CPU_S_MAX),
        (Resource::AS, MEMORY_BYTES_MAX),
        (Resource::CORE, 0),
        (Resource::FSIZE, JOB_BYTES_MAX),
        (Resource::NOFILE, 3),
    ] {
        // Lower than ours may be set already; a limit is never raised.
        let (_, hard) = rlimit::getrlimit(resource)?;
        let limit = limit.min(hard);
        rlimit::setrlimit(resource, limit, limit)?;
    }
    Ok(())
}

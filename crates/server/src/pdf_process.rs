//! PDFs are set in a child process: whatever a text does to the typesetter, it does it to a process
//! that is bounded in time, memory and output, opens no files, and can be killed. Knows nothing of
//! drafts; a job is data.

use std::ffi::OsString;
use std::path::PathBuf;
use std::process::{ExitStatus, Stdio};
use std::sync::Arc;
use std::time::Duration;

use maslahat_export::pdf::{EXIT_REFUSED, Job, Refusal};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWriteExt as _};
use tokio::process::{Child, Command};
use tokio::sync::Semaphore;
use tokio::time::timeout;

/// The hidden command that runs [`maslahat_export::pdf::child_main`].
pub const CHILD_COMMAND: &str = "render-pdf";
/// Children at once.
const RUNNING_MAX: usize = 2;
/// Jobs that run or wait for a child; more are turned away.
const QUEUED_MAX: usize = 16;
const WALL_TIME_MAX: Duration = Duration::from_secs(60);
const PDF_BYTES_MAX: u64 = 64 << 20;
const REPORT_BYTES_MAX: u64 = 64 << 10;
/// The draft is not at fault, but trying again does not help and the remedy is known.
const FONTS_MISSING: &str = "fonts_missing";

/// Why there is no PDF.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PdfFailure {
    /// The draft must change first; the words say how.
    #[error("{}", .0.message)]
    Refused(Refusal),
    #[error("too many PDFs are being made: try again in a minute")]
    Busy,
    #[error("the PDF was not ready after {0} seconds and was given up: export one language at a time")]
    TimedOut(u64),
    #[error("the PDF needed more time or memory than one draft may take: export one language at a time")]
    OutOfBounds,
    #[error("the PDF would be larger than {0} bytes")]
    TooLarge(u64),
    /// The program is at fault, not the draft.
    #[error("the PDF process failed: {0}")]
    Process(String),
}

impl PdfFailure {
    /// Stable, for programs.
    pub fn code(&self) -> &str {
        match self {
            Self::Refused(refusal) => &refusal.code,
            Self::Busy => "pdf_busy",
            Self::TimedOut(_) => "pdf_timed_out",
            Self::OutOfBounds => "pdf_out_of_bounds",
            Self::TooLarge(_) => "pdf_too_large",
            Self::Process(_) => "pdf_process_failed",
        }
    }
}

/// Makes PDFs, a few at a time.
#[derive(Debug, Clone)]
pub struct PdfProcess {
    program: PathBuf,
    arguments: Vec<OsString>,
    wall_time: Duration,
    pdf_bytes_max: u64,
    queued: Arc<Semaphore>,
    running: Arc<Semaphore>,
}

impl PdfProcess {
    /// This very program as the child.
    ///
    /// # Errors
    /// The system does not say which program runs.
    pub fn new() -> Result<Self, PdfFailure> {
        // The link stays good when an update replaces the file on disk.
        let program = PathBuf::from("/proc/self/exe");
        let program = if cfg!(target_os = "linux") && program.exists() {
            program
        } else {
            std::env::current_exe().map_err(|error| PdfFailure::Process(error.to_string()))?
        };
        Ok(Self::with_program(program, [CHILD_COMMAND]))
    }

    /// Another program as the child: a job on stdin, a PDF on stdout.
    pub fn with_program(program: impl Into<PathBuf>, arguments: impl IntoIterator<Item = impl Into<OsString>>) -> Self {
        Self {
            program: program.into(),
            arguments: arguments.into_iter().map(Into::into).collect(),
            wall_time: WALL_TIME_MAX,
            pdf_bytes_max: PDF_BYTES_MAX,
            queued: Arc::new(Semaphore::new(QUEUED_MAX)),
            running: Arc::new(Semaphore::new(RUNNING_MAX)),
        }
    }

    /// The PDF of a job. Dropping the future ends the child.
    ///
    /// # Errors
    /// See [`PdfFailure`].
    pub async fn render(&self, job: &Job) -> Result<Vec<u8>, PdfFailure> {
        let _queued = self.queued.try_acquire().map_err(|_| PdfFailure::Busy)?;
        let _running = self.running.acquire().await.map_err(|_| PdfFailure::Busy)?;
        let json = serde_json::to_vec(job).map_err(|error| PdfFailure::Process(error.to_string()))?;
        let mut child = self.spawn()?;
        let talk = timeout(self.wall_time, self.talk(&mut child, &json)).await;
        let (output, report) = match talk {
            Ok(Ok(said)) => said,
            Ok(Err(failure)) => {
                end(&mut child).await;
                return Err(failure);
            }
            Err(_) => {
                end(&mut child).await;
                return Err(PdfFailure::TimedOut(self.wall_time.as_secs()));
            }
        };
        let status = child.wait().await.map_err(|error| PdfFailure::Process(error.to_string()))?;
        judge(status, output, &report)
    }

    fn spawn(&self) -> Result<Child, PdfFailure> {
        Command::new(&self.program)
            .args(&self.arguments)
            .env_clear()
            .current_dir(if cfg!(unix) { "/" } else { "." })
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .map_err(|error| PdfFailure::Process(format!("{} does not start: {error}", self.program.display())))
    }

    /// Everything the child says, while it is being told the job.
    async fn talk(&self, child: &mut Child, json: &[u8]) -> Result<(Vec<u8>, Vec<u8>), PdfFailure> {
        let (mut stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
        let tell = async {
            if let Some(mut pipe) = stdin.take() {
                // A child that refuses early closes its ears; what it says matters, not that.
                let _ = pipe.write_all(json).await;
                let _ = pipe.shutdown().await;
            }
            Ok(())
        };
        let ((), output, report) =
            tokio::try_join!(tell, listen(stdout, self.pdf_bytes_max), listen(stderr, REPORT_BYTES_MAX))?;
        Ok((output, report))
    }
}

/// Reads to the end, but never more than `limit` bytes.
async fn listen(pipe: Option<impl AsyncRead + Unpin>, limit: u64) -> Result<Vec<u8>, PdfFailure> {
    let mut said = Vec::new();
    let Some(pipe) = pipe else { return Ok(said) };
    let read = pipe.take(limit + 1).read_to_end(&mut said).await;
    read.map_err(|error| PdfFailure::Process(error.to_string()))?;
    if said.len() as u64 > limit {
        return Err(PdfFailure::TooLarge(limit));
    }
    Ok(said)
}

/// Kills and reaps.
async fn end(child: &mut Child) {
    // It may have ended by itself in between, which is as good.
    let _ = child.kill().await;
}

fn judge(status: ExitStatus, output: Vec<u8>, report: &[u8]) -> Result<Vec<u8>, PdfFailure> {
    if status.success() {
        return if output.starts_with(b"%PDF-") {
            Ok(output)
        } else {
            Err(PdfFailure::Process("what it wrote is no PDF".to_owned()))
        };
    }
    let refusal = serde_json::from_slice::<Refusal>(report).ok();
    match (status.code(), refusal) {
        (Some(code), Some(refusal)) if code == i32::from(EXIT_REFUSED) || refusal.code == FONTS_MISSING => {
            Err(PdfFailure::Refused(refusal))
        }
        (Some(_), Some(refusal)) => Err(PdfFailure::Process(refusal.message)),
        // Ended by a signal: the kernel's limits, or the abort that follows a failed allocation.
        (None, _) => Err(PdfFailure::OutOfBounds),
        // A report we cannot read may hold text of the draft, so it is not passed on.
        (Some(code), None) => Err(PdfFailure::Process(format!("it ended with status {code}"))),
    }
}

#[cfg(test)]
mod tests;

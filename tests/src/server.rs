//! The server as its users meet it: the binary, a data directory, and what it prints.

use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, ensure};
use serde::Deserialize;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::time::timeout;

use crate::client::PATIENCE;

/// How long a server may take to be there: one that was killed reads its data again, beside whatever else the machine
/// does.
const START_MAX: Duration = Duration::from_secs(120);

/// The first line of `--ready-json`.
#[derive(Debug, Clone, Deserialize)]
pub struct Ready {
    pub url: String,
    pub drafts: Vec<ReadyDraft>,
    pub invitations: Links,
}

/// A draft on the list.
#[derive(Debug, Clone, Deserialize)]
pub struct ReadyDraft {
    pub id: String,
    pub title: String,
}

/// Invitation links by role.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Links {
    pub secretariat: Vec<String>,
    pub moderator: Vec<String>,
    pub expert: Vec<String>,
    pub observer: Vec<String>,
}

/// A running server; killed when dropped.
pub struct Server {
    child: Child,
    pub ready: Ready,
}

/// How a command ended.
#[derive(Debug, Clone)]
pub struct Ended {
    pub code: Option<i32>,
    pub stdout: String,
    pub stderr: String,
}

impl Server {
    /// Starts `maslahat serve` on a free port, with these arguments besides.
    pub async fn start(binary: &Path, data: &Path, more: &[&str]) -> Result<Self> {
        Self::start_on(binary, data, "127.0.0.1:0", more).await
    }

    /// Starts it on this address.
    pub async fn start_on(binary: &Path, data: &Path, listen: &str, more: &[&str]) -> Result<Self> {
        let mut command = Command::new(binary);
        command.args(["serve", "--listen", listen, "--data"]).arg(data).args(more);
        Self::started(command).await
    }

    /// Starts it on a PostgreSQL database.
    pub async fn start_on_database(binary: &Path, url: &str, listen: &str, more: &[&str]) -> Result<Self> {
        let mut command = Command::new(binary);
        // not as an argument, which every user of the machine sees
        command.env("MASLAHAT_DATABASE_URL", url);
        command.args(["serve", "--listen", listen]).args(more);
        Self::started(command).await
    }

    /// Starts it on a free port, with its log, of this level, in a file.
    pub async fn start_logging(binary: &Path, data: &Path, more: &[&str], level: &str, log: File) -> Result<Self> {
        let mut command = Command::new(binary);
        command.env("RUST_LOG", level).args(["serve", "--listen", "127.0.0.1:0", "--data"]).arg(data).args(more);
        Self::started_to(command, Stdio::from(log)).await
    }

    async fn started(command: Command) -> Result<Self> {
        Self::started_to(command, Stdio::piped()).await
    }

    async fn started_to(mut command: Command, log: Stdio) -> Result<Self> {
        let mut child = command.arg("--ready-json").stdout(Stdio::piped()).stderr(log).kill_on_drop(true).spawn()?;
        let mut line = String::new();
        let mut stdout = BufReader::new(child.stdout.take().context("no stdout")?);
        timeout(START_MAX, stdout.read_line(&mut line)).await.map_err(|_| anyhow!("the server is not ready"))??;
        let mut stderr = child.stderr.take();
        if line.is_empty() {
            let mut said = String::new();
            if let Some(stderr) = &mut stderr {
                stderr.read_to_string(&mut said).await?;
            }
            return Err(anyhow!("the server did not start: {said}"));
        }
        // a pipe that nobody empties would stop the server
        if let Some(mut stderr) = stderr {
            tokio::spawn(async move {
                let mut sink = tokio::io::sink();
                let _ended = tokio::io::copy(&mut stderr, &mut sink).await;
            });
        }
        let ready = serde_json::from_str(&line).with_context(|| format!("the first line is {line:?}"))?;
        Ok(Self { child, ready })
    }

    /// The address without `http://`.
    pub fn address(&self) -> &str {
        self.ready.url.trim_start_matches("http://")
    }

    /// The process, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// The first draft's id.
    pub fn draft(&self) -> &str {
        self.ready.drafts.first().map_or("", |draft| &draft.id)
    }

    /// As `kill -9`.
    pub async fn kill(mut self) -> Result<()> {
        self.child.start_kill()?;
        self.child.wait().await?;
        Ok(())
    }

    /// Waits until it ends by itself; gives the exit code.
    pub async fn ended(mut self) -> Result<Option<i32>> {
        let status = timeout(PATIENCE, self.child.wait()).await.map_err(|_| anyhow!("the server does not end"))??;
        Ok(status.code())
    }

    /// As `kill`; gives the exit code.
    pub async fn terminate(mut self) -> Result<Option<i32>> {
        let id = self.child.id().context("it has ended already")?;
        let sent = Command::new("kill").args(["-TERM", &id.to_string()]).status().await?;
        ensure!(sent.success(), "no signal could be sent");
        let status = timeout(PATIENCE, self.child.wait()).await.map_err(|_| anyhow!("the server does not end"))??;
        Ok(status.code())
    }
}

/// Runs a command of the binary to its end.
pub async fn run(binary: &Path, arguments: &[&str]) -> Result<Ended> {
    let running = Command::new(binary).args(arguments).stdin(Stdio::null()).kill_on_drop(true).output();
    let output =
        timeout(PATIENCE + Duration::from_secs(30), running).await.map_err(|_| anyhow!("the command hangs"))??;
    let text = |bytes: Vec<u8>| String::from_utf8_lossy(&bytes).into_owned();
    Ok(Ended { code: output.status.code(), stdout: text(output.stdout), stderr: text(output.stderr) })
}

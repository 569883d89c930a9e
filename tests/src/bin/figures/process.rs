//! What the system says of a running process.

use std::fs;
use std::time::Duration;

use anyhow::{Context as _, Result};

/// How long a process may take to come to rest, and how still it is then.
const REST_MAX: u32 = 120;
const LOOK: Duration = Duration::from_millis(500);

/// Resident memory in MB.
pub(crate) fn resident_mb(pid: u32) -> Result<f64> {
    let status = fs::read_to_string(format!("/proc/{pid}/status")).context("memory is read on Linux only")?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).context("no VmRSS")?;
    let kilobytes: f64 = line.split_whitespace().next().context("no number")?.parse()?;
    Ok(kilobytes / 1024.0)
}

/// Waits until it does nothing any more.
pub(crate) async fn at_rest(pid: u32) -> Result<()> {
    let mut before = f64::NAN;
    for _ in 0..REST_MAX {
        let now = crate::cpu_seconds(pid)?;
        if now == before {
            return Ok(());
        }
        before = now;
        tokio::time::sleep(LOOK).await;
    }
    anyhow::bail!("the server does not come to rest")
}

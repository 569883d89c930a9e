//! How soon the page can be used, in headless Chromium with an empty cache.

use std::process::Stdio;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::server::Server;
use serde_json::Value;
use tokio::process::Command;

use crate::{Figure, median};

const SECONDS_MAX: f64 = 2.0;

pub(crate) async fn first_load(server: &Server) -> Result<Figure> {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/browser/first-load.mjs");
    let link = server.ready.invitations.expert.first().context("no expert")?;
    let output = Command::new("node").args([script, link]).stderr(Stdio::inherit()).output().await?;
    ensure!(output.status.success(), "the browser could not open the page");
    let told: Value = serde_json::from_slice(&output.stdout)?;
    let mut times: Vec<f64> = serde_json::from_value(told["usable_ms"].clone())?;
    let seconds = median(&mut times) / 1e3;
    Ok(Figure {
        name: "first load until one can write",
        unit: "s",
        value: seconds,
        limit: SECONDS_MAX,
        detail: format!("median of {}: {times:.0?} ms, a new browser each", times.len()),
    })
}

//! The promised figures, measured as ratios in one run: `cargo xtask bench` builds and starts this.
//! Prints a table for people on stderr and JSON for machines on stdout; fails if a limit is missed.

mod bare;
mod keystrokes;
mod memory;
mod page;
mod pdf;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result};
use maslahat_tests::server::Server;
use serde_json::{Value, json};

/// One promise and what was measured.
struct Figure {
    name: &'static str,
    unit: &'static str,
    value: f64,
    /// What the value must stay under.
    limit: f64,
    /// How it came about, for people.
    detail: String,
}

impl Figure {
    fn is_kept(&self) -> bool {
        self.value < self.limit
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match measure().await {
        Ok(figures) => {
            report(&figures);
            if figures.iter().all(Figure::is_kept) { ExitCode::SUCCESS } else { ExitCode::FAILURE }
        }
        Err(error) => {
            eprintln!("figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

async fn measure() -> Result<Vec<Figure>> {
    let here = std::env::current_exe()?;
    let folder = here.parent().context("no folder")?;
    let binary = std::env::var_os("MASLAHAT").map_or_else(|| folder.join("maslahat"), PathBuf::from);
    let scratch = Scratch::new(folder)?;
    let data = scratch.0.join("data");
    let server = Server::start(&binary, &data, &["--demo"]).await?;
    let mut figures = vec![
        page::first_load(&server).await?,
        keystrokes::to_others(&server, &scratch.0).await?,
        memory::resident(&server).await?,
    ];
    let draft = server.draft().to_owned();
    server.terminate().await?;
    figures.push(pdf::cpu(&binary, &data, &draft, &scratch.0).await?);
    Ok(figures)
}

/// A folder on the same disk as the build, gone at the end.
struct Scratch(PathBuf);

impl Scratch {
    fn new(beside: &Path) -> Result<Self> {
        let path = beside.join(format!("figures-{}", std::process::id()));
        fs::create_dir_all(&path)?;
        Ok(Self(path))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        let _gone = fs::remove_dir_all(&self.0);
    }
}

#[expect(clippy::print_stdout, reason = "the figures are what the program is for")]
fn report(figures: &[Figure]) {
    eprintln!("\n{:<44} {:>10} {:>12}", "figure", "measured", "limit");
    for figure in figures {
        let verdict = if figure.is_kept() { "" } else { "  MISSED" };
        eprintln!(
            "{:<44} {:>7.2} {:<3} {:>8.2} {:<3}{verdict}",
            figure.name, figure.value, figure.unit, figure.limit, figure.unit
        );
        eprintln!("    {}", figure.detail);
    }
    let each = |figure: &Figure| {
        json!({
            "name": figure.name, "value": figure.value, "unit": figure.unit,
            "limit": figure.limit, "kept": figure.is_kept(), "detail": figure.detail,
        })
    };
    println!("{}", Value::from(figures.iter().map(each).collect::<Vec<_>>()));
}

/// The middle one.
fn median(values: &mut [f64]) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

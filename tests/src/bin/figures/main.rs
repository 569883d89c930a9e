//! The promised figures, measured as ratios in one run: `cargo xtask bench [NAME…]` builds and starts this.
//! Prints a table for people on stderr and JSON for machines on stdout; fails if a limit is missed.

mod bare;
mod connections;
mod crowd;
mod crowded;
mod drafts;
mod flat_out;
mod keystrokes;
mod memory;
mod opening;
mod page;
mod pdf;
mod process;
mod writers;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::client::Person;
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
    let names: Vec<String> = std::env::args().skip(1).collect();
    let done = match names.as_slice() {
        [only] if only == bare::broadcast::ARGUMENT => bare::broadcast::serve().await.map(|()| true),
        _ => measure(&names).await.map(|figures| {
            report(&figures);
            figures.iter().all(Figure::is_kept)
        }),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("figures: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// What can be measured by itself: `cargo xtask bench NAME…`.
const ALL: [&str; 10] =
    ["page", "connections", "memory", "pdf", "keystrokes", "crowded", "flat-out", "opening", "writers", "drafts"];

async fn measure(names: &[String]) -> Result<Vec<Figure>> {
    for name in names {
        ensure!(ALL.contains(&name.as_str()), "no figure is called {name}; there are: {}", ALL.join(", "));
    }
    let asked = |name: &str| names.is_empty() || names.iter().any(|asked| asked == name);
    let here = std::env::current_exe()?;
    let folder = here.parent().context("no folder")?;
    let binary = std::env::var_os("MASLAHAT").map_or_else(|| folder.join("maslahat"), PathBuf::from);
    let scratch = Scratch::new(folder)?;
    let data = scratch.0.join("data");
    let server = Server::start(&binary, &data, &["--demo"]).await?;
    let mut people = Vec::new();
    for link in &server.ready.invitations.expert {
        people.push(Person::join(link).await?);
    }
    let mut figures = Vec::new();
    if asked("page") {
        figures.push(page::first_load(&server).await?);
    }
    if asked("connections") {
        figures.push(connections::open(&server, &people).await?);
    }
    // of the sample draft as it is: before the heavy loads, whose letters it keeps, and the allocator their memory
    if asked("memory") {
        figures.push(memory::resident(&server, &people).await?);
    }
    if asked("pdf") {
        figures.push(pdf::cpu(&binary, &data, server.draft(), &scratch.0).await?);
    }
    if asked("keystrokes") {
        figures.push(keystrokes::to_others(&server, &people, &scratch.0).await?);
    }
    if asked("crowded") {
        figures.extend(crowded::to_all(&server, &people, &scratch.0).await?);
    }
    if asked("flat-out") {
        figures.push(flat_out::edits(&server, &people).await?);
    }
    server.terminate().await?;
    if asked("opening") {
        figures.extend(opening::by_newcomers(&binary, &scratch.0).await?);
    }
    if asked("writers") {
        figures.extend(writers::all(&scratch.0).await?);
    }
    if asked("drafts") {
        figures.extend(drafts::all(&binary, &scratch.0).await?);
    }
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
    at(values, 0.5)
}

/// Where so much of the sorted values is below.
fn at(sorted: &[f64], share: f64) -> f64 {
    let index = (sorted.len() as f64 * share) as usize;
    sorted.get(index).copied().unwrap_or(f64::NAN)
}

/// Of the clock that the kernel counts processor time with.
const TICKS_PER_SECOND: f64 = 100.0;

/// Processor time of a process so far, of all its threads.
fn cpu_seconds(pid: u32) -> Result<f64> {
    ticks(&format!("/proc/{pid}/stat"), 11)
}

/// Two neighbouring counters of such a file, user and system time, added. Counted after the name: field 3 is 0.
fn ticks(path: &str, first: usize) -> Result<f64> {
    let stat = fs::read_to_string(path).context("processor time is read on Linux only")?;
    let fields = stat.rsplit(") ").next().context("no fields")?;
    let ticks = fields.split(' ').skip(first).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}

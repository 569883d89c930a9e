//! What a PDF of the sample draft costs in processor time, from a cold start of the program.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::server::run;

use crate::{Figure, median};

const SECONDS_MAX: f64 = 1.0;
const RUNS: usize = 3;
/// Of the clock that the kernel counts processor time with.
const TICKS_PER_SECOND: f64 = 100.0;

pub(crate) async fn cpu(binary: &Path, data: &Path, draft: &str, folder: &Path) -> Result<Figure> {
    let file = folder.join("draft.pdf");
    let (data, file) = (data.to_str().context("no text")?, file.to_str().context("no text")?);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let before = children_seconds()?;
        let ended = run(binary, &["export", draft, "--format", "pdf", "--data", data, "-o", file]).await?;
        ensure!(ended.code == Some(0), "the export failed: {}", ended.stderr);
        times.push(children_seconds()? - before);
    }
    let bytes = fs::metadata(file)?.len();
    Ok(Figure {
        name: "PDF of the sample draft, processor time",
        unit: "s",
        value: median(&mut times),
        limit: SECONDS_MAX,
        detail: format!("median of {RUNS}: {times:.2?} s, the whole command; {bytes} bytes"),
    })
}

/// Processor time of all children that have ended, and of theirs.
fn children_seconds() -> Result<f64> {
    let stat = fs::read_to_string("/proc/self/stat").context("processor time is read on Linux only")?;
    let fields = stat.rsplit(") ").next().context("no fields")?;
    // after the name: field 3 of the file is the first here; 16 and 17 are the children's user and system time
    let ticks = fields.split(' ').skip(13).take(2).map(str::parse::<f64>);
    Ok(ticks.sum::<Result<f64, _>>()? / TICKS_PER_SECOND)
}

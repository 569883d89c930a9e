//! What a PDF of the sample draft costs in processor time, from a cold start of the program.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::server::run;

use crate::{Figure, median, ticks};

const SECONDS_MAX: f64 = 1.0;
const RUNS: usize = 3;

pub(crate) async fn cpu(binary: &Path, data: &Path, draft: &str, folder: &Path) -> Result<Figure> {
    let file = folder.join("draft.pdf");
    let (data, file) = (data.to_str().context("no text")?, file.to_str().context("no text")?);
    let mut times = Vec::new();
    for _ in 0..RUNS {
        // of children that have ended
        let before = ticks("/proc/self/stat", 13)?;
        let ended = run(binary, &["export", draft, "--format", "pdf", "--data", data, "-o", file]).await?;
        ensure!(ended.code == Some(0), "the export failed: {}", ended.stderr);
        times.push(ticks("/proc/self/stat", 13)? - before);
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

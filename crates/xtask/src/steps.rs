//! Named steps, each with its time; the first that fails ends the run.

use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// The steps of one run.
pub(crate) struct Steps {
    wanted: Vec<String>,
    known: Vec<&'static str>,
    done: Vec<(&'static str, Duration)>,
}

impl Steps {
    /// All steps, or only those named.
    pub(crate) fn new(wanted: &[String]) -> Self {
        Self { wanted: wanted.to_vec(), known: Vec::new(), done: Vec::new() }
    }

    /// Does a step, unless only others are wanted.
    pub(crate) fn step(&mut self, name: &'static str, work: impl FnOnce() -> Result<()>) -> Result<()> {
        self.known.push(name);
        if !self.wanted.is_empty() && !self.wanted.iter().any(|wanted| wanted == name) {
            return Ok(());
        }
        eprintln!("\n==> {name}");
        let start = Instant::now();
        work().with_context(|| format!("the step `{name}` failed"))?;
        let time = start.elapsed();
        eprintln!("<== {name}: {:.1} s", time.as_secs_f64());
        self.done.push((name, time));
        Ok(())
    }

    /// Prints the times; fails if a step that was asked for does not exist.
    pub(crate) fn finish(self) -> Result<()> {
        for wanted in &self.wanted {
            if !self.known.iter().any(|known| known == wanted) {
                bail!("there is no step `{wanted}`; the steps are: {}", self.known.join(", "));
            }
        }
        eprintln!();
        let mut whole = Duration::ZERO;
        for (name, time) in &self.done {
            whole += *time;
            eprintln!("{name:>12}  {:>7.1} s", time.as_secs_f64());
        }
        eprintln!("{:>12}  {:>7.1} s", "in all", whole.as_secs_f64());
        Ok(())
    }
}

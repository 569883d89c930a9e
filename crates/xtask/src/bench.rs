//! `cargo xtask bench`: the promised figures. The load comes from `tests/`, whose program prints the table.

use anyhow::{Context as _, Result};

use crate::shell::Shell;
use crate::{needs, product};

/// Builds, then measures the figures of these names, or all.
pub(crate) fn run(shell: &Shell, names: &[String]) -> Result<()> {
    needs::programs(shell)?;
    needs::npm(shell, "tests")?;
    product::build(shell)?;
    // beside the product, so that both take the same features of what they share, and it is built once
    let line = ["cargo", "build", "--locked", "--release", "--quiet", "--package", "maslahat", "--bin", "maslahat"];
    shell.run("", &[&line[..], &["--package", "maslahat-tests", "--bin", "figures"]].concat())?;
    let figures = shell.path("target/release/figures");
    let figures = figures.to_str().context("the repository's path is no text")?;
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    shell.run("", &[&[figures], &names[..]].concat())
}

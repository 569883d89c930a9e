//! `cargo xtask bench`: the promised figures. The load comes from `tests/`, whose program prints the table.

use anyhow::Result;

use crate::shell::Shell;
use crate::{needs, product};

/// Builds, then measures the figures of these names, or all.
pub(crate) fn run(shell: &Shell, names: &[String]) -> Result<()> {
    needs::programs(shell)?;
    needs::npm(shell, "tests")?;
    product::build(shell)?;
    let line = ["cargo", "run", "--locked", "--release", "--quiet", "--package", "maslahat-tests"];
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    shell.run("", &[&line[..], &["--bin", "figures", "--"], &names].concat())
}

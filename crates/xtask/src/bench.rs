//! `cargo xtask bench`: the promised figures. The load comes from `tests/`, whose program prints the table.

use anyhow::Result;

use crate::shell::Shell;
use crate::{needs, product};

/// Builds, then measures.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    needs::programs(shell)?;
    needs::npm(shell, "tests")?;
    product::build(shell)?;
    let line = ["cargo", "run", "--locked", "--release", "--quiet", "--package", "maslahat-tests"];
    shell.run("", &[&line[..], &["--bin", "figures"]].concat())
}

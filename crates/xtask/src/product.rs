//! The page and the one binary with the page inside.

use anyhow::Result;

use crate::fingerprint::unless_current;
use crate::needs;
use crate::shell::Shell;
use crate::steps::Steps;

/// What the page is made of, besides its packages.
const PAGE: [&str; 1] = ["web"];

/// Everything that serving needs; leaves `target/release/maslahat`.
pub(crate) fn build(shell: &Shell) -> Result<()> {
    let mut steps = Steps::new(&[]);
    steps.step("page", || page(shell))?;
    steps.step("fonts", || needs::npm(shell, "crates/export/fonts"))?;
    steps.step("binary", || binary(shell))?;
    steps.finish()
}

/// The page, under `web/dist`.
pub(crate) fn page(shell: &Shell) -> Result<()> {
    needs::npm(shell, "web")?;
    unless_current(shell, "page", &PAGE, "web/dist/index.html", || {
        shell.run("web", &["npm", "run", "--silent", "build"])
    })
}

/// The binary; cargo knows what is up to date.
pub(crate) fn binary(shell: &Shell) -> Result<()> {
    shell.run("", &["cargo", "build", "--locked", "--release", "--package", "maslahat"])
}

//! `cargo xtask sim` and `cargo xtask hostile`: long runs of the simulation. A seed that goes wrong is printed
//! with a short replay, to be kept under `tests/simulation/replays` and named after what went wrong.

use anyhow::{Context as _, Result, bail};

use crate::shell::Shell;
use crate::trial::telling;

const SEEDS: u64 = 1_000;

/// Plays the runs of so many seeds: `[--seeds N] [--from SEED]`.
pub(crate) fn run(shell: &Shell, program: &str, arguments: &[String]) -> Result<()> {
    let (mut from, mut count) = (0, SEEDS);
    for pair in arguments.chunks(2) {
        let [flag, number] = pair else {
            bail!("usage: cargo xtask {program} [--seeds N] [--from SEED]");
        };
        let number = number.parse().with_context(|| format!("{flag} takes a number, not {number:?}"))?;
        match flag.as_str() {
            "--seeds" => count = number,
            "--from" => from = number,
            _ => bail!("usage: cargo xtask {program} [--seeds N] [--from SEED]"),
        }
    }
    let build = ["cargo", "run", "--locked", "--release", "--quiet", "--package", "maslahat-simulation"];
    let (from, count) = (from.to_string(), count.to_string());
    shell.run("", &[&build[..], &["--bin", program, "--", &from, &count]].concat())
}

/// The server with a broken store is one more build of that crate: of the same features of everything below, and without
/// optimising what only hands things on, it is the only one.
const SERVER_AS_IT_IS: &str = "profile.release.package.maslahat-server.opt-level=0";

/// Whether every deliberate mistake is noticed. In a build of its own: no other build holds the mistakes.
pub(crate) fn mutants(shell: &Shell) -> Result<()> {
    let build = ["cargo", "test", "--locked", "--release", "--quiet", "--features", "mutants", "--package"];
    shell.run("", &[&build[..], &["maslahat-simulation", "--test", "mutants"]].concat())?;
    let real = ["maslahat-mutants", "--config", SERVER_AS_IT_IS, "--", "--test-threads=1"];
    telling(shell, &[&build[..], &real].concat())
}

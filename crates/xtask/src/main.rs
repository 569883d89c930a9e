//! The project's own commands: `cargo xtask build | demo | test | tidy | bench`.
//! Knows how the parts are built and tried; knows nothing of what they do.

mod bench;
mod demo;
mod description;
mod fingerprint;
mod licences;
mod needs;
mod product;
mod shell;
mod simulation;
mod steps;
mod tidy;
mod trial;

use std::process::ExitCode;

use anyhow::{Result, bail};

use shell::Shell;

const USAGE: &str = "\
cargo xtask build                 the page, the fonts and target/release/maslahat
cargo xtask demo [--listen A:P]   builds, serves the sample draft, prints links to sign in
cargo xtask test [STEP…]          installs what the tests need and runs everything, or the steps named
cargo xtask tidy                  what no compiler checks: arrows, sizes, rules and their tests, lock files
cargo xtask sim [--seeds N]       simulated conferences, from --from SEED on; hostile: hostile bytes
cargo xtask bench [NAME…]         the promised figures, as ratios in one run";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match run(&arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let shell = Shell::here()?;
    let (command, rest) = match arguments.split_first() {
        Some((command, rest)) => (command.as_str(), rest),
        None => bail!("which command?\n{USAGE}"),
    };
    match (command, rest) {
        ("build", []) => product::build(&shell),
        ("demo", rest) => demo::run(&shell, rest),
        ("test", steps) => trial::run(&shell, steps),
        ("tidy", []) => tidy::run(&shell),
        ("sim" | "hostile", rest) => simulation::run(&shell, command, rest),
        ("bench", names) => bench::run(&shell, names),
        ("help" | "--help" | "-h", _) => {
            eprintln!("{USAGE}");
            Ok(())
        }
        _ => bail!("no such command: {}\n{USAGE}", arguments.join(" ")),
    }
}

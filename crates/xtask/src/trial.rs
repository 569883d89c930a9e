//! `cargo xtask test`: installs what the tests need, then runs everything.
//! One Rust profile (release), so that Typst is compiled once.

use std::fs;

use anyhow::Result;

use crate::shell::Shell;
use crate::steps::Steps;
use crate::{description, licences, needs, product, simulation, tidy};

/// Runs all steps, or those named.
pub(crate) fn run(shell: &Shell, wanted: &[String]) -> Result<()> {
    let mut steps = Steps::new(wanted);
    steps.step("machine", || needs::programs(shell))?;
    steps.step("packages", || {
        needs::npm(shell, "web")?;
        needs::npm(shell, "crates/export/fonts")?;
        needs::npm(shell, "tests")
    })?;
    steps.step("fmt", || shell.run("", &["cargo", "fmt", "--all", "--check"]))?;
    steps.step("tidy", || tidy::run(shell))?;
    steps.step("licences", || licences::run(shell))?;
    steps.step("page", || product::page(shell))?;
    steps.step("web", || web(shell))?;
    steps.step("binary", || product::binary(shell))?;
    steps.step("clippy", || clippy(shell))?;
    steps.step("fuzz", || fuzz(shell))?;
    steps.step("rust", || rust(shell))?;
    steps.step("mutants", || simulation::mutants(shell))?;
    steps.step("samod", || samod(shell))?;
    steps.step("description", || description::run(shell))?;
    steps.step("openid", || people(shell, "openid", "directory"))?;
    steps.step("stock", || people(shell, "stock", "directory"))?;
    steps.step("browser", || people(shell, "browser", "directory"))?;
    steps.step("stock-postgres", || people(shell, "stock", "postgres"))?;
    steps.step("browser-postgres", || people(shell, "browser", "postgres"))?;
    steps.finish()
}

fn web(shell: &Shell) -> Result<()> {
    for script in ["lint", "format:check", "check", "test"] {
        shell.run("web", &["npm", "run", "--silent", script])?;
    }
    shell.run("tests", &["npm", "run", "--silent", "lint"])
}

/// Stock clients, browsers or people with an account elsewhere, against a server whose drafts are kept in such a store.
fn people(shell: &Shell, script: &str, store: &str) -> Result<()> {
    let store = format!("MASLAHAT_TEST_STORE={store}");
    shell.run("tests", &["env", &store, "npm", "run", "--silent", script])
}

/// Another stock client, which the stock tests drive.
fn samod(shell: &Shell) -> Result<()> {
    shell.run("", &["cargo", "build", "--locked", "--release", "--package", "maslahat-samod"])
}

fn clippy(shell: &Shell) -> Result<()> {
    let line = ["cargo", "clippy", "--locked", "--release", "--workspace", "--all-targets"];
    shell.run("", &[&line[..], &["--quiet", "--", "-D", "warnings"]].concat())
}

/// The fuzzer's programs compile; what they call runs on the corpus among the Rust tests.
fn fuzz(shell: &Shell) -> Result<()> {
    shell.run("fuzz", &["cargo", "check", "--locked", "--quiet", "--no-default-features"])
}

fn rust(shell: &Shell) -> Result<()> {
    let rest = ["--locked", "--release", "--workspace"];
    if shell.answers(&["cargo", "nextest", "--version"]) {
        telling(shell, &[&["cargo", "nextest", "run"], &rest[..]].concat())?;
        return shell.run("", &[&["cargo", "test", "--doc"], &rest[..]].concat());
    }
    telling(shell, &[&["cargo", "test"], &rest[..]].concat())
}

/// Runs tests, and says at the end what this machine did not let them test.
pub(crate) fn telling(shell: &Shell, line: &[&str]) -> Result<()> {
    let path = shell.path("target/xtask/not-tested");
    fs::create_dir_all(shell.path("target/xtask"))?;
    // a file for each process of tests to add to
    fs::write(&path, "")?;
    let variable = format!("MASLAHAT_NOT_TESTED={}", path.display());
    let done = shell.run("", &[&["env", &variable], line].concat());
    let mut told: Vec<String> = fs::read_to_string(&path)?.lines().map(str::to_owned).collect();
    told.sort();
    told.dedup();
    told.iter().for_each(|line| eprintln!("  {line}"));
    done
}

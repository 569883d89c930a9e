//! The tests of real servers notice a store that promises too early, or asks for too little.
#![cfg(feature = "mutants")]

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use anyhow::Result;
use maslahat_tests::postgres::Postgres;
use maslahat_tests::race;
use maslahat_tests::sudden_end::{Outcome, Place, rounds};
use maslahat_tests::volume::Volume;
use tempfile::tempdir;

const ROUNDS_MAX: usize = 20;
const VOLUME_BYTES: u64 = 512 << 20;

/// The faulty server as a program of its own: whoever starts it knows nothing of mistakes.
fn program(folder: &Path, mistake: &str) -> Result<PathBuf> {
    let path = folder.join("maslahat");
    let mutant = env!("CARGO_BIN_EXE_maslahat-mutant");
    std::fs::write(&path, format!("#!/bin/sh\nMASLAHAT_MUTANT={mistake} exec '{mutant}' \"$@\"\n"))?;
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755))?;
    Ok(path)
}

#[expect(clippy::print_stdout, reason = "the counts are the result")]
fn is_caught(mistake: &str, outcome: &Outcome) {
    println!("{mistake}: {}", outcome.told());
    assert!(!outcome.lost.is_empty(), "{mistake} was not noticed in {} rounds", outcome.rounds);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_acknowledgement_before_writing_is_noticed_after_a_kill() -> Result<()> {
    let directory = tempdir()?;
    let binary = program(directory.path(), "answer-before-writing")?;
    let mut place = Place::Directory(directory.path().join("data"));
    is_caught("answer-before-writing", &rounds(&binary, &mut place, ROUNDS_MAX).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn writing_without_syncing_is_noticed_after_a_power_cut() -> Result<()> {
    let directory = tempdir()?;
    let binary = program(directory.path(), "forget-to-sync")?;
    let Some(volume) = Volume::on_disk(directory.path(), VOLUME_BYTES)? else { return Ok(()) };
    is_caught("forget-to-sync", &rounds(&binary, &mut Place::Volume(volume), ROUNDS_MAX).await?);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_append_behind_a_freeze_is_noticed() -> Result<()> {
    let (directory, database) = (tempdir()?, tempdir()?);
    let binary = program(directory.path(), "ignore-expected")?;
    let Some(postgres) = Postgres::start(database.path())? else { return Ok(()) };
    let race = race::rounds(&binary, &postgres, ROUNDS_MAX).await?;
    println!("ignore-expected: {}; {:?}", race.told(), race.violations);
    assert!(!race.violations.is_empty(), "it was not noticed in {} rounds", race.rounds);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_program_without_either_mistake_loses_nothing() -> Result<()> {
    let directory = tempdir()?;
    // a mistake of another store
    let binary = program(directory.path(), "ignore-expected")?;
    let Some(volume) = Volume::on_disk(directory.path(), VOLUME_BYTES)? else { return Ok(()) };
    let outcome = rounds(&binary, &mut Place::Volume(volume), 3).await?;
    assert_eq!(outcome.lost, [""; 0]);
    Ok(())
}

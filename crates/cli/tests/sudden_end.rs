//! What people were promised is there after a server was killed, and after its power was cut: see
//! `maslahat_tests::sudden_end`. That these tests can fail is shown by `tests/mutants`, whose stores acknowledge before
//! they have written, or write and do not sync.
//!
//! `MASLAHAT_SUDDEN_ENDS` sets the number of rounds.

use std::path::Path;

use anyhow::Result;
use maslahat_tests::sudden_end::{Place, rounds, rounds_wanted};
use maslahat_tests::volume::Volume;
use tempfile::tempdir;

const ROUNDS: usize = 10;
const VOLUME_BYTES: u64 = 512 << 20;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

#[expect(clippy::print_stdout, reason = "the counts are the result")]
async fn nothing_is_lost(place: &mut Place) -> Result<()> {
    let outcome = rounds(binary(), place, rounds_wanted(ROUNDS)?).await?;
    println!("{}", outcome.told());
    assert_eq!(outcome.lost, [""; 0]);
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_promised_outlives_killed_servers() -> Result<()> {
    let directory = tempdir()?;
    nothing_is_lost(&mut Place::Directory(directory.path().join("data"))).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_promised_outlives_power_cuts() -> Result<()> {
    let directory = tempdir()?;
    let Some(volume) = Volume::on_disk(directory.path(), VOLUME_BYTES)? else { return Ok(()) };
    nothing_is_lost(&mut Place::Volume(volume)).await
}

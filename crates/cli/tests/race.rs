//! Freezes race with people who write at other servers of the same database: see `maslahat_tests::race`. That this test
//! can fail is shown by `tests/mutants`, whose store appends to a log whatever has come in between.
//!
//! `MASLAHAT_FREEZES` sets the number of rounds.

use std::path::Path;

use anyhow::{Context as _, Result};
use maslahat_tests::postgres::Postgres;
use maslahat_tests::race::rounds;
use tempfile::tempdir;

const ROUNDS: usize = 12;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_frozen_text_never_moves_whichever_node_froze_it() -> Result<()> {
    let directory = tempdir()?;
    let Some(postgres) = Postgres::start(directory.path())? else { return Ok(()) };
    let wanted = std::env::var("MASLAHAT_FREEZES").ok();
    let wanted = wanted.map_or(Ok(ROUNDS), |number| number.parse().context("MASLAHAT_FREEZES is not a number"))?;
    let race = rounds(Path::new(env!("CARGO_BIN_EXE_maslahat")), &postgres, wanted).await?;
    println!("{}", race.told());
    assert_eq!(race.violations, [""; 0]);
    assert!(race.late > 0, "nothing was late: the freezes raced with nobody");
    Ok(())
}

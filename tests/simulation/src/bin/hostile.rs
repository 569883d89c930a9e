//! `hostile FROM COUNT`: sends the hostile bytes of so many seeds; prints how they ended.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context as _;
use maslahat_simulation::{Verdict, attack};

#[expect(clippy::print_stdout, reason = "a command's output")]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name: &str| -> anyhow::Result<u64> {
        let word = arguments.next().with_context(|| format!("usage: hostile FROM COUNT ({name} is missing)"))?;
        word.parse().with_context(|| format!("{name} is a number, not {word:?}"))
    };
    let (from, count) = (number("FROM")?, number("COUNT")?);
    std::panic::set_hook(Box::new(|_| {}));
    let (mut refused, mut ignored, mut taken) = (0u64, 0u64, 0u64);
    for seed in from..from + count {
        let verdict = catch_unwind(AssertUnwindSafe(|| attack(seed)));
        match verdict.map_err(|_| anyhow::anyhow!("seed {seed}: a panic got out"))? {
            Ok(Verdict::Refused) => refused += 1,
            Ok(Verdict::Ignored) => ignored += 1,
            Ok(Verdict::Taken) => taken += 1,
            Err(violation) => anyhow::bail!("seed {seed} breaks “{}”: {}", violation.promise, violation.detail),
        }
    }
    println!(
        "{count} hostile inputs from seed {from}: {refused} refused, {ignored} without effect, {taken} valid changes"
    );
    Ok(())
}

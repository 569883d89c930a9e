//! `hostile FROM COUNT`: sends the hostile bytes of so many seeds; prints how they ended.

use anyhow::Context as _;
use maslahat_simulation::{Hurt, SEEDS_A_ROOM, Tally, attack};

/// Seeds between two lines that say how far it is.
const SEEDS_A_REPORT: u64 = 1_000 * SEEDS_A_ROOM;

#[expect(clippy::print_stdout, reason = "a command's output")]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name: &str| -> anyhow::Result<u64> {
        let word = arguments.next().with_context(|| format!("usage: hostile FROM COUNT ({name} is missing)"))?;
        word.parse().with_context(|| format!("{name} is a number, not {word:?}"))
    };
    let (from, count) = (number("FROM")?, number("COUNT")?);
    std::panic::set_hook(Box::new(|_| {}));
    let mut all = Tally::default();
    let mut next = from;
    while next < from + count {
        let seeds = SEEDS_A_REPORT.min(from + count - next);
        let tally = attack(next, seeds).map_err(|hurt| report(&hurt))?;
        all.refused += tally.refused;
        all.ignored += tally.ignored;
        all.taken += tally.taken;
        next += seeds;
        if next < from + count {
            eprintln!("{} of {count}", next - from);
        }
    }
    let Tally { refused, ignored, taken } = all;
    println!(
        "{count} hostile inputs from seed {from}: {refused} refused, {ignored} without effect, {taken} valid changes"
    );
    Ok(())
}

fn report(Hurt { room, seed, violation }: &Hurt) -> anyhow::Error {
    anyhow::anyhow!(
        "seed {seed} breaks “{}”: {}; again by `cargo xtask hostile --from {room} --seeds {}`",
        violation.promise,
        violation.detail,
        seed + 1 - room,
    )
}

//! `sim FROM COUNT`: plays the runs of so many seeds. Prints the seed and a short replay of a run that goes wrong.

use std::panic::{AssertUnwindSafe, catch_unwind};

use anyhow::Context as _;
use maslahat_simulation::{Outcome, Script, Violation, play, shrink};

#[expect(clippy::print_stdout, reason = "a command's output")]
fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let mut number = |name: &str| -> anyhow::Result<u64> {
        let word = arguments.next().with_context(|| format!("usage: sim FROM COUNT ({name} is missing)"))?;
        word.parse().with_context(|| format!("{name} is a number, not {word:?}"))
    };
    let (from, count) = (number("FROM")?, number("COUNT")?);
    // panics inside Automerge are held by the core and are not news
    std::panic::set_hook(Box::new(|_| {}));
    let mut total = Outcome::default();
    for seed in from..from + count {
        let script = Script::from_seed(seed);
        match run(&script) {
            Ok(outcome) => add(&mut total, outcome),
            Err(violation) => {
                let short = shrink(&script, &violation);
                println!("# seed {seed}: {}: {}\n{short}", violation.promise, violation.detail);
                anyhow::bail!("seed {seed} breaks “{}”", violation.promise);
            }
        }
    }
    println!(
        "{count} seeds from {from}: clean. {} messages, {} edits, {} texts frozen, {} late proposals, {} crashes, {} stale appends, {} role changes, {} revocations",
        total.messages,
        total.typed,
        total.freezes,
        total.proposals,
        total.crashes,
        total.stale,
        total.role_changes,
        total.revocations
    );
    Ok(())
}

fn run(script: &Script) -> Result<Outcome, Violation> {
    catch_unwind(AssertUnwindSafe(|| play(script)))
        .unwrap_or_else(|_| Err(Violation { promise: "nothing panics", detail: "see the replay".to_owned() }))
}

fn add(total: &mut Outcome, one: Outcome) {
    total.messages += one.messages;
    total.typed += one.typed;
    total.freezes += one.freezes;
    total.proposals += one.proposals;
    total.crashes += one.crashes;
    total.stale += one.stale;
    total.role_changes += one.role_changes;
    total.revocations += one.revocations;
}

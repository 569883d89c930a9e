//! The runs that CI plays: fixed seeds, and every run that once went wrong.

use maslahat_simulation::{Outcome, Script, play};

const SEEDS: u64 = 300;

#[test]
fn fixed_seeds_are_clean_and_do_something() {
    let mut total = Outcome::default();
    for seed in 0..SEEDS {
        let outcome = play(&Script::from_seed(seed)).unwrap_or_else(|violation| panic!("seed {seed}: {violation:?}"));
        total.messages += outcome.messages;
        total.typed += outcome.typed;
        total.freezes += outcome.freezes;
        total.proposals += outcome.proposals;
        total.crashes += outcome.crashes;
        total.stale += outcome.stale;
        total.role_changes += outcome.role_changes;
        total.revocations += outcome.revocations;
    }
    for (what, count) in [
        ("messages", total.messages),
        ("edits", total.typed),
        ("freezes", total.freezes),
        ("late proposals", total.proposals),
        ("crashes", total.crashes),
        ("stale appends", total.stale),
        ("role changes", total.role_changes),
        ("revocations", total.revocations),
    ] {
        assert!(count > 50, "{SEEDS} seeds with only {count} {what}");
    }
}

#[test]
fn runs_that_once_went_wrong_are_clean() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("replays");
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "txt") {
            let script: Script = std::fs::read_to_string(&path).unwrap().parse().unwrap();
            play(&script).unwrap_or_else(|violation| panic!("{}: {violation:?}", path.display()));
        }
    }
}

//! Which crate may know which. The only arrows: `protocol ← model ← sync-core ← server ← cli`,
//! `protocol ← storage ← server`, `model ← export ← server`.

use anyhow::{Context as _, Result};
use serde_json::Value;

use crate::shell::Shell;

/// A crate, and the crates of ours that it may name.
const ARROWS: [(&str, &[&str]); 8] = [
    ("maslahat-protocol", &[]),
    ("maslahat-model", &["maslahat-protocol"]),
    ("maslahat-storage", &["maslahat-protocol"]),
    ("maslahat-sync-core", &["maslahat-model", "maslahat-protocol"]),
    ("maslahat-export", &["maslahat-model"]),
    (
        "maslahat-server",
        &["maslahat-protocol", "maslahat-model", "maslahat-sync-core", "maslahat-storage", "maslahat-export"],
    ),
    ("maslahat", &["maslahat-protocol", "maslahat-model", "maslahat-storage", "maslahat-export", "maslahat-server"]),
    ("xtask", &[]),
];

/// Where tests live that cross crates: they may name any crate, and none may name them.
const TESTS: [&str; 5] =
    ["maslahat-tests", "maslahat-decoders", "maslahat-mutants", "maslahat-samod", "maslahat-simulation"];

/// What must not be found under a crate at any depth.
const FOREIGN: [(&str, &[&str]); 4] = [
    ("maslahat-protocol", &["tokio", "automerge", "rusqlite", "axum"]),
    ("maslahat-model", &["tokio", "rusqlite", "axum"]),
    ("maslahat-sync-core", &["tokio", "rusqlite", "axum", "tokio-tungstenite"]),
    ("maslahat-export", &["tokio", "rusqlite", "axum"]),
];

/// What the core must not name itself: clocks and randomness are arguments there.
const NOT_IN_CORE: [&str; 12] = [
    "tokio",
    "rand",
    "getrandom",
    "fastrand",
    "uuid",
    "chrono",
    "time",
    "jiff",
    "async-std",
    "smol",
    "tracing",
    "futures-util",
];

/// Words that would bring a clock, randomness or input and output into the core's source.
const WORDS_NOT_IN_CORE: [&str; 9] =
    ["SystemTime", "Instant::now", "thread_rng", "getrandom", "rand::", "std::fs", "std::net", "std::env", "tokio::"];

pub(super) fn check(shell: &Shell) -> Result<Vec<String>> {
    let metadata = shell.output(&["cargo", "metadata", "--locked", "--format-version=1", "--no-deps"])?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata has no packages")?;
    let mut wrong = Vec::new();
    let named: Vec<&str> = packages.iter().filter_map(|package| package["name"].as_str()).collect();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        let known: Vec<(&str, bool)> = package["dependencies"]
            .as_array()
            .into_iter()
            .flatten()
            .map(|each| (each["name"].as_str().unwrap_or_default(), each["kind"] == "dev"))
            .collect();
        wrong.extend(undirected(name, &known, &named));
    }
    for (package, foreign) in FOREIGN {
        let line = ["cargo", "tree", "--locked", "--package", package, "--edges", "normal", "--prefix", "none"];
        let tree = shell.output(&line)?;
        let names = tree.lines().filter_map(|line| line.split(' ').next());
        for name in names.filter(|name| foreign.contains(name)) {
            wrong.push(format!("{package} must not be built on {name}, at no depth"));
        }
    }
    wrong.extend(words(shell)?);
    wrong.sort();
    wrong.dedup();
    Ok(wrong)
}

/// The arrows of one package that are not permitted.
fn undirected(name: &str, known: &[(&str, bool)], ours: &[&str]) -> Vec<String> {
    let mut wrong = Vec::new();
    let may = ARROWS.iter().find(|(each, _)| *each == name).map(|(_, may)| *may);
    if may.is_none() && !TESTS.contains(&name) {
        wrong.push(format!("{name} is a new crate: say in xtask's arrows what it may know"));
    }
    for (dependency, in_tests) in known.iter().filter(|(dependency, _)| ours.contains(dependency)) {
        let allowed = TESTS.contains(&name)
            || may.is_some_and(|may| may.contains(dependency))
            || *in_tests && (*dependency == "maslahat-tests" || below(may).contains(dependency));
        if !allowed {
            wrong.push(format!("{name} must not know {dependency}"));
        }
    }
    if name == "maslahat-sync-core" {
        for (dependency, _) in known.iter().filter(|(each, dev)| !dev && NOT_IN_CORE.contains(each)) {
            wrong.push(format!("{name} must not know {dependency}: time and randomness are arguments"));
        }
    }
    wrong
}

/// What the crates that one may name may name themselves: its tests may, too.
fn below(may: Option<&[&str]>) -> Vec<&'static str> {
    let named = ARROWS.iter().filter(|(each, _)| may.is_some_and(|may| may.contains(each)));
    named.flat_map(|(_, their)| their.iter().copied()).collect()
}

fn words(shell: &Shell) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in shell.files()? {
        if !file.starts_with("crates/sync-core/src/") || file.contains("tests") {
            continue;
        }
        let text = std::fs::read_to_string(shell.path(&file))?;
        for word in WORDS_NOT_IN_CORE.iter().filter(|word| text.contains(*word)) {
            wrong.push(format!("{file}: the core must not use {word}"));
        }
    }
    Ok(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    const OURS: [&str; 6] = [
        "maslahat-model",
        "maslahat-protocol",
        "maslahat-server",
        "maslahat-storage",
        "maslahat-sync-core",
        "maslahat-tests",
    ];

    #[test]
    fn an_arrow_the_wrong_way_is_found() {
        let found = undirected("maslahat-sync-core", &[("maslahat-storage", false)], &OURS);
        assert_eq!(found, ["maslahat-sync-core must not know maslahat-storage"]);
        let found = undirected("maslahat-model", &[("maslahat-server", true)], &OURS);
        assert_eq!(found, ["maslahat-model must not know maslahat-server"]);
    }

    #[test]
    fn exports_see_only_the_model_but_their_tests_see_what_it_is_made_of() {
        let ours = &OURS;
        assert_eq!(undirected("maslahat-export", &[("maslahat-protocol", false)], ours).len(), 1);
        assert_eq!(undirected("maslahat-export", &[("maslahat-protocol", true)], ours).len(), 0);
    }

    #[test]
    fn the_core_has_no_clock_of_its_own() {
        assert_eq!(undirected("maslahat-sync-core", &[("tokio", false)], &OURS).len(), 1);
        assert_eq!(undirected("maslahat-sync-core", &[("fastrand", true)], &OURS).len(), 0);
    }

    #[test]
    fn tests_may_know_all_and_are_known_by_tests_only() {
        assert!(undirected("maslahat-tests", &[("maslahat-server", false)], &OURS).is_empty());
        assert!(undirected("maslahat-server", &[("maslahat-tests", true)], &OURS).is_empty());
        assert_eq!(undirected("maslahat-server", &[("maslahat-tests", false)], &OURS).len(), 1);
    }

    #[test]
    fn a_crate_without_arrows_is_named() {
        assert_eq!(undirected("maslahat-new", &[], &OURS).len(), 1);
    }
}

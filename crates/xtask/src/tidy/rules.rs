//! Every rule of the core's `SPEC.md` has a test named after it, and the other way round.

use std::collections::BTreeSet;
use std::fs;

use anyhow::Result;

use crate::shell::Shell;

const SPEC: &str = "crates/sync-core/SPEC.md";
const CORE: &str = "crates/sync-core/";

pub(super) fn check(shell: &Shell) -> Result<Vec<String>> {
    let rules = rules(&fs::read_to_string(shell.path(SPEC))?);
    let mut tests = BTreeSet::new();
    for file in shell.files()? {
        if file.starts_with(CORE) && file.ends_with(".rs") {
            tests.extend(named_tests(&fs::read_to_string(shell.path(&file))?));
        }
    }
    Ok(compare(&rules, &tests))
}

/// `ADM-3` of a line that begins `- **ADM-3**`, as `adm_3`.
fn rules(spec: &str) -> BTreeSet<String> {
    let definitions = spec.lines().filter_map(|line| line.strip_prefix("- **"));
    definitions
        .filter_map(|line| line.split_once("**"))
        .map(|(id, _)| id.to_ascii_lowercase().replace('-', "_"))
        .collect()
}

/// `adm_3` of `fn adm_3_a_change_waits()` under `#[test]`.
fn named_tests(source: &str) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut in_test = false;
    for line in source.lines().map(str::trim_start) {
        if line.starts_with("#[test]") {
            in_test = true;
        } else if let Some(name) = line.strip_prefix("fn ") {
            if in_test {
                found.extend(rule_of(name));
            }
            in_test = false;
        }
    }
    found
}

fn rule_of(name: &str) -> Option<String> {
    let mut parts = name.split(['_', '(']);
    let (letters, number) = (parts.next()?, parts.next()?);
    let is_rule = letters.len() == 3 && number.parse::<u32>().is_ok();
    is_rule.then(|| format!("{letters}_{number}"))
}

fn compare(rules: &BTreeSet<String>, tests: &BTreeSet<String>) -> Vec<String> {
    let id = |name: &String| name.to_ascii_uppercase().replace('_', "-");
    let mut wrong: Vec<String> = rules
        .difference(tests)
        .map(|rule| format!("{SPEC}: {} has no test whose name begins with {rule}_", id(rule)))
        .collect();
    wrong.extend(
        tests.difference(rules).map(|test| format!("{SPEC}: a test is named after {}, which is no rule", id(test))),
    );
    if rules.is_empty() {
        wrong.push(format!("{SPEC} has no rules"));
    }
    wrong
}

#[cfg(test)]
mod tests {
    use super::*;

    const SPEC: &str = "- **ADM-1** A change is kept.\n- **ADM-10** Another.\n";

    #[test]
    fn each_rule_needs_its_own_test() {
        let tests = named_tests("#[test]\nfn adm_10_another() {}\n");
        assert_eq!(compare(&rules(SPEC), &tests).len(), 1, "adm_10 is not adm_1");
    }

    #[test]
    fn a_test_needs_a_rule() {
        let tests = named_tests("#[test]\nfn adm_1_kept() {}\n#[test]\nfn adm_10_x() {}\n#[test]\nfn adm_2_x() {}\n");
        assert_eq!(compare(&rules(SPEC), &tests).len(), 1);
    }

    #[test]
    fn what_is_no_test_does_not_count() {
        assert!(named_tests("fn adm_1_kept() {}\n").is_empty());
    }
}

//! The licences of everything we are built of, against the list in `deny.toml`.
//! Uses cargo-deny where it is installed; otherwise reads `cargo metadata` itself.

use std::collections::BTreeSet;
use std::fs;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::shell::Shell;

/// Fails on a crate whose licence is not on the list.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    if shell.answers(&["cargo", "deny", "--version"]) {
        return shell.run("", &["cargo", "deny", "--offline", "check", "licenses", "bans", "sources"]);
    }
    let allowed = allowed(&fs::read_to_string(shell.path("deny.toml"))?)?;
    let about = shell.output(&["rustc", "-vV"])?;
    let host = about.lines().find_map(|line| line.strip_prefix("host: ")).context("rustc names no host")?;
    let line = ["cargo", "metadata", "--locked", "--format-version=1", "--all-features", "--filter-platform", host];
    let metadata = shell.output(&line)?;
    let metadata: Value = serde_json::from_str(&metadata)?;
    let packages = metadata["packages"].as_array().context("cargo metadata has no packages")?;
    let mut wrong = Vec::new();
    for package in packages {
        let name = package["name"].as_str().unwrap_or_default();
        match package["license"].as_str() {
            Some(licence) if permits(licence, &allowed) => {}
            Some(licence) => wrong.push(format!("{name}: {licence}")),
            None => wrong.push(format!("{name}: says no licence")),
        }
    }
    if !wrong.is_empty() {
        bail!("licences that deny.toml does not allow:\n  {}", wrong.join("\n  "));
    }
    eprintln!("  {} crates, every licence is on the list of deny.toml", packages.len());
    eprintln!("  advisories are not checked: they need a network and cargo-deny (`cargo deny check advisories`)");
    Ok(())
}

/// The strings of `allow = [ … ]`.
fn allowed(deny: &str) -> Result<BTreeSet<String>> {
    let start = deny.find("\nallow = [").context("deny.toml has no list `allow`")?;
    let list = deny[start..].split(']').next().unwrap_or_default();
    Ok(list.split('"').skip(1).step_by(2).map(str::to_owned).collect())
}

/// Reads an SPDX expression: `/` is an old way to write OR, AND binds more tightly.
fn permits(expression: &str, allowed: &BTreeSet<String>) -> bool {
    let mut spaced = expression.replace('/', " OR ").replace('(', " ( ").replace(')', " ) ");
    spaced.push(' ');
    let tokens: Vec<&str> = spaced.split_whitespace().collect();
    let mut at = 0;
    any_of(&tokens, &mut at, allowed) && at == tokens.len()
}

fn any_of(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut permitted = all_of(tokens, at, allowed);
    while tokens.get(*at) == Some(&"OR") {
        *at += 1;
        permitted |= all_of(tokens, at, allowed);
    }
    permitted
}

fn all_of(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let mut permitted = one(tokens, at, allowed);
    while tokens.get(*at) == Some(&"AND") {
        *at += 1;
        permitted &= one(tokens, at, allowed);
    }
    permitted
}

fn one(tokens: &[&str], at: &mut usize, allowed: &BTreeSet<String>) -> bool {
    let Some(token) = tokens.get(*at) else {
        return false;
    };
    *at += 1;
    if *token == "(" {
        let permitted = any_of(tokens, at, allowed);
        *at += 1;
        return permitted;
    }
    let mut name = (*token).to_owned();
    if tokens.get(*at) == Some(&"WITH") {
        name = format!("{name} WITH {}", tokens.get(*at + 1).unwrap_or(&""));
        *at += 2;
    }
    allowed.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list() -> BTreeSet<String> {
        allowed("[licenses]\nallow = [\n  \"MIT\", \"Apache-2.0\",\n  \"Apache-2.0 WITH LLVM-exception\",\n]").unwrap()
    }

    #[test]
    fn one_permitted_alternative_is_enough() {
        assert!(permits("MIT", &list()));
        assert!(permits("GPL-3.0-only OR MIT", &list()));
        assert!(permits("MIT/Unlicense", &list()));
        assert!(permits("Apache-2.0 WITH LLVM-exception OR BSD-3-Clause", &list()));
        assert!(permits("(MIT OR GPL-2.0-only) AND Apache-2.0", &list()));
    }

    #[test]
    fn every_part_must_be_permitted() {
        assert!(!permits("GPL-3.0-only", &list()));
        assert!(!permits("MIT AND OpenSSL", &list()));
        assert!(!permits("(MIT OR Apache-2.0) AND Unicode-3.0", &list()));
        assert!(!permits("", &list()));
    }
}

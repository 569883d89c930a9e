//! Single files: their size, how modules open, what lock files hold, and paths that only one machine has.

use std::fs;

use anyhow::Result;

use crate::shell::Shell;

/// A file of code is split before this.
const LINES_MAX: usize = 400;
/// What people write by hand.
const CODE: [&str; 6] = [".rs", ".ts", ".svelte", ".mjs", ".css", ".js"];

pub(super) fn check(shell: &Shell) -> Result<Vec<String>> {
    let mut wrong = Vec::new();
    for file in shell.files()? {
        let Ok(text) = fs::read_to_string(shell.path(&file)) else {
            continue; // a font, a picture
        };
        wrong.extend(look(&file, &text));
    }
    Ok(wrong)
}

fn look(file: &str, text: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let lines = text.lines().count();
    if CODE.iter().any(|end| file.ends_with(end)) && lines > LINES_MAX {
        wrong.push(format!("{file} has {lines} lines; split it before {LINES_MAX}"));
    }
    if is_module(file) && !text.starts_with("//!") {
        wrong.push(format!("{file} does not open with //! (its purpose, and what it must not know)"));
    }
    if file.ends_with("package-lock.json") && text.contains("\"resolved\": \"http") {
        wrong.push(format!("{file} holds download addresses; write it with --omit-lockfile-registry-resolved"));
    }
    if file.ends_with("Cargo.lock") {
        let index = "source = \"registry+https://github.com/rust-lang/crates.io-index\"";
        let foreign = text.lines().find(|line| line.starts_with("source = ") && *line != index);
        wrong.extend(foreign.map(|line| format!("{file} takes a crate from elsewhere: {line}")));
    }
    wrong.extend(machine_path(text).map(|path| format!("{file} names a path of one machine: {path}…")));
    wrong
}

/// Test files that begin a crate or belong to one; build scripts too.
fn is_module(file: &str) -> bool {
    file.ends_with(".rs") && !file.ends_with("/tests.rs") && !file.contains("/tests/")
}

/// The start of a home or working directory, where paths begin.
fn machine_path(text: &str) -> Option<String> {
    let homes = ["work", "root", "home", "Users"];
    homes.into_iter().find_map(|home| {
        let path = format!("/{home}/");
        let begins = |at: usize| {
            let before = text[..at].chars().next_back();
            before.is_none_or(|letter| letter.is_whitespace() || "\"'`(=:".contains(letter))
        };
        text.match_indices(&path).any(|(at, _)| begins(at)).then_some(path)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_file_is_found() {
        assert_eq!(look("a/b.ts", &"x\n".repeat(401)).len(), 1);
        assert_eq!(look("a/b.ts", &"x\n".repeat(400)).len(), 0);
        assert_eq!(look("a/b.json", &"x\n".repeat(900)).len(), 0);
    }

    #[test]
    fn a_module_says_what_it_is() {
        assert_eq!(look("crates/a/src/b.rs", "use std::fs;\n").len(), 1);
        assert_eq!(look("crates/a/src/b.rs", "//! Files.\n").len(), 0);
    }

    #[test]
    fn lock_files_hold_no_addresses() {
        let lock = "{ \"resolved\": \"https://example.org/a.tgz\" }";
        assert_eq!(look("web/package-lock.json", lock).len(), 1);
        assert_eq!(look("Cargo.lock", "source = \"git+https://example.org\"\n").len(), 1);
    }

    #[test]
    fn paths_of_one_machine_are_found() {
        let place = format!("/{}/main", "work");
        assert_eq!(look("README.md", &format!("see \"{place}\"")).len(), 1);
        assert_eq!(look("README.md", &format!("a path such as docs{place} is fine")).len(), 0);
    }
}

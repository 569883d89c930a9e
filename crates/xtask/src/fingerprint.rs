//! Whether something made from files is still what would be made from them today.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};

use crate::shell::Shell;

/// Does the work unless its result is there and was made from the same inputs. `inputs` are files or
/// folders under the root; the mark of what was done is kept under `target`.
pub(crate) fn unless_current(
    shell: &Shell,
    name: &str,
    inputs: &[&str],
    result: &str,
    work: impl FnOnce() -> Result<()>,
) -> Result<()> {
    let mark = shell.path("target/xtask").join(name);
    let now = fingerprint(shell, inputs)?;
    let before = fs::read_to_string(&mark).unwrap_or_default();
    if before == now && shell.path(result).exists() {
        eprintln!("  {name}: up to date");
        return Ok(());
    }
    work()?;
    if let Some(folder) = mark.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(&mark, now).with_context(|| format!("cannot write {}", mark.display()))
}

/// A hash over names and contents.
fn fingerprint(shell: &Shell, inputs: &[&str]) -> Result<String> {
    let mut files = Vec::new();
    for input in inputs {
        gather(&shell.path(input), &mut files)?;
    }
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        let content = fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
        let name = file.strip_prefix(&shell.root).unwrap_or(&file);
        hash.update(name.as_os_str().as_encoded_bytes());
        hash.update([0]);
        hash.update(Sha256::digest(&content));
    }
    Ok(hex::encode(hash.finalize()))
}

fn gather(path: &Path, files: &mut Vec<PathBuf>) -> Result<()> {
    if path.is_file() {
        files.push(path.to_owned());
        return Ok(());
    }
    let entries = fs::read_dir(path).with_context(|| format!("cannot read {}", path.display()))?;
    for entry in entries {
        let entry = entry?;
        let made = ["node_modules", "dist", ".svelte-kit"];
        if !made.iter().any(|name| entry.file_name() == *name) {
            gather(&entry.path(), files)?;
        }
    }
    Ok(())
}

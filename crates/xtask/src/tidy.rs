//! What no compiler checks: the arrows between crates, the sizes of files, module docs, lock files without
//! addresses, no paths of somebody's machine, and the rules of `SPEC.md` with the tests named after them.

mod arrows;
mod files;
mod rules;

use anyhow::{Result, bail};

use crate::shell::Shell;

/// Fails with everything that is untidy.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    let mut wrong = arrows::check(shell)?;
    wrong.extend(files::check(shell)?);
    wrong.extend(rules::check(shell)?);
    if wrong.is_empty() {
        eprintln!("  arrows, sizes, module docs, lock files, rules and their tests: in order");
        return Ok(());
    }
    bail!("{} untidy:\n  {}", wrong.len(), wrong.join("\n  "));
}

//! The API against its own description, by schemathesis, which is a program in Python: it is installed
//! under `target`, in the versions that `tests/description/requirements.txt` names.

use anyhow::{Result, bail};

use crate::fingerprint::unless_current;
use crate::needs;
use crate::shell::Shell;

const REQUIREMENTS: &str = "tests/description/requirements.txt";
/// Under the root.
const PLACE: &str = "target/schemathesis";

/// Installs it where it is not, and runs it with the session of each role.
pub(crate) fn run(shell: &Shell) -> Result<()> {
    python(shell)?;
    let program = format!("{PLACE}/bin/schemathesis");
    unless_current(shell, "schemathesis", &[REQUIREMENTS], &program, || {
        shell.run("", &["python3", "-m", "venv", "--clear", PLACE])?;
        let pip = format!("{PLACE}/bin/pip");
        shell.run("", &[&pip, "install", "--quiet", "--no-deps", "--disable-pip-version-check", "-r", REQUIREMENTS])
    })?;
    let program = format!("SCHEMATHESIS={}", shell.path(&program).display());
    shell.run("tests", &["env", &program, "npm", "run", "--silent", "description"])
}

fn python(shell: &Shell) -> Result<()> {
    const IS_THERE: [&str; 3] = ["python3", "-c", "import ensurepip, sys, venv; assert sys.version_info >= (3, 10)"];
    if !shell.answers(&IS_THERE) {
        needs::install(shell, &["python3-venv"])?;
    }
    if !shell.answers(&IS_THERE) {
        bail!(
            "Python 3.10 or newer with its module `venv` is needed (Debian: python3-venv); install it, then run this again"
        );
    }
    Ok(())
}

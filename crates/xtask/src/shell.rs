//! Running other programs from the root of the repository.

use std::env;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

/// Where the repository is, and which cargo runs us.
pub(crate) struct Shell {
    pub(crate) root: PathBuf,
    cargo: String,
}

impl Shell {
    /// The repository that this program was started in.
    pub(crate) fn here() -> Result<Self> {
        let manifest = env::var_os("CARGO_MANIFEST_DIR").map(PathBuf::from);
        let start = manifest.map_or_else(env::current_dir, Ok)?;
        let root = start
            .ancestors()
            .find(|folder| folder.join("Cargo.lock").is_file())
            .context("this is not the repository: no Cargo.lock in this folder or above")?;
        Ok(Self { root: root.to_owned(), cargo: env::var("CARGO").unwrap_or_else(|_| "cargo".to_owned()) })
    }

    /// A path under the root.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// The binary that `build` leaves.
    pub(crate) fn binary(&self) -> PathBuf {
        self.path("target/release/maslahat")
    }

    /// A program to be run in a folder under the root.
    pub(crate) fn program(&self, name: &str, folder: &str) -> Command {
        let mut command = Command::new(if name == "cargo" { &self.cargo } else { name });
        command.current_dir(self.path(folder));
        // What cargo says of this program, ring's build script takes for a change: it and all above it would be built
        // anew whenever cargo is called now directly, now from here.
        for (variable, _) in env::vars_os() {
            let of_this_program = |name: &str| name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_");
            if variable.to_str().is_some_and(of_this_program) {
                command.env_remove(variable);
            }
        }
        command
    }

    /// Runs a program to its end; whatever it says goes to the terminal.
    pub(crate) fn run(&self, folder: &str, line: &[&str]) -> Result<()> {
        let (name, arguments) = line.split_first().context("no program")?;
        eprintln!("+ {}{}", in_folder(folder), line.join(" "));
        let status = self
            .program(name, folder)
            .args(arguments)
            .stdin(Stdio::null())
            .status()
            .with_context(|| format!("{name} does not start; is it installed?"))?;
        if !status.success() {
            bail!("{}`{}` ended with {status}", in_folder(folder), line.join(" "));
        }
        Ok(())
    }

    /// Runs a program and gives what it wrote to stdout.
    pub(crate) fn output(&self, line: &[&str]) -> Result<String> {
        let (name, arguments) = line.split_first().context("no program")?;
        let mut child = self
            .program(name, "")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} does not start; is it installed?"))?;
        let mut text = String::new();
        if let Some(stdout) = child.stdout.as_mut() {
            stdout.read_to_string(&mut text)?;
        }
        let status = child.wait()?;
        if !status.success() {
            bail!("`{}` ended with {status}", line.join(" "));
        }
        Ok(text)
    }

    /// Whether a program is there and answers.
    pub(crate) fn answers(&self, line: &[&str]) -> bool {
        let Some((name, arguments)) = line.split_first() else {
            return false;
        };
        self.program(name, "")
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status()
            .is_ok_and(|status| status.success())
    }

    /// The files under version control or about to be, relative to the root.
    pub(crate) fn files(&self) -> Result<Vec<String>> {
        let listed = self.output(&["git", "ls-files", "--cached", "--others", "--exclude-standard"])?;
        let there = |file: &&str| self.path(file).is_file();
        Ok(listed.lines().filter(there).map(str::to_owned).collect())
    }
}

fn in_folder(folder: &str) -> String {
    if folder.is_empty() { String::new() } else { format!("({}) ", Path::new(folder).display()) }
}

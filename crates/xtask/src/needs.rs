//! What the machine must have, and how it comes there: npm packages by lock file, Debian packages by apt.

use std::path::Path;

use anyhow::{Result, bail};

use crate::fingerprint::unless_current;
use crate::shell::Shell;

/// A Debian package, how to see that it is there, and what for.
struct Package {
    name: &'static str,
    /// The package is there if one of these answers or exists.
    signs: &'static [&'static str],
    reason: &'static str,
}

const PACKAGES: [Package; 4] = [
    Package { name: "chromium", signs: &["chromium", "chromium-browser", "google-chrome"], reason: "browser tests" },
    Package { name: "postgresql", signs: &["/usr/lib/postgresql", "postgres"], reason: "the store's tests" },
    Package { name: "poppler-utils", signs: &["pdftotext"], reason: "reading PDF files in tests" },
    Package { name: "openssh-client", signs: &["ssh-keygen"], reason: "verifying certificates in tests" },
];

/// Node's packages for a folder that has a lock file.
pub(crate) fn npm(shell: &Shell, folder: &str) -> Result<()> {
    node(shell)?;
    let name = format!("npm-{}", folder.replace('/', "-"));
    let (manifest, lock) = (format!("{folder}/package.json"), format!("{folder}/package-lock.json"));
    unless_current(shell, &name, &[&manifest, &lock], &format!("{folder}/node_modules"), || {
        shell.run(folder, &["npm", "ci", "--no-audit", "--no-fund"])
    })
}

fn node(shell: &Shell) -> Result<()> {
    if !shell.answers(&["node", "--version"]) || !shell.answers(&["npm", "--version"]) {
        bail!("Node.js 20.19 or newer with npm is needed to build the page; install it, then run this again");
    }
    Ok(())
}

/// Programs that the tests call. On Debian, as root, they are installed; elsewhere one line says what to do.
pub(crate) fn programs(shell: &Shell) -> Result<()> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !is_there(package)).collect();
    if missing.is_empty() {
        eprintln!("  chromium, postgresql, pdftotext, ssh-keygen: all there");
        return Ok(());
    }
    let names: Vec<&str> = missing.iter().map(|package| package.name).collect();
    if install(shell, &names)? {
        return Ok(());
    }
    let wanted: Vec<String> = missing.iter().map(|package| format!("{} ({})", package.name, package.reason)).collect();
    bail!("install {}, by whatever name your system has for them, then run this again", wanted.join(", "));
}

/// Installs Debian packages; false where that is not ours to do: elsewhere, or not as root.
pub(crate) fn install(shell: &Shell, names: &[&str]) -> Result<bool> {
    let root = shell.output(&["id", "-u"])?.trim() == "0";
    if !root || !Path::new("/etc/debian_version").exists() || !shell.answers(&["apt-get", "--version"]) {
        return Ok(false);
    }
    shell.run("", &["apt-get", "update"])?;
    let line = ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "install", "--yes", "--no-install-recommends"];
    shell.run("", &[&line[..], names].concat())?;
    Ok(true)
}

fn is_there(package: &Package) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    package.signs.iter().any(|sign| {
        Path::new(sign).is_absolute() && Path::new(sign).exists()
            || std::env::split_paths(&path).any(|folder| folder.join(sign).is_file())
    })
}

//! The sample draft on a server of one's own, with links to sign in as anyone.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use anyhow::{Context as _, Result, bail};
use serde_json::Value;
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

use crate::product;
use crate::shell::Shell;

const LISTEN: &str = "127.0.0.1:8080";
/// In the order in which one wants to try them.
const ROLES: [(&str, &str); 4] = [
    ("expert", "edit the text, propose, each for a delegation"),
    ("moderator", "freeze and reopen, set statuses"),
    ("secretariat", "all of that, invite, export"),
    ("observer", "read along"),
];

/// Builds, serves, prints links; ends with Ctrl-C.
pub(crate) fn run(shell: &Shell, arguments: &[String]) -> Result<()> {
    let listen = match arguments {
        [] => LISTEN,
        [flag, address] if flag == "--listen" => address,
        _ => bail!("usage: cargo xtask demo [--listen ADDRESS:PORT]"),
    };
    product::build(shell)?;
    let data = shell.path("target/demo");
    let mut child = Command::new(shell.binary())
        .args(["serve", "--demo", "--ready-json", "--listen", listen, "--data"])
        .arg(&data)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .context("the server does not start")?;
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().context("the server has no stdout")?);
    stdout.read_line(&mut line)?;
    if line.is_empty() {
        let status = child.wait()?;
        bail!("the server did not start ({status}); what it says is above");
    }
    let ready: Value = serde_json::from_str(&line).context("the server's first line is not JSON")?;
    announce(&ready);
    end_with_us(child)
}

#[expect(clippy::print_stdout, reason = "the links are what the command is for")]
fn announce(ready: &Value) {
    println!("\nMaslahat serves the sample draft at {}", ready["url"].as_str().unwrap_or_default());
    println!("Sign in by one of these links; use another browser or a private window for each further person.");
    for (role, does) in ROLES {
        println!("\n  {role}: {does}");
        for link in ready["invitations"][role].as_array().into_iter().flatten() {
            println!("    {}", link.as_str().unwrap_or_default());
        }
    }
    println!("\nTo begin: open the first expert's link here and the first moderator's in a private window.");
    println!("What you do is kept under target/demo. Ctrl-C ends the server.");
}

/// Waits for the server; when we are told to end, it is told too.
fn end_with_us(child: Child) -> Result<()> {
    let pid = child.id().to_string();
    let asked = Arc::new(AtomicBool::new(false));
    let flag = Arc::clone(&asked);
    let mut signals = Signals::new([SIGINT, SIGTERM])?;
    std::thread::spawn(move || {
        for _signal in signals.forever() {
            flag.store(true, Ordering::Relaxed);
            let _told = Command::new("kill").args(["-TERM", &pid]).status();
        }
    });
    let mut child = child;
    let status = child.wait()?;
    if status.success() || asked.load(Ordering::Relaxed) { Ok(()) } else { bail!("the server ended with {status}") }
}

//! A server whose store breaks one promise on purpose, named by `MASLAHAT_MUTANT`. Otherwise it is called like
//! `maslahat serve` and serves the same: tests of real servers must notice the difference.

use std::path::PathBuf;

use anyhow::{Context as _, Result, bail, ensure};
use maslahat_server::serve::{Options, Ready, serve};
use maslahat_server::{AnyStore, Config, Location};
use maslahat_storage::mutant::{self, Mutant};

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let (command, rest) = arguments.split_first().context("serve or verify?")?;
    if command == "verify" {
        let data = rest.first().context("verify what?")?;
        AnyStore::prove(&PathBuf::from(data).join("maslahat.db")).await?;
        return Ok(());
    }
    ensure!(command == "serve", "no such command: {command}");
    let mistake = mistake()?;
    if mistake == Mutant::ForgetToSync {
        // how a store syncs is settled when it is opened
        mutant::set(mistake);
    }
    // the others from when requests are served: a start reads what it has just written
    let ready = |ready: &Ready| {
        mutant::set(mistake);
        announce(ready);
    };
    serve(options(rest)?, ready, std::future::pending()).await?;
    Ok(())
}

fn mistake() -> Result<Mutant> {
    let name = std::env::var("MASLAHAT_MUTANT").context("which mistake?")?;
    let known = Mutant::ALL.into_iter().find(|(known, _)| *known == name);
    Ok(known.with_context(|| format!("no such mistake: {name}"))?.1)
}

fn options(arguments: &[String]) -> Result<Options> {
    let url = std::env::var("MASLAHAT_DATABASE_URL").ok();
    let mut location = url.map(|url| url.parse().map(Location::Database)).transpose()?;
    let (mut listen, mut demo) = (None, false);
    let mut words = arguments.iter();
    while let Some(word) = words.next() {
        match word.as_str() {
            "--listen" => listen = words.next().cloned(),
            "--data" => location = words.next().map(|data| Location::Directory(data.into())),
            "--demo" => demo = true,
            "--ready-json" => {}
            other => bail!("no such option: {other}"),
        }
    }
    let listen = listen.context("where to listen?")?;
    Ok(Options { listen, location: location.context("on which data?")?, demo, config: Config::default() })
}

#[expect(clippy::print_stdout, reason = "whoever started it reads the first line")]
fn announce(ready: &Ready) {
    if let Ok(line) = serde_json::to_string(ready) {
        println!("{line}");
    }
}

//! `samod-client ADDRESS [FOLDER]`: samod, the Rust client of automerge-repo's protocol, driven line by line from
//! the stock tests. What it stores goes into the folder, or is kept in memory. Nothing of ours stands between
//! samod and the wire but the socket itself; knows no server and no draft.

mod dialer;
mod order;
mod session;

use std::io::Write as _;
use std::sync::Arc;

use anyhow::{Context as _, Result};
use samod::storage::TokioFilesystemStorage;
use samod::{BackoffConfig, Repo};
use serde_json::json;
use tokio::sync::mpsc;

use dialer::Socket;
use order::Order;
use session::Session;

/// Orders that may run at the same time.
const ORDERS_MAX: usize = 64;

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let address = arguments.next().context("usage: samod-client ADDRESS [FOLDER]")?;
    let repo = match arguments.next() {
        Some(folder) => Repo::build_tokio().with_storage(TokioFilesystemStorage::new(folder)).load().await,
        None => Repo::build_tokio().load().await,
    };
    let again = BackoffConfig { initial_delay: dialer::RETRY, max_delay: dialer::RETRY, max_retries: None };
    let dialer = repo.dial(again, Arc::new(Socket::to(&address)?))?;
    let session = Arc::new(Session::new(repo.clone(), dialer));
    take_orders(&session).await?;
    repo.stop().await;
    Ok(())
}

/// One JSON object a line, until there are no more; the answers carry the orders' numbers.
async fn take_orders(session: &Arc<Session>) -> Result<()> {
    let (given, mut orders) = mpsc::channel(ORDERS_MAX);
    // reading blocks: in a thread of its own
    std::thread::spawn(move || {
        let lines = std::io::stdin().lines();
        lines.map_while(Result::ok).try_for_each(|line| given.blocking_send(line))
    });
    while let Some(line) = orders.recv().await {
        let Order { id, what } = serde_json::from_str(&line).with_context(|| format!("not an order: {line}"))?;
        let session = Arc::clone(session);
        tokio::spawn(async move {
            let answer = match session.follow(what).await {
                Ok(found) => json!({ "id": id, "found": found }),
                Err(error) => json!({ "id": id, "error": format!("{error:#}") }),
            };
            writeln!(std::io::stdout(), "{answer}")
        });
    }
    Ok(())
}

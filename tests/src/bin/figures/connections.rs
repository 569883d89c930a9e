//! What two hundred open connections cost in memory.

use anyhow::{Context as _, Result};
use maslahat_tests::client::Person;
use maslahat_tests::server::Server;

use crate::Figure;
use crate::process::{at_rest, resident_mb};

const CONNECTIONS: usize = 200;
const MB_MAX: f64 = 20.0;

/// Each with the register and one text open, as somebody who reads along.
pub(crate) async fn open(server: &Server, people: &[Person]) -> Result<Figure> {
    let pid = server.pid().context("the server has ended")?;
    at_rest(pid).await?;
    let idle_mb = resident_mb(pid)?;
    let mut peers = Vec::new();
    for person in people.iter().cycle().take(CONNECTIONS) {
        let mut peer = person.connect().await?;
        peer.find(person.text(server.draft(), "r4", "en").await?).await?;
        peers.push(peer);
    }
    at_rest(pid).await?;
    let open_mb = resident_mb(pid)?;
    Ok(Figure {
        name: "memory of 200 connections",
        unit: "MB",
        value: open_mb - idle_mb,
        limit: MB_MAX,
        detail: format!("{open_mb:.1} MB, {idle_mb:.1} MB without them; one text is open in each"),
    })
}

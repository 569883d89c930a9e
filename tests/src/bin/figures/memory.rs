//! What the server holds in memory while fifty clients have the whole draft open, as the page has it.

use anyhow::{Context as _, Result};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Person;
use maslahat_tests::server::Server;

use crate::Figure;

const CLIENTS: usize = 50;
const MB_MAX: f64 = 120.0;

pub(crate) async fn resident(server: &Server, people: &[Person]) -> Result<Figure> {
    let pid = server.pid().context("the server has ended")?;
    let first = people.first().context("no expert")?;
    let told = first.read(&format!("/api/v1/drafts/{}", server.draft())).await?.json();
    let mut documents = vec![DocumentId::from_url(told["register"].as_str().context("no register")?)?];
    for paragraph in told["paragraphs"].as_array().context("no paragraphs")? {
        if let Some(url) = paragraph["texts"]["en"]["url"].as_str() {
            documents.push(DocumentId::from_url(url)?);
        }
    }
    let mut peers = Vec::new();
    for person in people.iter().cycle().take(CLIENTS) {
        let mut peer = person.connect().await?;
        for document in &documents {
            peer.ask(*document).await?;
            peer.settled(*document).await?;
        }
        peers.push(peer);
    }
    let status =
        std::fs::read_to_string(format!("/proc/{pid}/status")).context("resident memory is read on Linux only")?;
    let kilobytes = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name))?;
        line.split_whitespace().next()?.parse::<f64>().ok()
    };
    let now = kilobytes("VmRSS:").context("no VmRSS")? / 1024.0;
    let peak = kilobytes("VmHWM:").context("no VmHWM")? / 1024.0;
    Ok(Figure {
        name: "resident memory with 50 clients",
        unit: "MB",
        value: now,
        limit: MB_MAX,
        detail: format!("{} documents open at each client; peak {peak:.0} MB", documents.len()),
    })
}

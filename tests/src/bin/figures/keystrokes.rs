//! From a keystroke to its arrival at another client: ten clients on one text, five of them typing, against a bare group
//! commit on the same disk at the same time.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Person;
use maslahat_tests::server::Server;

use crate::bare::broadcast::Bare;
use crate::bare::commits;
use crate::crowd::{self, Crowd};
use crate::{Figure, at, median};

/// Five letters a second each.
const CROWD: Crowd = Crowd { clients: 10, typing: 5, pause: Duration::from_millis(200), keys: 75 };
const RATIO_MAX: f64 = 3.0;

pub(crate) async fn to_others(server: &Server, people: &[Person], folder: &Path) -> Result<Figure> {
    let text = people.first().context("no expert")?.text(server.draft(), "r1", "en").await?;
    let is_over = Arc::new(AtomicBool::new(false));
    let bare = commits::commits(folder.join("bare"), CROWD.typing, CROWD.pause, Arc::clone(&is_over));
    let bare = tokio::spawn(bare);
    let arrivals = crowd::on_server(people, text, CROWD).await?;
    is_over.store(true, Ordering::Relaxed);
    ensure!(arrivals.times_ms.len() == arrivals.expected, "letters did not arrive: {}", arrivals.times_ms.len());
    let (ours, limit) = (at(&arrivals.times_ms, 0.5), median(&mut bare.await??));
    let passed_on = passed_on(people, text).await?;
    Ok(Figure {
        name: "keystroke to others / bare group commit, p50",
        unit: "×",
        value: ours / limit,
        limit: RATIO_MAX,
        detail: format!(
            "{ours:.2} ms against {limit:.2} ms, and {passed_on:.2} ms where nothing is merged or kept; {} arrivals, 10 clients, 5 typing 5 letters a second",
            arrivals.times_ms.len()
        ),
    })
}

/// The same keys where they are only passed on: what network and clients take of the time.
async fn passed_on(people: &[Person], text: DocumentId) -> Result<f64> {
    let mut peer = people.first().context("no expert")?.connect().await?;
    peer.find(text).await?;
    let document = peer.document(text).context("not open")?.clone();
    let bare = Bare::start().await?;
    let arrivals = crowd::on_bare(&bare, &document, text, CROWD).await?;
    Ok(at(&arrivals.times_ms, 0.5))
}

//! Two hundred clients on one text, five of them typing, against the same load where edits are only passed on, and one
//! fdatasync on the same disk.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use automerge::Automerge;
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Person;
use maslahat_tests::server::Server;

use crate::bare::broadcast::Bare;
use crate::bare::commits;
use crate::crowd::{self, Arrivals, Crowd};
use crate::{Figure, at, cpu_seconds, median};

/// Five letters a second each.
const CROWD: Crowd = Crowd { clients: 200, typing: 5, pause: Duration::from_millis(200), keys: 50 };
/// Ours and the bare server by turns, so that a busy moment of the machine meets both.
const TURNS: usize = 3;

/// One server under the load.
#[derive(Default)]
struct Side {
    times_ms: Vec<f64>,
    cpu_us: Vec<f64>,
}

impl Side {
    fn add(&mut self, arrivals: Arrivals, cpu_seconds: f64) -> Result<()> {
        ensure!(arrivals.times_ms.len() == arrivals.expected, "{} letters arrived", arrivals.times_ms.len());
        // those who type hear of each other as well
        let deliveries = CROWD.typing * (CROWD.clients - 1) * CROWD.keys as usize;
        self.cpu_us.push(cpu_seconds * 1e6 / deliveries as f64);
        self.times_ms.extend(arrivals.times_ms);
        Ok(())
    }

    /// p50, p99, processor time of one delivery.
    fn sums(&mut self) -> (f64, f64, f64) {
        self.times_ms.sort_by(f64::total_cmp);
        (at(&self.times_ms, 0.5), at(&self.times_ms, 0.99), median(&mut self.cpu_us))
    }
}

pub(crate) async fn to_all(server: &Server, people: &[Person], folder: &Path) -> Result<Vec<Figure>> {
    let pid = server.pid().context("the server has ended")?;
    let (mut ours, mut bare_side) = (Side::default(), Side::default());
    let mut syncs = commits::alone(&folder.join("alone"), 200)?;
    for turn in 0..TURNS {
        let paragraph = ["r2", "r3", "r5"][turn % 3];
        let text = people.first().context("no expert")?.text(server.draft(), paragraph, "en").await?;
        let document = opened(people, text).await?;
        let before = cpu_seconds(pid)?;
        let arrivals = crowd::on_server(people, text, CROWD).await?;
        ours.add(arrivals, cpu_seconds(pid)? - before)?;

        let bare = Bare::start().await?;
        let pid = bare.pid().context("the bare server has ended")?;
        let before = cpu_seconds(pid)?;
        let arrivals = crowd::on_bare(&bare, &document, text, CROWD).await?;
        bare_side.add(arrivals, cpu_seconds(pid)? - before)?;
    }
    let sync = median(&mut syncs);
    let (p50, p99, cpu) = ours.sums();
    let (bare_p50, bare_p99, bare_cpu) = bare_side.sums();
    let detail = |ours: f64, bare: f64, syncs: &str| {
        format!("{ours:.2} ms against {bare:.2} ms{syncs}; 200 clients, 5 typing 5 letters a second")
    };
    Ok(vec![
        Figure {
            name: "200 clients: p50 / (bare broadcast + fdatasync)",
            unit: "×",
            value: p50 / (bare_p50 + sync),
            limit: 1.5,
            detail: detail(p50, bare_p50, &format!(" and {sync:.2} ms")),
        },
        Figure {
            name: "200 clients: p99 / (bare broadcast + two)",
            unit: "×",
            value: p99 / (bare_p99 + 2.0 * sync),
            limit: 2.0,
            detail: detail(p99, bare_p99, &format!(" and twice {sync:.2} ms")),
        },
        Figure {
            name: "200 clients: processor time / bare broadcast",
            unit: "×",
            value: cpu / bare_cpu,
            limit: 1.3,
            detail: format!("{cpu:.1} µs against {bare_cpu:.1} µs a delivery, acknowledgements included"),
        },
    ])
}

async fn opened(people: &[Person], text: DocumentId) -> Result<Automerge> {
    let mut peer = people.first().context("no expert")?.connect().await?;
    peer.find(text).await?;
    Ok(peer.document(text).context("not open")?.clone())
}

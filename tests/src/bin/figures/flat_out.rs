//! Twenty people who write into one text as fast as it is taken, each with a bounded number of edits on their way:
//! how many a second are on disk and acknowledged.

use std::time::Duration;

use anyhow::{Context as _, Result};
use maslahat_tests::client::Person;
use maslahat_tests::load::{Line, Typist};
use maslahat_tests::server::Server;
use tokio::time::Instant;

use crate::{Figure, cpu_seconds};

const WRITERS: usize = 20;
/// Of each.
const EDITS: usize = 1_500;
/// Of each, on their way at the same time.
const IN_FLIGHT_MAX: usize = 100;
const EDITS_PER_SECOND_MIN: f64 = 7_000.0;
const PATIENCE: Duration = Duration::from_secs(60);

pub(crate) async fn edits(server: &Server, people: &[Person]) -> Result<Figure> {
    let text = people.first().context("no expert")?.text(server.draft(), "r9", "en").await?;
    let mut writers = Vec::new();
    for person in people.iter().cycle().take(WRITERS) {
        let mut peer = person.connect().await?;
        peer.find(text).await?;
        let document = peer.document(text).context("not open")?.clone();
        writers.push(Typist::new(Line::of(peer, text)?, document));
    }
    let mut tasks = Vec::new();
    let mut ready = Vec::new();
    for mut typist in writers {
        // what a client does on its own machine is done before the clock starts
        let keys = (0..EDITS).map(|_| typist.key()).collect::<Result<Vec<_>>>()?;
        ready.push((typist, keys));
    }
    let pid = server.pid().context("the server has ended")?;
    let (start, cpu_before) = (Instant::now(), cpu_seconds(pid)?);
    for (mut typist, keys) in ready {
        tasks.push(tokio::spawn(async move {
            for (hash, frame) in keys {
                typist.until_in_flight(IN_FLIGHT_MAX, PATIENCE).await?;
                typist.send(hash, frame).await?;
            }
            typist.until_in_flight(0, PATIENCE).await
        }));
    }
    for task in tasks {
        task.await??;
    }
    let seconds = start.elapsed().as_secs_f64();
    let cpu_us = (cpu_seconds(pid)? - cpu_before) * 1e6 / (WRITERS * EDITS) as f64;
    let rate = (WRITERS * EDITS) as f64 / seconds;
    Ok(Figure {
        name: "20 writers flat out, time of 7,000 edits",
        unit: "s",
        value: EDITS_PER_SECOND_MIN / rate,
        limit: 1.0,
        detail: format!(
            "{rate:.0} edits a second, each acknowledged from disk; {} in all, {cpu_us:.0} µs of the server's processor time each",
            WRITERS * EDITS
        ),
    })
}

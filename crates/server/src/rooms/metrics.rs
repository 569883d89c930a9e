//! What the rooms and sockets count, as Prometheus text. Numbers only: never a name, never a text.

use std::fmt::Write as _;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use super::obstacle::Obstacles;

/// Upper bounds of the append latency histogram, in milliseconds.
const LATENCY_BOUNDS_MS: [u64; 10] = [1, 2, 5, 10, 20, 50, 100, 250, 1_000, 5_000];

/// Counters and gauges of one server, and what keeps its appends from the disk.
#[derive(Debug, Default)]
pub struct Metrics {
    rooms_open: AtomicI64,
    connections: AtomicI64,
    appends: AtomicU64,
    append_failures: AtomicU64,
    disk_full: AtomicI64,
    refused: AtomicU64,
    shelved: AtomicU64,
    slow: AtomicU64,
    latency: [AtomicU64; LATENCY_BOUNDS_MS.len()],
    latency_count: AtomicU64,
    latency_sum_us: AtomicU64,
    pub(crate) obstacles: Obstacles,
}

/// A gauge held up while this lives.
#[derive(Debug)]
pub(crate) struct Held<'a>(&'a AtomicI64);

impl<'a> Held<'a> {
    fn new(gauge: &'a AtomicI64) -> Self {
        gauge.fetch_add(1, Ordering::Relaxed);
        Self(gauge)
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Metrics {
    pub(crate) fn room(&self) -> Held<'_> {
        Held::new(&self.rooms_open)
    }
    pub(crate) fn connection(&self) -> Held<'_> {
        Held::new(&self.connections)
    }
    /// An append that waits because the disk is full.
    pub(crate) fn full(&self) -> Held<'_> {
        Held::new(&self.disk_full)
    }
    pub(crate) fn append_failed(&self) {
        self.append_failures.fetch_add(1, Ordering::Relaxed);
    }
    pub(crate) fn refused(&self) {
        self.refused.fetch_add(1, Ordering::Relaxed);
    }
    pub(crate) fn slow(&self) {
        self.slow.fetch_add(1, Ordering::Relaxed);
    }
    pub(crate) fn shelved(&self, proposals: u64) {
        self.shelved.fetch_add(proposals, Ordering::Relaxed);
    }
    pub(crate) fn appended(&self, took: Duration) {
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        self.appends.fetch_add(1, Ordering::Relaxed);
        self.latency_count.fetch_add(1, Ordering::Relaxed);
        self.latency_sum_us.fetch_add(micros, Ordering::Relaxed);
        for (bound, count) in LATENCY_BOUNDS_MS.iter().zip(&self.latency) {
            if micros <= bound * 1_000 {
                count.fetch_add(1, Ordering::Relaxed);
            }
        }
    }

    /// The text that `/metrics` answers with.
    pub fn render(&self) -> String {
        let mut text = String::with_capacity(2_048);
        let gauges = [
            ("rooms_open", "Drafts held in memory.", &self.rooms_open),
            ("connections", "Open sync connections.", &self.connections),
            ("disk_full", "Appends that wait because the disk is full.", &self.disk_full),
        ];
        for (name, help, value) in gauges {
            sample(&mut text, name, help, "gauge", value.load(Ordering::Relaxed));
        }
        let counters = [
            ("appends_total", "Appends made durable.", &self.appends),
            ("append_failures_total", "Appends that had to be repeated or given up.", &self.append_failures),
            ("refused_total", "Connections closed for what they sent.", &self.refused),
            ("shelved_total", "Late proposals made.", &self.shelved),
            ("slow_readers_total", "Connections dropped as too slow.", &self.slow),
        ];
        for (name, help, value) in counters {
            sample(&mut text, name, help, "counter", value.load(Ordering::Relaxed));
        }
        self.histogram(&mut text);
        text
    }

    fn histogram(&self, text: &mut String) {
        let name = "maslahat_append_seconds";
        let mut write = |line: std::fmt::Arguments<'_>| {
            let written = text.write_fmt(line);
            debug_assert!(written.is_ok(), "writing to memory does not fail");
        };
        write(format_args!(
            "# HELP {name} From handing an append over until it is durable.\n# TYPE {name} histogram\n"
        ));
        for (bound, count) in LATENCY_BOUNDS_MS.iter().zip(&self.latency) {
            let seconds = Duration::from_millis(*bound).as_secs_f64();
            write(format_args!("{name}_bucket{{le=\"{seconds}\"}} {}\n", count.load(Ordering::Relaxed)));
        }
        let count = self.latency_count.load(Ordering::Relaxed);
        let sum = Duration::from_micros(self.latency_sum_us.load(Ordering::Relaxed)).as_secs_f64();
        write(format_args!("{name}_bucket{{le=\"+Inf\"}} {count}\n{name}_sum {sum}\n{name}_count {count}\n"));
    }
}

fn sample(text: &mut String, name: &str, help: &str, kind: &str, value: impl std::fmt::Display) {
    let name = format!("maslahat_{name}");
    let written = writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}\n{name} {value}");
    debug_assert!(written.is_ok(), "writing to memory does not fail");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_is_in_the_text() {
        let metrics = Metrics::default();
        let room = metrics.room();
        metrics.appended(Duration::from_millis(3));
        metrics.shelved(2);
        let text = metrics.render();
        for line in [
            "maslahat_rooms_open 1",
            "maslahat_shelved_total 2",
            "maslahat_append_seconds_bucket{le=\"0.002\"} 0",
            "maslahat_append_seconds_bucket{le=\"0.005\"} 1",
            "maslahat_append_seconds_count 1",
        ] {
            assert!(text.lines().any(|found| found == line), "{line} is not in\n{text}");
        }
        drop(room);
        assert!(metrics.render().contains("maslahat_rooms_open 0\n"));
    }
}

//! One append, until it is certain. Order and cause are the room's; this only knows the disk.

use std::time::{Duration, Instant};

use maslahat_protocol::DraftId;
use maslahat_storage::{AnyStore, AppendError, LogAppend, Store};
use tracing::Instrument;

use super::metrics::Metrics;
use super::obstacle::Obstacle;

const RETRY_FIRST: Duration = Duration::from_millis(50);
/// Nobody should wait for long when the store is back.
const RETRY_MAX: Duration = Duration::from_secs(1);
const RETRY_FULL: Duration = Duration::from_secs(1);

/// How an append ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Settled {
    Durable,
    /// Nothing of it is on disk, and the same append will not be: what we hold is out of date.
    Stale,
    /// Nothing of it is on disk, and it never will be.
    Refused,
}

/// Appends, and repeats the same append while its outcome is unknown or the disk is full.
pub(super) async fn settle(store: &AnyStore, draft: DraftId, appends: Vec<LogAppend>, metrics: &Metrics) -> Settled {
    let bytes: usize = appends.iter().flat_map(|append| &append.entries).map(|entry| entry.body.len()).sum();
    let logs = appends.len();
    let span = tracing::debug_span!("store.append", draft.id = %draft, logs, append_bytes = bytes);
    repeat(store, draft, appends, metrics).instrument(span).await
}

async fn repeat(store: &AnyStore, draft: DraftId, appends: Vec<LogAppend>, metrics: &Metrics) -> Settled {
    let started = Instant::now();
    let writing = metrics.obstacles.begin();
    let mut wait = RETRY_FIRST;
    let mut full = None;
    loop {
        match store.append(appends.clone()).await {
            Ok(_heads) => {
                if full.is_some() {
                    tracing::warn!(draft.id = %draft, "the disk takes changes again");
                }
                metrics.appended(started.elapsed());
                return Settled::Durable;
            }
            Err(AppendError::Stale { .. }) => {
                metrics.append_failed();
                tracing::info!(draft.id = %draft, "a log has moved on; the draft is read again");
                return Settled::Stale;
            }
            Err(AppendError::Refused(cause)) => {
                metrics.append_failed();
                tracing::error!(draft.id = %draft, cause, "the store refused an append; the draft is read again");
                return Settled::Refused;
            }
            Err(AppendError::InDoubt) => {
                writing.meets(Obstacle::StoreAway);
                metrics.append_failed();
                tracing::warn!(draft.id = %draft, wait_ms = wait.as_millis(), "the outcome of an append is unknown; repeating it");
                tokio::time::sleep(wait).await;
                wait = (wait * 2).min(RETRY_MAX);
            }
            Err(AppendError::Full) => {
                writing.meets(Obstacle::DiskFull);
                if full.is_none() {
                    full = Some(metrics.full());
                    metrics.append_failed();
                    tracing::error!(draft.id = %draft, "the disk is full: nothing is saved until there is room; free some space");
                }
                tokio::time::sleep(RETRY_FULL).await;
            }
        }
    }
}

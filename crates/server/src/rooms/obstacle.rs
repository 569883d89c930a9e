//! What keeps appends from the disk at the moment, known without asking the store: it may be what hangs. A text that
//! cannot be read keeps what waits for it from the disk as well.

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// An append that takes longer is told of as a store that does not answer.
const TOLD_AFTER: Duration = Duration::from_secs(1);
/// And after this long nothing new is begun.
const HINDERS_AFTER: Duration = Duration::from_secs(5);
/// How long somebody waits for an answer once something is in the way.
const PATIENCE: Duration = Duration::from_secs(2);
const LOOK_EVERY: Duration = Duration::from_millis(100);

/// Why changes wait.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Obstacle {
    /// The disk or a quota is full.
    DiskFull,
    /// The store does not answer, or cannot say whether it has written.
    StoreAway,
}

/// The appends under way, and the readings that have failed and are tried again.
#[derive(Debug, Default)]
pub(crate) struct Obstacles {
    under_way: Mutex<UnderWay>,
}

#[derive(Debug, Default)]
struct UnderWay {
    last: u64,
    appends: BTreeMap<u64, (Instant, Option<Obstacle>)>,
}

/// One of these, until it is dropped.
pub(crate) struct Writing<'a> {
    number: u64,
    obstacles: &'a Obstacles,
}

impl Obstacles {
    pub(crate) fn begin(&self) -> Writing<'_> {
        let mut under_way = self.under_way();
        under_way.last += 1;
        let number = under_way.last;
        under_way.appends.insert(number, (Instant::now(), None));
        Writing { number, obstacles: self }
    }

    /// What may be told of already.
    pub(crate) fn told(&self) -> Option<Obstacle> {
        self.at(Instant::now(), TOLD_AFTER)
    }

    /// What is surely in the way of anything new.
    pub(crate) fn hindering(&self) -> Option<Obstacle> {
        self.at(Instant::now(), HINDERS_AFTER)
    }

    /// Resolves when something has been in the way for longer than anybody should wait for an answer.
    pub(crate) async fn lasting(&self) -> Obstacle {
        let mut since = None;
        loop {
            match (self.hindering(), since) {
                (Some(obstacle), Some(since)) if Instant::now() - since >= PATIENCE => return obstacle,
                (Some(_), None) => since = Some(Instant::now()),
                (Some(_), Some(_)) => {}
                (None, _) => since = None,
            }
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    fn at(&self, now: Instant, patience: Duration) -> Option<Obstacle> {
        let under_way = self.under_way();
        let hindered = under_way.appends.values().filter_map(|(begun, obstacle)| {
            obstacle.or_else(|| (now - *begun > patience).then_some(Obstacle::StoreAway))
        });
        hindered.min()
    }

    fn under_way(&self) -> MutexGuard<'_, UnderWay> {
        // nothing panics while it holds the lock
        self.under_way.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writing<'_> {
    /// The last try failed for this.
    pub(crate) fn meets(&self, obstacle: Obstacle) {
        if let Some((_, met)) = self.obstacles.under_way().appends.get_mut(&self.number) {
            *met = Some(obstacle);
        }
    }
}

impl Drop for Writing<'_> {
    fn drop(&mut self) {
        self.obstacles.under_way().appends.remove(&self.number);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_obstacle_is_there_as_long_as_an_append_meets_it() {
        let obstacles = Obstacles::default();
        let (one, other) = (obstacles.begin(), obstacles.begin());
        assert_eq!(obstacles.told(), None);
        one.meets(Obstacle::StoreAway);
        other.meets(Obstacle::DiskFull);
        assert_eq!((obstacles.told(), obstacles.hindering()), (Some(Obstacle::DiskFull), Some(Obstacle::DiskFull)));
        drop(other);
        assert_eq!(obstacles.hindering(), Some(Obstacle::StoreAway));
        drop(one);
        assert_eq!(obstacles.told(), None);
    }

    #[test]
    fn an_append_that_hangs_is_told_of_and_then_hinders() {
        let obstacles = Obstacles::default();
        let writing = obstacles.begin();
        let after = |seconds| {
            let now = Instant::now() + Duration::from_secs(seconds);
            (obstacles.at(now, TOLD_AFTER), obstacles.at(now, HINDERS_AFTER))
        };
        let away = Some(Obstacle::StoreAway);
        assert_eq!([after(0), after(3), after(7)], [(None, None), (away, None), (away, away)]);
        drop(writing);
        assert_eq!(after(7), (None, None));
    }
}

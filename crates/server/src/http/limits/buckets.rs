//! A bucket of tokens for each of many keys. Knows no clock: the moment is an argument. Memory is
//! bounded, also against whoever makes up keys: beyond the bound the bucket that is fullest is forgotten,
//! which loses the least.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::config::Rate;

const MINUTE: Duration = Duration::from_secs(60);

/// Buckets of one size. A bucket is the moment at which it is full again: nothing need be filled.
#[derive(Debug)]
pub(crate) struct Buckets<K> {
    /// For one token to come back; None: there is no limit.
    interval: Option<Duration>,
    /// For all of them.
    depth: Duration,
    keys_max: usize,
    known: Mutex<Known<K>>,
}

#[derive(Debug)]
struct Known<K> {
    full_at: BTreeMap<K, Instant>,
    /// The same, the fullest first.
    by_moment: BTreeSet<(Instant, K)>,
}

impl<K: Ord + Copy> Buckets<K> {
    pub(crate) fn new(rate: Rate, keys_max: usize) -> Self {
        let interval = (rate.per_minute > 0).then(|| MINUTE / rate.per_minute);
        let depth = interval.unwrap_or_default().saturating_mul(rate.burst.max(1));
        let known = Known { full_at: BTreeMap::new(), by_moment: BTreeSet::new() };
        Self { interval, depth, keys_max, known: Mutex::new(known) }
    }

    /// Takes one.
    ///
    /// # Errors
    /// None is left: how long until there is one.
    pub(crate) fn take(&self, key: K, now: Instant) -> Result<(), Duration> {
        let mut known = self.known();
        let Some(full_at) = self.after(&known, key, now)? else { return Ok(()) };
        if known.full_at.len() >= self.keys_max && !known.full_at.contains_key(&key) {
            known.forget_fullest();
        }
        known.set(key, full_at);
        Ok(())
    }

    /// How long until there is one to take, if none is left.
    pub(crate) fn wait(&self, key: K, now: Instant) -> Option<Duration> {
        self.after(&self.known(), key, now).err()
    }

    /// When the bucket would be full again after one more was taken. None: there is no limit.
    fn after(&self, known: &Known<K>, key: K, now: Instant) -> Result<Option<Instant>, Duration> {
        let Some(interval) = self.interval else { return Ok(None) };
        let full_at = known.full_at.get(&key).copied().unwrap_or(now).max(now) + interval;
        match full_at.duration_since(now).checked_sub(self.depth) {
            Some(missing) if !missing.is_zero() => Err(missing),
            _ => Ok(Some(full_at)),
        }
    }

    fn known(&self) -> MutexGuard<'_, Known<K>> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(test)]
    pub(super) fn len(&self) -> usize {
        let known = self.known();
        assert_eq!(known.full_at.len(), known.by_moment.len());
        known.full_at.len()
    }
}

impl<K: Ord + Copy> Known<K> {
    fn set(&mut self, key: K, full_at: Instant) {
        if let Some(before) = self.full_at.insert(key, full_at) {
            self.by_moment.remove(&(before, key));
        }
        self.by_moment.insert((full_at, key));
    }

    fn forget_fullest(&mut self) {
        if let Some((_, key)) = self.by_moment.pop_first() {
            self.full_at.remove(&key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_empties_and_fills_again_but_holds_no_more_than_it_does() {
        let buckets = Buckets::new(Rate { per_minute: 60, burst: 3 }, 10);
        let start = Instant::now();
        let takes = |at| (0..).take_while(|_| buckets.take('a', at).is_ok()).count();
        assert_eq!(takes(start), 3);
        assert_eq!(buckets.take('a', start), Err(Duration::from_secs(1)));
        assert_eq!(buckets.wait('b', start), None, "another's bucket is full");
        assert_eq!(takes(start + Duration::from_secs(2)), 2);
        assert_eq!(takes(start + Duration::from_secs(1_000)), 3);
    }

    #[test]
    fn who_waits_as_long_as_told_is_let_through() {
        let buckets = Buckets::new(Rate { per_minute: 7, burst: 1 }, 10);
        let start = Instant::now();
        buckets.take('a', start).unwrap();
        let wait = buckets.take('a', start).unwrap_err();
        assert!(buckets.take('a', start + wait - Duration::from_nanos(1)).is_err());
        assert!(buckets.take('a', start + wait).is_ok());
    }

    #[test]
    fn no_rate_is_no_limit() {
        let buckets = Buckets::new(Rate { per_minute: 0, burst: 1 }, 10);
        let now = Instant::now();
        assert!((0..10_000).all(|_| buckets.take('a', now).is_ok()));
        assert_eq!(buckets.len(), 0);
    }

    #[test]
    fn whoever_makes_up_keys_fills_no_memory_and_does_not_wash_others_clean() {
        let buckets = Buckets::new(Rate { per_minute: 1, burst: 2 }, 100);
        let now = Instant::now();
        while buckets.take(0, now).is_ok() {}
        for key in 1..10_000_u32 {
            buckets.take(key, now).unwrap();
        }
        assert_eq!(buckets.len(), 100);
        assert!(buckets.take(0, now).is_err(), "the emptiest bucket was forgotten");
    }
}

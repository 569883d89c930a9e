//! How often somebody may ask, how often a wrong invitation may be tried, and how a body that is too
//! large is turned away.

mod buckets;
mod rates;

use std::net::IpAddr;
use std::time::{Duration, Instant};

use axum::body::Body;
use futures_util::StreamExt;

use self::buckets::Buckets;
pub(crate) use self::rates::{Rates, Weight};
use crate::config::Rate;

/// Wrong codes that one address may try; everyone in a conference hall may share it.
const TRIES: Rate = Rate { per_minute: 30, burst: 30 };
const ADDRESSES_MAX: usize = 10_000;
/// What is read and thrown away of a body that was refused, so that the answer reaches its sender.
const DISCARD_BYTES_MAX: usize = 256 << 20;
const DISCARD_FOR: Duration = Duration::from_secs(30);

/// A bucket of tries for each address. Only failures take from it.
#[derive(Debug)]
pub(crate) struct FailedJoins(Buckets<IpAddr>);

impl Default for FailedJoins {
    fn default() -> Self {
        Self(Buckets::new(TRIES, ADDRESSES_MAX))
    }
}

impl FailedJoins {
    /// How long to wait before the next try, if no try is left.
    pub(crate) fn wait(&self, address: IpAddr, now: Instant) -> Option<Duration> {
        self.0.wait(network(address), now)
    }

    /// A wrong code was tried.
    pub(crate) fn failed(&self, address: IpAddr, now: Instant) {
        // whoever had none left was told so before
        let _taken = self.0.take(network(address), now);
    }
}

/// One IPv6 network counts as one address: its owner has 2^64 of them.
fn network(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V4(_) => address,
        IpAddr::V6(v6) => match v6.to_ipv4_mapped() {
            Some(v4) => IpAddr::V4(v4),
            None => IpAddr::V6((u128::from(v6) & !u128::from(u64::MAX)).into()),
        },
    }
}

/// Reads a refused body to its end without keeping it, beside the answer.
pub(crate) fn discard(body: Body) {
    tokio::spawn(tokio::time::timeout(DISCARD_FOR, async move {
        let mut read_bytes = 0;
        let mut chunks = body.into_data_stream();
        while let Some(Ok(chunk)) = chunks.next().await {
            read_bytes += chunk.len();
            if read_bytes > DISCARD_BYTES_MAX {
                break;
            }
        }
    }));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wrong_codes_run_out_and_come_back() {
        let joins = FailedJoins::default();
        let (guesser, other): (IpAddr, IpAddr) = ([10, 0, 0, 1].into(), [10, 0, 0, 2].into());
        let start = Instant::now();
        for _ in 0..30 {
            assert_eq!(joins.wait(guesser, start), None);
            joins.failed(guesser, start);
        }
        assert_eq!(joins.wait(guesser, start), Some(Duration::from_secs(2)));
        assert_eq!(joins.wait(other, start), None);
        assert_eq!(joins.wait(guesser, start + Duration::from_secs(2)), None);
    }

    #[test]
    fn one_ipv6_network_is_one_address_and_memory_is_bounded() {
        let joins = FailedJoins::default();
        let now = Instant::now();
        for host in 0..30_u128 {
            joins.failed(IpAddr::V6((0x2001_0db8_u128 << 96 | host).into()), now);
        }
        assert!(joins.wait(IpAddr::V6((0x2001_0db8_u128 << 96 | 999).into()), now).is_some());
        for host in 0..20_000_u32 {
            joins.failed(IpAddr::V4(host.into()), now);
        }
        assert!(joins.0.len() <= ADDRESSES_MAX);
    }
}

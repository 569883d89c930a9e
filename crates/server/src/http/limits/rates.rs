//! How often somebody may ask: each address, each person, and each person for what changes something
//! or costs much. The figures are the configuration's.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use maslahat_protocol::PersonId;

use super::buckets::Buckets;
use super::network;
use crate::config::{Rate, RateLimits};
use crate::http::problem::{Answer, Code, Problem};

/// Addresses remembered, and people.
const KEYS_MAX: usize = 10_000;

/// What a request costs its person besides being one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Light,
    /// It makes a file, or reads a whole history.
    Costly,
}

/// The buckets of everybody.
#[derive(Debug)]
pub(crate) struct Rates {
    addresses: Buckets<IpAddr>,
    people: Buckets<PersonId>,
    changes: Buckets<PersonId>,
    costly: Buckets<PersonId>,
}

impl Rates {
    pub(crate) fn new(limits: &RateLimits) -> Self {
        let of_people = |rate: Rate| Buckets::new(rate, KEYS_MAX);
        Self {
            addresses: Buckets::new(limits.address, KEYS_MAX),
            people: of_people(limits.person),
            changes: of_people(limits.changes),
            costly: of_people(limits.costly),
        }
    }

    /// Any request, before anything is known of it. This machine's own are not counted: they are those of
    /// whoever watches over the server, or of a proxy that speaks for everybody.
    pub(crate) fn of_address(&self, address: IpAddr, now: Instant) -> Answer<()> {
        if address.to_canonical().is_loopback() {
            return Ok(());
        }
        let taken = self.addresses.take(network(address), now);
        taken.map_err(|wait| too_many(wait, "address", "Too many requests came from this network at once"))
    }

    /// A request of a person whose session is known.
    pub(crate) fn of_person(&self, person: PersonId, changes: bool, weight: Weight, now: Instant) -> Answer<()> {
        let taken = self.people.take(person, now);
        taken.map_err(|wait| too_many(wait, "person", "Too many requests of yours came at once"))?;
        if changes {
            let taken = self.changes.take(person, now);
            taken.map_err(|wait| too_many(wait, "changes", "You have changed too much in too short a time"))?;
        }
        if weight == Weight::Costly {
            let taken = self.costly.take(person, now);
            taken.map_err(|wait| too_many(wait, "costly", "You have asked for too many files in too short a time"))?;
        }
        Ok(())
    }
}

fn too_many(wait: Duration, limit: &'static str, cause: &str) -> Problem {
    let seconds = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    let detail = format!("{cause}; this one was not done. Wait {seconds} seconds, then go on.");
    Problem::new(Code::TooManyRequests, detail).with("limit", limit).retry_after(seconds)
}

#[cfg(test)]
mod tests {
    use std::net::Ipv4Addr;

    use super::*;

    const LIMITS: RateLimits = RateLimits {
        address: Rate { per_minute: 60, burst: 5 },
        person: Rate { per_minute: 60, burst: 4 },
        changes: Rate { per_minute: 60, burst: 2 },
        costly: Rate { per_minute: 60, burst: 1 },
    };

    #[test]
    fn a_change_and_a_file_cost_more_than_a_look() {
        let rates = Rates::new(&LIMITS);
        let (one, other) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let now = Instant::now();
        let limit = |person, changes, weight| {
            let code = |problem: Problem| problem.field("limit").as_str().unwrap_or_default().to_owned();
            rates.of_person(person, changes, weight, now).map_err(code).err()
        };
        assert_eq!(limit(one, true, Weight::Light), None);
        assert_eq!(limit(one, true, Weight::Costly), None);
        assert_eq!(limit(one, true, Weight::Light).as_deref(), Some("changes"));
        assert_eq!(limit(one, false, Weight::Costly).as_deref(), Some("costly"));
        assert_eq!(limit(one, false, Weight::Light).as_deref(), Some("person"));
        assert_eq!(limit(other, true, Weight::Costly), None, "one person's haste is not another's");
    }

    #[test]
    fn this_machine_is_not_counted() {
        let rates = Rates::new(&LIMITS);
        let now = Instant::now();
        for own in [IpAddr::V4(Ipv4Addr::LOCALHOST), "::1".parse().unwrap(), "::ffff:127.0.0.1".parse().unwrap()] {
            assert!((0..100).all(|_| rates.of_address(own, now).is_ok()), "{own}");
        }
        let hall: IpAddr = [10, 0, 0, 1].into();
        assert_eq!((0..100).filter(|_| rates.of_address(hall, now).is_ok()).count(), 5);
    }

    #[test]
    fn the_defaults_let_a_hall_in_through_one_address() {
        let rates = Rates::new(&RateLimits::default());
        let hall: IpAddr = [10, 0, 0, 1].into();
        let now = Instant::now();
        // two hundred people open the page at the same moment: its files, the draft, a socket
        assert!((0..200 * 50).all(|_| rates.of_address(hall, now).is_ok()));
    }
}

//! How many exports are made, and how many wait. Whoever waits holds a place in a queue and nothing
//! else: the draft is read only when its turn has come. Knows nothing of drafts and files.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use maslahat_protocol::PersonId;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::timeout;

/// Exports of one person at once.
const RUNNING_PER_PERSON_MAX: usize = 2;
/// Exports of one person that run or wait; more are turned away.
const QUEUED_PER_PERSON_MAX: usize = 16;

/// There is no place now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Full {
    #[error("too many exports at once: try again in a moment")]
    Server,
    #[error("too many exports of one person at once: wait for some of them")]
    Person,
}

/// A place in a bounded queue, then at work.
#[derive(Debug, Clone)]
pub(super) struct Gate {
    queued: Arc<Semaphore>,
    running: Arc<Semaphore>,
    wait_max: Duration,
}

/// Keeps a place taken until it is dropped.
#[derive(Debug)]
pub(super) struct Place {
    _queued: OwnedSemaphorePermit,
    _running: OwnedSemaphorePermit,
}

impl Gate {
    pub(super) fn new(running_max: usize, queued_max: usize, wait_max: Duration) -> Self {
        Self { queued: Arc::new(Semaphore::new(queued_max)), running: Arc::new(Semaphore::new(running_max)), wait_max }
    }

    #[cfg(test)]
    pub(super) fn free(&self) -> usize {
        self.running.available_permits()
    }

    /// Waits for its turn, but not in a full queue, and not for ever.
    pub(super) async fn enter(&self) -> Result<Place, Full> {
        let queued = Arc::clone(&self.queued).try_acquire_owned().map_err(|_| Full::Server)?;
        let turn = timeout(self.wait_max, Arc::clone(&self.running).acquire_owned()).await;
        let running = turn.map_err(|_| Full::Server)?.map_err(|_| Full::Server)?;
        Ok(Place { _queued: queued, _running: running })
    }
}

/// One person's gate, and how many are at it.
type Counted = (Gate, usize);

/// A gate for each person who exports.
#[derive(Debug, Clone, Default)]
pub(super) struct PersonGates(Arc<Mutex<BTreeMap<PersonId, Counted>>>);

/// A person's export, waiting or at work.
#[derive(Debug)]
pub(super) struct AtGate {
    gates: PersonGates,
    person: PersonId,
    gate: Gate,
}

impl PersonGates {
    /// Takes the person's place in the count; `AtGate::enter` then waits for the turn.
    pub(super) fn come(&self, person: PersonId, wait_max: Duration) -> Result<AtGate, Full> {
        let mut gates = self.gates();
        let (gate, many) = gates
            .entry(person)
            .or_insert_with(|| (Gate::new(RUNNING_PER_PERSON_MAX, QUEUED_PER_PERSON_MAX, wait_max), 0));
        if *many >= QUEUED_PER_PERSON_MAX {
            return Err(Full::Person);
        }
        *many += 1;
        Ok(AtGate { gates: self.clone(), person, gate: gate.clone() })
    }

    fn gates(&self) -> MutexGuard<'_, BTreeMap<PersonId, Counted>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AtGate {
    pub(super) async fn enter(&self) -> Result<Place, Full> {
        self.gate.enter().await.map_err(|_| Full::Person)
    }
}

impl Drop for AtGate {
    fn drop(&mut self) {
        let mut gates = self.gates.gates();
        if let Some((_, many)) = gates.get_mut(&self.person) {
            *many -= 1;
            if *many == 0 {
                gates.remove(&self.person);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOON: Duration = Duration::from_millis(1);

    #[tokio::test]
    async fn a_full_queue_turns_away_and_a_long_wait_ends() {
        let gate = Gate::new(1, 2, SOON);
        let at_work = gate.enter().await.unwrap();
        assert_eq!(gate.enter().await.unwrap_err(), Full::Server, "nobody waits for ever");
        let waits = Gate { wait_max: Duration::from_secs(600), ..gate.clone() };
        let waiting = tokio::spawn(async move { waits.enter().await.map(drop) });
        tokio::task::yield_now().await;
        assert_eq!(gate.queued.available_permits(), 0);
        assert_eq!(gate.enter().await.unwrap_err(), Full::Server);
        drop(at_work);
        assert_eq!(waiting.await.unwrap(), Ok(()));
        assert!(gate.enter().await.is_ok());
    }

    #[tokio::test]
    async fn one_person_makes_two_exports_at_once() {
        let gates = PersonGates::default();
        let (greedy, other) = (PersonId::from_bytes([1; 16]), PersonId::from_bytes([2; 16]));
        let come: Vec<_> = (0..QUEUED_PER_PERSON_MAX).map(|_| gates.come(greedy, SOON).unwrap()).collect();
        assert_eq!(gates.come(greedy, SOON).unwrap_err(), Full::Person);
        let _two = (come[0].enter().await.unwrap(), come[1].enter().await.unwrap());
        assert_eq!(come[2].enter().await.unwrap_err(), Full::Person);
        assert!(gates.come(other, SOON).unwrap().enter().await.is_ok());
        drop(come);
        assert!(gates.gates().is_empty());
    }
}

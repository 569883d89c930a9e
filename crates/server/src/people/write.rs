//! Writing to the directory log: decide from what is known, append, and only then let it be seen.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use maslahat_protocol::{LogId, PersonId};
use maslahat_storage::{AppendError, Entry, LogAppend, NewEntry, Store};
use serde::Deserializer as _;
use serde::de::{SeqAccess, Visitor};
use tokio::time::{Instant, timeout};

use super::directory::Directory;
use super::event::{Dated, EVENT_KIND, Event};
use super::{People, PeopleError};

/// Between two tries of an append whose outcome is unknown.
const RETRY_AFTER: Duration = Duration::from_millis(200);
/// A few seconds: nobody waits longer for an answer.
const RETRIES_MAX: u32 = 15;
/// For whoever wrote before, and for one's own writing.
const WRITE_MAX: Duration = Duration::from_secs(6);
/// For a look at what other processes have written, before what is not known here counts as unknown.
const LOOK_MAX: Duration = Duration::from_secs(1);

/// What is to be written, and what the caller is told once it is.
pub(super) struct Decision<T> {
    pub(super) events: Vec<Event>,
    pub(super) answer: T,
}

/// What became of one append.
enum Outcome {
    Written,
    /// Another process wrote first.
    Stale,
}

impl People {
    /// `decide` may be called again, from newer facts, when another process has written meanwhile.
    pub(super) async fn write<T>(
        &self,
        by: PersonId,
        decide: impl Fn(&Directory, i64) -> Result<Decision<T>, PeopleError>,
    ) -> Result<T, PeopleError> {
        // what is given up in the middle and was written all the same is found by the next who writes
        timeout(WRITE_MAX, self.write_in_turn(by, decide)).await.unwrap_or(Err(PeopleError::Busy))
    }

    async fn write_in_turn<T>(
        &self,
        by: PersonId,
        decide: impl Fn(&Directory, i64) -> Result<Decision<T>, PeopleError>,
    ) -> Result<T, PeopleError> {
        let _writing = self.inner.writing.lock().await;
        for _ in 0..RETRIES_MAX {
            let now_ms = (self.inner.now_ms)();
            let (decision, seq) = {
                let directory = self.directory();
                (decide(&directory, now_ms)?, directory.seq)
            };
            if decision.events.is_empty() {
                return Ok(decision.answer);
            }
            let entries = decision.events.iter().map(|event| entry(by, now_ms, event)).collect::<Result<_, _>>()?;
            match self.append(LogAppend { log: LogId::DIRECTORY, expect: seq, entries }).await? {
                Outcome::Written => {
                    let mut directory = self.directory_mut();
                    directory.seq = seq + decision.events.len() as u64;
                    decision.events.into_iter().for_each(|event| directory.apply(now_ms, event));
                    return Ok(decision.answer);
                }
                Outcome::Stale => self.catch_up(seq).await?,
            }
        }
        Err(PeopleError::Busy)
    }

    /// Takes in what other processes have written.
    ///
    /// # Errors
    /// The store cannot be read.
    pub async fn refresh(&self) -> Result<(), PeopleError> {
        let _writing = self.inner.writing.lock().await;
        let seq = self.directory().seq;
        self.catch_up(seq).await
    }

    /// Takes in what other processes have written, unless somebody has since this was asked: what they say of it may
    /// come later than the people it is about. However many ask, one look after the other is taken.
    pub(crate) async fn look_again(&self) {
        if !self.inner.store.is_shared() {
            return;
        }
        let asked = Instant::now();
        let look = async {
            let mut looked_at = self.inner.writing.lock().await;
            if *looked_at < asked {
                *looked_at = Instant::now();
                let seq = self.directory().seq;
                if let Err(cause) = self.catch_up(seq).await {
                    tracing::debug!(%cause, "the directory could not be read again");
                }
            }
        };
        // what is known is what there is, then
        let _in_time = timeout(LOOK_MAX, look).await;
    }

    async fn catch_up(&self, seq: u64) -> Result<(), PeopleError> {
        let tail = self.inner.store.tail(LogId::DIRECTORY, seq).await?;
        replay(&mut self.directory_mut(), tail)
    }

    async fn append(&self, append: LogAppend) -> Result<Outcome, PeopleError> {
        let mut doubted = false;
        for _ in 0..RETRIES_MAX {
            match self.inner.store.append(vec![append.clone()]).await {
                Ok(_) => return Ok(Outcome::Written),
                Err(AppendError::Stale { .. }) if doubted && self.is_written(&append).await? => {
                    return Ok(Outcome::Written);
                }
                Err(AppendError::Stale { .. }) => return Ok(Outcome::Stale),
                Err(AppendError::Full) => return Err(PeopleError::Full),
                Err(AppendError::Refused(why)) => return Err(PeopleError::Refused(why)),
                Err(AppendError::InDoubt) => {
                    doubted = true;
                    tokio::time::sleep(RETRY_AFTER).await;
                }
            }
        }
        Err(PeopleError::Busy)
    }

    /// Whether the first entry after the expected head is ours: the try in doubt had succeeded.
    async fn is_written(&self, append: &LogAppend) -> Result<bool, PeopleError> {
        let tail = self.inner.store.tail(LogId::DIRECTORY, append.expect).await?;
        let same = |(theirs, ours): (&Entry, &NewEntry)| theirs.body.as_ref() == Some(&ours.body);
        Ok(tail.len() >= append.entries.len() && tail.iter().zip(&append.entries).all(same))
    }

    fn directory_mut(&self) -> std::sync::RwLockWriteGuard<'_, Directory> {
        self.inner.directory.write().unwrap_or_else(std::sync::PoisonError::into_inner)
    }
}

/// Applies entries as read; each raises `seq` by one.
/// Takes a snapshot in, event by event: there is never all of it beside what it amounts to.
pub(super) fn replay_snapshot(directory: &mut Directory, snapshot: &[u8]) -> Result<(), PeopleError> {
    struct Events<'a>(&'a mut Directory);

    impl<'de> Visitor<'de> for Events<'_> {
        type Value = ();

        fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str("events of a directory")
        }

        fn visit_seq<A: SeqAccess<'de>>(self, mut events: A) -> Result<(), A::Error> {
            while let Some(Dated { at_ms, event }) = events.next_element()? {
                self.0.apply(at_ms, event);
            }
            Ok(())
        }
    }

    let mut json = serde_json::Deserializer::from_slice(snapshot);
    let read = json.deserialize_seq(Events(directory)).and_then(|()| json.end());
    read.map_err(|_| PeopleError::Damaged)
}

pub(super) fn replay(directory: &mut Directory, entries: Vec<Entry>) -> Result<(), PeopleError> {
    for Entry { kind, at_ms, body, .. } in entries {
        directory.seq += 1;
        if kind != EVENT_KIND {
            return Err(PeopleError::Damaged);
        }
        let body = body.ok_or(PeopleError::Damaged)?;
        directory.apply(at_ms, serde_json::from_slice(&body).map_err(|_| PeopleError::Damaged)?);
    }
    Ok(())
}

fn entry(person: PersonId, at_ms: i64, event: &Event) -> Result<NewEntry, PeopleError> {
    let body = Bytes::from(serde_json::to_vec(event).map_err(|_| PeopleError::Damaged)?);
    Ok(NewEntry { kind: EVENT_KIND, person, at_ms, body })
}

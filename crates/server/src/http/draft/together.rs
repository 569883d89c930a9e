//! Questions that wait at the same time are answered together: one reading serves everybody who asked before it
//! began. Knows nothing of what is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};

/// None: it could not be read.
type Asked<T> = Shared<BoxFuture<'static, Option<Arc<T>>>>;

/// By what is asked for, with a number that tells a question from the one before it.
type Waiting<K, T> = BTreeMap<K, (u64, Asked<T>)>;

/// The questions that wait, at most one for the same. Cheap to clone: every clone is the same.
pub(crate) struct Together<K, T> {
    waiting: Arc<Mutex<Waiting<K, T>>>,
    last: Arc<Mutex<u64>>,
}

impl<K, T> Clone for Together<K, T> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), last: Arc::clone(&self.last) }
    }
}

impl<K, T> Default for Together<K, T> {
    fn default() -> Self {
        Self { waiting: Arc::default(), last: Arc::default() }
    }
}

impl<K, T> fmt::Debug for Together<K, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

/// Told when a reading begins: whoever asks from then on may have seen what it will not show.
#[derive(Clone)]
pub(crate) struct Begun(Option<Arc<dyn Fn() + Send + Sync>>);

impl Begun {
    pub(crate) fn now(&self) {
        if let Some(tell) = &self.0 {
            tell();
        }
    }
}

impl<K: Ord + Clone + Send + Sync + 'static, T: Send + Sync + 'static> Together<K, T> {
    /// What is read at some moment after this call. `read` is the same for everybody who asks under this key.
    ///
    /// # Errors
    /// It cannot be read.
    pub(crate) async fn ask<E, R>(&self, key: K, read: impl Fn(Begun) -> R) -> Result<Arc<T>, E>
    where
        R: Future<Output = Result<T, E>> + Send + 'static,
    {
        let asked = self.asked(key, &read);
        match asked.await {
            Some(answer) => Ok(answer),
            // alone, to learn the cause
            None => read(Begun(None)).await.map(Arc::new),
        }
    }

    /// The question that waits for this; a new one if none does.
    fn asked<E, R>(&self, key: K, read: impl Fn(Begun) -> R) -> Asked<T>
    where
        R: Future<Output = Result<T, E>> + Send + 'static,
    {
        let mut waiting = self.waiting();
        if let Some((_, asked)) = waiting.get(&key) {
            return asked.clone();
        }
        let number = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last += 1;
            *last
        };
        let (together, named) = (self.clone(), key.clone());
        let begun = Begun(Some(Arc::new(move || together.begin(&named, number))));
        let reading = read(begun.clone());
        let asked = async move {
            let answer = reading.await.ok().map(Arc::new);
            begun.now();
            answer
        };
        let asked = asked.boxed().shared();
        waiting.insert(key, (number, asked.clone()));
        asked
    }

    /// Nobody may join this question any more.
    fn begin(&self, key: &K, number: u64) {
        let mut waiting = self.waiting();
        if waiting.get(key).is_some_and(|(waits, _)| *waits == number) {
            waiting.remove(key);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<K, T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use maslahat_model::source;
    use maslahat_protocol::{DraftId, PersonId};
    use maslahat_storage::{AnyStore, Location};
    use maslahat_sync_core::Limits;

    use super::*;
    use crate::rooms::{RoomError, Rooms, Sight};

    static WALKS: AtomicUsize = AtomicUsize::new(0);

    fn walk(room: &Sight<'_>) -> usize {
        let _walk = WALKS.fetch_add(1, Ordering::SeqCst);
        room.register().order.len()
    }

    #[tokio::test]
    async fn who_waits_together_is_answered_by_one_walk() {
        let directory = tempfile::tempdir().unwrap();
        let location = Location::Directory(directory.path().to_owned());
        let rooms = Rooms::new(AnyStore::open(&location).await.unwrap(), Limits::default());
        let fixture = include_bytes!("../../../../../tests/fixtures/tashkent-draft.json");
        let (import, _) = source::parse(fixture).unwrap();
        let draft = rooms.create(import, PersonId::SERVER).await.unwrap();
        let together = Together::default();
        let ask = |draft| {
            let rooms = rooms.clone();
            together.ask(draft, move |begun| {
                let rooms = rooms.clone();
                let look = move |seen: &Sight<'_>| {
                    begun.now();
                    walk(seen)
                };
                async move { rooms.see(draft, Arc::new(look)).await }
            })
        };
        let answers = join_all((0..300).map(|_| ask(draft))).await;
        assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|many| **many > 0)));
        assert_eq!(WALKS.load(Ordering::SeqCst), 1);
        ask(draft).await.unwrap();
        assert_eq!(WALKS.load(Ordering::SeqCst), 2, "an answer from before was given");

        let unknown = DraftId::from_bytes([9; 16]);
        let failures = join_all((0..3).map(|_| ask(unknown))).await;
        assert!(failures.iter().all(|each| matches!(each, Err(RoomError::Unknown(_)))));
        assert!(together.waiting().is_empty());
    }
}

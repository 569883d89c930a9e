//! Questions to a draft's room that wait at the same time are answered together: one walk over all
//! texts serves everybody who asked before it began. Knows nothing of what is asked.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::FutureExt as _;
use futures_util::future::{BoxFuture, Shared};
use maslahat_protocol::DraftId;

use crate::rooms::{RoomError, Rooms, Sight};

/// None: the room did not answer.
type Asked<T> = Shared<BoxFuture<'static, Option<Arc<T>>>>;

/// By draft, with a number that tells a question from the one before it.
type Waiting<T> = BTreeMap<DraftId, (u64, Asked<T>)>;

/// The questions that wait, at most one a draft. Cheap to clone: every clone is the same.
pub(crate) struct Together<T> {
    waiting: Arc<Mutex<Waiting<T>>>,
    last: Arc<Mutex<u64>>,
}

impl<T> Clone for Together<T> {
    fn clone(&self) -> Self {
        Self { waiting: Arc::clone(&self.waiting), last: Arc::clone(&self.last) }
    }
}

impl<T> Default for Together<T> {
    fn default() -> Self {
        Self { waiting: Arc::default(), last: Arc::default() }
    }
}

impl<T> fmt::Debug for Together<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Together")
    }
}

impl<T: Send + Sync + 'static> Together<T> {
    /// The draft as it is seen at some moment after this call. `view` is the same for every caller.
    ///
    /// # Errors
    /// There is no such draft, or it cannot be read.
    pub(crate) async fn ask(
        &self,
        rooms: &Rooms,
        draft: DraftId,
        view: fn(&Sight<'_>) -> T,
    ) -> Result<Arc<T>, RoomError> {
        let asked = self.asked(rooms, draft, view);
        match asked.await {
            Some(answer) => Ok(answer),
            // alone, to learn the cause
            None => rooms.see(draft, Arc::new(view)).await.map(Arc::new),
        }
    }

    /// The question that waits for this draft; a new one if none does.
    fn asked(&self, rooms: &Rooms, draft: DraftId, view: fn(&Sight<'_>) -> T) -> Asked<T> {
        let mut waiting = self.waiting();
        if let Some((_, asked)) = waiting.get(&draft) {
            return asked.clone();
        }
        let number = {
            let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
            *last += 1;
            *last
        };
        let (rooms, together) = (rooms.clone(), self.clone());
        let asked = async move {
            let begun = together.clone();
            let look = move |draft_seen: &Sight<'_>| {
                // whoever asks from here on may have seen what this will not show
                begun.begin(draft, number);
                view(draft_seen)
            };
            let answer = rooms.see(draft, Arc::new(look)).await.ok().map(Arc::new);
            together.begin(draft, number);
            answer
        };
        let asked = asked.boxed().shared();
        waiting.insert(draft, (number, asked.clone()));
        asked
    }

    /// Nobody may join this question any more.
    fn begin(&self, draft: DraftId, number: u64) {
        let mut waiting = self.waiting();
        if waiting.get(&draft).is_some_and(|(waits, _)| *waits == number) {
            waiting.remove(&draft);
        }
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting<T>> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use maslahat_model::source;
    use maslahat_protocol::PersonId;
    use maslahat_storage::{AnyStore, Location};
    use maslahat_sync_core::Limits;

    use super::*;

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
        let answers = join_all((0..300).map(|_| together.ask(&rooms, draft, walk))).await;
        assert!(answers.iter().all(|answer| answer.as_ref().is_ok_and(|many| **many > 0)));
        assert_eq!(WALKS.load(Ordering::SeqCst), 1);
        together.ask(&rooms, draft, walk).await.unwrap();
        assert_eq!(WALKS.load(Ordering::SeqCst), 2, "an answer from before was given");

        let unknown = DraftId::from_bytes([9; 16]);
        let failures = join_all((0..3).map(|_| together.ask(&rooms, unknown, walk))).await;
        assert!(failures.iter().all(|each| matches!(each, Err(RoomError::Unknown(_)))));
        assert!(together.waiting().is_empty());
    }
}

//! Other nodes on the same database: what they write is taken in soon after they say so. Their hints may
//! be lost, late or about nothing; nothing depends on them but how soon people see each other.

use std::collections::BTreeSet;
use std::time::Duration;

use maslahat_protocol::LogId;
use maslahat_storage::{AnyStore, Store};

use crate::people::People;
use crate::rooms::Rooms;

/// Hints that come this close together are followed at once.
const GATHER: Duration = Duration::from_millis(20);
const GATHERED_MAX: usize = 1_024;
/// After the directory could not be read.
const RETRY: Duration = Duration::from_secs(1);

/// Follows the hints of one store for as long as it is polled.
pub(crate) async fn follow(store: AnyStore, people: People, rooms: Rooms) {
    loop {
        let mut hints = BTreeSet::from([store.wake().await]);
        let gathering = tokio::time::sleep(GATHER);
        tokio::pin!(gathering);
        while hints.len() < GATHERED_MAX {
            tokio::select! {
                () = &mut gathering => break,
                hint = store.wake() => drop(hints.insert(hint)),
            }
        }
        if hints.contains(&None) || hints.contains(&Some(LogId::DIRECTORY)) {
            refresh(&people, &rooms).await;
        }
        let hints: Vec<Option<LogId>> = hints.into_iter().collect();
        rooms.grown(&hints);
    }
}

/// Takes in who has come and gone, and ends the sockets of those whose session has ended elsewhere.
async fn refresh(people: &People, rooms: &Rooms) {
    while let Err(cause) = people.refresh().await {
        tracing::warn!(%cause, "the directory cannot be read; trying again");
        tokio::time::sleep(RETRY).await;
    }
    for session in rooms.sessions() {
        if let Some(ended) = people.ended(session) {
            rooms.end_session(session, ended.into());
        }
    }
}

//! A draft seen whole: what its room has in memory, and the other texts as their logs have them. Those are
//! read beside the room and dropped again, so that looking at a draft leaves nothing of it in memory.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use maslahat_model::Register;
use maslahat_protocol::{DocumentId, DraftId};
use maslahat_sync_core::{Room, TextView};

use super::stored::{make_texts, read_texts};
use super::{RoomError, Rooms};

/// Texts that are read in one go.
const TEXTS_AT_ONCE_MAX: usize = 64;
/// A draft whose texts leave memory or begin all the time is looked at again, so many times.
const LOOKS_MAX: usize = 16;

/// Texts that were not in memory, and which of the room's states they belong to.
#[derive(Debug, Default)]
struct Aside {
    texts: BTreeMap<DocumentId, Option<TextView>>,
    unloads: Option<u64>,
}

/// The draft at one step of its sequence.
pub(crate) struct Sight<'a> {
    room: &'a Room,
    aside: &'a Aside,
}

impl Sight<'_> {
    pub(crate) fn register(&self) -> &Register {
        self.room.register()
    }

    pub(crate) fn register_document(&self) -> DocumentId {
        self.room.register_document()
    }

    pub(crate) fn ledger_seq(&self) -> u64 {
        self.room.ledger_seq()
    }

    /// A text or fork; none if it is not of this draft, or damaged.
    pub(crate) fn text(&self, document: DocumentId) -> Option<TextView> {
        self.room.text(document).or_else(|| self.aside.texts.get(&document).cloned().flatten())
    }

    /// What is shown of this draft and neither in memory nor read yet.
    fn missing(&self) -> Vec<DocumentId> {
        let register = self.register();
        let texts = register.paragraphs.values().flat_map(|paragraph| paragraph.texts.values());
        let forks = register.proposals.values().flat_map(|proposal| [&proposal.url, &proposal.base]);
        let all = texts.filter_map(|text| text.document());
        let all = all.chain(forks.filter_map(|url| DocumentId::from_url(url).ok()));
        let held =
            |document: &DocumentId| self.room.holds_in_memory(*document) || self.aside.texts.contains_key(document);
        let missing: BTreeSet<DocumentId> = all.filter(|document| !held(document)).collect();
        missing.into_iter().collect()
    }
}

/// What a look at the room came to.
enum Look<T> {
    Seen(T),
    Missing { texts: Vec<DocumentId>, register_seq: u64, aside: Aside },
}

impl Rooms {
    /// Looks at a draft and all of its texts, as they are on disk and visible at one step of its sequence.
    ///
    /// # Errors
    /// There is no such draft, or it cannot be read.
    pub(crate) async fn see<T: Send + 'static>(
        &self,
        draft: DraftId,
        view: Arc<dyn Fn(&Sight<'_>) -> T + Send + Sync>,
    ) -> Result<T, RoomError> {
        let mut aside = Aside::default();
        for _ in 0..LOOKS_MAX {
            let view = Arc::clone(&view);
            let look = move |room: &Room| look(room, aside, view.as_ref());
            match self.read(draft, look).await? {
                Look::Seen(seen) => return Ok(seen),
                Look::Missing { texts, register_seq, aside: known } => {
                    aside = known;
                    for some in texts.chunks(TEXTS_AT_ONCE_MAX) {
                        let read = read_texts(&self.inner.store, draft, some, register_seq).await?;
                        let made = make_texts(read.texts).await?;
                        aside.texts.extend(made.iter().map(|text| (text.document(), text.view())));
                    }
                }
            }
        }
        Err(RoomError::Busy)
    }
}

fn look<T>(room: &Room, mut aside: Aside, view: &dyn Fn(&Sight<'_>) -> T) -> Look<T> {
    // a text that came, was changed and left again is not what was read of it
    if aside.unloads.replace(room.unloads()) != Some(room.unloads()) {
        aside.texts.clear();
    }
    let sight = Sight { room, aside: &aside };
    let missing = sight.missing();
    if missing.is_empty() {
        return Look::Seen(view(&sight));
    }
    Look::Missing { texts: missing, register_seq: room.register_seq(), aside }
}

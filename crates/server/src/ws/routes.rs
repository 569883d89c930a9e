//! Which draft's room a document is asked of. A socket carries the documents of every draft its
//! person is a member of.

use std::collections::{BTreeMap, BTreeSet};

use maslahat_protocol::{DocumentId, DraftId, PersonId};

use crate::AppState;
use crate::rooms::{RoomError, Seated};

/// Documents remembered; beyond it the rooms are asked each time.
const REMEMBERED_MAX: usize = 8_192;

/// One socket's way to the rooms.
pub(super) struct Routes {
    state: AppState,
    person: PersonId,
    known: BTreeMap<DocumentId, DraftId>,
    joined: BTreeSet<DraftId>,
}

impl Routes {
    pub(super) fn new(state: AppState, person: PersonId) -> Self {
        Self { state, person, known: BTreeMap::new(), joined: BTreeSet::new() }
    }

    /// The draft that holds a document, after making the connection known to its room. None: no
    /// draft of this person holds it.
    pub(super) async fn find(
        &mut self,
        document: DocumentId,
        seated: &Seated,
        peer: &str,
    ) -> Result<Option<DraftId>, RoomError> {
        let Some(draft) = self.holder(document).await? else {
            return Ok(None);
        };
        // a room that knows the connection judges for itself what its person may do now
        if self.joined.contains(&draft) {
            return Ok(Some(draft));
        }
        let Some(member) = self.state.people.member(self.person, draft) else {
            return Ok(None);
        };
        self.state.rooms.connect(draft, seated, member, peer).await?;
        self.joined.insert(draft);
        Ok(Some(draft))
    }

    async fn holder(&mut self, document: DocumentId) -> Result<Option<DraftId>, RoomError> {
        if let Some(draft) = self.known.get(&document) {
            return Ok(Some(*draft));
        }
        for entry in self.state.people.drafts_of(self.person) {
            match self.state.rooms.read(entry.id, move |room| room.holds(document)).await {
                Ok(false) => {}
                Ok(true) => {
                    if self.known.len() < REMEMBERED_MAX {
                        self.known.insert(document, entry.id);
                    }
                    return Ok(Some(entry.id));
                }
                // one damaged draft does not keep a person from the others
                Err(cause @ (RoomError::Damaged(_) | RoomError::Unknown(_))) => {
                    tracing::error!(draft.id = %entry.id, %cause, "a draft cannot be opened");
                }
                Err(cause) => return Err(cause),
            }
        }
        Ok(None)
    }

    /// Takes leave of every room.
    pub(super) async fn leave(&self, seated: &Seated) {
        for draft in &self.joined {
            self.state.rooms.disconnect(*draft, seated.id).await;
        }
    }
}

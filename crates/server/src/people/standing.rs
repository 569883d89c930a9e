//! What acts in the drafts have made of people's standing. The drafts' registers decide; this is what the
//! door knows of it. An act on somebody's standing is announced here before it is done: should the process
//! die in between, it is known whom to ask the register about.

use maslahat_model::Role;
use maslahat_protocol::{DraftId, PersonId};

use super::event::Event;
use super::write::Decision;
use super::{People, PeopleError};

impl People {
    /// An act on this member's standing is about to be done. Nothing for somebody who is no member.
    ///
    /// # Errors
    /// It could not be written.
    pub(crate) async fn ask_standing(&self, person: PersonId, draft: DraftId) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let place = (person, draft);
            let new = directory.members.contains_key(&place) && !directory.in_question.contains(&place);
            let events = new.then_some(Event::StandingAsked { person, draft }).into_iter().collect();
            Ok(Decision { events, answer: () })
        })
        .await
    }

    /// What the register says of a person: their role, none if they were revoked, and the number of the act that
    /// made it so. What is older than what is known changes nothing.
    ///
    /// # Errors
    /// It could not be written.
    pub(crate) async fn know_standing(
        &self,
        person: PersonId,
        draft: DraftId,
        role: Option<Role>,
        act: u64,
    ) -> Result<(), PeopleError> {
        self.write(PersonId::SERVER, |directory, _| {
            let place = (person, draft);
            let newer = directory.standings.get(&place).map_or(0, |known| known.act) < act;
            let new = newer || directory.in_question.contains(&place);
            let events = new.then_some(Event::StandingKnown { person, draft, role, act }).into_iter().collect();
            Ok(Decision { events, answer: () })
        })
        .await
    }

    /// The drafts in which a person's standing was about to change, with an outcome that is not known here.
    pub(crate) fn questions(&self, person: PersonId) -> Vec<DraftId> {
        let directory = self.directory();
        let asked = directory.in_question.iter().filter(|(asked, _)| *asked == person);
        asked.map(|(_, draft)| *draft).collect()
    }

    /// Whether nothing at all is open to this person any more.
    pub(crate) fn is_revoked_everywhere(&self, person: PersonId) -> bool {
        self.directory().is_revoked_everywhere(person)
    }

    /// Whether this person's access to this draft was revoked.
    pub(crate) fn is_revoked(&self, person: PersonId, draft: DraftId) -> bool {
        self.directory().is_revoked((person, draft))
    }
}

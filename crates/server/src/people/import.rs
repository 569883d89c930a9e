//! Many people at once: invited in one step, or nobody.

use maslahat_protocol::{DraftId, PersonId};

use super::directory::Directory;
use super::event::{Digest, Event};
use super::invitation::INVITATION_MS;
use super::table::{LineNote, Row, name_is};
use super::write::Decision;
use super::{People, PeopleError, encode, fresh, name};

/// An invitation that an import has made.
#[derive(Debug, Clone)]
pub(crate) struct Imported {
    pub(crate) row: Row,
    pub(crate) code: String,
    pub(crate) expires_ms: i64,
}

/// What became of an import.
pub(crate) enum Import {
    /// Nothing was changed: some lines cannot be taken.
    Refused(Vec<LineNote>),
    Done(Vec<Imported>),
}

impl People {
    /// Which of these lines cannot be taken because of who is invited already.
    pub(crate) fn known_lines(&self, draft: DraftId, rows: &[Row]) -> Vec<LineNote> {
        known_lines(&self.directory(), draft, rows)
    }

    /// Invites everybody of a table, or nobody.
    ///
    /// # Errors
    /// The draft is not on the list, or it could not be written; nothing was changed then.
    pub(crate) async fn import(&self, draft: DraftId, rows: Vec<Row>) -> Result<Import, PeopleError> {
        let mut fresh_ones = Vec::new();
        for row in rows {
            let (code, person) = (encode(&fresh::<16>()?), PersonId::from_bytes(fresh()?));
            fresh_ones.push((row, code, person));
        }
        let rows: Vec<Row> = fresh_ones.iter().map(|(row, ..)| row.clone()).collect();
        self.write(PersonId::SERVER, |directory, now_ms| {
            if !directory.has_draft(draft) {
                return Err(PeopleError::DraftUnknown);
            }
            let known = known_lines(directory, draft, &rows);
            if !known.is_empty() {
                return Ok(Decision { events: vec![], answer: Import::Refused(known) });
            }
            let expires_ms = now_ms + INVITATION_MS;
            let (mut events, mut made) = (Vec::new(), Vec::new());
            for (row, code, person) in &fresh_ones {
                events.push(Event::Invited {
                    invitation: Digest::of(code),
                    person: *person,
                    draft,
                    role: row.role,
                    name: row.name.clone(),
                    seat: row.seat.clone(),
                    expires_ms: Some(expires_ms),
                });
                made.push(Imported { row: row.clone(), code: code.clone(), expires_ms });
            }
            Ok(Decision { events, answer: Import::Done(made) })
        })
        .await
    }
}

fn known_lines(directory: &Directory, draft: DraftId, rows: &[Row]) -> Vec<LineNote> {
    let names = directory.names_of(draft);
    let note = |row: &Row| {
        let line = row.line;
        let alike = names.get(&name::look(&row.name))?;
        if alike.contains(&(row.name.clone(), row.seat.clone())) {
            let words = "this person is invited or has joined already".to_owned();
            return Some(LineNote { line, code: "person_known", words });
        }
        let (other, _) = alike.iter().find(|(other, _)| !name_is(other, &row.name))?;
        let words = format!("the name looks like {other:?}, who is invited already, but is written with other letters");
        Some(LineNote { line, code: "name_lookalike", words })
    };
    rows.iter().filter_map(note).collect()
}

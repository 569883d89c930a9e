//! Setting up: drafts come in and people are invited, whether by a running server or by the command
//! line alone. Knows nothing of sockets.

use maslahat_export::docx::{self, DocxError};
use maslahat_model::Role;
use maslahat_model::source::{self, SourceError};
pub use maslahat_model::source::{FILE_BYTES_MAX, Report};
use maslahat_protocol::{DraftId, PersonId};
use maslahat_storage::AnyStore;
use maslahat_sync_core::Limits;

use crate::error::PeopleError;
use crate::people::{People, Uses};
use crate::rooms::{RoomError, Rooms};

/// Why setting up did not work. Nothing was changed, unless it says so.
#[derive(Debug, thiserror::Error)]
pub enum SetupError {
    #[error(transparent)]
    Source(#[from] SourceError),
    #[error(transparent)]
    Word(#[from] DocxError),
    #[error(transparent)]
    People(#[from] PeopleError),
    #[error(transparent)]
    Room(#[from] RoomError),
    #[error("there is no draft {0}: `maslahat import` prints a draft's id, and the secretariat's page shows it")]
    DraftUnknown(DraftId),
    #[error("the draft has no delegation {seat}: its seats are {known}")]
    SeatUnknown { seat: String, known: String },
}

impl SetupError {
    /// Cause and remedy, as the command line shows them.
    pub fn parts(&self) -> (String, String) {
        cause_and_remedy(&self.to_string())
    }
}

/// Splits a message of the form `cause: remedy`.
pub fn cause_and_remedy(message: &str) -> (String, String) {
    let parts = message.rsplit_once(": ").or_else(|| message.rsplit_once("; "));
    match parts {
        Some((cause, remedy)) => (cause.to_owned(), remedy.to_owned()),
        None => (message.to_owned(), "see `maslahat --help`, and the server's log".to_owned()),
    }
}

/// What an import of this file would take, and what not.
///
/// # Errors
/// The file is no draft.
pub fn report(source: &[u8]) -> Result<Report, SetupError> {
    Ok(source::parse(source)?.1)
}

/// A Word file in the JSON format, with a line on each thing that was not taken.
///
/// # Errors
/// The file is no Word file, or none that a draft can be read from.
pub fn read_word(file: &[u8]) -> Result<(String, Vec<String>), SetupError> {
    Ok(docx::to_source(file)?)
}

/// What setting up needs. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Setup {
    pub people: People,
    pub rooms: Rooms,
    /// What links begin with, without a slash at the end.
    pub base_url: String,
}

impl Setup {
    /// For the command line alone, on a store that no server runs on.
    ///
    /// # Errors
    /// The store's directory of people cannot be read.
    pub async fn load(store: AnyStore, base_url: String) -> Result<Self, SetupError> {
        let people = People::load(store.clone()).await?;
        let rooms = Rooms::new(store, Limits::default());
        Ok(Self { people, rooms, base_url })
    }

    /// Makes a draft of a file in the fixture format.
    ///
    /// # Errors
    /// The file is no draft, or it could not be written.
    pub async fn import(&self, source: &[u8]) -> Result<DraftId, SetupError> {
        let (import, _report) = source::parse(source)?;
        let (title, symbol) = (import.register.title.clone(), import.register.symbol.clone());
        let draft = self.rooms.create(import, PersonId::SERVER).await?;
        self.people.add_draft(draft, &title, &symbol).await?;
        tracing::info!(draft.id = %draft, "a draft was imported");
        Ok(draft)
    }

    /// Makes a link for one person, good once.
    ///
    /// # Errors
    /// There is no such draft or seat, the name cannot be used, or it could not be written.
    pub async fn invite(
        &self,
        draft: DraftId,
        role: Role,
        name: &str,
        seat: Option<&str>,
    ) -> Result<String, SetupError> {
        self.link(draft, role, name, seat, Uses::Once).await
    }

    pub(crate) async fn link(
        &self,
        draft: DraftId,
        role: Role,
        name: &str,
        seat: Option<&str>,
        uses: Uses,
    ) -> Result<String, SetupError> {
        if !self.people.has_draft(draft) {
            return Err(SetupError::DraftUnknown(draft));
        }
        if let Some(seat) = seat {
            let known = self.seats(draft).await?;
            if !known.iter().any(|(code, _)| code == seat) {
                let known: Vec<String> = known.into_iter().map(|(code, _)| code).collect();
                return Err(SetupError::SeatUnknown { seat: seat.to_owned(), known: known.join(" ") });
            }
        }
        let invitation = self.people.invite(draft, role, name, seat, uses).await?;
        Ok(format!("{}/join/{}", self.base_url, invitation.code))
    }

    /// Codes and names of a draft's delegations.
    pub(crate) async fn seats(&self, draft: DraftId) -> Result<Vec<(String, String)>, SetupError> {
        let seats = self.rooms.read(draft, |room| {
            let delegations = room.register().delegations.iter();
            delegations.map(|(code, delegation)| (code.clone(), delegation.name.clone())).collect()
        });
        Ok(seats.await?)
    }
}

//! Who wrote which letters of a text, read from the store beside the room: writers wait for nobody who asks.

use std::collections::BTreeMap;
use std::time::Duration;

use maslahat_model::Register;
use maslahat_model::register::Person;
use maslahat_protocol::{DocumentId, DraftId, LogId, PersonId};
use maslahat_storage::Store;
use maslahat_sync_core::{ActError, Arrival, Blame, Timestamp, blame};
use tokio::sync::Semaphore;

use super::stored::{store_failed, stored_log};
use super::{RoomError, Rooms};

/// A long history takes memory and time: so many are worked out at once, in the whole process.
static READING: Semaphore = Semaphore::const_new(2);
/// For one's turn.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// A text's letters with their authors, and who they are.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Authorship {
    pub(crate) document: DocumentId,
    pub(crate) blame: Blame,
    pub(crate) people: BTreeMap<PersonId, Person>,
}

/// The documents whose logs hold what was written for one text.
struct Family {
    text: DocumentId,
    /// What it continues, and every fork that may have been merged into it.
    others: Vec<DocumentId>,
}

impl Rooms {
    /// The authors of a paragraph's current text in one language.
    ///
    /// # Errors
    /// There is no such text, or it cannot be read.
    pub(crate) async fn authorship(
        &self,
        draft: DraftId,
        paragraph: String,
        lang: Option<String>,
    ) -> Result<Authorship, RoomError> {
        let register = self.read(draft, |room| room.register().clone()).await?;
        let family = Family::of(&register, &paragraph, lang)?;
        let turn = tokio::time::timeout(WAIT_MAX, READING.acquire()).await;
        let _turn = turn.map_err(|_| RoomError::Busy)?.map_err(|_| RoomError::Busy)?;
        let began = self.inner.store.tail(LogId::ledger(draft), 0).await.map_err(store_failed)?;
        let began = Timestamp(began.first().map_or(0, |entry| entry.at_ms));
        let logs = [LogId::text(family.text), LogId::actors(draft)];
        let mut read = self.inner.store.load_many(logs.to_vec()).await.map_err(store_failed)?.into_iter();
        let damaged = || RoomError::Damaged(format!("the text {} is damaged", family.text));
        let mut next = || read.next().and_then(stored_log).ok_or_else(damaged);
        let (text, actors) = (next()?, next()?);
        let mut arrivals = Vec::new();
        for document in family.others.iter().chain([&family.text]) {
            let rows = self.inner.store.tail(LogId::text(*document), 0).await.map_err(store_failed)?;
            arrivals.extend(rows.iter().map(|row| Arrival { digest: row.digest, at: Timestamp(row.at_ms) }));
        }
        let worked_out = tokio::task::spawn_blocking(move || blame(&text, &arrivals, &actors, began)).await;
        let blame = worked_out.ok().flatten().ok_or_else(damaged)?;
        Ok(Authorship { document: family.text, blame, people: register.people })
    }
}

impl Family {
    fn of(register: &Register, paragraph: &str, lang: Option<String>) -> Result<Self, RoomError> {
        let known = register.paragraphs.get(paragraph);
        let known = known.ok_or_else(|| ActError::ParagraphUnknown(paragraph.to_owned()))?;
        let lang = lang.unwrap_or_else(|| register.original_language.clone());
        let text = known.texts.get(&lang).and_then(|text| Some((text.document()?, &text.earlier)));
        let unknown = || ActError::TextUnknown { paragraph: paragraph.to_owned(), lang: lang.clone() };
        let (text, earlier) = text.ok_or_else(unknown)?;
        let forks = register.proposals.values().filter(|fork| fork.paragraph == paragraph && fork.lang == lang);
        let urls = earlier.iter().chain(forks.map(|fork| &fork.url));
        Ok(Self { text, others: urls.filter_map(|url| DocumentId::from_url(url).ok()).collect() })
    }
}

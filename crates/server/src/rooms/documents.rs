//! The texts that a reader of one language sees, as the bytes of their documents: as they are on disk, beside the
//! room, and without making documents of them. They are kept until their logs grow.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard, PoisonError};

use maslahat_model::Register;
use maslahat_model::register::{Paragraph, Text};
use maslahat_protocol::{DocumentId, DraftId, LogId};
use maslahat_storage::{AnyStore, Seq, Store};
use maslahat_sync_core::{Opening, Room};

use super::stored::{load_each, store_failed};
use super::{RoomError, Rooms};

/// Texts that are read in one go.
const TEXTS_AT_ONCE_MAX: usize = 64;
/// When more than this is kept, of all drafts, it is read anew.
const KEPT_BYTES_MAX: usize = 64 << 20;

/// What was asked for.
#[derive(Debug)]
pub(crate) enum Documents {
    /// In reading order. A text that is damaged, not fit to be sent as it is, or further on than this node knows, is not among them.
    Of(Vec<(DocumentId, Opening)>),
    /// The draft has nothing in this language. It has these.
    LanguageUnknown(Vec<String>),
}

/// What was read, and which was the last entry of its log.
#[derive(Debug, Default)]
pub(super) struct Kept {
    texts: Mutex<Texts>,
}

type Texts = BTreeMap<DocumentId, (Seq, Stored)>;

#[derive(Debug)]
enum Stored {
    Fit(Opening),
    /// Too much has followed its snapshot; the next one mends it, without an entry.
    Long,
    Damaged,
}

/// A text that is asked for.
struct Wanted {
    document: DocumentId,
    /// The heads that it must have, if it is frozen.
    frozen: Option<Vec<String>>,
    /// As the room last gave it to somebody: for one whose log has grown too long to be sent.
    given: Option<Opening>,
}

impl Rooms {
    /// The texts of a draft in a language, or the original one: of each paragraph the one that a reader sees. `begun`
    /// is called when what follows may miss what is written from there on.
    ///
    /// # Errors
    /// There is no such draft, or the store does not answer.
    pub(crate) async fn documents(
        &self,
        draft: DraftId,
        lang: Option<String>,
        begun: impl FnOnce() + Send,
    ) -> Result<Documents, RoomError> {
        let wanted = match self.read(draft, move |room| wanted(room, lang)).await? {
            Ok(wanted) => wanted,
            Err(known) => return Ok(Documents::LanguageUnknown(known)),
        };
        begun();
        let kept = &self.inner.documents;
        let seqs = kept.renew(&self.inner.store, &wanted).await?;
        let ahead = self.ahead(draft, seqs).await?;
        let texts = kept.texts();
        let found = wanted.into_iter().filter_map(|Wanted { document, frozen, given }| {
            let opening = match &texts.get(&document)?.1 {
                Stored::Fit(opening) if !ahead.contains(&document) => opening.clone(),
                Stored::Fit(_) | Stored::Long => given?,
                Stored::Damaged => return None,
            };
            let is_it = frozen.is_none_or(|heads| opening.is_at(&heads));
            is_it.then_some((document, opening))
        });
        Ok(Documents::Of(found.collect()))
    }

    /// Those that the room has in memory, but not this far: another node wrote to them. Whoever brought it what it
    /// does not know would be taken for somebody who writes under others' names.
    async fn ahead(&self, draft: DraftId, seqs: Vec<(DocumentId, Seq)>) -> Result<BTreeSet<DocumentId>, RoomError> {
        let behind = |room: &Room, (document, seq): &(DocumentId, Seq)| {
            room.text_seq(*document).is_some_and(|known| known < *seq)
        };
        let look = move |room: &Room| -> BTreeSet<DocumentId> {
            seqs.iter().filter(|text| behind(room, text)).map(|(document, _)| *document).collect()
        };
        let ahead = self.read(draft, look).await?;
        if self.inner.store.is_shared() {
            let hints: Vec<_> = ahead.iter().map(|document| Some(LogId::text(*document))).collect();
            self.grown(&hints);
        }
        Ok(ahead)
    }
}

impl Kept {
    /// Reads those that are not as they were when they were read. Where each stands that was asked for.
    async fn renew(&self, store: &AnyStore, wanted: &[Wanted]) -> Result<Vec<(DocumentId, Seq)>, RoomError> {
        let logs = wanted.iter().map(|text| LogId::text(text.document)).collect();
        let heads = store.heads(logs).await.map_err(store_failed)?;
        let grown: Vec<(DocumentId, Seq)> = {
            let mut texts = self.texts();
            if bytes_of(&texts) > KEPT_BYTES_MAX {
                texts.clear();
            }
            let stands = wanted.iter().zip(heads.iter().map(|head| head.seq));
            let grown = stands.filter(|(text, seq)| text.is_to_be_read(&texts, *seq));
            grown.map(|(text, seq)| (text.document, seq)).collect()
        };
        for some in grown.chunks(TEXTS_AT_ONCE_MAX) {
            let logs = some.iter().map(|(document, _)| LogId::text(*document)).collect();
            let read = load_each(store, logs).await.map_err(store_failed)?;
            let mut texts = self.texts();
            for ((document, seq), log) in some.iter().zip(read) {
                let stored = match log {
                    Some(log) => (log.head, Opening::read(&log).map_or(Stored::Long, Stored::Fit)),
                    None => (*seq, Stored::Damaged),
                };
                texts.insert(*document, stored);
            }
        }
        let texts = self.texts();
        Ok(wanted.iter().filter_map(|text| Some((text.document, texts.get(&text.document)?.0))).collect())
    }

    fn texts(&self) -> MutexGuard<'_, Texts> {
        self.texts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Wanted {
    fn is_to_be_read(&self, texts: &Texts, seq: Seq) -> bool {
        match texts.get(&self.document) {
            Some((known, _)) if *known < seq => true,
            Some((_, Stored::Long)) => self.given.is_none(),
            Some(_) => false,
            None => true,
        }
    }
}

fn bytes_of(texts: &Texts) -> usize {
    let fit = |stored: &Stored| match stored {
        Stored::Fit(opening) => opening.size_bytes(),
        Stored::Long | Stored::Damaged => 0,
    };
    texts.values().map(|(_, stored)| fit(stored)).sum()
}

/// What a reader of this language sees; the languages there are, if it is none of them.
fn wanted(room: &Room, lang: Option<String>) -> Result<Vec<Wanted>, Vec<String>> {
    let register = room.register();
    let lang = lang.unwrap_or_else(|| register.original_language.clone());
    if !register.languages.contains(&lang) {
        return Err(register.languages.clone());
    }
    let paragraphs = register.order.iter().filter_map(|id| register.paragraphs.get(id));
    let shown = paragraphs.filter_map(|paragraph| shown(register, paragraph, &lang));
    let wanted = shown.filter_map(|text| {
        let document = text.document()?;
        let frozen = text.frozen.as_ref().map(|mark| mark.heads.clone());
        Some(Wanted { document, frozen, given: room.opening(document) })
    });
    Ok(wanted.collect())
}

/// The text in this language, or the original one, or any: as the page shows it.
fn shown<'a>(register: &Register, paragraph: &'a Paragraph, lang: &str) -> Option<&'a Text> {
    let texts = &paragraph.texts;
    texts.get(lang).or_else(|| texts.get(&register.original_language)).or_else(|| texts.values().next())
}

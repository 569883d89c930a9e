//! What all writers of documents start from: the page as data, composed once, with numbers, notes,
//! brackets and fixed words in the language asked for. Nothing here knows a format.

mod markup;

use maslahat_model::register::Paragraph;
use maslahat_model::{Snapshot, language};

pub(crate) use markup::Markup;

use crate::ExportError;
use crate::pdf::{Edition, Job, Note};

/// A composed edition of a snapshot.
pub(crate) struct View<'s> {
    pub(crate) snapshot: &'s Snapshot,
    pub(crate) page: Job,
}

impl<'s> View<'s> {
    /// `lang` is a language tag, `all`, or empty for the original language.
    ///
    /// # Errors
    /// The draft has no such language, or holds what no document may hold.
    pub(crate) fn of(snapshot: &'s Snapshot, lang: &str) -> Result<Self, ExportError> {
        let edition: Edition = lang.parse().unwrap_or_default();
        let page = Job::new(snapshot, &edition)?;
        Ok(Self { snapshot, page })
    }

    pub(crate) fn paragraph(&self, id: &str) -> Option<&'s Paragraph> {
        self.snapshot.register.paragraphs.get(id)
    }

    /// The notes, in the order of their signs.
    pub(crate) fn notes(&self) -> Vec<&Note> {
        use crate::pdf::{Block, Part};
        fn of_block<'a>(block: &'a Block, notes: &mut Vec<&'a Note>) {
            let spans = block.versions.iter().flat_map(|version| &version.spans);
            notes.extend(spans.filter_map(|span| span.note.as_ref()).filter(|note| !note.versions.is_empty()));
            for child in &block.children {
                of_block(child, notes);
            }
        }
        let mut notes = Vec::new();
        for part in &self.page.parts {
            match part {
                Part::Title { block }
                | Part::Subtitle { block }
                | Part::Preambular { block }
                | Part::Chapeau { block }
                | Part::Heading { block } => of_block(block, &mut notes),
                Part::List { items } => items.iter().for_each(|item| of_block(item, &mut notes)),
            }
        }
        notes
    }
}

/// `rtl` or `ltr`.
pub(crate) fn direction(lang: &str) -> &'static str {
    if language::is_rtl(lang) { "rtl" } else { "ltr" }
}

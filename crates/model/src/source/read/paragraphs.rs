//! One paragraph with its languages, subparagraphs and footnotes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::check::{self, NAME_CHARS_MAX, NUMBER_CHARS_MAX, PARAGRAPHS_MAX, PER_PARAGRAPH_MAX, TEXT_CHARS_MAX};
use super::super::format::{ParagraphFile, Variants};
use super::super::{ImportText, SourceError};
use super::Reader;
use crate::paragraph::{Kind, Status};
use crate::register::{Paragraph, Text};
use crate::rich_text::{RichText, Span};

/// How deep subparagraphs may nest: (a), (i), and one more.
const DEPTH_MAX: usize = 3;

/// Fields with a name in the format that are kept as they came, and their keys in the register.
pub(in super::super) const EXTRAS: [(&str, &str); 4] = [
    ("silence", "silence"),
    ("submitted", "submitted"),
    ("reservations", "reservations"),
    ("cross_references", "crossReferences"),
];

impl Reader {
    /// Takes a paragraph and all that hangs on it.
    pub(super) fn paragraph(
        &mut self,
        place: &str,
        id: &str,
        kind: Kind,
        mut file: ParagraphFile,
        section: Option<&str>,
        parent: Option<&str>,
    ) -> Result<(), SourceError> {
        self.claim(place, id)?;
        let place = format!("{place} ({id})");
        let first_text = self.texts.len();
        let (number, opening) = number_and_opening(kind, &mut file);
        if let Some(number) = &number {
            check::text(&format!("{place}: number"), number, NUMBER_CHARS_MAX)?;
        }
        if let Some(words) = &opening {
            check::letters(&format!("{place}: opening words"), words, NAME_CHARS_MAX)?;
        }
        let variants = file.language_variants.take().unwrap_or_default();
        let texts = self.wordings(&place, id, file.text.clone(), variants, opening.as_deref())?;
        let proposed_by = file.proposed_by.take().unwrap_or_default();
        self.attributions(&format!("{place}.proposed_by"), &proposed_by)?;
        let brackets = self.brackets(&place, std::mem::take(&mut file.brackets))?;
        let paragraph = Paragraph {
            kind,
            number,
            section: section.map(str::to_owned),
            parent: parent.map(str::to_owned),
            status: self.status(&place, id, file.status.take())?,
            opening: opening.filter(|words| !words.is_empty()),
            proposed_by,
            alternative_of: file.alternative_of.take(),
            brackets,
            at: file.at.take_if(|_| kind == Kind::Footnote),
            extras: self.extras(&place, &mut file)?,
            texts,
        };
        self.paragraphs.insert(id.to_owned(), paragraph);
        self.order.push(id.to_owned());
        self.subparagraphs(&place, id, std::mem::take(&mut file.subparagraphs), section)?;
        self.footnotes(&place, id, std::mem::take(&mut file.footnotes), section, first_text)
    }

    fn claim(&mut self, place: &str, id: &str) -> Result<(), SourceError> {
        check::id(place, id)?;
        check::count("paragraphs", self.order.len() + 1, PARAGRAPHS_MAX)?;
        match self.places.insert(id.to_owned(), place.to_owned()) {
            None => Ok(()),
            Some(first) => Err(SourceError::DoubledId { id: id.to_owned(), first, second: place.to_owned() }),
        }
    }

    /// All languages of a paragraph. The opening words are set in italics in the original only:
    /// the file does not say which they are elsewhere.
    fn wordings(
        &mut self,
        place: &str,
        id: &str,
        original: String,
        variants: Variants,
        opening: Option<&str>,
    ) -> Result<BTreeMap<String, Text>, SourceError> {
        check::count(&format!("{place}.language_variants"), variants.len() + 1, check::LANGUAGES_MAX)?;
        if variants.contains_key(&self.original) {
            return Err(SourceError::DoubledLanguage { place: place.into() });
        }
        let mut own = self.own.texts.remove(id).unwrap_or_default();
        let mut texts = BTreeMap::new();
        let original_language = self.original.clone();
        for (lang, wording) in std::iter::once((original_language, original)).chain(variants) {
            let place = format!("{place}, text in {}", check::shortened(&lang));
            check::language(&place, &lang)?;
            check::text(&place, &wording, TEXT_CHARS_MAX)?;
            let spans = own.remove(&lang).and_then(|own| own.spans);
            let content = match spans {
                Some(spans) => self.marked(&place, &wording, spans),
                None => {
                    let opening = opening.filter(|_| lang == self.original);
                    self.opened(&place, &wording, opening)
                }
            };
            texts.insert(lang.clone(), Text { url: String::new(), frozen: None, earlier: Vec::new() });
            self.texts.push(ImportText { paragraph: id.to_owned(), lang, content });
        }
        for lang in own.into_keys() {
            let lang = check::shortened(&lang);
            self.report.left_out(format!("maslahat.texts.{id}.{lang}: {place} has no text in this language"));
        }
        Ok(texts)
    }

    /// Marks as an export of ours wrote them. The letters of the text itself win.
    fn marked(&mut self, place: &str, wording: &str, spans: Vec<Span>) -> RichText {
        let mut content = RichText(spans);
        if content.text() != wording {
            self.report.left_out(format!("{place}: its marks under “maslahat” are for other letters"));
            return RichText::plain(wording);
        }
        for span in &mut content.0 {
            let link = span.marks.link.take();
            span.marks.link = link.filter(|href| {
                let safe = crate::rich_text::is_safe_link(href);
                if !safe {
                    let href = check::shortened(href);
                    self.report.left_out(format!("{place}: the link to “{href}” is neither http, https nor mailto"));
                }
                safe
            });
        }
        content
    }

    fn opened(&mut self, place: &str, wording: &str, opening: Option<&str>) -> RichText {
        let mut content = RichText::plain(wording);
        let Some(words) = opening.filter(|words| !words.is_empty()) else {
            return content;
        };
        // Wording in brackets opens behind the bracket.
        if wording.trim_start_matches(['[', ' ']).starts_with(words) {
            content.mark_words(words, |marks| marks.em = true);
            self.report.counted("opening words", 1);
        } else {
            let words = check::shortened(words);
            self.report.doubt(format!("{place}: does not open with “{words}”; no words are set in italics"));
        }
        content
    }

    fn status(&mut self, place: &str, id: &str, status: Option<String>) -> Result<Status, SourceError> {
        let own = self.own.statuses.remove(id);
        let parsed = |word: &str| {
            word.parse::<Status>().map_err(|reason| SourceError::UnknownWord {
                place: format!("{place}.status"),
                word: check::shortened(word),
                reason,
            })
        };
        let own = own.as_deref().map(parsed).transpose()?.filter(|own| *own != Status::Frozen);
        match status.as_deref().map(parsed).transpose()? {
            // A freeze is an act of this draft's own moderators; a file cannot bring one along.
            Some(Status::Frozen) => {
                let before = own.unwrap_or(Status::Agreed);
                self.report.left_out(format!("{place}.status: frozen; taken as {before}: freeze it here"));
                Ok(before)
            }
            status => Ok(status.or(own).unwrap_or(Status::Draft)),
        }
    }

    fn extras(&mut self, place: &str, file: &mut ParagraphFile) -> Result<BTreeMap<String, Value>, SourceError> {
        let mut rest = std::mem::take(&mut file.rest);
        let mut extras = BTreeMap::new();
        for (field, key) in EXTRAS {
            if let Some(value) = rest.remove(field) {
                check::data(&format!("{place}.{field}"), &value)?;
                self.report.counted(&field.replace('_', " "), value.as_array().map_or(1, Vec::len));
                extras.insert(key.to_owned(), value);
            }
        }
        rest.extend(misplaced(file));
        check::count(&format!("{place}: unknown fields"), rest.len(), PER_PARAGRAPH_MAX)?;
        for (key, value) in rest {
            let place = format!("{place}.{}", check::shortened(&key));
            check::letters(&place, &key, NAME_CHARS_MAX)?;
            check::data(&place, &value)?;
            self.report.kept(place);
            extras.insert(key, value);
        }
        Ok(extras)
    }

    fn subparagraphs(
        &mut self,
        place: &str,
        parent: &str,
        files: Vec<ParagraphFile>,
        section: Option<&str>,
    ) -> Result<(), SourceError> {
        check::count(&format!("{place}.subparagraphs"), files.len(), PER_PARAGRAPH_MAX)?;
        if !files.is_empty() && self.depth(parent) >= DEPTH_MAX {
            return Err(SourceError::Shape {
                place: format!("{place}.subparagraphs"),
                detail: format!("subparagraphs nest more than {DEPTH_MAX} deep"),
            });
        }
        for (index, file) in files.into_iter().enumerate() {
            let place = format!("{place}.subparagraphs[{index}]");
            let id = file.id.clone().unwrap_or_else(|| subparagraph_id(parent, file.label.as_deref(), index));
            self.paragraph(&place, &id, Kind::Subparagraph, file, section, Some(parent))?;
        }
        Ok(())
    }

    fn depth(&self, id: &str) -> usize {
        let parents = std::iter::successors(self.paragraphs.get(id), |paragraph| {
            paragraph.parent.as_ref().and_then(|parent| self.paragraphs.get(parent))
        });
        parents.count() - 1
    }
}

/// The id of a subparagraph that brings none: `r8.a` for `(a)`.
pub(in super::super) fn subparagraph_id(parent: &str, label: Option<&str>, index: usize) -> String {
    let letters: String = label.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.is_empty() { format!("{parent}.{}", index + 1) } else { format!("{parent}.{letters}") }
}

/// Each kind has one field for its number and one for its opening words.
fn number_and_opening(kind: Kind, file: &mut ParagraphFile) -> (Option<String>, Option<String>) {
    match kind {
        Kind::Recommendation => (file.number.take(), file.operative.take()),
        Kind::Subparagraph => (file.label.take(), file.opening.take().flatten()),
        Kind::Footnote => (file.mark.take(), None),
        Kind::Title | Kind::Subtitle | Kind::Preambular | Kind::Chapeau | Kind::Heading => {
            (None, file.opening.take().flatten())
        }
    }
}

/// Fields of the format that have no meaning in this place; they are kept like unknown ones.
fn misplaced(file: &mut ParagraphFile) -> Map<String, Value> {
    let fields = [
        ("number", file.number.take()),
        ("operative", file.operative.take()),
        ("label", file.label.take()),
        ("mark", file.mark.take()),
        ("at", file.at.take()),
        ("opening", file.opening.take().flatten()),
    ];
    let present = fields.into_iter().filter_map(|(key, value)| Some((key, value?)));
    present.map(|(key, value)| (key.to_owned(), Value::String(value))).collect()
}

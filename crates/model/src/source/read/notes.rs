//! What hangs on paragraphs: footnotes, bracket notes, references; and the last account.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use super::super::SourceError;
use super::super::check::{self, NAME_CHARS_MAX, PER_PARAGRAPH_MAX, TEXT_CHARS_MAX};
use super::super::format::{BracketFile, ParagraphFile};
use super::Reader;
use crate::paragraph::{BracketKind, Kind};
use crate::register::{AlternativeNote, BracketNote};

impl Reader {
    /// Footnotes of a paragraph. Their signs follow words of the paragraph or of its subparagraphs,
    /// whose texts begin at `first_text`.
    pub(super) fn footnotes(
        &mut self,
        place: &str,
        parent: &str,
        files: Vec<ParagraphFile>,
        section: Option<&str>,
        first_text: usize,
    ) -> Result<(), SourceError> {
        check::count(&format!("{place}.footnotes"), files.len(), PER_PARAGRAPH_MAX)?;
        let last_text = self.texts.len();
        for (index, file) in files.into_iter().enumerate() {
            let place = format!("{place}.footnotes[{index}]");
            if !file.footnotes.is_empty() || !file.subparagraphs.is_empty() {
                return Err(SourceError::Shape {
                    place,
                    detail: "a footnote has neither footnotes nor subparagraphs".into(),
                });
            }
            let id = file.id.clone().unwrap_or_else(|| footnote_id(parent, file.mark.as_deref(), index));
            let at = file.at.clone();
            self.paragraph(&place, &id, Kind::Footnote, file, section, Some(parent))?;
            if let Some(at) = at {
                check::text(&format!("{place}.at"), &at, NAME_CHARS_MAX)?;
                self.anchor(&place, &id, &at, first_text..last_text);
            }
        }
        Ok(())
    }

    /// Marks the words a footnote's sign follows, once in each language that has them.
    fn anchor(&mut self, place: &str, id: &str, words: &str, texts: std::ops::Range<usize>) {
        let mut anchored: BTreeSet<String> = BTreeSet::new();
        let mut taken = false;
        for text in &mut self.texts[texts] {
            let already = text.content.0.iter().any(|span| span.marks.footnote.as_deref() == Some(id));
            if already {
                anchored.insert(text.lang.clone());
            }
            if anchored.contains(&text.lang) {
                continue;
            }
            let other = Cell::new(false);
            let mut content = text.content.clone();
            let found = content.mark_words(words, |marks| {
                let before = marks.footnote.replace(id.to_owned());
                other.set(other.get() || before.is_some());
            });
            taken |= other.get();
            if found && !other.get() {
                text.content = content;
                anchored.insert(text.lang.clone());
            }
        }
        if !anchored.contains(&self.original) {
            let words = check::shortened(words);
            let reason = if taken { "already have a footnote" } else { "are not in the paragraph" };
            self.report.doubt(format!("{place}.at: the words “{words}” {reason}; the sign stands at the end"));
        }
    }

    /// What the file says about brackets. Where they are is read from the letters.
    pub(super) fn brackets(&mut self, place: &str, files: Vec<BracketFile>) -> Result<Vec<BracketNote>, SourceError> {
        check::count(&format!("{place}.brackets"), files.len(), PER_PARAGRAPH_MAX)?;
        self.report.counted("bracket notes", files.len());
        let mut seen = BTreeSet::new();
        let mut notes = Vec::with_capacity(files.len());
        for (index, file) in files.into_iter().enumerate() {
            let place = format!("{place}.brackets[{index}]");
            check::id(&format!("{place}.id"), &file.id)?;
            if !seen.insert(file.id.clone()) {
                return Err(SourceError::DoubledId { id: file.id, first: "an earlier bracket".into(), second: place });
            }
            file.kind.parse::<BracketKind>().map_err(|reason| SourceError::UnknownWord {
                place: format!("{place}.kind"),
                word: check::shortened(&file.kind),
                reason,
            })?;
            if let Some(note) = &file.note {
                check::letters(&format!("{place}.note"), note, TEXT_CHARS_MAX)?;
            }
            check::count(&format!("{place}.alternatives"), file.alternatives.len(), PER_PARAGRAPH_MAX)?;
            let mut alternatives = Vec::with_capacity(file.alternatives.len());
            for (number, alternative) in file.alternatives.into_iter().enumerate() {
                let place = format!("{place}.alternatives[{number}]");
                check::letters(&format!("{place}.text"), &alternative.text, TEXT_CHARS_MAX)?;
                self.attributions(&format!("{place}.proposed_by"), &alternative.proposed_by)?;
                let number = number.to_string();
                self.keep_rest(&place, &["brackets", &file.id, "alternatives", &number], alternative.rest)?;
                alternatives.push(AlternativeNote { text: alternative.text, proposed_by: alternative.proposed_by });
            }
            self.keep_rest(&place, &["brackets", &file.id], file.rest)?;
            notes.push(BracketNote { id: file.id, kind: file.kind, alternatives, note: file.note });
        }
        Ok(notes)
    }

    /// References between paragraphs, once all are known.
    pub(super) fn references(&mut self) -> Result<(), SourceError> {
        for (id, paragraph) in &self.paragraphs {
            if let Some(of) = paragraph.alternative_of.as_deref().filter(|of| !self.paragraphs.contains_key(*of)) {
                return Err(SourceError::DanglingId {
                    place: format!("{} ({id}).alternative_of", self.places[id]),
                    id: check::shortened(of),
                });
            }
        }
        for text in &mut self.texts {
            for span in &mut text.content.0 {
                let footnote = span.marks.footnote.take();
                span.marks.footnote = footnote.filter(|id| {
                    let known = self.paragraphs.get(id).is_some_and(|note| note.kind == Kind::Footnote);
                    if !known {
                        let (id, paragraph) = (check::shortened(id), &text.paragraph);
                        self.report.left_out(format!("{paragraph}: the sign of footnote “{id}”, which the file lacks"));
                    }
                    known
                });
            }
        }
        let mut numbers: BTreeMap<(Option<&str>, &str), &str> = BTreeMap::new();
        for id in &self.order {
            let paragraph = &self.paragraphs[id];
            let Some(number) = &paragraph.number else { continue };
            if let Some(first) = numbers.insert((paragraph.parent.as_deref(), number), id) {
                self.report.doubt(format!("{id}: has the number {number}, as {first} has"));
            }
        }
        Ok(())
    }

    /// What an export of ours says about the draft it was made of, and what nobody asked for.
    pub(super) fn own_rest(&mut self) -> Result<(), SourceError> {
        let own = std::mem::take(&mut self.own);
        for key in own.rest.keys() {
            let key = check::shortened(key);
            self.report.left_out(format!("maslahat.{key}: belongs to the draft this file was exported from"));
        }
        let unknown = own.texts.into_keys().chain(own.statuses.into_keys());
        for id in unknown {
            let id = check::shortened(&id);
            self.report.left_out(format!("maslahat: data for “{id}”, which is no paragraph of the file"));
        }
        Ok(())
    }

    /// The account opens with the paragraphs.
    pub(super) fn count(&mut self) {
        let others = std::mem::take(&mut self.report.counts);
        for kind in Kind::ALL {
            let of_kind = self.paragraphs.values().filter(|paragraph| paragraph.kind == *kind);
            let count = of_kind.count();
            self.report.counted(&format!("{kind} paragraphs"), count);
        }
        self.report.counted("texts", self.texts.len());
        let languages: BTreeSet<&str> = self.texts.iter().map(|text| text.lang.as_str()).collect();
        self.report.counted("languages", languages.len());
        self.report.counts.extend(others);
    }
}

/// The id of a footnote that brings none: `pp2.fn1` for the sign 1.
pub(in super::super) fn footnote_id(parent: &str, mark: Option<&str>, index: usize) -> String {
    let letters: String = mark.unwrap_or_default().chars().filter(char::is_ascii_alphanumeric).collect();
    if letters.is_empty() { format!("{parent}.fn-{}", index + 1) } else { format!("{parent}.fn{letters}") }
}

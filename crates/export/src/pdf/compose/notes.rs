//! Footnotes: the sign after the marked words, and the note's wording at the first sign.

use maslahat_model::register::Paragraph;
use maslahat_model::{Kind, RichText};

use super::Composer;
use super::blocks::find;
use super::spans::{sign_after, styled};
use crate::pdf::job::{Block, Note, Part, Span, Version};
use crate::pdf::words::autonym;

impl Composer<'_> {
    /// A text as the page sets it, with the signs of its footnotes.
    pub(super) fn spans(&mut self, content: &RichText, kind: Kind) -> Vec<Span> {
        let mut spans = styled(content, kind);
        let signs: Vec<Option<String>> = (0..content.0.len()).map(|nth| sign_after(content, nth)).collect();
        for (nth, footnote) in signs.into_iter().enumerate() {
            let (Some(id), Some(last)) = (footnote, spans[nth].last_mut()) else {
                continue;
            };
            if let Some(note) = self.note(&id) {
                last.note = Some(note);
            }
        }
        spans.into_iter().flatten().collect()
    }

    /// The sign of a footnote that is part of the text.
    fn note(&mut self, id: &str) -> Option<Note> {
        let register = self.register;
        let paragraph = register.paragraphs.get(id)?;
        if paragraph.kind != Kind::Footnote || !self.counts(paragraph) || self.languages(id).is_empty() {
            return None;
        }
        let first = self.noted.insert(id.to_owned());
        Some(Note {
            id: id.to_owned(),
            sign: paragraph.number.clone().unwrap_or_else(|| "*".to_owned()),
            versions: if first { self.versions_of_note(id, paragraph) } else { Vec::new() },
        })
    }

    /// A note in a note is not followed: the marks are the paragraph's own.
    fn versions_of_note(&self, id: &str, paragraph: &Paragraph) -> Vec<Version> {
        let mut versions = Vec::new();
        for lang in self.languages(id) {
            let Some(content) = self.content(id, lang) else {
                continue;
            };
            versions.push(Version {
                lang: lang.to_owned(),
                tag: if lang == self.lead { String::new() } else { autonym(lang).to_owned() },
                spans: styled(content, paragraph.kind).into_iter().flatten().collect(),
            });
        }
        versions
    }

    /// Footnotes without a sign stand at the end of the paragraph they belong to.
    pub(super) fn place_stray_notes(&mut self, parts: &mut [Part], shown: &[&str]) {
        let register = self.register;
        for id in shown.iter().copied() {
            let parent = register.paragraphs.get(id).and_then(|paragraph| paragraph.parent.as_deref());
            let Some(block) = parent.filter(|_| !self.noted.contains(id)).and_then(|parent| find(parts, parent)) else {
                continue;
            };
            if let Some(note) = self.note(id) {
                append(block, self.lead, note);
            }
        }
    }
}

/// Puts a sign after the last letter: for a footnote whose words were deleted. Nothing is lost.
fn append(block: &mut Block, lang: &str, note: Note) {
    let span = Span { note: Some(note), ..Span::default() };
    match block.versions.first_mut() {
        Some(version) => version.spans.push(span),
        None => block.versions.push(Version { lang: lang.to_owned(), tag: String::new(), spans: vec![span] }),
    }
}

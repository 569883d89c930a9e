//! One paragraph with its languages, brackets, subparagraphs and footnotes.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use super::super::format::{AlternativeFile, BracketFile, CharSpan, ParagraphFile};
use super::super::read::{EXTRAS, footnote_id, subparagraph_id};
use super::Writer;
use crate::brackets::{self, Bracket, Brackets, Noted};
use crate::paragraph::{Kind, Status};
use crate::register::{BracketNote, Paragraph};

impl<'s> Writer<'s> {
    pub(super) fn paragraph(&mut self, id: &'s str) -> ParagraphFile {
        self.paragraph_at(id, 0)
    }

    /// `index` is the place among the siblings of its kind.
    fn paragraph_at(&mut self, id: &'s str, index: usize) -> ParagraphFile {
        let Some(paragraph) = self.snapshot.register.paragraphs.get(id) else {
            return ParagraphFile::default();
        };
        let brackets = self.brackets(id, paragraph);
        let (text, variants) = self.wording(id);
        let mut file = ParagraphFile {
            text,
            brackets,
            alternative_of: paragraph.alternative_of.clone(),
            at: paragraph.at.clone(),
            rest: rest(paragraph),
            ..ParagraphFile::default()
        };
        let status = paragraph.shown_status();
        let number = paragraph.number.clone();
        let usual_id = match paragraph.kind {
            Kind::Subparagraph => paragraph.parent.as_deref().map(|p| subparagraph_id(p, number.as_deref(), index)),
            Kind::Footnote => paragraph.parent.as_deref().map(|p| footnote_id(p, number.as_deref(), index)),
            Kind::Chapeau => Some("chapeau".to_owned()),
            _ => None,
        };
        file.id = (usual_id.as_deref() != Some(id)).then(|| id.to_owned());
        match paragraph.kind {
            Kind::Recommendation => {
                file.number = number;
                file.operative.clone_from(&paragraph.opening);
            }
            Kind::Subparagraph => {
                file.label = number;
                file.opening = paragraph.opening.clone().map(Some);
            }
            Kind::Footnote => file.mark = number,
            _ => file.opening = Some(paragraph.opening.clone()),
        }
        // Parts of a paragraph are written as briefly as the format has them.
        let part = matches!(paragraph.kind, Kind::Subparagraph | Kind::Footnote);
        file.language_variants = (!part || !variants.is_empty()).then_some(variants);
        file.status = (!part || status != Status::Draft).then(|| status.to_string());
        let attributed = !matches!(paragraph.kind, Kind::Subparagraph | Kind::Footnote | Kind::Chapeau);
        file.proposed_by = (attributed || !paragraph.proposed_by.is_empty()).then(|| paragraph.proposed_by.clone());
        file.subparagraphs = self.children_of(id, Kind::Subparagraph);
        file.footnotes = self.children_of(id, Kind::Footnote);
        file
    }

    fn children_of(&mut self, id: &str, kind: Kind) -> Vec<ParagraphFile> {
        let paragraphs = &self.snapshot.register.paragraphs;
        let children = self.children.get(id).cloned().unwrap_or_default();
        let children = children.into_iter().filter(|child| paragraphs[*child].kind == kind && *child != id);
        let unwritten: Vec<&str> = children.filter(|child| !self.written.contains(child)).collect();
        unwritten.into_iter().enumerate().map(|(index, child)| self.paragraph_at(child, index)).collect()
    }

    /// The brackets of the living text, each with what was known about it; then the settled ones.
    fn brackets(&self, id: &str, paragraph: &Paragraph) -> Vec<BracketFile> {
        let mut by_language = self.brackets_by_language(id, paragraph.kind);
        let original = by_language.remove(self.snapshot.register.original_language.as_str()).unwrap_or_default();
        let flat = original.flat();
        let (joined, settled) = brackets::with_notes(&flat, &paragraph.brackets);
        let mut written = Vec::with_capacity(joined.len() + settled.len());
        let mut next = 1;
        for (index, noted) in joined.iter().enumerate() {
            let bracket_id = noted.note.map_or_else(|| free_id(id, &paragraph.brackets, &mut next), |n| n.id.clone());
            written.push(BracketFile {
                kind: noted.kind().to_string(),
                state: Some("open".into()),
                span: Some(char_span(noted.bracket)),
                alternatives: self.alternatives(&bracket_id, noted),
                note: noted.note.and_then(|note| note.note.clone()),
                variant_spans: variant_spans(&by_language, index, flat.len()),
                rest: self.bracket_rest(&bracket_id),
                id: bracket_id,
            });
        }
        written.extend(settled.into_iter().map(|note| self.settled(note)));
        written
    }

    fn brackets_by_language(&self, id: &str, kind: Kind) -> BTreeMap<&'s str, Brackets> {
        let texts = self.snapshot.texts.get(id).into_iter().flatten();
        texts.map(|(lang, text)| (lang.as_str(), brackets::read(kind, &text.content.text()))).collect()
    }

    fn alternatives(&self, id: &str, noted: &Noted<'_>) -> Vec<AlternativeFile> {
        let alternatives = noted.bracket.alternatives.iter().enumerate();
        alternatives
            .map(|(index, alternative)| AlternativeFile {
                text: alternative.text.clone(),
                span: Some([alternative.span.start, alternative.span.end]),
                proposed_by: noted.proposed_by(index).to_vec(),
                rest: self.kept(&["brackets", id, "alternatives", &index.to_string()]),
            })
            .collect()
    }

    /// A bracket that the letters no longer have: what was asked for, and by whom, is kept.
    fn settled(&self, note: &BracketNote) -> BracketFile {
        let alternatives = note.alternatives.iter().enumerate();
        BracketFile {
            id: note.id.clone(),
            kind: note.kind.clone(),
            state: Some("settled".into()),
            span: None,
            alternatives: alternatives
                .map(|(index, alternative)| AlternativeFile {
                    text: alternative.text.clone(),
                    span: None,
                    proposed_by: alternative.proposed_by.clone(),
                    rest: self.kept(&["brackets", &note.id, "alternatives", &index.to_string()]),
                })
                .collect(),
            note: note.note.clone(),
            variant_spans: BTreeMap::new(),
            rest: self.bracket_rest(&note.id),
        }
    }

    fn bracket_rest(&self, id: &str) -> Map<String, Value> {
        let mut rest = self.kept(&["brackets", id]);
        rest.remove("alternatives");
        rest
    }
}

/// The same bracket in the other languages, where they have as many.
fn variant_spans(others: &BTreeMap<&str, Brackets>, index: usize, count: usize) -> BTreeMap<String, CharSpan> {
    let others = others.iter().filter_map(|(lang, brackets)| {
        let flat = brackets.flat();
        (flat.len() == count).then(|| ((*lang).to_owned(), char_span(flat[index])))
    });
    others.collect()
}

fn char_span(bracket: &Bracket) -> CharSpan {
    [bracket.span.start, bracket.span.end]
}

fn free_id(paragraph: &str, notes: &[BracketNote], next: &mut usize) -> String {
    loop {
        let id = format!("{paragraph}.b{next}");
        *next += 1;
        if !notes.iter().any(|note| note.id == id) {
            return id;
        }
    }
}

fn rest(paragraph: &Paragraph) -> Map<String, Value> {
    let extras = paragraph.extras.iter().map(|(key, value)| {
        let field = EXTRAS.iter().find(|(_, extra)| extra == key).map_or(key.as_str(), |(field, _)| *field);
        (field.to_owned(), value.clone())
    });
    extras.collect()
}

//! One paragraph of the draft in the making.

use std::collections::BTreeMap;

use maslahat_model::{Kind, Span, brackets};
use serde_json::{Map, Value, json};

use super::Draft;
use super::spans::{self, Note};
use crate::docx::read::paragraphs::Line;

#[derive(Debug, Default)]
pub(super) struct Item {
    pub(super) id: String,
    /// Number, letter or sign.
    pub(super) label: Option<String>,
    /// As Word has it; none if the file does not say.
    pub(super) lang: Option<String>,
    pub(super) spans: Vec<Span>,
    pub(super) variants: BTreeMap<String, Vec<Span>>,
    pub(super) notes: Vec<Note>,
    /// Subparagraphs.
    pub(super) parts: Vec<Item>,
}

impl Item {
    pub(super) fn plain(id: &str, text: &str) -> Self {
        Self { id: id.to_owned(), spans: spans::plain(text), ..Self::default() }
    }

    pub(super) fn letters(&self) -> String {
        spans::letters(&self.spans)
    }

    /// The other languages; the marks of all go to `texts`.
    pub(super) fn variants_json(&self, texts: &mut Map<String, Value>, original: &str) -> Value {
        wordings(&self.id, &self.spans, &self.variants, texts, original)
    }

    pub(super) fn json(&self, opening: &str, texts: &mut Map<String, Value>, original: &str) -> Value {
        let letters = self.letters();
        let bracketed = brackets::read(Kind::Recommendation, &letters).count() > 0;
        let mut file = json!({
            "id": self.id,
            "text": letters,
            "language_variants": self.variants_json(texts, original),
            "status": if bracketed { "bracketed" } else { "draft" },
            "footnotes": self.notes.iter().map(|note| note.json(texts, original)).collect::<Vec<_>>(),
            "subparagraphs": self.parts.iter().map(|part| part.json("opening", texts, original)).collect::<Vec<_>>(),
        });
        file[opening] = self.opening().map_or(Value::Null, Value::String);
        // A letter is a subparagraph's, a number a recommendation's.
        let field = if opening == "operative" { "number" } else { "label" };
        file[field] = self.label.clone().map_or(Value::Null, Value::String);
        file
    }

    /// The italics that the paragraph opens with, behind its bracket.
    fn opening(&self) -> Option<String> {
        let first = self.spans.iter().find(|span| !span.text.trim_matches(['[', ' ']).is_empty())?;
        let opening = first.text.trim_start_matches(['[', ' ']).trim_end();
        let brief = opening.chars().count() <= 60 && !opening.contains(['[', ']', '\n']);
        (first.marks.em && brief).then(|| opening.to_owned())
    }
}

/// The letters of other languages; the marks of all under the id in `texts`.
pub(super) fn wordings(
    id: &str,
    original_spans: &[Span],
    variants: &BTreeMap<String, Vec<Span>>,
    texts: &mut Map<String, Value>,
    original: &str,
) -> Value {
    let variants = variants.iter().filter(|(lang, spans)| *lang != original && !spans.is_empty());
    let mut marked = Map::new();
    marked.insert(original.to_owned(), json!({ "spans": original_spans }));
    let mut letters = Map::new();
    for (lang, spans) in variants {
        marked.insert(lang.clone(), json!({ "spans": spans }));
        letters.insert(lang.clone(), spans::letters(spans).into());
    }
    texts.insert(id.to_owned(), Value::Object(marked));
    Value::Object(letters)
}

impl Draft<'_> {
    /// A paragraph with its notes. An id that is taken gets a number of its own.
    pub(super) fn item(&mut self, line: &Line, id: &str, label: Option<String>) -> Item {
        let known = maslahat_model::source::is_id(id);
        let id = self.free(if known { id } else { "p" });
        let wording = self.wording(line, &id);
        Item {
            id,
            label,
            lang: spans::language(&line.runs),
            spans: wording.spans,
            notes: wording.notes,
            ..Item::default()
        }
    }

    /// This id, or with a number behind it if it is taken.
    pub(super) fn free(&mut self, wanted: &str) -> String {
        let mut id = wanted.to_owned();
        while self.carried.contains(&id) || !self.ids.insert(id.clone()) {
            let nth = self.repeats.entry(wanted.to_owned()).or_insert(1);
            *nth += 1;
            id = format!("{wanted}-{nth}");
        }
        id
    }
}

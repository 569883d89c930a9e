//! Runs as spans of the draft, with the footnotes whose signs stand among them.

use std::collections::BTreeMap;

use maslahat_model::rich_text::is_safe_link;
use maslahat_model::source::refused_character;
use maslahat_model::{Marks, Span};
use serde_json::{Map, Value, json};

use super::{Draft, item, tag};
use crate::docx::name;
use crate::docx::read::paragraphs::{Line, Run};
use crate::docx::read::place::bare;

/// Words a sign may follow, in characters; of a longer run it follows the last word.
const ANCHOR_MAX: usize = 60;

#[derive(Debug)]
pub(super) struct Note {
    pub(super) id: String,
    sign: String,
    /// The words its sign follows.
    at: Option<String>,
    spans: Vec<Span>,
    variants: BTreeMap<String, Vec<Span>>,
}

impl Note {
    pub(super) fn json(&self, texts: &mut Map<String, Value>, original: &str) -> Value {
        json!({
            "id": self.id,
            "mark": self.sign,
            "at": self.at,
            "text": letters(&self.spans),
            "language_variants": item::wordings(&self.id, &self.spans, &self.variants, texts, original),
        })
    }
}

pub(super) struct Wording {
    pub(super) spans: Vec<Span>,
    pub(super) notes: Vec<Note>,
}

impl Draft<'_> {
    /// The wording of a paragraph whose id is `id`.
    pub(super) fn wording(&mut self, line: &Line, id: &str) -> Wording {
        let ours = line.bookmarks.iter().any(|bookmark| name::id(bookmark).is_some());
        let mut spans: Vec<Span> = Vec::new();
        let mut notes = Vec::new();
        let mut run_bytes = 0;
        for run in &line.runs {
            match &run.note {
                None => run_bytes = push(&mut spans, run),
                Some(reference) => {
                    let Some(mut note) = self.note(reference, run, id) else {
                        continue;
                    };
                    note.at = anchor(&mut spans, &note.id, Some(run_bytes).filter(|_| ours));
                    notes.push(note);
                }
            }
        }
        trim(&mut spans);
        Wording { spans, notes }
    }

    fn note(&mut self, reference: &str, run: &Run, parent: &str) -> Option<Note> {
        let lines = self.notes.get(reference)?;
        self.notes_used += 1;
        let sign = match clean(run.text.trim()) {
            sign if sign.is_empty() => self.notes_used.to_string(),
            sign => sign,
        };
        let own = lines.iter().find_map(|line| self.own_id(line));
        let letters: String = sign.chars().filter(char::is_ascii_alphanumeric).collect();
        let id = own.unwrap_or_else(|| format!("{parent}.fn{letters}"));
        let id = if maslahat_model::source::is_id(&id) { id } else { "fn".to_owned() };
        let id = self.free(&id);
        let mut note = Note { id, sign, at: None, spans: Vec::new(), variants: BTreeMap::new() };
        for line in lines {
            let mut line = line.clone();
            bare(&mut line, self.styles);
            let mut spans = Vec::new();
            line.runs.iter().filter(|run| run.note.is_none()).for_each(|run| {
                push(&mut spans, run);
            });
            trim(&mut spans);
            match language(&line.runs).filter(|_| line.style == name::VARIANT) {
                Some(lang) => {
                    note.variants.insert(tag(&lang), spans);
                }
                None => append(&mut note.spans, spans),
            }
        }
        // A note without a word is no note.
        (!note.spans.is_empty()).then_some(note)
    }
}

/// Marks the words before the sign: in our own files the run they are, whose bytes are given, else the
/// last word.
fn anchor(spans: &mut Vec<Span>, id: &str, run_bytes: Option<usize>) -> Option<String> {
    let last = spans.last_mut()?;
    if last.marks.footnote.is_some() {
        return None;
    }
    let end = last.text.trim_end().len();
    let run = run_bytes.and_then(|bytes| last.text.len().checked_sub(bytes));
    let run = run.filter(|start| {
        let words = last.text.get(*start..end).unwrap_or_default();
        !words.is_empty() && words.chars().count() <= ANCHOR_MAX
    });
    let start = run.unwrap_or_else(|| {
        let space = last.text[..end].char_indices().rev().find(|(_, letter)| letter.is_whitespace());
        space.map_or(0, |(at, letter)| at + letter.len_utf8())
    });
    let words = last.text[start..end].to_owned();
    if words.is_empty() {
        return None;
    }
    let (mut before, after) = (last.clone(), last.text[end..].to_owned());
    before.text.truncate(start);
    last.text = words.clone();
    last.marks.footnote = Some(id.to_owned());
    let marks = before.marks.clone();
    let at = spans.len() - 1;
    if !before.text.is_empty() {
        spans.insert(at, before);
    }
    if !after.is_empty() {
        spans.push(Span { text: after, marks });
    }
    Some(words)
}

/// Says how many bytes were put there.
fn push(spans: &mut Vec<Span>, run: &Run) -> usize {
    let text = clean(&run.text.replace('\t', " "));
    let bytes = text.len();
    if text.is_empty() {
        return bytes;
    }
    let marks = Marks {
        strong: run.strong,
        em: run.em,
        link: run.link.clone().filter(|href| is_safe_link(href)),
        footnote: None,
    };
    join(spans, Span { text, marks });
    bytes
}

fn join(spans: &mut Vec<Span>, span: Span) {
    match spans.last_mut() {
        Some(last) if last.marks == span.marks => last.text.push_str(&span.text),
        _ => spans.push(span),
    }
}

/// Puts wording behind a line break.
pub(super) fn append(spans: &mut Vec<Span>, more: Vec<Span>) {
    if more.is_empty() {
        return;
    }
    if !spans.is_empty() {
        join(spans, plain("\n").remove(0));
    }
    more.into_iter().for_each(|span| join(spans, span));
}

pub(super) fn plain(text: &str) -> Vec<Span> {
    vec![Span { text: text.to_owned(), marks: Marks::default() }]
}

pub(super) fn letters(spans: &[Span]) -> String {
    spans.iter().map(|span| span.text.as_str()).collect()
}

/// No white space before the first and after the last letter.
fn trim(spans: &mut Vec<Span>) {
    let worded = |span: &Span| !span.text.trim().is_empty();
    let Some(first) = spans.iter().position(worded) else {
        spans.clear();
        return;
    };
    let last = spans.iter().rposition(worded).unwrap_or(first);
    spans.truncate(last + 1);
    spans.drain(..first);
    if let Some(first) = spans.first_mut() {
        first.text = first.text.trim_start().to_owned();
    }
    if let Some(last) = spans.last_mut() {
        last.text.truncate(last.text.trim_end().len());
    }
}

/// The language of most of a paragraph's letters, if any of its runs says.
pub(super) fn language(runs: &[Run]) -> Option<String> {
    let mut weights: BTreeMap<&str, usize> = BTreeMap::new();
    for run in runs {
        if let Some(lang) = &run.lang {
            *weights.entry(lang).or_default() += run.text.len();
        }
    }
    weights.into_iter().max_by_key(|(_, letters)| *letters).map(|(lang, _)| lang.to_owned())
}

/// Without the characters that no draft takes.
pub(super) fn clean(text: &str) -> String {
    if refused_character(text).is_none() {
        return text.to_owned();
    }
    text.chars().filter(|letter| refused_character(letter.encode_utf8(&mut [0; 4])).is_none()).collect()
}

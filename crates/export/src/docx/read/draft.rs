//! The draft in the fixture format, put together from placed paragraphs.

mod item;
mod spans;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value, json};

use super::DocxError;
use super::labels;
use super::paragraphs::{LeftOut, Line, Notes};
use super::place::{Placed, Role};
use super::styles::Styles;
use crate::docx::name;
use item::Item;

/// What chapters are called whose heading the file lacks.
const HEADING: &str = "Recommendations";

pub(super) fn assemble(
    placed: Vec<Placed>,
    notes: &Notes,
    styles: &Styles,
    left_out: LeftOut,
) -> Result<(String, Vec<String>), DocxError> {
    let lines = placed.iter().map(|placed| &placed.line).chain(notes.values().flatten());
    let bookmarks = lines.flat_map(|line| &line.bookmarks);
    let mut draft = Draft {
        carried: bookmarks.filter_map(|bookmark| name::id(bookmark)).collect(),
        notes,
        styles,
        ids: BTreeSet::new(),
        repeats: BTreeMap::new(),
        numerals: BTreeSet::new(),
        notes_used: 0,
        left_out,
        lines: Vec::new(),
        title: None,
        subtitle: None,
        preamble: Vec::new(),
        chapeau: None,
        sections: Vec::new(),
        symbol: String::new(),
        organisers: Vec::new(),
        addressees: Vec::new(),
    };
    for paragraph in placed {
        draft.take(paragraph);
    }
    draft.finish()
}

struct Section {
    numeral: String,
    heading: Item,
    recommendations: Vec<Item>,
}

struct Draft<'a> {
    notes: &'a Notes,
    styles: &'a Styles,
    ids: BTreeSet<String>,
    /// Ids that bookmarks carry, and that no other paragraph may be given.
    carried: BTreeSet<String>,
    /// How often an id was wanted that was taken.
    repeats: BTreeMap<String, usize>,
    /// Of the chapters.
    numerals: BTreeSet<String>,
    /// Footnotes met so far, which is how Word counts them.
    notes_used: usize,
    left_out: LeftOut,
    /// On what was not taken or looks odd.
    lines: Vec<String>,
    title: Option<Item>,
    subtitle: Option<Item>,
    preamble: Vec<Item>,
    chapeau: Option<Item>,
    sections: Vec<Section>,
    symbol: String,
    organisers: Vec<String>,
    addressees: Vec<String>,
}

impl Draft<'_> {
    fn take(&mut self, placed: Placed) {
        let Placed { role, label, line } = placed;
        match role {
            Role::Title if self.title.is_none() => self.title = Some(self.fixed(&line, "title", label)),
            Role::Subtitle if self.subtitle.is_none() => {
                self.subtitle = Some(self.fixed(&line, "subtitle", label));
            }
            Role::Chapeau if self.chapeau.is_none() => self.chapeau = Some(self.fixed(&line, "chapeau", label)),
            Role::Title | Role::Subtitle | Role::Chapeau | Role::Continuation => self.go_on(&line),
            Role::Preambular => {
                let id = self.own_id(&line).unwrap_or_else(|| format!("pp{}", self.preamble.len() + 1));
                let item = self.item(&line, &id, label);
                self.preamble.push(item);
            }
            Role::Heading => self.heading(&line, label),
            Role::Recommendation => self.recommendation(&line, label),
            Role::Subparagraph => self.subparagraph(&line, label),
            Role::Variant => self.variant(&line),
            Role::Organiser => self.organisers.push(letters(&line)),
            Role::Addressee => self.addressees.push(letters(&line)),
            Role::Symbol => self.symbol = letters(&line),
            Role::Apparatus => self.left_out.add("lines of the pages (date, standing, reservations)", 1),
            Role::Unknown => {
                let text: String = letters(&line).chars().take(60).collect();
                self.lines.push(format!("before the title: “{text}”"));
            }
        }
    }

    fn heading(&mut self, line: &Line, numeral: Option<String>) {
        let free = |numeral: &String| !self.numerals.contains(numeral);
        let numeral = numeral.filter(free).unwrap_or_else(|| {
            let next = (self.sections.len() + 1..).find(|number| free(&labels::roman(*number))).unwrap_or_default();
            labels::roman(next)
        });
        self.numerals.insert(numeral.clone());
        let id = format!("h-{numeral}");
        let heading = self.fixed(line, &id, None);
        self.sections.push(Section { numeral, heading, recommendations: Vec::new() });
    }

    fn recommendation(&mut self, line: &Line, label: Option<String>) {
        if self.sections.is_empty() {
            self.lines.push(format!("no heading before the first recommendation: “{HEADING}” was added"));
            self.numerals.insert("I".into());
            self.ids.insert("h-I".into());
            let heading = Item::plain("h-I", HEADING);
            self.sections.push(Section { numeral: "I".into(), heading, recommendations: Vec::new() });
        }
        let count: usize = self.sections.iter().map(|section| section.recommendations.len()).sum();
        let number = label.unwrap_or_else(|| (count + 1).to_string());
        let from_number: String = number.chars().filter(char::is_ascii_alphanumeric).collect();
        let id = self.own_id(line).unwrap_or_else(|| format!("r{from_number}"));
        let item = self.item(line, &id, Some(number));
        if let Some(section) = self.sections.last_mut() {
            section.recommendations.push(item);
        }
    }

    fn subparagraph(&mut self, line: &Line, label: Option<String>) {
        let Some(parent) = self.last() else {
            self.recommendation(line, label);
            return;
        };
        let count = parent.parts.len();
        let parent_id = parent.id.clone();
        let label = label.unwrap_or_else(|| format!("({})", letter(count)));
        let letters: String = label.chars().filter(char::is_ascii_alphanumeric).collect();
        let id = self.own_id(line).unwrap_or_else(|| format!("{parent_id}.{letters}"));
        let mut item = self.item(line, &id, Some(label));
        if let Some(parent) = self.last() {
            // A note of ours says in its id whose it is, wherever its sign stands.
            let of_parent = format!("{parent_id}.fn");
            parent.notes.extend(item.notes.extract_if(.., |note| note.id.starts_with(&of_parent)));
            parent.parts.push(item);
        }
    }

    /// The id that a bookmark of ours carries.
    fn own_id(&mut self, line: &Line) -> Option<String> {
        let mut ids = line.bookmarks.iter().filter_map(|bookmark| name::id(bookmark));
        let id = ids.find(|id| maslahat_model::source::is_id(id) && !self.ids.contains(id))?;
        self.carried.remove(&id);
        Some(id)
    }

    /// A paragraph whose id the format itself gives.
    fn fixed(&mut self, line: &Line, id: &str, label: Option<String>) -> Item {
        self.carried.remove(id);
        self.item(line, id, label)
    }

    /// The last paragraph that may have parts.
    fn last(&mut self) -> Option<&mut Item> {
        match self.sections.last_mut() {
            Some(section) => section.recommendations.last_mut(),
            None => self.preamble.last_mut(),
        }
    }

    /// The last paragraph at all, in the order of the file.
    fn latest(&mut self) -> Option<&mut Item> {
        if let Some(section) = self.sections.last_mut() {
            let latest = section.recommendations.last_mut();
            return match latest {
                Some(item) if !item.parts.is_empty() => item.parts.last_mut(),
                Some(item) => Some(item),
                None => Some(&mut section.heading),
            };
        }
        let front = [self.chapeau.as_mut(), self.preamble.last_mut(), self.subtitle.as_mut(), self.title.as_mut()];
        front.into_iter().flatten().next()
    }

    fn variant(&mut self, line: &Line) {
        let Some(lang) = spans::language(&line.runs).map(|lang| tag(&lang)) else {
            return self.go_on(line);
        };
        let id = self.latest().map(|item| item.id.clone()).unwrap_or_default();
        let wording = self.wording(line, &id);
        if let Some(item) = self.latest() {
            item.variants.insert(lang, wording.spans);
        }
    }

    /// A further paragraph of the same paragraph: behind a line break.
    fn go_on(&mut self, line: &Line) {
        let Some(id) = self.latest().map(|item| item.id.clone()) else {
            return;
        };
        let wording = self.wording(line, &id);
        self.left_out.add("paragraphs without a number (joined to the one before)", 1);
        if let Some(item) = self.latest() {
            spans::append(&mut item.spans, wording.spans);
            item.notes.extend(wording.notes);
        }
    }

    fn finish(mut self) -> Result<(String, Vec<String>), DocxError> {
        let Some(title) = self.title.take().filter(|title| !title.letters().is_empty()) else {
            return Err(DocxError::Empty);
        };
        let opens = |item: &mut Item| item.letters().ends_with(':');
        if self.chapeau.is_none()
            && let Some(mut last) = self.preamble.pop_if(opens)
        {
            last.id = "chapeau".into();
            self.chapeau = Some(last);
        }
        let original = self.original_language(&title);
        let mut texts = Map::new();
        let file = json!({
            "schema_version": 1,
            "document_symbol": self.symbol,
            "title": title.letters(),
            "title_variants": title.variants_json(&mut texts, &original),
            "subtitle": self.subtitle.as_ref().map(Item::letters),
            "subtitle_variants": self.subtitle.as_ref().map(|item| item.variants_json(&mut texts, &original)).unwrap_or_default(),
            "addressed_to": self.addressees,
            "organisers": self.organisers,
            "original_language": original,
            "working_languages": [original],
            "reading": "first",
            "text_status": "zero_draft",
            "preamble": self.preamble.iter().map(|item| item.json("opening", &mut texts, &original)).collect::<Vec<_>>(),
            "chapeau": self.chapeau.as_ref().map(|item| item.json("opening", &mut texts, &original)),
            "sections": self.sections.iter().map(|section| json!({
                "heading": section.heading.letters(),
                "numeral": section.numeral,
                "heading_variants": section.heading.variants_json(&mut texts, &original),
                "facilitators": [],
                "recommendations": section.recommendations.iter()
                    .map(|item| item.json("operative", &mut texts, &original)).collect::<Vec<_>>(),
            })).collect::<Vec<_>>(),
            "comments": [],
            "delegations": [],
            "maslahat": { "texts": texts },
        });
        let mut lines = self.lines;
        lines.extend(self.left_out.0.iter().map(|(what, count)| format!("{count} {what}")));
        Ok((without_nulls(file).to_string(), lines))
    }

    /// The language most of the letters are in.
    fn original_language(&self, title: &Item) -> String {
        let default = self.styles.lang.as_deref().map_or_else(|| "en".to_owned(), tag);
        let sections = self.sections.iter().flat_map(|section| &section.recommendations);
        let items = sections.chain(&self.preamble).chain(&self.chapeau).chain([title]);
        let mut weights: BTreeMap<String, usize> = BTreeMap::new();
        for item in items {
            let lang = item.lang.as_deref().map_or_else(|| default.clone(), tag);
            *weights.entry(lang).or_default() += item.letters().len();
        }
        let heaviest = weights.into_iter().max_by_key(|(_, letters)| *letters);
        heaviest.map_or(default, |(lang, _)| lang)
    }
}

fn letters(line: &Line) -> String {
    spans::clean(line.text().trim())
}

/// `a` … `z`, `aa` …
fn letter(index: usize) -> String {
    let letter = char::from(b'a' + (index % 26) as u8);
    letter.to_string().repeat(index / 26 + 1)
}

/// A tag of Word's as ours: without the country, and with the script only where two are in use.
fn tag(word: &str) -> String {
    let mut parts = word.split(['-', '_']);
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    let script = parts.next().filter(|part| part.len() == 4);
    let tag = match (primary.as_str(), script) {
        ("uz", script) => format!("uz-{}", script.unwrap_or("Latn")),
        ("kk", script) => format!("kk-{}", script.unwrap_or("Cyrl")),
        _ => primary,
    };
    if maslahat_model::source::is_language(&tag) { tag } else { "en".to_owned() }
}

/// The format has no field without a value.
fn without_nulls(file: Value) -> Value {
    match file {
        Value::Object(map) => {
            let present = map.into_iter().filter(|(_, value)| !value.is_null());
            Value::Object(present.map(|(key, value)| (key, without_nulls(value))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

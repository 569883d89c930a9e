//! What an export knows beyond the format: documents, heads, hashes, marks, freezes, proposals.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use super::super::format::{OwnFile, OwnTextFile};
use super::Writer;
use crate::paragraph::{Kind, Status};
use crate::rich_text::Marks;

impl Writer<'_> {
    /// Called last: it also holds what found no other place.
    pub(super) fn own(mut self) -> OwnFile {
        let register = &self.snapshot.register;
        let mut statuses = BTreeMap::new();
        for (id, paragraph) in &register.paragraphs {
            let has_place = !matches!(paragraph.kind, Kind::Title | Kind::Subtitle | Kind::Heading);
            let shown = paragraph.shown_status();
            if (has_place && shown == Status::Frozen) || (!has_place && paragraph.status != Status::Draft) {
                statuses.insert(id.clone(), paragraph.status.to_string());
            }
        }
        let mut rest = Map::new();
        rest.insert("draft".into(), json!(register.id));
        rest.insert("at".into(), json!(self.snapshot.at));
        rest.insert("ledger_head".into(), json!(self.snapshot.ledger_head));
        rest.insert("languages".into(), json!(register.languages));
        if let Some(frozen) = &register.frozen {
            rest.insert("frozen".into(), json!(frozen));
        }
        if !register.people.is_empty() {
            rest.insert("people".into(), json!(register.people));
        }
        if !register.proposals.is_empty() {
            rest.insert("proposals".into(), json!(register.proposals));
        }
        let unplaced = self.unplaced();
        if !unplaced.is_empty() {
            rest.insert("unplaced".into(), unplaced.into());
        }
        OwnFile { texts: self.own_texts(), statuses, rest }
    }

    fn own_texts(&self) -> BTreeMap<String, BTreeMap<String, OwnTextFile>> {
        let texts = self.snapshot.texts.iter().map(|(id, languages)| {
            let known = self.snapshot.register.paragraphs.get(id);
            let languages = languages.iter().map(|(lang, text)| {
                let mut rest = Map::new();
                if let Some(known) = known.and_then(|paragraph| paragraph.texts.get(lang)) {
                    rest.insert("url".into(), json!(known.url));
                    rest.insert("state".into(), json!(if known.frozen.is_some() { "frozen" } else { "open" }));
                    if let Some(frozen) = &known.frozen {
                        rest.insert("frozen".into(), json!(frozen));
                    }
                    if !known.earlier.is_empty() {
                        rest.insert("earlier".into(), json!(known.earlier));
                    }
                }
                rest.insert("heads".into(), json!(text.heads));
                rest.insert("sha256".into(), json!(text.sha256));
                let marked = text.content.0.iter().any(|span| span.marks != Marks::default());
                let spans = marked.then(|| text.content.0.clone());
                (lang.clone(), OwnTextFile { spans, rest })
            });
            (id.clone(), languages.collect())
        });
        texts.collect()
    }

    /// Paragraphs of a register whose parts do not fit together; there should be none.
    fn unplaced(&mut self) -> Vec<Value> {
        let register = &self.snapshot.register;
        let mut unplaced = Vec::new();
        for (id, paragraph) in &register.paragraphs {
            if !self.written.contains(id.as_str()) {
                let file = self.paragraph(id);
                unplaced
                    .push(json!({"id": id, "kind": paragraph.kind, "section": paragraph.section, "paragraph": file}));
            }
        }
        unplaced
    }
}

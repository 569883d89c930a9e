//! Akoma Ntoso 3.0, the XML of parliaments and of the United Nations, for archives and for whoever
//! translates or publishes the text further. Paragraph ids are its `eId`s.

mod meta;

use maslahat_model::{Kind, Snapshot};

use crate::ExportError;
use crate::pdf::{Block, Bracket, Note, Part, Span, Version};
use crate::view::{Markup, View};

const NAMESPACE: &str = "http://docs.oasis-open.org/legaldocml/ns/akn/3.0";
/// Statuses and the like, for which Akoma Ntoso has no words.
const OWN_NAMESPACE: &str = "urn:maslahat:1";

/// Writes the text in a language (`""` for the original, `all` for every one).
///
/// # Errors
/// The draft has no such language, or holds what no document may hold.
pub fn akn(snapshot: &Snapshot, lang: &str) -> Result<Vec<u8>, ExportError> {
    let view = View::of(snapshot, lang)?;
    let mut document = Document { view: &view, out: Markup::new("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n") };
    document.write();
    Ok(document.out.finish())
}

struct Document<'v, 's> {
    view: &'v View<'s>,
    out: Markup,
}

impl Document<'_, '_> {
    fn write(&mut self) {
        self.out.open("akomaNtoso", &[("xmlns", NAMESPACE), ("xmlns:m", OWN_NAMESPACE)]);
        self.out.line();
        self.out.open("statement", &[("name", "recommendations")]);
        self.out.line();
        self.meta();
        let parts = &self.view.page.parts;
        let body_from = parts.iter().position(|part| matches!(part, Part::Heading { .. } | Part::List { .. }));
        let (front, body) = parts.split_at(body_from.unwrap_or(parts.len()));
        self.preface(front);
        self.preamble(front);
        self.body(body);
    }

    fn preface(&mut self, parts: &[Part]) {
        let page = &self.view.page;
        self.out.open("preface", &[]);
        self.out.line();
        if !page.symbol.is_empty() {
            self.out.open("p", &[]);
            self.out.leaf("docNumber", &[], &page.symbol);
            self.out.close();
            self.out.line();
        }
        for part in parts {
            let (name, block) = match part {
                Part::Title { block } => ("docTitle", block),
                Part::Subtitle { block } => ("docPurpose", block),
                _ => continue,
            };
            for (nth, version) in block.versions.iter().enumerate() {
                self.out.open("p", &[("xml:lang", &version.lang)]);
                let id: &[(&str, &str)] = if nth == 0 { &[("eId", &block.id)] } else { &[] };
                self.out.open(name, id);
                self.spans(version);
                self.out.close();
                self.out.close();
                self.out.line();
            }
        }
        for name in &page.addressed.names {
            self.out.open("p", &[("class", "addressee"), ("xml:lang", &page.addressed.lang)]);
            self.out.text(name);
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    fn preamble(&mut self, parts: &[Part]) {
        let recitals: Vec<&Block> = parts
            .iter()
            .filter_map(|part| match part {
                Part::Preambular { block } => Some(block),
                _ => None,
            })
            .collect();
        let chapeau = parts.iter().find_map(|part| match part {
            Part::Chapeau { block } => Some(block),
            _ => None,
        });
        if recitals.is_empty() && chapeau.is_none() {
            return;
        }
        self.out.open("preamble", &[]);
        self.out.line();
        if !recitals.is_empty() {
            self.out.open("recitals", &[]);
            self.out.line();
            for block in recitals {
                self.open_block("recital", block);
                self.wordings(block);
                self.out.close();
                self.out.line();
            }
            self.out.close();
            self.out.line();
        }
        if let Some(block) = chapeau {
            let attributes = self.block_attributes(block);
            let mut attributes: Vec<(&str, &str)> = attributes.iter().map(|(k, v)| (*k, v.as_str())).collect();
            attributes.insert(0, ("name", "chapeau"));
            self.out.open("formula", &attributes);
            self.wordings(block);
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    fn body(&mut self, parts: &[Part]) {
        self.out.open("mainBody", &[]);
        self.out.line();
        let mut in_chapter = false;
        for part in parts {
            match part {
                Part::Heading { block } => {
                    if in_chapter {
                        self.out.close();
                        self.out.line();
                    }
                    in_chapter = true;
                    self.open_block("chapter", block);
                    self.out.line();
                    self.number(block);
                    for version in block.versions.iter().take(1) {
                        self.out.open("heading", &[("xml:lang", &version.lang)]);
                        self.spans(version);
                        self.out.close();
                        self.out.line();
                    }
                }
                Part::List { items } => items.iter().for_each(|item| self.item("paragraph", item)),
                Part::Preambular { block }
                | Part::Chapeau { block }
                | Part::Title { block }
                | Part::Subtitle { block } => {
                    self.item("paragraph", block);
                }
            }
        }
        if in_chapter {
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    /// A paragraph of the operative part, with those within it.
    fn item(&mut self, name: &'static str, block: &Block) {
        self.open_block(name, block);
        self.number(block);
        if block.children.is_empty() {
            self.out.open("content", &[]);
            self.wordings(block);
            self.out.close();
        } else {
            self.out.open("intro", &[]);
            self.wordings(block);
            self.out.close();
            self.out.line();
            block.children.iter().for_each(|child| self.item("subparagraph", child));
        }
        self.out.close();
        self.out.line();
    }

    fn number(&mut self, block: &Block) {
        if !block.label.is_empty() {
            self.out.leaf("num", &[], &block.label);
        }
    }

    fn open_block(&mut self, name: &'static str, block: &Block) {
        let attributes = self.block_attributes(block);
        let attributes: Vec<(&str, &str)> = attributes.iter().map(|(key, value)| (*key, value.as_str())).collect();
        self.out.open(name, &attributes);
    }

    fn block_attributes(&self, block: &Block) -> Vec<(&'static str, String)> {
        let mut attributes = vec![("eId", block.id.clone())];
        if let Some(paragraph) = self.view.paragraph(&block.id).filter(|paragraph| paragraph.kind != Kind::Heading) {
            attributes.push(("m:status", paragraph.shown_status().to_string()));
            if let Some(of) = &paragraph.alternative_of {
                attributes.push(("m:alternativeOf", of.clone()));
            }
        }
        attributes
    }

    fn wordings(&mut self, block: &Block) {
        // An element with no paragraph at all would not be valid.
        if block.versions.is_empty() {
            self.out.leaf("p", &[], "");
        }
        for version in &block.versions {
            self.wording(version);
        }
    }

    fn wording(&mut self, version: &Version) {
        self.out.open("p", &[("xml:lang", &version.lang)]);
        self.spans(version);
        self.out.close();
    }

    fn spans(&mut self, version: &Version) {
        for span in &version.spans {
            self.span(span);
            if let Some(Note { id, sign, .. }) = &span.note {
                let href = format!("#{id}");
                self.out.empty("noteRef", &[("href", &href), ("marker", sign)]);
            }
        }
    }

    fn span(&mut self, span: &Span) {
        let mut opened = 0;
        let bracket = match span.bracket {
            Bracket::Outside => None,
            Bracket::Edge => Some("bracketSign"),
            Bracket::Inside => Some("bracketed"),
        };
        if let Some(name) = bracket {
            self.out.open("inline", &[("name", name)]);
            opened += 1;
        }
        if let Some(href) = &span.link {
            self.out.open("a", &[("href", href)]);
            opened += 1;
        }
        for (set, name) in [(span.strong, "b"), (span.em, "i")] {
            if set {
                self.out.open(name, &[]);
                opened += 1;
            }
        }
        for (nth, line) in span.text.split('\n').enumerate() {
            if nth > 0 {
                self.out.empty("eol", &[]);
            }
            self.out.text(line);
        }
        (0..opened).for_each(|_| self.out.close());
    }
}

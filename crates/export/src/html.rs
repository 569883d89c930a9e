//! One self-contained HTML page: no scripts, nothing loaded, readable by screen readers and on paper.

mod front;

use maslahat_model::Snapshot;

use crate::ExportError;
use crate::pdf::{Block, Bracket, Note, Part, Span, Version};
use crate::view::{Markup, View, direction};

const STYLE: &str = include_str!("html/style.css");
/// The page asks for nothing, and may not be made to.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'";

/// Writes the text in a language (`""` for the original, `all` for every one).
///
/// # Errors
/// The draft has no such language, or holds what no document may hold.
pub fn html(snapshot: &Snapshot, lang: &str) -> Result<Vec<u8>, ExportError> {
    let view = View::of(snapshot, lang)?;
    let mut page = Page { view: &view, out: Markup::new("<!DOCTYPE html>\n") };
    page.write();
    Ok(page.out.finish())
}

struct Page<'v, 's> {
    view: &'v View<'s>,
    out: Markup,
}

impl Page<'_, '_> {
    fn write(&mut self) {
        let page = &self.view.page;
        self.out.open("html", &[("lang", &page.lang), ("dir", direction(&page.lang))]);
        self.out.open("head", &[]);
        self.out.empty("meta", &[("charset", "utf-8")]);
        self.out.empty("meta", &[("http-equiv", "Content-Security-Policy"), ("content", POLICY)]);
        self.out.empty("meta", &[("name", "viewport"), ("content", "width=device-width, initial-scale=1")]);
        self.out.leaf("title", &[], &page.title.letters());
        self.out.open("style", &[]);
        self.out.raw(STYLE);
        self.out.close();
        self.out.close();
        self.out.line();
        self.out.open("body", &[]);
        self.masthead();
        self.out.open("main", &[]);
        self.parts();
        self.out.close();
        self.reservations();
        self.notes();
    }

    fn parts(&mut self) {
        let mut in_section = false;
        for part in &self.view.page.parts {
            match part {
                Part::Title { block } => {
                    self.heading("h1", block);
                    self.addressed();
                }
                Part::Subtitle { block } => self.paragraph("p", "subtitle", block),
                Part::Preambular { block } => self.paragraph("p", "preambular", block),
                Part::Chapeau { block } => self.paragraph("p", "chapeau", block),
                Part::Heading { block } => {
                    if in_section {
                        self.out.close();
                    }
                    in_section = true;
                    self.out.open("section", &[("aria-labelledby", &block.id)]);
                    self.heading("h2", block);
                }
                Part::List { items } => self.list(items),
            }
        }
        if in_section {
            self.out.close();
        }
    }

    fn heading(&mut self, level: &'static str, block: &Block) {
        let first = block.versions.first();
        let lang = first.map_or(self.view.page.lang.as_str(), |first| first.lang.as_str());
        self.out.open(level, &[("id", &block.id), ("lang", lang), ("dir", direction(lang))]);
        if !block.label.is_empty() {
            self.out.leaf("span", &[("class", "number")], &block.label);
            self.out.text(" ");
        }
        if let Some(first) = first {
            self.spans(first);
        }
        self.out.close();
        self.out.line();
        for other in block.versions.iter().skip(1) {
            self.version("p", "variant", None, other);
        }
    }

    /// The operative paragraphs. Their numbers are part of the text, not of the list.
    fn list(&mut self, items: &[Block]) {
        self.out.open("ol", &[("role", "list")]);
        self.out.line();
        for item in items {
            self.out.open("li", &[("id", &item.id)]);
            self.wordings(item);
            if !item.children.is_empty() {
                self.list(&item.children);
            }
            self.out.close();
            self.out.line();
        }
        self.out.close();
        self.out.line();
    }

    fn wordings(&mut self, block: &Block) {
        for (nth, version) in block.versions.iter().enumerate() {
            let class = if nth == 0 { "wording" } else { "variant" };
            self.version("p", class, (nth == 0).then_some(block), version);
        }
    }

    fn paragraph(&mut self, name: &'static str, class: &str, block: &Block) {
        self.out.open("div", &[("class", class), ("id", &block.id)]);
        for (nth, version) in block.versions.iter().enumerate() {
            let class = if nth == 0 { "wording" } else { "variant" };
            self.version(name, class, (nth == 0).then_some(block), version);
        }
        self.out.close();
        self.out.line();
        if !block.children.is_empty() {
            self.list(&block.children);
        }
    }

    /// One language of a paragraph; number and status go with the first.
    fn version(&mut self, name: &'static str, class: &str, block: Option<&Block>, version: &Version) {
        let lang = version.lang.as_str();
        self.out.open(name, &[("class", class), ("lang", lang), ("dir", direction(lang))]);
        if let Some(block) = block.filter(|block| !block.label.is_empty()) {
            self.out.leaf("span", &[("class", "number")], &block.label);
            self.out.text(" ");
        }
        self.spans(version);
        if let Some(block) = block.filter(|block| !block.status.is_empty()) {
            let page = self.view.page.lang.as_str();
            self.out.text(" ");
            self.out.leaf("span", &[("class", "status"), ("lang", page), ("dir", direction(page))], &block.status);
        }
        self.out.close();
    }

    fn spans(&mut self, version: &Version) {
        if !version.tag.is_empty() {
            self.out.leaf("span", &[("class", "tag")], &version.tag);
            self.out.text(" ");
        }
        for span in &version.spans {
            self.span(span);
            if let Some(note) = &span.note {
                self.sign(note);
            }
        }
    }

    fn span(&mut self, span: &Span) {
        let class = match span.bracket {
            Bracket::Outside => None,
            Bracket::Edge => Some("edge"),
            Bracket::Inside => Some("bracket"),
        };
        let mut opened = 0;
        if let Some(class) = class {
            self.out.open("span", &[("class", class)]);
            opened += 1;
        }
        if let Some(href) = &span.link {
            self.out.open("a", &[("href", href), ("rel", "noopener noreferrer nofollow")]);
            opened += 1;
        }
        for (set, name) in [(span.strong, "strong"), (span.em, "em")] {
            if set {
                self.out.open(name, &[]);
                opened += 1;
            }
        }
        for (nth, line) in span.text.split('\n').enumerate() {
            if nth > 0 {
                self.out.empty("br", &[]);
            }
            self.out.text(line);
        }
        (0..opened).for_each(|_| self.out.close());
    }

    fn sign(&mut self, note: &Note) {
        let target = format!("#{}", note.id);
        let back = format!("_ref-{}", note.id);
        self.out.open("sup", &[]);
        let mut attributes = vec![("href", target.as_str()), ("role", "doc-noteref")];
        // A sign that is repeated has no place of its own to come back to.
        if !note.versions.is_empty() {
            attributes.push(("id", &back));
        }
        self.out.leaf("a", &attributes, &note.sign);
        self.out.close();
    }
}

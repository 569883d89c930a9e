//! The text as a Word file: numbers as text, real footnotes, comments, every run in its language.

mod comments;
mod part;
mod parts;
mod text;

use maslahat_model::Snapshot;

use super::name;
use crate::ExportError;
use crate::package::{self, File};
use crate::pdf::{Block, Note, Part as PagePart, Standing};
use crate::view::View;
use comments::Comments;
use part::Part;
use text::{Place, Wording};

/// Writes the text in a language (`""` for the original, `all` for every one).
///
/// # Errors
/// The draft has no such language, or holds what no document may hold.
pub fn docx(snapshot: &Snapshot, lang: &str) -> Result<Vec<u8>, ExportError> {
    let view = View::of(snapshot, lang)?;
    let mut writer = Writer {
        view: &view,
        document: Part::new("document"),
        footnotes: Part::new("footnotes"),
        comments: Comments::of(snapshot),
        bookmarks: 0,
        notes: 0,
    };
    writer.body();
    let Writer { document, footnotes, comments, .. } = writer;
    package::write(&files(&view, document, footnotes, comments))
}

fn files(view: &View<'_>, document: Part, footnotes: Part, comments: Comments) -> Vec<File> {
    let page = &view.page;
    let mark = match &page.standing {
        Standing::Draft { mark, .. } => Some(mark.as_str()),
        Standing::Frozen { .. } => None,
    };
    let mut files = vec![
        File::new("[Content_Types].xml", parts::content_types()),
        File::new("_rels/.rels", parts::package_relations()),
        File::new("docProps/core.xml", parts::properties(page, &view.snapshot.at)),
        File::new("word/styles.xml", parts::styles(&page.lang)),
        File::new("word/settings.xml", parts::settings()),
        File::new("word/header1.xml", parts::header(page, mark)),
        File::new("word/footer1.xml", parts::footer(page)),
        File::new("word/_rels/document.xml.rels", document.relations(&parts::DOCUMENT_RELATIONS)),
        File::new("word/_rels/footnotes.xml.rels", footnotes.relations(&[])),
    ];
    let (comments, extended) = comments.finish();
    files.push(File::new("word/comments.xml", comments));
    files.push(File::new("word/commentsExtended.xml", extended));
    files.push(File::new("word/document.xml", document.finish()));
    files.push(File::new("word/footnotes.xml", footnotes.finish()));
    files
}

struct Writer<'v, 's> {
    view: &'v View<'s>,
    document: Part,
    footnotes: Part,
    comments: Comments,
    /// Given out so far.
    bookmarks: usize,
    notes: usize,
}

impl Writer<'_, '_> {
    fn body(&mut self) {
        parts::footnote_separators(&mut self.footnotes);
        self.document.xml.open("w:body", &[]);
        self.masthead();
        for part in &self.view.page.parts {
            match part {
                PagePart::Title { block } => {
                    self.block(name::TITLE, block);
                    self.addressed();
                }
                PagePart::Subtitle { block } => self.block(name::SUBTITLE, block),
                PagePart::Preambular { block } => self.block(name::PREAMBULAR, block),
                PagePart::Chapeau { block } => self.block(name::CHAPEAU, block),
                PagePart::Heading { block } => self.block(name::HEADING, block),
                PagePart::List { items } => items.iter().for_each(|item| self.block(name::RECOMMENDATION, item)),
            }
        }
        self.reservations();
        parts::section(&mut self.document);
        self.document.xml.close();
    }

    fn masthead(&mut self) {
        let page = &self.view.page;
        for organiser in &page.organisers {
            self.plain(name::ORGANISER, &page.addressed.lang, organiser);
        }
        if !page.symbol.is_empty() {
            self.plain(name::SYMBOL, &page.lang, &page.symbol);
        }
        for line in &page.particulars {
            self.plain(name::APPARATUS, &page.lang, line);
        }
        let standing = match &page.standing {
            Standing::Draft { mark, explanation, footer } => format!("{mark}. {explanation} {footer}"),
            Standing::Frozen { line, .. } => line.clone(),
        };
        self.plain(name::APPARATUS, &page.lang, &standing);
    }

    fn addressed(&mut self) {
        let page = &self.view.page;
        if page.addressed.names.is_empty() {
            return;
        }
        self.plain(name::APPARATUS, &page.lang, &page.addressed.label);
        for addressee in &page.addressed.names {
            self.plain(name::ADDRESSEE, &page.addressed.lang, addressee);
        }
    }

    fn reservations(&mut self) {
        let Some(reservations) = &self.view.page.reservations else {
            return;
        };
        let lang = &self.view.page.lang;
        self.plain(name::APPARATUS, lang, &reservations.heading);
        for entry in &reservations.entries {
            let by = if entry.by.is_empty() { String::new() } else { format!(" ({})", entry.by) };
            self.plain(name::APPARATUS, &entry.lang, &format!("{}{by}: {}", entry.on, entry.text));
        }
    }

    fn plain(&mut self, style: &str, lang: &str, text: &str) {
        text::plain(&mut self.document, style, lang, text);
    }

    /// A paragraph with its other languages, its comments, and what stands within it.
    fn block(&mut self, style: &str, block: &Block) {
        let page_lang = self.view.page.lang.clone();
        for (nth, version) in block.versions.iter().enumerate() {
            let first = nth == 0;
            let place = Place {
                style: if first { style } else { name::VARIANT },
                bookmark: first.then(|| self.bookmark(&block.id)).flatten(),
                label: if first { &block.label } else { "" },
                status: if first { &block.status } else { "" },
                page_lang: &page_lang,
            };
            let comments = if first { self.comments.on(&block.id) } else { Vec::new() };
            let notes = Wording::of(version).notes();
            let numbers: Vec<usize> = notes.iter().map(|note| self.note(note)).collect();
            text::paragraph(&mut self.document, &place, version, &numbers, &comments);
        }
        for child in &block.children {
            self.block(name::SUBPARAGRAPH, child);
        }
    }

    /// Writes a footnote, and says its number in the file; 0 for a sign that is repeated.
    fn note(&mut self, note: &Note) -> usize {
        if note.versions.is_empty() {
            return 0;
        }
        self.notes += 1;
        let number = self.notes;
        let page_lang = self.view.page.lang.clone();
        let bookmark = self.bookmark(&note.id);
        text::open_footnote(&mut self.footnotes, number);
        for (nth, version) in note.versions.iter().enumerate() {
            let place = Place {
                style: if nth == 0 { name::FOOTNOTE } else { name::VARIANT },
                bookmark: bookmark.clone().filter(|_| nth == 0),
                label: "",
                status: "",
                page_lang: &page_lang,
            };
            let sign = (nth == 0).then_some((note.sign.as_str(), number));
            text::footnote_paragraph(&mut self.footnotes, &place, version, sign);
        }
        self.footnotes.xml.close();
        number
    }

    fn bookmark(&mut self, id: &str) -> Option<(usize, String)> {
        let name = name::bookmark(id)?;
        self.bookmarks += 1;
        Some((self.bookmarks, name))
    }
}

//! What is refused before the typesetter sees it: inputs whose cost grows faster than their length,
//! letters that make text read otherwise than it is, and links that are not for paper.
//! The figures were measured; beyond them single paragraphs cost seconds.

use unicode_normalization::char::is_combining_mark;

use super::job::{Block, Job, Part, Span, Standing, Version};
use crate::PdfError;
use crate::error::Place;

/// Letters of a draft, all languages of the edition together.
pub(super) const LETTERS_MAX: usize = 400_000;
/// Paragraphs of a draft, with its subparagraphs.
pub(super) const BLOCKS_MAX: usize = 3_000;
/// Runs of letters set alike; each costs more than its letters.
pub(super) const SPANS_MAX: usize = 60_000;
/// Letters between two spaces; beyond, the pages no longer meet PDF/A.
pub(super) const WORD_MAX: usize = 32_000;
/// Combining marks on one letter.
pub(super) const MARKS_MAX: usize = 16;
/// Footnotes of one paragraph.
pub(super) const NOTES_MAX: usize = 300;
/// Letters of a link's target.
pub(super) const HREF_MAX: usize = 2_000;

/// Refuses a job that breaks a limit, naming the first place that does.
pub(super) fn check(job: &Job) -> Result<(), PdfError> {
    let mut checker = Checker::default();
    for (name, text, lang) in fields(job) {
        checker.letters(&place(name, lang), text)?;
    }
    checker.version("title", &job.title)?;
    for part in &job.parts {
        match part {
            Part::Title { block }
            | Part::Subtitle { block }
            | Part::Preambular { block }
            | Part::Chapeau { block }
            | Part::Heading { block } => checker.block(block)?,
            Part::List { items } => items.iter().try_for_each(|item| checker.block(item))?,
        }
    }
    Ok(())
}

/// The short texts around the paragraphs: name, text, language.
fn fields(job: &Job) -> Vec<(&'static str, &str, &str)> {
    let lang = job.lang.as_str();
    let mut fields = vec![
        ("symbol", job.symbol.as_str(), lang),
        ("subtitle", &job.description, lang),
        ("addressees", &job.addressed.label, lang),
        ("masthead", &job.languages, lang),
    ];
    let names = &job.addressed;
    fields.extend(job.organisers.iter().map(|name| ("organisers", name.as_str(), names.lang.as_str())));
    fields.extend(names.names.iter().map(|name| ("addressees", name.as_str(), names.lang.as_str())));
    fields.extend(job.particulars.iter().map(|line| ("masthead", line.as_str(), lang)));
    match &job.standing {
        Standing::Draft { mark, explanation, footer } => {
            fields.extend([mark, explanation, footer].map(|words| ("masthead", words.as_str(), lang)));
        }
        Standing::Frozen { line, digest_label, digest } => {
            fields.extend([line, digest_label, digest].map(|words| ("masthead", words.as_str(), lang)));
        }
    }
    for entry in job.reservations.iter().flat_map(|reservations| &reservations.entries) {
        fields.push(("reservations", &entry.on, lang));
        fields.extend([&entry.by, &entry.text].map(|text| ("reservations", text.as_str(), entry.lang.as_str())));
    }
    fields
}

fn place(paragraph: &str, lang: &str) -> Place {
    Place { paragraph: paragraph.to_owned(), lang: lang.to_owned() }
}

#[derive(Default)]
struct Checker {
    letters: usize,
    blocks: usize,
    spans: usize,
}

impl Checker {
    fn block(&mut self, block: &Block) -> Result<(), PdfError> {
        self.blocks += 1;
        too_many("paragraphs", self.blocks, BLOCKS_MAX)?;
        let notes = block.versions.iter().flat_map(|version| &version.spans).filter(|span| span.note.is_some()).count();
        let lang = block.versions.first().map_or("", |version| &version.lang);
        if notes > NOTES_MAX {
            return Err(PdfError::TooManyNotes { place: place(&block.id, lang), count: notes, limit: NOTES_MAX });
        }
        self.letters(&place(&block.id, lang), &block.label)?;
        self.letters(&place(&block.id, lang), &block.status)?;
        block.versions.iter().try_for_each(|version| self.version(&block.id, version))?;
        block.children.iter().try_for_each(|child| self.block(child))
    }

    fn version(&mut self, id: &str, version: &Version) -> Result<(), PdfError> {
        self.spans += version.spans.len();
        too_many("changes of type within paragraphs", self.spans, SPANS_MAX)?;
        let place = place(id, &version.lang);
        let text: String = version.spans.iter().map(|span| span.text.as_str()).collect();
        self.letters(&place, &text)?;
        self.letters(&place, &version.tag)?;
        version.spans.iter().try_for_each(|span| self.span(&place, span))
    }

    fn span(&mut self, place: &Place, span: &Span) -> Result<(), PdfError> {
        if let Some(href) = span.link.as_ref().filter(|href| !is_printable_link(href)) {
            return Err(PdfError::Link { place: place.clone(), href: href.chars().take(80).collect() });
        }
        let Some(note) = &span.note else { return Ok(()) };
        self.letters(place, &note.sign)?;
        note.versions.iter().try_for_each(|version| self.version(&note.id, version))
    }

    fn letters(&mut self, place: &Place, text: &str) -> Result<(), PdfError> {
        let mut word = 0;
        let mut marks = 0;
        let mut isolates = 0i64;
        for letter in text.chars() {
            self.letters += 1;
            word = if letter.is_whitespace() { 0 } else { word + 1 };
            marks = if is_mark(letter) { marks + 1 } else { 0 };
            match letter {
                '\u{202a}'..='\u{202e}' => {
                    return Err(PdfError::DirectionControl { place: place.clone(), control: letter });
                }
                '\u{2066}'..='\u{2068}' => isolates += 1,
                '\u{2069}' => isolates -= 1,
                '\n' | '\t' => {}
                _ if letter.is_control() => {
                    return Err(PdfError::Control { place: place.clone(), control: letter });
                }
                _ => {}
            }
            if isolates < 0 {
                break;
            }
            if marks > MARKS_MAX {
                return Err(PdfError::StackedMarks { place: place.clone(), limit: MARKS_MAX });
            }
            if word > WORD_MAX {
                let count = text.split_whitespace().map(|word| word.chars().count()).max().unwrap_or(word);
                return Err(PdfError::LongWord { place: place.clone(), count, limit: WORD_MAX });
            }
        }
        if isolates != 0 {
            return Err(PdfError::UnbalancedIsolates { place: place.clone() });
        }
        too_many("letters", self.letters, LETTERS_MAX)
    }
}

fn too_many(what: &'static str, count: usize, limit: usize) -> Result<(), PdfError> {
    if count > limit {
        return Err(PdfError::TooLarge { what, count, limit });
    }
    Ok(())
}

/// What paper may carry: a place on the web or an address.
fn is_printable_link(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto"))
        && href.len() <= HREF_MAX
        && !href.chars().any(|letter| letter.is_control() || letter.is_whitespace())
}

/// What stacks on the letter before it, and the joiners and direction marks, which take no room at all.
fn is_mark(letter: char) -> bool {
    is_combining_mark(letter) || matches!(letter, '\u{200b}'..='\u{200f}')
}

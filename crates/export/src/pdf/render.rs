//! A job into bytes, in this process.

use std::collections::{BTreeMap, BTreeSet};

use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::Smart;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards};

use super::fonts;
use super::job::{JOB_FORMAT, Job, Version};
use super::limits;
use super::world::JobWorld;
use crate::PdfError;
use crate::error::MissingGlyph;

/// The PDF of a job: PDF/A-3a and PDF/UA-1, the same bytes for the same job.
///
/// # Errors
/// The job breaks a limit or has letters no font can show; see [`PdfError`]. Text that is merely odd is
/// printed as it is.
pub fn render(job: &Job) -> Result<Vec<u8>, PdfError> {
    if job.format != JOB_FORMAT {
        return Err(PdfError::Job(format!("format {}, expected {JOB_FORMAT}", job.format)));
    }
    limits::check(job)?;
    let world = JobWorld::new(job)?;
    let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
    let document = output.map_err(|errors| PdfError::Typesetting(messages(&errors)))?;
    let glyphs = missing(&document, job);
    if !glyphs.is_empty() {
        return Err(PdfError::MissingGlyphs { glyphs });
    }
    let bytes = typst_pdf::pdf(&document, &options(job)?).map_err(|errors| PdfError::Standard(messages(&errors)))?;
    // Typst remembers what it laid out; one draft seldom resembles the next.
    typst::comemo::evict(0);
    Ok(bytes)
}

fn options(job: &Job) -> Result<PdfOptions, PdfError> {
    let standards = PdfStandards::new(&[PdfStandard::A_3a, PdfStandard::Ua_1])
        .map_err(|error| PdfError::Standard(error.message().to_string()))?;
    Ok(PdfOptions {
        ident: Smart::Custom(job.ident.clone()),
        creator: Smart::Custom(Some(concat!("Maslahat ", env!("CARGO_PKG_VERSION")).to_owned())),
        // The document's date comes with the job.
        timestamp: None,
        standards,
        ..PdfOptions::default()
    })
}

fn messages(errors: &[SourceDiagnostic]) -> String {
    const SHOWN: usize = 3;
    let messages: Vec<&str> = errors.iter().take(SHOWN).map(|error| error.message.as_str()).collect();
    messages.join("; ")
}

/// Glyph 0 is the box that stands for a letter the font lacks.
fn missing(document: &PagedDocument, job: &Job) -> Vec<MissingGlyph> {
    let mut found = BTreeMap::new();
    for (nth, page) in document.pages().iter().enumerate() {
        collect(&page.frame, nth + 1, &mut found);
    }
    let glyphs = found.into_iter().map(|((page, character), lang)| MissingGlyph {
        page,
        character,
        lang,
        paragraphs: paragraphs_with(character, job),
    });
    glyphs.collect()
}

fn collect(frame: &Frame, page: usize, found: &mut BTreeMap<(usize, char), String>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => collect(&group.frame, page, found),
            FrameItem::Text(text) => {
                for glyph in text.glyphs.iter().filter(|glyph| glyph.id == 0) {
                    for letter in text.text[glyph.range()].chars() {
                        found.entry((page, letter)).or_insert_with(|| text.lang.as_str().to_owned());
                    }
                }
            }
            _ => {}
        }
    }
}

fn paragraphs_with(letter: char, job: &Job) -> Vec<String> {
    let holds = |versions: &[Version]| {
        let mut spans = versions.iter().flat_map(|version| &version.spans);
        spans.any(|span| span.text.contains(letter))
    };
    let mut ids = BTreeSet::new();
    for block in fonts::blocks(job) {
        if holds(&block.versions) {
            ids.insert(block.id.clone());
        }
        let notes = block.versions.iter().flat_map(|version| &version.spans).filter_map(|span| span.note.as_ref());
        ids.extend(notes.filter(|note| holds(&note.versions)).map(|note| note.id.clone()));
    }
    ids.into_iter().collect()
}

//! The type inside the binary. Nothing is read from the machine it runs on, or two machines would give
//! two files. The large East Asian fonts are inflated only for a job that needs them.

use std::io::{self, Read};
use std::sync::LazyLock;

use flate2::read::DeflateDecoder;
use typst::foundations::Bytes;
use typst::text::Font;

use super::job::{Block, Job, Part, Version};
use crate::PdfError;

/// What `build.rs` found.
mod embedded {
    include!(concat!(env!("OUT_DIR"), "/cjk.rs"));
}

/// Latin, Cyrillic, Greek; Arabic; Devanagari. The order is part of the output.
const CORE: [&[u8]; 7] = [
    include_bytes!("../../fonts/NotoSerif-Regular.ttf"),
    include_bytes!("../../fonts/NotoSerif-Italic.ttf"),
    include_bytes!("../../fonts/NotoSerif-Bold.ttf"),
    include_bytes!("../../fonts/NotoSerif-BoldItalic.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Regular.ttf"),
    include_bytes!("../../fonts/NotoNaskhArabic-Bold.ttf"),
    include_bytes!("../../fonts/NotoSerifDevanagari-Regular.ttf"),
];

static CORE_FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| CORE.into_iter().flat_map(|data| Font::iter(Bytes::new(data))).collect());

/// A font that is inflated on demand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum EastAsian {
    Chinese,
    Japanese,
    Korean,
}

impl EastAsian {
    const ALL: [Self; 3] = [Self::Chinese, Self::Japanese, Self::Korean];

    const fn deflated(self) -> Option<&'static [u8]> {
        match self {
            Self::Chinese => embedded::SC,
            Self::Japanese => embedded::JP,
            Self::Korean => embedded::KR,
        }
    }

    const fn name(self) -> &'static str {
        match self {
            Self::Chinese => "Chinese",
            Self::Japanese => "Japanese",
            Self::Korean => "Korean",
        }
    }

    /// Inflated once a process.
    fn font(self) -> Result<Font, PdfError> {
        static FONTS: [LazyLock<io::Result<Option<Font>>>; 3] = [
            LazyLock::new(|| inflate(EastAsian::Chinese)),
            LazyLock::new(|| inflate(EastAsian::Japanese)),
            LazyLock::new(|| inflate(EastAsian::Korean)),
        ];
        match &*FONTS[self as usize] {
            Ok(Some(font)) => Ok(font.clone()),
            Ok(None) => Err(PdfError::MissingFonts(self.name())),
            Err(error) => Err(PdfError::Typesetting(format!("the font for {} is damaged: {error}", self.name()))),
        }
    }
}

fn inflate(script: EastAsian) -> io::Result<Option<Font>> {
    let Some(deflated) = script.deflated() else {
        return Ok(None);
    };
    let mut data = Vec::new();
    DeflateDecoder::new(deflated).read_to_end(&mut data)?;
    Ok(Font::new(Bytes::new(data), 0))
}

/// The fonts a job needs, always in the same order.
pub(super) fn for_job(job: &Job) -> Result<Vec<Font>, PdfError> {
    let mut fonts = CORE_FONTS.clone();
    let wanted = wanted(job);
    for script in EastAsian::ALL.into_iter().filter(|script| wanted[*script as usize]) {
        fonts.push(script.font()?);
    }
    Ok(fonts)
}

/// Which East Asian fonts a job's letters ask for. Han letters are set as their language writes them,
/// and as Chinese does where the language is none of the three.
fn wanted(job: &Job) -> [bool; 3] {
    let mut wanted = [false; 3];
    let mut see = |text: &str, lang: &str| {
        for letter in text.chars() {
            if let Some(script) = script_of(letter, lang) {
                wanted[script as usize] = true;
            }
        }
    };
    // Everything else that is printed comes from the register's short fields; scan them as one.
    let short = [&job.symbol, &job.description, &job.page_words, &job.addressed.label, &job.languages];
    let lists = job.organisers.iter().chain(&job.addressed.names).chain(&job.particulars);
    short.into_iter().chain(lists).for_each(|text| see(text, &job.lang));
    for entry in job.reservations.iter().flat_map(|reservations| &reservations.entries) {
        [&entry.on, &entry.by, &entry.text].into_iter().for_each(|text| see(text, &entry.lang));
    }
    if let Some(reservations) = &job.reservations {
        see(&reservations.heading, &job.lang);
    }
    for block in blocks(job) {
        see(&block.label, &job.lang);
        see(&block.status, &job.lang);
        block.versions.iter().for_each(|version| see_version(version, &mut see));
    }
    wanted
}

fn see_version(version: &Version, see: &mut impl FnMut(&str, &str)) {
    see(&version.tag, &version.lang);
    for span in &version.spans {
        see(&span.text, &version.lang);
        if let Some(note) = &span.note {
            see(&note.sign, &version.lang);
            for version in &note.versions {
                version.spans.iter().for_each(|span| see(&span.text, &version.lang));
            }
        }
    }
}

/// Every block, a parent before its children.
pub(super) fn blocks(job: &Job) -> Vec<&Block> {
    let mut waiting: Vec<&Block> = Vec::new();
    for part in job.parts.iter().rev() {
        match part {
            Part::Title { block }
            | Part::Subtitle { block }
            | Part::Preambular { block }
            | Part::Chapeau { block }
            | Part::Heading { block } => waiting.push(block),
            Part::List { items } => waiting.extend(items.iter().rev()),
        }
    }
    let mut found = Vec::new();
    while let Some(block) = waiting.pop() {
        found.push(block);
        waiting.extend(block.children.iter().rev());
    }
    found
}

fn script_of(letter: char, lang: &str) -> Option<EastAsian> {
    let own = match lang {
        "ja" => EastAsian::Japanese,
        "ko" => EastAsian::Korean,
        _ => EastAsian::Chinese,
    };
    match u32::from(letter) {
        0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => Some(EastAsian::Korean),
        0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => Some(EastAsian::Japanese),
        0x2e80..=0x303f | 0x3100..=0x312f | 0x3190..=0x31ef | 0x3200..=0x9fff | 0xf900..=0xfaff => Some(own),
        0xfe30..=0xfe4f | 0xff00..=0xff65 | 0xffa0..=0xffef | 0x20000..=0x3ffff => Some(own),
        _ => None,
    }
}

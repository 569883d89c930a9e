//! What a word, a name, a text may hold, and how much of it. Knows nothing of drafts.

use serde_json::Value;

use super::SourceError;

/// A file, in bytes.
pub const FILE_BYTES_MAX: usize = 8 << 20;
/// A text, in characters.
pub const TEXT_CHARS_MAX: usize = 50_000;
/// A name, symbol, heading numeral and the like, in characters.
pub(crate) const NAME_CHARS_MAX: usize = 1_000;
/// A paragraph number or footnote sign, in characters.
pub(crate) const NUMBER_CHARS_MAX: usize = 32;
/// An id, in characters.
pub(crate) const ID_CHARS_MAX: usize = 64;
/// Paragraphs of one draft, footnotes and headings included.
pub(crate) const PARAGRAPHS_MAX: usize = 5_000;
/// Footnotes, subparagraphs, brackets, attributions … of one paragraph.
pub(crate) const PER_PARAGRAPH_MAX: usize = 300;
/// Languages of one paragraph.
pub(crate) const LANGUAGES_MAX: usize = 64;
/// Delegations, addressees, organisers.
pub(crate) const DELEGATIONS_MAX: usize = 1_000;
/// Comments of one draft.
pub(crate) const COMMENTS_MAX: usize = 10_000;
/// Data kept as it came, per paragraph or comment, in bytes of JSON.
pub(crate) const EXTRAS_BYTES_MAX: usize = 64 << 10;

/// Letters that are wording: not empty, not too long, no controls.
pub(crate) fn text(place: &str, text: &str, chars_max: usize) -> Result<(), SourceError> {
    if text.trim().is_empty() {
        return Err(SourceError::Empty { place: place.into() });
    }
    letters(place, text, chars_max)
}

/// As [`text`], but may be empty.
pub(crate) fn letters(place: &str, text: &str, chars_max: usize) -> Result<(), SourceError> {
    let found = text.chars().count();
    if found > chars_max {
        return Err(SourceError::TooLong { place: place.into(), found, max: chars_max });
    }
    match refused_character(text) {
        None => Ok(()),
        Some((at, character, what)) => {
            Err(SourceError::Character { place: place.into(), at, code: u32::from(character), what })
        }
    }
}

/// The first character that no text may hold, with its position in characters and the reason.
pub fn refused_character(text: &str) -> Option<(usize, char, &'static str)> {
    let mut isolates = Vec::new();
    for (at, character) in text.chars().enumerate() {
        let what = match character {
            '\n' => continue,
            '\u{202a}'..='\u{202e}' => "a control that turns the direction of writing",
            '\u{2066}'..='\u{2068}' => {
                isolates.push((at, character));
                continue;
            }
            '\u{2069}' if isolates.pop().is_some() => continue,
            '\u{2069}' => "the end of a direction isolate that was never opened",
            '\u{2028}' | '\u{2029}' => "a line separator; write a line feed instead",
            '\u{fffc}' | '\u{fffe}' | '\u{ffff}' => "no letter of any text",
            other if other.is_control() => "a control character",
            _ => continue,
        };
        return Some((at, character, what));
    }
    let (at, character) = isolates.first()?;
    Some((*at, *character, "a direction isolate that is never closed"))
}

/// Whether the string may be the id of a paragraph, bracket or comment.
pub fn is_id(id: &str) -> bool {
    id.len() <= ID_CHARS_MAX
        && id.starts_with(|first: char| first.is_ascii_alphanumeric())
        && id.chars().all(|each| each.is_ascii_alphanumeric() || matches!(each, '.' | '-' | '_'))
}

/// Whether the string has the form of a language tag (BCP 47, without extensions).
pub fn is_language(tag: &str) -> bool {
    let mut parts = tag.split('-');
    let primary = parts.next().unwrap_or_default();
    (2..=3).contains(&primary.len())
        && primary.chars().all(|each| each.is_ascii_lowercase())
        && tag.len() <= 35
        && parts.all(|part| (2..=8).contains(&part.len()) && part.chars().all(|each| each.is_ascii_alphanumeric()))
}

pub(crate) fn id(place: &str, id: &str) -> Result<(), SourceError> {
    if is_id(id) {
        return Ok(());
    }
    Err(SourceError::MalformedId { place: place.into(), id: shortened(id), max: ID_CHARS_MAX })
}

pub(crate) fn language(place: &str, tag: &str) -> Result<(), SourceError> {
    if is_language(tag) {
        return Ok(());
    }
    Err(SourceError::Language { place: place.into(), tag: shortened(tag) })
}

pub(crate) fn count(place: &str, found: usize, max: usize) -> Result<(), SourceError> {
    if found <= max {
        return Ok(());
    }
    Err(SourceError::TooMany { place: place.into(), found, max })
}

/// Data that is kept as it came: bounded, and its strings held to the rules of texts.
pub(crate) fn data(place: &str, value: &Value) -> Result<(), SourceError> {
    let found = value.to_string().len();
    if found > EXTRAS_BYTES_MAX {
        return Err(SourceError::TooMuchData { place: place.into(), found, max: EXTRAS_BYTES_MAX });
    }
    strings(place, value)
}

/// Depth is bounded by the JSON parser.
fn strings(place: &str, value: &Value) -> Result<(), SourceError> {
    match value {
        Value::String(text) => letters(place, text, TEXT_CHARS_MAX),
        Value::Array(items) => {
            (items.iter().enumerate()).try_for_each(|(i, item)| strings(&format!("{place}[{i}]"), item))
        }
        Value::Object(map) => map.iter().try_for_each(|(key, item)| {
            letters(place, key, NAME_CHARS_MAX)?;
            strings(&format!("{place}.{key}"), item)
        }),
        Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
    }
}

/// For messages: never more of a hostile string than a reader can use.
pub(crate) fn shortened(text: &str) -> String {
    const SHOWN: usize = 40;
    let mut shown: String = text.chars().take(SHOWN).filter(|each| !each.is_control()).collect();
    if text.chars().nth(SHOWN).is_some() {
        shown.push('…');
    }
    shown
}

//! The wording of one paragraph in one language: a run of spans, and its Automerge form
//! `{ body: Text }` with marks.

use automerge::marks::{ExpandMark, Mark};
use automerge::transaction::Transactable;
use automerge::{
    ActorId, Automerge, AutomergeError, LoadOptions, ObjId, ObjType, ROOT, ReadDoc, ScalarValue, TextEncoding, Value,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The key of the text object in a document's root.
pub const BODY: &str = "body";

/// The marks a text may carry; any other name is refused at the door.
pub const MARK_STRONG: &str = "strong";
pub const MARK_EM: &str = "em";
pub const MARK_LINK: &str = "link";
pub const MARK_FOOTNOTE: &str = "footnote";
pub const MARK_NAMES: [&str; 4] = [MARK_STRONG, MARK_EM, MARK_LINK, MARK_FOOTNOTE];

/// Where a link points, in bytes.
const LINK_BYTES_MAX: usize = 2_048;

/// How a run of letters is set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Marks {
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub strong: bool,
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub em: bool,
    /// Where a link points: `http:`, `https:` or `mailto:`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub link: Option<String>,
    /// The id of the footnote (a paragraph of kind `footnote`) whose sign follows this run.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub footnote: Option<String>,
}

/// A run of letters with the same marks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    pub text: String,
    #[serde(flatten)]
    pub marks: Marks,
}

/// A text's wording. `\n` is a line break within the paragraph.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct RichText(pub Vec<Span>);

impl RichText {
    /// Without marks.
    pub fn plain(text: &str) -> Self {
        if text.is_empty() {
            return Self::default();
        }
        Self(vec![Span { text: text.to_owned(), marks: Marks::default() }])
    }

    /// The letters alone.
    pub fn text(&self) -> String {
        self.0.iter().map(|span| span.text.as_str()).collect()
    }

    /// Sets marks on the first occurrence of `words`, cutting spans where needed. False if the words are not there.
    pub fn mark_words(&mut self, words: &str, set: impl Fn(&mut Marks)) -> bool {
        let text = self.text();
        let Some(from) = (!words.is_empty()).then(|| text.find(words)).flatten() else {
            return false;
        };
        let to = from + words.len();
        let mut at = 0;
        let mut cut = Vec::with_capacity(self.0.len() + 2);
        for span in self.0.drain(..) {
            let end = at + span.text.len();
            let (inner_from, inner_to) = (from.clamp(at, end) - at, to.clamp(at, end) - at);
            for (range, inside) in [(0..inner_from, false), (inner_from..inner_to, true), (inner_to..end - at, false)] {
                if range.is_empty() {
                    continue;
                }
                let mut marks = span.marks.clone();
                if inside {
                    set(&mut marks);
                }
                cut.push(Span { text: span.text[range].to_owned(), marks });
            }
            at = end;
        }
        self.0 = cut;
        true
    }
}

/// Whether a link may be followed by a reader: `http:`, `https:` or `mailto:`, without spaces or controls.
pub fn is_safe_link(href: &str) -> bool {
    let (scheme, rest) = href.split_once(':').unwrap_or_default();
    ["http", "https", "mailto"].iter().any(|known| scheme.eq_ignore_ascii_case(known))
        && !rest.is_empty()
        && href.len() <= LINK_BYTES_MAX
        && !href.chars().any(|each| each.is_control() || each.is_whitespace())
}

/// Whether a text may hold a letter: no controls but line feed and tab, nothing that turns or isolates the
/// direction of writing unseen, no other line ends, no placeholder, nothing that is no character.
pub const fn letter_fits(letter: char) -> bool {
    match letter {
        '\n' | '\t' => true,
        '\u{0}'..='\u{1f}' | '\u{7f}'..='\u{9f}' => false,
        '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => false,
        '\u{2028}' | '\u{2029}' | '\u{fffc}' | '\u{fffe}' | '\u{ffff}' => false,
        _ => true,
    }
}

/// SHA-256 over the UTF-8 letters of a text, in hexadecimal: the `sha256` of the API.
pub fn sha256_hex(text: &str) -> String {
    hex::encode(Sha256::digest(text.as_bytes()))
}

/// A new document that holds this wording, written by `actor` in one change.
///
/// # Errors
/// Only what Automerge itself reports.
pub fn create(content: &RichText, actor: ActorId) -> Result<Automerge, AutomergeError> {
    let mut document = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit).with_actor(actor);
    let mut tx = document.transaction();
    let body = tx.put_object(ROOT, BODY, ObjType::Text)?;
    tx.splice_text(&body, 0, 0, &content.text())?;
    let mut at = 0;
    for span in &content.0 {
        let end = at + span.text.encode_utf16().count();
        for (name, value, expand) in mark_values(&span.marks) {
            tx.mark(&body, Mark::new(name.to_owned(), value, at, end), expand)?;
        }
        at = end;
    }
    tx.commit();
    Ok(document)
}

fn mark_values(marks: &Marks) -> Vec<(&'static str, ScalarValue, ExpandMark)> {
    let mut values = Vec::new();
    if marks.strong {
        values.push((MARK_STRONG, ScalarValue::Boolean(true), ExpandMark::After));
    }
    if marks.em {
        values.push((MARK_EM, ScalarValue::Boolean(true), ExpandMark::After));
    }
    if let Some(href) = &marks.link {
        values.push((MARK_LINK, ScalarValue::Str(href.as_str().into()), ExpandMark::None));
    }
    if let Some(id) = &marks.footnote {
        values.push((MARK_FOOTNOTE, ScalarValue::Str(id.as_str().into()), ExpandMark::None));
    }
    values
}

/// Reads a document's bytes as every text is read: indexes in UTF-16, as browsers count.
///
/// # Errors
/// The bytes are not an Automerge document. Hostile bytes may panic inside Automerge: callers that
/// take bytes from outside hold that with `catch_unwind`.
pub fn load(bytes: &[u8]) -> Result<Automerge, AutomergeError> {
    Automerge::load_with_options(bytes, LoadOptions::new().text_encoding(TextEncoding::Utf16CodeUnit))
}

/// The text object, if the root has one.
pub fn body(document: &Automerge) -> Option<ObjId> {
    match document.get(ROOT, BODY) {
        Ok(Some((Value::Object(ObjType::Text), id))) => Some(id),
        _ => None,
    }
}

/// The letters of a document's body; empty if it has none.
pub fn plain_text(document: &Automerge) -> String {
    body(document).and_then(|body| document.text(&body).ok()).unwrap_or_default()
}

/// The wording of a document with its marks. Marks of unknown name or shape are left out.
pub fn read(document: &Automerge) -> RichText {
    let Some(body) = body(document) else {
        return RichText::default();
    };
    let Ok(spans) = document.spans(&body) else {
        return RichText::default();
    };
    let mut out: Vec<Span> = Vec::new();
    for span in spans {
        if let automerge::iter::Span::Text { text, marks } = span {
            let marks = marks.as_deref().map(read_marks).unwrap_or_default();
            match out.last_mut() {
                Some(last) if last.marks == marks => last.text.push_str(&text),
                _ => out.push(Span { text, marks }),
            }
        }
    }
    RichText(out)
}

fn read_marks(set: &automerge::marks::MarkSet) -> Marks {
    let mut marks = Marks::default();
    for (name, value) in set.iter() {
        match (name, value) {
            (MARK_STRONG, ScalarValue::Boolean(true)) => marks.strong = true,
            (MARK_EM, ScalarValue::Boolean(true)) => marks.em = true,
            (MARK_LINK, ScalarValue::Str(href)) => marks.link = Some(href.to_string()),
            (MARK_FOOTNOTE, ScalarValue::Str(id)) => marks.footnote = Some(id.to_string()),
            _ => {}
        }
    }
    marks
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wording_survives_its_automerge_form() {
        let mut content = RichText::plain("Recalling resolution 72/283 😀 of June,");
        assert!(content.mark_words("Recalling", |marks| marks.em = true));
        assert!(content.mark_words("72/283 😀", |marks| marks.footnote = Some("pp2.f1".into())));
        assert!(!content.mark_words("absent", |marks| marks.strong = true));
        let document = create(&content, ActorId::from(&[1u8; 16][..])).unwrap();
        assert_eq!(read(&document), content);
        assert_eq!(read(&load(&document.save()).unwrap()), content);
        assert_eq!(plain_text(&document), content.text());
    }
}

//! XML as a row of tokens. No entities but the five of XML, no document types, no depth to overflow.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::DocxError;

/// The namespaces of WordprocessingML, transitional and strict.
const WORD: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// Elements of Word's namespace by their local names, others with their prefix.
pub(super) enum Token<'a> {
    Open(&'a str, Attributes<'a>),
    Close(&'a str),
    Text(&'a str),
}

#[derive(Clone, Copy)]
pub(super) struct Attributes<'a>(&'a BytesStart<'a>);

impl Attributes<'_> {
    /// The value of the attribute with this local name.
    pub(super) fn value(&self, local: &str) -> Option<String> {
        let mut attributes = self.0.attributes();
        let found = attributes.with_checks(false).flatten().find(|each| each.key.local_name().as_ref() == local)?;
        found.normalized_value(XmlVersion::Implicit1_0).ok().map(std::borrow::Cow::into_owned)
    }

    /// The value of `val`, which most of Word's elements have.
    pub(super) fn val(&self) -> Option<String> {
        self.value("val")
    }

    /// A switch is on unless it says otherwise.
    pub(super) fn is_on(&self) -> bool {
        !matches!(self.val().as_deref(), Some("0" | "false" | "off" | "none"))
    }
}

/// Calls `token` with each token of a part.
///
/// # Errors
/// The part is not well-formed, or has a document type.
pub(super) fn each(part: &str, text: &str, mut token: impl FnMut(Token<'_>)) -> Result<(), DocxError> {
    let damaged = |detail: String| DocxError::Damaged { part: part.to_owned(), detail };
    let mut reader = Reader::from_str(text);
    let mut prefix = None;
    loop {
        let event = reader.read_event().map_err(|error| damaged(error.to_string()))?;
        match event {
            Event::Start(start) => {
                let prefix = prefix.get_or_insert_with(|| word_prefix(&start));
                token(Token::Open(local(prefix, start.name().as_ref()), Attributes(&start)));
            }
            Event::Empty(start) => {
                let prefix = prefix.get_or_insert_with(|| word_prefix(&start));
                token(Token::Open(local(prefix, start.name().as_ref()), Attributes(&start)));
                token(Token::Close(local(prefix, start.name().as_ref())));
            }
            Event::End(end) => {
                token(Token::Close(local(prefix.as_deref().unwrap_or_default(), end.name().as_ref())));
            }
            Event::Text(text) => token(Token::Text(&text.xml10_content())),
            Event::CData(text) => token(Token::Text(&text.xml10_content())),
            Event::GeneralRef(reference) => {
                let character = match reference.resolve_char_ref().map_err(|error| damaged(error.to_string()))? {
                    Some(character) => character.to_string(),
                    None => match quick_xml::escape::resolve_predefined_entity(&reference.xml10_content()) {
                        Some(letters) => letters.to_owned(),
                        None => return Err(damaged("it has an entity of its own".into())),
                    },
                };
                token(Token::Text(&character));
            }
            Event::DocType(_) => return Err(damaged("it has a document type, which no Word file has".into())),
            Event::Eof => return Ok(()),
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
}

/// The prefix that the root element binds to Word's namespace, with its colon.
fn word_prefix(root: &BytesStart<'_>) -> String {
    const LOOKED_AT: usize = 200;
    let mut attributes = root.attributes();
    let bound = attributes.with_checks(false).flatten().take(LOOKED_AT).find(|each| {
        let value = each.normalized_value(XmlVersion::Implicit1_0).unwrap_or_default();
        each.key.as_ref().starts_with("xmlns") && WORD.contains(&value.as_ref())
    });
    match bound {
        Some(bound) if bound.key.as_ref() == "xmlns" => String::new(),
        Some(bound) => format!("{}:", bound.key.local_name().as_ref()),
        None => "w:".to_owned(),
    }
}

fn local<'n>(prefix: &str, name: &'n str) -> &'n str {
    name.strip_prefix(prefix).unwrap_or(name)
}

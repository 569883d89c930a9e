//! What the file's styles say about paragraphs that use them.

use std::collections::BTreeMap;

use super::DocxError;
use super::events::{self, Token};
use super::open::Xml;

/// Styles based on styles, at most.
const DEPTH_MAX: usize = 20;

#[derive(Debug, Default)]
struct Style {
    /// In lower case.
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    level: Option<u8>,
}

/// By id.
#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The language of text that names none.
    pub(super) lang: Option<String>,
}

impl Styles {
    pub(super) fn read(part: &Xml) -> Result<Self, DocxError> {
        let mut styles = Self::default();
        if part.text.is_empty() {
            return Ok(styles);
        }
        let mut current: Option<(String, Style)> = None;
        let mut in_defaults = false;
        events::each(&part.name, &part.text, |token| match token {
            Token::Open("style", attributes) => {
                current = Some((attributes.value("styleId").unwrap_or_default(), Style::default()));
            }
            Token::Close("style") => {
                if let Some((id, style)) = current.take() {
                    styles.styles.insert(id, style);
                }
            }
            Token::Open("docDefaults", _) => in_defaults = true,
            Token::Close("docDefaults") => in_defaults = false,
            Token::Open("lang", attributes) if in_defaults => styles.lang = attributes.val(),
            Token::Open(name, attributes) => {
                let Some((_, style)) = &mut current else { return };
                let number = || attributes.val().and_then(|value| value.parse().ok());
                match name {
                    "name" => style.name = attributes.val().unwrap_or_default().to_lowercase(),
                    "basedOn" => style.based_on = attributes.val(),
                    "outlineLvl" => style.outline = number(),
                    "numPr" => style.level = style.level.or(Some(0)),
                    "ilvl" => style.level = number(),
                    _ => {}
                }
            }
            Token::Close(_) | Token::Text(_) => {}
        })?;
        Ok(styles)
    }

    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = (&'a str, &'a Style)> {
        let first = self.styles.get(id).map(|style| (id, style));
        std::iter::successors(first, |(_, style)| {
            let id = style.based_on.as_deref()?;
            self.styles.get(id).map(|style| (id, style))
        })
        .take(DEPTH_MAX)
    }

    /// The first of the names that the style, or one it is based on, goes by.
    pub(super) fn find<T: Copy>(&self, id: &str, names: &[(&str, &str, T)]) -> Option<T> {
        let by_id = |id: &str| names.iter().find(|(known, ..)| *known == id);
        let by_name = |name: &str| names.iter().find(|(_, known, _)| *known == name);
        let found = self.chain(id).find_map(|(id, style)| by_name(&style.name).or_else(|| by_id(id)));
        found.or_else(|| by_id(id)).map(|(.., found)| *found)
    }

    /// A heading, by name or by its level in the outline.
    pub(super) fn is_heading(&self, id: &str) -> bool {
        self.chain(id).any(|(_, style)| {
            style.outline.is_some_and(|level| level < 9)
                || style.name.strip_prefix("heading ").is_some_and(|level| level.parse::<u8>().is_ok())
        })
    }

    /// The level of the list the style puts its paragraphs in. Word's own list styles say it in their
    /// names; what has a dot for a number is below what has a number.
    pub(super) fn level(&self, id: &str) -> Option<u8> {
        let by_name = |style: &Style| {
            let (kind, above) =
                ["list number", "list bullet"].iter().zip(0..).find(|(kind, _)| style.name.starts_with(**kind))?;
            match style.name[kind.len()..].trim() {
                "" => Some(above),
                level => level.parse::<u8>().ok().map(|level| level.saturating_sub(1).max(above)),
            }
        };
        self.chain(id).find_map(|(_, style)| by_name(style).or(style.level))
    }
}

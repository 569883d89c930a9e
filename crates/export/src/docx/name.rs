//! The names by which a file of ours is known again: styles, and bookmarks that carry paragraph ids.

/// Styles of paragraphs.
pub(super) const TITLE: &str = "Title";
pub(super) const SUBTITLE: &str = "Subtitle";
pub(super) const HEADING: &str = "Heading1";
pub(super) const PREAMBULAR: &str = "MPreambular";
pub(super) const CHAPEAU: &str = "MChapeau";
pub(super) const RECOMMENDATION: &str = "MRecommendation";
pub(super) const SUBPARAGRAPH: &str = "MSubparagraph";
/// Another language of the paragraph before it.
pub(super) const VARIANT: &str = "MVariant";
pub(super) const ORGANISER: &str = "MOrganiser";
pub(super) const SYMBOL: &str = "MSymbol";
pub(super) const ADDRESSEE: &str = "MAddressee";
/// Made anew on every export: date, reading, standing, reservations.
pub(super) const APPARATUS: &str = "MApparatus";
pub(super) const FOOTNOTE: &str = "FootnoteText";

/// Styles of runs.
pub(super) const LABEL: &str = "MLabel";
pub(super) const STATUS: &str = "MStatus";
pub(super) const TAG: &str = "MTag";
pub(super) const BRACKET: &str = "MBracket";
pub(super) const SIGN: &str = "FootnoteReference";

const PREFIX: &str = "m_";
/// Word takes no longer bookmarks.
const BOOKMARK_MAX: usize = 40;

/// The bookmark of a paragraph; none if its id is too long for one.
pub(super) fn bookmark(id: &str) -> Option<String> {
    let mut name = PREFIX.to_owned();
    for letter in id.chars() {
        match letter {
            'a'..='z' | 'A'..='Z' | '0'..='9' => name.push(letter),
            // Ids are ASCII.
            other => name.push_str(&format!("_{:02X}", u32::from(other))),
        }
    }
    (name.len() <= BOOKMARK_MAX).then_some(name)
}

/// The id in a bookmark of ours.
pub(super) fn id(bookmark: &str) -> Option<String> {
    let mut id = String::new();
    let mut rest = bookmark.strip_prefix(PREFIX)?;
    while let Some(letter) = rest.chars().next() {
        rest = &rest[letter.len_utf8()..];
        if letter == '_' {
            let code = u8::from_str_radix(rest.get(..2)?, 16).ok()?;
            id.push(char::from(code));
            rest = &rest[2..];
        } else {
            id.push(letter);
        }
    }
    Some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_survive_as_bookmarks() {
        for paragraph in ["r7bis", "r8.a", "h-VIII", "pp2.fn1", "a_b-c.d"] {
            assert_eq!(id(&bookmark(paragraph).unwrap()).unwrap(), paragraph);
        }
        assert_eq!(bookmark(&"x".repeat(60)), None);
        for foreign in ["_GoBack", "m_x_", "m_x_é", "m_x_Zz"] {
            assert_eq!(id(foreign), None, "{foreign}");
        }
    }
}

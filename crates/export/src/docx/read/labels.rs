//! Numbers as people write them before paragraphs.

const SUFFIXES: [&str; 6] = ["bis", "ter", "quater", "quinquies", "sexies", "septies"];

/// What a paragraph opens with, and how many bytes of the text it takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Label {
    /// `7`, `7 bis`.
    Number(String),
    /// `(a)`.
    Letter(String),
}

/// Reads a number or letter before the text.
pub(super) fn read(text: &str) -> Option<(Label, usize)> {
    number(text).or_else(|| letter(text))
}

fn number(text: &str) -> Option<(Label, usize)> {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if !(1..=4).contains(&digits) {
        return None;
    }
    let mut number = text[..digits].to_owned();
    let mut at = digits;
    let after = text[at..].trim_start_matches([' ', '\u{a0}']);
    for suffix in SUFFIXES {
        let rest = after.strip_prefix(suffix).filter(|rest| !rest.starts_with(char::is_alphabetic));
        if let Some(rest) = rest {
            number = format!("{number} {suffix}");
            at = text.len() - rest.len();
        }
    }
    closed(text, at).map(|end| (Label::Number(number), end))
}

fn letter(text: &str) -> Option<(Label, usize)> {
    let inner = text.strip_prefix('(').unwrap_or(text);
    let opened = text.len() - inner.len();
    let letters = inner.bytes().take_while(u8::is_ascii_lowercase).count();
    let most = if opened > 0 { 4 } else { 1 };
    let rest = inner[letters..].strip_prefix(')').filter(|_| (1..=most).contains(&letters))?;
    let label = Label::Letter(format!("({})", &inner[..letters]));
    Some((label, text.len() - rest.trim_start().len())).filter(|_| rest.starts_with(char::is_whitespace))
}

/// A chapter's numeral before its heading: `IV. `.
pub(super) fn numeral(text: &str) -> Option<(String, usize)> {
    let letters = text.bytes().take_while(|letter| b"IVXLC".contains(letter)).count();
    let end = closed(text, letters).filter(|_| letters > 0)?;
    Some((text[..letters].to_owned(), end))
}

/// The end of a label that has its sign and its space, or a tab alone.
fn closed(text: &str, at: usize) -> Option<usize> {
    let rest = &text[at..];
    let signed = rest.strip_prefix(['.', ')']).filter(|rest| rest.starts_with(char::is_whitespace));
    let rest = signed.or_else(|| rest.strip_prefix('\t'))?;
    Some(text.len() - rest.trim_start().len())
}

/// The numeral of the nth chapter, from 1.
pub(super) fn roman(mut number: usize) -> String {
    const SIGNS: [(usize, &str); 9] =
        [(100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")];
    let mut numeral = String::new();
    for (value, sign) in SIGNS {
        while number >= value {
            numeral.push_str(sign);
            number -= value;
        }
    }
    numeral
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_told_from_wording() {
        let label = |text: &str| read(text).map(|(label, end)| (label, text[end..].to_owned()));
        assert_eq!(label("7. Create"), Some((Label::Number("7".into()), "Create".into())));
        assert_eq!(label("7 bis.\tCreate"), Some((Label::Number("7 bis".into()), "Create".into())));
        assert_eq!(label("12\tCreate"), Some((Label::Number("12".into()), "Create".into())));
        assert_eq!(label("(a) Show"), Some((Label::Letter("(a)".into()), "Show".into())));
        assert_eq!(label("b) Set"), Some((Label::Letter("(b)".into()), "Set".into())));
        assert_eq!(label("(iii)\tSet"), Some((Label::Letter("(iii)".into()), "Set".into())));
        for wording in ["2019 was", "1.5 million", "(see below) x", "A) x", "7 bistro. x", "I. x", "", "(a)"] {
            assert_eq!(label(wording), None, "{wording}");
        }
        assert_eq!(numeral("IV. Trade"), Some(("IV".into(), 4)));
        assert_eq!(numeral("Introduce x"), None);
        assert_eq!(["I", "IV", "VIII", "XIV", "XL"], [1, 4, 8, 14, 40].map(roman).each_ref().map(String::as_str));
    }
}

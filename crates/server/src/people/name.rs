//! Names as other people will read them: on one line, with nothing in them that cannot be seen, and not made
//! to look like somebody else's.

use unicode_normalization::UnicodeNormalization as _;

pub(super) const NAME_CHARS_MAX: usize = 200;

/// Why a name misleads.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misleading {
    #[error("the name holds a character that cannot be seen (U+{:04X})", u32::from(*.0))]
    Invisible(char),
    #[error("the word {word:?} mixes {first} and {second} letters, which look alike")]
    MixedLetters { word: String, first: &'static str, second: &'static str },
    #[error("the name begins with {0:?}, which spreadsheets take for a formula")]
    Formula(char),
    #[error("the name looks like {like:?}, but is written with other letters")]
    Lookalike { like: String },
}

/// Alphabets with letters that are drawn alike.
const ALPHABETS: [(&str, &[std::ops::RangeInclusive<char>]); 4] = [
    ("Latin", &['A'..='Z', 'a'..='z', '\u{c0}'..='\u{24f}', '\u{1e00}'..='\u{1eff}', '\u{2c60}'..='\u{2c7f}']),
    ("Cyrillic", &['\u{400}'..='\u{52f}', '\u{1c80}'..='\u{1c8f}', '\u{2de0}'..='\u{2dff}', '\u{a640}'..='\u{a69f}']),
    ("Greek", &['\u{370}'..='\u{3ff}', '\u{1f00}'..='\u{1fff}']),
    ("Armenian", &['\u{531}'..='\u{58f}']),
];

/// Letters of other alphabets, and the Latin ones they are drawn like.
const DRAWN_LIKE: [(char, char); 59] = [
    ('А', 'A'),
    ('В', 'B'),
    ('Е', 'E'),
    ('К', 'K'),
    ('М', 'M'),
    ('Н', 'H'),
    ('О', 'O'),
    ('Р', 'P'),
    ('С', 'C'),
    ('Т', 'T'),
    ('У', 'Y'),
    ('Х', 'X'),
    ('І', 'I'),
    ('Ј', 'J'),
    ('Ѕ', 'S'),
    ('Ү', 'Y'),
    ('Ԛ', 'Q'),
    ('Ԝ', 'W'),
    ('Ѵ', 'V'),
    ('Ґ', 'T'),
    ('а', 'a'),
    ('е', 'e'),
    ('к', 'k'),
    ('о', 'o'),
    ('р', 'p'),
    ('с', 'c'),
    ('у', 'y'),
    ('х', 'x'),
    ('і', 'i'),
    ('ј', 'j'),
    ('ѕ', 's'),
    ('һ', 'h'),
    ('ԁ', 'd'),
    ('ԛ', 'q'),
    ('ԝ', 'w'),
    ('ү', 'y'),
    ('ѵ', 'v'),
    ('Α', 'A'),
    ('Β', 'B'),
    ('Ε', 'E'),
    ('Ζ', 'Z'),
    ('Η', 'H'),
    ('Ι', 'I'),
    ('Κ', 'K'),
    ('Μ', 'M'),
    ('Ν', 'N'),
    ('Ο', 'O'),
    ('Ρ', 'P'),
    ('Τ', 'T'),
    ('Υ', 'Y'),
    ('Χ', 'X'),
    ('α', 'a'),
    ('ι', 'i'),
    ('κ', 'k'),
    ('ν', 'v'),
    ('ο', 'o'),
    ('ρ', 'p'),
    ('υ', 'u'),
    ('օ', 'o'),
];

/// The name as it is kept: trimmed and composed. None if it is empty, too long or on several lines.
pub(super) fn tidied(name: &str) -> Option<String> {
    // composing never makes more than three of one: longer input is not looked at
    if name.len() > NAME_CHARS_MAX * 16 {
        return None;
    }
    let name: String = name.trim().nfc().collect();
    let fits = !name.is_empty() && name.chars().count() <= NAME_CHARS_MAX && !name.chars().any(char::is_control);
    fits.then_some(name)
}

/// Whether a reader may trust their eyes.
///
/// # Errors
/// Why not.
pub(super) fn honest(name: &str) -> Result<(), Misleading> {
    if let Some(first) = name.chars().next().filter(|first| matches!(first, '=' | '+' | '-' | '@')) {
        return Err(Misleading::Formula(first));
    }
    if let Some(hidden) = hidden(name) {
        return Err(Misleading::Invisible(hidden));
    }
    name.split(|letter: char| letter.is_whitespace() || letter == '-').try_for_each(|word| {
        let mut first = None;
        for alphabet in word.chars().filter_map(alphabet) {
            match first.get_or_insert(alphabet) {
                known if *known != alphabet => {
                    let word = word.to_owned();
                    return Err(Misleading::MixedLetters { word, first: known, second: alphabet });
                }
                _ => {}
            }
        }
        Ok(())
    })
}

/// What a name looks like, whatever letters it is made of: the same for two that nobody can tell apart.
pub(super) fn look(name: &str) -> String {
    let drawn = |letter: char| DRAWN_LIKE.iter().find(|(other, _)| *other == letter).map_or(letter, |(_, like)| *like);
    let drawn: String = name.chars().map(drawn).collect();
    let lower = drawn.to_lowercase();
    lower.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn alphabet(letter: char) -> Option<&'static str> {
    let (name, _) = ALPHABETS.iter().find(|(_, ranges)| ranges.iter().any(|range| range.contains(&letter)))?;
    Some(name)
}

/// A control of direction, or something without a width that changes nothing but the code. Persian names need
/// the joiners, between Arabic letters.
fn hidden(name: &str) -> Option<char> {
    let arabic = |letter: Option<&char>| letter.is_some_and(|letter| ('\u{600}'..='\u{6ff}').contains(letter));
    let letters: Vec<char> = name.chars().collect();
    letters.iter().enumerate().find_map(|(at, letter)| {
        let hidden = match letter {
            '\u{200c}' | '\u{200d}' => !(at > 0 && arabic(letters.get(at - 1)) && arabic(letters.get(at + 1))),
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{180b}'..='\u{180f}' | '\u{200b}' => true,
            '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}' => true,
            '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}' => true,
            '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}' => true,
            _ => false,
        };
        hidden.then_some(*letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_the_conference_are_honest() {
        for name in [
            "Gulnora Oʻrinova",
            "Айгүл Төлегенова",
            "Ҷамшед Раҳмонов",
            "Jean-Luc d’Artagnan",
            "José Núñez",
            "王小明",
            "علی‌رضا کریمی",
            "Ömer Şahin",
            "Анна Smith",
            "Expert 1",
        ] {
            assert_eq!(honest(name), Ok(()), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_seen_or_told_apart_is_refused() {
        for name in ["Ali\u{202e}ce", "\u{2066}Bob\u{2069}", "A\u{200b}nn", "An\u{200d}n", "\u{feff}Ann", "Ann\u{ad}a"]
        {
            assert!(matches!(honest(name), Err(Misleading::Invisible(_))), "{name:?}");
        }
        // the first letter is Cyrillic, in the second the fourth is Greek
        for name in ["Аlice", "Petrοv"] {
            assert!(matches!(honest(name), Err(Misleading::MixedLetters { .. })), "{name}");
        }
        for name in ["=1+1", "@SUM(A1)", "+1", "-1"] {
            assert!(matches!(honest(name), Err(Misleading::Formula(_))), "{name}");
        }
    }

    #[test]
    fn names_that_look_alike_have_the_same_look() {
        assert_eq!(look("Асе  Хорах"), look("ace xopax"));
        assert_ne!(look("Анна"), look("Anna"));
        assert_eq!(tidied(" Jose\u{301} "), Some("José".to_owned()));
        assert_eq!(tidied(&"x".repeat(1 << 20)), None);
    }
}

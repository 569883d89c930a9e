//! Which letters of a text stand inside quotation marks. A mark without its other half quotes nothing.

/// Open marks remembered at a time; a text with more is not quoting.
const OPEN_MAX: usize = 32;

/// For each letter, whether it is quoted. The marks themselves count as quoted.
pub(super) fn mask(letters: &[char]) -> Vec<bool> {
    let mut quoted = vec![false; letters.len()];
    let mut open: Vec<(usize, char)> = Vec::new();
    for (at, &letter) in letters.iter().enumerate() {
        if let Some(depth) = open.iter().rposition(|(_, opener)| closes(*opener, letter)) {
            // What was opened within and not closed was no quotation.
            let (from, _) = open[depth];
            open.truncate(depth);
            quoted[from..=at].fill(true);
        } else if opens(letter, at.checked_sub(1).map(|before| letters[before])) && open.len() < OPEN_MAX {
            open.push((at, letter));
        }
    }
    quoted
}

/// “…” «…» „…“ "…" 「…」 『…』. Single marks are left out: they are apostrophes and letters in many languages.
fn closes(opener: char, letter: char) -> bool {
    match opener {
        '“' => letter == '”',
        '„' => matches!(letter, '“' | '”'),
        '«' => letter == '»',
        '"' => letter == '"',
        '「' => letter == '」',
        '『' => letter == '』',
        _ => false,
    }
}

fn opens(letter: char, before: Option<char>) -> bool {
    match letter {
        '“' | '„' | '«' | '「' | '『' => true,
        // A straight mark after a letter or figure is a sign of inches or seconds.
        '"' => !before.is_some_and(char::is_alphanumeric),
        _ => false,
    }
}

//! Which of the notes that came with a draft belongs to which bracket of the living text.

use super::Bracket;
use crate::paragraph::BracketKind;
use crate::register::BracketNote;

/// A bracket with what is known about it.
#[derive(Debug, Clone, PartialEq)]
pub struct Noted<'a> {
    pub bracket: &'a Bracket,
    pub note: Option<&'a BracketNote>,
}

impl Noted<'_> {
    /// The note's word for it, which knows more than the letters, while the letters allow it.
    pub fn kind(&self) -> BracketKind {
        let noted = self.note.and_then(|note| note.kind.parse().ok());
        match (self.bracket.kind, noted) {
            (BracketKind::Insertion | BracketKind::Placeholder, Some(BracketKind::Insertion)) => BracketKind::Insertion,
            (BracketKind::Insertion | BracketKind::Placeholder, Some(BracketKind::Placeholder)) => {
                BracketKind::Placeholder
            }
            (read, _) => read,
        }
    }

    /// Who asked for an alternative: by its words, else by its place in the row.
    pub fn proposed_by(&self, index: usize) -> &[String] {
        let Some(note) = self.note else { return &[] };
        let text = &self.bracket.alternatives[index].text;
        let same_words = note.alternatives.iter().find(|noted| noted.text == *text);
        let same_place = (note.alternatives.get(index))
            .filter(|_| note.alternatives.len() == self.bracket.alternatives.len())
            .filter(|noted| !self.bracket.alternatives.iter().any(|other| other.text == noted.text));
        same_words.or(same_place).map_or(&[], |noted| &noted.proposed_by)
    }
}

/// Joins brackets (outer before inner) and notes: first where all words agree, then where one
/// alternative does, then in order if as many are left on both sides. Notes that join nothing are
/// settled; they come back second.
pub fn with_notes<'a>(brackets: &[&'a Bracket], notes: &'a [BracketNote]) -> (Vec<Noted<'a>>, Vec<&'a BracketNote>) {
    let mut joined: Vec<Noted<'a>> = brackets.iter().map(|&bracket| Noted { bracket, note: None }).collect();
    let mut left: Vec<&BracketNote> = notes.iter().collect();
    let all_words = |bracket: &Bracket, note: &BracketNote| {
        let read = bracket.alternatives.iter().map(|alternative| &alternative.text);
        read.eq(note.alternatives.iter().map(|alternative| &alternative.text))
    };
    let one_word = |bracket: &Bracket, note: &BracketNote| {
        let mut noted = note.alternatives.iter();
        noted.any(|noted| bracket.alternatives.iter().any(|alternative| alternative.text == noted.text))
    };
    join(&mut joined, &mut left, all_words);
    join(&mut joined, &mut left, one_word);
    if joined.iter().filter(|noted| noted.note.is_none()).count() == left.len() {
        join(&mut joined, &mut left, |_, _| true);
    }
    (joined, left)
}

fn join<'a>(
    joined: &mut [Noted<'a>],
    left: &mut Vec<&'a BracketNote>,
    belong: impl Fn(&Bracket, &BracketNote) -> bool,
) {
    for noted in joined.iter_mut().filter(|noted| noted.note.is_none()) {
        if let Some(index) = left.iter().position(|note| belong(noted.bracket, note)) {
            noted.note = Some(left.remove(index));
        }
    }
}

//! Brackets as the letters have them: `[` and `]` around wording that is not agreed.
//! A bracket inside a quotation is part of what is quoted, and a footnote has none.

mod noted;
mod quotation;
#[cfg(test)]
mod tests;

use std::ops::Range;

pub use noted::{Noted, with_notes};

use crate::paragraph::{BracketKind, Kind};

/// Brackets within brackets, at most; deeper ones are faults.
pub const DEPTH_MAX: usize = 16;

/// Everything [`read`] finds in a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Brackets {
    /// In the order of the text; those within another are in its `inner`.
    pub open: Vec<Bracket>,
    pub faults: Vec<Fault>,
}

/// One bracket, or a row of alternatives `[a][b]`. Spans count characters (Unicode scalar values).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bracket {
    pub kind: BracketKind,
    /// Of the whole, signs included.
    pub span: Range<usize>,
    /// One, unless the kind is `alternatives`.
    pub alternatives: Vec<Alternative>,
}

/// What stands between one `[` and its `]`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Alternative {
    /// Without the signs.
    pub text: String,
    /// With the signs.
    pub span: Range<usize>,
    pub inner: Vec<Bracket>,
}

/// A sign without its other half.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    #[error("the “]” at character {at} closes nothing: add its “[” or remove it")]
    Unopened { at: usize },
    #[error("the “[” at character {at} is never closed: add its “]” or remove it")]
    Unclosed { at: usize },
    #[error("the “[” at character {at} stands within {DEPTH_MAX} others: settle some of them")]
    TooDeep { at: usize },
}

impl Brackets {
    /// All brackets, outer ones before those within them.
    pub fn flat(&self) -> Vec<&Bracket> {
        let mut flat = Vec::new();
        collect(&self.open, &mut flat);
        flat
    }

    /// How many there are, those within others included.
    pub fn count(&self) -> usize {
        self.flat().len()
    }
}

fn collect<'a>(brackets: &'a [Bracket], into: &mut Vec<&'a Bracket>) {
    for bracket in brackets {
        into.push(bracket);
        for alternative in &bracket.alternatives {
            collect(&alternative.inner, into);
        }
    }
}

/// Reads the brackets of a text of a paragraph of this kind.
pub fn read(kind: Kind, text: &str) -> Brackets {
    if kind == Kind::Footnote || !text.contains(['[', ']']) {
        return Brackets::default();
    }
    let letters: Vec<char> = text.chars().collect();
    let quoted = quotation::mask(&letters);
    let mut parser = Parser {
        letters: &letters,
        words: letters
            .iter()
            .position(|letter| !letter.is_whitespace())
            .zip(letters.iter().rposition(|letter| !letter.is_whitespace())),
        frames: vec![Frame::default()],
        too_deep: 0,
        faults: Vec::new(),
    };
    for (at, letter) in letters.iter().enumerate().filter(|(at, _)| !quoted[*at]) {
        match letter {
            '[' => parser.open(at),
            ']' => parser.close(at),
            _ => {}
        }
    }
    parser.finish()
}

/// The inside of a bracket that is not closed yet; the lowest frame is the text itself.
#[derive(Default)]
struct Frame {
    start: usize,
    inner: Vec<Alternative>,
}

struct Parser<'a> {
    letters: &'a [char],
    /// The first and the last letter that is no space.
    words: Option<(usize, usize)>,
    frames: Vec<Frame>,
    /// Signs opened beyond the bound and not closed yet.
    too_deep: usize,
    faults: Vec<Fault>,
}

impl Parser<'_> {
    fn open(&mut self, at: usize) {
        if self.frames.len() > DEPTH_MAX {
            self.too_deep += 1;
            self.faults.push(Fault::TooDeep { at });
        } else {
            self.frames.push(Frame { start: at, inner: Vec::new() });
        }
    }

    fn close(&mut self, at: usize) {
        if self.too_deep > 0 {
            self.too_deep -= 1;
            return;
        }
        if self.frames.len() < 2 {
            self.faults.push(Fault::Unopened { at });
            return;
        }
        let Some(frame) = self.frames.pop() else { return };
        let alternative = Alternative {
            text: self.letters[frame.start + 1..at].iter().collect(),
            span: frame.start..at + 1,
            inner: self.group(frame.inner),
        };
        if let Some(outer) = self.frames.last_mut() {
            outer.inner.push(alternative);
        }
    }

    fn finish(mut self) -> Brackets {
        let frames = std::mem::take(&mut self.frames);
        let mut top = Vec::new();
        for (depth, frame) in frames.into_iter().enumerate() {
            if depth > 0 {
                self.faults.push(Fault::Unclosed { at: frame.start });
            }
            top.extend(frame.inner);
        }
        self.faults.sort_by_key(Fault::at);
        Brackets { open: self.group(top), faults: self.faults }
    }

    /// Adjacent brackets are alternatives to each other.
    fn group(&self, singles: Vec<Alternative>) -> Vec<Bracket> {
        let mut brackets: Vec<Bracket> = Vec::new();
        for single in singles {
            match brackets.last_mut() {
                Some(last) if last.span.end == single.span.start => {
                    last.kind = BracketKind::Alternatives;
                    last.span.end = single.span.end;
                    last.alternatives.push(single);
                }
                _ => brackets.push(Bracket {
                    kind: self.kind(&single),
                    span: single.span.clone(),
                    alternatives: vec![single],
                }),
            }
        }
        brackets
    }

    fn kind(&self, single: &Alternative) -> BracketKind {
        if self.words == Some((single.span.start, single.span.end - 1)) {
            BracketKind::Paragraph
        } else if is_placeholder(&single.text) {
            BracketKind::Placeholder
        } else {
            BracketKind::Insertion
        }
    }
}

/// No words yet: empty, dots, dashes, a bare figure, X.
fn is_placeholder(text: &str) -> bool {
    !text.chars().any(|letter| letter.is_alphabetic() && !matches!(letter, 'x' | 'X' | 'х' | 'Х'))
}

impl Fault {
    /// Where the sign stands, in characters.
    pub fn at(&self) -> usize {
        match self {
            Self::Unopened { at } | Self::Unclosed { at } | Self::TooDeep { at } => *at,
        }
    }
}

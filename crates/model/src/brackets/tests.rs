use proptest::prelude::*;

use super::*;
use crate::register::{AlternativeNote, BracketNote};

fn spans(text: &str) -> Vec<(BracketKind, Range<usize>)> {
    let read = read(Kind::Recommendation, text);
    assert_eq!(read.faults, []);
    read.flat().iter().map(|bracket| (bracket.kind, bracket.span.clone())).collect()
}

#[test]
fn each_kind_is_told_from_the_letters() {
    use BracketKind::{Alternatives, Insertion, Paragraph, Placeholder};
    assert_eq!(spans("within [24][48] hours"), [(Alternatives, 7..15)]);
    assert_eq!(spans("open [additional] points"), [(Insertion, 5..17)]);
    assert_eq!(spans(" [Create a forum.] "), [(Paragraph, 1..18)]);
    assert_eq!(spans("by […] and [30] or [XX]"), [(Placeholder, 3..6), (Placeholder, 11..15), (Placeholder, 19..23)]);
    assert_eq!(spans("[a][b]"), [(Alternatives, 0..6)]);
    assert_eq!(spans("[[a][b] c]"), [(Paragraph, 0..10), (Alternatives, 1..7)]);
    assert_eq!(spans("добавить [слово] 😀 [ещё]"), [(Insertion, 9..16), (Insertion, 19..24)]);
}

#[test]
fn quotations_and_footnotes_have_no_brackets() {
    for quoted in ["“agreed in [2019]”", "«в [2019] году»", "„im Jahr [2019]“", "say \"in [2019]\" now"]
    {
        assert_eq!(spans(quoted), [], "{quoted}");
    }
    assert_eq!(spans("“[a” [b] “]”").len(), 1);
    assert_eq!(spans("[the “window”] is").len(), 1);
    assert_eq!(spans("an open “ quotes no [word]").len(), 1);
    assert_eq!(spans("a 5\" pipe [and] a 6\" pipe").len(), 1);
    assert_eq!(read(Kind::Footnote, "See [2019]."), Brackets::default());
}

#[test]
fn signs_without_their_other_half_are_named() {
    let faults = |text: &str| read(Kind::Recommendation, text).faults;
    assert_eq!(faults("a ] b [c"), [Fault::Unopened { at: 2 }, Fault::Unclosed { at: 6 }]);
    let read_inside = read(Kind::Recommendation, "x [a [b] c");
    assert_eq!(read_inside.faults, [Fault::Unclosed { at: 2 }]);
    assert_eq!(read_inside.open[0].span, 5..8);
    let deep = format!("{}{}", "[".repeat(DEPTH_MAX + 1), "]".repeat(DEPTH_MAX + 1));
    assert_eq!(faults(&deep), [Fault::TooDeep { at: DEPTH_MAX }]);
    assert_eq!(read(Kind::Recommendation, &"[".repeat(100_000)).open, []);
}

fn note(id: &str, words: &[&str]) -> BracketNote {
    let alternatives =
        words.iter().map(|word| AlternativeNote { text: (*word).into(), proposed_by: vec![format!("by {word}")] });
    BracketNote { id: id.into(), kind: "placeholder".into(), alternatives: alternatives.collect(), note: None }
}

#[test]
fn notes_follow_their_brackets_through_edits() {
    let notes = [note("b1", &["24", "48"]), note("b2", &["ten"]), note("b3", &["gone"])];
    let read = read(Kind::Recommendation, "in [at least ten] of [24][36] and [new][newer] or [gone]");
    let (joined, settled) = with_notes(&read.flat(), &notes);
    let ids: Vec<_> = joined.iter().map(|noted| noted.note.map(|note| note.id.as_str())).collect();
    assert_eq!(ids, [None, Some("b1"), None, Some("b3")]);
    assert_eq!(settled[0].id, "b2");
    assert_eq!(joined[1].proposed_by(0), ["by 24"]);
    assert_eq!(joined[1].proposed_by(1), ["by 48"]);
    assert_eq!(joined[3].kind(), BracketKind::Placeholder);
    assert_eq!(joined[1].kind(), BracketKind::Alternatives);
}

proptest! {
    #[test]
    fn every_sign_is_in_a_bracket_or_a_fault(text in "[\\[\\]ab ]{0,60}") {
        let read = read(Kind::Recommendation, &text);
        let signs = text.chars().filter(|letter| matches!(letter, '[' | ']')).count();
        let pairs: usize = read.flat().iter().map(|bracket| bracket.alternatives.len()).sum();
        let deep = read.faults.iter().filter(|fault| matches!(fault, Fault::TooDeep { .. })).count();
        // A sign beyond the depth may or may not be closed.
        prop_assert!(2 * pairs + read.faults.len() <= signs && signs <= 2 * pairs + read.faults.len() + deep);
    }

    #[test]
    fn spans_hold_what_they_say(text in "[\\[\\]a“”«» \"я😀]{0,40}") {
        let letters: Vec<char> = text.chars().collect();
        for bracket in read(Kind::Preambular, &text).flat() {
            let mut at = bracket.span.start;
            for alternative in &bracket.alternatives {
                prop_assert_eq!(alternative.span.start, at);
                at = alternative.span.end;
                let inside: String = letters[alternative.span.start + 1..at - 1].iter().collect();
                prop_assert_eq!(&inside, &alternative.text);
                prop_assert_eq!((letters[alternative.span.start], letters[at - 1]), ('[', ']'));
                for inner in &alternative.inner {
                    prop_assert!(alternative.span.start < inner.span.start && inner.span.end < at);
                }
            }
            prop_assert_eq!(at, bracket.span.end);
        }
    }
}

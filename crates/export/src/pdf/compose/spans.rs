//! A text's spans as the page sets them: cut where brackets begin and end.

use std::collections::BTreeSet;
use std::ops::Range;

use maslahat_model::{Kind, RichText, brackets};

use crate::pdf::job::{Bracket, Span};

/// Each span of the source as one or more of the page.
pub(super) fn styled(content: &RichText, kind: Kind) -> Vec<Vec<Span>> {
    let text = content.text();
    let runs = runs(&text, kind);
    let mut at = 0;
    let spans = content.0.iter().map(|span| {
        let range = at..at + span.text.len();
        at = range.end;
        let first = runs.partition_point(|(run, _)| run.end <= range.start);
        let within = runs[first..].iter().take_while(|(run, _)| run.start < range.end);
        let cuts = within.map(|(run, bracket)| Span {
            text: text[run.start.max(range.start)..run.end.min(range.end)].to_owned(),
            strong: span.marks.strong,
            em: span.marks.em,
            link: span.marks.link.clone(),
            bracket: *bracket,
            note: None,
        });
        cuts.collect()
    });
    spans.collect()
}

/// The text cut where its standing changes: byte ranges in order, without gaps.
fn runs(text: &str, kind: Kind) -> Vec<(Range<usize>, Bracket)> {
    let found = brackets::read(kind, text);
    let mut edges = BTreeSet::new();
    for alternative in found.flat().into_iter().flat_map(|bracket| &bracket.alternatives) {
        edges.extend([alternative.span.start, alternative.span.end - 1]);
    }
    let mut outer = found.open.iter().peekable();
    let mut runs: Vec<(Range<usize>, Bracket)> = Vec::new();
    for (nth, (at, letter)) in text.char_indices().enumerate() {
        while outer.next_if(|bracket| bracket.span.end <= nth).is_some() {}
        let standing = if edges.contains(&nth) {
            Bracket::Edge
        } else if outer.peek().is_some_and(|bracket| bracket.span.contains(&nth)) {
            Bracket::Inside
        } else {
            Bracket::Outside
        };
        let end = at + letter.len_utf8();
        match runs.last_mut() {
            Some((range, last)) if *last == standing => range.end = end,
            _ => runs.push((at..end, standing)),
        }
    }
    runs
}

/// The footnote whose sign stands after the `nth` span: the last of a run that carries the mark.
pub(super) fn sign_after(content: &RichText, nth: usize) -> Option<String> {
    let id = content.0[nth].marks.footnote.clone()?;
    let goes_on = content.0.get(nth + 1).and_then(|next| next.marks.footnote.as_ref()) == Some(&id);
    (!goes_on).then_some(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text with its brackets in angles and what they hold between slashes.
    fn apart(text: &str, kind: Kind) -> String {
        let parts = styled(&RichText::plain(text), kind).into_iter().flatten().map(|span| match span.bracket {
            Bracket::Outside => span.text,
            Bracket::Edge => format!("<{}>", span.text),
            Bracket::Inside => format!("/{}/", span.text),
        });
        parts.collect()
    }

    #[test]
    fn bracketed_wording_is_cut_out() {
        let kind = Kind::Recommendation;
        assert_eq!(apart("в [24][48] hours", kind), "в <[>/24/<][>/48/<]> hours");
        assert_eq!(apart("[a [b] c] d", kind), "<[>/a /<[>/b/<]>/ c/<]> d");
        assert_eq!(apart("“see [2019]” and ] [", kind), "“see [2019]” and ] [");
        assert_eq!(apart("A/[2019]", Kind::Footnote), "A/[2019]");
        assert_eq!(apart("", kind), "");
    }

    #[test]
    fn a_cut_span_keeps_its_marks() {
        let mut content = RichText::plain("Note [that all] is well");
        content.mark_words("all] is", |marks| marks.strong = true);
        let strong: Vec<Span> = styled(&content, Kind::Recommendation).into_iter().flatten().collect();
        let strong: Vec<&str> = strong.iter().filter(|span| span.strong).map(|span| &*span.text).collect();
        assert_eq!(strong, ["all", "]", " is"]);
    }
}

//! What is refused before any page is set, and how the refusal reads.

use maslahat_export::PdfError;
use maslahat_export::pdf::{Edition, Job, render};
use maslahat_model::{Marks, RichText, Span};

use crate::draft::{snapshot, write};

fn refusal_of(content: RichText) -> PdfError {
    let mut snapshot = snapshot();
    write(&mut snapshot, "r4", "en", content);
    Job::new(&snapshot, &Edition::Original).unwrap_err()
}

#[test]
fn inputs_that_cost_too_much_are_refused() {
    let long = refusal_of(RichText::plain(&"x".repeat(32_001)));
    assert_eq!(long.code(), "word_too_long");
    assert!(long.to_string().starts_with("r4 (en) has a word of 32001 characters"), "{long}");

    let stacked = format!("a{}", "\u{301}".repeat(17));
    assert_eq!(refusal_of(RichText::plain(&stacked)).code(), "marks_stacked");
    let stacked = format!("ب{}", "\u{64b}".repeat(17));
    assert_eq!(refusal_of(RichText::plain(&stacked)).code(), "marks_stacked");

    let huge = "Word ".repeat(100_000);
    assert_eq!(refusal_of(RichText::plain(&huge)).code(), "draft_too_large");
}

#[test]
fn what_is_within_the_limits_is_set() {
    let mut snapshot = snapshot();
    let stacked = format!("a{} {}", "\u{301}".repeat(16), "x".repeat(1_000));
    write(&mut snapshot, "r4", "en", RichText::plain(&stacked));
    render(&Job::new(&snapshot, &Edition::Original).unwrap()).unwrap();
}

#[test]
fn footnotes_without_end_are_refused() {
    let mut snapshot = snapshot();
    let note = Marks { footnote: Some("pp2.fn1".to_owned()), ..Marks::default() };
    let mut spans = Vec::new();
    for _ in 0..301 {
        spans.push(Span { text: "word".to_owned(), marks: note.clone() });
        spans.push(Span { text: " ".to_owned(), marks: Marks::default() });
    }
    write(&mut snapshot, "pp2", "en", RichText(spans));
    let refusal = Job::new(&snapshot, &Edition::Original).unwrap_err();
    assert_eq!(refusal.code(), "footnotes_too_many");
}

#[test]
fn text_that_reads_otherwise_than_it_is_is_refused() {
    for control in ['\u{202a}', '\u{202b}', '\u{202c}', '\u{202d}', '\u{202e}'] {
        let refusal = refusal_of(RichText::plain(&format!("within 24{control} hours")));
        assert_eq!(refusal.code(), "direction_control");
        assert!(refusal.to_string().contains(&format!("U+{:04X}", u32::from(control))), "{refusal}");
    }
    for text in ["a \u{2067}b", "a\u{2069} b", "\u{2069}a\u{2066}"] {
        assert_eq!(refusal_of(RichText::plain(text)).code(), "isolates_unbalanced", "{text:?}");
    }
    for text in ["a\0b", "a\u{1b}[31m", "a\rb"] {
        assert_eq!(refusal_of(RichText::plain(text)).code(), "control_character", "{text:?}");
    }
}

#[test]
fn only_links_that_paper_may_carry_are_set() {
    let linked = |href: &str| {
        let marks = Marks { link: Some(href.to_owned()), ..Marks::default() };
        RichText(vec![Span { text: "here".to_owned(), marks }])
    };
    for href in ["javascript:alert(1)", "file:///etc/passwd", "data:text/html,x", "//host", "", "https://a b"] {
        assert_eq!(refusal_of(linked(href)).code(), "link_scheme", "{href}");
    }
    let mut snapshot = snapshot();
    write(&mut snapshot, "r4", "en", linked("HTTPS://example.org/?a=1#b"));
    let pdf = render(&Job::new(&snapshot, &Edition::Original).unwrap()).unwrap();
    assert!(pdf.windows(26).any(|bytes| bytes == b"HTTPS://example.org/?a=1#b"));
}

#[test]
fn a_language_the_draft_has_not_is_named() {
    let refusal = Job::new(&snapshot(), &Edition::Language("eo".into())).unwrap_err();
    assert_eq!(refusal.code(), "language_unknown");
    assert!(refusal.to_string().contains("uz-Latn"), "{refusal}");
}

#[test]
fn a_letter_without_a_glyph_is_named_with_its_place() {
    let mut snapshot = snapshot();
    write(&mut snapshot, "r4", "en", RichText::plain("Establish ᚠ a network"));
    write(&mut snapshot, "pp2.fn1", "en", RichText::plain("A/RES/72/283 ᚠ"));
    let PdfError::MissingGlyphs { glyphs } = render(&Job::new(&snapshot, &Edition::Original).unwrap()).unwrap_err()
    else {
        panic!("a rune has no glyph here");
    };
    let found: Vec<_> = glyphs.iter().map(|glyph| (glyph.character, glyph.page, glyph.lang.as_str())).collect();
    assert_eq!(found, [('ᚠ', 1, "en"), ('ᚠ', 2, "en")]);
    assert_eq!(glyphs[0].paragraphs, ["pp2.fn1", "r4"]);
}

#[test]
fn a_job_from_another_version_is_refused() {
    let mut job = Job::new(&snapshot(), &Edition::Original).unwrap();
    job.format += 1;
    assert_eq!(render(&job).unwrap_err().code(), "job_malformed");
}

//! What people type stays text, in every format.

use maslahat_export::{akn, html, markdown};
use maslahat_model::{Marks, RichText, Snapshot, Span};
use proptest::prelude::*;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::draft;

/// The fixture with one paragraph's wording replaced.
fn with(content: RichText) -> Snapshot {
    let mut snapshot = draft();
    snapshot.texts.get_mut("pp3").unwrap().get_mut("en").unwrap().content = content;
    snapshot
}

const HOSTILE: &str =
    "<script>alert(1)</script> & ]]> \"'`* _ [a](b) # + - 1. ![x](y) {{x}} <!-- --> &amp; | ~~x~~ $x$ \\";

fn well_formed(xml: &[u8]) {
    let mut reader = Reader::from_reader(xml);
    let mut depth = 0i32;
    loop {
        match reader.read_event().unwrap() {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth -= 1,
            Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(depth, 0);
}

#[test]
fn hostile_letters_are_printed_not_run() {
    let snapshot = with(RichText::plain(HOSTILE));
    let page = String::from_utf8(html(&snapshot, "").unwrap()).unwrap();
    assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"));
    let xml = akn(&snapshot, "all").unwrap();
    well_formed(&xml);
    assert!(String::from_utf8(xml).unwrap().contains("]]&gt;"));
    // XHTML-like enough to be read by an XML parser behind its first line.
    well_formed(&page.as_bytes()["<!DOCTYPE html>".len()..]);
    assert!(read_back(&snapshot).contains(HOSTILE));
}

#[test]
fn signs_and_notes_point_to_each_other() {
    let page = String::from_utf8(html(&draft(), "").unwrap()).unwrap();
    for id in ["pp2.fn1", "r8.fn2"] {
        assert_eq!(page.matches(&format!("href=\"#{id}\"")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("id=\"{id}\"")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("href=\"#_ref-{id}\"")).count(), 1, "{id}");
        assert_eq!(page.matches(&format!("id=\"_ref-{id}\"")).count(), 1, "{id}");
    }
    assert!(page.contains("id=\"r7bis\"") && page.contains("7 bis."));
}

/// The letters of the Markdown, as a reader of it sees them.
fn read_back(snapshot: &Snapshot) -> String {
    use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
    let written = String::from_utf8(markdown(snapshot, "").unwrap()).unwrap();
    let mut out = String::new();
    for event in Parser::new_ext(&written, Options::all() & !Options::ENABLE_SMART_PUNCTUATION) {
        match event {
            Event::Text(text) => out.push_str(&text),
            Event::HardBreak => out.push('\n'),
            Event::SoftBreak => out.push(' '),
            Event::Code(code) => panic!("code: {code}"),
            Event::Html(html) => panic!("html: {html}"),
            Event::InlineHtml(html) => {
                assert!(["<em>", "</em>", "<strong>", "</strong>"].contains(&&*html), "html: {html}")
            }
            Event::Start(Tag::CodeBlock(_) | Tag::HtmlBlock | Tag::Image { .. } | Tag::Table(_)) => panic!("{written}"),
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => out.push('\n'),
            _ => {}
        }
    }
    out
}

fn span() -> impl Strategy<Value = Span> {
    let letters = "[a-cя0-9 \\n*_`\\[\\]()#+.!<>&|~$\\\\:=-]{1,12}";
    (letters, any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(text, strong, em, link)| Span {
        text,
        marks: Marks { strong, em, link: link.then(|| "https://example.org/a_(b)?c=1&d=2".to_owned()), footnote: None },
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn markdown_reads_as_it_was_written(spans in prop::collection::vec(span(), 1..6)) {
        let content = RichText(spans);
        let letters = content.text();
        let squeezed = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let read = squeezed(&read_back(&with(content)));
        prop_assert!(read.contains(&squeezed(&letters)), "{:?} not in {:?}", squeezed(&letters), read);
    }
}

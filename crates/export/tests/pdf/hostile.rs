//! What people may write to see what happens. It is printed, letter by letter.

use maslahat_export::pdf::Edition;
use maslahat_model::{Marks, RichText, Span};

use crate::draft::{snapshot, write};
use crate::paper;
use crate::read_back::bare;

#[test]
fn markup_is_printed_and_not_run() {
    let hostile = [
        "#read(\"/etc/passwd\")",
        "#import \"@preview/cetz:0.3.0\"",
        "$ x^2 $ *bold* _em_ `raw` <label> @ref",
        "= Heading",
        "\\u{41} \\ // comment /* more */",
        "#while true {}",
        "{{7*7}} %s ${HOME} \"'\"",
        "]} #panic(\"out\")",
        "https://example.org ~ --- ... 'quotes' \"quotes\"",
    ];
    for (nth, words) in hostile.iter().enumerate() {
        let mut snapshot = snapshot();
        write(&mut snapshot, "r4", "en", RichText::plain(words));
        write(&mut snapshot, "title", "en", RichText::plain(words));
        write(&mut snapshot, "h-I", "en", RichText::plain(words));
        write(&mut snapshot, "pp2.fn1", "en", RichText::plain(words));
        snapshot.register.symbol = (*words).to_owned();
        snapshot.register.addressees = vec![(*words).to_owned()];
        snapshot.register.organisers = vec![(*words).to_owned()];
        let letters = paper(&format!("hostile-{nth}"), &snapshot, &Edition::Original).letters();
        let times = letters.matches(&bare(words)).count();
        assert!(times >= 6, "{words}: {times} times");
    }
}

#[test]
fn odd_but_honest_text_is_set() {
    let mut snapshot = snapshot();
    let odd = [
        "",
        " ",
        "\n",
        "\u{200b}",
        "e\u{301}\u{323}",
        "a\nb\n\nc",
        "ب\u{651}\u{64e}",
        "\u{2067}עב\u{2069}",
        "\t",
        "👩",
    ];
    let ids = ["r1", "r2", "r3", "r4", "r5", "r6", "r7", "title", "h-I"];
    for (id, text) in ids.iter().zip(odd.iter().filter(|text| !text.contains(['ע', '👩']))) {
        write(&mut snapshot, id, "en", RichText::plain(text));
    }
    paper("odd", &snapshot, &Edition::Original);
    paper("odd-all", &snapshot, &Edition::All);
}

#[test]
fn a_footnote_whose_words_are_gone_is_kept() {
    let mut snapshot = snapshot();
    write(&mut snapshot, "pp2", "en", RichText::plain("Recalling nothing,"));
    let text = paper("stray-note", &snapshot, &Edition::Original).text(Some(1));
    assert!(text.contains("A/RES/72/283."), "{text}");
}

#[test]
fn one_footnote_may_have_two_signs() {
    let mut snapshot = snapshot();
    let noted = |text: &str| Span {
        text: text.to_owned(),
        marks: Marks { footnote: Some("pp2.fn1".to_owned()), ..Marks::default() },
    };
    let plain = Span { text: " and ".to_owned(), marks: Marks::default() };
    write(&mut snapshot, "pp2", "en", RichText(vec![noted("this"), plain, noted("that")]));
    let letters = paper("two-signs", &snapshot, &Edition::Original).letters();
    assert!(letters.contains("this1andthat1"), "{letters}");
    assert_eq!(letters.matches("A/RES/72/283.").count(), 1);
}

use serde_json::{Value, json};

use super::*;
use crate::paragraph::{Kind, Status};

#[test]
fn the_fixture_is_taken_whole() {
    let (import, report) = parse(FIXTURE).unwrap();
    for (kind, count) in [
        ("title paragraphs", 1),
        ("subtitle paragraphs", 1),
        ("preambular paragraphs", 7),
        ("chapeau paragraphs", 1),
        ("heading paragraphs", 8),
        ("recommendation paragraphs", 30),
        ("subparagraph paragraphs", 4),
        ("footnote paragraphs", 2),
        ("texts", 115),
        ("languages", 12),
        ("delegations", 36),
        ("comments", 4),
        ("replies to comments", 1),
        ("bracket notes", 13),
        ("opening words", 37),
        ("silence", 1),
        ("submitted", 1),
        ("reservations", 1),
        ("cross references", 1),
    ] {
        assert_eq!(report.count(kind), count, "{kind}\n{report}");
    }
    assert_eq!(report.left_out, Vec::<String>::new());
    assert_eq!(report.doubts, Vec::<String>::new());
    assert_eq!(report.kept, ["_note", "document_symbol_is_fictional", "status_values", "demo_scenario"]);

    let register = &import.register;
    assert_eq!(register.languages.len(), 12);
    assert_eq!(register.languages[..3], ["en", "ru", "uz-Latn"]);
    assert_eq!(register.order.len(), 54);
    assert_eq!(register.order[..5], ["title", "subtitle", "pp1", "pp2", "pp2.fn1"]);
    let r8 = register.order.iter().position(|id| id == "r8").unwrap();
    assert_eq!(register.order[r8..r8 + 6], ["r8", "r8.a", "r8.b", "r8.c", "r8.d", "r8.fn2"]);
    assert_eq!(register.paragraphs["r7bis"].number.as_deref(), Some("7 bis"));
    assert_eq!(register.paragraphs["r7bis"].alternative_of.as_deref(), Some("r7"));
    assert_eq!(register.paragraphs["r29"].status, Status::LateProposal);
    assert_eq!(register.paragraphs["h-VIII"].kind, Kind::Heading);
    assert_eq!(register.paragraphs["r26"].section.as_deref(), Some("VIII"));
    assert_eq!(register.delegations["D20"].names["ru"], "Делегация 20");
    assert_eq!(import.annex.comments.len(), 4);
}

#[test]
fn opening_words_and_footnotes_are_marked() {
    let (import, _) = parse(FIXTURE).unwrap();
    let pp2 = content(&import, "pp2", "en");
    assert_eq!((pp2.0[0].text.as_str(), pp2.0[0].marks.em), ("Recalling", true));
    let signed = pp2.0.iter().find(|span| span.marks.footnote.is_some()).unwrap();
    assert_eq!((signed.text.as_str(), signed.marks.footnote.as_deref()), ("72/283", Some("pp2.fn1")));
    // The words of this note stand in a subparagraph.
    let signed = content(&import, "r8.a", "en").0.iter().find(|span| span.marks.footnote.is_some()).unwrap().clone();
    assert_eq!((signed.text.as_str(), signed.marks.footnote.as_deref()), ("single map", Some("r8.fn2")));
    let r7 = content(&import, "r7", "en");
    assert_eq!((r7.0[0].text.as_str(), r7.0[1].text.as_str(), r7.0[1].marks.em), ("[", "Create", true));
    assert!(content(&import, "r1", "ru").0.iter().all(|span| !span.marks.em));
}

#[test]
fn unknown_fields_are_kept_and_named() {
    let (import, report) = taken(|file| {
        file["colour"] = json!("red");
        file["sections"][0]["mood"] = json!("calm");
        file["delegations"][3]["flag"] = json!("x");
        file["sections"][0]["recommendations"][3]["weight"] = json!([[1], {"a": null}]);
        file["sections"][0]["recommendations"][3]["brackets"][0]["tint"] = json!(1);
    });
    for place in [
        "colour",
        "sections[0].mood",
        "delegations[3].flag",
        "sections[0].recommendations[3] (r4).weight",
        "sections[0].recommendations[3] (r4).brackets[0].tint",
    ] {
        assert!(report.kept.iter().any(|kept| kept == place), "{place} not in {:?}", report.kept);
    }
    assert_eq!(import.annex.source["colour"], "red");
    assert_eq!(
        import.annex.source["_kept"],
        json!({"delegations": {"D04": {"flag": "x"}}, "brackets": {"r4.b1": {"tint": 1}}, "sections": {"I": {"mood": "calm"}}})
    );
    assert_eq!(import.register.paragraphs["r4"].extras["weight"], json!([[1], {"a": null}]));
}

const R4: &str = "sections[0].recommendations[3]";

fn at(file: &mut Value, path: &str, value: Value) {
    *file.pointer_mut(path).unwrap() = value;
}

fn gone(file: &mut Value, path: &str, key: &str) {
    file.pointer_mut(path).unwrap().as_object_mut().unwrap().remove(key);
}

fn expect(cases: Vec<(String, String)>) {
    for (error, expected) in cases {
        assert!(error.contains(&expected), "{error}\nlacks\n{expected}");
        assert!(error.contains(": "), "{error}");
    }
}

#[test]
fn wrong_ids_and_words_are_refused_with_place_and_remedy() {
    let recommendation = "/sections/0/recommendations/3";
    expect(vec![
        (refused(|f| gone(f, recommendation, "id")), format!("{R4}: no id")),
        (refused(|f| gone(f, recommendation, "text")), format!("{R4}: missing field `text`")),
        (
            refused(|f| at(f, "/sections/0/recommendations/3/id", json!("r1"))),
            format!("{R4}: the id “r1” is already that of sections[0].recommendations[0]"),
        ),
        (refused(|f| at(f, "/sections/0/recommendations/3/id", json!("r 4"))), format!("{R4}: “r 4” cannot be an id")),
        (
            refused(|f| at(f, "/sections/0/recommendations/3/status", json!("done"))),
            format!("{R4} (r4).status: “done” is an unknown word; expected one of Status: draft"),
        ),
        (
            refused(|f| at(f, "/sections/0/recommendations/3/brackets/0/kind", json!("round"))),
            format!("{R4} (r4).brackets[0].kind: “round”"),
        ),
        (refused(|f| at(f, "/schema_version", json!(2))), "schema_version is 2".into()),
    ]);
}

#[test]
fn wrong_texts_and_sizes_are_refused_with_place_and_remedy() {
    expect(vec![
        (refused(|f| at(f, "/title", json!(7))), "title: invalid type".into()),
        (refused(|f| at(f, "/title", json!(" "))), "title (title), text in en: empty".into()),
        (
            refused(|f| at(f, "/sections/0/recommendations/3/text", json!("a".repeat(60_000)))),
            format!("{R4} (r4), text in en: 60000 characters; at most 50000"),
        ),
        (
            refused(|f| at(f, "/delegations/1/name", json!("a".repeat(2_000)))),
            "delegations[1].name: 2000 characters".into(),
        ),
        (refused(|f| at(f, "/delegations/1/code", json!("D01"))), "the id “D01” is already".into()),
        (refused(|f| at(f, "/comments/1/id", json!("c1"))), "the id “c1” is already".into()),
        (
            refused(|f| at(f, "/preamble/0/text", json!("a\u{202e}b"))),
            "preamble[0] (pp1), text in en: character 1 is U+202E".into(),
        ),
        (refused(|f| at(f, "/preamble/0/text", json!("a\u{7}b"))), "character 1 is U+0007".into()),
        (refused(|f| at(f, "/preamble/0/text", json!("a\u{2067}b"))), "isolate that is never closed".into()),
        (refused(|f| at(f, "/title_variants", json!({"english": "x"}))), "“english” is no language tag".into()),
        (refused(|f| at(f, "/title_variants", json!({"en": "x"}))), "original language stands among".into()),
        (
            refused(|f| at(f, "/sections/1/recommendations/3/alternative_of", json!("r99"))),
            "there is no paragraph “r99”".into(),
        ),
        (refused(|f| f["maslahat"] = json!({"texts": 1})), "maslahat.texts: invalid type".into()),
        (refused(|f| f["_note"] = json!("n".repeat(100_000))), "_note: 100002 bytes of data besides the text".into()),
    ]);
}

#[test]
fn what_is_not_json_is_refused_with_line_and_column() {
    let refused = |bytes: &[u8]| parse(bytes).unwrap_err().to_string();
    assert!(refused(b"{\n  \"a\": ,").contains("line 2, column 8: not JSON (expected value)"));
    assert!(refused(b"").contains("not JSON"));
    assert!(refused(b"\xff\xfe{\0").contains("not JSON"));
    let doubled = refused(b"{\"title\":\"a\",\n\"title\":\"b\"}");
    assert!(doubled.starts_with("line 2, column 7: the key “title” stands twice"), "{doubled}");
    assert!(refused("[".repeat(100_000).as_bytes()).contains("recursion limit"));
    assert!(refused(b"[]").contains("the file: "));
    assert!(refused(b"{} x").contains("trailing characters"));
    assert!(refused(&vec![b' '; FILE_BYTES_MAX + 1]).contains("8388609 bytes"));
    let with_mark = [b"\xef\xbb\xbf", FIXTURE].concat();
    assert!(parse(&with_mark).is_ok());
}

#[test]
fn unsafe_links_and_foreign_marks_are_left_out() {
    let (_, report) = taken(|file| {
        file["maslahat"] = json!({"texts": {
            "pp3": {"en": {"spans": [{"text": file["preamble"][2]["text"], "link": "javascript:alert(1)"}]}},
            "pp4": {"en": {"spans": [{"text": "other letters", "strong": true}]}},
            "pp5": {"en": {"spans": [{"text": file["preamble"][4]["text"], "footnote": "pp9.fn1"}]}},
            "pp9": {"en": {}},
        }});
    });
    let left_out = report.left_out.join("\n");
    for expected in
        ["javascript:alert(1)", "for other letters", "“pp9.fn1”, which the file lacks", "“pp9”, which is no paragraph"]
    {
        assert!(left_out.contains(expected), "{left_out}\nlacks {expected}");
    }
}

proptest::proptest! {
    #[test]
    fn no_bytes_make_the_parser_panic(at in 0..FIXTURE.len(), byte: u8, cut in 0..FIXTURE.len()) {
        let mut bytes = FIXTURE.to_vec();
        bytes[at] = byte;
        let _ = parse(&bytes);
        let _ = parse(&bytes[..cut]);
    }
}

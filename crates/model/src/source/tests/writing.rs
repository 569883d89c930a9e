use serde_json::{Value, json};

use super::*;
use crate::paragraph::Status;

/// As a server would: every text goes through its Automerge form, the register through its own.
fn stored(import: Import) -> Snapshot {
    let actor = || automerge::ActorId::from(&[1u8; 16][..]);
    let register = crate::register::RegisterDocument::create(import.register.clone(), actor()).unwrap();
    let register = crate::register::RegisterDocument::load(&register.document().clone().save()).unwrap();
    let mut snapshot = import.into_snapshot("2019-02-20T11:30:00.000Z");
    snapshot.register = register.view().clone();
    for text in snapshot.texts.values_mut().flat_map(BTreeMap::values_mut) {
        let document = crate::rich_text::create(&text.content, actor()).unwrap();
        text.content = crate::rich_text::read(&document);
    }
    snapshot
}

/// Every place where two values differ.
fn differences(place: &str, left: Option<&Value>, right: Option<&Value>, found: &mut Vec<String>) {
    match (left, right) {
        (Some(Value::Object(left)), Some(Value::Object(right))) => {
            let keys: std::collections::BTreeSet<&String> = left.keys().chain(right.keys()).collect();
            for key in keys {
                differences(&format!("{place}.{key}"), left.get(key), right.get(key), found);
            }
        }
        (Some(Value::Array(left)), Some(Value::Array(right))) => {
            for index in 0..left.len().max(right.len()) {
                differences(&format!("{place}[{index}]"), left.get(index), right.get(index), found);
            }
        }
        (left, right) if left == right => {}
        (left, right) => found.push(format!("{place}: {left:?} / {right:?}")),
    }
}

fn differing(left: &Value, right: &Value) -> Vec<String> {
    let mut found = Vec::new();
    differences("$", Some(left), Some(right), &mut found);
    found.into_iter().map(|place| place.chars().take(200).collect()).collect()
}

/// Where an export differs from the file it was imported from, and why.
const DIFFERENCES: [(&str, &str); 1] =
    [("$.maslahat:", "what only this program knows: documents, heads, hashes, marks")];

#[test]
fn the_export_is_the_fixture_again() {
    let (import, _) = parse(FIXTURE).unwrap();
    let found = differing(&fixture(), &write(&stored(import)));
    let unexplained: Vec<_> =
        found.iter().filter(|found| !DIFFERENCES.iter().any(|(place, _)| found.starts_with(place))).collect();
    assert_eq!(unexplained, Vec::<&String>::new());
    // The list of explanations holds nothing that does not happen.
    for (place, why) in DIFFERENCES {
        assert!(found.iter().any(|found| found.starts_with(place)), "{place} is equal after all ({why})");
    }
}

#[test]
fn unknown_fields_come_back_in_their_places() {
    let mut file = fixture();
    file["colour"] = json!("red");
    file["sections"][0]["mood"] = json!("calm");
    file["delegations"][3]["flag"] = json!("x");
    file["sections"][0]["recommendations"][3]["weight"] =
        json!([[1, [2.0]], {"a": null, "b": [[]]}, 18446744073709551615u64]);
    file["sections"][0]["recommendations"][3]["label"] = json!("misplaced");
    file["sections"][0]["recommendations"][3]["brackets"][0]["tint"] = json!(1);
    file["sections"][0]["recommendations"][3]["brackets"][0]["alternatives"][1]["shade"] = json!(2);
    file["sections"][2]["recommendations"][0]["footnotes"][0]["style"] = json!("small");
    let (import, report) = parse(file.to_string().as_bytes()).unwrap();
    assert_eq!(report.left_out, Vec::<String>::new());
    let found = differing(&file, &write(&stored(import)));
    assert!(found.len() == 1 && found[0].starts_with("$.maslahat"), "{found:#?}");
}

#[test]
fn an_export_is_imported_with_its_marks() {
    let (mut import, _) = parse(FIXTURE).unwrap();
    let text = import.texts.iter_mut().find(|text| text.paragraph == "r2" && text.lang == "ru").unwrap();
    assert!(text.content.mark_words("просьбе", |marks| marks.strong = true));
    let text = import.texts.iter_mut().find(|text| text.paragraph == "r1" && text.lang == "en").unwrap();
    assert!(text.content.mark_words("regular", |marks| marks.link = Some("https://example.org/a".into())));
    let first = stored(import.clone());
    let (again, report) = parse(write(&first).to_string().as_bytes()).unwrap();
    assert_eq!(again.texts, import.texts);
    assert_eq!(again.register, import.register);
    assert_eq!(again.annex, import.annex);
    assert!(report.left_out.iter().all(|place| place.starts_with("maslahat.")), "{:?}", report.left_out);
    let second = stored(again);
    assert_eq!(differing(&write(&first), &write(&second)), Vec::<String>::new());
}

#[test]
fn brackets_of_the_export_are_those_of_the_living_text() {
    let (import, _) = parse(FIXTURE).unwrap();
    let mut snapshot = stored(import);
    let set = |snapshot: &mut Snapshot, id: &str, words: &str| {
        let text = snapshot.texts.get_mut(id).unwrap().get_mut("en").unwrap();
        text.content = RichText::plain(words);
    };
    set(&mut snapshot, "r4", "Establish, within 24 hours, a [new] network.");
    set(&mut snapshot, "r3", "Encourage [more] crossing points.");
    let file = write(&snapshot);
    let brackets = &file["sections"][0]["recommendations"][3]["brackets"];
    assert_eq!(brackets[0]["state"], "open");
    assert_eq!(brackets[0]["span"], json!([30, 35]));
    let brackets = &file["sections"][0]["recommendations"][2]["brackets"];
    assert_eq!((&brackets[0]["id"], &brackets[0]["note"]), (&json!("r3.b1"), &json!("Keep or delete.")));
    set(&mut snapshot, "r4", "Establish a network within 24 hours.");
    let file = write(&snapshot);
    let brackets = &file["sections"][0]["recommendations"][3]["brackets"];
    assert_eq!((&brackets[0]["state"], brackets[0].get("span")), (&json!("settled"), None));
    assert!(parse(file.to_string().as_bytes()).is_ok());
}

#[test]
fn a_frozen_paragraph_shows_it_and_keeps_its_own_status() {
    let (import, _) = parse(FIXTURE).unwrap();
    let mut snapshot = stored(import);
    let frozen = crate::register::TextFrozen {
        by: maslahat_protocol::PersonId::from_bytes([1; 16]),
        at: "2019-02-20T11:30:00.000Z".into(),
        heads: vec!["00".repeat(32)],
        sha256: "11".repeat(32),
    };
    let r5 = snapshot.register.paragraphs.get_mut("r5").unwrap();
    r5.texts.values_mut().for_each(|text| text.frozen = Some(frozen.clone()));
    let file = write(&snapshot);
    assert_eq!(file["sections"][1]["recommendations"][0]["status"], "frozen");
    assert_eq!(file["maslahat"]["texts"]["r5"]["en"]["frozen"]["sha256"], "11".repeat(32));
    let (again, report) = parse(file.to_string().as_bytes()).unwrap();
    assert_eq!(again.register.paragraphs["r5"].status, Status::AgreedAdRef);
    assert!(report.left_out.iter().any(|place| place.contains("(r5).status: frozen; taken as agreed_ad_ref")));
}

fn places(at: &str, value: &Value, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(map) => map.iter().for_each(|(key, inner)| places(&format!("{at}/{key}"), inner, found)),
        Value::Array(items) => {
            (items.iter().enumerate()).for_each(|(index, inner)| places(&format!("{at}/{index}"), inner, found));
        }
        _ => {}
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]

    /// Whatever is wrong with one value, a file is refused, or taken so that its export is the same draft again.
    #[test]
    fn a_file_is_refused_or_survives_its_export(place: proptest::sample::Index, kind in 0..8usize, text in "[a-zя \\[\\]“”\\n(]{0,12}") {
        let mut file = fixture();
        let mut found = Vec::new();
        places("", &file, &mut found);
        let path: &String = place.get(&found);
        let place = file.pointer_mut(path).unwrap();
        *place = match kind {
            0 => Value::Null,
            1 => json!(7),
            2 => json!([]),
            3 => json!({}),
            4 => json!([[text]]),
            5 => json!({ text: true }),
            6 => json!("agreed"),
            _ => json!(text),
        };
        if let Ok((import, _)) = parse(file.to_string().as_bytes()) {
            let written = write(&stored(import.clone()));
            let (again, _) = parse(written.to_string().as_bytes()).unwrap();
            proptest::prop_assert_eq!(&again.texts, &import.texts);
            proptest::prop_assert_eq!(&again.annex, &import.annex);
            let without_brackets = |import: &Import| {
                let mut register = import.register.clone();
                register.paragraphs.values_mut().for_each(|paragraph| paragraph.brackets.clear());
                register
            };
            // Brackets that had no note have one after an export.
            proptest::prop_assert_eq!(without_brackets(&again), without_brackets(&import));
        }
    }
}

//! What the PDF of the Tashkent draft says, and what is refused. The letters are read back with
//! poppler-utils; `cargo xtask test` installs it. The files are left in `target/tmp` to be looked at.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

mod draft;
mod hostile;
mod read_back;
mod refusals;
mod same_bytes;

use std::fs;
use std::path::PathBuf;

use maslahat_export::pdf::{Edition, Job, render};
use maslahat_model::{Kind, Snapshot, Status};

use draft::{frozen, snapshot};
use read_back::{Paper, bare};

fn paper(name: &str, snapshot: &Snapshot, edition: &Edition) -> Paper {
    let pdf = render(&Job::new(snapshot, edition).unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"));
    fs::write(PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.pdf")), &pdf).unwrap();
    Paper::new(&pdf)
}

fn language(tag: &str) -> Edition {
    Edition::Language(tag.to_owned())
}

/// Enough of a wording to know it by, short enough to stand on one line.
fn beginning(text: &str) -> String {
    bare(text).chars().take(16).collect()
}

#[test]
fn every_paragraph_of_the_text_is_on_paper() {
    let snapshot = snapshot();
    let paper = paper("en", &snapshot, &Edition::Original);
    let letters = paper.letters();
    let mut shown = 0;
    for (id, paragraph) in &snapshot.register.paragraphs {
        let text = snapshot.texts[id]["en"].content.text();
        let late = paragraph.status == Status::LateProposal;
        assert_eq!(letters.contains(&beginning(&text)), !late, "{id}: {text}");
        if paragraph.kind == Kind::Recommendation && !late {
            shown += 1;
        }
    }
    assert_eq!(shown, 29, "29 of 30: one came too late");
}

#[test]
fn masthead_numbers_and_notes_are_on_paper() {
    let snapshot = snapshot();
    let paper = paper("en", &snapshot, &Edition::Original);
    let pages = paper.pages();
    assert!((4..=9).contains(&pages), "{pages} pages");
    let first = paper.text(Some(1));
    for words in [
        "CA-IC/2019/CRP.1/Rev.2",
        "20 February 2019",
        "Original: English",
        "Second reading",
        "DRAFT",
        "Addressed to",
        "President of Turkmenistan",
        "Ministry of Foreign Affairs of the Republic of Uzbekistan",
        "agreed ad ref.",
        "A/RES/72/283.",
    ] {
        assert!(first.contains(words), "{words}\n{first}");
    }
    for page in 1..=pages {
        let text = paper.text(Some(page));
        assert!(text.contains(&format!("{page} of {pages}")), "page {page}\n{text}");
        assert!(text.contains("DRAFT"), "page {page}\n{text}");
    }
    let all = paper.text(None);
    for words in ["VIII.", "7 bis.", "(a)", "(d)", "28.", "[24][48]", "Reservations", "On recommendation 23"] {
        assert!(all.contains(words), "{words}");
    }
    assert!(!all.contains("29."), "what came too late has no number on paper");
}

#[test]
fn one_language_falls_back_to_the_original_visibly() {
    let snapshot = snapshot();
    let letters = paper("ru", &snapshot, &language("ru")).letters();
    assert!(letters.contains(&bare("ПРОЕКТ")) && letters.contains(&bare("Второе чтение")));
    for (id, texts) in &snapshot.texts {
        let late = snapshot.register.paragraphs[id].status == Status::LateProposal;
        let expected = texts.get("ru").unwrap_or(&texts["en"]).content.text();
        assert!(late || letters.contains(&beginning(&expected)), "{id}: {expected}");
        if let Some(russian) = texts.get("ru").filter(|_| !late) {
            assert!(letters.contains(&beginning(&russian.content.text())), "{id}");
        }
    }
    assert!(letters.contains("English"), "what is not in Russian says so");
}

#[test]
fn one_pdf_holds_every_language() {
    let snapshot = snapshot();
    let letters = paper("all", &snapshot, &Edition::All).letters();
    let mut languages = std::collections::BTreeSet::new();
    for (id, texts) in &snapshot.texts {
        if snapshot.register.paragraphs[id].status == Status::LateProposal {
            continue;
        }
        for (lang, text) in texts {
            // Right-to-left letters come back in an order of the tool's own.
            if lang != "ar" {
                assert!(letters.contains(&beginning(&text.content.text())), "{id} {lang}");
            }
            languages.insert(lang.as_str());
        }
    }
    assert_eq!(languages.len(), 12, "{languages:?}");
    assert!(letters.contains("宣布设立共同的中亚睦邻友好日。"));
    assert!(letters.contains("إعلان"), "Arabic is letters, not drawings");
}

#[test]
fn right_to_left_and_chinese_pages_are_set() {
    let snapshot = snapshot();
    assert!(paper("zh", &snapshot, &language("zh")).letters().contains("草案"));
    assert!(paper("ar", &snapshot, &language("ar")).letters().contains("مشروع"));
    for tag in ["uz-Latn", "uz-Cyrl", "kk-Cyrl", "ky", "tg", "tk", "fr", "es"] {
        paper(tag, &snapshot, &language(tag));
    }
}

#[test]
fn a_frozen_draft_says_when_and_which() {
    let frozen = frozen();
    let paper = paper("frozen", &frozen, &Edition::Original);
    let record = paper.attachment();
    let digest = maslahat_model::rich_text::sha256_hex(std::str::from_utf8(&record).unwrap());
    for page in 1..=paper.pages() {
        let text = paper.text(Some(page));
        assert!(text.contains("Text frozen on 20 February 2019, 11:30 UTC"), "{text}");
        assert!(bare(&text).contains(&digest), "{digest}\n{text}");
        assert!(!text.contains("DRAFT"), "{text}");
    }
    assert!(!paper.text(None).contains("agreed ad ref."), "a final text has no statuses");
}

#[test]
fn the_record_names_heads_and_wording() {
    let snapshot = snapshot();
    let record: serde_json::Value =
        serde_json::from_slice(&paper("en", &snapshot, &Edition::Original).attachment()).unwrap();
    assert_eq!(record["format"], "maslahat-record/1");
    let paragraphs = record["paragraphs"].as_array().unwrap();
    let r22 = paragraphs.iter().find(|paragraph| paragraph["id"] == "r22").unwrap();
    assert_eq!(r22["texts"].as_object().unwrap().len(), 12);
    assert_eq!(r22["texts"]["zh"]["heads"][0], snapshot.texts["r22"]["zh"].heads[0].as_str());
    assert_eq!(r22["texts"]["zh"]["sha256"], snapshot.texts["r22"]["zh"].sha256.as_str());
    assert!(paragraphs.iter().all(|paragraph| paragraph["id"] != "r29"), "late proposals are not part of the text");
}

#[test]
fn the_file_says_what_it_is() {
    let paper = paper("en", &snapshot(), &Edition::Original);
    let info = paper.info(&[]);
    assert!(info.contains("Recommendations to the Presidents of the States of Central Asia"), "{info}");
    assert!(info.contains("Tagged:          yes"), "{info}");
    assert!(info.contains("2019"), "{info}");
    let meta = paper.info(&["-meta"]);
    for claim in ["<pdfaid:part>3<", "<pdfaid:conformance>A<", "<pdfuaid:part>1<"] {
        assert!(meta.contains(claim), "{meta}");
    }
    let structure = paper.info(&["-struct"]);
    for element in ["H1", "Note", "LI", "Lbl"] {
        assert!(structure.contains(element), "no {element} in\n{structure}");
    }
}

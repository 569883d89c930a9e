//! Word files: what we write is sound, and what we read is what was there.

use std::io::{Cursor, Read};

use maslahat_export::docx;
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::goldens::same;
use crate::{draft, frozen};

fn part(file: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(file)).unwrap();
    let mut text = String::new();
    archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

#[test]
fn a_word_file_is_the_same_every_time_and_well_formed() {
    let file = docx(&draft(), "all").unwrap();
    assert_eq!(file, docx(&draft(), "all").unwrap());
    let mut archive = zip::ZipArchive::new(Cursor::new(&file)).unwrap();
    for index in 0..archive.len() {
        let mut xml = String::new();
        archive.by_index(index).unwrap().read_to_string(&mut xml).unwrap();
        let mut reader = Reader::from_str(&xml);
        while !matches!(reader.read_event().unwrap(), Event::Eof) {}
    }
    if let Some(folder) = std::env::var_os("KEEP_DOCX") {
        let folder = std::path::PathBuf::from(folder);
        std::fs::write(folder.join("all.docx"), &file).unwrap();
        std::fs::write(folder.join("ar.docx"), docx(&draft(), "ar").unwrap()).unwrap();
        std::fs::write(folder.join("en.docx"), docx(&draft(), "").unwrap()).unwrap();
        std::fs::write(folder.join("frozen.docx"), docx(&frozen(), "").unwrap()).unwrap();
    }
}

#[test]
fn the_parts_of_a_word_file_are_as_before() {
    let file = docx(&draft(), "en").unwrap();
    for name in ["document", "footnotes", "comments", "styles"] {
        same(
            &format!("draft.en.docx.{name}.xml"),
            part(&file, &format!("word/{name}.xml")).as_bytes(),
        );
    }
}

#[test]
fn comments_leave_with_a_draft_only() {
    assert!(part(&docx(&draft(), "").unwrap(), "word/comments.xml").contains("single electronic window"));
    let file = docx(&frozen(), "").unwrap();
    assert!(!part(&file, "word/comments.xml").contains("<w:comment "));
    assert!(!part(&file, "word/header1.xml").contains("DRAFT"));
    assert!(part(&docx(&draft(), "").unwrap(), "word/header1.xml").contains("DRAFT"));
}

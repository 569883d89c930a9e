//! The fixture is taken whole; damaged files are refused with place and remedy.

mod reading;
mod writing;

use serde_json::Value;

use super::*;

const FIXTURE: &[u8] = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");

fn fixture() -> Value {
    serde_json::from_slice(FIXTURE).unwrap()
}

fn refused(change: impl FnOnce(&mut Value)) -> String {
    let mut file = fixture();
    change(&mut file);
    parse(file.to_string().as_bytes()).unwrap_err().to_string()
}

fn taken(change: impl FnOnce(&mut Value)) -> (Import, Report) {
    let mut file = fixture();
    change(&mut file);
    parse(file.to_string().as_bytes()).unwrap()
}

fn content<'a>(import: &'a Import, paragraph: &str, lang: &str) -> &'a RichText {
    let text = import.texts.iter().find(|text| text.paragraph == paragraph && text.lang == lang);
    &text.unwrap().content
}

//! Byte for byte.

use std::fs;
use std::path::PathBuf;

use maslahat_export::{ExportError, akn, html, json, markdown};
use maslahat_model::Snapshot;

use crate::{draft, frozen};

type Writer = fn(&Snapshot, &str) -> Result<Vec<u8>, ExportError>;

pub(crate) fn same(name: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/goldens").join(name);
    if std::env::var_os("UPDATE_GOLDENS").is_some() {
        fs::write(&path, bytes).unwrap();
    }
    let golden = fs::read(&path).unwrap_or_default();
    if golden == bytes {
        return;
    }
    let (golden, bytes) = (String::from_utf8_lossy(&golden).into_owned(), String::from_utf8_lossy(bytes).into_owned());
    let first = golden.lines().zip(bytes.lines()).position(|(old, new)| old != new).unwrap_or_default();
    let line = |text: &str| text.lines().nth(first).unwrap_or_default().chars().take(400).collect::<String>();
    panic!("{name}, line {}:\n  golden: {}\n  now:    {}", first + 1, line(&golden), line(&bytes));
}

#[test]
fn every_format_writes_the_fixture_as_before() {
    let formats: [(&str, Writer); 4] = [("json", json), ("md", markdown), ("html", html), ("akn.xml", akn)];
    for (extension, writer) in formats {
        same(&format!("draft.en.{extension}"), &writer(&draft(), "en").unwrap());
        assert_eq!(writer(&draft(), "").unwrap(), writer(&draft(), "en").unwrap(), "{extension}");
        if extension != "json" {
            same(&format!("draft.ar.{extension}"), &writer(&draft(), "ar").unwrap());
            same(&format!("draft.all.{extension}"), &writer(&draft(), "all").unwrap());
        }
    }
    same("frozen.ru.html", &html(&frozen(), "ru").unwrap());
    same("frozen.ru.md", &markdown(&frozen(), "ru").unwrap());
}

#[test]
fn a_language_the_draft_lacks_is_refused() {
    for writer in [markdown as Writer, html, akn] {
        let error = writer(&draft(), "xx").unwrap_err();
        assert_eq!(error.code(), "language_unknown");
    }
}

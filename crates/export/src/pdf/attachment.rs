//! The record inside the PDF: which heads the pages were made of, and their wording, so that whoever
//! holds the file can compare it with the draft or a certificate. The same for every edition.

use std::collections::BTreeMap;

use maslahat_model::{Kind, RichText, Snapshot, Status};
use serde::Serialize;

use super::job::Attachment;

/// Its name inside the PDF.
pub(super) const NAME: &str = "record.json";
const FORMAT: &str = "maslahat-record/1";

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Record<'a> {
    format: &'static str,
    program: &'static str,
    draft: String,
    symbol: &'a str,
    at: &'a str,
    /// The whole text is.
    frozen: bool,
    /// Only of a draft: once the text is frozen the ledger goes on, and the record must not.
    #[serde(skip_serializing_if = "Option::is_none")]
    ledger_head: Option<&'a str>,
    paragraphs: Vec<Paragraph<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Paragraph<'a> {
    id: &'a str,
    kind: Kind,
    #[serde(skip_serializing_if = "Option::is_none")]
    number: Option<&'a str>,
    status: Status,
    texts: BTreeMap<&'a str, Text<'a>>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Text<'a> {
    url: &'a str,
    heads: &'a [String],
    sha256: &'a str,
    content: &'a RichText,
}

/// The record of the paragraphs named, as of a moment.
pub(super) fn record(snapshot: &Snapshot, at: &str, shown: &[&str]) -> Attachment {
    let register = &snapshot.register;
    let frozen = register.frozen.is_some();
    let record = Record {
        format: FORMAT,
        program: concat!("maslahat ", env!("CARGO_PKG_VERSION")),
        draft: register.id.to_string(),
        symbol: &register.symbol,
        at,
        frozen,
        ledger_head: (!frozen).then_some(snapshot.ledger_head.as_str()),
        paragraphs: shown.iter().filter_map(|id| paragraph(snapshot, id)).collect(),
    };
    Attachment {
        name: NAME.to_owned(),
        description: "The heads, digests and wording of the texts these pages were made of".to_owned(),
        // A struct of strings and lists always has a JSON form.
        content: serde_json::to_string_pretty(&record).unwrap_or_default(),
    }
}

fn paragraph<'a>(snapshot: &'a Snapshot, id: &'a str) -> Option<Paragraph<'a>> {
    let paragraph = snapshot.register.paragraphs.get(id)?;
    let texts = snapshot.texts.get(id).into_iter().flatten().map(|(lang, text)| {
        let url = paragraph.texts.get(lang).map_or("", |text| &text.url);
        let (heads, sha256, content) = (&text.heads[..], &text.sha256[..], &text.content);
        (lang.as_str(), Text { url, heads, sha256, content })
    });
    Some(Paragraph {
        id,
        kind: paragraph.kind,
        number: paragraph.number.as_deref(),
        status: paragraph.shown_status(),
        texts: texts.collect(),
    })
}

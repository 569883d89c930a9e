//! What a freeze certificate states. Signing it is the exporter's work.

use serde::{Deserialize, Serialize};

use crate::rich_text::sha256_hex;
use crate::snapshot::Snapshot;

/// The layout of [`Statement`].
pub const FORMAT: &str = "maslahat-certificate/1";

/// The frozen heads and hashes of a whole draft, and the files that were made of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Statement {
    /// [`FORMAT`].
    pub format: String,
    pub draft: String,
    pub symbol: String,
    pub title: String,
    /// When the whole draft was frozen. RFC 3339, UTC.
    pub at: String,
    pub frozen_by: FrozenBy,
    /// Head of the ledger's hash chain, hexadecimal.
    pub ledger_head: String,
    /// In reading order.
    pub texts: Vec<StatedText>,
    pub files: Vec<StatedFile>,
}

/// Who froze.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct FrozenBy {
    pub id: String,
    pub name: String,
}

/// One text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedText {
    pub paragraph: String,
    pub lang: String,
    pub url: String,
    pub heads: Vec<String>,
    /// Over the UTF-8 letters.
    pub sha256: String,
}

/// A file made of the frozen draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct StatedFile {
    pub name: String,
    pub bytes: u64,
    pub sha256: String,
}

/// Why there can be no certificate.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StatementError {
    #[error("the draft is not frozen as a whole: freeze it first (freeze, scope draft)")]
    NotFrozen,
    #[error("{paragraph} in {lang} is not frozen: freeze the whole draft again")]
    OpenText { paragraph: String, lang: String },
    #[error("{paragraph} in {lang} is not the text that was frozen: the data is damaged; compare with a backup")]
    OtherText { paragraph: String, lang: String },
}

impl Statement {
    /// States a wholly frozen draft and the files made of it.
    ///
    /// # Errors
    /// Anything is open, or does not have the heads and letters that were frozen.
    pub fn of(snapshot: &Snapshot, files: Vec<StatedFile>) -> Result<Self, StatementError> {
        let register = &snapshot.register;
        let frozen = register.frozen.as_ref().ok_or(StatementError::NotFrozen)?;
        let mut texts = Vec::new();
        for id in &register.order {
            let paragraph = register.paragraphs.get(id);
            for (lang, text) in paragraph.into_iter().flat_map(|paragraph| &paragraph.texts) {
                let place = || (id.clone(), lang.clone());
                let Some(mark) = &text.frozen else {
                    let (paragraph, lang) = place();
                    return Err(StatementError::OpenText { paragraph, lang });
                };
                let wording = snapshot.texts.get(id).and_then(|languages| languages.get(lang));
                let same = wording.is_some_and(|wording| {
                    let letters = sha256_hex(&wording.content.text());
                    wording.heads == mark.heads && wording.sha256 == mark.sha256 && letters == mark.sha256
                });
                if !same {
                    let (paragraph, lang) = place();
                    return Err(StatementError::OtherText { paragraph, lang });
                }
                texts.push(StatedText {
                    paragraph: id.clone(),
                    lang: lang.clone(),
                    url: text.url.clone(),
                    heads: mark.heads.clone(),
                    sha256: mark.sha256.clone(),
                });
            }
        }
        let person = register.people.get(&frozen.by);
        let title = snapshot.texts.get("title").and_then(|languages| languages.get(&register.original_language));
        Ok(Self {
            format: FORMAT.to_owned(),
            draft: register.id.to_string(),
            symbol: register.symbol.clone(),
            title: title.map_or_else(|| register.title.clone(), |title| title.content.text()),
            at: frozen.at.clone(),
            frozen_by: FrozenBy {
                id: frozen.by.to_string(),
                name: person.map(|person| person.name.clone()).unwrap_or_default(),
            },
            ledger_head: snapshot.ledger_head.clone(),
            texts,
            files,
        })
    }
}

/// A file's entry in a statement.
pub fn stated(name: &str, bytes: &[u8]) -> StatedFile {
    use sha2::{Digest, Sha256};
    StatedFile { name: name.to_owned(), bytes: bytes.len() as u64, sha256: hex::encode(Sha256::digest(bytes)) }
}

#[cfg(test)]
mod tests {
    use maslahat_protocol::PersonId;

    use super::*;
    use crate::register::{DraftFrozen, TextFrozen};

    pub(super) fn frozen() -> Snapshot {
        let fixture = include_bytes!("../../../tests/fixtures/tashkent-draft.json");
        let (import, _) = crate::source::parse(fixture).unwrap();
        let at = "2019-02-20T11:30:00.000Z";
        let mut snapshot = import.into_snapshot(at);
        let by = PersonId::from_bytes([5; 16]);
        snapshot.register.frozen = Some(DraftFrozen { by, at: at.into() });
        for (id, paragraph) in &mut snapshot.register.paragraphs {
            for (lang, text) in &mut paragraph.texts {
                text.frozen = Some(TextFrozen {
                    by,
                    at: at.into(),
                    heads: Vec::new(),
                    sha256: snapshot.texts[id][lang].sha256.clone(),
                });
            }
        }
        snapshot
    }

    #[test]
    fn a_wholly_frozen_draft_is_stated_text_by_text() {
        let snapshot = frozen();
        let statement = Statement::of(&snapshot, vec![stated("a.pdf", b"abc")]).unwrap();
        assert_eq!(statement.texts.len(), 115);
        assert_eq!(statement.texts[0].paragraph, "title");
        assert_eq!(statement.files[0].sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    }

    #[test]
    fn nothing_is_stated_of_what_is_open_or_altered() {
        let mut open = frozen();
        open.register.frozen = None;
        assert_eq!(Statement::of(&open, vec![]), Err(StatementError::NotFrozen));
        let place = ("r4".to_owned(), "ru".to_owned());
        let mut one_open = frozen();
        one_open.register.paragraphs.get_mut("r4").unwrap().texts.get_mut("ru").unwrap().frozen = None;
        let error = StatementError::OpenText { paragraph: place.0.clone(), lang: place.1.clone() };
        assert_eq!(Statement::of(&one_open, vec![]), Err(error));
        let mut altered = frozen();
        let text = altered.texts.get_mut("r4").unwrap().get_mut("ru").unwrap();
        text.content.0[0].text.push('.');
        let error = StatementError::OtherText { paragraph: place.0, lang: place.1 };
        assert_eq!(Statement::of(&altered, vec![]), Err(error));
    }
}

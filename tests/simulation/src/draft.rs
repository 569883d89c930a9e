//! The small draft that every run begins with.

use std::collections::BTreeMap;

use maslahat_model::register::{Paragraph, Register, Text};
use maslahat_model::snapshot::Annex;
use maslahat_model::source::{Import, ImportText};
use maslahat_model::{Kind, RichText, Status};
use maslahat_protocol::DraftId;

const PARAGRAPHS: [(&str, &[&str]); 4] = [("r1", &["en", "ru"]), ("r2", &["en"]), ("r3", &["en"]), ("r4", &["en"])];

pub(crate) fn draft() -> Import {
    let text = || Text { url: String::new(), frozen: None, earlier: Vec::new() };
    let paragraph = |languages: &[&str]| Paragraph {
        kind: Kind::Recommendation,
        number: None,
        section: None,
        parent: None,
        status: Status::Draft,
        opening: None,
        proposed_by: Vec::new(),
        alternative_of: None,
        brackets: Vec::new(),
        at: None,
        extras: BTreeMap::new(),
        texts: languages.iter().map(|lang| ((*lang).to_owned(), text())).collect(),
    };
    let texts = PARAGRAPHS.iter().flat_map(|(id, languages)| {
        languages.iter().map(move |lang| ImportText {
            paragraph: (*id).to_owned(),
            lang: (*lang).to_owned(),
            content: RichText::plain(&format!("Wording of {id} in {lang}.")),
        })
    });
    Import {
        texts: texts.collect(),
        register: Register {
            schema: 1,
            id: DraftId::from_bytes([0; 16]),
            symbol: "SIM/1".to_owned(),
            title: "Simulation".to_owned(),
            stage: "rolling_text".to_owned(),
            reading: "second".to_owned(),
            original_language: "en".to_owned(),
            working_languages: vec!["en".to_owned()],
            languages: vec!["en".to_owned(), "ru".to_owned()],
            addressees: Vec::new(),
            organisers: Vec::new(),
            delegations: BTreeMap::new(),
            people: BTreeMap::new(),
            former: BTreeMap::new(),
            sections: Vec::new(),
            order: PARAGRAPHS.iter().map(|(id, _)| (*id).to_owned()).collect(),
            paragraphs: PARAGRAPHS.iter().map(|(id, languages)| ((*id).to_owned(), paragraph(languages))).collect(),
            proposals: BTreeMap::new(),
            frozen: None,
        },
        annex: Annex::default(),
    }
}

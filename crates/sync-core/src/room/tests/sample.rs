//! A small draft: two recommendations, one with a subparagraph, one in two languages.

use std::collections::BTreeMap;

use maslahat_model::register::{Paragraph, Register, Text};
use maslahat_model::source::{Import, ImportText};
use maslahat_model::{Kind, RichText, Status};
use maslahat_protocol::DraftId;

fn paragraph(kind: Kind, parent: Option<&str>, languages: &[&str]) -> Paragraph {
    let text = Text { url: String::new(), frozen: None, earlier: vec![] };
    Paragraph {
        kind,
        number: None,
        section: None,
        parent: parent.map(str::to_owned),
        status: Status::Draft,
        opening: None,
        proposed_by: vec![],
        alternative_of: None,
        brackets: vec![],
        at: None,
        extras: BTreeMap::new(),
        texts: languages.iter().map(|lang| ((*lang).to_owned(), text.clone())).collect(),
    }
}

pub(super) fn import() -> Import {
    let paragraphs = [
        ("r1", paragraph(Kind::Recommendation, None, &["en", "ru"])),
        ("r2", paragraph(Kind::Recommendation, None, &["en"])),
        ("r2.a", paragraph(Kind::Subparagraph, Some("r2"), &["en"])),
    ];
    let texts = [
        ("r1", "en", "Place the meetings."),
        ("r1", "ru", "Проводить встречи."),
        ("r2", "en", "Invite the centre:"),
        ("r2.a", "en", "to support;"),
    ];
    Import {
        register: Register {
            schema: 1,
            id: DraftId::from_bytes([0; 16]),
            symbol: "CRP.1".into(),
            title: "Recommendations".into(),
            stage: "rolling_text".into(),
            reading: "second".into(),
            original_language: "en".into(),
            working_languages: vec!["en".into()],
            languages: vec!["en".into(), "ru".into()],
            addressees: vec![],
            organisers: vec![],
            delegations: BTreeMap::new(),
            people: BTreeMap::new(),
            former: BTreeMap::new(),
            sections: vec![],
            order: paragraphs.iter().map(|(id, _)| (*id).to_owned()).collect(),
            paragraphs: paragraphs.into_iter().map(|(id, paragraph)| (id.to_owned(), paragraph)).collect(),
            proposals: BTreeMap::new(),
            frozen: None,
        },
        texts: texts
            .into_iter()
            .map(|(paragraph, lang, text)| ImportText {
                paragraph: paragraph.into(),
                lang: lang.into(),
                content: RichText::plain(text),
            })
            .collect(),
        annex: maslahat_model::snapshot::Annex::default(),
    }
}

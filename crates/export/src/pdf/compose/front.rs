//! What stands around the text: masthead, title, reservations.

use serde_json::Value;

use super::Composer;
use crate::pdf::job::{Part, Reservation, Reservations, Span, Version};
use crate::pdf::words::autonym;

impl Composer<'_> {
    /// The lines below the symbol.
    pub(super) fn particulars(&self, day: String) -> Vec<String> {
        let words = self.words;
        let mut lines = vec![day, words.original(&self.register.original_language)];
        if self.register.frozen.is_none() {
            match self.register.reading.as_str() {
                "first" => lines.push(words.first_reading.to_owned()),
                "second" => lines.push(words.second_reading.to_owned()),
                _ => {}
            }
        }
        lines
    }

    /// The languages of the pages, if there are several.
    pub(super) fn language_names(&self) -> String {
        let names = self.register.languages.iter().map(|lang| autonym(lang));
        if self.all { names.collect::<Vec<_>>().join(" · ") } else { String::new() }
    }

    /// Statements of those who do not accept a paragraph.
    pub(super) fn reservations(&self, shown: &[&str]) -> Option<Reservations> {
        let lang = &self.register.original_language;
        let mut entries = Vec::new();
        for id in shown {
            let Some(paragraph) = self.register.paragraphs.get(*id) else {
                continue;
            };
            let stated = paragraph.extras.get("reservations").and_then(Value::as_array);
            for statement in stated.into_iter().flatten() {
                let field = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
                let number = paragraph.number.as_deref().unwrap_or(id);
                let by = field("by");
                entries.push(Reservation {
                    on: self.words.on_paragraph.replace("{n}", number),
                    by: self.register.delegations.get(&by).map(|seat| seat.name.clone()).unwrap_or_default(),
                    text: field("text"),
                    lang: lang.clone(),
                });
            }
        }
        let heading = self.words.reservations.to_owned();
        (!entries.is_empty()).then_some(Reservations { heading, entries })
    }

    /// The living title; the one at import if nobody left any.
    pub(super) fn title(&self, parts: &[Part]) -> Version {
        let living = parts.iter().find_map(|part| match part {
            Part::Title { block } => block.versions.first(),
            _ => None,
        });
        let plain = |text: &str, lang: &str| Version {
            lang: lang.to_owned(),
            tag: String::new(),
            spans: vec![Span { text: text.to_owned(), ..Span::default() }],
        };
        match living {
            Some(version) => plain(&version.letters(), &version.lang),
            None if self.register.title.trim().is_empty() => {
                plain(&self.register.symbol, &self.register.original_language)
            }
            None => plain(&self.register.title, &self.register.original_language),
        }
    }

    /// The subtitle, for metadata.
    pub(super) fn description(&self, parts: &[Part]) -> String {
        let subtitle = parts.iter().find_map(|part| match part {
            Part::Subtitle { block } => block.versions.first(),
            _ => None,
        });
        subtitle.map(Version::letters).unwrap_or_default()
    }
}

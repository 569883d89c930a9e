//! Paragraphs into blocks: label, status, and the wording in the languages of the edition.

use maslahat_model::register::Paragraph;
use maslahat_model::{Kind, RichText, Status};

use super::Composer;
use crate::pdf::job::{Block, Part, Version};
use crate::pdf::words::autonym;

impl<'a> Composer<'a> {
    /// The text, in the order of the page.
    pub(super) fn parts(&mut self, shown: &[&'a str]) -> Vec<Part> {
        let mut parts: Vec<Part> = Vec::new();
        let register = self.register;
        for id in shown.iter().copied() {
            let Some(paragraph) = register.paragraphs.get(id) else {
                continue;
            };
            if paragraph.kind == Kind::Footnote {
                continue;
            }
            let block = self.block(id, paragraph);
            match paragraph.kind {
                Kind::Footnote => {}
                Kind::Title => parts.push(Part::Title { block }),
                Kind::Subtitle => parts.push(Part::Subtitle { block }),
                Kind::Preambular => parts.push(Part::Preambular { block }),
                Kind::Chapeau => parts.push(Part::Chapeau { block }),
                Kind::Heading => parts.push(Part::Heading { block }),
                Kind::Recommendation | Kind::Subparagraph => list_item(&mut parts, block, paragraph.parent.as_deref()),
            }
        }
        self.place_stray_notes(&mut parts, shown);
        parts
    }

    fn block(&mut self, id: &str, paragraph: &Paragraph) -> Block {
        let versions = self.versions(id, paragraph);
        Block {
            id: id.to_owned(),
            label: self.label(id, paragraph),
            status: self.status(paragraph).to_owned(),
            versions,
            children: Vec::new(),
        }
    }

    fn label(&self, id: &str, paragraph: &Paragraph) -> String {
        let numeral =
            || self.register.sections.iter().find(|section| section.heading == id).map(|section| &section.numeral);
        match (paragraph.kind, paragraph.number.as_ref()) {
            (Kind::Heading, number) => number.or_else(numeral).map(|numeral| format!("{numeral}.")).unwrap_or_default(),
            (Kind::Recommendation, Some(number)) => format!("{number}."),
            (_, number) => number.cloned().unwrap_or_default(),
        }
    }

    /// Said only where a reader would ask: of a draft, of the paragraphs that are agreed one by one.
    fn status(&self, paragraph: &Paragraph) -> &'static str {
        let register = self.register;
        let status = paragraph.shown_status();
        let parent = paragraph.parent.as_ref().and_then(|parent| register.paragraphs.get(parent));
        let told = match paragraph.kind {
            Kind::Preambular | Kind::Chapeau | Kind::Recommendation => true,
            Kind::Subparagraph => {
                status != Status::Draft && parent.is_none_or(|parent| parent.shown_status() != status)
            }
            Kind::Title | Kind::Subtitle | Kind::Heading | Kind::Footnote => false,
        };
        if told && register.frozen.is_none() { self.words.status(status) } else { "" }
    }

    /// The wordings of this edition, the leading language first.
    fn versions(&mut self, id: &str, paragraph: &Paragraph) -> Vec<Version> {
        let chosen = self.languages(id);
        let expected = self.lead;
        let mut versions = Vec::new();
        for (nth, lang) in chosen.into_iter().enumerate() {
            let Some(content) = self.content(id, lang) else {
                continue;
            };
            let tag = match (self.all, lang == expected) {
                (true, _) if nth > 0 => lang,
                (_, true) => "",
                _ => autonym(lang),
            };
            let spans = self.spans(content, paragraph.kind);
            versions.push(Version { lang: lang.to_owned(), tag: tag.to_owned(), spans });
        }
        versions
    }

    /// Which of a paragraph's languages this edition shows.
    pub(super) fn languages(&self, id: &str) -> Vec<&'a str> {
        let original = self.register.original_language.as_str();
        let order = [self.lead, original].into_iter().chain(self.register.languages.iter().map(String::as_str));
        let mut found: Vec<&str> = Vec::new();
        for lang in order {
            if !found.contains(&lang) && self.content(id, lang).is_some() {
                found.push(lang);
            }
        }
        if !self.all {
            found.truncate(1);
        }
        found
    }

    /// The wording, if there is any.
    pub(super) fn content(&self, id: &str, lang: &str) -> Option<&'a RichText> {
        let content = &self.snapshot.texts.get(id)?.get(lang)?.content;
        content.0.iter().any(|span| !span.text.trim().is_empty()).then_some(content)
    }
}

/// Puts an operative paragraph into the list, a subparagraph under its parent.
fn list_item(parts: &mut Vec<Part>, block: Block, parent: Option<&str>) {
    let lists = parts.iter_mut().rev().filter_map(|part| match part {
        Part::List { items } => Some(items),
        _ => None,
    });
    let holder = parent.and_then(|parent| lists.flatten().find_map(|item| within(item, parent)));
    if let Some(holder) = holder {
        holder.children.push(block);
        return;
    }
    match parts.last_mut() {
        Some(Part::List { items }) => items.push(block),
        _ => parts.push(Part::List { items: vec![block] }),
    }
}

/// The block of a paragraph.
pub(super) fn find<'b>(parts: &'b mut [Part], id: &str) -> Option<&'b mut Block> {
    parts.iter_mut().find_map(|part| match part {
        Part::Title { block }
        | Part::Subtitle { block }
        | Part::Preambular { block }
        | Part::Chapeau { block }
        | Part::Heading { block } => within(block, id),
        Part::List { items } => items.iter_mut().find_map(|item| within(item, id)),
    })
}

fn within<'b>(block: &'b mut Block, id: &str) -> Option<&'b mut Block> {
    if block.id == id {
        return Some(block);
    }
    block.children.iter_mut().find_map(|child| within(child, id))
}

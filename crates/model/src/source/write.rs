//! From a snapshot to the file. Bracket spans are read from the living text, statuses are as shown;
//! what the format has no place for stands under `maslahat`.

mod own;
mod paragraphs;

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use super::format::{DelegationFile, DraftFile, SCHEMA_VERSION, SectionFile, Variants};
use super::read::KEPT;
use crate::paragraph::Kind;
use crate::snapshot::Snapshot;

/// Fields of the format, which an annex cannot bring a second time.
const NAMED: [&str; 18] = [
    "schema_version",
    "document_symbol",
    "title",
    "subtitle",
    "title_variants",
    "subtitle_variants",
    "addressed_to",
    "organisers",
    "original_language",
    "working_languages",
    "reading",
    "text_status",
    "preamble",
    "chapeau",
    "sections",
    "comments",
    "delegations",
    "maslahat",
];

/// The draft in the fixture format.
pub fn write(snapshot: &Snapshot) -> Value {
    let file = Writer::new(snapshot).file();
    // Only strings, numbers and maps with string keys: this cannot fail.
    serde_json::to_value(&file).unwrap_or_default()
}

struct Writer<'s> {
    snapshot: &'s Snapshot,
    /// Subparagraphs and footnotes of each paragraph, in reading order.
    children: BTreeMap<&'s str, Vec<&'s str>>,
    written: BTreeSet<&'s str>,
}

impl<'s> Writer<'s> {
    fn new(snapshot: &'s Snapshot) -> Self {
        let register = &snapshot.register;
        let mut children: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
        for id in &register.order {
            let paragraph = register.paragraphs.get(id);
            if let Some(parent) = paragraph.and_then(|paragraph| paragraph.parent.as_deref()) {
                children.entry(parent).or_default().push(id);
            }
        }
        Self { snapshot, children, written: BTreeSet::new() }
    }

    fn file(mut self) -> DraftFile {
        let register = &self.snapshot.register;
        let (title, title_variants) = self.first_of(Kind::Title).map(|id| self.wording(id)).unwrap_or_default();
        let subtitle = self.first_of(Kind::Subtitle).map(|id| self.wording(id));
        let (subtitle, subtitle_variants) = subtitle.unzip();
        let preamble = self.of_kind(Kind::Preambular, None);
        let preamble = preamble.into_iter().map(|id| self.paragraph(id)).collect();
        let chapeau = self.first_of(Kind::Chapeau).map(|id| self.paragraph(id));
        let sections = self.sections();
        let rest = self.snapshot.annex.source.iter();
        let rest = rest.filter(|(key, _)| *key != KEPT && !NAMED.contains(&key.as_str()));
        DraftFile {
            schema_version: SCHEMA_VERSION,
            document_symbol: register.symbol.clone(),
            title,
            subtitle,
            title_variants,
            subtitle_variants: subtitle_variants.unwrap_or_default(),
            addressed_to: register.addressees.clone(),
            organisers: register.organisers.clone(),
            original_language: register.original_language.clone(),
            working_languages: register.working_languages.clone(),
            reading: register.reading.clone(),
            text_status: register.stage.clone(),
            preamble,
            chapeau,
            sections,
            comments: self.snapshot.annex.comments.clone(),
            delegations: self.delegations(),
            rest: rest.map(|(key, value)| (key.clone(), value.clone())).collect(),
            maslahat: Some(self.own()),
        }
    }

    fn sections(&mut self) -> Vec<SectionFile> {
        let sections = self.snapshot.register.sections.iter();
        sections
            .map(|section| {
                let (heading, heading_variants) = self.wording(&section.heading);
                let recommendations = self.of_kind(Kind::Recommendation, Some(&section.numeral));
                SectionFile {
                    heading,
                    numeral: section.numeral.clone(),
                    heading_variants,
                    facilitators: section.facilitators.clone(),
                    recommendations: recommendations.into_iter().map(|id| self.paragraph(id)).collect(),
                    rest: self.kept(&["sections", &section.numeral]),
                }
            })
            .collect()
    }

    fn delegations(&self) -> Vec<DelegationFile> {
        let delegations = self.snapshot.register.delegations.iter();
        delegations
            .map(|(code, delegation)| {
                let names = delegation.names.iter();
                let mut rest: Map<String, Value> =
                    names.map(|(lang, name)| (format!("name_{lang}"), name.as_str().into())).collect();
                rest.extend(self.kept(&["delegations", code]));
                DelegationFile {
                    code: code.clone(),
                    name: delegation.name.clone(),
                    group: delegation.group.clone(),
                    rest,
                }
            })
            .collect()
    }

    /// Unknown fields that were put aside under these keys when the draft was read.
    fn kept(&self, keys: &[&str]) -> Map<String, Value> {
        let kept = self.snapshot.annex.source.get(KEPT);
        let kept = kept.and_then(|kept| keys.iter().try_fold(kept, |at, key| at.get(key)));
        kept.and_then(Value::as_object).cloned().unwrap_or_default()
    }

    fn of_kind(&self, kind: Kind, section: Option<&str>) -> Vec<&'s str> {
        let register = &self.snapshot.register;
        let ids = register.order.iter().filter(|id| {
            register.paragraphs.get(*id).is_some_and(|paragraph| {
                paragraph.kind == kind && paragraph.parent.is_none() && paragraph.section.as_deref() == section
            })
        });
        ids.map(String::as_str).collect()
    }

    fn first_of(&self, kind: Kind) -> Option<&'s str> {
        self.of_kind(kind, None).first().copied()
    }

    /// A paragraph's letters: in the original, and in the other languages.
    fn wording(&mut self, id: &'s str) -> (String, Variants) {
        self.written.insert(id);
        let mut variants: Variants = (self.snapshot.texts.get(id).into_iter().flatten())
            .map(|(lang, text)| (lang.clone(), text.content.text()))
            .collect();
        let original = variants.remove(&self.snapshot.register.original_language);
        (original.unwrap_or_default(), variants)
    }
}

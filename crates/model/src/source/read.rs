//! From the file's fields to register and texts.

mod notes;
mod paragraphs;

pub(super) use notes::footnote_id;
pub(super) use paragraphs::{EXTRAS, subparagraph_id};

use std::collections::{BTreeMap, BTreeSet};

use maslahat_protocol::DraftId;
use serde_json::{Map, Value};

use super::check::{self, COMMENTS_MAX, DELEGATIONS_MAX, NAME_CHARS_MAX};
use super::format::{DelegationFile, DraftFile, OwnFile, ParagraphFile, SCHEMA_VERSION, SectionFile};
use super::{Import, ImportText, Report, SourceError};
use crate::language;
use crate::paragraph::Kind;
use crate::register::{Delegation, Paragraph, Register, Section};
use crate::snapshot::Annex;

/// The annex key for unknown fields of delegations, sections and brackets, which have no other home.
pub(super) const KEPT: &str = "_kept";

/// What is being put together.
struct Reader {
    report: Report,
    original: String,
    own: OwnFile,
    /// Where each id was first met.
    places: BTreeMap<String, String>,
    order: Vec<String>,
    paragraphs: BTreeMap<String, Paragraph>,
    texts: Vec<ImportText>,
    delegations: BTreeMap<String, Delegation>,
    kept: Map<String, Value>,
}

pub(super) fn read(mut file: DraftFile) -> Result<(Import, Report), SourceError> {
    if file.schema_version != SCHEMA_VERSION {
        return Err(SourceError::SchemaVersion { found: file.schema_version });
    }
    check::language("original_language", &file.original_language)?;
    let mut reader = Reader {
        report: Report::default(),
        original: file.original_language.clone(),
        own: file.maslahat.take().unwrap_or_default(),
        places: BTreeMap::new(),
        order: Vec::new(),
        paragraphs: BTreeMap::new(),
        texts: Vec::new(),
        delegations: BTreeMap::new(),
        kept: Map::new(),
    };
    reader.delegations(std::mem::take(&mut file.delegations))?;
    let sections = reader.body(&mut file)?;
    reader.references()?;
    reader.own_rest()?;
    let comments = reader.comments(std::mem::take(&mut file.comments))?;
    let source = reader.source(std::mem::take(&mut file.rest))?;
    reader.count();
    let register = reader.register(file, sections)?;
    let import = Import { register, texts: reader.texts, annex: Annex { comments, source } };
    Ok((import, reader.report))
}

impl Reader {
    /// All paragraphs, in reading order.
    fn body(&mut self, file: &mut DraftFile) -> Result<Vec<Section>, SourceError> {
        let title = plain_paragraph(file.title.clone(), std::mem::take(&mut file.title_variants));
        self.paragraph("title", "title", Kind::Title, title, None, None)?;
        let variants = std::mem::take(&mut file.subtitle_variants);
        match file.subtitle.take() {
            Some(subtitle) => {
                let subtitle = plain_paragraph(subtitle, variants);
                self.paragraph("subtitle", "subtitle", Kind::Subtitle, subtitle, None, None)?;
            }
            None if variants.is_empty() => {}
            None => {
                return Err(SourceError::Empty { place: "subtitle (subtitle_variants has wording)".into() });
            }
        }
        for (index, paragraph) in std::mem::take(&mut file.preamble).into_iter().enumerate() {
            let place = format!("preamble[{index}]");
            let id = required_id(&place, &paragraph)?;
            self.paragraph(&place, &id, Kind::Preambular, paragraph, None, None)?;
        }
        if let Some(chapeau) = file.chapeau.take() {
            let id = chapeau.id.clone().unwrap_or_else(|| "chapeau".into());
            self.paragraph("chapeau", &id, Kind::Chapeau, chapeau, None, None)?;
        }
        let sections = std::mem::take(&mut file.sections).into_iter().enumerate();
        sections.map(|(index, section)| self.section(&format!("sections[{index}]"), section)).collect()
    }

    fn section(&mut self, place: &str, section: SectionFile) -> Result<Section, SourceError> {
        let numeral = section.numeral;
        check::text(&format!("{place}.numeral"), &numeral, check::NUMBER_CHARS_MAX)?;
        self.attributions(&format!("{place}.facilitators"), &section.facilitators)?;
        let id = format!("h-{numeral}");
        let heading = plain_paragraph(section.heading, section.heading_variants);
        self.paragraph(&format!("{place}.heading"), &id, Kind::Heading, heading, Some(&numeral), None)?;
        for (index, paragraph) in section.recommendations.into_iter().enumerate() {
            let place = format!("{place}.recommendations[{index}]");
            let id = required_id(&place, &paragraph)?;
            self.paragraph(&place, &id, Kind::Recommendation, paragraph, Some(&numeral), None)?;
        }
        self.keep_rest(place, &["sections", &numeral], section.rest)?;
        Ok(Section { numeral, heading: id, facilitators: section.facilitators })
    }

    fn delegations(&mut self, files: Vec<DelegationFile>) -> Result<(), SourceError> {
        check::count("delegations", files.len(), DELEGATIONS_MAX)?;
        self.report.counted("delegations", files.len());
        for (index, file) in files.into_iter().enumerate() {
            let place = format!("delegations[{index}]");
            check::id(&format!("{place}.code"), &file.code)?;
            check::text(&format!("{place}.name"), &file.name, NAME_CHARS_MAX)?;
            check::letters(&format!("{place}.group"), &file.group, NAME_CHARS_MAX)?;
            let mut names = BTreeMap::new();
            let mut rest = Map::new();
            for (key, value) in file.rest {
                match (key.strip_prefix("name_"), value) {
                    (Some(tag), Value::String(name)) if check::is_language(tag) => {
                        check::text(&format!("{place}.{key}"), &name, NAME_CHARS_MAX)?;
                        names.insert(tag.to_owned(), name);
                    }
                    (_, value) => {
                        rest.insert(key, value);
                    }
                }
            }
            self.keep_rest(&place, &["delegations", &file.code], rest)?;
            let delegation = Delegation { name: file.name, names, group: file.group };
            if self.delegations.insert(file.code.clone(), delegation).is_some() {
                return Err(SourceError::DoubledId {
                    id: file.code,
                    first: "an earlier delegation".into(),
                    second: place,
                });
            }
        }
        Ok(())
    }

    fn comments(&mut self, comments: Vec<Value>) -> Result<Vec<Value>, SourceError> {
        check::count("comments", comments.len(), COMMENTS_MAX)?;
        self.report.counted("comments", comments.len());
        let mut seen = BTreeSet::new();
        for (index, comment) in comments.iter().enumerate() {
            let place = format!("comments[{index}]");
            check::data(&place, comment)?;
            let id = comment.get("id").and_then(Value::as_str);
            let id = id.ok_or_else(|| SourceError::MissingId { place: place.clone() })?;
            check::id(&format!("{place}.id"), id)?;
            if !seen.insert(id) {
                return Err(SourceError::DoubledId {
                    id: id.into(),
                    first: "an earlier comment".into(),
                    second: place,
                });
            }
            match comment.get("on").and_then(Value::as_str) {
                Some(on) if self.paragraphs.contains_key(on) => {}
                on => {
                    let on = check::shortened(on.unwrap_or_default());
                    self.report.doubt(format!("{place}.on: there is no paragraph “{on}”"));
                }
            }
            let replies = comment.get("replies").and_then(Value::as_array);
            self.report.counted("replies to comments", replies.map_or(0, Vec::len));
        }
        Ok(comments)
    }

    /// The fields of the file that no part of a draft corresponds to.
    fn source(&mut self, rest: Map<String, Value>) -> Result<BTreeMap<String, Value>, SourceError> {
        let mut source = BTreeMap::new();
        for (key, value) in rest {
            check::data(&check::shortened(&key), &value)?;
            if key == KEPT {
                self.report.left_out(format!("{key}: this name is the program's own"));
                continue;
            }
            self.report.kept(check::shortened(&key));
            source.insert(key, value);
        }
        if !self.kept.is_empty() {
            source.insert(KEPT.into(), Value::Object(std::mem::take(&mut self.kept)));
        }
        Ok(source)
    }

    /// Puts unknown fields aside, under the given keys of the annex.
    fn keep_rest(&mut self, place: &str, keys: &[&str], rest: Map<String, Value>) -> Result<(), SourceError> {
        if rest.is_empty() {
            return Ok(());
        }
        for key in rest.keys() {
            self.report.kept(format!("{place}.{}", check::shortened(key)));
        }
        let mut at = &mut self.kept;
        for key in keys {
            let inner = at.entry(*key).or_insert_with(|| Value::Object(Map::new()));
            let Value::Object(inner) = inner else { return Ok(()) };
            at = inner;
        }
        let rest = Value::Object(rest);
        check::data(place, &rest)?;
        if let Value::Object(rest) = rest {
            at.extend(rest);
        }
        Ok(())
    }

    /// Codes of delegations: well-formed; an unknown one is a doubt.
    fn attributions(&mut self, place: &str, codes: &[String]) -> Result<(), SourceError> {
        check::count(place, codes.len(), check::PER_PARAGRAPH_MAX)?;
        for code in codes {
            check::text(place, code, NAME_CHARS_MAX)?;
            if !self.delegations.contains_key(code) {
                let code = check::shortened(code);
                self.report.doubt(format!("{place}: “{code}” is not among the delegations"));
            }
        }
        Ok(())
    }

    fn register(&self, file: DraftFile, sections: Vec<Section>) -> Result<Register, SourceError> {
        check::letters("document_symbol", &file.document_symbol, NAME_CHARS_MAX)?;
        check::letters("text_status", &file.text_status, NAME_CHARS_MAX)?;
        check::letters("reading", &file.reading, NAME_CHARS_MAX)?;
        for (list, names) in [("addressed_to", &file.addressed_to), ("organisers", &file.organisers)] {
            check::count(list, names.len(), DELEGATIONS_MAX)?;
            for (index, name) in names.iter().enumerate() {
                check::text(&format!("{list}[{index}]"), name, NAME_CHARS_MAX)?;
            }
        }
        check::count("working_languages", file.working_languages.len(), check::LANGUAGES_MAX)?;
        for (index, tag) in file.working_languages.iter().enumerate() {
            check::language(&format!("working_languages[{index}]"), tag)?;
        }
        Ok(Register {
            schema: 1,
            id: DraftId::from_bytes([0; 16]),
            symbol: file.document_symbol,
            title: file.title,
            stage: file.text_status,
            reading: file.reading,
            languages: language::sorted(self.texts.iter().map(|text| text.lang.as_str()), &self.original),
            original_language: self.original.clone(),
            working_languages: file.working_languages,
            addressees: file.addressed_to,
            organisers: file.organisers,
            delegations: self.delegations.clone(),
            people: BTreeMap::new(),
            former: BTreeMap::new(),
            sections,
            order: self.order.clone(),
            paragraphs: self.paragraphs.clone(),
            proposals: BTreeMap::new(),
            frozen: None,
        })
    }
}

/// A paragraph of which the file gives nothing but wording.
fn plain_paragraph(text: String, variants: BTreeMap<String, String>) -> ParagraphFile {
    ParagraphFile { text, language_variants: Some(variants), ..ParagraphFile::default() }
}

fn required_id(place: &str, paragraph: &ParagraphFile) -> Result<String, SourceError> {
    paragraph.id.clone().ok_or_else(|| SourceError::MissingId { place: place.into() })
}

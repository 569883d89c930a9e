//! Freezing closes texts for good; reopening continues them in new ones.

use std::collections::BTreeSet;

use maslahat_model::register::{DraftFrozen, Text as RegisterText, TextFrozen};
use maslahat_model::rfc3339;
use maslahat_model::rich_text::{plain_text, sha256_hex};
use maslahat_protocol::{DocumentId, PersonId};
use serde_json::{Value, json};

use crate::{ActError, Record, RecordKind, Scope, schema};

use crate::mutant::{self, Mutant};

use super::acts::Doing;
use super::stage::{Stage, StagedText};
use super::{Phase, Room, Text, heads_hex};

/// A text that an act names.
struct Target {
    paragraph: String,
    lang: String,
    document: DocumentId,
    frozen: bool,
}

impl Target {
    fn unreadable(&self) -> ActError {
        ActError::TextUnreadable { paragraph: self.paragraph.clone(), lang: self.lang.clone() }
    }
}

impl Room {
    pub(super) fn freeze(
        &self,
        doing: &mut Doing<'_, '_>,
        paragraphs: &[String],
        lang: Option<&str>,
        scope: Option<Scope>,
    ) -> Result<Value, ActError> {
        let (by, at) = (doing.member.person, rfc3339(doing.context.now.0));
        let whole = scope.is_some() && lang.is_none();
        let targets = self.targets(doing.stage, paragraphs, lang, scope)?;
        let open: Vec<Target> = targets.into_iter().filter(|target| !target.frozen).collect();
        let draft_frozen = self.current_register(doing.stage).frozen.is_some();
        if open.is_empty() && (!whole || draft_frozen) {
            return Err(ActError::AlreadyFrozen);
        }
        let marks = open.into_iter().map(|target| self.mark(doing.stage, target, by, &at));
        let marks: Vec<(Target, TextFrozen)> = marks.collect::<Result<_, _>>()?;
        self.edit_register(doing.stage, |register| {
            for (target, mark) in &marks {
                let paragraph = register.paragraphs.get_mut(&target.paragraph);
                if let Some(text) = paragraph.and_then(|paragraph| paragraph.texts.get_mut(&target.lang)) {
                    text.frozen = Some(mark.clone());
                }
            }
            if whole {
                register.frozen = Some(DraftFrozen { by, at: at.clone() });
            }
        })?;
        let mut texts = Vec::new();
        for (target, mark) in marks {
            texts.push(json!({"paragraph": target.paragraph, "lang": target.lang, "url": target.document.url(),
                "heads": mark.heads, "sha256": mark.sha256}));
            if let Some(staged) = self.stage_text(doing.stage, target.document) {
                staged.text.phase = Phase::Frozen;
                staged.records.push(Record {
                    kind: RecordKind::Frozen,
                    person: by,
                    at: doing.context.now,
                    body: serde_json::to_vec(&mark).unwrap_or_default(),
                });
            }
        }
        Ok(json!({"at": at, "texts": texts}))
    }

    fn mark(&self, stage: &Stage, target: Target, by: PersonId, at: &str) -> Result<(Target, TextFrozen), ActError> {
        let visible = mutant::is(Mutant::FreezeWhatWasVisible);
        let document = target.document;
        let text = if visible { self.texts.get(&document) } else { self.current(stage, document) };
        let text = text.ok_or_else(|| target.unreadable())?;
        let mark = TextFrozen {
            by,
            at: at.to_owned(),
            heads: heads_hex(&text.document),
            sha256: sha256_hex(&plain_text(&text.document)),
        };
        Ok((target, mark))
    }

    pub(super) fn reopen(
        &self,
        doing: &mut Doing<'_, '_>,
        paragraphs: &[String],
        lang: Option<&str>,
        scope: Option<Scope>,
    ) -> Result<Value, ActError> {
        let targets = self.targets(doing.stage, paragraphs, lang, scope)?;
        let mut continued = Vec::new();
        for target in targets.into_iter().filter(|target| target.frozen) {
            let text = self.current(doing.stage, target.document).ok_or_else(|| target.unreadable())?;
            let copy = (text.document.clone(), text.reach.clone());
            let snapshot = schema::sound_bytes(&copy.0).ok_or(ActError::Internal)?;
            let fresh = DocumentId::from_bytes((doing.context.fresh)());
            let next = if mutant::is(Mutant::ReopenInPlace) { target.document } else { fresh };
            continued.push((target, next, copy, snapshot));
        }
        if continued.is_empty() {
            return Err(ActError::NotFrozen);
        }
        self.edit_register(doing.stage, |register| {
            register.frozen = None;
            for (target, next, ..) in &continued {
                let paragraph = register.paragraphs.get_mut(&target.paragraph);
                if let Some(text) = paragraph.and_then(|paragraph| paragraph.texts.get_mut(&target.lang)) {
                    let mut earlier = std::mem::take(&mut text.earlier);
                    earlier.push(target.document.url());
                    *text = RegisterText { url: next.url(), frozen: None, earlier };
                }
            }
        })?;
        let mut texts = Vec::new();
        for (target, next, (document, reach), snapshot) in continued {
            texts.push(json!({"paragraph": target.paragraph, "lang": target.lang, "url": next.url(),
                "continues": target.document.url()}));
            let snapshot =
                Record { kind: RecordKind::Snapshot, person: PersonId::SERVER, at: doing.context.now, body: snapshot };
            let mut staged = StagedText::new(Text {
                document,
                seq: 0,
                snapshot_seq: 0,
                reach,
                opening: None,
                phase: Phase::Open,
                paragraph: target.paragraph,
                lang: target.lang,
                idle_since: None,
            });
            staged.records.push(snapshot);
            doing.stage.texts.insert(next, staged);
        }
        Ok(json!({"at": rfc3339(doing.context.now.0), "texts": texts}))
    }

    /// The documents of an act's texts that are frozen, or that are not.
    pub(super) fn documents_named(
        &self,
        stage: &Stage,
        paragraphs: &[String],
        lang: Option<&str>,
        scope: Option<Scope>,
        frozen: bool,
    ) -> BTreeSet<DocumentId> {
        let targets = self.targets(stage, paragraphs, lang, scope).unwrap_or_default();
        targets.into_iter().filter(|target| target.frozen == frozen).map(|target| target.document).collect()
    }

    /// The texts that an act names: of the paragraphs and of the parts that belong to them.
    fn targets(
        &self,
        stage: &Stage,
        paragraphs: &[String],
        lang: Option<&str>,
        scope: Option<Scope>,
    ) -> Result<Vec<Target>, ActError> {
        let register = self.current_register(stage);
        if paragraphs.is_empty() == scope.is_none() {
            return Err(ActError::NothingNamed);
        }
        for id in paragraphs {
            let paragraph = register.paragraphs.get(id).ok_or_else(|| ActError::ParagraphUnknown(id.clone()))?;
            if let Some(lang) = lang.filter(|lang| !paragraph.texts.contains_key(*lang)) {
                return Err(ActError::TextUnknown { paragraph: id.clone(), lang: lang.to_owned() });
            }
        }
        if let Some(lang) = lang.filter(|lang| scope.is_some() && !register.languages.iter().any(|known| known == lang))
        {
            return Err(ActError::TextUnknown { paragraph: "draft".to_owned(), lang: lang.to_owned() });
        }
        let named = |id: &str| scope.is_some() || paragraphs.iter().any(|named| named == id);
        let mut targets = Vec::new();
        for (id, paragraph) in &register.paragraphs {
            if !named(id) && !paragraph.parent.as_deref().is_some_and(named) {
                continue;
            }
            for (language, text) in &paragraph.texts {
                if lang.is_none_or(|lang| lang == language)
                    && let Some(document) = text.document()
                {
                    targets.push(Target {
                        paragraph: id.clone(),
                        lang: language.clone(),
                        document,
                        frozen: text.frozen.is_some(),
                    });
                }
            }
        }
        Ok(targets)
    }
}

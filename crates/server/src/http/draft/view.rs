//! A draft as the API shows it: the register and the wording at one step of the draft's sequence,
//! with what a page needs for its first paint. Knows no request and no store.

use std::collections::BTreeMap;

use maslahat_model::register::{
    BracketNote, Delegation, DraftFrozen, Paragraph, Person, Proposal, ProposalKind, ProposalSettled, ProposalState,
    Section, Text,
};
use maslahat_model::rich_text::sha256_hex;
use maslahat_model::{Kind, Register, RichText, Role, Status};
use maslahat_protocol::{DocumentId, PersonId};
use maslahat_sync_core::{Member, TextView as Wording};
use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;

use crate::rooms::Sight;

/// The id of the paragraph that holds the living title.
const TITLE: &str = "title";
/// What stands for the server where a person is named.
const SERVER_NAME: &str = "Maslahat";

/// A draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Draft)]
pub(crate) struct DraftView {
    id: String,
    symbol: String,
    /// The title as it reads now, in the original language.
    title: String,
    /// The register's document, which only the server writes: `automerge:…`.
    register: String,
    /// Every language that any paragraph has a text in, original first.
    languages: Vec<String>,
    original_language: String,
    working_languages: Vec<String>,
    /// `zero_draft`, `rolling_text` …
    stage: String,
    /// `first`, `second`.
    reading: String,
    addressees: Vec<String>,
    organisers: Vec<String>,
    /// By code.
    #[schema(value_type = BTreeMap<String, Value>)]
    delegations: BTreeMap<String, Delegation>,
    /// Who has joined, by id.
    people: BTreeMap<String, PersonIn>,
    #[schema(value_type = Vec<Value>)]
    sections: Vec<Section>,
    /// The ids of all paragraphs, in reading order.
    order: Vec<String>,
    /// In reading order.
    paragraphs: Vec<ParagraphView>,
    proposals: Vec<ProposalView>,
    #[schema(value_type = Vec<Value>)]
    comments: Vec<Value>,
    /// Set while the whole draft is frozen.
    frozen: Option<FrozenView>,
    /// The last entry of the ledger that this shows.
    ledger_seq: u64,
    /// There in every answer.
    #[schema(required, value_type = MeIn)]
    me: Option<MeIn>,
}

/// The caller's place in the draft.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct MeIn {
    id: String,
    #[schema(value_type = String)]
    role: Role,
}

/// A member.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct PersonIn {
    name: String,
    #[schema(value_type = String)]
    role: Role,
    /// The code of a delegation.
    seat: Option<String>,
    /// There, and true, if nothing of the draft is open to them any more.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    revoked: bool,
}

impl PersonIn {
    fn of(id: PersonId, Person { name, role, seat }: &Person, register: &Register) -> Self {
        Self { name: name.clone(), role: *role, seat: seat.clone(), revoked: register.is_revoked(id) }
    }
}

/// Who did something.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub(crate) struct By {
    id: String,
    name: String,
    /// The code of a delegation.
    seat: Option<String>,
}

/// Who froze, and when.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct FrozenView {
    by: By,
    /// RFC 3339, UTC.
    at: String,
}

/// One paragraph, in every language it has.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Paragraph)]
struct ParagraphView {
    id: String,
    #[schema(value_type = String)]
    kind: Kind,
    /// `7 bis`, `(a)`, or a footnote's sign.
    number: Option<String>,
    /// `frozen` when every text is, otherwise as set.
    #[schema(value_type = String)]
    status: Status,
    /// The numeral of its chapter.
    section: Option<String>,
    /// Of a subparagraph or footnote: the paragraph it belongs to.
    parent: Option<String>,
    /// The opening words at import.
    opening: Option<String>,
    /// Of a footnote: the words its sign follows.
    at: Option<String>,
    alternative_of: Option<String>,
    proposed_by: Vec<String>,
    #[schema(value_type = Vec<Value>)]
    brackets: Vec<BracketNote>,
    /// `silence`, `submitted`, `reservations`, `crossReferences`: as they came.
    #[schema(value_type = BTreeMap<String, Value>)]
    extras: BTreeMap<String, Value>,
    /// By language tag.
    texts: BTreeMap<String, TextView>,
}

/// The wording of a paragraph in one language.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Text)]
struct TextView {
    /// The document: `automerge:…`.
    url: String,
    /// `open` or `frozen`.
    state: &'static str,
    /// Change hashes, hexadecimal, sorted.
    heads: Vec<String>,
    /// The letters alone.
    text: String,
    /// SHA-256 over the UTF-8 letters, hexadecimal.
    sha256: String,
    /// The letters with their marks.
    #[schema(value_type = Vec<SpanView>)]
    spans: RichText,
    frozen: Option<FrozenView>,
    /// The closed documents this one continues, oldest first.
    earlier: Vec<String>,
    /// There, and true, if the text cannot be read from the store: then heads, letters and hash are empty.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
}

/// A run of letters with the same marks.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = Span)]
pub(crate) struct SpanView {
    text: String,
    strong: Option<bool>,
    em: Option<bool>,
    /// Where a link points.
    link: Option<String>,
    /// The id of the footnote whose sign follows this run.
    footnote: Option<String>,
}

/// A fork of a text, with its author.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Proposal)]
struct ProposalView {
    id: String,
    paragraph: String,
    lang: String,
    /// `late` or `amendment`.
    #[schema(value_type = String)]
    kind: ProposalKind,
    by: By,
    /// RFC 3339, UTC.
    at: String,
    /// The fork: `automerge:…`.
    url: String,
    text: String,
    #[schema(value_type = Vec<SpanView>)]
    spans: RichText,
    /// `open`, `accepted`, `rejected` or `withdrawn`.
    #[schema(value_type = String)]
    state: ProposalState,
    /// Once it is not open any more.
    settled: Option<SettledView>,
    /// The document it departs from: `automerge:…`.
    base: String,
    base_text: String,
    /// There, and true, if its text cannot be read from the store: then the letters are empty.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    damaged: bool,
}

/// By whom and when a proposal was settled.
#[derive(Debug, Clone, Serialize, ToSchema)]
struct SettledView {
    by: By,
    /// RFC 3339, UTC.
    at: String,
    /// Why it was rejected.
    reason: Option<String>,
}

impl DraftView {
    /// As everybody sees it; comments and the caller's place are filled in by whoever has them.
    pub(crate) fn of(room: &Sight<'_>) -> Self {
        let register = room.register();
        let proposals = register.proposals.iter().map(|(id, proposal)| ProposalView::of(id, proposal, room));
        Self {
            id: register.id.to_string(),
            symbol: register.symbol.clone(),
            title: title(room),
            register: room.register_document().url(),
            languages: register.languages.clone(),
            original_language: register.original_language.clone(),
            working_languages: register.working_languages.clone(),
            stage: register.stage.clone(),
            reading: register.reading.clone(),
            addressees: register.addressees.clone(),
            organisers: register.organisers.clone(),
            delegations: register.delegations.clone(),
            people: register
                .people
                .iter()
                .map(|(id, person)| (id.to_string(), PersonIn::of(*id, person, register)))
                .collect(),
            sections: register.sections.clone(),
            order: register.order.clone(),
            paragraphs: paragraphs(room),
            proposals: proposals.collect(),
            comments: Vec::new(),
            frozen: register
                .frozen
                .as_ref()
                .map(|DraftFrozen { by, at }| FrozenView { by: By::of(*by, &register.people), at: at.clone() }),
            ledger_seq: room.ledger_seq(),
            me: None,
        }
    }
}

impl DraftView {
    /// With what belongs to the request.
    pub(crate) fn shown_to(self, Member { person, role }: Member, comments: Vec<Value>) -> Self {
        let id = person.to_string();
        Self { comments, me: Some(MeIn { id, role }), ..self }
    }
}

/// The title as it reads now in the original language.
fn title(room: &Sight<'_>) -> String {
    let register = room.register();
    let text = register.paragraphs.get(TITLE).and_then(|title| title.texts.get(&register.original_language));
    let living = text.and_then(Text::document).and_then(|document| room.text(document));
    living.map_or_else(|| register.title.clone(), |wording| wording.content.text())
}

fn paragraphs(room: &Sight<'_>) -> Vec<ParagraphView> {
    let register = room.register();
    let in_order = register.order.iter().filter_map(|id| Some((id, register.paragraphs.get(id)?)));
    in_order.map(|(id, paragraph)| ParagraphView::of(id, paragraph, room)).collect()
}

/// None if it cannot be read from the store.
fn wording(url: &str, room: &Sight<'_>) -> Option<Wording> {
    DocumentId::from_url(url).ok().and_then(|document| room.text(document))
}

impl By {
    pub(crate) fn of(person: PersonId, people: &BTreeMap<PersonId, Person>) -> Self {
        let known = people.get(&person).cloned();
        let unnamed = if person == PersonId::SERVER { SERVER_NAME } else { "" };
        let (name, seat) = known.map_or_else(|| (unnamed.to_owned(), None), |known| (known.name, known.seat));
        Self { id: person.to_string(), name, seat }
    }
}

impl ParagraphView {
    fn of(id: &str, paragraph: &Paragraph, room: &Sight<'_>) -> Self {
        let texts = paragraph.texts.iter().map(|(lang, text)| (lang.clone(), TextView::of(text, room)));
        Self {
            id: id.to_owned(),
            kind: paragraph.kind,
            number: paragraph.number.clone(),
            status: paragraph.shown_status(),
            section: paragraph.section.clone(),
            parent: paragraph.parent.clone(),
            opening: paragraph.opening.clone(),
            at: paragraph.at.clone(),
            alternative_of: paragraph.alternative_of.clone(),
            proposed_by: paragraph.proposed_by.clone(),
            brackets: paragraph.brackets.clone(),
            extras: paragraph.extras.clone(),
            texts: texts.collect(),
        }
    }
}

impl TextView {
    fn of(text: &Text, room: &Sight<'_>) -> Self {
        let wording = wording(&text.url, room);
        let damaged = wording.is_none();
        let (heads, content) = wording.map(|Wording { heads, content }| (heads, content)).unwrap_or_default();
        let letters = content.text();
        let frozen = text.frozen.as_ref();
        Self {
            url: text.url.clone(),
            state: if frozen.is_some() { "frozen" } else { "open" },
            heads,
            sha256: if damaged { String::new() } else { sha256_hex(&letters) },
            text: letters,
            spans: content,
            damaged,
            frozen: frozen.map(|mark| FrozenView { by: By::of(mark.by, &room.register().people), at: mark.at.clone() }),
            earlier: text.earlier.clone(),
        }
    }
}

impl ProposalView {
    fn of(id: &str, proposal: &Proposal, room: &Sight<'_>) -> Self {
        let proposed = wording(&proposal.url, room).map(|wording| wording.content);
        let damaged = proposed.is_none();
        let content = proposed.unwrap_or_default();
        Self {
            id: id.to_owned(),
            paragraph: proposal.paragraph.clone(),
            lang: proposal.lang.clone(),
            kind: proposal.kind,
            by: By::of(proposal.by, &room.register().people),
            at: proposal.at.clone(),
            url: proposal.url.clone(),
            text: content.text(),
            spans: content,
            state: proposal.state,
            settled: proposal.settled.as_ref().map(|ProposalSettled { by, at, reason }| SettledView {
                by: By::of(*by, &room.register().people),
                at: at.clone(),
                reason: reason.clone(),
            }),
            base: proposal.base.clone(),
            base_text: wording(&proposal.base, room).map(|base| base.content.text()).unwrap_or_default(),
            damaged,
        }
    }
}

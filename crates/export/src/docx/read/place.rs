//! What each paragraph of the file is in a draft: by its style, else by its number, else by its place.

use super::labels::{self, Label};
use super::paragraphs::{Line, Run};
use super::styles::Styles;
use crate::docx::name;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    Title,
    Subtitle,
    Heading,
    Preambular,
    Chapeau,
    Recommendation,
    Subparagraph,
    /// Another language of the paragraph before it.
    Variant,
    Organiser,
    Symbol,
    Addressee,
    /// Made anew on every export.
    Apparatus,
    /// Goes on with the paragraph before it.
    Continuation,
    /// Before the title; nobody knows what it is.
    Unknown,
}

const ROLES: [(&str, &str, Role); 11] = [
    (name::TITLE, "title", Role::Title),
    (name::SUBTITLE, "subtitle", Role::Subtitle),
    (name::PREAMBULAR, "preambular paragraph", Role::Preambular),
    (name::CHAPEAU, "chapeau", Role::Chapeau),
    (name::RECOMMENDATION, "recommendation", Role::Recommendation),
    (name::SUBPARAGRAPH, "subparagraph", Role::Subparagraph),
    (name::VARIANT, "language variant", Role::Variant),
    (name::ORGANISER, "organiser", Role::Organiser),
    (name::SYMBOL, "symbol", Role::Symbol),
    (name::ADDRESSEE, "addressed name", Role::Addressee),
    (name::APPARATUS, "apparatus", Role::Apparatus),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RunRole {
    Label,
    /// Of the pages, not of the text.
    Apparatus,
    Sign,
}

const RUN_ROLES: [(&str, &str, RunRole); 4] = [
    (name::LABEL, "number", RunRole::Label),
    (name::STATUS, "status", RunRole::Apparatus),
    (name::TAG, "language tag", RunRole::Apparatus),
    (name::SIGN, "footnote reference", RunRole::Sign),
];

#[derive(Debug)]
pub(super) struct Placed {
    pub(super) role: Role,
    /// As it stands in the draft: `7 bis`, `(a)`, `IV`.
    pub(super) label: Option<String>,
    pub(super) line: Line,
}

pub(super) fn place(lines: &[Line], styles: &Styles) -> Vec<Placed> {
    let titled = lines.iter().any(|line| styles.find(&line.style, &ROLES) == Some(Role::Title));
    let mut placer = Placer { styles, titled, title_seen: false, body: false };
    let worded = lines.iter().filter(|line| !line.text().trim().is_empty());
    worded.map(|line| placer.place(line.clone())).collect()
}

/// Leaves the text alone: takes away our labels and words of the pages. The label comes back second.
pub(super) fn bare(line: &mut Line, styles: &Styles) -> Option<String> {
    let role = |run: &Run| styles.find(&run.style, &RUN_ROLES);
    let label: String =
        line.runs.iter().filter(|run| role(run) == Some(RunRole::Label)).map(|run| run.text.as_str()).collect();
    line.runs.retain(|run| match role(run) {
        Some(RunRole::Label | RunRole::Apparatus) => false,
        // A sign that repeats another has no note of its own.
        Some(RunRole::Sign) => run.note.is_some(),
        None => true,
    });
    Some(label).filter(|label| !label.trim().is_empty())
}

struct Placer<'a> {
    styles: &'a Styles,
    /// Some paragraph says that it is the title.
    titled: bool,
    title_seen: bool,
    /// The operative part has begun.
    body: bool,
}

impl Placer<'_> {
    fn place(&mut self, mut line: Line) -> Placed {
        let styled = self.styles.find(&line.style, &ROLES);
        let heading = self.styles.is_heading(&line.style);
        let label = bare(&mut line, self.styles);
        let text = line.text();
        let lead = text.len() - text.trim_start().len();
        drop_front(&mut line.runs, lead);
        let text = line.text();
        let read = labels::read(&text);
        let role = styled.unwrap_or_else(|| {
            if heading { Role::Heading } else { self.plain(&line, read.as_ref().map(|(label, _)| label)) }
        });
        let label = match (role, label, read) {
            (Role::Recommendation | Role::Subparagraph | Role::Heading, Some(label), _) => {
                Some(label.trim().trim_end_matches('.').to_owned())
            }
            (Role::Recommendation | Role::Subparagraph, None, Some((label, end))) => {
                drop_front(&mut line.runs, end);
                let (Label::Number(label) | Label::Letter(label)) = label;
                Some(label)
            }
            (Role::Heading, None, _) => labels::numeral(&text).map(|(numeral, end)| {
                drop_front(&mut line.runs, end);
                numeral
            }),
            _ => None,
        };
        self.title_seen |= role == Role::Title;
        self.body |= matches!(role, Role::Heading | Role::Recommendation);
        Placed { role, label, line }
    }

    /// A paragraph whose style says nothing.
    fn plain(&self, line: &Line, label: Option<&Label>) -> Role {
        let level = line.level.or_else(|| self.styles.level(&line.style).filter(|_| !line.no_list));
        match (label, level) {
            _ if !self.titled && !self.title_seen => Role::Title,
            _ if self.titled && !self.title_seen => Role::Unknown,
            (Some(Label::Number(_)), _) | (None, Some(0)) => Role::Recommendation,
            (Some(Label::Letter(_)), _) | (None, Some(_)) if self.body => Role::Subparagraph,
            _ if is_bold_line(line) => Role::Heading,
            _ if self.body => Role::Continuation,
            _ => Role::Preambular,
        }
    }
}

/// A short line all in bold is a heading, whatever its style.
fn is_bold_line(line: &Line) -> bool {
    const LETTERS_MAX: usize = 150;
    let text = line.text();
    let worded = |run: &&Run| !run.text.trim().is_empty();
    line.runs.iter().filter(worded).all(|run| run.strong)
        && text.chars().count() <= LETTERS_MAX
        && !text.trim_end().ends_with(['.', ',', ';', ':'])
}

fn drop_front(runs: &mut Vec<Run>, mut bytes: usize) {
    for run in runs.iter_mut() {
        let here = bytes.min(run.text.len());
        run.text.drain(..here);
        bytes -= here;
    }
    runs.retain(|run| !run.text.is_empty() || run.note.is_some());
}

//! From a snapshot to a job: what is shown, in which language, with which sign and status. Pure.

mod blocks;
mod front;
mod notes;
mod spans;

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use maslahat_model::register::Paragraph;
use maslahat_model::{Register, Snapshot, Status};

use super::attachment;
use super::dates;
use super::edition::Edition;
use super::job::{Addressed, JOB_FORMAT, Job, Standing};
use super::limits;
use super::words::Words;
use crate::PdfError;

impl Job {
    /// The job that makes this edition of a snapshot.
    ///
    /// # Errors
    /// The draft has no text in the language asked for, or breaks a limit; see [`PdfError`].
    pub fn new(snapshot: &Snapshot, edition: &Edition) -> Result<Self, PdfError> {
        let lead = edition.lead(&snapshot.register)?;
        let job = Composer {
            snapshot,
            register: &snapshot.register,
            lead,
            all: *edition == Edition::All,
            words: Words::of(lead),
            noted: BTreeSet::new(),
        }
        .compose(edition)?;
        limits::check(&job)?;
        Ok(job)
    }
}

struct Composer<'a> {
    snapshot: &'a Snapshot,
    register: &'a Register,
    lead: &'a str,
    all: bool,
    words: &'static Words,
    /// The footnotes whose sign stands somewhere.
    noted: BTreeSet<String>,
}

impl<'a> Composer<'a> {
    fn compose(mut self, edition: &Edition) -> Result<Job, PdfError> {
        let (at, moment) = self.moment()?;
        let shown = self.shown();
        let attachment = attachment::record(self.snapshot, &at, &shown);
        let parts = self.parts(&shown);
        let digest = maslahat_model::rich_text::sha256_hex(&attachment.content);
        let (register, words) = (self.register, self.words);
        let standing = if register.frozen.is_some() {
            Standing::Frozen {
                line: words.frozen_on.replace("{date}", &dates::day_and_time(moment, self.lead)),
                digest_label: words.digest.to_owned(),
                digest: digest.clone(),
            }
        } else {
            Standing::Draft {
                mark: words.draft.to_owned(),
                explanation: words.explanation.to_owned(),
                footer: words.as_of.replace("{date}", &dates::day_and_time(moment, self.lead)),
            }
        };
        Ok(Job {
            format: JOB_FORMAT,
            lang: self.lead.to_owned(),
            symbol: register.symbol.clone(),
            title: self.title(&parts),
            description: self.description(&parts),
            ident: format!("{}/{digest}/{edition}", register.id),
            moment: [
                moment.year().unsigned_abs(),
                moment.month().unsigned_abs().into(),
                moment.day().unsigned_abs().into(),
                moment.hour().unsigned_abs().into(),
                moment.minute().unsigned_abs().into(),
                moment.second().unsigned_abs().into(),
            ],
            organisers: register.organisers.clone(),
            particulars: self.particulars(dates::day(moment, self.lead)),
            languages: self.language_names(),
            addressed: Addressed {
                label: words.addressed.to_owned(),
                names: register.addressees.clone(),
                lang: register.original_language.clone(),
            },
            standing,
            reservations: self.reservations(&shown),
            parts,
            page_words: words.page.to_owned(),
            attachment,
        })
    }

    /// A frozen text's moment is exact. A draft's is that of the export, told to the minute, so that the
    /// same wording asked for twice in a row is the same file.
    fn moment(&self) -> Result<(String, DateTime), PdfError> {
        let at = &self.snapshot.at;
        let exact = dates::parse(at)?;
        if self.register.frozen.is_some() {
            return Ok((at.clone(), exact));
        }
        let minute = dates::minute(exact);
        Ok((format!("{minute}Z"), minute))
    }

    /// The ids of the paragraphs that are part of the text, in order.
    fn shown(&self) -> Vec<&'a str> {
        let register = self.register;
        let ids = register.order.iter().map(String::as_str);
        ids.filter(|id| register.paragraphs.get(*id).is_some_and(|paragraph| self.counts(paragraph))).collect()
    }

    /// Neither came too late nor was taken back, nor did what it belongs to.
    fn counts(&self, paragraph: &Paragraph) -> bool {
        const DEPTH_MAX: usize = 4;
        let parent = |child: &&Paragraph| self.register.paragraphs.get(child.parent.as_ref()?);
        std::iter::successors(Some(paragraph), parent)
            .take(DEPTH_MAX)
            .all(|paragraph| !matches!(paragraph.status, Status::LateProposal | Status::Withdrawn))
    }
}

//! What an import took, and what it did not.

use std::fmt;

use serde::Serialize;

/// Places named in each list; what is beyond is counted.
const NAMED_MAX: usize = 500;

/// The account of an import, for people. Places are JSON paths.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Report {
    /// How many of each kind were taken; kinds the file lacks are left out.
    pub counts: Vec<Count>,
    /// Fields this program has no use for: kept as they came, and written again on export.
    pub kept: Vec<String>,
    /// What was not taken, and why.
    pub left_out: Vec<String>,
    /// What was taken, but looks like a mistake.
    pub doubts: Vec<String>,
    /// Entries beyond the lists' bounds.
    pub more: usize,
}

/// How many of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Count {
    pub kind: String,
    pub count: usize,
}

impl Report {
    /// How many of this kind were taken.
    pub fn count(&self, kind: &str) -> usize {
        self.counts.iter().find(|each| each.kind == kind).map_or(0, |each| each.count)
    }

    pub(crate) fn counted(&mut self, kind: &str, count: usize) {
        if count == 0 {
            return;
        }
        match self.counts.iter_mut().find(|each| each.kind == kind) {
            Some(known) => known.count += count,
            None => self.counts.push(Count { kind: kind.to_owned(), count }),
        }
    }
    pub(crate) fn kept(&mut self, place: impl Into<String>) {
        note(&mut self.kept, &mut self.more, place.into());
    }
    pub(crate) fn left_out(&mut self, place: impl Into<String>) {
        note(&mut self.left_out, &mut self.more, place.into());
    }
    pub(crate) fn doubt(&mut self, doubt: impl Into<String>) {
        note(&mut self.doubts, &mut self.more, doubt.into());
    }
}

fn note(list: &mut Vec<String>, more: &mut usize, entry: String) {
    if list.len() < NAMED_MAX {
        list.push(entry);
    } else {
        *more += 1;
    }
}

impl fmt::Display for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for Count { kind, count } in &self.counts {
            writeln!(f, "{count:>6} {kind}")?;
        }
        for (title, list) in [
            ("Kept as it came, without effect on the draft", &self.kept),
            ("Not taken", &self.left_out),
            ("Taken, but please look", &self.doubts),
        ] {
            if list.is_empty() {
                continue;
            }
            writeln!(f, "{title}:")?;
            for entry in list {
                writeln!(f, "  {entry}")?;
            }
        }
        if self.more > 0 {
            writeln!(f, "and {} more", self.more)?;
        }
        if self.left_out.is_empty() && self.more == 0 {
            writeln!(f, "Nothing was left out.")?;
        }
        Ok(())
    }
}

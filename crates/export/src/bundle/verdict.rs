//! The outcome of a check, in words for people.

use std::fmt;

use maslahat_model::certificate::Statement;
use serde::Serialize;

/// Whether files are what was certified.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Verdict {
    /// Everything that was given is as it was certified.
    pub valid: bool,
    /// What the certificate states, if there is one whose signature holds.
    pub statement: Option<Statement>,
    /// The fingerprint of its key, `SHA256:…`: to be compared with the one that is known.
    pub signer: Option<String>,
    /// What was found, file by file.
    pub findings: Vec<Finding>,
}

/// What was found out about a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    pub file: String,
    pub right: bool,
    pub words: String,
}

impl Finding {
    pub(super) fn right(file: &str, words: impl Into<String>) -> Self {
        Self { file: file.to_owned(), right: true, words: words.into() }
    }

    pub(super) fn wrong(file: &str, words: impl Into<String>) -> Self {
        Self { right: false, ..Self::right(file, words) }
    }
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for finding in &self.findings {
            let sign = if finding.right { "right" } else { "WRONG" };
            writeln!(f, "{sign}  {} {}", finding.file, finding.words)?;
        }
        if let (Some(statement), Some(signer)) = (&self.statement, &self.signer) {
            let Statement { symbol, title, at, frozen_by, texts, .. } = statement;
            writeln!(f, "{symbol} “{title}”, {} texts, frozen {at} by {}", texts.len(), frozen_by.name)?;
            writeln!(f, "signed with the key {signer}: compare it with the one you were given")?;
        }
        f.write_str(if self.valid { "Verified." } else { "NOT verified." })
    }
}

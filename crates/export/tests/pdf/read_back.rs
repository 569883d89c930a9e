//! A PDF read back with the tools of poppler-utils.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use tempfile::TempDir;

/// A PDF on disk for the length of a test.
pub(crate) struct Paper {
    folder: TempDir,
    file: PathBuf,
}

impl Paper {
    pub(crate) fn new(pdf: &[u8]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("draft.pdf");
        fs::write(&file, pdf).unwrap();
        Self { folder, file }
    }

    fn run(&self, tool: &str, arguments: &[&str]) -> String {
        let output = Command::new(tool).args(arguments).arg(&self.file).arg("-").output();
        let output = output.unwrap_or_else(|error| panic!("{tool} of poppler-utils is needed: {error}"));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The letters of one page, or of all.
    pub(crate) fn text(&self, page: Option<usize>) -> String {
        match page.map(|page| page.to_string()) {
            Some(page) => self.run("pdftotext", &["-f", &page, "-l", &page]),
            None => self.run("pdftotext", &[]),
        }
    }

    /// The letters without spaces and hyphens, which lines and hyphenation add.
    pub(crate) fn letters(&self) -> String {
        bare(&self.text(None))
    }

    pub(crate) fn info(&self, arguments: &[&str]) -> String {
        let output = Command::new("pdfinfo").args(arguments).arg(&self.file).output().unwrap();
        String::from_utf8(output.stdout).unwrap()
    }

    pub(crate) fn pages(&self) -> usize {
        let info = self.info(&[]);
        let line = info.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap();
        line.trim().parse().unwrap()
    }

    /// The file inside.
    pub(crate) fn attachment(&self) -> Vec<u8> {
        let saved = self.folder.path().join("record.json");
        let status = Command::new("pdfdetach").args(["-save", "1", "-o"]).arg(&saved).arg(&self.file).status();
        assert!(status.unwrap().success());
        fs::read(saved).unwrap()
    }
}

/// Letters alone: no spaces, no hyphens, no marks of direction.
pub(crate) fn bare(text: &str) -> String {
    let skipped = |letter: &char| {
        letter.is_whitespace()
            || matches!(letter, '-' | '\u{ad}' | '\u{2010}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}')
    };
    text.chars().filter(|letter| !skipped(letter)).collect()
}

//! Checks a bundle, or a certificate with files it names. Needs no network, no store, no clock.

use std::collections::BTreeMap;

use maslahat_model::Snapshot;
use maslahat_model::certificate::{Statement, stated};
use maslahat_model::rich_text::sha256_hex;

use super::certificate::{CERTIFICATE, Certificate};
use super::manifest::{self, MANIFEST};
use super::verdict::{Finding, Verdict};
use crate::package::{self, File};

/// What a bundle holds besides its certificate's parts and what that names.
const BESIDE: [&str; 3] = ["README.txt", CERTIFICATE, MANIFEST];

/// Checks what is given: a bundle, or a certificate with any of the files it names. Every byte of
/// every file counts.
pub fn verify(files: &[File]) -> Verdict {
    let mut check = Check::default();
    let (packages, loose): (Vec<_>, Vec<_>) = files.iter().partition(|file| package::is_package(&file.bytes));
    if files.is_empty() {
        check.wrong("nothing", "was given: name a bundle, or a certificate with the files it names");
    }
    for package in packages {
        check.package(package);
    }
    let (certificates, others): (Vec<_>, Vec<_>) = loose.into_iter().partition(|file| is_certificate(file));
    for file in certificates {
        check.certificate(file);
    }
    check.loose(&others);
    check.verdict()
}

/// By name or by content, so that a damaged one is called by its name.
fn is_certificate(file: &File) -> bool {
    let like = |text: &str| file.bytes.windows(text.len()).any(|window| window == text.as_bytes());
    file.name == CERTIFICATE || (file.name.ends_with(".json") && like("\"sshsig\"") && like("\"statement\""))
}

#[derive(Default)]
struct Check {
    findings: Vec<Finding>,
    certified: Option<(Statement, String)>,
}

impl Check {
    fn right(&mut self, file: &str, words: impl Into<String>) {
        self.findings.push(Finding::right(file, words));
    }

    fn wrong(&mut self, file: &str, words: impl Into<String>) {
        self.findings.push(Finding::wrong(file, words));
    }

    fn package(&mut self, file: &File) {
        let (files, same) = match package::read(&file.bytes) {
            Ok(read) => read,
            Err(words) => return self.wrong(&file.name, words),
        };
        let by_manifest = manifest::check(&files);
        if by_manifest.is_empty() {
            self.right(MANIFEST, "has every file of the package with its hash");
        }
        self.findings.extend(by_manifest);
        if !same {
            self.wrong(&file.name, "is not packed as it was: it was altered or packed anew");
        }
        let Some(certificate) = files.iter().find(|inner| inner.name == CERTIFICATE) else {
            return self.wrong(&file.name, "has no certificate: the draft was not frozen as a whole when it was made");
        };
        let Some(certificate) = self.certificate(certificate) else {
            return;
        };
        let parts = certificate.parts().unwrap_or_default();
        for part in &parts {
            self.part(&files, part);
        }
        for named in &certificate.statement.files {
            match files.iter().find(|inner| inner.name == named.name) {
                Some(inner) if stated(&inner.name, &inner.bytes) == *named => {
                    self.right(&named.name, "is as certified");
                }
                Some(_) => self.wrong(&named.name, "is not as certified: it was altered"),
                None => self.wrong(&named.name, "is certified but missing from the package"),
            }
        }
        // The manifest lists what somebody added too: only the statement is signed.
        let known =
            parts.iter().map(|part| &part.name).chain(certificate.statement.files.iter().map(|file| &file.name));
        let known: Vec<&str> = known.map(String::as_str).chain(BESIDE).collect();
        for added in files.iter().filter(|inner| !known.contains(&inner.name.as_str())) {
            self.wrong(&added.name, "is not certified: it was added");
        }
        if let Some(snapshot) = files.iter().find(|inner| inner.name == "snapshot.json") {
            self.snapshot(snapshot, &certificate.statement);
        }
    }

    fn part(&mut self, files: &[File], part: &File) {
        match files.iter().find(|inner| inner.name == part.name) {
            Some(inner) if inner.bytes == part.bytes => {}
            Some(_) => self.wrong(&part.name, "is not that of the certificate: it was altered"),
            None => self.wrong(&part.name, "is missing from the package"),
        }
    }

    fn certificate(&mut self, file: &File) -> Option<Certificate> {
        match Certificate::checked(&file.bytes) {
            Ok((certificate, key)) => {
                self.right(&file.name, "carries valid signatures");
                self.certified = Some((certificate.statement.clone(), key.fingerprint()));
                Some(certificate)
            }
            Err(words) => {
                self.wrong(&file.name, words);
                None
            }
        }
    }

    /// Files beside a certificate may have been renamed: they are known by their hash.
    fn loose(&mut self, files: &[&File]) {
        let Some((statement, _)) = self.certified.clone() else {
            for file in files {
                self.wrong(&file.name, "cannot be checked: there is no valid certificate that names it");
            }
            return;
        };
        for file in files {
            let here = stated(&file.name, &file.bytes);
            let named = statement.files.iter().find(|named| named.sha256 == here.sha256 && named.bytes == here.bytes);
            match named {
                Some(named) if named.name == file.name => self.right(&file.name, "is as certified"),
                Some(named) => self.right(&file.name, format!("is {} as certified", named.name)),
                None => self.wrong(&file.name, "is none of the certified files: it was altered, or is another"),
            }
            if file.name == "snapshot.json" {
                self.snapshot(file, &statement);
            }
        }
    }

    /// The wording itself has the hashes that were frozen.
    fn snapshot(&mut self, file: &File, statement: &Statement) {
        let Ok(snapshot) = serde_json::from_slice::<Snapshot>(&file.bytes) else {
            return self.wrong(&file.name, "is no snapshot that can be read");
        };
        let wording: BTreeMap<(&str, &str), String> = (snapshot.texts.iter())
            .flat_map(|(id, languages)| languages.iter().map(move |(lang, text)| ((id.as_str(), lang.as_str()), text)))
            .map(|(place, text)| (place, sha256_hex(&text.content.text())))
            .collect();
        let other = statement
            .texts
            .iter()
            .find(|text| wording.get(&(text.paragraph.as_str(), text.lang.as_str())) != Some(&text.sha256));
        match other {
            Some(text) => {
                let words = format!("does not have the frozen wording of {} in {}", text.paragraph, text.lang);
                self.wrong(&file.name, words);
            }
            None => self.right(&file.name, "has the wording of every frozen text"),
        }
    }

    fn verdict(self) -> Verdict {
        let (statement, signer) = self.certified.unzip();
        Verdict {
            valid: statement.is_some() && self.findings.iter().all(|finding| finding.right),
            statement,
            signer,
            findings: self.findings,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Made by the binary; the page that verifies certificates is tested with the same.
    const BUNDLE: &[u8] = include_bytes!("../../../../tests/fixtures/certified/transit.bundle.zip");

    #[test]
    fn a_bundle_that_was_once_made_verifies_for_ever() {
        let verdict = verify(&[File::new("transit.bundle.zip", BUNDLE.to_vec())]);
        assert!(verdict.valid, "{verdict}");
        assert_eq!(verdict.signer.unwrap(), "SHA256:PHWVc1wRPmHzN22zwEBLVNxBax1ZFkmrmqX139xYrPA");
    }

    #[test]
    fn an_added_file_is_found_out_though_the_manifest_lists_it() {
        let (mut files, _) = package::read(BUNDLE).unwrap();
        files.retain(|file| file.name != MANIFEST);
        files.push(File::new("annex.txt", b"one more page".to_vec()));
        files.push(manifest::of(&files));
        let verdict = verify(&[File::new("transit.bundle.zip", package::write(&files).unwrap())]);
        let wrong: Vec<Finding> = verdict.findings.into_iter().filter(|finding| !finding.right).collect();
        assert_eq!(wrong, [Finding::wrong("annex.txt", "is not certified: it was added")]);
    }
}

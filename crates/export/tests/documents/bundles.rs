//! A bundle proves what it holds, to our own check and to ordinary tools.

use std::fs;
use std::io::Cursor;
use std::process::{Command, Stdio};

use maslahat_export::bundle::{CERTIFICATE, File, Signer, Verdict, bundle, certificate, verify};

use crate::{draft, frozen};

const PDF: &[u8] = b"%PDF-1.7 stands for the pages";

fn signer() -> Signer {
    Signer::from_seed(&[7; 32])
}

fn package() -> Vec<u8> {
    bundle(&frozen(), PDF, Some(&signer())).unwrap()
}

fn unpacked(package: &[u8]) -> Vec<File> {
    let mut archive = zip::ZipArchive::new(Cursor::new(package)).unwrap();
    let mut files = Vec::new();
    for index in 0..archive.len() {
        let mut entry = archive.by_index(index).unwrap();
        let mut bytes = Vec::new();
        std::io::copy(&mut entry, &mut bytes).unwrap();
        let name = entry.name().unwrap().into_owned();
        files.push(File::new(&name, bytes));
    }
    files
}

fn verified(package: Vec<u8>) -> Verdict {
    verify(&[File::new("final.zip", package)])
}

#[test]
fn a_bundle_is_the_same_every_time_and_verifies() {
    let package = package();
    assert_eq!(package, self::package());
    let verdict = verified(package);
    assert!(verdict.valid, "{verdict}");
    assert_eq!(verdict.statement.unwrap().texts.len(), 115);
    assert_eq!(verdict.signer.unwrap(), signer().public_key().fingerprint());
}

#[test]
fn one_altered_byte_anywhere_in_a_bundle_is_found_out() {
    let package = package();
    // Every byte would take minutes; a step that is prime to all sizes meets every kind of byte.
    let places = (0..package.len()).step_by(2_017).chain(0..60).chain(package.len() - 200..package.len());
    for at in places {
        let mut altered = package.clone();
        altered[at] ^= 0x20;
        let verdict = verified(altered);
        assert!(!verdict.valid, "byte {at}: {verdict}");
        assert!(verdict.findings.iter().any(|finding| !finding.right && !finding.file.is_empty()));
    }
}

#[test]
fn the_altered_file_is_named() {
    for name in
        ["draft.pdf", "draft.json", "draft.md", "snapshot.json", CERTIFICATE, "statement.json.sig", "README.txt"]
    {
        let files = unpacked(&package());
        let loose: Vec<File> = files
            .iter()
            .map(|file| {
                let mut file = file.clone();
                if file.name == name {
                    let middle = file.bytes.len() / 2;
                    file.bytes[middle] ^= 1;
                }
                file
            })
            .filter(|file| {
                ["draft.pdf", "draft.json", "draft.md", "snapshot.json", CERTIFICATE, name]
                    .contains(&file.name.as_str())
            })
            .collect();
        let verdict = verify(&loose);
        assert!(!verdict.valid);
        assert!(verdict.findings.iter().any(|finding| finding.file == name && !finding.right), "{name}: {verdict}");
    }
}

#[test]
fn a_certificate_verifies_with_the_files_it_names_even_renamed() {
    let bytes = certificate(&frozen(), PDF, &signer()).unwrap();
    assert!(unpacked(&package()).iter().any(|file| file.name == CERTIFICATE && file.bytes == bytes));
    let given = |pdf: &[u8]| verify(&[File::new("c.json", bytes.clone()), File::new("final.pdf", pdf.to_vec())]);
    assert!(given(PDF).valid, "{}", given(PDF));
    let verdict = given(b"other pages");
    assert!(!verdict.valid && verdict.findings.iter().any(|finding| finding.file == "final.pdf" && !finding.right));
    // The certificate alone is genuine; a file alone is nothing.
    assert!(verify(&[File::new(CERTIFICATE, bytes.clone())]).valid);
    assert!(!verify(&[File::new("final.pdf", PDF.to_vec())]).valid);
    assert!(!verify(&[]).valid);
    // The same words written in another way are another file.
    let parsed: serde_json::Value = serde_json::from_slice(&bytes).unwrap();
    assert!(!verify(&[File::new(CERTIFICATE, format!("{parsed:#}").into_bytes())]).valid);
    for at in (0..bytes.len()).step_by(61) {
        let mut altered = bytes.clone();
        altered[at] ^= 1;
        assert!(!verify(&[File::new(CERTIFICATE, altered)]).valid, "byte {at}");
    }
}

#[test]
fn another_key_makes_another_certificate() {
    let other = bundle(&frozen(), PDF, Some(&Signer::from_seed(&[8; 32]))).unwrap();
    let verdict = verified(other);
    assert!(verdict.valid);
    assert_ne!(verdict.signer.unwrap(), signer().public_key().fingerprint());
    // A foreign signature over our statement does not pass.
    let files = unpacked(&package());
    let ours = String::from_utf8(files.iter().find(|file| file.name == CERTIFICATE).unwrap().bytes.clone()).unwrap();
    let key = Signer::from_seed(&[8; 32]).public_key().openssh();
    let forged = ours.replace(&signer().public_key().openssh(), &key);
    assert_ne!(forged, ours);
    assert!(!verify(&[File::new(CERTIFICATE, forged.into_bytes())]).valid);
}

#[test]
fn a_draft_that_is_not_wholly_frozen_has_no_certificate() {
    assert_eq!(certificate(&draft(), PDF, &signer()).unwrap_err().code(), "draft_not_frozen");
    let mut one_open = frozen();
    one_open.register.paragraphs.get_mut("r4").unwrap().texts.get_mut("ru").unwrap().frozen = None;
    let error = certificate(&one_open, PDF, &signer()).unwrap_err();
    assert!(error.to_string().contains("r4 in ru"), "{error}");
    let verdict = verified(bundle(&draft(), PDF, Some(&signer())).unwrap());
    assert!(!verdict.valid && verdict.to_string().contains("has no certificate"), "{verdict}");
}

#[test]
fn odd_files_are_refused_in_words() {
    let odd: [&[u8]; 5] = [b"", b"PK\x03\x04", b"PK\x03\x04garbage that goes on", b"{}", b"\xff\xfe"];
    for bytes in odd {
        for name in ["x.zip", CERTIFICATE] {
            let verdict = verify(&[File::new(name, bytes.to_vec())]);
            assert!(!verdict.valid && verdict.findings[0].file == name, "{verdict}");
        }
    }
}

/// The README's own commands, run as it says.
#[test]
fn ordinary_tools_verify_a_bundle() {
    let folder = tempfile::tempdir().unwrap();
    for file in unpacked(&package()) {
        fs::write(folder.path().join(&file.name), &file.bytes).unwrap();
    }
    let readme = fs::read_to_string(folder.path().join("README.txt")).unwrap();
    let commands: Vec<&str> = readme
        .lines()
        .map(str::trim)
        .filter(|line| ["sha256sum ", "ssh-keygen ", "openssl "].iter().any(|tool| line.starts_with(tool)))
        .collect();
    assert_eq!(commands.len(), 4, "{commands:?}");
    let passes = |command: &str| {
        let status = Command::new("sh").args(["-c", command]).current_dir(folder.path()).stdout(Stdio::null()).status();
        status.unwrap().success()
    };
    for command in &commands {
        assert!(passes(command), "{command}");
    }
    // And they would notice.
    let path = folder.path().join("statement.json");
    let mut statement = fs::read(&path).unwrap();
    let middle = statement.len() / 2;
    statement[middle] ^= 1;
    fs::write(&path, statement).unwrap();
    for command in &commands[..3] {
        assert!(!passes(command), "{command} did not notice");
    }
}

//! The hashes of all files of a package, in the form that `sha256sum -c` reads.

use std::collections::BTreeMap;

use maslahat_model::certificate::stated;

use super::verdict::Finding;
use crate::package::File;

pub(super) const MANIFEST: &str = "SHA256SUMS";

pub(super) fn of(files: &[File]) -> File {
    let lines = files.iter().map(|file| format!("{}  {}\n", stated(&file.name, &file.bytes).sha256, file.name));
    File::new(MANIFEST, lines.collect::<String>().into_bytes())
}

/// Every file is in the manifest, every line of it has its file, and the hashes agree.
pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let Some(manifest) = files.iter().find(|file| file.name == MANIFEST) else {
        return vec![Finding::wrong(MANIFEST, "is missing from the package")];
    };
    let others: Vec<File> = files.iter().filter(|file| file.name != MANIFEST).cloned().collect();
    let text = String::from_utf8_lossy(&manifest.bytes);
    let lines: BTreeMap<&str, &str> =
        text.lines().filter_map(|line| line.split_once("  ").map(|(hash, name)| (name, hash))).collect();
    let mut findings = Vec::new();
    for file in &others {
        match lines.get(file.name.as_str()) {
            Some(hash) if **hash == stated(&file.name, &file.bytes).sha256 => {}
            Some(_) => findings.push(Finding::wrong(&file.name, "was altered: its hash is not that of SHA256SUMS")),
            None => findings.push(Finding::wrong(&file.name, "was added: SHA256SUMS does not have it")),
        }
    }
    for name in lines.keys().filter(|name| !others.iter().any(|file| file.name == **name)) {
        findings.push(Finding::wrong(name, "is missing from the package, SHA256SUMS has it"));
    }
    if findings.is_empty() && of(&others).bytes != manifest.bytes {
        findings.push(Finding::wrong(MANIFEST, "was altered"));
    }
    findings
}

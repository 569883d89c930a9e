//! `maslahat verify`: needs no server, no store and no network.

use std::fs;
use std::io::Read as _;
use std::path::Path;

use maslahat_server::{File, verify};

use crate::args::VerifyArgs;
use crate::failure::Failure;
use crate::output;

/// Of one file.
const BYTES_MAX: u64 = 1 << 30;

pub(crate) fn run(args: VerifyArgs) -> Result<(), Failure> {
    let files = args.files.iter().map(|path| read(path)).collect::<Result<Vec<_>, _>>()?;
    let verdict = verify(&files);
    output::line(&verdict.to_string());
    if verdict.valid {
        return Ok(());
    }
    Err(Failure::new(
        "what was given is not what was certified",
        "ask for the files again from where they were exported, and check the key's fingerprint with the secretariat",
    ))
}

fn read(path: &Path) -> Result<File, Failure> {
    let failed = |cause: String, help: &str| Failure::new(format!("{} {cause}", path.display()), help);
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes));
    read.map_err(|cause| failed(format!("cannot be read ({cause})"), "name a file that is there and readable"))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(failed("is too large".to_owned(), "name a bundle, or a certificate with the files it names"));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(File::new(&name, bytes))
}

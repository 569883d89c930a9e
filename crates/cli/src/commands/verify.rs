//! `maslahat verify`: needs no server and no network. Each file is told apart by what it holds.

use std::fs::{self, File as Opened};
use std::io::Read as _;
use std::path::{Path, PathBuf};

use maslahat_server::{AnyStore, Checked, File, Location, Verdict, ledger, verify};

use crate::args::VerifyArgs;
use crate::failure::Failure;
use crate::output;

/// Of one file that is read whole.
const BYTES_MAX: u64 = 1 << 30;
/// The first bytes of every SQLite database.
const DATABASE: &[u8] = b"SQLite format 3\0";

/// What was given, by kind.
#[derive(Default)]
struct Given {
    directories: Vec<PathBuf>,
    databases: Vec<PathBuf>,
    ledgers: Vec<File>,
    certified: Vec<File>,
}

pub(crate) async fn run(args: VerifyArgs) -> Result<(), Failure> {
    let given = Given::read(&args.files)?;
    let mut all_right = true;
    for directory in &given.directories {
        let store = AnyStore::open_to_read(&Location::Directory(directory.clone())).await?;
        say_proved(&directory.display().to_string(), store.verify_chains().await?);
    }
    for database in &given.databases {
        say_proved(&database.display().to_string(), AnyStore::prove(database).await?);
    }
    if let Some(url) = args.database_url {
        let store = AnyStore::open_to_read(&Location::Database(url)).await?;
        say_proved("the database", store.verify_chains().await?);
    }
    let verdict = (!given.certified.is_empty()).then(|| verify(&given.certified));
    for file in &given.ledgers {
        all_right &= say_ledger(file, verdict.as_ref());
    }
    match verdict {
        Some(verdict) => {
            all_right &= verdict.valid;
            output::line(&verdict.to_string());
        }
        None => output::line(if all_right { "Verified." } else { "NOT verified." }),
    }
    if all_right {
        return Ok(());
    }
    Err(Failure::new(
        "what was given is not what was certified or recorded",
        "ask for the files again from where they were exported, and check the key's fingerprint with the secretariat",
    ))
}

impl Given {
    fn read(paths: &[PathBuf]) -> Result<Self, Failure> {
        let mut given = Self::default();
        for path in paths {
            if path.is_dir() {
                given.directories.push(path.clone());
            } else if is_database(path) {
                given.databases.push(path.clone());
            } else {
                let file = read(path)?;
                let kind =
                    if ledger::is_ledger(&file.name, &file.bytes) { &mut given.ledgers } else { &mut given.certified };
                kind.push(file);
            }
        }
        Ok(given)
    }
}

fn is_database(path: &Path) -> bool {
    let mut start = [0; DATABASE.len()];
    let read = Opened::open(path).and_then(|mut file| file.read_exact(&mut start));
    read.is_ok() && start == DATABASE
}

fn say_proved(what: &str, Checked { logs, entries }: Checked) {
    output::line(&format!(
        "right  {what} holds {logs} logs, {entries} entries; every hash continues the one before it"
    ));
}

/// Whether the chain holds, and leads through what was certified where there is a certificate.
fn say_ledger(file: &File, verdict: Option<&Verdict>) -> bool {
    let proof = match ledger::check(&file.bytes) {
        Ok(proof) => proof,
        Err(fault) => {
            output::line(&format!("WRONG  {} {fault}", file.name));
            return false;
        }
    };
    let (entries, draft, head) = (proof.entries, proof.draft, &proof.head);
    output::line(&format!("right  {} has {entries} acts on the draft {draft}, to the head {head}", file.name));
    let Some(statement) = verdict.and_then(|verdict| verdict.statement.as_ref()) else {
        return true;
    };
    let same = statement.draft == draft.to_string() && proof.has(&statement.ledger_head);
    let words = if same { "leads through the certified head" } else { "does not lead to the certified head" };
    output::line(&format!("{}  {} {words}", if same { "right" } else { "WRONG" }, file.name));
    same
}

fn read(path: &Path) -> Result<File, Failure> {
    let failed = |cause: String, help: &str| Failure::new(format!("{} {cause}", path.display()), help);
    let mut bytes = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(BYTES_MAX + 1).read_to_end(&mut bytes));
    read.map_err(|cause| failed(format!("cannot be read ({cause})"), "name a file that is there and readable"))?;
    if bytes.len() as u64 > BYTES_MAX {
        return Err(failed(
            "is too large".to_owned(),
            "name a bundle, a ledger, or a certificate with the files it names",
        ));
    }
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Ok(File::new(&name, bytes))
}

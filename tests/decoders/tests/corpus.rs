//! Every decoder on its corpus and on mutations of it, from fixed seeds: no panic gets out, nothing is held beyond a
//! bound, and what decodes encodes again. What is held is counted for the whole process, so tests take turns.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on may stop")]

use std::collections::BTreeSet;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::sync::{Mutex, MutexGuard, PoisonError};

use maslahat_decoders::mutation::mutated;
use maslahat_decoders::{TARGETS, Target};
use peak_alloc::PeakAlloc;

#[global_allocator]
static HELD: PeakAlloc = PeakAlloc;

fn turn() -> MutexGuard<'static, ()> {
    static TURN: Mutex<()> = Mutex::new(());
    TURN.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Mutations of each file of the corpus.
const MUTATIONS: u64 = 300;

fn corpus(target: &Target) -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz/corpus").join(target.name);
    let entries = fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display()));
    let mut files: Vec<_> = entries
        .map(|entry| entry.unwrap().path())
        .map(|path| (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read(path).unwrap()))
        .collect();
    files.sort();
    files
}

/// Whether the bytes were taken; a broken promise is an error.
fn decode(target: &Target, bytes: &[u8]) -> Result<bool, String> {
    HELD.reset_peak_usage();
    let before = HELD.current_usage();
    let decoded = catch_unwind(AssertUnwindSafe(|| (target.decode)(bytes)));
    let held = HELD.peak_usage().saturating_sub(before);
    let (each, besides) = target.held_bytes_max;
    let held_max = each * bytes.len() + besides;
    let taken = decoded.map_err(|panic| {
        let words = panic.downcast_ref::<String>().cloned();
        words.or_else(|| panic.downcast_ref::<&str>().map(|words| (*words).to_owned())).unwrap_or_default()
    })?;
    if held > held_max {
        return Err(format!("held {held} bytes for {} bytes of input; at most {held_max} were allowed", bytes.len()));
    }
    Ok(taken)
}

#[test]
fn no_bytes_break_a_decoder() {
    let _turn = turn();
    // panics inside Automerge are held, and their stories are long
    std::panic::set_hook(Box::new(|_| {}));
    let mut wrong = Vec::new();
    for target in TARGETS {
        let files = corpus(target);
        let (mut taken, mut refused, mut tried) = (0, 0, 0u64);
        for (name, bytes) in &files {
            match decode(target, bytes) {
                Ok(true) => taken += 1,
                Ok(false) => refused += 1,
                Err(error) => wrong.push(format!("{}/{name}: {error}", target.name)),
            }
            for seed in 0..MUTATIONS {
                let mut random = fastrand::Rng::with_seed(seed);
                let other = &files[random.usize(0..files.len())].1;
                let bytes = mutated(&mut random, bytes, other);
                tried += 1;
                if let Err(error) = decode(target, &bytes) {
                    wrong.push(format!("{}/{name}, mutation {seed}: {error}: {bytes:02x?}", target.name));
                    break;
                }
            }
        }
        println!("{}: {taken} taken, {refused} refused, {tried} mutations", target.name);
        if taken == 0 {
            wrong.push(format!("{}: the corpus holds nothing that is taken", target.name));
        }
    }
    drop(std::panic::take_hook());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Each of these was taken once, or is near to what was, and ruined a text for its next reader or cost more than it may.
#[test]
fn what_did_harm_once_is_refused() {
    let _turn = turn();
    std::panic::set_hook(Box::new(|_| {}));
    let harmful = ["changes-nothing", "claims-", "filter-", "numbers-", "turns-"];
    let mut found = BTreeSet::new();
    for target in TARGETS {
        for (name, bytes) in corpus(target) {
            if let Some(kind) = harmful.iter().find(|kind| name.starts_with(**kind)) {
                assert_eq!(decode(target, &bytes), Ok(false), "{}/{name}", target.name);
                found.insert(*kind);
            }
        }
    }
    assert_eq!(found.len(), harmful.len(), "the corpus has lost some: {found:?}");
}

/// The fuzzer's programs and its corpus are the same list.
#[test]
fn every_decoder_has_a_program_and_a_corpus() {
    let _turn = turn();
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../fuzz");
    let names = |folder: &str| -> BTreeSet<String> {
        let entries = fs::read_dir(fuzz.join(folder)).unwrap();
        let name = |path: std::path::PathBuf| path.file_stem().unwrap().to_string_lossy().into_owned();
        entries.map(|entry| name(entry.unwrap().path())).collect()
    };
    let targets: BTreeSet<String> = TARGETS.iter().map(|target| target.name.to_owned()).collect();
    assert_eq!(names("fuzz_targets"), targets);
    assert_eq!(names("corpus"), targets);
}

//! `maslahat import`.

use std::ffi::OsStr;
use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use maslahat_server::AnyStore;
use maslahat_server::control::{Request, Response};
use maslahat_server::setup::{FILE_BYTES_MAX, Report, Setup, read_word, report};

use super::{other_answer, through_server};
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::output;

pub(crate) async fn run(args: ImportArgs) -> Result<(), Failure> {
    let (source, left_out) = read(&args.file)?;
    let mut report = report(source.as_bytes())?;
    report.left_out.extend(left_out);
    let location = args.place.location()?;
    let request = Request::Import { source };
    let draft = match (through_server(&location, &request).await?, request) {
        (Some(Response::Imported { draft }), _) => draft,
        (None, Request::Import { source }) => {
            let store = AnyStore::open(&location).await?;
            // no link is made here
            let setup = Setup::load(store, String::new()).await?;
            setup.import(source.as_bytes()).await?
        }
        _ => return Err(other_answer()),
    };
    tell(&report);
    output::line(&draft.to_string());
    Ok(())
}

/// The draft in the JSON format, and what a Word file held that is not in it.
fn read(path: &Path) -> Result<(String, Vec<String>), Failure> {
    let failed = |cause: String, help: &str| Err(Failure::new(format!("{} {cause}", path.display()), help));
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes));
    if let Err(cause) = read {
        return failed(format!("cannot be read ({cause})"), "name a file that is there and readable");
    }
    if bytes.len() > FILE_BYTES_MAX {
        return failed(format!("has more than {FILE_BYTES_MAX} bytes"), "split the draft, or remove what is not text");
    }
    let is_word = |ending: &OsStr| ending.eq_ignore_ascii_case("docx");
    if path.extension().is_some_and(is_word) {
        return Ok(read_word(&bytes)?);
    }
    match String::from_utf8(bytes) {
        Ok(source) => Ok((source, Vec::new())),
        Err(_) => failed(
            "is not UTF-8".to_owned(),
            "save it as UTF-8, or name a draft in the JSON format or a Word file (.docx)",
        ),
    }
}

/// What was taken, for people.
fn tell(report: &Report) {
    eprintln!("taken:");
    for count in &report.counts {
        eprintln!("  {:>6}  {}", count.count, count.kind);
    }
    list("kept as it came", &report.kept);
    list("not taken", &report.left_out);
    list("to be looked at", &report.doubts);
    if report.left_out.is_empty() {
        eprintln!("not taken: nothing");
    }
    if report.more > 0 {
        eprintln!("and {} more", report.more);
    }
}

fn list(title: &str, places: &[String]) {
    if !places.is_empty() {
        eprintln!("{title}:");
    }
    for place in places {
        eprintln!("  {place}");
    }
}

//! `maslahat import`.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;

use maslahat_server::AnyStore;
use maslahat_server::control::{Request, Response};
use maslahat_server::setup::{FILE_BYTES_MAX, Report, Setup, report};

use super::{other_answer, through_server};
use crate::args::ImportArgs;
use crate::failure::Failure;
use crate::output;

pub(crate) async fn run(args: ImportArgs) -> Result<(), Failure> {
    let source = read(&args.file)?;
    let report = report(source.as_bytes())?;
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

fn read(path: &Path) -> Result<String, Failure> {
    let failed = |cause: String, help: &str| Err(Failure::new(format!("{} {cause}", path.display()), help));
    if path
        .extension()
        .is_some_and(|ending| ending.eq_ignore_ascii_case("docx"))
    {
        return failed(
            "is a DOCX file, and this version reads the JSON format only".to_owned(),
            "`maslahat export --format json` shows the format; bring the text into it",
        );
    }
    let mut bytes = Vec::new();
    let read = File::open(path).and_then(|file| file.take(FILE_BYTES_MAX as u64 + 1).read_to_end(&mut bytes));
    if let Err(cause) = read {
        return failed(
            format!("cannot be read ({cause})"),
            "name a file that is there and readable",
        );
    }
    if bytes.len() > FILE_BYTES_MAX {
        return failed(
            format!("has more than {FILE_BYTES_MAX} bytes"),
            "split the draft, or remove what is not text",
        );
    }
    String::from_utf8(bytes).or_else(|_| {
        failed(
            "is not UTF-8".to_owned(),
            "save it as UTF-8, or name a draft in the JSON format",
        )
    })
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

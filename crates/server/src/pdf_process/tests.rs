//! Children that do what a child should not. The real one is tried where the whole program is.
#![cfg(unix)]

use maslahat_export::pdf::{Edition, Job};
use maslahat_model::{Snapshot, snapshot::Annex, source};

use super::*;

fn job() -> Job {
    let fixture = include_bytes!("../../../../tests/fixtures/tashkent-draft.json");
    let (import, _) = source::parse(fixture).unwrap();
    let snapshot = Snapshot {
        register: import.register,
        texts: Default::default(),
        annex: Annex::default(),
        at: "2019-02-20T11:30:00Z".to_owned(),
        ledger_head: String::new(),
    };
    Job::new(&snapshot, &Edition::Original).unwrap()
}

fn shell(script: &str) -> PdfProcess {
    PdfProcess::with_program("/bin/sh", ["-c", script])
}

#[tokio::test]
async fn a_child_that_writes_a_pdf_is_believed() {
    let made = shell("cat >/dev/null; printf '%%PDF-1.7 …'").render(&job()).await;
    assert_eq!(made, Ok("%PDF-1.7 …".as_bytes().to_vec()));
}

#[tokio::test]
async fn a_refusal_is_passed_on() {
    let script = r#"echo '{"code":"word_too_long","message":"r4 has a long word"}' >&2; exit 3"#;
    let failure = shell(script).render(&job()).await.unwrap_err();
    assert_eq!((failure.code(), failure.to_string().as_str()), ("word_too_long", "r4 has a long word"));
}

#[tokio::test]
async fn missing_fonts_are_told_by_name() {
    let script = r#"echo '{"code":"fonts_missing","message":"built without the fonts for zh"}' >&2; exit 1"#;
    let failure = shell(script).render(&job()).await.unwrap_err();
    assert!(matches!(failure, PdfFailure::Refused(_)), "{failure:?}");
    assert_eq!(failure.code(), "fonts_missing");
}

#[tokio::test]
async fn a_child_that_never_ends_is_killed() {
    let mut process = shell("exec sleep 3600");
    process.wall_time = Duration::from_millis(50);
    assert_eq!(process.render(&job()).await, Err(PdfFailure::TimedOut(0)));
}

#[tokio::test]
async fn a_child_that_never_stops_talking_is_killed() {
    let mut process = shell("exec yes");
    process.pdf_bytes_max = 1000;
    assert_eq!(process.render(&job()).await, Err(PdfFailure::TooLarge(1000)));
}

#[tokio::test]
async fn a_child_the_kernel_stops_is_out_of_bounds() {
    assert_eq!(shell("kill -KILL $$").render(&job()).await, Err(PdfFailure::OutOfBounds));
}

#[tokio::test]
async fn nonsense_is_the_programs_fault() {
    for script in ["echo hello", "exit 0", "echo panicked >&2; exit 101", "exit 3"] {
        let failure = shell(script).render(&job()).await.unwrap_err();
        assert_eq!(failure.code(), "pdf_process_failed", "{script}: {failure}");
    }
    let missing = PdfProcess::with_program("/no/such/program", ["render-pdf"]);
    assert_eq!(missing.render(&job()).await.unwrap_err().code(), "pdf_process_failed");
}

#[tokio::test]
async fn a_child_inherits_no_secrets() {
    let made = shell(
        "cat >/dev/null; printf '%%PDF-'; env | cut -d= -f1 | grep -v -e ^PWD$ -e ^_$ -e ^SHLVL$ -e ^OLDPWD$ || true",
    )
    .render(&job())
    .await;
    assert_eq!(made.map_err(|failure| failure.to_string()), Ok(b"%PDF-".to_vec()));
}

#[tokio::test]
async fn a_full_queue_turns_jobs_away() {
    let process = shell("exec sleep 3600");
    let _all = process.queued.clone().acquire_many_owned(QUEUED_MAX as u32).await.unwrap();
    assert_eq!(process.render(&job()).await, Err(PdfFailure::Busy));
}

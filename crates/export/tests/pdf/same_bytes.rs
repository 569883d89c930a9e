//! The same draft is the same file: in this process, in another, and after everything around it changed.

use std::io::Write as _;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use maslahat_export::pdf::{Edition, Job, Refusal, render};

use crate::draft::{frozen, snapshot};

/// The example that is nothing but the child of a server.
fn child(job: &[u8]) -> Output {
    let test = std::env::current_exe().unwrap();
    let program: PathBuf = test.parent().and_then(|deps| deps.parent()).unwrap().join("examples/render_pdf");
    let mut command = Command::new(&program);
    command.env_clear().stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap_or_else(|error| panic!("{}: {error}", program.display()));
    child.stdin.take().unwrap().write_all(job).unwrap();
    child.wait_with_output().unwrap()
}

#[test]
fn two_processes_write_the_same_bytes() {
    for edition in [Edition::Original, Edition::All] {
        let job = Job::new(&frozen(), &edition).unwrap();
        let json = serde_json::to_vec(&job).unwrap();
        let (first, second) = (child(&json), child(&json));
        assert!(first.status.success(), "{}", String::from_utf8_lossy(&first.stderr));
        assert!(first.stdout == second.stdout, "two processes differ");
        assert!(first.stdout == render(&job).unwrap(), "a process differs from a call");
    }
}

#[test]
fn what_goes_on_around_a_frozen_text_does_not_change_it() {
    let before = Job::new(&frozen(), &Edition::Original).unwrap();
    let mut later = frozen();
    later.ledger_head = "ff".repeat(32);
    later.annex.comments.clear();
    later.annex.source.clear();
    later.register.reading = "third".to_owned();
    let late = later.register.paragraphs.get_mut("r29").unwrap();
    late.opening = Some("Print".to_owned());
    assert_eq!(Job::new(&later, &Edition::Original).unwrap(), before);
}

#[test]
fn a_draft_asked_for_twice_in_a_minute_is_one_file() {
    let mut sooner = snapshot();
    let mut later = snapshot();
    sooner.at = "2019-02-20T11:30:00.001Z".to_owned();
    later.at = "2019-02-20T11:30:59.999Z".to_owned();
    let job = |snapshot| Job::new(snapshot, &Edition::Original).unwrap();
    assert_eq!(job(&sooner), job(&later));
    assert!(job(&later).attachment.content.contains("\"2019-02-20T11:30:00Z\""));
}

#[test]
fn another_moment_is_another_file() {
    let before = Job::new(&snapshot(), &Edition::Original).unwrap();
    let mut after = snapshot();
    after.at = "2019-02-20T11:31:00Z".to_owned();
    let after = Job::new(&after, &Edition::Original).unwrap();
    assert_ne!(render(&before).unwrap(), render(&after).unwrap());
}

#[test]
fn a_child_says_why_it_refuses() {
    let mut job = serde_json::to_value(Job::new(&snapshot(), &Edition::Original).unwrap()).unwrap();
    job["symbol"] = "\u{202e}".into();
    let said = child(&serde_json::to_vec(&job).unwrap());
    assert_eq!(said.status.code(), Some(3));
    let refusal: Refusal = serde_json::from_slice(&said.stderr).unwrap();
    assert_eq!(refusal.code, "direction_control");
    assert!(refusal.message.starts_with("symbol (en)"), "{}", refusal.message);

    for nonsense in [&b""[..], b"{}", b"[1", &[0xff; 64]] {
        let said = child(nonsense);
        assert_eq!(said.status.code(), Some(1));
        assert_eq!(serde_json::from_slice::<Refusal>(&said.stderr).unwrap().code, "job_malformed");
        assert!(said.stdout.is_empty());
    }
}

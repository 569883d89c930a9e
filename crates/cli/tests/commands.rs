//! The commands beside `serve`, with a server running and without.

use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use maslahat_tests::client::Person;
use maslahat_tests::server::{Ended, Server, run};
use serde_json::Value;
use tempfile::tempdir;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

fn fixture() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/fixtures/tashkent-draft.json")
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().context("a path")
}

async fn done(arguments: &[&str]) -> Result<Ended> {
    let ended = run(binary(), arguments).await?;
    assert_eq!(ended.code, Some(0), "{arguments:?}: {ended:?}");
    Ok(ended)
}

async fn failed(arguments: &[&str]) -> Result<String> {
    let ended = run(binary(), arguments).await?;
    assert_eq!((ended.code, ended.stdout.as_str()), (Some(1), ""), "{arguments:?}: {ended:?}");
    assert!(ended.stderr.starts_with("error: ") && ended.stderr.contains("\nhelp: "), "{}", ended.stderr);
    Ok(ended.stderr)
}

#[tokio::test]
async fn a_draft_is_set_up_without_a_server_and_served_afterwards() -> Result<()> {
    let directory = tempdir()?;
    let data = directory.path().join("data");
    let data = text(&data)?;
    let imported = done(&["import", text(&fixture())?, "--data", data]).await?;
    let draft = imported.stdout.trim();
    assert!(imported.stderr.contains("recommendation"), "{}", imported.stderr);
    let invited = done(&["invite", draft, "--role", "moderator", "--name", "A. Chair", "--data", data]).await?;
    let (_, code) = invited.stdout.trim().split_once("/join/").context("a link")?;

    let server = Server::start(binary(), Path::new(data), &[]).await?;
    assert_eq!(server.draft(), draft);
    let link = format!("{}/join/{code}", server.ready.url);
    let person = Person::join(&link).await?;
    assert_eq!((person.name.as_str(), person.role.as_str()), ("A. Chair", "moderator"));
    // an invitation is good once
    assert!(Person::join(&link).await.is_err());
    Ok(())
}

#[tokio::test]
async fn beside_a_running_server_commands_go_through_it() -> Result<()> {
    let directory = tempdir()?;
    let data = text(directory.path())?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    let draft = server.draft().to_owned();

    let socket = std::fs::metadata(directory.path().join("control.sock"))?;
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&socket.permissions()) & 0o777, 0o600);
    let invited =
        done(&["invite", &draft, "--role", "expert", "--name", "Late guest", "--seat", "D16", "--data", data]).await?;
    let person = Person::join(invited.stdout.trim()).await?;
    assert_eq!(person.role, "expert");
    let imported = done(&["import", text(&fixture())?, "--data", data]).await?;
    assert_ne!(imported.stdout.trim(), draft);

    let out = directory.path().join("draft.json");
    done(&["export", &draft, "--format", "json", "--data", data, "-o", text(&out)?]).await?;
    let exported: Value = serde_json::from_slice(&std::fs::read(&out)?)?;
    assert_eq!(exported["document_symbol"], "CA-IC/2019/CRP.1/Rev.2");
    Ok(())
}

#[tokio::test]
async fn a_word_file_is_imported_with_its_texts_and_ids() -> Result<()> {
    let directory = tempdir()?;
    let data = text(directory.path())?;
    let draft = done(&["import", text(&fixture())?, "--data", data]).await?.stdout;
    let (word, again) = (directory.path().join("draft.docx"), directory.path().join("again.json"));
    let all = ["export", draft.trim(), "--format", "docx", "--lang", "all", "--data", data, "-o"];
    done(&[&all[..], &[text(&word)?]].concat()).await?;
    let imported = done(&["import", text(&word)?, "--data", data]).await?;
    assert!(imported.stderr.contains("not taken:"), "{}", imported.stderr);
    let json = ["export", imported.stdout.trim(), "--format", "json", "--data", data, "-o"];
    done(&[&json[..], &[text(&again)?]].concat()).await?;
    let exported: Value = serde_json::from_slice(&std::fs::read(&again)?)?;
    let original: Value = serde_json::from_slice(&std::fs::read(fixture())?)?;
    let wording = |draft: &Value| draft["sections"][0]["recommendations"][0]["text"].clone();
    assert!(wording(&original).is_string());
    assert_eq!(wording(&exported), wording(&original));

    let odd = directory.path().join("odd.docx");
    std::fs::write(&odd, b"PK no Word file")?;
    let told = failed(&["import", text(&odd)?, "--data", data]).await?;
    assert!(told.contains("help:"), "{told}");
    Ok(())
}

#[tokio::test]
async fn a_backup_of_a_running_server_is_restored_and_served() -> Result<()> {
    let directory = tempdir()?;
    let data = directory.path().join("data");
    let server = Server::start(binary(), &data, &["--demo"]).await?;
    let person = Person::join(&server.ready.invitations.expert[0]).await?;
    let (draft, backup) = (server.draft().to_owned(), directory.path().join("today.maslahat"));
    done(&["backup", text(&backup)?, "--data", text(&data)?]).await?;
    failed(&["backup", text(&backup)?, "--data", text(&data)?]).await?;
    server.kill().await?;

    let restored = directory.path().join("restored");
    done(&["restore", text(&backup)?, "--data", text(&restored)?]).await?;
    failed(&["restore", text(&backup)?, "--data", text(&restored)?]).await?;
    let again = Server::start(binary(), &restored, &[]).await?;
    assert_eq!(again.draft(), draft);
    let moved = Person { url: again.ready.url.clone(), ..person };
    assert_eq!(moved.read(&format!("/api/v1/drafts/{draft}")).await?.status, 200);
    Ok(())
}

#[tokio::test]
async fn a_pdf_comes_out_and_the_same_bytes_again() -> Result<()> {
    let directory = tempdir()?;
    let data = text(directory.path())?;
    let imported = done(&["import", text(&fixture())?, "--data", data]).await?;
    let draft = imported.stdout.trim();
    let out = directory.path().join("draft.pdf");
    done(&["export", draft, "--format", "pdf", "--lang", "en", "--data", data, "-o", text(&out)?]).await?;
    assert!(std::fs::read(&out)?.starts_with(b"%PDF-1."));
    let error =
        failed(&["export", draft, "--format", "pdf", "--lang", "xx", "--data", data, "-o", text(&out)?]).await?;
    assert!(error.contains("no text in"), "{error}");
    assert!(std::fs::read(&out)?.starts_with(b"%PDF-1."), "a failed export leaves what was there");
    Ok(())
}

#[tokio::test]
async fn wrong_input_is_told_with_cause_and_remedy() -> Result<()> {
    let directory = tempdir()?;
    let data = directory.path().join("none");
    let data = text(&data)?;
    let bad = directory.path().join("bad.json");
    std::fs::write(&bad, "{\"schema_version\": 1,")?;
    failed(&["import", text(&bad)?, "--data", data]).await?;
    failed(&["import", "no-such-file.json", "--data", data]).await?;
    failed(&["invite", "nonsense", "--role", "expert", "--name", "X", "--data", data]).await?;
    failed(&["export", "4uQeVj5tqViQh7yWWGStvk", "--format", "md", "--data", data, "-o", "-"]).await?;
    assert!(!Path::new(data).exists(), "nothing was made");

    done(&["import", text(&fixture())?, "--data", data]).await?;
    let unknown =
        failed(&["invite", "4uQeVj5tqViQh7yWWGStvk", "--role", "expert", "--name", "X", "--data", data]).await?;
    assert!(unknown.contains("there is no draft"), "{unknown}");
    let usage = run(binary(), &["export", "x", "--format", "odt", "-o", "-"]).await?;
    assert_eq!(usage.code, Some(2));
    assert_eq!(run(binary(), &["--help"]).await?.code, Some(0));
    Ok(())
}

#[tokio::test]
async fn a_frozen_drafts_bundle_verifies_and_one_altered_byte_fails() -> Result<()> {
    let directory = tempdir()?;
    let data = text(directory.path())?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    let draft = server.draft().to_owned();
    let moderator = Person::join(&server.ready.invitations.moderator[0]).await?;
    let frozen = moderator.act(&draft, serde_json::json!({ "type": "freeze", "scope": "draft" })).await?;
    assert_eq!(frozen.status, 200, "{}", frozen.json());
    let (bundle, again) = (directory.path().join("a.bundle"), directory.path().join("b.bundle"));
    done(&["export", &draft, "--format", "bundle", "--data", data, "-o", text(&bundle)?]).await?;
    done(&["export", &draft, "--format", "bundle", "--data", data, "-o", text(&again)?]).await?;
    let mut bytes = std::fs::read(&bundle)?;
    assert_eq!(bytes, std::fs::read(&again)?);
    let verified = done(&["verify", text(&bundle)?]).await?;
    assert!(verified.stdout.contains("Verified."), "{}", verified.stdout);
    let middle = bytes.len() / 2;
    bytes[middle] ^= 1;
    std::fs::write(&bundle, &bytes)?;
    let altered = run(binary(), &["verify", text(&bundle)?]).await?;
    assert_eq!(altered.code, Some(1), "{altered:?}");
    Ok(())
}

#[tokio::test]
async fn a_ledger_a_backup_and_a_database_verify_and_name_what_does_not_fit() -> Result<()> {
    let directory = tempdir()?;
    let data = directory.path().join("data");
    let server = Server::start(binary(), &data, &["--demo"]).await?;
    let draft = server.draft().to_owned();
    let moderator = Person::join(&server.ready.invitations.moderator[0]).await?;
    let frozen = moderator.act(&draft, serde_json::json!({ "type": "freeze", "scope": "draft" })).await?;
    assert_eq!(frozen.status, 200, "{}", frozen.json());
    let fetched = moderator.read(&format!("/api/v1/drafts/{draft}/ledger?format=jsonl")).await?;
    let certificate = moderator.read(&format!("/api/v1/drafts/{draft}/certificate")).await?;
    let path = |name: &str| directory.path().join(name);
    let (ledger, stated, backup) = (path("ledger.jsonl"), path("certificate.json"), path("all.maslahat"));
    std::fs::write(&ledger, &fetched.body)?;
    std::fs::write(&stated, &certificate.body)?;
    let verified = done(&["verify", text(&ledger)?, text(&stated)?]).await?;
    assert!(verified.stdout.contains("leads through the certified head"), "{}", verified.stdout);

    let mut lines: Vec<&[u8]> = fetched.body.split_inclusive(|byte| *byte == b'\n').collect();
    lines.remove(2);
    std::fs::write(&ledger, lines.concat())?;
    let altered = run(binary(), &["verify", text(&ledger)?]).await?;
    assert_eq!(altered.code, Some(1), "{altered:?}");
    assert!(
        altered.stdout.contains("WRONG  ledger.jsonl line 3 is entry 3 where entry 2 must be"),
        "{}",
        altered.stdout
    );

    done(&["backup", text(&backup)?, "--data", text(&data)?]).await?;
    for place in [text(&backup)?, text(&data)?] {
        let proved = done(&["verify", place]).await?;
        assert!(proved.stdout.contains("every hash continues"), "{}", proved.stdout);
    }
    let mut bytes = std::fs::read(&backup)?;
    // pages may hold stale copies of an entry: all of them
    let act = b"{\"act\":{\"type\":\"freeze\"";
    let places: Vec<usize> = (0..bytes.len() - act.len()).filter(|at| bytes[*at..].starts_with(act)).collect();
    assert!(!places.is_empty(), "the act is not in the backup");
    places.iter().for_each(|at| bytes[at + 3] ^= 1);
    std::fs::write(&backup, &bytes)?;
    let error = failed(&["verify", text(&backup)?]).await?;
    assert!(error.contains("of the ledger of draft") && error.contains("does not fit"), "{error}");
    Ok(())
}

#[tokio::test]
async fn authorship_is_the_same_after_a_backup_and_a_restore() -> Result<()> {
    let directory = tempdir()?;
    let (data, restored) = (directory.path().join("data"), directory.path().join("restored"));
    let backup = directory.path().join("all.maslahat");
    let server = Server::start(binary(), &data, &["--demo"]).await?;
    let draft = server.draft().to_owned();
    let expert = Person::join(&server.ready.invitations.expert[0]).await?;
    let path = format!("/api/v1/drafts/{draft}/paragraphs/r4/blame?lang=en");
    let document = expert.text(&draft, "r4", "en").await?;
    let mut peer = expert.connect().await?;
    peer.find(document).await?;
    peer.insert(document, 0, "Counsel: ").await?;
    peer.settled(document).await?;
    let before = expert.read(&path).await?.json();
    let first = &before["runs"][0];
    assert_eq!((&first["by"]["name"], &first["end"]), (&serde_json::json!(expert.name), &serde_json::json!(9)));
    done(&["backup", text(&backup)?, "--data", text(&data)?]).await?;
    done(&["restore", text(&backup)?, "--data", text(&restored)?]).await?;
    let again = Server::start(binary(), &restored, &[]).await?;
    let same = Person { url: again.ready.url.clone(), ..expert.clone() };
    assert_eq!(same.read(&path).await?.json(), before);
    Ok(())
}

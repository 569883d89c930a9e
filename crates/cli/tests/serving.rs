//! `maslahat serve` from outside: what it prints, how it refuses to start, how it ends and comes back.

use std::path::Path;

use anyhow::{Context as _, Result};
use maslahat_tests::client::{Person, request};
use maslahat_tests::server::{Ended, Server, run};
use tempfile::{TempDir, tempdir};

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

async fn demo() -> Result<(TempDir, Server)> {
    let directory = tempdir()?;
    let server = Server::start(binary(), directory.path(), &["--demo"]).await?;
    Ok((directory, server))
}

async fn refused(data: &Path, more: &[&str]) -> Result<Ended> {
    let mut arguments = vec!["serve", "--data", data.to_str().context("a path")?];
    arguments.extend(more);
    let ended = run(binary(), &arguments).await?;
    assert_eq!(ended.code, Some(1), "{ended:?}");
    assert!(ended.stderr.contains("error: ") && ended.stderr.contains("help: "), "{}", ended.stderr);
    assert_eq!(ended.stdout, "");
    Ok(ended)
}

#[tokio::test]
async fn the_demo_prints_its_links_and_the_same_ones_after_a_restart() -> Result<()> {
    let (directory, server) = demo().await?;
    let links = server.ready.invitations.clone();
    let counts = [links.secretariat.len(), links.moderator.len(), links.expert.len(), links.observer.len()];
    assert_eq!(counts, [1, 3, 6, 1]);
    assert_eq!(server.ready.drafts.len(), 1);
    let person = Person::join(&links.expert[0]).await?;
    assert_eq!((person.role.as_str(), person.name.as_str()), ("expert", "Expert, Delegation 16"));
    assert_eq!(server.terminate().await?, Some(0));

    let again = Server::start(binary(), directory.path(), &["--demo"]).await?;
    let code = |link: &String| link.rsplit('/').next().map(str::to_owned);
    let codes = |links: &[String]| links.iter().map(code).collect::<Vec<_>>();
    assert_eq!(codes(&again.ready.invitations.expert), codes(&links.expert));
    assert_eq!(again.ready.drafts.len(), 1);
    // the session of before is still good
    let me = request("GET", format!("{}/api/v1/me", again.ready.url), Some(person.token), None).await?;
    assert_eq!(me.status, 200);
    Ok(())
}

#[tokio::test]
async fn without_demo_an_empty_store_is_served_without_links() -> Result<()> {
    let directory = tempdir()?;
    let server = Server::start(binary(), directory.path(), &[]).await?;
    assert!(server.ready.drafts.is_empty() && server.ready.invitations.expert.is_empty());
    for path in ["/healthz", "/readyz", "/metrics"] {
        let answer = request("GET", format!("{}{path}", server.ready.url), None, None).await?;
        assert_eq!(answer.status, 200, "{path}");
    }
    Ok(())
}

#[tokio::test]
async fn a_port_in_use_is_named_and_the_data_left_alone() -> Result<()> {
    let (_directory, server) = demo().await?;
    let other = tempdir()?;
    let ended = refused(other.path(), &["--listen", server.address()]).await?;
    assert!(ended.stderr.contains("in use by another program"), "{}", ended.stderr);
    assert_eq!(std::fs::read_dir(other.path())?.count(), 0);
    Ok(())
}

#[tokio::test]
async fn a_second_server_on_the_same_data_is_refused_and_the_first_goes_on() -> Result<()> {
    let (directory, server) = demo().await?;
    let ended = refused(directory.path(), &["--listen", "127.0.0.1:0"]).await?;
    assert!(ended.stderr.contains("in use by another Maslahat"), "{}", ended.stderr);
    Person::join(&server.ready.invitations.observer[0]).await?;
    Ok(())
}

#[tokio::test]
async fn data_that_is_a_file_is_refused() -> Result<()> {
    let directory = tempdir()?;
    let file = directory.path().join("data");
    std::fs::write(&file, "mine")?;
    let ended = refused(&file, &["--listen", "127.0.0.1:0"]).await?;
    assert!(ended.stderr.contains("is not a directory"), "{}", ended.stderr);
    assert_eq!(std::fs::read_to_string(&file)?, "mine");
    Ok(())
}

#[tokio::test]
async fn a_configuration_file_is_read_and_a_wrong_one_refused() -> Result<()> {
    let directory = tempdir()?;
    let file = directory.path().join("maslahat.toml");
    std::fs::write(&file, "public-url = \"https://drafts.example.org/\"\n")?;
    let data = directory.path().join("data");
    let config = file.to_str().context("a path")?;
    let server = Server::start(binary(), &data, &["--demo", "--config", config]).await?;
    let link = &server.ready.invitations.observer[0];
    assert!(link.starts_with("https://drafts.example.org/join/"), "{link}");
    assert!(server.ready.url.starts_with("http://127.0.0.1:"));
    server.kill().await?;
    std::fs::write(&file, "public-ulr = \"x\"\n")?;
    let ended = refused(&data, &["--listen", "127.0.0.1:0", "--config", config]).await?;
    assert!(ended.stderr.contains("public-ulr"), "{}", ended.stderr);
    Ok(())
}

#[tokio::test]
async fn data_of_a_newer_version_is_refused_and_left_as_it_is() -> Result<()> {
    let (directory, server) = demo().await?;
    assert_eq!(server.terminate().await?, Some(0));
    let database = directory.path().join("maslahat.db");
    let mut bytes = std::fs::read(&database)?;
    // SQLite keeps the schema's number here, big-endian
    bytes[60..64].copy_from_slice(&9_999_u32.to_be_bytes());
    std::fs::write(&database, &bytes)?;
    let ended = refused(directory.path(), &["--listen", "127.0.0.1:0"]).await?;
    assert!(ended.stderr.contains("newer Maslahat"), "{}", ended.stderr);
    assert_eq!(std::fs::read(&database)?, bytes);
    Ok(())
}

#[tokio::test]
async fn a_damaged_database_is_refused_and_left_as_it_is() -> Result<()> {
    let (directory, server) = demo().await?;
    assert_eq!(server.terminate().await?, Some(0));
    let database = directory.path().join("maslahat.db");
    let mut bytes = std::fs::read(&database)?;
    let middle = bytes.len() / 2;
    bytes[100..middle].fill(0xa5);
    std::fs::write(&database, &bytes)?;
    let ended = refused(directory.path(), &["--listen", "127.0.0.1:0"]).await?;
    assert!(ended.stderr.contains("is damaged"), "{}", ended.stderr);
    assert_eq!(std::fs::read(&database)?, bytes);
    Ok(())
}

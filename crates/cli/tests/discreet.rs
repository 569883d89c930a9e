//! What the log says at its most talkative: that things were done, never a key to anything, a name, or a word
//! of a draft. Of libraries, too, whose own logs show whole frames.

use std::fs::{self, File};
use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use maslahat_tests::client::{Person, request};
use maslahat_tests::server::Server;
use serde_json::json;
use tempfile::tempdir;

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

const NAME: &str = "Quetzalcoatl Example";
const TYPED: &str = "perquisition ";
const LATE: &str = "afterthought ";
const REASON: &str = "unconvincing";

#[tokio::test]
async fn no_key_no_name_and_no_word_is_in_the_log() -> Result<()> {
    let directory = tempdir()?;
    let log = directory.path().join("log");
    let data = directory.path().join("data");
    let server = Server::start_logging(binary(), &data, &["--demo"], "trace", File::create(&log)?).await?;
    let (url, draft) = (server.ready.url.clone(), server.draft().to_owned());
    let links = server.ready.invitations.clone();
    let secretariat = Person::join(&links.secretariat[0]).await?;
    let moderator = Person::join(&links.moderator[0]).await?;

    // somebody is invited and comes in
    let body = json!({"name": NAME, "role": "expert", "seat": "D16"});
    let made = secretariat.post(&format!("/api/v1/drafts/{draft}/invitations"), body).await?;
    ensure!(made.status == 201, "{}", made.json());
    let link = made.json()["link"].as_str().context("no link")?.to_owned();
    let expert = Person::join(&link).await?;
    let code = link.rsplit('/').next().context("no code")?.to_owned();
    let guessed = "guessedcodeguessedcode";
    let wrong = json!({"invitation": guessed});
    ensure!(request("POST", format!("{url}/api/v1/sessions"), None, Some(wrong)).await?.status == 404, "let in");
    ensure!(request("GET", format!("{url}/join/{code}"), None, None).await?.status < 500, "no page");
    let by_query = format!("{url}/sync?token={}", expert.token);
    ensure!(request("GET", by_query, None, None).await?.status == 426, "no socket is needed");

    // types, is late, and is told no; and somebody sends nonsense
    let text = expert.text(&draft, "r4", "en").await?;
    let mut peer = expert.connect().await?;
    peer.find(text).await?;
    peer.insert(text, 0, TYPED).await?;
    peer.settled(text).await?;
    ensure!(moderator.act(&draft, json!({"type": "freeze", "paragraphs": ["r4"]})).await?.status == 200, "not frozen");
    peer.insert(text, 0, LATE).await?;
    peer.settled(text).await?;
    peer.say_presence(text, b"whereabouts").await?;
    let shown = expert.read(&format!("/api/v1/drafts/{draft}")).await?.json();
    let proposal = shown["proposals"][0]["id"].as_str().context("no late proposal")?.to_owned();
    let reject = json!({"type": "reject-proposal", "proposal": proposal, "reason": REASON});
    ensure!(moderator.act(&draft, reject).await?.status == 200, "not rejected");
    for path in ["", "/ledger", "/exports/json", "/exports/html", "/paragraphs/r4/blame", "/invitations"] {
        ensure!(secretariat.read(&format!("/api/v1/drafts/{draft}{path}")).await?.status == 200, "{path}");
    }
    peer.send_bytes(TYPED.as_bytes().to_vec()).await?;
    peer.closing().await?;
    ensure!(
        request("DELETE", format!("{url}/api/v1/sessions/current"), Some(expert.token.clone()), None).await?.status
            == 204
    );
    server.terminate().await?;

    let log = fs::read_to_string(&log)?;
    for said in ["draft was imported", "joined", "/api/v1/drafts/{id}/acts", expert.id.as_str(), "connection ended"] {
        ensure!(log.contains(said), "the log does not tell {said:?}:\n{log}");
    }
    let demo = links.secretariat.iter().chain(&links.moderator).filter_map(|link| link.rsplit('/').next());
    let tokens = [&secretariat.token, &moderator.token, &expert.token].map(String::as_str);
    let said = [NAME, TYPED, TYPED.trim(), LATE.trim(), REASON, "whereabouts", &code, guessed];
    let names = [moderator.name.as_str(), "Recommendations to the Presidents"];
    let wording = "regional";
    ensure!(shown.to_string().contains(wording), "the draft has no such word");
    for secret in demo.chain(tokens).chain(said).chain(names).chain([wording]) {
        let line = log.lines().find(|line| line.contains(secret) || line.contains(&spelled(secret)));
        ensure!(line.is_none(), "the log says {secret:?}: {}", line.unwrap_or_default());
    }
    Ok(())
}

/// As bytes are shown by whoever prints them one by one.
fn spelled(secret: &str) -> String {
    secret.bytes().map(|byte| byte.to_string()).collect::<Vec<_>>().join(", ")
}

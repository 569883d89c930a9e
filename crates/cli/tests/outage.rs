//! A full disk and a database that is away: people write on, are told why nothing is saved, and everything goes on by
//! itself when the cause is gone.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::{PATIENCE, Peer, Person, request};
use maslahat_tests::postgres::Postgres;
use maslahat_tests::server::Server;
use maslahat_tests::volume::Volume;
use serde_json::{Value, json};
use tempfile::tempdir;
use tokio::time::Instant;

const WORDS: usize = 20;
const PAUSE: Duration = Duration::from_millis(50);
/// Several tries of an append that fails.
const AWAY: Duration = Duration::from_secs(3);

/// A server with two experts in one text, and a moderator.
struct Sitting {
    server: Server,
    draft: String,
    document: DocumentId,
    moderator: Person,
    one: Peer,
    two: Peer,
    words: Vec<String>,
}

impl Sitting {
    async fn of(server: Server) -> Result<Self> {
        let draft = server.draft().to_owned();
        let links = &server.ready.invitations;
        let (alice, bob) = (Person::join(&links.expert[0]).await?, Person::join(&links.expert[1]).await?);
        let moderator = Person::join(&links.moderator[0]).await?;
        let document = alice.text(&draft, "r4", "en").await?;
        let (mut one, mut two) = (alice.connect().await?, bob.connect().await?);
        one.find(document).await?;
        two.find(document).await?;
        Ok(Self { server, draft, document, moderator, one, two, words: Vec::new() })
    }

    /// Both write at the same time.
    async fn type_on(&mut self, mark: &str) -> Result<()> {
        for number in 0..WORDS {
            for (who, peer) in [("a", &mut self.one), ("b", &mut self.two)] {
                let word = format!("{mark}{who}{number}. ");
                peer.insert(self.document, 0, &word).await?;
                self.words.push(word);
                peer.listen(PAUSE).await?;
            }
        }
        Ok(())
    }

    async fn ready(&self) -> Result<(u16, Value)> {
        let answer = request("GET", format!("{}/readyz", self.server.ready.url), None, None).await?;
        Ok((answer.status, answer.json()["code"].clone()))
    }

    /// Until the server says that it takes changes, or why it does not.
    async fn says(&self, code: Option<&str>) -> Result<()> {
        let started = Instant::now();
        loop {
            let (status, said) = self.ready().await?;
            if (status == 200) == code.is_none() && said.as_str() == code {
                return Ok(());
            }
            ensure!(started.elapsed() < PATIENCE, "it says {status} {said}, not {code:?}");
            tokio::time::sleep(PAUSE).await;
        }
    }

    async fn text_of(&self, paragraph: &str) -> Result<Value> {
        let answer = self.moderator.read(&format!("/api/v1/drafts/{}", self.draft)).await?;
        ensure!(answer.status == 200, "the draft answers {}", answer.status);
        let view = answer.json();
        let found = view["paragraphs"].as_array().and_then(|all| all.iter().find(|each| each["id"] == paragraph));
        Ok(found.context("no such paragraph")?["texts"]["en"].clone())
    }

    /// While nothing can be written: nobody is cut off, nothing is shown that is not kept, and whoever wants something
    /// done is told at once that it cannot be.
    async fn is_hindered(&mut self, mark: &str, status: u16, code: &str) -> Result<()> {
        self.type_on(mark).await?;
        self.says(Some(code)).await?;
        for (peer, other) in [(&self.one, "b"), (&self.two, "a")] {
            let seen = peer.text(self.document).context("no text")?;
            assert!(!seen.contains(&format!("{mark}{other}")), "shown before it was on disk");
        }
        assert!(!self.one.is_settled(self.document) && !self.two.is_settled(self.document));
        let act = json!({"type": "freeze", "paragraphs": ["r5"], "lang": "en"});
        let refused = self.moderator.act(&self.draft, act).await?;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)), "{}", refused.json());
        assert!(refused.headers.contains_key("retry-after"));
        let link = self.server.ready.invitations.expert[2].clone();
        let (url, invitation) = link.split_once("/join/").context("no link")?;
        let join = Some(json!({ "invitation": invitation }));
        let refused = request("POST", format!("{url}/api/v1/sessions"), None, join).await?;
        assert_eq!((refused.status, &refused.json()["code"]), (status, &json!(code)));
        self.type_on(&format!("{mark}{mark}")).await
    }

    /// The cause is gone: without anybody's doing, everything typed is kept and seen by both.
    async fn goes_on(&mut self) -> Result<()> {
        let (document, words) = (self.document, self.words.clone());
        self.says(None).await?;
        for peer in [&mut self.one, &mut self.two] {
            assert_eq!(peer.closed, None);
            peer.settled(document).await?;
            peer.until("every word", |peer| {
                let text = peer.text(document).unwrap_or_default();
                words.iter().all(|word| text.contains(word))
            })
            .await?;
            assert_eq!(peer.closed, None);
        }
        let shown = self.text_of("r4").await?["text"].as_str().context("no text")?.to_owned();
        assert_eq!(self.one.text(document).as_ref(), Some(&shown));
        assert_eq!(self.text_of("r5").await?["state"], "open", "what was refused was not done");
        let act = json!({"type": "freeze", "paragraphs": ["r5"], "lang": "en"});
        assert_eq!(self.moderator.act(&self.draft, act).await?.status, 200);
        Ok(())
    }
}

fn binary() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_maslahat"))
}

#[tokio::test]
async fn a_full_disk_hinders_until_there_is_room() -> Result<()> {
    let directory = tempdir()?;
    let Some(volume) = Volume::in_memory(directory.path(), 32 << 20)? else { return Ok(()) };
    let mut sitting = Sitting::of(Server::start(binary(), volume.path(), &["--demo"]).await?).await?;
    let pid = sitting.server.pid();
    sitting.type_on("k").await?;
    for mark in ["f", "g"] {
        sitting.one.settled(sitting.document).await?;
        sitting.two.settled(sitting.document).await?;
        volume.fill()?;
        sitting.is_hindered(mark, 507, "disk_full").await?;
        let export = format!("/api/v1/drafts/{}/exports/md?lang=en", sitting.draft);
        assert_eq!(sitting.moderator.read(&export).await?.status, 200, "reading goes on");
        volume.clear()?;
        sitting.says(None).await?;
    }
    sitting.goes_on().await?;
    assert_eq!(sitting.server.pid(), pid);
    assert_eq!(sitting.server.terminate().await?, Some(0));
    Ok(())
}

#[tokio::test]
async fn a_database_that_is_away_hinders_until_it_is_back() -> Result<()> {
    let directory = tempdir()?;
    let Some(mut postgres) = Postgres::start(directory.path())? else { return Ok(()) };
    let server = Server::start_on_database(binary(), &postgres.url(), "127.0.0.1:0", &["--demo"]).await?;
    let mut sitting = Sitting::of(server).await?;
    sitting.type_on("k").await?;
    sitting.one.settled(sitting.document).await?;
    sitting.two.settled(sitting.document).await?;

    postgres.stop()?;
    sitting.says(Some("store_unavailable")).await?;
    // the first act finds out, and was handed over
    let act = json!({"type": "freeze", "paragraphs": ["r6"], "lang": "en"});
    let open = sitting.moderator.act(&sitting.draft, act).await?;
    assert_eq!((open.status, &open.json()["code"]), (504, &json!("not_confirmed")));
    sitting.is_hindered("p", 503, "store_unavailable").await?;
    let export = sitting.moderator.read(&format!("/api/v1/drafts/{}/exports/md?lang=en", sitting.draft)).await?;
    assert_eq!((export.status, &export.json()["code"]), (503, &json!("store_unavailable")));
    tokio::time::sleep(AWAY).await;
    postgres.start_again()?;
    sitting.goes_on().await?;
    assert_eq!(sitting.text_of("r6").await?["state"], "frozen");
    Ok(())
}

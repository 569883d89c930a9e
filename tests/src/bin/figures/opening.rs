//! A text with a hundred thousand edits, opened by somebody who has nothing of it: first from the disk, then from
//! memory. From the frame that asks to the frame that brings all of it; what a client does with it is its own.

use std::path::Path;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use automerge::sync::{Message, SyncDoc as _};
use automerge::{Automerge, TextEncoding};
use maslahat_protocol::DocumentId;
use maslahat_tests::client::Person;
use maslahat_tests::load::{Line, Typist};
use maslahat_tests::server::Server;

use crate::{Figure, median};

const EDITS: usize = 100_000;
/// As long as the text may become, or a little longer.
const LETTERS: usize = 5_000;
const IN_FLIGHT_MAX: usize = 500;
const PATIENCE: Duration = Duration::from_secs(120);
const COLD_TURNS: usize = 3;
const WARM_TURNS: usize = 5;

/// On a server of its own, which is started again so that nothing is in memory.
pub(crate) async fn by_newcomers(binary: &Path, folder: &Path) -> Result<Vec<Figure>> {
    let data = folder.join("opening");
    let server = Server::start(binary, &data, &["--demo"]).await?;
    let person = Person::join(server.ready.invitations.expert.first().context("no expert")?).await?;
    let draft = server.draft().to_owned();
    let text = person.text(&draft, "r9", "en").await?;
    let other = person.text(&draft, "r8", "en").await?;
    let heads = write(&person, text).await?;
    let mut person = person;
    let mut server = server;
    let (mut cold_ms, mut warm_ms, mut bytes) = (Vec::new(), Vec::new(), 0);
    for _ in 0..COLD_TURNS {
        server.terminate().await?;
        server = Server::start(binary, &data, &[]).await?;
        person.url.clone_from(&server.ready.url);
        // the draft is open, this text is not
        person.connect().await?.find(other).await?;
        for turn in 0..=WARM_TURNS {
            let (ms, answer) = open(&person, text).await?;
            if turn == 0 {
                cold_ms.push(ms)
            } else {
                warm_ms.push(ms)
            }
            bytes = answer.len();
            let mut document = Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit);
            document.receive_sync_message(&mut automerge::sync::State::new(), Message::decode(&answer)?)?;
            ensure!(document.get_heads() == heads, "not all of the text came");
        }
    }
    server.terminate().await?;
    let detail =
        |from: &str| format!("{EDITS} edits, {} kB, {from}; from the frame that asks to all of it", bytes / 1_000);
    let figure = |name, value, limit, from| Figure { name, unit: "ms", value, limit, detail: detail(from) };
    Ok(vec![
        figure("100,000 edits opened from disk", median(&mut cold_ms), 20.0, "a server just started"),
        figure("100,000 edits opened from memory", median(&mut warm_ms), 5.0, "opened before by somebody else"),
    ])
}

/// Types that much, and says what the text's heads are then.
async fn write(person: &Person, text: DocumentId) -> Result<Vec<automerge::ChangeHash>> {
    let mut peer = person.connect().await?;
    peer.find(text).await?;
    let document = peer.document(text).context("not open")?.clone();
    let mut typist = Typist::new(Line::of(peer, text)?, document);
    let mut last = None;
    // somebody who writes here and there, and takes out as much: the same in every run
    let mut random = fastrand::Rng::with_seed(1);
    let mut at = 0;
    for edit in 0..EDITS {
        let letters = typist.letters();
        if edit % 20 == 0 {
            at = random.usize(0..=letters);
        }
        let (hash, frame) = if letters > LETTERS && edit / 100 % 2 == 0 {
            at = at.min(letters).max(1) - 1;
            typist.edit(at, 1, "")?
        } else {
            at = at.min(letters) + 1;
            typist.edit(at - 1, 0, &random.lowercase().to_string())?
        };
        typist.until_in_flight(IN_FLIGHT_MAX, PATIENCE).await?;
        typist.send(hash, frame).await?;
        last = Some(hash);
    }
    typist.until_in_flight(0, PATIENCE).await?;
    Ok(last.into_iter().collect())
}

/// How long it takes until all of a text is here, in milliseconds, and the message that brought it.
async fn open(person: &Person, text: DocumentId) -> Result<(f64, Vec<u8>)> {
    let peer = person.connect().await?;
    let mut line = Line::of(peer, text)?;
    let (took, answer) = line.open().await?;
    Ok((took.as_secs_f64() * 1e3, answer))
}

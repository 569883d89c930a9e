//! The documents that are open, and what is done with them.

use std::collections::BTreeMap;
use std::io;
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::{Context as _, Result, ensure};
use automerge::transaction::Transactable as _;
use automerge::{AutoSerde, Automerge, ChangeHash, ObjId, ROOT, ReadDoc as _};
use samod::{AutomergeUrl, DialerHandle, DocHandle, Repo};
use serde_json::{Value, json};

use crate::order::What;

/// A repo with its one connection.
pub(crate) struct Session {
    repo: Repo,
    dialer: DialerHandle<io::Error>,
    open: Mutex<BTreeMap<String, DocHandle>>,
}

impl Session {
    pub(crate) fn new(repo: Repo, dialer: DialerHandle<io::Error>) -> Self {
        Self { repo, dialer, open: Mutex::default() }
    }

    /// Does what is asked, and gives what was found.
    pub(crate) async fn follow(&self, what: What) -> Result<Value> {
        match what {
            What::Open { url } => self.find(url).await,
            What::Insert { url, at, text } => {
                self.handle(&url)?.with_document(|document| insert(document, at, &text))?;
                Ok(Value::Null)
            }
            What::Read { url } => self.read(&self.handle(&url)?),
            What::Json { url } => {
                let json = |document: &mut Automerge| serde_json::to_value(AutoSerde::from(&*document));
                Ok(self.handle(&url)?.with_document(json)?)
            }
        }
    }

    async fn find(&self, url: String) -> Result<Value> {
        let address: AutomergeUrl = url.parse()?;
        let found = self.repo.find(address.document_id().clone()).await?;
        let handle = found.context("the document is not available")?;
        ensure!(handle.url().to_string() == url, "found another document than {url}");
        self.open().insert(url, handle);
        Ok(Value::Null)
    }

    fn read(&self, handle: &DocHandle) -> Result<Value> {
        let (letters, heads) = handle.with_document(|document| {
            let letters = document.text(body(document)?)?;
            anyhow::Ok((letters, document.get_heads()))
        })?;
        let (peers, _) = handle.peers();
        let server = self.dialer.connection_id().and_then(|connection| peers.get(&connection));
        let theirs = server.and_then(|peer| peer.their_heads.clone());
        let acknowledged = theirs.is_some_and(|theirs| hashes(&theirs) == hashes(&heads));
        Ok(json!({ "letters": letters, "heads": hashes(&heads), "acknowledged": acknowledged }))
    }

    fn handle(&self, url: &str) -> Result<DocHandle> {
        self.open().get(url).cloned().with_context(|| format!("{url} is not open here"))
    }

    fn open(&self) -> MutexGuard<'_, BTreeMap<String, DocHandle>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn insert(document: &mut Automerge, at: usize, text: &str) -> Result<()> {
    let body = body(document)?;
    let at = at_unit(&document.text(&body)?, at);
    let mut transaction = document.transaction();
    transaction.splice_text(&body, at, 0, text)?;
    transaction.commit();
    Ok(())
}

/// samod's documents count in code points.
fn at_unit(letters: &str, units: usize) -> usize {
    let mut left = units;
    letters
        .chars()
        .take_while(|letter| {
            let goes = left > 0;
            left = left.saturating_sub(letter.len_utf16());
            goes
        })
        .count()
}

fn body(document: &Automerge) -> Result<ObjId> {
    let (_, body) = document.get(ROOT, "body")?.context("the text has no body")?;
    Ok(body)
}

fn hashes(heads: &[ChangeHash]) -> Vec<String> {
    let mut hashes: Vec<String> = heads.iter().map(ToString::to_string).collect();
    hashes.sort();
    hashes
}

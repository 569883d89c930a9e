//! Hints that another process has grown a log, by LISTEN and NOTIFY. They may be lost or late: nothing depends on them
//! but how soon somebody looks.
//!
//! They have a connection of their own. Within a transaction that writes, NOTIFY would make it wait for every other
//! that does the same, the disk included.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use maslahat_protocol::LogId;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, Client};

use super::session::{DatabaseUrl, told};
use crate::error::log_of;

/// Logs in one hint, so that it stays below the server's limit of 8000 bytes.
const LOGS_MAX: usize = 200;
/// Hints that wait; more become one hint to look at everything.
const WAITING_MAX: usize = 1024;
const PAUSE: Duration = Duration::from_secs(1);
const EVERYTHING: &str = "*";
/// A hint need not be on disk.
const SETTINGS: &str = "SET synchronous_commit = off; LISTEN maslahat";

/// A name for this process among those of a database, to leave out its own hints.
#[derive(Clone)]
pub(super) struct Node(Arc<str>);

impl Node {
    /// Every `RandomState` has keys of its own.
    pub(super) fn random() -> Self {
        let mark = RandomState::new().hash_one(std::process::id());
        Self(format!("{mark:016x}").into())
    }

    /// `NODE LOG LOG…`, each log in hexadecimal, or `NODE *`.
    pub(super) fn hint(&self, logs: impl ExactSizeIterator<Item = LogId>) -> String {
        let mut hint = self.0.to_string();
        if logs.len() > LOGS_MAX {
            return self.everything();
        }
        for log in logs {
            hint.push(' ');
            for byte in log.to_bytes() {
                // Writing to a string cannot fail.
                write!(hint, "{byte:02x}").ok();
            }
        }
        hint
    }

    fn everything(&self) -> String {
        format!("{} {EVERYTHING}", self.0)
    }

    /// What a hint names; nothing if it is our own. What cannot be read may mean any log.
    fn read(&self, hint: &str) -> Vec<Option<LogId>> {
        let mut words = hint.split(' ');
        if words.next() == Some(&*self.0) {
            return Vec::new();
        }
        words.take(LOGS_MAX).map(log_in_hex).collect()
    }
}

fn log_in_hex(word: &str) -> Option<LogId> {
    let bytes: Option<Vec<u8>> = (0..word.len())
        .step_by(2)
        .map(|at| word.get(at..at + 2).and_then(|pair| u8::from_str_radix(pair, 16).ok()))
        .collect();
    log_of(&bytes?)
}

/// Hints on their way in and out. Listens as long as it lives.
pub(super) struct Hints {
    waiting: Mutex<mpsc::Receiver<Option<LogId>>>,
    lost: Arc<AtomicBool>,
    telling: Telling,
    listener: JoinHandle<()>,
}

/// The way to tell other nodes; nobody waits for it.
#[derive(Clone)]
pub(super) struct Telling {
    grown: mpsc::Sender<LogId>,
    /// Something was not told: they should look at everything.
    untold: Arc<AtomicBool>,
}

impl Telling {
    pub(super) fn grown(&self, logs: impl IntoIterator<Item = LogId>) {
        for log in logs {
            if self.grown.try_send(log).is_err() {
                self.untold.store(true, Ordering::Relaxed);
            }
        }
    }
}

impl Drop for Hints {
    fn drop(&mut self) {
        self.listener.abort();
    }
}

struct Listener {
    url: DatabaseUrl,
    node: Node,
    out: mpsc::Sender<Option<LogId>>,
    lost: Arc<AtomicBool>,
    grown: Mutex<mpsc::Receiver<LogId>>,
    untold: Arc<AtomicBool>,
}

impl Hints {
    pub(super) fn listen(url: DatabaseUrl) -> Self {
        let (out, waiting) = mpsc::channel(WAITING_MAX);
        let (grown, to_tell) = mpsc::channel(WAITING_MAX);
        let (lost, untold) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        let grown_here = Mutex::new(to_tell);
        let node = Node::random();
        let listener = Listener { url, node, out, lost: lost.clone(), grown: grown_here, untold: untold.clone() };
        let telling = Telling { grown, untold };
        Self { waiting: Mutex::new(waiting), lost, telling, listener: tokio::spawn(listener.run()) }
    }

    pub(super) fn telling(&self) -> Telling {
        self.telling.clone()
    }

    pub(super) async fn next(&self) -> Option<LogId> {
        if self.lost.swap(false, Ordering::Relaxed) {
            return None;
        }
        match self.waiting.lock().await.recv().await {
            Some(hint) => hint,
            // The listener never ends by itself.
            None => std::future::pending().await,
        }
    }
}

impl Listener {
    async fn run(self) {
        loop {
            if let Err(error) = self.listen().await {
                tracing::debug!(error = told(&error), "hints are missing for a while");
            }
            tokio::time::sleep(PAUSE).await;
        }
    }

    /// Listens and tells until the connection ends. What was said before it began is lost, so it opens with a hint to look at all.
    async fn listen(&self) -> Result<(), tokio_postgres::Error> {
        let (client, mut line) = self.url.open().await?;
        let telling = async {
            client.batch_execute(SETTINGS).await?;
            self.tell(None);
            self.tell_others(&client).await
        };
        let hearing = async {
            while let Some(message) = poll_fn(|context| line.poll_message(context)).await {
                if let AsyncMessage::Notification(said) = message? {
                    self.node.read(said.payload()).into_iter().for_each(|hint| self.tell(hint));
                }
            }
            Ok(())
        };
        tokio::select! { ended = telling => ended, ended = hearing => ended }
    }

    /// What has grown while the last hint was on its way goes into the next.
    async fn tell_others(&self, client: &Client) -> Result<(), tokio_postgres::Error> {
        let notify = client.prepare("SELECT pg_notify('maslahat', $1)").await?;
        let mut grown = self.grown.lock().await;
        let mut logs = Vec::new();
        loop {
            let some_untold = self.untold.swap(false, Ordering::Relaxed);
            if !some_untold && grown.recv_many(&mut logs, WAITING_MAX).await == 0 {
                // nobody is left who could grow a log
                return std::future::pending().await;
            }
            let named: BTreeSet<LogId> = logs.drain(..).collect();
            let hint = if named.is_empty() { self.node.everything() } else { self.node.hint(named.into_iter()) };
            if let Err(error) = client.execute(&notify, &[&hint]).await {
                self.untold.store(true, Ordering::Relaxed);
                return Err(error);
            }
        }
    }

    fn tell(&self, hint: Option<LogId>) {
        if self.out.try_send(hint).is_err() {
            self.lost.store(true, Ordering::Relaxed);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use maslahat_protocol::DocumentId;

    #[test]
    fn hints_name_logs_to_others_and_nothing_to_oneself() {
        let (one, other) = (Node::random(), Node::random());
        let logs: Vec<LogId> = (0..3).map(|n| LogId::text(DocumentId::from_bytes([n; 16]))).collect();
        let hint = one.hint(logs.iter().copied());
        assert_eq!(other.read(&hint), logs.iter().copied().map(Some).collect::<Vec<_>>());
        assert_eq!(one.read(&hint), []);
    }

    #[test]
    fn a_hint_that_is_long_or_strange_means_everything() {
        let (one, other) = (Node::random(), Node::random());
        let many = vec![LogId::DIRECTORY; 201];
        let hint = one.hint(many.into_iter());
        assert!(hint.len() < 8000);
        assert_eq!(other.read(&hint), [None]);
        let most = vec![LogId::DIRECTORY; 200];
        assert!(one.hint(most.into_iter()).len() < 8000);
        for strange in ["x zz", "x 0", "x ффф", "x 99ffff"] {
            assert_eq!(other.read(strange), [None], "{strange}");
        }
        assert_eq!(other.read(""), []);
    }
}

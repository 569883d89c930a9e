//! Hints that another process has grown a log, by LISTEN and NOTIFY. They may be lost or late: nothing depends on them
//! but how soon somebody looks.

use std::fmt::Write as _;
use std::future::poll_fn;
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use maslahat_protocol::LogId;
use tokio::sync::{Mutex, mpsc};
use tokio::task::JoinHandle;
use tokio_postgres::{AsyncMessage, NoTls};

use super::session::{DatabaseUrl, told};
use crate::error::log_of;

/// Logs in one hint, so that it stays below the server's limit of 8000 bytes.
const LOGS_MAX: usize = 200;
/// Hints that wait; more become one hint to look at everything.
const WAITING_MAX: usize = 1024;
const PAUSE: Duration = Duration::from_secs(1);
const EVERYTHING: &str = "*";

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
            hint.push(' ');
            hint.push_str(EVERYTHING);
            return hint;
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

/// Hints on their way in. Listens as long as it lives.
pub(super) struct Hints {
    waiting: Mutex<mpsc::Receiver<Option<LogId>>>,
    lost: Arc<AtomicBool>,
    listener: JoinHandle<()>,
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
}

impl Hints {
    pub(super) fn listen(url: DatabaseUrl, node: Node) -> Self {
        let (out, waiting) = mpsc::channel(WAITING_MAX);
        let lost = Arc::new(AtomicBool::new(false));
        let listener = Listener { url, node, out, lost: lost.clone() };
        Self { waiting: Mutex::new(waiting), lost, listener: tokio::spawn(listener.run()) }
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

    /// Listens until the connection ends. What was said before it began is lost, so it opens with a hint to look at all.
    async fn listen(&self) -> Result<(), tokio_postgres::Error> {
        let (client, mut connection) = self.url.config().connect(NoTls).await?;
        let listening = async {
            client.batch_execute("LISTEN maslahat").await?;
            self.tell(None);
            // The connection ends when its client goes.
            std::future::pending::<Result<(), tokio_postgres::Error>>().await
        };
        let hearing = async {
            while let Some(message) = poll_fn(|context| connection.poll_message(context)).await {
                if let AsyncMessage::Notification(said) = message? {
                    self.node.read(said.payload()).into_iter().for_each(|hint| self.tell(hint));
                }
            }
            Ok(())
        };
        tokio::select! { ended = listening => ended, ended = hearing => ended }
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

//! A way to the server that breaks at the worst moment: when a transaction commits.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

/// The name of a server's socket in its directory.
const SOCKET: &str = ".s.PGSQL.5432";

/// When the way breaks next.
#[derive(Clone, Copy)]
pub(crate) enum Break {
    Never = 0,
    /// The server never hears of the commit.
    BeforeCommit = 1,
    /// The server has committed, nobody hears of it.
    AfterCommit = 2,
}

pub(crate) struct Proxy {
    directory: TempDir,
    breaks: Arc<AtomicU8>,
}

impl Proxy {
    pub(crate) fn to(server: &Path) -> Self {
        let directory = TempDir::new().unwrap();
        let listener = UnixListener::bind(directory.path().join(SOCKET)).unwrap();
        let breaks = Arc::new(AtomicU8::new(Break::Never as u8));
        let (target, when) = (server.join(SOCKET), breaks.clone());
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let server = UnixStream::connect(&target).await.unwrap();
                tokio::spawn(carry(client, server, when.clone()));
            }
        });
        Self { directory, breaks }
    }

    pub(crate) fn directory(&self) -> &Path {
        self.directory.path()
    }

    pub(crate) fn breaks(&self, when: Break) {
        self.breaks.store(when as u8, Ordering::SeqCst);
    }
}

/// Carries bytes both ways until one side ends, or the way breaks.
async fn carry(mut client: UnixStream, mut server: UnixStream, breaks: Arc<AtomicU8>) -> Option<()> {
    let (mut asked, mut answered) = ([0; 1 << 16], [0; 1 << 16]);
    loop {
        tokio::select! {
            read = client.read(&mut asked) => {
                let asked = &asked[..read.ok().filter(|count| *count > 0)?];
                // Once only: whatever is tried next gets through.
                let commits = asked.windows(6).any(|word| word == b"COMMIT");
                let when = if commits { breaks.swap(Break::Never as u8, Ordering::SeqCst) } else { Break::Never as u8 };
                if when == Break::BeforeCommit as u8 {
                    return None;
                }
                server.write_all(asked).await.ok()?;
                if when == Break::AfterCommit as u8 {
                    // the answers to what was asked before it, in the same breath, come first
                    let mut heard = Vec::new();
                    while !heard.windows(6).any(|word| word == b"COMMIT") {
                        let count = server.read(&mut answered).await.ok().filter(|count| *count > 0)?;
                        heard.extend_from_slice(&answered[..count]);
                    }
                    return None;
                }
            }
            read = server.read(&mut answered) => {
                client.write_all(&answered[..read.ok().filter(|count| *count > 0)?]).await.ok()?;
            }
        }
    }
}

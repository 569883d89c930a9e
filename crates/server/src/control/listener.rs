//! The server's end of the control socket.

use std::fs::Permissions;
use std::io;
use std::os::unix::fs::{DirBuilderExt, PermissionsExt};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{UnixListener, UnixStream};
use tokio::sync::Semaphore;
use tokio::time::timeout;

use super::client::address;
use super::{REQUEST_BYTES_MAX, Request, Response, SOCKET_NAME};
use crate::setup::{Setup, SetupError};

const REQUESTS_AT_ONCE_MAX: usize = 4;
const REQUEST_MAX: Duration = Duration::from_secs(60);
/// After a failed accept, before the next.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);
/// Where the socket is made before it is moved to its place.
const MAKING_NAME: &str = "control.new";

/// An open control socket; its file goes when this goes.
pub(crate) struct Control {
    listener: UnixListener,
    path: PathBuf,
}

impl Drop for Control {
    fn drop(&mut self) {
        // a file that stays is taken away by the next server
        let _gone = std::fs::remove_file(&self.path);
    }
}

impl Control {
    /// Opens the socket. The data directory's lock is ours, so a file that is there is a dead server's.
    pub(crate) fn open(directory: &Path) -> io::Result<Self> {
        // made in a directory of its own, so that at no moment anybody else may open it
        let making = directory.join(MAKING_NAME);
        let _none = std::fs::remove_dir_all(&making);
        std::fs::DirBuilder::new().mode(0o700).create(&making)?;
        let (made, _opened) = address(&making, SOCKET_NAME)?;
        let listener = UnixListener::bind(&made)?;
        std::fs::set_permissions(&made, Permissions::from_mode(0o600))?;
        let path = directory.join(SOCKET_NAME);
        std::fs::rename(making.join(SOCKET_NAME), &path)?;
        std::fs::remove_dir(&making)?;
        Ok(Self { listener, path })
    }

    /// Answers until dropped.
    pub(crate) async fn run(self, setup: Setup) {
        let places = Arc::new(Semaphore::new(REQUESTS_AT_ONCE_MAX));
        loop {
            let Ok(place) = Arc::clone(&places).acquire_owned().await else {
                return;
            };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let setup = setup.clone();
                    tokio::spawn(async move {
                        let _place = place;
                        if timeout(REQUEST_MAX, answer(stream, &setup)).await.is_err() {
                            tracing::warn!("a request on the control socket took too long");
                        }
                    });
                }
                Err(error) => {
                    tracing::warn!(%error, "the control socket did not take a connection");
                    tokio::time::sleep(ACCEPT_PAUSE).await;
                }
            }
        }
    }
}

async fn answer(stream: UnixStream, setup: &Setup) {
    let (reading, mut writing) = stream.into_split();
    let mut line = String::new();
    let read = BufReader::new(reading.take(REQUEST_BYTES_MAX)).read_line(&mut line).await;
    let request = read.ok().and_then(|_| serde_json::from_str::<Request>(&line).ok());
    let response = match request {
        Some(request) => perform(setup, request).await.unwrap_or_else(|error| {
            let (cause, remedy) = error.parts();
            Response::Failed { cause, remedy }
        }),
        None => Response::Failed {
            cause: "the request is not one that this server knows".to_owned(),
            remedy: "use the maslahat command of the server's own version".to_owned(),
        },
    };
    if let Ok(mut line) = serde_json::to_vec(&response) {
        line.push(b'\n');
        // whoever asked may have gone
        let _gone = writing.write_all(&line).await;
    }
}

async fn perform(setup: &Setup, request: Request) -> Result<Response, SetupError> {
    match request {
        Request::Import { source } => setup.import(source.as_bytes()).await.map(|draft| Response::Imported { draft }),
        Request::Invite { draft, role, name, seat } => {
            let link = setup.invite(draft, role, &name, seat.as_deref()).await?;
            Ok(Response::Invited { link })
        }
    }
}

//! The command line's end of the control socket.

use std::fs::File;
use std::io;
use std::os::fd::AsRawFd;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::UnixStream;
use tokio::time::timeout;

use super::{RESPONSE_BYTES_MAX, Request, Response, SOCKET_NAME};

/// An import of the largest draft on a slow disk.
const ANSWER_MAX: Duration = Duration::from_secs(120);
/// The longest path that a socket's address can hold.
const ADDRESS_BYTES_MAX: usize = 100;

/// Why the running server did not answer.
#[derive(Debug, thiserror::Error)]
pub enum ControlError {
    #[error("the server's control socket cannot be opened ({0})")]
    Unreachable(io::Error),
    #[error("the server did not answer as it should; it may be of another version")]
    Answer,
}

/// A path for the socket that is short enough, whatever the directory's name. The file keeps it good.
pub(super) fn address(directory: &Path, name: &str) -> io::Result<(PathBuf, Option<File>)> {
    let plain = directory.join(name);
    if plain.as_os_str().len() <= ADDRESS_BYTES_MAX {
        return Ok((plain, None));
    }
    let opened = File::open(directory)?;
    let short = PathBuf::from(format!("/proc/self/fd/{}", opened.as_raw_fd())).join(name);
    Ok((short, Some(opened)))
}

/// Asks the server that runs on this data directory. None: no server runs there.
///
/// # Errors
/// There is one, and it does not answer.
pub async fn ask(directory: &Path, request: &Request) -> Result<Option<Response>, ControlError> {
    let Ok((path, _opened)) = address(directory, SOCKET_NAME) else {
        return Ok(None);
    };
    let mut stream = match UnixStream::connect(path).await {
        Ok(stream) => stream,
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::ConnectionRefused) => {
            return Ok(None);
        }
        Err(error) => return Err(ControlError::Unreachable(error)),
    };
    let mut line = serde_json::to_vec(request).map_err(|_| ControlError::Answer)?;
    line.push(b'\n');
    let talk = async {
        stream.write_all(&line).await?;
        let mut answer = String::new();
        BufReader::new(stream.take(RESPONSE_BYTES_MAX)).read_line(&mut answer).await?;
        io::Result::Ok(answer)
    };
    let answer = timeout(ANSWER_MAX, talk).await.map_err(|_| ControlError::Answer)?;
    let answer = answer.map_err(ControlError::Unreachable)?;
    serde_json::from_str(&answer).map(Some).map_err(|_| ControlError::Answer)
}

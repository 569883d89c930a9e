//! Passing on and nothing else: a plain axum socket that sends every edit to everybody else as it came. The clients are
//! those of the real server, acknowledgements included, which are read and dropped. A process of its own, so that its
//! processor time can be told.

use std::process::Stdio;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::{Context as _, Result};
use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, WebSocket, WebSocketUpgrade};
use axum::response::Response;
use axum::routing::get;
use axum::serve::ListenerExt as _;
use futures_util::{SinkExt as _, StreamExt as _};
use maslahat_tests::load::Mark;
use tokio::io::{AsyncBufReadExt as _, BufReader};
use tokio::process::{Child, Command};
use tokio::sync::broadcast;

/// The argument that makes this program the bare server.
pub(crate) const ARGUMENT: &str = "bare-broadcast";
const WAITING_MAX: usize = 16_384;

type Edit = (u64, Bytes);

/// The other process; ended when dropped.
pub(crate) struct Bare {
    child: Child,
    pub(crate) url: String,
}

impl Bare {
    pub(crate) async fn start() -> Result<Self> {
        let program = std::env::current_exe()?;
        let mut command = Command::new(program);
        let mut child = command.arg(ARGUMENT).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().context("no output")?;
        let url = BufReader::new(stdout).lines().next_line().await?.context("the bare server did not start")?;
        Ok(Self { child, url })
    }

    pub(crate) fn pid(&self) -> Option<u32> {
        self.child.id()
    }
}

#[expect(clippy::print_stdout, reason = "the parent reads the address")]
pub(crate) async fn serve() -> Result<()> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    println!("http://{}", listener.local_addr()?);
    let listener = listener.tap_io(|stream| {
        let _as_well = stream.set_nodelay(true);
    });
    let (edits, _) = broadcast::channel::<Edit>(WAITING_MAX);
    let app = Router::new().route("/", get(open)).with_state(edits);
    Ok(axum::serve(listener, app).await?)
}

async fn open(State(edits): State<broadcast::Sender<Edit>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade.on_upgrade(move |socket| talk(edits, socket))
}

async fn talk(edits: broadcast::Sender<Edit>, socket: WebSocket) {
    static LAST: AtomicU64 = AtomicU64::new(0);
    let me = LAST.fetch_add(1, Ordering::Relaxed);
    let mut waiting = edits.subscribe();
    let (mut sink, mut stream) = socket.split();
    loop {
        tokio::select! {
            read = stream.next() => match read {
                Some(Ok(Message::Binary(bytes))) if bytes.first() == Some(&(Mark::Edit as u8)) => {
                    let _nobody = edits.send((me, bytes));
                }
                Some(Ok(_)) => {}
                _ => return,
            },
            edit = waiting.recv() => match edit {
                Ok((from, _)) if from == me => {}
                Ok((_, bytes)) => {
                    if sink.send(Message::Binary(bytes)).await.is_err() {
                        return;
                    }
                }
                Err(_) => return,
            },
        }
    }
}

//! One socket: the greeting, frames in, frames out, and a close with a reason. Everything that waits
//! is bounded, and every wait has an end.

use std::time::Duration;

use axum::extract::ws::{CloseFrame, Message, WebSocket};
use futures_util::stream::{SplitSink, SplitStream};
use futures_util::{SinkExt as _, StreamExt as _};
use maslahat_protocol::wire::{self, CloseReason, Frame, PROTOCOL_VERSION};
use maslahat_protocol::{DocumentId, DraftId};
use tokio::time::{Instant, interval_at, timeout};

use super::peer_id::SERVER_PREFIX;
use super::routes::Routes;
use crate::AppState;
use crate::people::Session;
use crate::rooms::{Outbox, Outgoing, RoomError, Seated};

/// The client greets within this time.
const JOIN_MAX: Duration = Duration::from_secs(10);
/// How often the client is asked whether it is there.
const PING_EVERY: Duration = Duration::from_secs(20);
/// A client that says nothing for so long is gone.
const SILENCE_MAX: Duration = Duration::from_secs(60);
/// Writing what waits, and the close, takes no longer.
const CLOSE_MAX: Duration = Duration::from_secs(5);
/// The same for somebody whose access was revoked.
const REVOKED_CLOSE_MAX: Duration = Duration::from_millis(400);
/// What somebody whose access was revoked sends before they know is read for so long; honest clients answer
/// the close at once.
const LAST_WORDS_MAX: Duration = Duration::from_secs(3);
/// For the client's answer to the close.
const FAREWELL_MAX: Duration = Duration::from_secs(1);

type Sink = SplitSink<WebSocket, Message>;
type Stream = SplitStream<WebSocket>;

/// What one socket needs from its opening to its end.
pub(super) struct Connection {
    state: AppState,
    session: Session,
    token: String,
    seated: Seated,
    storage_id: String,
}

/// What a client's bytes came to.
enum Heard {
    Frame(Frame),
    /// A ping or pong: the client is there.
    Alive,
    /// The client has closed, or the network has.
    Gone,
    Wrong(CloseReason),
}

/// The two peer ids, as frames are addressed.
struct Names {
    server: String,
    client: String,
}

impl Connection {
    pub(super) fn new(state: AppState, session: Session, token: String, seated: Seated, storage_id: String) -> Self {
        Self { state, session, token, seated, storage_id }
    }

    pub(super) async fn run(self, socket: WebSocket) {
        let rooms = self.state.rooms.clone();
        let _open = rooms.metrics().connection();
        let (mut sink, mut stream) = socket.split();
        let mut names = Names { server: format!("{SERVER_PREFIX}{}", self.storage_id), client: String::new() };
        let mut claim = None;
        match timeout(JOIN_MAX, greeting(&mut stream)).await {
            Ok(Ok(Some(peer))) => {
                claim = self.state.peer_ids.claim(&peer, self.session.person);
                match claim {
                    Some(_) => names.client = peer,
                    None => self.seated.outbox.close(CloseReason::Impersonation),
                }
            }
            Ok(Ok(None)) => return,
            Ok(Err(reason)) => self.seated.outbox.close(reason),
            Err(_late) => self.seated.outbox.close(CloseReason::Malformed),
        }
        if !names.client.is_empty() {
            let answer = wire::peer(&names.server, &names.client, &self.storage_id);
            if send(&mut sink, answer).await.is_err() {
                return;
            }
        }
        let mut routes = Routes::new(self.state.clone(), self.session.person);
        self.talk(&mut sink, &mut stream, &names, &mut routes).await;
        routes.leave(&self.seated).await;
        drop(claim);
    }

    /// Reads and writes side by side until either ends.
    async fn talk(&self, sink: &mut Sink, stream: &mut Stream, names: &Names, routes: &mut Routes) {
        let outbox = &self.seated.outbox;
        let overdue = async {
            let reason = outbox.closed().await;
            tokio::time::sleep(if reason == CloseReason::Revoked { REVOKED_CLOSE_MAX } else { CLOSE_MAX }).await;
        };
        let mut written = std::pin::pin!(async {
            tokio::select! {
                () = self.write(sink, names) => {}
                () = overdue => {}
            }
        });
        {
            let mut reading = std::pin::pin!(self.read(stream, names, routes));
            tokio::select! {
                () = &mut written => {
                    if outbox.closed_by() == Some(CloseReason::Revoked) && !names.client.is_empty() {
                        // what was sent before the client knew is shelved under its person's name
                        let _in_time = timeout(LAST_WORDS_MAX, &mut reading).await;
                    }
                }
                reason = &mut reading, if !names.client.is_empty() => {
                    let Some(reason) = reason else { return };
                    self.state.rooms.metrics().refused();
                    outbox.close(reason);
                    written.await;
                }
            }
        }
        let reason = outbox.closed_by();
        if reason == Some(CloseReason::Slow) {
            self.state.rooms.metrics().slow();
        }
        let code = reason.map_or("gone", CloseReason::code);
        tracing::debug!(session.id = %self.session.id, connection = self.seated.id.0, reason = code, "connection ended");
        // a client that still sends would have its last frames lost with the socket
        let farewell = async { while let Some(Ok(_)) = stream.next().await {} };
        let _in_time = timeout(FAREWELL_MAX, farewell).await;
    }

    /// Writes what waits, and asks now and then whether the client is there. Ends after the close frame.
    async fn write(&self, sink: &mut Sink, names: &Names) {
        let outbox: &Outbox = &self.seated.outbox;
        let mut pings = interval_at(Instant::now() + PING_EVERY, PING_EVERY);
        loop {
            let sent = tokio::select! {
                biased;
                next = outbox.next() => match next {
                    Ok(frame) => send(sink, encode(names, frame)).await,
                    Err(reason) => return farewell(sink, names, reason).await,
                },
                _ = pings.tick() => {
                    if let Err(ended) = self.state.people.authenticate(&self.token) {
                        outbox.dismiss(ended.into());
                    }
                    sink.send(Message::Ping(axum::body::Bytes::new())).await
                }
            };
            if sent.is_err() {
                return;
            }
        }
    }

    /// Reads until the client goes (None) or has to go.
    async fn read(&self, stream: &mut Stream, names: &Names, routes: &mut Routes) -> Option<CloseReason> {
        loop {
            let heard = timeout(SILENCE_MAX, hear(stream)).await.unwrap_or(Heard::Gone);
            let frame = match heard {
                Heard::Frame(frame) => frame,
                Heard::Alive => continue,
                Heard::Gone => return None,
                Heard::Wrong(reason) => return Some(reason),
            };
            let sender = match &frame {
                Frame::Leave { .. } => return None,
                Frame::Sync { sender, .. } | Frame::Ephemeral { sender, .. } => sender,
                Frame::Join { .. } => return Some(CloseReason::Malformed),
                // of no use here: what a stock client tells other kinds of peers
                Frame::Peer { .. } | Frame::DocUnavailable { .. } | Frame::Error { .. } | Frame::Other { .. } => {
                    continue;
                }
            };
            match &frame {
                _ if *sender == names.client => {}
                // a stock client passes on, under the sender's name, the presence it has heard from us
                Frame::Ephemeral { .. } => continue,
                _ => return Some(CloseReason::Impersonation),
            }
            match self.pass_on(frame, names, routes).await {
                Ok(()) => {}
                Err(RoomError::Damaged(cause)) => tracing::error!(%cause, "a frame was not passed on"),
                Err(cause) => {
                    tracing::warn!(%cause, "a room is not there; the client is asked to come back");
                    return Some(CloseReason::Restart);
                }
            }
        }
    }

    async fn pass_on(&self, frame: Frame, names: &Names, routes: &mut Routes) -> Result<(), RoomError> {
        match frame {
            Frame::Sync { document, document_text, data, .. } => match self.find(document, names, routes).await? {
                Some((draft, document)) => self.state.rooms.sync(draft, self.seated.id, document, data).await?,
                None => self.seated.outbox.push(Outgoing::Unavailable { document: document_text }),
            },
            Frame::Ephemeral { document, session, count, data, .. } => {
                if let Some((draft, document)) = self.find(document, names, routes).await? {
                    self.state.rooms.presence(draft, self.seated.id, document, (session, count, data)).await?;
                }
            }
            _ => {}
        }
        Ok(())
    }

    async fn find(
        &self,
        document: Option<DocumentId>,
        names: &Names,
        routes: &mut Routes,
    ) -> Result<Option<(DraftId, DocumentId)>, RoomError> {
        let Some(document) = document else { return Ok(None) };
        let draft = routes.find(document, &self.seated, &names.client).await?;
        Ok(draft.map(|draft| (draft, document)))
    }
}

/// The client's peer id; None if it went without a word.
async fn greeting(stream: &mut Stream) -> Result<Option<String>, CloseReason> {
    loop {
        match hear(stream).await {
            Heard::Frame(Frame::Join { sender, versions }) => {
                // the protocol's first version did not name itself
                let spoken = versions.is_empty() || versions.iter().any(|version| version == PROTOCOL_VERSION);
                return if spoken { Ok(Some(sender)) } else { Err(CloseReason::Version) };
            }
            Heard::Frame(_) => return Err(CloseReason::Malformed),
            Heard::Alive => {}
            Heard::Gone => return Ok(None),
            Heard::Wrong(reason) => return Err(reason),
        }
    }
}

async fn hear(stream: &mut Stream) -> Heard {
    match stream.next().await {
        Some(Ok(Message::Binary(bytes))) => {
            wire::decode(&bytes).map_or(Heard::Wrong(CloseReason::Malformed), Heard::Frame)
        }
        Some(Ok(Message::Text(_))) => Heard::Wrong(CloseReason::Malformed),
        Some(Ok(Message::Ping(_) | Message::Pong(_))) => Heard::Alive,
        Some(Ok(Message::Close(_))) | None => Heard::Gone,
        Some(Err(error)) => broken(&error),
    }
}

/// A frame over the limit is the client's doing; the rest is the network's.
fn broken(error: &axum::Error) -> Heard {
    use tokio_tungstenite::tungstenite::Error;
    let cause = std::error::Error::source(error).and_then(|cause| cause.downcast_ref::<Error>());
    match cause {
        Some(Error::Capacity(_)) => Heard::Wrong(CloseReason::TooMuch),
        Some(Error::Protocol(_) | Error::Utf8(_)) => Heard::Wrong(CloseReason::Malformed),
        _ => Heard::Gone,
    }
}

fn encode(names: &Names, frame: Outgoing) -> Vec<u8> {
    match frame {
        Outgoing::Sync { document, message } => wire::sync(&names.server, &names.client, document, &message),
        Outgoing::Unavailable { document } => wire::doc_unavailable(&names.server, &names.client, &document),
        Outgoing::Presence { peer, document, session, count, data } => {
            wire::ephemeral(&peer, &names.client, document, &session, count, &data)
        }
    }
}

async fn send(sink: &mut Sink, frame: Vec<u8>) -> Result<(), axum::Error> {
    sink.send(Message::Binary(frame.into())).await
}

/// The error frame and the close frame. Whether they arrive is up to the network.
async fn farewell(sink: &mut Sink, names: &Names, reason: CloseReason) {
    let error = wire::error(&names.server, &names.client, &reason.to_string());
    if send(sink, error).await.is_ok() {
        let close = CloseFrame { code: reason.websocket_code(), reason: reason.code().into() };
        let _sent = sink.send(Message::Close(Some(close))).await;
    }
}

//! One open sync socket: the automerge-repo protocol with Automerge's own sync, as a stock client
//! speaks it. Knows none of the server's insides.

use std::collections::BTreeMap;
use std::time::Duration;

use anyhow::{Context as _, Result, anyhow, bail, ensure};
use automerge::sync::{Message as SyncMessage, State, SyncDoc as _};
use automerge::transaction::Transactable as _;
use automerge::{Automerge, ChangeHash, ObjId, ReadDoc as _, TextEncoding};
use futures_util::{SinkExt as _, StreamExt as _};
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::{self, Frame};
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::{Instant, timeout, timeout_at};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, client_async_with_config, connect_async_with_config};

use crate::client::PATIENCE;

pub(crate) type Socket = WebSocketStream<MaybeTlsStream<TcpStream>>;

/// What one replica holds and knows of the server.
struct Replica {
    document: Automerge,
    state: State,
}

/// Somebody's presence, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Presence {
    pub sender: String,
    pub document: Option<DocumentId>,
    pub count: u64,
    pub data: Vec<u8>,
}

/// One open socket and the documents that were asked for over it.
pub struct Peer {
    socket: Socket,
    pub name: String,
    pub server: String,
    pub storage_id: String,
    replicas: BTreeMap<DocumentId, Replica>,
    pub presence: Vec<Presence>,
    pub unavailable: Vec<DocumentId>,
    /// What the server said before it closed.
    pub error: Option<String>,
    /// The close frame's code and reason.
    pub closed: Option<(u16, String)>,
    sent: u64,
    pub received: u64,
}

impl Peer {
    /// Connects and greets.
    pub async fn open(url: &str, token: &str, name: &str) -> Result<Self> {
        let address = format!("{}/sync?token={token}", url.replacen("http", "ws", 1));
        // as browsers do: a frame is sent at once, not when the one before is acknowledged
        let connecting = connect_async_with_config(address, None, true);
        let (socket, _) = timeout(PATIENCE, connecting).await??;
        Self::greet(socket, name).await
    }

    /// Like [`Peer::open`], over a connection that takes in as little as the system allows: a slow reader.
    pub async fn open_slow(url: &str, token: &str, name: &str) -> Result<Self> {
        let host = url.strip_prefix("http://").context("not http")?;
        let tcp = tokio::net::TcpSocket::new_v4()?;
        tcp.set_recv_buffer_size(4_096)?;
        let stream = MaybeTlsStream::Plain(tcp.connect(host.parse()?).await?);
        let address = format!("ws://{host}/sync?token={token}");
        let (socket, _) = client_async_with_config(address, stream, None).await?;
        Self::greet(socket, name).await
    }

    /// Connects again, to the same server or another, with every replica as it is.
    pub async fn reconnect(&mut self, url: &str, token: &str) -> Result<()> {
        let mut again = Self::open(url, token, &self.name).await?;
        again.replicas = std::mem::take(&mut self.replicas);
        *self = again;
        for replica in self.replicas.values_mut() {
            replica.state = State::new();
        }
        for document in self.replicas.keys().copied().collect::<Vec<_>>() {
            self.flush(document).await?;
        }
        Ok(())
    }

    async fn greet(socket: Socket, name: &str) -> Result<Self> {
        let mut peer = Self {
            socket,
            name: name.to_owned(),
            server: String::new(),
            storage_id: String::new(),
            replicas: BTreeMap::new(),
            presence: Vec::new(),
            unavailable: Vec::new(),
            error: None,
            closed: None,
            sent: 0,
            received: 0,
        };
        peer.send_bytes(wire::join(name)).await?;
        peer.until("the server's greeting", |peer| !peer.server.is_empty() || peer.closed.is_some()).await?;
        if let Some((code, reason)) = &peer.closed {
            bail!("closed at the greeting: {code} {reason}");
        }
        Ok(peer)
    }

    /// Sends whatever bytes as one binary frame.
    pub async fn send_bytes(&mut self, bytes: Vec<u8>) -> Result<()> {
        Ok(self.socket.send(Message::binary(bytes)).await?)
    }

    /// Sends a text frame, which the protocol does not know.
    pub async fn send_text(&mut self, text: &str) -> Result<()> {
        Ok(self.socket.send(Message::text(text.to_owned())).await?)
    }

    /// Asks for a document and waits until all of it is here.
    pub async fn find(&mut self, document: DocumentId) -> Result<()> {
        self.ask(document).await?;
        self.until("the document", |peer| peer.unavailable.contains(&document) || peer.text(document).is_some())
            .await?;
        ensure!(!self.unavailable.contains(&document), "the document is not available");
        self.settled(document).await
    }

    /// Asks for a document.
    pub async fn ask(&mut self, document: DocumentId) -> Result<()> {
        let empty =
            || Replica { document: Automerge::new_with_encoding(TextEncoding::Utf16CodeUnit), state: State::new() };
        self.replicas.entry(document).or_insert_with(empty);
        self.flush(document).await
    }

    /// Puts text in at an index, and sends the change.
    pub async fn insert(&mut self, document: DocumentId, at: usize, text: &str) -> Result<()> {
        self.change(document, |body, transaction| transaction.splice_text(body, at, 0, text)).await
    }

    /// Takes letters out, and sends the change.
    pub async fn delete(&mut self, document: DocumentId, at: usize, letters: isize) -> Result<()> {
        self.change(document, |body, transaction| transaction.splice_text(body, at, letters, "")).await
    }

    async fn change(
        &mut self,
        document: DocumentId,
        edit: impl FnOnce(&ObjId, &mut automerge::transaction::Transaction<'_>) -> Result<(), automerge::AutomergeError>,
    ) -> Result<()> {
        let replica = self.replicas.get_mut(&document).context("not open here")?;
        let body = body(&replica.document).context("the text has no body")?;
        let mut transaction = replica.document.transaction();
        edit(&body, &mut transaction)?;
        transaction.commit();
        self.flush(document).await
    }

    /// The letters of a text that is open here.
    pub fn text(&self, document: DocumentId) -> Option<String> {
        let replica = self.replicas.get(&document)?;
        replica.document.text(body(&replica.document)?).ok()
    }

    /// The heads of a document here, sorted, hexadecimal.
    pub fn heads(&self, document: DocumentId) -> Vec<String> {
        let heads = self.replicas.get(&document).map(|replica| replica.document.get_heads()).unwrap_or_default();
        let mut heads: Vec<String> = heads.iter().map(ToString::to_string).collect();
        heads.sort();
        heads
    }

    /// A document that is open here, as plain JSON: for the register.
    pub fn json(&self, document: DocumentId) -> Option<Value> {
        let replica = self.replicas.get(&document)?;
        serde_json::to_value(automerge::AutoSerde::from(&replica.document)).ok()
    }

    /// Whether the server has acknowledged everything that is here, and nothing is missing here.
    pub fn is_settled(&self, document: DocumentId) -> bool {
        self.replicas.get(&document).is_some_and(|replica| {
            let ours = replica.document.get_heads();
            replica.state.their_heads.as_ref().is_some_and(|theirs| *theirs == ours) && !ours.is_empty()
        })
    }

    /// What the server has last said it holds of a document: all of it is kept, with everything it depends on.
    pub fn acknowledged(&self, document: DocumentId) -> Vec<ChangeHash> {
        let theirs = self.replicas.get(&document).and_then(|replica| replica.state.their_heads.clone());
        theirs.unwrap_or_default()
    }

    /// Whether a change is here.
    pub fn has(&self, document: DocumentId, change: &ChangeHash) -> bool {
        self.document(document).is_some_and(|replica| replica.get_change_by_hash(change).is_some())
    }

    /// What this replica knows of the server's, for a failure's report.
    pub fn told(&self, document: DocumentId) -> String {
        let state = self.replicas.get(&document).map(|replica| &replica.state);
        state.map_or_else(String::new, |state| {
            format!(
                "their heads {:?}, need {:?}, shared {:?}, sent {:?}, in flight {}",
                state.their_heads, state.their_need, state.shared_heads, state.last_sent_heads, state.in_flight
            )
        })
    }

    /// Waits until the server has acknowledged everything.
    pub async fn settled(&mut self, document: DocumentId) -> Result<()> {
        self.until("the acknowledgement", |peer| peer.is_settled(document)).await
    }

    /// Says where this person is.
    pub async fn say_presence(&mut self, document: DocumentId, data: &[u8]) -> Result<()> {
        self.sent += 1;
        let (name, server) = (self.name.clone(), self.server.clone());
        self.send_bytes(wire::ephemeral(&name, &server, document, "tab", self.sent, data)).await
    }

    /// Reads frames until something is so, or patience is at its end.
    pub async fn until(&mut self, what: &str, done: impl Fn(&Self) -> bool) -> Result<()> {
        let deadline = Instant::now() + PATIENCE;
        while !done(self) {
            ensure!(self.closed.is_none(), "closed while waiting for {what}: {:?} {:?}", self.closed, self.error);
            let read = timeout_at(deadline, self.read()).await;
            read.map_err(|_| anyhow!("{what} did not come"))??;
        }
        Ok(())
    }

    /// Reads frames for so long: for what must not happen.
    pub async fn listen(&mut self, time: Duration) -> Result<()> {
        let deadline = Instant::now() + time;
        while self.closed.is_none() {
            match timeout_at(deadline, self.read()).await {
                Ok(read) => read?,
                Err(_over) => return Ok(()),
            }
        }
        Ok(())
    }

    /// A document that is open here.
    pub fn document(&self, document: DocumentId) -> Option<&Automerge> {
        self.replicas.get(&document).map(|replica| &replica.document)
    }

    /// The socket, this peer's name and the server's, without the replicas.
    pub(crate) fn into_socket(self) -> (Socket, String, String) {
        (self.socket, self.name, self.server)
    }

    /// Waits for the server to close, and gives the code.
    pub async fn closing(&mut self) -> Result<u16> {
        let deadline = Instant::now() + PATIENCE;
        loop {
            if let Some((code, _)) = &self.closed {
                return Ok(*code);
            }
            timeout_at(deadline, self.read()).await.map_err(|_| anyhow!("the server did not close"))??;
        }
    }

    /// Goes away without a word, as a crashed browser does.
    pub async fn vanish(self) {
        drop(self.socket);
    }

    async fn read(&mut self) -> Result<()> {
        match self.socket.next().await {
            Some(Ok(Message::Binary(bytes))) => {
                self.received += 1;
                self.take(wire::decode(&bytes)?).await
            }
            Some(Ok(Message::Close(frame))) => {
                let frame = frame.map(|frame| (frame.code.into(), frame.reason.to_string()));
                self.closed = Some(frame.unwrap_or((1005, String::new())));
                Ok(())
            }
            Some(Ok(_)) => Ok(()),
            Some(Err(error)) => {
                self.closed.get_or_insert((1006, error.to_string()));
                Ok(())
            }
            None => {
                self.closed.get_or_insert((1006, "no close frame".to_owned()));
                Ok(())
            }
        }
    }

    async fn take(&mut self, frame: Frame) -> Result<()> {
        match frame {
            Frame::Peer { sender, storage_id } => {
                self.server = sender;
                self.storage_id = storage_id.context("the server has no storage id")?;
            }
            Frame::Sync { document: Some(document), data, .. } => {
                let replica = self.replicas.get_mut(&document).context("a document nobody asked for")?;
                replica.document.receive_sync_message(&mut replica.state, SyncMessage::decode(&data)?)?;
                self.flush(document).await?;
            }
            Frame::Ephemeral { sender, document, count, data, .. } => {
                self.presence.push(Presence { sender, document, count, data });
            }
            Frame::DocUnavailable { document: Some(document), .. } => self.unavailable.push(document),
            Frame::Error { message } => self.error = Some(message),
            other => bail!("the server sent {other:?}"),
        }
        Ok(())
    }

    async fn flush(&mut self, document: DocumentId) -> Result<()> {
        let replica = self.replicas.get_mut(&document).context("not open here")?;
        let Some(message) = replica.document.generate_sync_message(&mut replica.state) else {
            return Ok(());
        };
        let frame = wire::sync(&self.name, &self.server, document, &message.encode());
        self.send_bytes(frame).await
    }
}

pub(crate) fn body(document: &Automerge) -> Option<ObjId> {
    let (value, id) = document.get(automerge::ROOT, "body").ok()??;
    value.is_object().then_some(id)
}

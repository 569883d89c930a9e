//! One client's open socket, about one text: reads frames, acknowledges what they bring, and says what has come.

use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use automerge::sync::{BloomFilter, ChunkList, Have, Message as SyncMessage, MessageVersion, State, SyncDoc as _};
use automerge::{Automerge, Change, ChangeHash};
use futures_util::{SinkExt as _, StreamExt as _};
use maslahat_protocol::DocumentId;
use maslahat_protocol::wire::{self, Frame};
use tokio::time::Instant;
use tokio_tungstenite::connect_async_with_config;
use tokio_tungstenite::tungstenite::Message;

use crate::peer::{Peer, Socket};

/// The first byte of a frame where the other end does not understand frames: see `figures`' bare broadcast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Mark {
    /// For everybody else.
    Edit = 1,
    /// For nobody.
    Acknowledgement = 2,
}

/// What a frame about the text brought.
#[derive(Debug)]
pub struct Heard {
    /// When it was here.
    pub at: Instant,
    /// Changes as their bytes, which whoever is interested reads when nothing is measured.
    pub changes: Vec<Vec<u8>>,
    /// What the other end holds, all of it kept.
    pub heads: Vec<ChangeHash>,
}

impl Heard {
    /// Reads the changes.
    pub fn changes(&self) -> Result<Vec<Change>> {
        Ok(self.changes.iter().map(|bytes| Change::from_bytes(bytes.clone())).collect::<Result<_, _>>()?)
    }
}

/// An edit, ready to be sent.
#[derive(Debug)]
pub struct Ready {
    edit: ChangeHash,
    frame: Message,
}

/// An open socket and the heads of one text, without the text.
pub struct Line {
    socket: Socket,
    name: String,
    server: String,
    document: DocumentId,
    /// What the other end has last said it holds.
    theirs: Vec<ChangeHash>,
    /// The last edit that was sent, until the other end holds it.
    own: Option<ChangeHash>,
    /// Whether the other end only passes frames on.
    bare: bool,
}

impl Line {
    /// Goes on where a stock client has opened a text and is settled.
    pub fn of(peer: Peer, document: DocumentId) -> Result<Self> {
        let theirs = peer.heads(document).iter().map(|head| Ok(head.parse()?)).collect::<Result<_>>()?;
        let (socket, name, server) = peer.into_socket();
        Ok(Self { socket, name, server, document, theirs, own: None, bare: false })
    }

    /// Opens a socket to a server that passes marked frames on as they are.
    pub async fn bare(url: &str, document: DocumentId, heads: Vec<ChangeHash>) -> Result<Self> {
        let (socket, _) = connect_async_with_config(url.replacen("http", "ws", 1), None, true).await?;
        let name = "0123456789abcdef0123456789abcdef.0123456789abcdef".to_owned();
        Ok(Self { socket, server: name.clone(), name, document, theirs: heads, own: None, bare: true })
    }

    /// An edit of ours as the frame that will bring it.
    pub fn ready(&self, change: &Change) -> Ready {
        let changes = vec![change.raw_bytes().to_vec()].into();
        Ready { edit: change.hash(), frame: self.frame(Mark::Edit, Some(change.hash()), changes) }
    }

    /// Sends an edit.
    pub async fn send(&mut self, Ready { edit, frame }: Ready) -> Result<()> {
        self.own = Some(edit);
        Ok(self.socket.send(frame).await?)
    }

    /// Waits for the next frame about the text, and answers what it brings as a stock client does.
    pub async fn next(&mut self) -> Result<Heard> {
        loop {
            let next = self.socket.next().await;
            let at = Instant::now();
            let bytes = match next {
                Some(Ok(Message::Binary(bytes))) if self.bare => bytes.slice(1..),
                Some(Ok(Message::Binary(bytes))) => bytes,
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => continue,
                other => bail!("the connection ended: {other:?}"),
            };
            let Frame::Sync { document: Some(about), data, .. } = wire::decode(&bytes)? else { continue };
            if about != self.document {
                continue;
            }
            let said = SyncMessage::decode(&data)?;
            self.theirs.clone_from(&said.heads);
            if self.own.is_some_and(|own| said.heads.contains(&own)) {
                self.own = None;
            }
            let changes: Vec<Vec<u8>> = said.changes.iter().map(<[u8]>::to_vec).collect();
            if !changes.is_empty() {
                let acknowledgement = self.frame(Mark::Acknowledgement, self.own, ChunkList::empty());
                self.socket.send(acknowledgement).await?;
            }
            return Ok(Heard { at, changes, heads: said.heads });
        }
    }

    /// Asks for the text as somebody who has nothing of it: how long the answer took, and the answer.
    pub async fn open(&mut self) -> Result<(Duration, Vec<u8>)> {
        let asking = Automerge::new().generate_sync_message(&mut State::new()).context("nothing to ask")?;
        let frame = Message::binary(wire::sync(&self.name, &self.server, self.document, &asking.encode()));
        let start = Instant::now();
        self.socket.send(frame).await?;
        loop {
            let Some(Ok(message)) = self.socket.next().await else { bail!("the connection ended") };
            let took = start.elapsed();
            let Message::Binary(bytes) = message else { continue };
            match wire::decode(&bytes)? {
                Frame::Sync { document: Some(about), data, .. } if about == self.document => {
                    return Ok((took, data.to_vec()));
                }
                _ => {}
            }
        }
    }

    /// What is held here is what the other end has said it holds, and an edit of ours.
    fn frame(&self, mark: Mark, own: Option<ChangeHash>, changes: ChunkList) -> Message {
        let mut heads: Vec<ChangeHash> = self.theirs.iter().copied().chain(own).collect();
        heads.sort_unstable();
        let have = vec![Have { last_sync: self.theirs.clone(), bloom: BloomFilter::default() }];
        let version = MessageVersion::V1;
        let message = SyncMessage { heads, need: vec![], have, changes, flags: None, version };
        let frame = wire::sync(&self.name, &self.server, self.document, &message.encode());
        Message::binary(if self.bare { [&[mark as u8][..], &frame].concat() } else { frame })
    }
}

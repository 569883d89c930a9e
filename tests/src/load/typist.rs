//! A client that types: a replica of one text, with what others send taken in between two keys.

use std::collections::VecDeque;
use std::time::Duration;

use anyhow::{Context as _, Result};
use automerge::transaction::Transactable as _;
use automerge::{Automerge, ChangeHash, ReadDoc as _};
use tokio::time::{Instant, timeout_at};

use crate::load::{Heard, Line, Ready};
use crate::peer::body;

/// A line with the text at hand.
pub struct Typist {
    line: Line,
    document: Automerge,
    /// What came since the last key.
    heard: Vec<Heard>,
    /// Own changes that the server has not said it holds.
    unacknowledged: VecDeque<ChangeHash>,
}

impl Typist {
    /// `document` is what the line's other end holds.
    pub fn new(line: Line, document: Automerge) -> Self {
        Self { line, document, heard: Vec::new(), unacknowledged: VecDeque::new() }
    }

    /// Takes in what has come: a person types into the text as they see it.
    pub fn catch_up(&mut self) -> Result<()> {
        for heard in std::mem::take(&mut self.heard) {
            self.document.apply_changes(heard.changes()?)?;
        }
        Ok(())
    }

    /// Types one letter at the beginning: a frame to be sent, and which change it is.
    pub fn key(&mut self) -> Result<(ChangeHash, Ready)> {
        self.edit(0, 0, "a")
    }

    /// How many letters the text has here.
    pub fn letters(&self) -> usize {
        body(&self.document).map_or(0, |body| self.document.length(&body))
    }

    /// Takes so many letters out at a place and puts others in: a frame to be sent, and which change it is.
    pub fn edit(&mut self, at: usize, deleted: isize, inserted: &str) -> Result<(ChangeHash, Ready)> {
        let body = body(&self.document).context("the text has no body")?;
        let mut transaction = self.document.transaction();
        transaction.splice_text(&body, at, deleted, inserted)?;
        let (hash, _) = transaction.commit();
        let hash = hash.context("nothing was typed")?;
        let change = self.document.get_change_by_hash(&hash).context("no change")?;
        Ok((hash, self.line.ready(&change)))
    }

    /// Sends it.
    pub async fn send(&mut self, hash: ChangeHash, frame: Ready) -> Result<()> {
        self.unacknowledged.push_back(hash);
        self.line.send(frame).await
    }

    /// Own changes on their way.
    pub fn in_flight(&self) -> usize {
        self.unacknowledged.len()
    }

    /// Listens until then.
    pub async fn listen_until(&mut self, deadline: Instant) -> Result<()> {
        while let Ok(next) = timeout_at(deadline, self.line.next()).await {
            self.hear(next?);
        }
        Ok(())
    }

    /// Listens until so few own changes are on their way.
    pub async fn until_in_flight(&mut self, most: usize, patience: Duration) -> Result<()> {
        let deadline = Instant::now() + patience;
        while self.in_flight() > most {
            let heard = timeout_at(deadline, self.line.next()).await.context("no acknowledgement")??;
            self.hear(heard);
        }
        Ok(())
    }

    /// Own changes follow each other: whoever holds one holds those before it as well.
    fn hear(&mut self, heard: Heard) {
        let held = heard.heads.iter().filter_map(|hash| self.unacknowledged.iter().position(|own| own == hash)).max();
        if let Some(last) = held {
            self.unacknowledged.drain(..=last);
        }
        if !heard.changes.is_empty() {
            self.heard.push(heard);
        }
    }
}

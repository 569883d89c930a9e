//! What can go wrong between a log and its disk. Each message names the cause and what to do.

use std::fmt;
use std::path::PathBuf;

use maslahat_protocol::{DocumentId, DraftId, LogId, LogKind};

use crate::Seq;

/// Why an append was not acknowledged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Nothing was written: the log has moved on. Read its tail, check again, append again.
    #[error("{} has moved to entry {head}", LogName(*log))]
    Stale { log: LogId, head: Seq },
    /// The outcome is unknown: repeat the same append until it is `Ok` or `Stale`.
    #[error("the outcome of the append is unknown")]
    InDoubt,
    /// Nothing was written: the disk or quota is full. The same append may succeed later.
    #[error("the disk is full: free some space, nothing is lost meanwhile")]
    Full,
    /// Nothing was written, and the same append will never be: it breaks a rule of the store.
    #[error("the append was refused: {0}")]
    Refused(&'static str),
}

/// Why a store cannot be opened or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum StoreError {
    #[error("{} is not a directory: name a directory for the data", path.display())]
    NotADirectory { path: PathBuf },
    #[error("{} cannot be written ({cause}): make it writable for this user, or name another directory", path.display())]
    Unwritable { path: PathBuf, cause: String },
    #[error("{} cannot be read ({cause}): make it readable for this user, or name another place", path.display())]
    Unreadable { path: PathBuf, cause: String },
    #[error("there is no database at {}: name the data directory of a server that has run, or a backup", path.display())]
    Missing { path: PathBuf },
    #[error("{} is not a Maslahat database: it was left untouched; name another directory", path.display())]
    Foreign { path: PathBuf },
    #[error(
        "{path} was written by a newer Maslahat (schema {found}, this one knows {known}): use that version or a later one"
    )]
    Newer { path: String, found: i64, known: i64 },
    #[error(
        "{path} is damaged ({what}): it was left as it is; copy it aside, then `maslahat restore` the last backup into a new directory"
    )]
    Damaged { path: String, what: String },
    #[error("{} is in use by another Maslahat{}: stop that one, or name another directory", path.display(), process(holder))]
    Locked { path: PathBuf, holder: Option<u32> },
    #[error("entry {seq} of {log} does not fit: {what}; copy the data aside, then `maslahat restore` the last backup")]
    Broken { log: String, seq: Seq, what: String },
    #[error("{} exists already: name a new file or an empty directory", path.display())]
    Occupied { path: PathBuf },
    #[error(
        "the database cannot be used ({cause}): check its URL, that its server runs, and what this user may do there"
    )]
    Unreachable { cause: String },
    #[error("this is no database URL ({cause}): write postgres://USER@HOST/DATABASE")]
    Url { cause: String },
    #[error("{0}")]
    Unsupported(&'static str),
    #[error("the disk is full: free some space and try again")]
    Full,
    #[error("the store was opened for reading only")]
    ReadOnly,
    #[error("the store cannot be reached ({0}): try again")]
    Unavailable(String),
    #[error("the store has failed ({0}): restart the server")]
    Failed(String),
}

fn process(holder: &Option<u32>) -> String {
    holder.map(|pid| format!(" (process {pid})")).unwrap_or_default()
}

impl StoreError {
    pub(crate) fn broken(log: LogId, seq: Seq, what: impl Into<String>) -> Self {
        Self::Broken { log: LogName(log).to_string(), seq, what: what.into() }
    }
}

/// A log as people should read it.
pub(crate) struct LogName(pub(crate) LogId);

impl fmt::Display for LogName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let owner = self.0.owner;
        let draft = DraftId::from_bytes(owner);
        match self.0.kind {
            LogKind::Directory => f.write_str("the directory"),
            LogKind::Text => write!(f, "text {}", DocumentId::from_bytes(owner)),
            LogKind::Register => write!(f, "the register of draft {draft}"),
            LogKind::Ledger => write!(f, "the ledger of draft {draft}"),
            LogKind::Actors => write!(f, "the actors of draft {draft}"),
            LogKind::Aside => write!(f, "what was refused in draft {draft}"),
            LogKind::Annex => write!(f, "the annex of draft {draft}"),
        }
    }
}

/// The log of a stored name, if this version knows its kind.
pub(crate) fn log_of(name: &[u8]) -> Option<LogId> {
    const KINDS: [LogKind; 7] = [
        LogKind::Directory,
        LogKind::Text,
        LogKind::Register,
        LogKind::Ledger,
        LogKind::Actors,
        LogKind::Aside,
        LogKind::Annex,
    ];
    let (kind, owner) = name.split_first()?;
    let kind = KINDS.into_iter().find(|known| *known as u8 == *kind)?;
    let owner = owner.try_into().ok()?;
    Some(LogId { kind, owner })
}

//! Who wrote which letters of a text, and when they reached the server. Worked out from what is on disk
//! alone: the author from the actor of each letter and the log of actors, the moment from the audit rows of
//! the logs, which compaction keeps. So it is the same after a restart, a restore, a reopening and an
//! acceptance. Knows no room: whoever asks holds up nobody who writes.

use std::collections::BTreeMap;

use automerge::{ActorId, Automerge, Change, ObjId, ReadDoc, ScalarValue, Value};
use maslahat_model::rich_text;
use maslahat_protocol::PersonId;
use sha2::{Digest as _, Sha256};

use super::StoredLog;
use super::loading::{load_actors, replay};
use crate::Timestamp;
use crate::chunks::guarded;

/// Letters of one person that came one after another within so long are one run.
const RUN_MS_MAX: i64 = 5 * 60 * 1_000;

/// An entry's audit row: what stays of it for ever.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// SHA-256 of its body.
    pub digest: [u8; 32],
    pub at: Timestamp,
}

/// Letters by one person, written in one go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BlameRun {
    /// Where it begins and ends, in UTF-16 code units.
    pub start: usize,
    pub end: usize,
    /// None: the wording that was imported.
    pub person: Option<PersonId>,
    /// When the first and the last of it reached the server.
    pub at: Timestamp,
    pub until: Timestamp,
}

/// The letters of a text with their authors.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Blame {
    /// Change hashes, hexadecimal, sorted.
    pub heads: Vec<String>,
    pub text: String,
    /// Gap-free, in reading order.
    pub runs: Vec<BlameRun>,
}

/// Where one letter comes from.
#[derive(Debug, Clone, Copy)]
struct Origin {
    person: Option<PersonId>,
    at: Timestamp,
}

/// Reads the authors off a text's log. `arrivals` are the rows of its own log and of the logs of all it was
/// continued from or merged with; `began` is the draft's first moment, when what has no row was there already.
/// None: the log holds no text.
pub fn blame(text: &StoredLog, arrivals: &[Arrival], actors: &StoredLog, began: Timestamp) -> Option<Blame> {
    let document = replay(text)?;
    let origins = Origins::new(&document, arrivals, load_actors(actors), began)?;
    let body = rich_text::body(&document)?;
    let (mut runs, mut letters, mut end) = (Vec::<BlameRun>::new(), String::new(), 0);
    let units = document.length(&body);
    // by place and not as one range, which holds the ends of marks among the letters
    while end < units {
        let (Value::Scalar(value), ObjId::Id(counter, actor, _)) = document.get(&body, end).ok()?? else { return None };
        let ScalarValue::Str(text) = value.as_ref() else { return None };
        let start = end;
        end += text.encode_utf16().count().max(1);
        letters.push_str(text);
        let Origin { person, at } = origins.of(&actor, counter);
        match runs.last_mut() {
            Some(last) if last.person == person && (at.0 - last.at.0).max(last.until.0 - at.0) <= RUN_MS_MAX => {
                (last.at, last.until, last.end) = (last.at.min(at), last.until.max(at), end);
            }
            _ => runs.push(BlameRun { start, end, person, at, until: at }),
        }
    }
    if letters != rich_text::plain_text(&document) {
        return None;
    }
    Some(Blame { heads: super::heads_hex(&document), text: letters, runs })
}

/// The changes of a document by actor and first operation.
struct Origins {
    changes: BTreeMap<ActorId, BTreeMap<u64, Origin>>,
    unknown: Origin,
}

impl Origins {
    fn new(
        document: &Automerge,
        arrivals: &[Arrival],
        actors: BTreeMap<ActorId, PersonId>,
        began: Timestamp,
    ) -> Option<Self> {
        let mut arrived = BTreeMap::<[u8; 32], Timestamp>::new();
        for Arrival { digest, at } in arrivals {
            // an accepted change stands in its fork's log and in the text's: the first is when it was written
            arrived.entry(*digest).and_modify(|known| *known = (*at).min(*known)).or_insert(*at);
        }
        let mut changes = BTreeMap::<ActorId, BTreeMap<u64, Origin>>::new();
        for change in guarded(|| document.get_changes(&[]))? {
            // what the server wrote was brought to it as a whole: nobody here typed it
            let person = actors.get(change.actor_id()).copied().filter(|person| *person != PersonId::SERVER);
            let at = arrived.get(&digest(&change)).copied().unwrap_or(began);
            let known = changes.entry(change.actor_id().clone()).or_default();
            known.insert(change.start_op().get(), Origin { person, at });
        }
        Some(Self { changes, unknown: Origin { person: None, at: began } })
    }

    /// A change's operations are numbered without a gap from its first.
    fn of(&self, actor: &ActorId, counter: u64) -> Origin {
        let change = self.changes.get(actor).and_then(|own| own.range(..=counter).next_back());
        change.map_or(self.unknown, |(_, origin)| *origin)
    }
}

/// As the log has it: an entry's body is the change's own bytes.
fn digest(change: &Change) -> [u8; 32] {
    Sha256::digest(change.raw_bytes()).into()
}

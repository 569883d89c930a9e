//! What clients send: frames, sync messages, changes; and what an attacker made of them that once did harm.

use std::error::Error;
use std::num::NonZeroU64;

use automerge::legacy::OpType;
use automerge::marks::{ExpandMark, Mark};
use automerge::sync::{BloomFilter, Have, Message, MessageVersion, State, SyncDoc as _};
use automerge::transaction::{Transactable as _, Transaction};
use automerge::{ActorId, Automerge, AutomergeError, Change, ExpandedChange, ObjId};
use maslahat_decoders::text;
use maslahat_model::rich_text;
use maslahat_protocol::{DocumentId, wire};

use crate::Sample;

/// Magic, checksum, type; the length follows.
const HEADER_BYTES: usize = 9;

pub(super) fn samples() -> Result<Vec<Sample>, Box<dyn Error>> {
    let document = DocumentId::from_bytes([3; 16]);
    let before = text();
    let mut after = before.clone().with_actor(ActorId::from(&[2u8; 16][..]));
    let hello = said(&after, State::new())?;
    for (_, change) in edits()? {
        after.apply_changes([change])?;
    }
    let mut known = State::new();
    known.their_heads = Some(before.get_heads());
    known.shared_heads = before.get_heads();
    known.their_need = Some(Vec::new());
    known.their_have = Some(vec![Have { last_sync: before.get_heads(), ..Have::default() }]);
    let edited = said(&after, known)?;
    let mut samples = vec![
        ("frame", "join", wire::join("peer-1")),
        ("frame", "peer", wire::peer("server-1", "peer-1", "store")),
        ("frame", "sync", wire::sync("peer-1", "server-1", document, &hello)),
        ("frame", "ephemeral", wire::ephemeral("peer-1", "server-1", document, "tab", 7, &[0xa0])),
        ("frame", "doc-unavailable", wire::doc_unavailable("server-1", "peer-1", &document.to_string())),
        ("frame", "error", wire::error("server-1", "peer-1", "malformed: no sync message")),
        ("document_id", "text", document.url().into_bytes()),
        ("document_id", "without-scheme", document.to_string().into_bytes()),
        ("sync_message", "hello", hello),
        ("sync_message", "edits", edited),
        ("stored_text", "snapshot", after.save()),
        ("change", "claims-a-billion", CLAIMS_A_BILLION.to_vec()),
    ];
    for (name, bloom) in FILTERS {
        samples.push(("sync_message", name, filtered(bloom)?));
    }
    for (name, change) in edits()? {
        samples.push(("change", name, contents(change.raw_bytes())));
        if name == "mark" {
            samples.push(("stored_text", "change", change.raw_bytes().to_vec()));
        }
    }
    for (name, alter) in ALTERATIONS {
        let (_, insert) = edits()?.swap_remove(0);
        let mut expanded = insert.decode();
        alter(&mut expanded);
        samples.push(("change", name, contents(Change::from(expanded).raw_bytes())));
    }
    Ok(samples)
}

/// No dependencies, one actor, one column of numbers: a run of 2^30 ones.
const CLAIMS_A_BILLION: [u8; 17] = [0, 1, 1, 1, 1, 0, 0, 0, 1, 0x42, 6, 0x80, 0x80, 0x80, 0x80, 0x04, 1];
/// Entries, bits an entry, probes, bits: Automerge divides by one and allocates by another.
const FILTERS: [(&str, &[u8]); 3] = [
    ("filter-without-bits", &[1, 0, 7]),
    ("filter-of-128-probes", &[1, 10, 0x80, 1, 0, 0]),
    ("filter-of-endless-probes", &[1, 8, 0xff, 0xff, 0xff, 0xff, 0x0f, 1]),
];
type Alteration = (&'static str, fn(&mut ExpandedChange));
/// Changes that can be applied, and ruin the text for its next reader.
const ALTERATIONS: [Alteration; 4] = [
    ("changes-nothing", |change| change.operations.clear()),
    ("numbers-below-its-dependencies", |change| change.start_op = NonZeroU64::MIN),
    ("numbers-beyond-all", |change| change.start_op = NonZeroU64::MIN.saturating_add(u64::from(u32::MAX) - 1)),
    ("turns-the-direction", |change| {
        if let Some(operation) = change.operations.first_mut() {
            operation.action = OpType::Put("\u{202e}".into());
        }
    }),
];

/// One change of each kind, all to the same text.
fn edits() -> Result<Vec<(&'static str, Change)>, Box<dyn Error>> {
    let one = |number: u8, edit: fn(&mut Transaction<'_>, &ObjId) -> Result<(), AutomergeError>| {
        let mut document = text().with_actor(ActorId::from(&[number; 16][..]));
        let body = rich_text::body(&document).ok_or("no body")?;
        let mut tx = document.transaction();
        edit(&mut tx, &body)?;
        tx.commit();
        document.get_last_local_change().ok_or_else(|| Box::<dyn Error>::from("no change"))
    };
    Ok(vec![
        ("insert", one(2, |tx, body| tx.splice_text(body, 10, 0, "the "))?),
        ("delete", one(3, |tx, body| tx.splice_text(body, 0, 4, ""))?),
        (
            "mark",
            one(4, |tx, body| {
                let mark = Mark::new(rich_text::MARK_STRONG.to_owned(), true, 3, 9);
                tx.mark(body, mark, ExpandMark::After)
            })?,
        ),
        ("replace", one(5, |tx, body| tx.splice_text(body, 5, 2, "😀ѓ"))?),
    ])
}

fn filtered(bloom: &[u8]) -> Result<Vec<u8>, Box<dyn Error>> {
    let have = vec![Have { last_sync: Vec::new(), bloom: BloomFilter::try_from(bloom)? }];
    let (heads, changes, version) = (text().get_heads(), Vec::<Vec<u8>>::new().into(), MessageVersion::V1);
    Ok(Message { heads, need: Vec::new(), have, changes, flags: None, version }.encode())
}

fn said(document: &Automerge, mut state: State) -> Result<Vec<u8>, Box<dyn Error>> {
    Ok(document.generate_sync_message(&mut state).ok_or("nothing to say")?.encode())
}

/// What follows the header of a chunk.
fn contents(chunk: &[u8]) -> Vec<u8> {
    let length_bytes = chunk.iter().skip(HEADER_BYTES).take_while(|byte| **byte & 0x80 != 0).count() + 1;
    chunk[HEADER_BYTES + length_bytes..].to_vec()
}

//! What a change may do to a text: insert and delete letters in the one body, and mark them.

use automerge::legacy::{ElementId, Key, ObjectId, Op, OpType};
use automerge::{Automerge, Change, ObjId, ReadDoc, ScalarValue};
use maslahat_model::rich_text::{self, MARK_EM, MARK_FOOTNOTE, MARK_LINK, MARK_STRONG, letter_fits};

use crate::Limits;
use crate::chunks::guarded;
use crate::exchange::has;

const FOOTNOTE_CHARS_MAX: usize = 100;

/// The change holds something that a text does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAText;

/// Looks at every operation of a change without applying it.
pub(crate) fn check(change: &Change, body: &ObjId) -> Result<(), NotAText> {
    let operations = guarded(|| change.decode().operations).ok_or(NotAText)?;
    // saved among numbers that others use, a change of nothing cannot be read again
    if operations.is_empty() {
        return Err(NotAText);
    }
    let fits = operations.iter().all(|operation| {
        let in_body = matches!((&operation.obj, body), (ObjectId::Id(id), ObjId::Id(counter, actor, _))
            if id.counter() == *counter && id.actor() == actor);
        in_body && allowed(operation)
    });
    if fits { Ok(()) } else { Err(NotAText) }
}

/// What is inserted replaces nothing, and what is deleted is the one letter that it names.
fn allowed(operation: &Op) -> bool {
    let Key::Seq(element) = &operation.key else {
        return false;
    };
    let inserts = operation.insert && operation.pred.iter().next().is_none();
    match &operation.action {
        OpType::Put(ScalarValue::Str(letters)) => inserts && letters.chars().all(letter_fits),
        OpType::MarkBegin(mark) => inserts && mark_fits(&mark.name, &mark.value),
        OpType::MarkEnd(_) => inserts,
        OpType::Delete => {
            let deleted: Vec<_> = operation.pred.iter().collect();
            !operation.insert && matches!((element, deleted.as_slice()), (ElementId::Id(id), [only]) if id == *only)
        }
        OpType::Put(_) | OpType::Make(_) | OpType::Increment(_) => false,
    }
}

fn mark_fits(name: &str, value: &ScalarValue) -> bool {
    match (name, value) {
        (MARK_STRONG | MARK_EM, ScalarValue::Boolean(_)) => true,
        (MARK_STRONG | MARK_EM | MARK_LINK | MARK_FOOTNOTE, ScalarValue::Null) => true,
        (MARK_LINK, ScalarValue::Str(href)) => rich_text::is_safe_link(href),
        (MARK_FOOTNOTE, ScalarValue::Str(id)) => {
            id.len() <= FOOTNOTE_CHARS_MAX && id.chars().all(|letter| !letter.is_control())
        }
        _ => false,
    }
}

/// Texts with no more operations than this are read again after each commit that is not plain. Longer
/// ones are, before their bytes replace anything: see [`sound_bytes`].
const READ_AGAIN_MAX: u64 = 20_000;

/// Whether a change does nothing but insert letters, and is written as Automerge itself writes it: then,
/// once it has been looked at and applied, nothing is left that could go wrong in reading it again.
fn is_plain(change: &Change) -> bool {
    guarded(|| {
        let decoded = change.decode();
        let inserts = decoded.operations.iter().all(|op| op.insert && matches!(op.action, OpType::Put(_)));
        inserts && Change::from(decoded).hash() == change.hash()
    })
    .unwrap_or(false)
}

/// A copy of the document with the changes applied; None if they do not fit it, if it is no longer a
/// text, or if nobody could read it again: some changes apply, and ruin the document they are saved in.
pub(crate) fn applied(document: &Automerge, changes: &[Change], limits: &Limits) -> Option<Automerge> {
    let copy = applied_unchecked(document, changes)?;
    let length = guarded(|| rich_text::body(&copy).map(|body| copy.length(&body))).flatten()?;
    let last = changes.iter().map(Change::max_op).max().unwrap_or_default();
    let sound = last > READ_AGAIN_MAX || changes.iter().all(is_plain) || sound_bytes(&copy).is_some();
    (length <= limits.text_units_max && sound).then_some(copy)
}

/// The document's bytes, if they give the same document back.
pub(crate) fn sound_bytes(document: &Automerge) -> Option<Vec<u8>> {
    guarded(|| {
        let bytes = document.save();
        let again = rich_text::load(&bytes).ok()?;
        let same = again.get_heads() == document.get_heads() && rich_text::read(&again) == rich_text::read(document);
        same.then_some(bytes)
    })
    .flatten()
}

/// The same without a look at what comes out.
pub(crate) fn applied_unchecked(document: &Automerge, changes: &[Change]) -> Option<Automerge> {
    let mut copy = document.clone();
    // after a panic the copy is spoilt: it is dropped here
    guarded(|| copy.apply_changes(changes.to_vec()))?.ok()?;
    let complete = changes.iter().all(|change| has(&copy, &change.hash()));
    complete.then_some(copy)
}

//! What a change may do to a text: insert and delete letters in the one body, and mark them.

use automerge::legacy::{ElementId, Key, ObjectId, OpType};
use automerge::{Automerge, Change, ObjId, ReadDoc, ScalarValue};
use maslahat_model::rich_text::{self, MARK_EM, MARK_FOOTNOTE, MARK_LINK, MARK_STRONG};

use crate::Limits;
use crate::chunks::guarded;

const LINK_CHARS_MAX: usize = 2_000;
const FOOTNOTE_CHARS_MAX: usize = 100;

/// The change holds something that a text does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct NotAText;

/// Looks at every operation of a change without applying it.
pub(crate) fn check(change: &Change, body: &ObjId) -> Result<(), NotAText> {
    let operations = guarded(|| change.decode().operations).ok_or(NotAText)?;
    let fits = operations.iter().all(|operation| {
        let in_body = matches!((&operation.obj, body), (ObjectId::Id(id), ObjId::Id(counter, actor, _))
            if id.counter() == *counter && id.actor() == actor);
        let in_sequence = matches!(operation.key, Key::Seq(ElementId::Head | ElementId::Id(_)));
        let allowed = match &operation.action {
            OpType::Put(ScalarValue::Str(_)) => operation.insert,
            OpType::Delete | OpType::MarkEnd(_) => true,
            OpType::MarkBegin(mark) => mark_fits(&mark.name, &mark.value),
            OpType::Put(_) | OpType::Make(_) | OpType::Increment(_) => false,
        };
        in_body && in_sequence && allowed
    });
    if fits { Ok(()) } else { Err(NotAText) }
}

fn mark_fits(name: &str, value: &ScalarValue) -> bool {
    match (name, value) {
        (MARK_STRONG | MARK_EM, ScalarValue::Boolean(_)) => true,
        (MARK_STRONG | MARK_EM | MARK_LINK | MARK_FOOTNOTE, ScalarValue::Null) => true,
        (MARK_LINK, ScalarValue::Str(href)) => {
            href.len() <= LINK_CHARS_MAX
                && ["http:", "https:", "mailto:"]
                    .iter()
                    .any(|scheme| href.starts_with(scheme))
        }
        (MARK_FOOTNOTE, ScalarValue::Str(id)) => id.len() <= FOOTNOTE_CHARS_MAX,
        _ => false,
    }
}

/// A copy of the document with the changes applied; None if they do not fit it, or it is no longer a text.
pub(crate) fn applied(document: &Automerge, changes: &[Change], limits: &Limits) -> Option<Automerge> {
    let copy = applied_unchecked(document, changes)?;
    let length = guarded(|| rich_text::body(&copy).map(|body| copy.length(&body))).flatten()?;
    (length <= limits.text_units_max).then_some(copy)
}

/// The same without a look at what comes out.
pub(crate) fn applied_unchecked(document: &Automerge, changes: &[Change]) -> Option<Automerge> {
    let mut copy = document.clone();
    // after a panic the copy is spoilt: it is dropped here
    guarded(|| copy.apply_changes(changes.to_vec()))?.ok()?;
    let complete = changes
        .iter()
        .all(|change| copy.get_change_meta_by_hash(&change.hash()).is_some());
    complete.then_some(copy)
}

//! What fuzzing needs of the core's insides: how a room reads bytes, without a room. Decides nothing itself.

use automerge::{Automerge, Change};
use maslahat_model::rich_text;

use crate::room::numbers_fit;
use crate::{Limits, chunks, schema};

/// The changes of a sync message; None if the message is refused unread.
pub fn changes(data: &[u8], limits: &Limits) -> Option<Vec<Change>> {
    let message = chunks::message(data, limits).ok()?;
    chunks::changes(&message, limits.change_operations_max, limits).ok()
}

/// A text with changes that a room would look at one by one; None if it refuses them.
pub fn applied(text: &Automerge, changes: &[Change], limits: &Limits) -> Option<Automerge> {
    let body = rich_text::body(text)?;
    let fits = changes.iter().all(|change| schema::check(change, &body).is_ok());
    (fits && numbers_fit(text, changes)).then(|| schema::applied(text, changes, limits)).flatten()
}

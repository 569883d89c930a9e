//! One module per command.

pub(crate) mod backup;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod invite;
pub(crate) mod render_pdf;
pub(crate) mod serve;
pub(crate) mod verify;

use maslahat_server::DraftId;

use crate::failure::Failure;

fn draft_id(text: &str) -> Result<DraftId, Failure> {
    text.parse().map_err(|_| {
        Failure::new(
            format!("{text:?} is no draft id"),
            "give the id that `maslahat import` printed, or that the page's address shows",
        )
    })
}

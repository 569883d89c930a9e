//! One module per command.

pub(crate) mod backup;
pub(crate) mod export;
pub(crate) mod import;
pub(crate) mod invite;
pub(crate) mod render_pdf;
pub(crate) mod serve;
pub(crate) mod verify;

use maslahat_server::control::{ControlError, Request, Response, ask};
use maslahat_server::{DraftId, Location};

use crate::failure::Failure;

fn draft_id(text: &str) -> Result<DraftId, Failure> {
    text.parse().map_err(|_| {
        Failure::new(
            format!("{text:?} is no draft id"),
            "give the id that `maslahat import` printed, or that the page's address shows",
        )
    })
}

/// What the server that runs on this data directory answers. None: there is none.
async fn through_server(location: &Location, request: &Request) -> Result<Option<Response>, Failure> {
    let Location::Directory(directory) = location else {
        // a database takes several writers
        return Ok(None);
    };
    match ask(directory, request).await? {
        Some(Response::Failed { cause, remedy }) => Err(Failure::new(cause, remedy)),
        answer => Ok(answer),
    }
}

/// The server answers something else than what it was asked.
fn other_answer() -> Failure {
    ControlError::Answer.into()
}

//! Why a command failed, as people read it: the cause, and what to do about it.

use std::fmt;

use maslahat_server::control::ControlError;
use maslahat_server::exports::ExportFailure;
use maslahat_server::serve::ServeError;
use maslahat_server::setup::{SetupError, cause_and_remedy};
use maslahat_server::{RoomError, StoreError};

/// Shown as `error: cause` and `help: remedy`.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Failure {
    cause: String,
    help: String,
}

impl Failure {
    pub(crate) fn new(cause: impl Into<String>, help: impl Into<String>) -> Self {
        Self { cause: cause.into(), help: help.into() }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "error: {}\nhelp: {}", self.cause, self.help)
    }
}

impl From<(String, String)> for Failure {
    fn from((cause, help): (String, String)) -> Self {
        Self { cause, help }
    }
}

impl From<ServeError> for Failure {
    fn from(error: ServeError) -> Self {
        error.parts().into()
    }
}

impl From<SetupError> for Failure {
    fn from(error: SetupError) -> Self {
        error.parts().into()
    }
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        cause_and_remedy(&error.to_string()).into()
    }
}

impl From<RoomError> for Failure {
    fn from(error: RoomError) -> Self {
        SetupError::from(error).into()
    }
}

impl From<ExportFailure> for Failure {
    fn from(error: ExportFailure) -> Self {
        match error {
            ExportFailure::Room(error) => error.into(),
            error => cause_and_remedy(&error.to_string()).into(),
        }
    }
}

impl From<ControlError> for Failure {
    fn from(error: ControlError) -> Self {
        let help = "run this command as the server's own user, with its own version; or stop the server first";
        Self::new(error.to_string(), help)
    }
}

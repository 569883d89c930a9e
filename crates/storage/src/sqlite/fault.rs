//! What SQLite reports, and what it means here.

use std::path::Path;

use rusqlite::{Error, ErrorCode};

use crate::StoreError;

/// A failure inside the store, not yet told where.
#[derive(Debug)]
pub(super) enum Fault {
    Sqlite(Error),
    Store(StoreError),
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        Self::Sqlite(error)
    }
}

impl From<StoreError> for Fault {
    fn from(error: StoreError) -> Self {
        Self::Store(error)
    }
}

impl Fault {
    /// The failure as told to the outside, with the file it happened to.
    pub(super) fn at(self, database: &Path) -> StoreError {
        let error = match self {
            Self::Store(error) => return error,
            Self::Sqlite(error) => error,
        };
        match error.sqlite_error_code() {
            Some(ErrorCode::NotADatabase | ErrorCode::DatabaseCorrupt | ErrorCode::TypeMismatch) => {
                StoreError::Damaged { path: database.display().to_string(), what: error.to_string() }
            }
            Some(ErrorCode::DiskFull) => StoreError::Full,
            Some(ErrorCode::CannotOpen | ErrorCode::ReadOnly | ErrorCode::PermissionDenied) => {
                StoreError::Unwritable { path: database.to_owned(), cause: error.to_string() }
            }
            Some(_) => StoreError::Unavailable(error.to_string()),
            // A column of another type or size than every version has written.
            None => StoreError::Damaged { path: database.display().to_string(), what: error.to_string() },
        }
    }
}

/// How the writer goes on after a transaction that failed.
#[derive(Debug, PartialEq)]
pub(super) enum Consequence {
    /// Nothing was written; later there may be room.
    Full,
    /// Nothing was written: somebody else holds the database.
    Busy,
    /// Nobody knows what is on the disk now.
    Poisoned(String),
}

impl Consequence {
    pub(super) fn of(error: &Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::Full,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            _ => Self::Poisoned(error.to_string()),
        }
    }
}

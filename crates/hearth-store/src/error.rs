//! What can go wrong with the store.

use std::path::PathBuf;

use hearth_model::change::ChangeError;
use hearth_model::id::ChangeId;

/// Why the store could not do it. Nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The store's folder or file cannot be reached, made or written.
    #[error("open {path}")]
    Open {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// There is no store in this place.
    #[error("no community is kept at {path}")]
    Missing {
        /// The file that should be there.
        path: PathBuf,
    },
    /// The file is not a store of Hearth's, or SQLite cannot read its pages.
    #[error("read the community's file: it is damaged or something else ({0})")]
    Damaged(String),
    /// No room on the disk.
    #[error("write to the community's file: the disk is full")]
    DiskFull,
    /// The file or its folder may not be written.
    #[error("write to the community's file: it cannot be written")]
    ReadOnlyFile,
    /// The store was written by a newer Hearth.
    #[error("write to the community's file: it was made by a newer version")]
    NewerStore,
    /// Another program has been writing for longer than the time allowed.
    #[error("write to the community's file: another program is writing")]
    Busy,
    /// A stored change no longer matches its id.
    #[error("read change {0}: its bytes do not match its id")]
    Corrupt(ChangeId),
    /// A change is for another community.
    #[error("add change {0}: it belongs to another community")]
    OtherCommunity(ChangeId),
    /// A change that cannot be made.
    #[error("make the change")]
    Change(#[from] ChangeError),
    /// The SQLite library is older than the first one without the WAL-reset defect.
    #[error("SQLite {0} is too old, 3.51.3 or later is needed")]
    OldSqlite(String),
    /// Anything else that SQLite says.
    #[error("use the community's file")]
    Sqlite(#[source] rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::{Error, ErrorCode};
        let cannot_be_read = matches!(
            error,
            Error::FromSqlConversionFailure(..)
                | Error::InvalidColumnType(..)
                | Error::IntegralValueOutOfRange(..)
        );
        if cannot_be_read {
            return Self::Damaged(error.to_string());
        }
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            Some(ErrorCode::ReadOnly) => Self::ReadOnlyFile,
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Damaged(error.to_string())
            }
            _ => Self::Sqlite(error),
        }
    }
}

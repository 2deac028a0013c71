//! What can go wrong. Nothing here is fatal to the program: the index is a cache.

use std::path::PathBuf;

/// Why the index could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// Another process has the writer. The tail keeps working; try again later.
    #[error("write the index: another process is writing it")]
    WriterBusy,
    /// Bytes on disk are not what was written. `Index::reset` starts over.
    #[error("read the index: it is damaged ({0})")]
    Damaged(String),
    /// The index could not be made, not even in memory.
    #[error("create an index in {path}")]
    Create {
        /// The directory that was to hold it.
        path: PathBuf,
        /// What Tantivy said.
        source: tantivy::TantivyError,
    },
    /// Writing failed; what the last commit holds still stands.
    #[error("write the index")]
    Write(#[source] tantivy::TantivyError),
    /// Reading failed.
    #[error("read the index")]
    Read(#[source] tantivy::TantivyError),
}

impl IndexError {
    /// Sorts an error met while reading into damage and trouble of the machine.
    pub(crate) fn reading(error: tantivy::TantivyError) -> IndexError {
        use tantivy::TantivyError::{DataCorruption, IncompatibleIndex};
        match error {
            DataCorruption(damage) => IndexError::Damaged(format!("{damage:?}")),
            IncompatibleIndex(mismatch) => IndexError::Damaged(format!("{mismatch:?}")),
            other => IndexError::Read(other),
        }
    }

    /// Sorts an error met while writing; a lock held elsewhere is an ordinary outcome.
    pub(crate) fn writing(error: tantivy::TantivyError) -> IndexError {
        use tantivy::directory::error::LockError;
        match error {
            tantivy::TantivyError::LockFailure(LockError::LockBusy, _) => IndexError::WriterBusy,
            other => IndexError::Write(other),
        }
    }
}

impl From<std::io::Error> for IndexError {
    /// Errors of the reading path: dictionaries and columns answer with `io::Error`.
    fn from(error: std::io::Error) -> IndexError {
        use std::io::ErrorKind::{InvalidData, UnexpectedEof};
        match error.kind() {
            InvalidData | UnexpectedEof => IndexError::Damaged(error.to_string()),
            _ => IndexError::Read(error.into()),
        }
    }
}

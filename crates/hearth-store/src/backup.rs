//! A verified copy of the store as one file.

use std::fs::File;
use std::path::Path;

use crate::error::StoreError;
use crate::lock::with_suffix;
use crate::open::Store;

impl Store {
    /// Writes a compact copy to `path`, checks it and only then gives it its name.
    ///
    /// # Errors
    /// [`StoreError::Open`] when something is at `path` already or cannot be written there;
    /// [`StoreError::Damaged`] when the copy does not hold what this store holds.
    pub fn back_up(&mut self, path: &Path) -> Result<(), StoreError> {
        let failed = |source| StoreError::Open {
            path: path.to_owned(),
            source,
        };
        if path.try_exists().map_err(failed)? {
            return Err(failed(std::io::ErrorKind::AlreadyExists.into()));
        }
        let unfinished = with_suffix(path, ".unfinished");
        drop(std::fs::remove_file(&unfinished));
        let copied = self.copy_and_compare(&unfinished);
        for leftover in ["-wal", "-shm", ".lock"] {
            drop(std::fs::remove_file(with_suffix(&unfinished, leftover)));
        }
        if let Err(error) = copied {
            drop(std::fs::remove_file(&unfinished));
            return Err(error);
        }
        File::open(&unfinished)
            .and_then(|file| file.sync_all())
            .map_err(failed)?;
        std::fs::rename(&unfinished, path).map_err(failed)
    }

    fn copy_and_compare(&mut self, copy: &Path) -> Result<(), StoreError> {
        self.connection
            .execute("VACUUM INTO ?1", [copy.to_string_lossy()])?;
        let digest = self.state_digest()?;
        let mut opened = Self::open(copy, self.summarise)?;
        let same = opened.state_digest()? == digest;
        opened.close()?;
        same.then_some(())
            .ok_or_else(|| StoreError::Damaged("the copy differs from the original".to_owned()))
    }
}

impl Store {
    /// Closes the store so that its file stands alone, without a write-ahead log beside it.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be written back.
    pub fn close(self) -> Result<(), StoreError> {
        if !self.is_read_only() {
            self.connection
                .execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")?;
        }
        self.connection.close().map_err(|(_, error)| error.into())
    }
}

//! One writer at a time, across programs: a lock file beside the store, held for one write
//! transaction and no longer.

use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};
use std::thread::sleep;
use std::time::{Duration, Instant};

use crate::error::StoreError;

const PATIENCE: Duration = Duration::from_secs(10);
/// Short against a commit, so that a program which writes all the time lets others in between.
const PAUSE: Duration = Duration::from_micros(300);

/// A path with something added to the whole of its last name, so that no two files share a companion.
pub(crate) fn with_suffix(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}

/// The lock file of one store.
#[derive(Debug)]
pub(crate) struct WriteLock {
    path: PathBuf,
    file: Option<File>,
}

impl WriteLock {
    pub(crate) fn beside(store: &Path) -> Self {
        Self {
            path: with_suffix(store, ".lock"),
            file: None,
        }
    }

    /// Waits until no other program writes; at most ten seconds.
    pub(crate) fn acquire(&mut self) -> Result<(), StoreError> {
        let file = self.open()?;
        let since = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(()),
                Err(TryLockError::WouldBlock) if since.elapsed() < PATIENCE => sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(StoreError::Busy),
                Err(TryLockError::Error(source)) => {
                    return Err(StoreError::Open {
                        path: self.path.clone(),
                        source,
                    });
                }
            }
        }
    }

    /// Lets the next writer in.
    pub(crate) fn release(&mut self) {
        if let Some(file) = &self.file {
            // The system releases the lock with the file anyway.
            drop(file.unlock());
        }
    }

    fn open(&mut self) -> Result<&File, StoreError> {
        if self.file.is_none() {
            let opened = File::options()
                .create(true)
                .truncate(false)
                .write(true)
                .open(&self.path);
            self.file = Some(opened.map_err(|source| StoreError::Open {
                path: self.path.clone(),
                source,
            })?);
        }
        Ok(self.file.as_ref().expect("opened just above"))
    }
}

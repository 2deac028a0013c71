//! Attached files by the hash of their bytes.

use hearth_model::id::BlobHash;
use rusqlite::{Connection, OptionalExtension, params};

use crate::error::StoreError;
use crate::open::Store;

/// Largest attached file, bytes.
pub const MAX_BLOB: usize = 16 << 20;

/// Keeps a file; the caller has checked the hash. Keeping it twice changes nothing.
pub(crate) fn put(
    connection: &Connection,
    hash: &BlobHash,
    bytes: &[u8],
) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO blobs (hash, size, bytes) VALUES (?1, ?2, ?3) ON CONFLICT (hash) DO NOTHING",
    )?;
    Ok(statement.execute(params![hash.as_bytes(), bytes.len(), bytes])? == 1)
}

impl Store {
    /// Reads an attached file; `None` when it is not on this machine.
    ///
    /// # Errors
    /// [`StoreError::Damaged`] when the bytes no longer match the hash.
    pub fn blob(&self, hash: &BlobHash) -> Result<Option<Vec<u8>>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT bytes FROM blobs WHERE hash = ?1")?;
        let bytes: Option<Vec<u8>> = statement
            .query_row([hash.as_bytes()], |row| row.get("bytes"))
            .optional()?;
        Ok(bytes)
    }

    /// Returns the size of an attached file; `None` when it is not on this machine.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn blob_size(&self, hash: &BlobHash) -> Result<Option<u64>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT size FROM blobs WHERE hash = ?1")?;
        Ok(statement
            .query_row([hash.as_bytes()], |row| row.get("size"))
            .optional()?)
    }

    /// Lists the hashes of all attached files, ascending.
    ///
    /// # Errors
    /// [`StoreError`] when the file cannot be read.
    pub fn blob_hashes(&self) -> Result<Vec<BlobHash>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT hash FROM blobs ORDER BY hash")?;
        let hashes = statement.query_map([], |row| Ok(BlobHash::from_bytes(row.get("hash")?)))?;
        Ok(hashes.collect::<Result<_, _>>()?)
    }
}

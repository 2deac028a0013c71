//! What each member's last file declared to hold.

use hearth_model::cbor::Item;
use hearth_model::id::MemberId;
use hearth_model::version_vector::VersionVector;
use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::open::Store;
use crate::writer::Writer;

impl Writer<'_> {
    /// Remembers what a member's file declared.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remember_peer(
        &mut self,
        member: &MemberId,
        vector: &VersionVector,
        now_ms: u64,
    ) -> Result<(), StoreError> {
        self.raw()
            .prepare_cached(
                "INSERT OR REPLACE INTO peers (member, vector, heard_ms) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![member.as_bytes(), vector.item().encode(), now_ms])?;
        Ok(())
    }
}

impl Store {
    /// Returns what a member's last file declared, and when it was brought in.
    ///
    /// # Errors
    /// [`StoreError`] when the table cannot be read.
    pub fn peer(&self, member: &MemberId) -> Result<Option<(VersionVector, u64)>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT vector, heard_ms FROM peers WHERE member = ?1")?;
        let found: Option<(Vec<u8>, u64)> = statement
            .query_row([member.as_bytes()], |row| {
                Ok((row.get("vector")?, row.get("heard_ms")?))
            })
            .optional()?;
        Ok(found.and_then(|(bytes, heard_ms)| {
            Some((VersionVector::read(&Item::decode(&bytes).ok()?)?, heard_ms))
        }))
    }
}

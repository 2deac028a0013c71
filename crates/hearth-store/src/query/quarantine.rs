//! Changes that are not in effect.

use hearth_model::id::ChangeId;
use rusqlite::OptionalExtension;

use crate::error::StoreError;
use crate::open::Store;

impl Store {
    /// Counts changes set aside, per reason, ascending by reason.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn set_aside_counts(&self) -> Result<Vec<(String, u32)>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT reason, COUNT(*) AS n FROM set_aside GROUP BY reason ORDER BY reason",
        )?;
        let counts = statement.query_map([], |row| Ok((row.get("reason")?, row.get("n")?)))?;
        Ok(counts.collect::<Result<_, _>>()?)
    }

    /// Tells why a change is not in effect; `None` when it is.
    ///
    /// # Errors
    /// [`StoreError`] when the tables cannot be read.
    pub fn set_aside_reason(&self, id: &ChangeId) -> Result<Option<String>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT reason FROM set_aside WHERE id = ?1")?;
        Ok(statement
            .query_row([id.as_bytes()], |row| row.get("reason"))
            .optional()?)
    }
}

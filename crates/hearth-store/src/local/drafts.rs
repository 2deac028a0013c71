//! Drafts: saved while writing, gone when published or discarded.

use rusqlite::{OptionalExtension, params};

use crate::error::StoreError;
use crate::open::Store;

/// A draft as stored: the text is the caller's.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftRow {
    /// The draft's UUID.
    pub id: String,
    /// When it was saved.
    pub saved_ms: u64,
    /// The draft, in the caller's form.
    pub json: String,
}

impl Store {
    /// Saves a draft, replacing the one with the same id.
    ///
    /// # Errors
    /// [`StoreError::DiskFull`] and the like.
    pub fn save_draft(&mut self, draft: &DraftRow) -> Result<(), StoreError> {
        let writer = self.write()?;
        writer
            .raw()
            .prepare_cached(
                "INSERT OR REPLACE INTO drafts (id, saved_ms, json) VALUES (?1, ?2, ?3)",
            )?
            .execute(params![draft.id, draft.saved_ms, draft.json])?;
        writer.commit()
    }

    /// Lists drafts, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the table cannot be read.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, saved_ms, json FROM drafts ORDER BY saved_ms DESC, id")?;
        let rows = statement.query_map([], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reads one draft.
    ///
    /// # Errors
    /// [`StoreError`] when the table cannot be read.
    pub fn draft(&self, id: &str) -> Result<Option<DraftRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT id, saved_ms, json FROM drafts WHERE id = ?1")?;
        Ok(statement.query_row([id], read).optional()?)
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<DraftRow> {
    Ok(DraftRow {
        id: row.get("id")?,
        saved_ms: row.get("saved_ms")?,
        json: row.get("json")?,
    })
}

impl crate::writer::Writer<'_> {
    /// Removes a draft together with what else this transaction does.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn remove_draft(&mut self, id: &str) -> Result<(), StoreError> {
        self.raw()
            .prepare_cached("DELETE FROM drafts WHERE id = ?1")?
            .execute([id])?;
        Ok(())
    }
}

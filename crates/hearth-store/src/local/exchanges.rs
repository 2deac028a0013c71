//! The journal of files given and brought in.

use hearth_model::id::MemberId;
use rusqlite::{OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::open::Store;
use crate::writer::Writer;

/// One exchange.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExchangeRow {
    /// Number on this machine, from 1; ignored when adding.
    pub id: u32,
    /// Brought in, as opposed to given.
    pub incoming: bool,
    /// The member at the other side, when known.
    pub peer: Option<MemberId>,
    /// That member's name, or what the file says.
    pub peer_name: String,
    /// The file's name.
    pub file_name: String,
    /// When.
    pub at_ms: u64,
    /// New changes, or changes given.
    pub n_changes: u32,
    /// Lessons among them.
    pub n_lessons: u32,
    /// Positions of the changes brought in; empty when first is above last.
    pub positions: (u64, u64),
    /// Taken out again.
    pub undone: bool,
}

impl Writer<'_> {
    /// Adds an exchange to the journal and returns its number.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn add_exchange(&mut self, row: &ExchangeRow) -> Result<u32, StoreError> {
        let peer = row.peer.map_or(vec![], |member| member.as_bytes().to_vec());
        self.raw()
            .prepare_cached(
                "INSERT INTO exchanges (incoming, peer, peer_name, file_name, at_ms, n_changes, n_lessons, first_position, last_position)
                 VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
            )?
            .execute(params![
                row.incoming,
                peer,
                row.peer_name,
                row.file_name,
                row.at_ms,
                row.n_changes,
                row.n_lessons,
                row.positions.0,
                row.positions.1
            ])?;
        Ok(u32::try_from(self.raw().last_insert_rowid()).unwrap_or(u32::MAX))
    }

    /// Notes that an exchange was undone.
    ///
    /// # Errors
    /// What SQLite says.
    pub fn mark_undone(&mut self, exchange: u32) -> Result<(), StoreError> {
        self.raw()
            .prepare_cached("UPDATE exchanges SET undone = 1 WHERE id = ?1")?
            .execute([exchange])?;
        Ok(())
    }
}

impl Store {
    /// Lists exchanges, newest first.
    ///
    /// # Errors
    /// [`StoreError`] when the table cannot be read.
    pub fn exchanges(&self, limit: u32) -> Result<Vec<ExchangeRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM exchanges ORDER BY id DESC LIMIT ?1")?;
        let rows = statement.query_map([limit], read)?;
        Ok(rows.collect::<Result<_, _>>()?)
    }

    /// Reads one exchange.
    ///
    /// # Errors
    /// [`StoreError`] when the table cannot be read.
    pub fn exchange(&self, id: u32) -> Result<Option<ExchangeRow>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT * FROM exchanges WHERE id = ?1")?;
        Ok(statement.query_row([id], read).optional()?)
    }
}

fn read(row: &Row<'_>) -> rusqlite::Result<ExchangeRow> {
    let peer: Vec<u8> = row.get("peer")?;
    Ok(ExchangeRow {
        id: row.get("id")?,
        incoming: row.get("incoming")?,
        peer: MemberId::try_from(&peer[..]).ok(),
        peer_name: row.get("peer_name")?,
        file_name: row.get("file_name")?,
        at_ms: row.get("at_ms")?,
        n_changes: row.get("n_changes")?,
        n_lessons: row.get("n_lessons")?,
        positions: (row.get("first_position")?, row.get("last_position")?),
        undone: row.get("undone")?,
    })
}

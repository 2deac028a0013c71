//! The change log: adding verified changes and reading them back.

use std::borrow::Cow;

use hearth_model::change::Change;
use hearth_model::id::{ChangeId, CommunityId, DeviceId, Subject};
use hearth_model::sign::Verified;
use rusqlite::{Connection, OptionalExtension, Row, params};

use crate::error::StoreError;
use crate::open::Store;
use crate::packing;
use crate::writer::Appended;

const PLAIN: i64 = 0;
const ZSTD: i64 = 1;
const ERASED: i64 = 2;

/// A change as it stands in the log.
pub struct StoredChange {
    /// Its place in this machine's log.
    pub position: u64,
    /// The change.
    pub change: Verified<Change>,
}

/// Adds a change, or the payload that a change lacks here.
pub(crate) fn append(
    connection: &Connection,
    community: CommunityId,
    change: &Verified<Change>,
) -> Result<Appended, StoreError> {
    if change.community() != community {
        return Err(StoreError::OtherCommunity(change.id()));
    }
    let header = change.header();
    let (form, payload) = pack(change.payload());
    let mut statement = connection.prepare_cached(
        "INSERT INTO changes (id, device, seq, lamport, kind, subject, header, signature, form, payload)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) ON CONFLICT (id) DO NOTHING",
    )?;
    let n_added = statement.execute(params![
        change.id().as_bytes(),
        device_number(connection, &header.device)?,
        header.seq,
        header.lamport,
        header.kind,
        header.subject.0,
        change.header_bytes(),
        change.signature(),
        form,
        payload
    ])?;
    if n_added == 1 {
        let position = connection.last_insert_rowid().unsigned_abs();
        return Ok(Appended::New(position));
    }
    complete(connection, change)
}

/// Puts a payload in the place of one that is missing. The id vouches for it.
fn complete(connection: &Connection, change: &Verified<Change>) -> Result<Appended, StoreError> {
    let (form, payload) = pack(change.payload());
    let mut statement = connection.prepare_cached(
        "UPDATE changes SET form = ?2, payload = ?3 WHERE id = ?1 AND form = ?4 AND ?2 <> ?4",
    )?;
    let n_completed = statement.execute(params![change.id().as_bytes(), form, payload, ERASED])?;
    Ok(match n_completed {
        0 => Appended::Known,
        _ => Appended::Completed,
    })
}

fn device_number(connection: &Connection, device: &DeviceId) -> Result<i64, StoreError> {
    let mut find = connection.prepare_cached("SELECT number FROM device_keys WHERE key = ?1")?;
    if let Some(number) = find
        .query_row([device.as_bytes()], |row| row.get("number"))
        .optional()?
    {
        return Ok(number);
    }
    connection
        .prepare_cached("INSERT INTO device_keys (key) VALUES (?1)")?
        .execute([device.as_bytes()])?;
    Ok(connection.last_insert_rowid())
}

fn pack(payload: Option<&[u8]>) -> (i64, Cow<'_, [u8]>) {
    match payload {
        None => (ERASED, Cow::Borrowed(&[])),
        Some(payload) => match packing::compress(payload) {
            Some(packed) => (ZSTD, Cow::Owned(packed)),
            None => (PLAIN, Cow::Borrowed(payload)),
        },
    }
}

fn unpack(form: i64, bytes: Vec<u8>, id: ChangeId) -> Result<Option<Vec<u8>>, StoreError> {
    match form {
        PLAIN => Ok(Some(bytes)),
        ZSTD => packing::decompress(&bytes)
            .map(Some)
            .ok_or(StoreError::Corrupt(id)),
        ERASED => Ok(None),
        _ => Err(StoreError::Corrupt(id)),
    }
}

pub(crate) const COLUMNS: &str = "position, id, header, signature, form, payload";

pub(crate) fn read(row: &Row<'_>) -> Result<StoredChange, StoreError> {
    let id = ChangeId::from_bytes(row.get("id")?);
    let payload = unpack(row.get("form")?, row.get("payload")?, id)?;
    let header: Vec<u8> = row.get("header")?;
    let signature: Vec<u8> = row.get("signature")?;
    let signature = signature.try_into().map_err(|_| StoreError::Corrupt(id))?;
    let change = Verified::from_own_log(id, &header, signature, payload.as_deref())
        .map_err(|_| StoreError::Corrupt(id))?;
    Ok(StoredChange {
        position: row.get("position")?,
        change,
    })
}

fn visit(
    connection: &Connection,
    filter: &str,
    parameters: impl rusqlite::Params,
    mut visit: impl FnMut(StoredChange) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let mut statement =
        connection.prepare_cached(&format!("SELECT {COLUMNS} FROM changes {filter}"))?;
    let mut rows = statement.query(parameters)?;
    while let Some(row) = rows.next()? {
        visit(read(row)?)?;
    }
    Ok(())
}

/// All content changes of one subject, in order.
pub(crate) fn of_subject(
    connection: &Connection,
    subject: Subject,
) -> Result<Vec<StoredChange>, StoreError> {
    let mut changes = Vec::new();
    visit(
        connection,
        "WHERE subject = ?1 AND kind >= 32",
        [subject.0],
        |change| {
            changes.push(change);
            Ok(())
        },
    )?;
    changes.sort_by_key(|stored| stored.change.order());
    Ok(changes)
}

/// All governance changes, foreign ones included.
pub(crate) fn governance(connection: &Connection) -> Result<Vec<StoredChange>, StoreError> {
    let mut changes = Vec::new();
    visit(connection, "WHERE kind < 32", [], |change| {
        changes.push(change);
        Ok(())
    })?;
    Ok(changes)
}

/// Changes at or after a position, in order of arrival.
pub(crate) fn since(
    connection: &Connection,
    position: u64,
    on_change: impl FnMut(StoredChange) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    visit(
        connection,
        "WHERE position >= ?1 ORDER BY position",
        [position],
        on_change,
    )
}

/// The change at a position; `None` when it was taken out.
pub(crate) fn at(
    connection: &Connection,
    position: u64,
) -> Result<Option<StoredChange>, StoreError> {
    let mut found = None;
    visit(connection, "WHERE position = ?1", [position], |stored| {
        found = Some(stored);
        Ok(())
    })?;
    Ok(found)
}

impl Store {
    /// Reads one change; `None` when it is not here.
    ///
    /// # Errors
    /// [`StoreError::Corrupt`] when its bytes no longer match its id.
    pub fn change(&self, id: &ChangeId) -> Result<Option<Verified<Change>>, StoreError> {
        let mut found = None;
        visit(
            &self.connection,
            "WHERE id = ?1",
            [id.as_bytes()],
            |stored| {
                found = Some(stored.change);
                Ok(())
            },
        )?;
        Ok(found)
    }

    /// Visits every change: governance in order first, then content grouped by subject, each group
    /// in order; the way bundles are written.
    ///
    /// # Errors
    /// [`StoreError`] from reading, or whatever `visit` gives.
    pub fn for_each_change<E: From<StoreError>>(
        &self,
        mut on_change: impl FnMut(Verified<Change>) -> Result<(), E>,
    ) -> Result<(), E> {
        self.for_each_governance(&mut on_change)?;
        let sql =
            format!("SELECT {COLUMNS} FROM changes WHERE kind >= 32 ORDER BY subject, lamport, id");
        let mut statement = self
            .connection
            .prepare_cached(&sql)
            .map_err(StoreError::from)?;
        let mut rows = statement.query([]).map_err(StoreError::from)?;
        while let Some(row) = rows.next().map_err(StoreError::from)? {
            on_change(read(row)?.change)?;
        }
        Ok(())
    }

    /// Visits every governance change, in order.
    ///
    /// # Errors
    /// [`StoreError`] from reading, or whatever `visit` gives.
    pub fn for_each_governance<E: From<StoreError>>(
        &self,
        on_change: impl FnMut(Verified<Change>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut changes = governance(&self.connection)?;
        changes.sort_by_key(|stored| stored.change.order());
        changes
            .into_iter()
            .map(|stored| stored.change)
            .try_for_each(on_change)
    }

    /// Tells whether a change is here.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn has_change(&self, id: &ChangeId) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 AS one FROM changes WHERE id = ?1")?;
        Ok(statement.exists([id.as_bytes()])?)
    }

    /// Tells whether nothing of a change is news: it is here, and so is its payload if it has one.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn holds(&self, change: &Change) -> Result<bool, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT 1 AS one FROM changes WHERE id = ?1 AND (form <> ?2 OR ?3)")?;
        let is_erased = change.payload().is_none();
        Ok(statement.exists(params![change.id().as_bytes(), ERASED, is_erased])?)
    }

    /// Counts all changes in the log.
    ///
    /// # Errors
    /// [`StoreError`] when the log cannot be read.
    pub fn n_changes(&self) -> Result<u64, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT COUNT(*) AS n FROM changes", [], |row| row.get("n"))?)
    }
}

//! Single values about this store.

use rusqlite::types::{FromSql, ToSql};
use rusqlite::{Connection, OptionalExtension};

use crate::error::StoreError;

pub(crate) fn get<T: FromSql>(
    connection: &Connection,
    name: &str,
) -> Result<Option<T>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT value FROM meta WHERE name = ?1")?;
    Ok(statement
        .query_row([name], |row| row.get("value"))
        .optional()?)
}

pub(crate) fn set(
    connection: &Connection,
    name: &str,
    value: &dyn ToSql,
) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(
        "INSERT INTO meta (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value",
    )?;
    statement.execute(rusqlite::params![name, value])?;
    Ok(())
}

/// Marks the store, at random, as one that earlier indexes do not belong to.
pub(crate) fn begin_incarnation(connection: &Connection) -> Result<(), StoreError> {
    let mark: String = connection.query_row("SELECT hex(randomblob(16)) AS mark", [], |row| {
        row.get("mark")
    })?;
    set(connection, "incarnation", &mark)
}

//! Schema versions. Enduring tables move by numbered migrations, derived tables are remade.

use rusqlite::Connection;

use crate::error::StoreError;

/// Enduring steps in order; the version is the position in this list, from 1.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_log.sql")];

/// Tables that follow from the log.
pub(crate) const DERIVED: &str = include_str!("derived.sql");

/// Names of the derived tables that belong to the state, in the order they are compared.
pub(crate) const DERIVED_TABLES: &[&str] = &[
    "set_aside",
    "equivocations",
    "members",
    "devices",
    "community",
    "lessons",
    "lesson_tags",
    "external_ids",
    "links",
];

/// Bumped with every edit of `derived.sql` or of what is put into it.
const DERIVED_VERSION: i64 = 1;

/// What opening found out about the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Schema {
    /// Ready to write.
    Current,
    /// Derived tables are of another version and must be made anew from the log.
    DerivedOutdated,
    /// Made by a newer program: read only.
    Newer,
}

/// Brings the enduring schema up to date, each step and its number in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<Schema, StoreError> {
    let version: usize =
        connection.query_row("PRAGMA user_version", [], |row| row.get("user_version"))?;
    if version > MIGRATIONS.len() {
        return Ok(Schema::Newer);
    }
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(version) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(sql)?;
        transaction.pragma_update(None, "user_version", step + 1)?;
        transaction.commit()?;
    }
    let derived: Option<i64> = crate::meta::get(connection, "derived_version")?;
    Ok(if derived == Some(DERIVED_VERSION) {
        Schema::Current
    } else {
        Schema::DerivedOutdated
    })
}

/// Tells whether a store of this version may be written by this program.
pub(crate) fn is_newer(connection: &Connection) -> Result<bool, StoreError> {
    let version: usize =
        connection.query_row("PRAGMA user_version", [], |row| row.get("user_version"))?;
    Ok(version > MIGRATIONS.len())
}

/// Drops and makes the derived tables, empty. The feed's clock goes on.
pub(crate) fn remake_derived(connection: &Connection) -> Result<(), StoreError> {
    for table in DERIVED_TABLES.iter().chain(&["feed"]) {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    connection.execute_batch(DERIVED)?;
    crate::meta::set(connection, "derived_version", &DERIVED_VERSION)
}

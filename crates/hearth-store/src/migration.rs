//! Schema versions. Enduring tables move by numbered migrations, derived tables are remade.

use rusqlite::{Connection, TransactionBehavior};

use crate::error::StoreError;

/// Enduring steps in order; the version is the position in this list, from 1.
const MIGRATIONS: &[&str] = &[include_str!("../migrations/0001_log.sql")];

/// Tables that follow from the log.
pub(crate) const DERIVED: &str = include_str!("derived.sql");

/// The derived tables that follow from the log alone, each with its key.
pub(crate) const DERIVED_TABLES: &[(&str, &str)] = &[
    ("set_aside", "id"),
    ("awaited", "id, governance, subject"),
    ("equivocations", "device"),
    ("members", "id"),
    ("devices", "key"),
    ("community", "one"),
    ("lessons", "id"),
    ("lesson_tags", "tag, lesson"),
    ("external_ids", "system, external_id, lesson"),
    ("links", "id"),
];

/// Marks an SQLite file as a store of Hearth's: "HRTH".
const APPLICATION_ID: i64 = 0x4852_5448;

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

/// Makes the schema in an empty file, in the caller's transaction.
pub(crate) fn make(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    take_steps(connection, 0)?;
    remake_derived(connection)
}

/// Brings the enduring schema up to date; all steps and their number in one transaction.
pub(crate) fn migrate(connection: &mut Connection) -> Result<Schema, StoreError> {
    if version(connection)? < MIGRATIONS.len() {
        let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
        // Another program may have been faster.
        take_steps(&transaction, version(&transaction)?)?;
        transaction.commit()?;
    }
    if is_newer(connection)? {
        return Ok(Schema::Newer);
    }
    Ok(if has_own_tables(connection)? {
        Schema::Current
    } else {
        Schema::DerivedOutdated
    })
}

fn take_steps(connection: &Connection, from: usize) -> Result<(), StoreError> {
    for (step, sql) in MIGRATIONS.iter().enumerate().skip(from) {
        connection.execute_batch(sql)?;
        connection.pragma_update(None, "user_version", step + 1)?;
    }
    Ok(())
}

fn version(connection: &Connection) -> Result<usize, StoreError> {
    Ok(connection.query_row("PRAGMA user_version", [], |row| row.get("user_version"))?)
}

/// Refuses files that are not stores before anything of them is used.
pub(crate) fn check_mark(connection: &Connection) -> Result<(), StoreError> {
    let mark: i64 =
        connection.query_row("PRAGMA application_id", [], |row| row.get("application_id"))?;
    if mark == APPLICATION_ID && version(connection)? > 0 {
        Ok(())
    } else {
        Err(StoreError::Damaged(
            "it does not bear Hearth's mark".to_owned(),
        ))
    }
}

/// Tells whether the derived tables in the file are those this program makes.
pub(crate) fn has_own_tables(connection: &Connection) -> Result<bool, StoreError> {
    let derived: Option<i64> = crate::meta::get(connection, "derived_version")?;
    Ok(derived == Some(DERIVED_VERSION))
}

/// Tells whether a store of this version may be written by this program.
pub(crate) fn is_newer(connection: &Connection) -> Result<bool, StoreError> {
    Ok(version(connection)? > MIGRATIONS.len())
}

/// Drops and makes the derived tables, empty. The feed's clock goes on.
pub(crate) fn remake_derived(connection: &Connection) -> Result<(), StoreError> {
    for (table, _) in DERIVED_TABLES.iter().chain(&[("feed", "lesson")]) {
        connection.execute_batch(&format!("DROP TABLE IF EXISTS {table}"))?;
    }
    connection.execute_batch(DERIVED)?;
    crate::meta::set(connection, "derived_version", &DERIVED_VERSION)
}

/// Makes empty derived tables in memory, where they hide those in the file, with a copy of the
/// single values so that those are not written either.
pub(crate) fn derive_in_memory(connection: &Connection) -> Result<(), StoreError> {
    connection.execute_batch(
        "CREATE TEMP TABLE meta (name TEXT PRIMARY KEY, value ANY NOT NULL) STRICT, WITHOUT ROWID;
         INSERT INTO temp.meta (name, value) SELECT name, value FROM main.meta;",
    )?;
    let derived = DERIVED.replace("CREATE TABLE ", "CREATE TEMP TABLE ");
    Ok(connection.execute_batch(&derived)?)
}

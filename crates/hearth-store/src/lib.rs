//! The SQLite store: enduring log, derived tables, local tables.

//! Wire types, error codes, the command table.

//! Reading the derived tables. Columns are read by name, one mapping per row type.

pub mod lessons;
pub mod links;
pub mod people;
pub mod quarantine;

//! The store: one SQLite file that holds a community's change log and what follows from it.
//!
//! Enduring tables (`migrations/`) are the truth; derived tables (`derived.sql`) can be dropped
//! and made again by [`Store::rebuild`]; local tables never leave this machine. All SQL of the
//! project is in this crate. Deliberately absent: keys, clocks, the search index, files other
//! than the store's own.

pub mod backup;
pub mod blobs;
pub mod check;
mod circles;
pub mod error;
mod facts;
mod holdings;
pub mod local;
mod lock;
mod log;
mod meta;
mod migration;
pub mod open;
mod packing;
mod people;
mod project;
pub mod query;
mod strangers;
mod taking_out;
pub mod writer;

pub use error::StoreError;
pub use log::StoredChange;
pub use open::{Store, Summary};
pub use project::{Brief, LessonMove};
pub use strangers::StrangersBound;
pub use writer::{Appended, Outcome, Writer};

//! Readers of other programs' files.
//!
//! One module a format. What they share: the names of fields ([`record`]), the shapes of dates
//! ([`date`]) and how a title is found ([`title`]).

mod date;
pub mod jsonl;
pub mod markdown;
mod record;
mod title;

pub(crate) use date::write_ms;
pub use record::RecordError;

//! Foreign formats in and out.
//!
//! [`from`] reads what other programs wrote and gives one [`ForeignLesson`] after another, each
//! naming what could not be taken along; [`to`] writes lessons for other programs. Readers stream,
//! are bounded, and never stop at a bad record: it becomes an error with its line or path, and the
//! next record follows.
//!
//! What is deliberately absent: the community. Which lessons are new, which replace an earlier
//! import, and which links find their lesson is decided where lessons are written.

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::arithmetic_side_effects
    )
)]

pub mod example;
mod foreign;
pub mod from;
pub mod intake;
pub mod outlet;
pub mod to;

pub use foreign::{ExternalId, ForeignAttachment, ForeignLesson, ForeignLink, Skipped};

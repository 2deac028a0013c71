//! What the engine knows, in the shapes that cross. Each conversion takes its source apart field by
//! field, so that a new field below does not build until somebody decides whether it crosses.

mod change;
mod check;
mod exchange;
mod history;
mod lesson;
mod plan;
mod search;
mod status;

pub use change::changes;
pub use check::check;
pub use exchange::{entry, given, targets, undone};
pub use history::{history, signer};
pub use lesson::{card, kind, kind_of, may_edit, page};
pub use plan::{held, plan};
pub use search::{found, query};
pub use status::{community, me};

/// Times cross as signed milliseconds.
pub(crate) fn ms(ms: u64) -> i64 {
    i64::try_from(ms).unwrap_or(i64::MAX)
}

/// Counts cross as 32 bits; no list is longer.
pub(crate) fn count(n: u64) -> u32 {
    u32::try_from(n).unwrap_or(u32::MAX)
}

//! The full-text index: finding a lesson by its words.
//!
//! Lives here: the Tantivy directory on disk, the in-memory tail of what the last commit lacks,
//! the query language, ranking, facets, snippets and look-alikes.
//!
//! Deliberately not here: the lessons themselves. The index keeps no text, so snippets are cut
//! from text the caller brings; and nothing in it is the only copy of anything. It may be deleted
//! at any time and is refilled from the store, from the position its last commit carries.
//!
//! Tantivy keeps dictionaries, postings, positions and columns. Ranking is ours (`rank`), because
//! three things people expect of a search box need to see a whole document at once: all words
//! before some words, one length-aware score over title, labels and body, and the same score for
//! a lesson saved a millisecond ago as for one committed last year.
#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::arithmetic_side_effects
    )
)]

mod analysis;
mod answer;
mod bulk;
mod committed;
mod corpus;
mod date;
mod document;
mod error;
mod expand;
mod explain;
mod facets;
mod filter;
mod highlight;
mod index;
mod integrity;
mod near;
mod open;
mod parse;
mod phrase;
mod query;
mod rank;
mod related;
mod reword;
mod schema;
mod search;
mod tail;

pub use answer::{Correction, Hit, Hits, SearchOptions, Sort};
pub use bulk::Bulk;
pub use date::DatePoint;
pub use document::{DocKey, IndexDoc};
pub use error::IndexError;
pub use facets::{Facets, Tally};
pub use highlight::{Highlighter, Snippet};
pub use index::{Index, TAIL_FULL};
pub use open::{FreshReason, Opened};
pub use query::{Clause, FilterField, Query};
pub use rank::{MatchedFields, Ranking};
pub use related::LookAlike;

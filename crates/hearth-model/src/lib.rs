//! What Hearth stores and how replicas agree, as pure functions.
//!
//! Here live the types, the change format (`docs/format/change.md`), signatures, the fold of
//! revisions, the guarded merge and entitlement. Deliberately absent: files, SQL, clocks,
//! randomness, threads. Callers hand those in as values.

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::arithmetic_side_effects
    )
)]

pub mod act;
pub mod cbor;
pub mod change;
pub mod digest;
pub mod entitlement;
pub mod field;
pub mod fold;
pub mod id;
pub mod lesson;
pub mod link;
pub mod merge;
pub mod people;
pub mod sign;
pub mod standing;
pub mod text;
pub mod version_vector;
pub mod words;

//! The `.hearth` file: write, read, verify (`docs/format/bundle.md`).
//!
//! [`BundleWriter`] streams changes and blobs into a file; [`Bundle`] gives them back as a stream,
//! each chunk only after its hash has held and each change only for its author's signature to be
//! checked. Memory is flat in the size of the file on both sides. Deliberately absent: which changes
//! to give or to take, what they mean, the store. A refusal is a [`BundleError`]; nothing here panics
//! on bytes from outside.

#![cfg_attr(
    not(test),
    deny(
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unwrap_used,
        clippy::arithmetic_side_effects
    )
)]

mod blob;
mod chunk;
mod error;
mod item;
mod keys;
mod limits;
mod manifest;
mod read;
mod write;

pub use blob::Blob;
pub use error::{BundleError, ItemError, Quantity, WriteError};
pub use limits::{CONTAINER_VERSION, Limits, MAX_BLOB, MAX_CHUNK, MAX_MANIFEST};
pub use manifest::{Counts, Heading, Invitation, MAX_NOTE, Manifest, Purpose};
pub use read::{Batch, Batches, Bundle, Inspection, Unverified, inspect};
pub use write::{BundleWriter, Written};

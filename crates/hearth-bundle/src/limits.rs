//! The sizes that `docs/format/bundle.md` fixes, and those that a reader chooses for itself.

use crate::error::{BundleError, Quantity};
use crate::manifest::Manifest;

/// First bytes of every bundle; what mangles line ends or the eighth bit breaks them.
pub(crate) const MAGIC: [u8; 8] = *b"\x89HRTH\r\n\x1a";
/// The container version written here and the only one read.
pub const CONTAINER_VERSION: u32 = 1;
/// Magic, container version and length of the manifest, bytes.
pub(crate) const HEADER_LEN: u64 = 16;
/// Length of the signature over the manifest, bytes.
pub(crate) const SIGNATURE_LEN: u64 = 64;
/// Longest manifest, bytes.
pub const MAX_MANIFEST: u64 = 1 << 20;
/// Longest chunk, bytes, compressed and raw alike.
pub const MAX_CHUNK: u64 = 1 << 20;
/// How full a writer makes a chunk, raw bytes: a frame of that many bytes which do not compress still fits [`MAX_CHUNK`].
pub(crate) const FILL: usize = (1 << 20) - 1024;
/// Longest blob, bytes.
pub const MAX_BLOB: u64 = 16 << 20;
/// Raw bytes that a file may unpack to, however short it is.
const EXPANSION_ALLOWANCE: u64 = 256 << 20;

/// What a reader is willing to take; a file above that is in order, only too large here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Most raw bytes of all chunks together.
    pub raw_bytes: u64,
    /// Most raw bytes for each byte of the file, beyond 256 MiB that are always allowed.
    pub expansion: u64,
    /// Most changes.
    pub changes: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            raw_bytes: 2 << 30,
            expansion: 256,
            changes: 5_000_000,
        }
    }
}

impl Limits {
    /// Compares what the manifest declares of a file of `file_len` bytes.
    pub(crate) fn check(&self, manifest: &Manifest, file_len: u64) -> Result<(), BundleError> {
        let unpacked = file_len
            .saturating_mul(self.expansion)
            .saturating_add(EXPANSION_ALLOWANCE);
        let raw_limit = self.raw_bytes.min(unpacked);
        within(Quantity::RawBytes, manifest.raw_len(), raw_limit)?;
        within(Quantity::Changes, manifest.counts.changes(), self.changes)
    }
}

fn within(what: Quantity, would: u64, limit: u64) -> Result<(), BundleError> {
    if would <= limit {
        Ok(())
    } else {
        Err(BundleError::TooLarge { what, would, limit })
    }
}

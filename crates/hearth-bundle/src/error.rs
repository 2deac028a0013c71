//! Why a file is refused or not written. Both lists are closed: a shell has a sentence for each entry.

use std::fmt;
use std::io;
use std::path::PathBuf;

use hearth_model::change::ChangeError;
use hearth_model::id::{BlobHash, CommunityId};
use hearth_model::sign::VerifyError;

use crate::limits::CONTAINER_VERSION;

/// Why a file is refused. A chunk is named by its position in the manifest, an item by its position in the chunk, from 0.
#[derive(Debug, thiserror::Error)]
pub enum BundleError {
    /// No bytes at all.
    #[error("the file is empty")]
    Empty,
    /// The first bytes are not those of a bundle.
    #[error("the file is not a bundle")]
    NotABundle,
    /// A later container.
    #[error("the container has version {version}, only {CONTAINER_VERSION} is known here")]
    NewerContainer {
        /// What the file says.
        version: u32,
    },
    /// A purpose of a later version, correctly signed.
    #[error("the bundle has purpose {purpose}, which is not known here")]
    NewerPurpose {
        /// What the file says.
        purpose: u64,
    },
    /// A required part of a later version, correctly signed.
    #[error("the manifest says something under key {key} that is not known here")]
    NewerManifest {
        /// Where it says it.
        key: u64,
    },
    /// The manifest is longer than the format allows.
    #[error("the manifest would have {would} bytes, at most {limit} are read")]
    ManifestTooLarge {
        /// Bytes declared.
        would: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// The manifest is not what the format says.
    #[error("the manifest is malformed: {part}")]
    ManifestMalformed {
        /// Which part.
        part: &'static str,
    },
    /// The manifest is not signed by the device that it names.
    #[error("the signature over the manifest does not hold")]
    ManifestSignature,
    /// The file is shorter than it says.
    #[error("the file ends after {}", Progress { have: *have, need: *need })]
    Truncated {
        /// Bytes there.
        have: u64,
        /// Bytes declared; when the end is missing before the manifest is whole, a lower bound.
        need: u64,
    },
    /// The file is longer than it says.
    #[error("the file goes on for {} bytes after its end", have.saturating_sub(*need))]
    TrailingBytes {
        /// Bytes there.
        have: u64,
        /// Bytes declared.
        need: u64,
    },
    /// In order, but more than this reader takes.
    #[error("the bundle holds {would} {what}, at most {limit} are taken")]
    TooLarge {
        /// Of what there is too much.
        what: Quantity,
        /// How much it would be.
        would: u64,
        /// How much is taken.
        limit: u64,
    },
    /// The bytes of a chunk are not those that the manifest names.
    #[error("chunk {chunk} does not match its hash")]
    ChunkHash {
        /// Which chunk.
        chunk: usize,
    },
    /// The chunk is not one compressed frame of the length that the manifest states.
    #[error("chunk {chunk} does not unpack to what it states")]
    ChunkFrame {
        /// Which chunk.
        chunk: usize,
    },
    /// An item of a chunk is not what belongs there.
    #[error("read item {item} of chunk {chunk}")]
    ChunkMalformed {
        /// Which chunk.
        chunk: usize,
        /// Which item.
        item: usize,
        /// What is wrong with it.
        source: ItemError,
    },
    /// A change is not signed by the device that it names.
    #[error("verify item {item} of chunk {chunk}")]
    ChangeSignature {
        /// Which chunk.
        chunk: usize,
        /// Which item.
        item: usize,
        /// What does not hold.
        source: VerifyError,
    },
    /// A change belongs to another community than the file.
    #[error("item {item} of chunk {chunk} belongs to the community {found}")]
    OtherCommunity {
        /// Which chunk.
        chunk: usize,
        /// Which item.
        item: usize,
        /// The community of that change.
        found: CommunityId,
    },
    /// A blob's bytes are not those of its name.
    #[error("the blob {hash} does not match its hash")]
    BlobHash {
        /// The name.
        hash: BlobHash,
    },
    /// The chunks hold more or fewer lessons or blobs than the manifest counts, or end within a blob.
    #[error("the chunks do not hold what the manifest counts")]
    Counts,
    /// The file could not be read.
    #[error("read the bundle")]
    Io(#[source] io::Error),
}

impl BundleError {
    pub(crate) fn item(chunk: usize, item: usize, source: ItemError) -> Self {
        Self::ChunkMalformed {
            chunk,
            item,
            source,
        }
    }
}

/// What is wrong with an item of a chunk.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// Not the items that belong there, or not in canonical form.
    #[error("the bytes are not an item of this kind of chunk")]
    Malformed,
    /// Not a change.
    #[error("decode the change")]
    Change(#[from] ChangeError),
    /// A governance change in a chunk for others, or the reverse.
    #[error("a change of kind {0} does not belong here")]
    Kind(u64),
    /// More or fewer items than the manifest states.
    #[error("the chunk has another number of items than stated")]
    Count,
    /// A piece that does not continue the blob before it.
    #[error("the piece of a blob is out of place")]
    Piece,
}

/// What there can be too much of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Unpacked bytes of all chunks.
    RawBytes,
    /// Changes.
    Changes,
}

impl fmt::Display for Quantity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RawBytes => "unpacked bytes",
            Self::Changes => "changes",
        })
    }
}

/// Why a bundle was not written.
#[derive(Debug, thiserror::Error)]
pub enum WriteError {
    /// Something in the heading is outside the format's limits.
    #[error("the heading is outside the limits of the format: {part}")]
    Heading {
        /// Which part.
        part: &'static str,
    },
    /// Governance changes come first, then the others, then blobs.
    #[error("the bundle is written in another order than governance, changes, blobs")]
    Order,
    /// The change belongs to another community than the bundle.
    #[error("the change belongs to the community {found}")]
    OtherCommunity {
        /// The community of that change.
        found: CommunityId,
    },
    /// The bytes are not those of the name.
    #[error("the blob {hash} does not match its hash")]
    BlobHash {
        /// The name.
        hash: BlobHash,
    },
    /// The blob is longer than the format allows.
    #[error("the blob {hash} has {len} bytes")]
    BlobTooLarge {
        /// The name.
        hash: BlobHash,
        /// Its length.
        len: usize,
    },
    /// Too many devices or chunks for one file.
    #[error("the manifest would have {would} bytes, at most {limit} can be read")]
    ManifestTooLarge {
        /// Bytes needed.
        would: u64,
        /// Bytes allowed.
        limit: u64,
    },
    /// Chunks could not be put aside or copied out.
    #[error("write the bundle")]
    Io(#[source] io::Error),
    /// The file could not be put in its place; what was there before is still there.
    #[error("save the bundle {path}")]
    Save {
        /// Its place.
        path: PathBuf,
        /// Why not.
        source: io::Error,
    },
}

/// "1.2 of 2.1 MB", in bytes where megabytes would not show what is missing.
struct Progress {
    have: u64,
    need: u64,
}

impl fmt::Display for Progress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [have, need] = [self.have, self.need].map(|bytes| tenths_of(bytes, 1_000_000));
        if have == need || have == "0.0" {
            write!(f, "{} of {} bytes", self.have, self.need)
        } else {
            write!(f, "{have} of {need} MB")
        }
    }
}

fn tenths_of(bytes: u64, unit: u64) -> String {
    let tenths = (u128::from(bytes).saturating_mul(10))
        .checked_div(u128::from(unit))
        .unwrap_or_default();
    format!(
        "{}.{}",
        tenths.checked_div(10).unwrap_or_default(),
        tenths.checked_rem(10).unwrap_or_default()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_truncated_file_says_how_much_is_there() {
        let says = |have, need| BundleError::Truncated { have, need }.to_string();
        assert_eq!(
            says(1_234_567, 2_100_000),
            "the file ends after 1.2 of 2.1 MB"
        );
        assert_eq!(says(20, 300), "the file ends after 20 of 300 bytes");
        assert_eq!(
            says(2_100_000, 2_100_001),
            "the file ends after 2100000 of 2100001 bytes"
        );
        assert_eq!(
            says(0, u64::MAX),
            "the file ends after 0 of 18446744073709551615 bytes"
        );
    }
}

//! Blobs in pieces: cut to fit chunks, put together again, compared with their name.

use hearth_model::id::BlobHash;
use minicbor::{Decoder, Encoder};

use crate::error::ItemError;
use crate::limits::MAX_BLOB;

/// What a piece takes beside its bytes, at most.
pub(crate) const PIECE_OVERHEAD: usize = 64;

/// A whole attachment whose bytes have the hash it is named by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// Its name.
    pub hash: BlobHash,
    /// Its bytes, at most [`MAX_BLOB`].
    pub bytes: Vec<u8>,
}

/// Some bytes of a blob, as an item of a chunk.
#[derive(Clone, Copy)]
pub(crate) struct Piece<'a> {
    pub(crate) hash: BlobHash,
    pub(crate) offset: u64,
    pub(crate) total: u64,
    pub(crate) bytes: &'a [u8],
}

impl<'a> Piece<'a> {
    /// Reads the piece at the decoder's position.
    pub(crate) fn decode(decoder: &mut Decoder<'a>) -> Result<Self, ItemError> {
        let start = decoder.position();
        let piece = Self::fields(decoder).ok_or(ItemError::Malformed)?;
        let taken = decoder.input().get(start..decoder.position());
        if taken == Some(&piece.encode()) {
            Ok(piece)
        } else {
            Err(ItemError::Malformed)
        }
    }

    fn fields(decoder: &mut Decoder<'a>) -> Option<Self> {
        decoder.array().ok()?.filter(|n_items| *n_items == 4)?;
        Some(Self {
            hash: BlobHash::try_from(decoder.bytes().ok()?).ok()?,
            offset: decoder.u64().ok()?,
            total: decoder.u64().ok()?,
            bytes: decoder.bytes().ok()?,
        })
    }

    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut encoder = Encoder::new(Vec::new());
        let written = encoder
            .array(4)
            .and_then(|encoder| encoder.bytes(self.hash.as_bytes()))
            .and_then(|encoder| encoder.u64(self.offset))
            .and_then(|encoder| encoder.u64(self.total))
            .and_then(|encoder| encoder.bytes(self.bytes));
        written.expect("writing to a vector cannot fail");
        encoder.into_writer()
    }
}

/// Why a piece is not taken.
pub(crate) enum Fault {
    /// It does not continue the blob at hand.
    Place,
    /// The blob is complete and is another one.
    Hash(BlobHash),
}

/// The blob at hand, growing piece by piece: its declared length allocates nothing.
#[derive(Default)]
pub(crate) struct Assembly(Option<Partial>);

struct Partial {
    blob: Blob,
    total: u64,
}

impl Assembly {
    /// Takes the next piece; gives the blob when that was its last one.
    pub(crate) fn push(&mut self, piece: Piece<'_>) -> Result<Option<Blob>, Fault> {
        let mut partial = self.0.take().unwrap_or(Partial {
            blob: Blob {
                hash: piece.hash,
                bytes: vec![],
            },
            total: piece.total,
        });
        if !partial.is_continued_by(piece) {
            return Err(Fault::Place);
        }
        partial.blob.bytes.extend_from_slice(piece.bytes);
        if (partial.blob.bytes.len() as u64) < partial.total {
            self.0 = Some(partial);
            return Ok(None);
        }
        let blob = partial.blob;
        if blake3::hash(&blob.bytes) == *blob.hash.as_bytes() {
            Ok(Some(blob))
        } else {
            Err(Fault::Hash(blob.hash))
        }
    }

    /// Tells whether no blob is half there.
    pub(crate) fn is_complete(&self) -> bool {
        self.0.is_none()
    }
}

impl Partial {
    fn is_continued_by(&self, piece: Piece<'_>) -> bool {
        let end = piece.offset.saturating_add(piece.bytes.len() as u64);
        piece.hash == self.blob.hash
            && piece.total == self.total
            && piece.offset == self.blob.bytes.len() as u64
            && end <= self.total
            && self.total <= MAX_BLOB
            && (self.total == 0 || !piece.bytes.is_empty())
    }
}

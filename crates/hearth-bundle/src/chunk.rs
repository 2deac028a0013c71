//! A chunk as bytes: one zstd frame of a known length, bound by its hash (`docs/format/bundle.md`, section 3).

use std::io;

use zstd::bulk::{Compressor, Decompressor};
use zstd::zstd_safe::{find_frame_compressed_size, get_frame_content_size};

use crate::error::BundleError;
use crate::limits::FILL;
use crate::manifest::{ChunkKind, Entry};

/// Frames from before zstd 1.0 begin otherwise; some builds of the library would read them.
const FRAME_MAGIC: [u8; 4] = 0xFD2F_B528_u32.to_le_bytes();
/// On chunks of lessons, level 11 takes twice as long for 1 per cent, level 19 twenty times as long for 6.
const LEVEL: i32 = 9;

/// Unpacks frames into a buffer of the length that the manifest states; never allocates by what a frame says.
pub(crate) struct Unpacker {
    frames: Decompressor<'static>,
    raw: Vec<u8>,
}

impl Unpacker {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            frames: Decompressor::new()?,
            raw: Vec::new(),
        })
    }

    /// Returns the raw bytes of chunk number `chunk`.
    pub(crate) fn unpack(
        &mut self,
        chunk: usize,
        entry: &Entry,
        compressed: &[u8],
    ) -> Result<&[u8], BundleError> {
        check_hash(chunk, entry, compressed)?;
        self.fill(entry, compressed)
            .ok_or(BundleError::ChunkFrame { chunk })?;
        Ok(&self.raw)
    }

    fn fill(&mut self, entry: &Entry, compressed: &[u8]) -> Option<()> {
        let is_one_frame = compressed.starts_with(&FRAME_MAGIC)
            && find_frame_compressed_size(compressed) == Ok(compressed.len());
        let states = get_frame_content_size(compressed).ok().flatten();
        (is_one_frame && states == Some(entry.raw_len)).then_some(())?;
        let raw_len = usize::try_from(entry.raw_len).ok()?;
        self.raw.clear();
        self.raw.reserve_exact(raw_len);
        let written = self
            .frames
            .decompress_to_buffer(compressed, &mut self.raw)
            .ok()?;
        (written == raw_len).then_some(())
    }
}

pub(crate) fn check_hash(
    chunk: usize,
    entry: &Entry,
    compressed: &[u8],
) -> Result<(), BundleError> {
    if blake3::hash(compressed) == entry.hash {
        Ok(())
    } else {
        Err(BundleError::ChunkHash { chunk })
    }
}

/// Collects items until a chunk is full, then compresses them.
pub(crate) struct Packer {
    frames: Compressor<'static>,
    raw: Vec<u8>,
    n_items: u64,
}

impl Packer {
    pub(crate) fn new() -> io::Result<Self> {
        Ok(Self {
            frames: Compressor::new(LEVEL)?,
            raw: Vec::with_capacity(FILL),
            n_items: 0,
        })
    }

    /// Bytes that still fit into the chunk at hand.
    pub(crate) fn room(&self) -> usize {
        FILL.saturating_sub(self.raw.len())
    }

    /// Adds an item; the caller has seen that there is room.
    pub(crate) fn push(&mut self, item: &[u8]) {
        self.raw.extend_from_slice(item);
        self.n_items = self.n_items.saturating_add(1);
    }

    /// Compresses what was collected and starts anew; `None` when there is nothing.
    pub(crate) fn pack(&mut self, kind: ChunkKind) -> io::Result<Option<(Entry, Vec<u8>)>> {
        if self.n_items == 0 {
            return Ok(None);
        }
        let compressed = self.frames.compress(&self.raw)?;
        let entry = Entry {
            kind,
            compressed_len: compressed.len() as u64,
            raw_len: self.raw.len() as u64,
            hash: *blake3::hash(&compressed).as_bytes(),
            n_items: self.n_items,
        };
        self.raw.clear();
        self.n_items = 0;
        Ok(Some((entry, compressed)))
    }
}

//! Reading a bundle as a stream: header, manifest and lengths first, then chunk by chunk
//! (`docs/format/bundle.md`, section 4).
//!
//! Nothing here decides what is done with the changes.

use std::collections::VecDeque;
use std::io::{Read, Seek, SeekFrom};

use hearth_model::cbor::Item;
use hearth_model::change::Change;
use hearth_model::id::Subject;
use hearth_model::sign::{Verified, manifest_is_signed_by, verify};
use minicbor::Decoder;
use rayon::prelude::*;

use crate::blob::{Assembly, Blob, Fault, Piece};
use crate::chunk::{Unpacker, check_hash};
use crate::error::{BundleError, ItemError};
use crate::item::decode_changes;
use crate::keys::Keys;
use crate::limits::{CONTAINER_VERSION, HEADER_LEN, Limits, MAGIC, MAX_MANIFEST, SIGNATURE_LEN};
use crate::manifest::{ChunkKind, Entry, Manifest};

/// What can be said about a file whose manifest is in order, even when its end is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Inspection {
    /// What the file says about itself, signed by its sender.
    pub manifest: Manifest,
    /// Bytes there.
    pub have: u64,
    /// Bytes declared; more than `have` when the end is missing.
    pub need: u64,
}

/// Reads header and manifest, checks signature, limits and lengths, and looks at no chunk.
///
/// # Errors
/// [`BundleError`], but not for a file that lacks some or all of its chunks.
pub fn inspect(mut reader: impl Read + Seek, limits: &Limits) -> Result<Inspection, BundleError> {
    let have = reader.seek(SeekFrom::End(0)).map_err(BundleError::Io)?;
    reader.rewind().map_err(BundleError::Io)?;
    let manifest_len = read_header(&mut reader, have)?;
    let start = chunks_start(manifest_len);
    if have < start {
        return Err(BundleError::Truncated { have, need: start });
    }
    let manifest = read_manifest(&mut reader, manifest_len)?;
    let need = start.saturating_add(manifest.compressed_len());
    limits.check(&manifest, need)?;
    if have > need {
        return Err(BundleError::TrailingBytes { have, need });
    }
    Ok(Inspection {
        manifest,
        have,
        need,
    })
}

fn chunks_start(manifest_len: u64) -> u64 {
    HEADER_LEN
        .saturating_add(manifest_len)
        .saturating_add(SIGNATURE_LEN)
}

/// Returns the length of the manifest.
fn read_header(reader: &mut impl Read, have: u64) -> Result<u64, BundleError> {
    let magic: Vec<u8> = read_up_to(reader, have.min(MAGIC.len() as u64))?;
    if magic.is_empty() {
        return Err(BundleError::Empty);
    }
    if !MAGIC.starts_with(&magic) {
        return Err(BundleError::NotABundle);
    }
    let need = HEADER_LEN;
    if have < need {
        return Err(BundleError::Truncated { have, need });
    }
    match read_u32(reader)? {
        CONTAINER_VERSION => {}
        0 => return Err(BundleError::NotABundle),
        version => return Err(BundleError::NewerContainer { version }),
    }
    match u64::from(read_u32(reader)?) {
        would if would > MAX_MANIFEST => Err(BundleError::ManifestTooLarge {
            would,
            limit: MAX_MANIFEST,
        }),
        manifest_len => Ok(manifest_len),
    }
}

fn read_manifest(reader: &mut impl Read, manifest_len: u64) -> Result<Manifest, BundleError> {
    let bytes = read_up_to(reader, manifest_len)?;
    let mut signature = [0; SIGNATURE_LEN as usize];
    reader.read_exact(&mut signature).map_err(BundleError::Io)?;
    let item = Item::decode(&bytes).map_err(|_| BundleError::ManifestMalformed {
        part: "not canonical CBOR",
    })?;
    let keys = Keys::of(&item)?;
    if !manifest_is_signed_by(keys.sender()?, &bytes, &signature) {
        return Err(BundleError::ManifestSignature);
    }
    keys.manifest()
}

fn read_u32(reader: &mut impl Read) -> Result<u32, BundleError> {
    let mut bytes = [0; 4];
    reader.read_exact(&mut bytes).map_err(BundleError::Io)?;
    Ok(u32::from_le_bytes(bytes))
}

/// Reads `len` bytes, which the caller has compared with a limit.
fn read_up_to(reader: &mut impl Read, len: u64) -> Result<Vec<u8>, BundleError> {
    let mut bytes = Vec::new();
    reader
        .take(len)
        .read_to_end(&mut bytes)
        .map_err(BundleError::Io)?;
    Ok(bytes)
}

/// A bundle whose manifest is in order and whose length is as declared.
#[derive(Debug)]
pub struct Bundle<R> {
    reader: R,
    manifest: Manifest,
    chunks_start: u64,
}

impl<R: Read + Seek> Bundle<R> {
    /// Reads header and manifest, and checks signature, limits and lengths; no chunk is read yet.
    ///
    /// # Errors
    /// [`BundleError`]; total over all bytes, and nothing is allocated by a length that was not compared with its limit.
    pub fn open(mut reader: R, limits: &Limits) -> Result<Self, BundleError> {
        let Inspection {
            manifest,
            have,
            need,
        } = inspect(&mut reader, limits)?;
        if have < need {
            return Err(BundleError::Truncated { have, need });
        }
        let chunks_start = need.saturating_sub(manifest.compressed_len());
        Ok(Self {
            reader,
            manifest,
            chunks_start,
        })
    }

    /// What the file says about itself, signed by its sender.
    pub fn manifest(&self) -> &Manifest {
        &self.manifest
    }

    /// Compares every chunk with its hash, without unpacking any: finds all damage by accident at the speed of the disk.
    ///
    /// # Errors
    /// [`BundleError::ChunkHash`] for the first chunk that differs; [`BundleError::Io`].
    pub fn check_all(&mut self) -> Result<(), BundleError> {
        self.rewind()?;
        let mut compressed = Vec::new();
        for (chunk, entry) in self.manifest.chunks.iter().enumerate() {
            read_chunk(&mut self.reader, entry, &mut compressed)?;
            check_hash(chunk, entry, &compressed)?;
        }
        Ok(())
    }

    /// Reads everything from the start, each chunk after its hash has held.
    ///
    /// # Errors
    /// [`BundleError::Io`].
    pub fn batches(&mut self) -> Result<Batches<'_, R>, BundleError> {
        self.rewind()?;
        Ok(Batches {
            unpacker: Unpacker::new().map_err(BundleError::Io)?,
            reader: &mut self.reader,
            manifest: &self.manifest,
            next_chunk: 0,
            compressed: Vec::new(),
            assembly: Assembly::default(),
            blobs: VecDeque::new(),
            n_blobs: 0,
            n_lessons: 0,
            last_subject: None,
            is_over: false,
        })
    }

    /// Reads the whole file and checks every hash, frame, item, count and signature; keeps nothing.
    ///
    /// # Errors
    /// The first [`BundleError`] in the order of the file.
    pub fn verify_all(&mut self) -> Result<(), BundleError> {
        for batch in self.batches()? {
            if let Batch::Changes(changes) = batch? {
                changes.verify()?;
            }
        }
        Ok(())
    }

    fn rewind(&mut self) -> Result<(), BundleError> {
        let start = SeekFrom::Start(self.chunks_start);
        self.reader.seek(start).map(drop).map_err(BundleError::Io)
    }
}

fn read_chunk(
    reader: &mut impl Read,
    entry: &Entry,
    compressed: &mut Vec<u8>,
) -> Result<(), BundleError> {
    compressed.clear();
    reader
        .take(entry.compressed_len)
        .read_to_end(compressed)
        .map(drop)
        .map_err(BundleError::Io)
}

/// Something of a bundle, in the order of the file.
#[derive(Debug)]
pub enum Batch {
    /// The changes of one chunk.
    Changes(Unverified),
    /// An attachment that has the hash it is named by.
    Blob(Blob),
}

/// The changes of one chunk: in order and of the bundle's community, but nobody has looked at their signatures yet.
#[derive(Clone, Debug)]
pub struct Unverified {
    chunk: usize,
    changes: Vec<(usize, Change)>,
}

impl Unverified {
    /// The changes, in the order of the file. Good for looking up which of them are known, and for nothing else.
    pub fn changes(&self) -> impl Iterator<Item = &Change> {
        self.changes.iter().map(|(_, change)| change)
    }

    /// Leaves out changes that need no verification because they are known by their id.
    pub fn retain(&mut self, mut wanted: impl FnMut(&Change) -> bool) {
        self.changes.retain(|(_, change)| wanted(change));
    }

    /// Checks each signature by itself, strictly, on all cores.
    ///
    /// # Errors
    /// [`BundleError::ChangeSignature`] for the first that does not hold.
    pub fn verify(self) -> Result<Vec<Verified<Change>>, BundleError> {
        let chunk = self.chunk;
        let verified: Vec<_> = self
            .changes
            .into_par_iter()
            .map(|(item, change)| {
                verify(change).map_err(|source| BundleError::ChangeSignature {
                    chunk,
                    item,
                    source,
                })
            })
            .collect();
        verified.into_iter().collect()
    }
}

/// The contents of a bundle, batch by batch. After an error there is nothing more.
pub struct Batches<'a, R> {
    reader: &'a mut R,
    manifest: &'a Manifest,
    next_chunk: usize,
    compressed: Vec<u8>,
    unpacker: Unpacker,
    assembly: Assembly,
    /// Blobs that the last chunk completed.
    blobs: VecDeque<Blob>,
    n_blobs: u64,
    n_lessons: u64,
    last_subject: Option<Subject>,
    is_over: bool,
}

impl<R: Read> Iterator for Batches<'_, R> {
    type Item = Result<Batch, BundleError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.is_over {
            return None;
        }
        let batch = self.advance().transpose();
        self.is_over = !matches!(batch, Some(Ok(_)));
        batch
    }
}

impl<R: Read> Batches<'_, R> {
    fn advance(&mut self) -> Result<Option<Batch>, BundleError> {
        loop {
            if let Some(blob) = self.blobs.pop_front() {
                return Ok(Some(Batch::Blob(blob)));
            }
            let chunk = self.next_chunk;
            let Some(entry) = self.manifest.chunks.get(chunk) else {
                return self.check_end().map(|()| None);
            };
            self.next_chunk = chunk.saturating_add(1);
            read_chunk(self.reader, entry, &mut self.compressed)?;
            match entry.kind {
                ChunkKind::Governance | ChunkKind::Content => {
                    return self.changes(chunk, entry).map(Batch::Changes).map(Some);
                }
                ChunkKind::Blobs => self.pieces(chunk, entry)?,
            }
        }
    }

    fn changes(&mut self, chunk: usize, entry: &Entry) -> Result<Unverified, BundleError> {
        let raw = self.unpacker.unpack(chunk, entry, &self.compressed)?;
        let community = self.manifest.heading.community;
        let changes = decode_changes(chunk, entry, community, raw)?;
        if entry.kind == ChunkKind::Content {
            self.count_lessons(&changes);
        }
        let changes = changes.into_iter().enumerate().collect();
        Ok(Unverified { chunk, changes })
    }

    fn count_lessons(&mut self, changes: &[Change]) {
        for change in changes {
            let subject = Some(change.header().subject);
            if subject != self.last_subject {
                self.n_lessons = self.n_lessons.saturating_add(1);
            }
            self.last_subject = subject;
        }
    }

    fn pieces(&mut self, chunk: usize, entry: &Entry) -> Result<(), BundleError> {
        let raw = self.unpacker.unpack(chunk, entry, &self.compressed)?;
        let mut decoder = Decoder::new(raw);
        let mut n_items: usize = 0;
        while decoder.position() < raw.len() {
            let misplaced = |source| BundleError::item(chunk, n_items, source);
            let piece = Piece::decode(&mut decoder).map_err(misplaced)?;
            let finished = self.assembly.push(piece).map_err(|fault| match fault {
                Fault::Place => misplaced(ItemError::Piece),
                Fault::Hash(hash) => BundleError::BlobHash { hash },
            })?;
            self.n_blobs = self.n_blobs.saturating_add(u64::from(finished.is_some()));
            self.blobs.extend(finished);
            n_items = n_items.saturating_add(1);
        }
        if n_items as u64 == entry.n_items {
            Ok(())
        } else {
            Err(BundleError::item(chunk, n_items, ItemError::Count))
        }
    }

    fn check_end(&self) -> Result<(), BundleError> {
        let counts = self.manifest.counts;
        let as_counted = self.n_blobs == counts.blobs && self.n_lessons == counts.lessons;
        if as_counted && self.assembly.is_complete() {
            Ok(())
        } else {
            Err(BundleError::Counts)
        }
    }
}

//! Writing a bundle: chunks are put aside as they fill, then follow the manifest that lists them.
//!
//! Which changes go in, and in what order within their part, is the caller's choice; the order has no
//! meaning, but neighbours that resemble each other compress better.

use std::fs::File;
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::Path;

use hearth_model::act::FIRST_CONTENT_KIND;
use hearth_model::change::Change;
use hearth_model::id::{BlobHash, Subject};
use hearth_model::sign::{DeviceKey, Verified};

use crate::blob::{PIECE_OVERHEAD, Piece};
use crate::chunk::Packer;
use crate::error::WriteError;
use crate::limits::{CONTAINER_VERSION, HEADER_LEN, MAGIC, MAX_BLOB, MAX_MANIFEST, SIGNATURE_LEN};
use crate::manifest::{ChunkKind, Counts, Entry, Heading, Manifest, Purpose};

/// A piece of a blob is not worth less room than this at the end of a chunk.
const SHORTEST_PIECE: usize = 4_096;

/// What was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Written {
    /// Length of the file.
    pub bytes: u64,
    /// What it unpacks to; readers refuse more than their [`crate::Limits::raw_bytes`].
    pub raw_bytes: u64,
    /// What is in it.
    pub counts: Counts,
}

/// Collects the contents of a bundle; memory stays flat.
///
/// The same contents in the same order with the same heading and key give the same bytes.
pub struct BundleWriter<S: Write> {
    heading: Heading,
    scratch: BufWriter<S>,
    packer: Packer,
    kind: ChunkKind,
    chunks: Vec<Entry>,
    counts: Counts,
    last_subject: Option<Subject>,
}

impl BundleWriter<File> {
    /// Starts a bundle to be saved as `path`; chunks wait in an unnamed file in the same folder.
    ///
    /// # Errors
    /// [`WriteError::Heading`]; [`WriteError::Save`] when the folder cannot be written.
    pub fn beside(path: &Path, heading: Heading) -> Result<Self, WriteError> {
        let scratch =
            tempfile::tempfile_in(folder(path)).map_err(|source| not_saved(path, source))?;
        Self::new(heading, scratch)
    }
}

impl<S: Read + Write + Seek> BundleWriter<S> {
    /// Starts a bundle whose chunks wait in `scratch`, which is empty.
    ///
    /// # Errors
    /// [`WriteError::Heading`] when the heading is outside the limits of the format.
    pub fn new(heading: Heading, scratch: S) -> Result<Self, WriteError> {
        heading
            .check()
            .map_err(|part| WriteError::Heading { part })?;
        Ok(Self {
            heading,
            scratch: BufWriter::new(scratch),
            packer: Packer::new().map_err(WriteError::Io)?,
            kind: ChunkKind::Governance,
            chunks: vec![],
            counts: Counts::default(),
            last_subject: None,
        })
    }

    /// Adds a change: governance changes first, then the others, those of one lesson next to each other.
    ///
    /// # Errors
    /// [`WriteError::Order`], [`WriteError::OtherCommunity`], [`WriteError::Io`].
    pub fn change(&mut self, change: &Verified<Change>) -> Result<(), WriteError> {
        let found = change.community();
        if self.heading.community != Some(found) {
            return Err(WriteError::OtherCommunity { found });
        }
        let is_governance = change.header().kind < FIRST_CONTENT_KIND;
        let kind = match is_governance {
            true => ChunkKind::Governance,
            false => ChunkKind::Content,
        };
        self.enter(kind)?;
        self.item(&change.encode())?;
        match is_governance {
            true => self.counts.governance = self.counts.governance.saturating_add(1),
            false => self.count_content(change.header().subject),
        }
        Ok(())
    }

    /// Adds an attachment, after all changes.
    ///
    /// # Errors
    /// [`WriteError::BlobHash`], [`WriteError::BlobTooLarge`], [`WriteError::Io`].
    pub fn blob(&mut self, hash: BlobHash, bytes: &[u8]) -> Result<(), WriteError> {
        let len = bytes.len();
        if len as u64 > MAX_BLOB {
            return Err(WriteError::BlobTooLarge { hash, len });
        }
        if blake3::hash(bytes) != *hash.as_bytes() {
            return Err(WriteError::BlobHash { hash });
        }
        self.enter(ChunkKind::Blobs)?;
        self.counts.blobs = self.counts.blobs.saturating_add(1);
        self.pieces(hash, bytes)
    }

    fn count_content(&mut self, subject: Subject) {
        self.counts.content = self.counts.content.saturating_add(1);
        if self.last_subject != Some(subject) {
            self.counts.lessons = self.counts.lessons.saturating_add(1);
        }
        self.last_subject = Some(subject);
    }

    fn pieces(&mut self, hash: BlobHash, bytes: &[u8]) -> Result<(), WriteError> {
        let total = bytes.len() as u64;
        let mut rest = bytes;
        loop {
            let offset = total.saturating_sub(rest.len() as u64);
            let room = self.packer.room().saturating_sub(PIECE_OVERHEAD);
            if room < rest.len().min(SHORTEST_PIECE) {
                self.flush()?;
                continue;
            }
            let (bytes, later) = rest.split_at_checked(room).unwrap_or((rest, &[]));
            let piece = Piece {
                hash,
                offset,
                total,
                bytes,
            };
            self.item(&piece.encode())?;
            rest = later;
            if rest.is_empty() {
                return Ok(());
            }
        }
    }

    /// Moves on to the part of `kind`.
    fn enter(&mut self, kind: ChunkKind) -> Result<(), WriteError> {
        if kind < self.kind {
            return Err(WriteError::Order);
        }
        if kind > self.kind {
            self.flush()?;
            self.kind = kind;
        }
        Ok(())
    }

    fn item(&mut self, item: &[u8]) -> Result<(), WriteError> {
        if self.packer.room() < item.len() {
            self.flush()?;
        }
        self.packer.push(item);
        Ok(())
    }

    fn flush(&mut self) -> Result<(), WriteError> {
        let packed = self.packer.pack(self.kind).map_err(WriteError::Io)?;
        if let Some((entry, compressed)) = packed {
            self.scratch
                .write_all(&compressed)
                .map_err(WriteError::Io)?;
            self.chunks.push(entry);
        }
        Ok(())
    }

    /// Writes the whole bundle to `out`, signed by `key`.
    ///
    /// # Errors
    /// [`WriteError::ManifestTooLarge`], [`WriteError::Io`].
    pub fn finish(mut self, key: &DeviceKey, out: &mut impl Write) -> Result<Written, WriteError> {
        self.flush()?;
        let manifest = Manifest {
            heading: self.heading,
            sender: key.device(),
            counts: self.counts,
            chunks: self.chunks,
        };
        let bytes = manifest.encode();
        let would = bytes.len() as u64;
        if would > MAX_MANIFEST {
            return Err(WriteError::ManifestTooLarge {
                would,
                limit: MAX_MANIFEST,
            });
        }
        write_head(key, &bytes, out)
            .and_then(|()| copy_chunks(self.scratch, out))
            .map_err(WriteError::Io)?;
        let head = HEADER_LEN
            .saturating_add(would)
            .saturating_add(SIGNATURE_LEN);
        Ok(Written {
            bytes: head.saturating_add(manifest.compressed_len()),
            raw_bytes: manifest.raw_len(),
            counts: manifest.counts,
        })
    }

    /// Writes the whole bundle to `path`, in place of what may be there: either all of it is there afterwards, or what was before.
    ///
    /// An invitation can be read by its owner only, because it lets in whoever holds it.
    ///
    /// # Errors
    /// [`WriteError::Save`] and those of [`BundleWriter::finish`].
    pub fn save(self, key: &DeviceKey, path: &Path) -> Result<Written, WriteError> {
        let is_secret = matches!(self.heading.purpose, Purpose::Invitation(_));
        let mut file =
            unfinished_file(path, is_secret).map_err(|source| not_saved(path, source))?;
        let written = self
            .finish(key, file.as_file_mut())
            .map_err(|error| match error {
                WriteError::Io(source) => not_saved(path, source),
                error => error,
            })?;
        put_in_place(file, path).map_err(|source| not_saved(path, source))?;
        Ok(written)
    }
}

fn write_head(key: &DeviceKey, manifest: &[u8], out: &mut impl Write) -> io::Result<()> {
    let manifest_len = u32::try_from(manifest.len()).map_err(io::Error::other)?;
    out.write_all(&MAGIC)?;
    out.write_all(&CONTAINER_VERSION.to_le_bytes())?;
    out.write_all(&manifest_len.to_le_bytes())?;
    out.write_all(manifest)?;
    out.write_all(&key.sign_manifest(manifest))
}

fn copy_chunks<S: Read + Write + Seek>(
    scratch: BufWriter<S>,
    out: &mut impl Write,
) -> io::Result<()> {
    let mut scratch = scratch.into_inner().map_err(|error| error.into_error())?;
    scratch.rewind()?;
    io::copy(&mut scratch, out)?;
    out.flush()
}

fn folder(path: &Path) -> &Path {
    path.parent()
        .filter(|folder| !folder.as_os_str().is_empty())
        .unwrap_or(Path::new("."))
}

fn not_saved(path: &Path, source: io::Error) -> WriteError {
    WriteError::Save {
        path: path.to_owned(),
        source,
    }
}

fn unfinished_file(path: &Path, is_secret: bool) -> io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    builder.prefix(".").suffix(".hearth-part");
    if !is_secret {
        share(&mut builder);
    }
    builder.tempfile_in(folder(path))
}

/// Temporary files are for their owner only; a bundle in a shared folder is for whoever the folder is for.
#[cfg(unix)]
fn share(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn share(_: &mut tempfile::Builder<'_, '_>) {}

fn put_in_place(file: tempfile::NamedTempFile, path: &Path) -> io::Result<()> {
    file.as_file().sync_all()?;
    file.persist(path).map_err(|error| error.error)?;
    sync_folder(folder(path))
}

/// Makes the new name survive a power cut; elsewhere the file system sees to it.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}

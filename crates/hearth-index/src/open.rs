//! Opening the directory: use what is there, or quietly start over.
//!
//! Whatever is wrong with an index on disk, the answer is the same: it is a cache, make a new one.
//! Only files of an index are ever deleted, and only while holding its writer's lock.

use std::ffi::OsStr;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use tantivy::directory::{Directory, INDEX_WRITER_LOCK, MmapDirectory};
use tantivy::{IndexReader, ReloadPolicy};

use crate::analysis::{STEMS, SURFACES, stem_analyzer, surface_analyzer};
use crate::committed::Committed;
use crate::error::IndexError;
use crate::integrity::{CHECKED, check_new};
use crate::schema::{Fields, Stamp, VERSION};

/// How opening went. None of these needs the user's attention.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Opened {
    /// The index on disk is in use; feed it from its position on.
    Existing,
    /// A new, empty index was made on disk; feed it everything.
    Fresh(FreshReason),
    /// The disk would not have it, so the index lives in memory until the program ends.
    InMemory(FreshReason),
}

/// Why an index had to be made anew.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FreshReason {
    /// There was none.
    Missing,
    /// There was one, and its bytes make no sense.
    Damaged(String),
    /// It was written by another version of Hearth.
    OtherVersion,
    /// It is a Tantivy index, and not ours.
    Foreign,
    /// It was asked for (`Index::reset`).
    Asked,
}

/// The file that remembers that damage was met while reading.
const DAMAGE_MARK: &str = "damaged";
const META: &str = "meta.json";

/// An opened Tantivy index and its reader.
pub(crate) struct Handle {
    pub(crate) tantivy: tantivy::Index,
    pub(crate) reader: IndexReader,
}

impl Handle {
    fn new(tantivy: tantivy::Index) -> tantivy::Result<Handle> {
        tantivy.tokenizers().register(STEMS, stem_analyzer());
        tantivy.tokenizers().register(SURFACES, surface_analyzer());
        let reader = tantivy
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .try_into()?;
        Ok(Handle { tantivy, reader })
    }

    /// Opens the newest commit.
    ///
    /// The position is read first: should another process commit in between, the index holds more
    /// than its position says, which costs a few lessons indexed twice and loses none.
    pub(crate) fn read(&self, fields: &Fields) -> tantivy::Result<Committed> {
        let payload = self.tantivy.load_metas()?.payload;
        let stamp = payload.as_deref().and_then(Stamp::parse);
        self.reader.reload()?;
        Committed::read(
            &self.reader.searcher(),
            fields,
            stamp.map_or(0, |stamp| stamp.position),
        )
    }
}

/// Opens the index in `dir`, or makes one there, or failing that in memory.
pub(crate) fn open(dir: &Path, fields: &Fields) -> Result<(Handle, Committed, Opened), IndexError> {
    match existing(dir, fields) {
        Ok((handle, committed)) => Ok((handle, committed, Opened::Existing)),
        Err(reason) => fresh(dir, fields, reason),
    }
}

/// Makes an empty index in `dir` in place of whatever is there.
pub(crate) fn fresh(
    dir: &Path,
    fields: &Fields,
    reason: FreshReason,
) -> Result<(Handle, Committed, Opened), IndexError> {
    let create = |source| IndexError::Create {
        path: dir.to_owned(),
        source,
    };
    if let Ok(handle) = on_disk(dir, fields) {
        let committed = handle.read(fields).map_err(create)?;
        return Ok((handle, committed, Opened::Fresh(reason)));
    }
    let handle = in_memory(fields)?;
    let committed = handle.read(fields).map_err(create)?;
    Ok((handle, committed, Opened::InMemory(reason)))
}

/// Makes an empty index that is gone when the program ends.
pub(crate) fn in_memory(fields: &Fields) -> Result<Handle, IndexError> {
    let created = tantivy::Index::create_in_ram(fields.schema.clone());
    Handle::new(created).map_err(|source| IndexError::Create {
        path: PathBuf::from("memory"),
        source,
    })
}

/// Leaves a mark so that the next start makes a new index without trying the old one.
pub(crate) fn mark_damaged(dir: &Path) {
    // Best effort: without the mark the next start meets the same damage and ends up here again.
    let _ = std::fs::write(dir.join(DAMAGE_MARK), b"");
}

/// Runs `read`, turning the panics with which Tantivy meets damaged bytes into errors.
pub(crate) fn guarded<T>(read: impl FnOnce() -> Result<T, IndexError>) -> Result<T, IndexError> {
    catch_unwind(AssertUnwindSafe(read)).unwrap_or_else(|panic| {
        let said = panic.downcast_ref::<String>().map(String::as_str);
        let said = said.or_else(|| panic.downcast_ref::<&str>().copied());
        Err(IndexError::Damaged(
            said.unwrap_or("a reader gave up").to_owned(),
        ))
    })
}

fn existing(dir: &Path, fields: &Fields) -> Result<(Handle, Committed), FreshReason> {
    if dir.join(DAMAGE_MARK).exists() {
        return Err(FreshReason::Damaged(
            "damage was met when it was last used".into(),
        ));
    }
    if !dir.join(META).exists() {
        let is_empty = std::fs::read_dir(dir).map_or(true, |mut files| files.next().is_none());
        return Err(match is_empty {
            true => FreshReason::Missing,
            false => FreshReason::Damaged(format!("{META} is missing")),
        });
    }
    let mut reason = None;
    let opened = guarded(|| {
        let tantivy = tantivy::Index::open_in_dir(dir).map_err(IndexError::reading)?;
        reason = not_ours(&tantivy, fields).map_err(IndexError::reading)?;
        if let Some(reason) = &reason {
            return Err(IndexError::Damaged(format!("{reason:?}")));
        }
        check_new(dir, &tantivy)?;
        let handle = Handle::new(tantivy).map_err(IndexError::reading)?;
        let committed = handle.read(fields).map_err(IndexError::reading)?;
        Ok((handle, committed))
    });
    opened.map_err(|error| reason.unwrap_or_else(|| FreshReason::Damaged(said_by(&error))))
}

/// An error with its causes, for a log.
fn said_by(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}

fn not_ours(tantivy: &tantivy::Index, fields: &Fields) -> tantivy::Result<Option<FreshReason>> {
    let metas = tantivy.load_metas()?;
    let is_empty = metas.segments.is_empty();
    let stamp = metas.payload.as_deref().and_then(Stamp::parse);
    let same_schema = tantivy.schema() == fields.schema;
    Ok(match stamp {
        Some(stamp) if stamp.version == VERSION && same_schema => None,
        Some(_) => Some(FreshReason::OtherVersion),
        None if same_schema && is_empty && metas.payload.is_none() => None,
        None => Some(FreshReason::Foreign),
    })
}

fn on_disk(dir: &Path, fields: &Fields) -> tantivy::Result<Handle> {
    std::fs::create_dir_all(dir)?;
    let lock = MmapDirectory::open(dir)?
        .acquire_lock(&INDEX_WRITER_LOCK)
        .map_err(|error| {
            tantivy::TantivyError::LockFailure(
                error,
                Some("another process writes this index".into()),
            )
        })?;
    for file in tantivy_files(dir)? {
        std::fs::remove_file(file)?;
    }
    let created = tantivy::Index::create_in_dir(dir, fields.schema.clone())?;
    drop(lock);
    Handle::new(created)
}

/// The files of `dir` that make up an index; its locks are left in place.
fn tantivy_files(dir: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        let name = path.file_name().and_then(OsStr::to_str).unwrap_or_default();
        let is_segment = name.split_once('.').is_some_and(|(id, _)| {
            id.len() == 32 && id.bytes().all(|byte| byte.is_ascii_hexdigit())
        });
        if is_segment || [META, ".managed.json", DAMAGE_MARK, CHECKED].contains(&name) {
            files.push(path);
        }
    }
    Ok(files)
}

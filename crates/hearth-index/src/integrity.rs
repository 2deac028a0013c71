//! Whether the files on disk are the bytes that were written.
//!
//! Tantivy ends each segment file with a checksum and does not look at it when it opens the file;
//! what it then makes of damaged bytes may be a panic or a request for more memory than there is.
//! So every file is checked before it is first believed. Segment files are written once and never
//! again: which were checked, with length and time of writing, is kept in a list beside them, so
//! that a start reads only what is new.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use tantivy::directory::error::OpenReadError;

use crate::error::IndexError;

/// The list of checked files: one `name length nanoseconds` a line.
pub(crate) const CHECKED: &str = "checked";

/// Length, and when it was written in Unix nanoseconds.
type Look = (u64, u128);

/// Checks the files of the newest commit that are not on the list of checked files yet.
///
/// # Errors
/// `IndexError::Damaged`, naming a file whose bytes are not those that were written.
pub(crate) fn check_new(dir: &Path, tantivy: &tantivy::Index) -> Result<(), IndexError> {
    let known = read_list(dir);
    let files = look_at_files(dir, tantivy)?;
    for (name, look) in &files {
        match known.get(name) {
            Some(before) if before == look => continue,
            // A copied file has another time; nothing has a reason to have another length.
            Some((length, _)) if *length != look.0 => return Err(damaged(name)),
            Some(_) | None => check(tantivy, name)?,
        }
    }
    write_list(dir, &files);
    Ok(())
}

/// Checks every file of the newest commit. Reads all of it.
///
/// # Errors
/// As [`check_new`].
pub(crate) fn check_all(dir: &Path, tantivy: &tantivy::Index) -> Result<(), IndexError> {
    look_at_files(dir, tantivy)?
        .keys()
        .try_for_each(|name| check(tantivy, name))
}

/// Puts the files of the newest commit on the list; for whoever has just written them.
pub(crate) fn note(dir: &Path, tantivy: &tantivy::Index) {
    if let Ok(files) = look_at_files(dir, tantivy) {
        write_list(dir, &files);
    }
}

fn check(tantivy: &tantivy::Index, name: &str) -> Result<(), IndexError> {
    match tantivy.directory().validate_checksum(Path::new(name)) {
        Ok(true) => Ok(()),
        // A merge has replaced it since the commit was read.
        Err(OpenReadError::FileDoesNotExist(_)) => Ok(()),
        Ok(false) | Err(_) => Err(damaged(name)),
    }
}

fn damaged(name: &str) -> IndexError {
    IndexError::Damaged(format!("{name} is not as it was written"))
}

/// The files the newest commit names and that exist; whether some are missing, opening will tell.
fn look_at_files(
    dir: &Path,
    tantivy: &tantivy::Index,
) -> Result<BTreeMap<String, Look>, IndexError> {
    let metas = tantivy.load_metas().map_err(IndexError::reading)?;
    let looks = metas
        .list_segment_files()
        .into_iter()
        .filter_map(|file: PathBuf| {
            let found = std::fs::metadata(dir.join(&file)).ok()?;
            let written = found.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
            Some((file.to_str()?.to_owned(), (found.len(), written.as_nanos())))
        });
    Ok(looks.collect())
}

fn read_list(dir: &Path) -> BTreeMap<String, Look> {
    let list = std::fs::read_to_string(dir.join(CHECKED)).unwrap_or_default();
    let parse = |line: &str| {
        let mut parts = line.split(' ');
        let name = parts.next()?.to_owned();
        Some((
            name,
            (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?),
        ))
    };
    list.lines().filter_map(parse).collect()
}

fn write_list(dir: &Path, files: &BTreeMap<String, Look>) {
    if read_list(dir) == *files {
        return;
    }
    let lines: Vec<String> = files
        .iter()
        .map(|(name, (length, written))| format!("{name} {length} {written}\n"))
        .collect();
    // Best effort: without the list the next start reads more.
    let _ = std::fs::write(dir.join(CHECKED), lines.concat());
}

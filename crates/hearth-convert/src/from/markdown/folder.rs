//! Which files a folder holds.
//!
//! Nothing outside the folder is ever opened: a symbolic link is followed only to a file that lies
//! inside, and never to a folder, so no walk can go in circles.

use std::collections::BTreeSet;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

/// The deepest folder that is looked into.
const MAX_DEPTH: usize = 64;

/// A Markdown file.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Found {
    /// Its path within the folder.
    pub(super) path: PathBuf,
}

/// What was passed over while listing a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Passed {
    /// Files and folders whose name begins with a dot.
    pub hidden: u64,
    /// Files that are not Markdown.
    pub others: u64,
    /// Symbolic links that lead outside the folder, to a folder, or nowhere.
    pub links: Vec<PathBuf>,
    /// Folders that cannot be listed or are nested too deep.
    pub unreadable: Vec<PathBuf>,
}

/// The files of a folder.
#[derive(Debug, Default)]
pub(super) struct Listing {
    /// Markdown files in the order of their paths.
    pub(super) files: Vec<Found>,
    /// All other files.
    pub(super) others: BTreeSet<PathBuf>,
    pub(super) passed: Passed,
}

/// Lists everything below `root`, which must be in canonical form.
pub(super) fn list(root: &Path) -> io::Result<Listing> {
    let mut listing = Listing::default();
    let mut folders = vec![PathBuf::new()];
    while let Some(folder) = folders.pop() {
        let deep = folder.components().count() > MAX_DEPTH;
        let entries = match std::fs::read_dir(root.join(&folder)) {
            Ok(entries) if !deep => entries,
            Err(error) if folder.as_os_str().is_empty() => return Err(error),
            Ok(_) | Err(_) => {
                listing.passed.unreadable.push(folder);
                continue;
            }
        };
        for entry in entries {
            let entry = entry?;
            let path = folder.join(entry.file_name());
            folders.extend(listing.add(root, path, &entry));
        }
    }
    listing.files.sort();
    listing.passed.links.sort();
    listing.passed.unreadable.sort();
    listing.passed.others = listing.others.len() as u64;
    Ok(listing)
}

impl Listing {
    /// Notes an entry; returns it when it is a folder to look into.
    fn add(&mut self, root: &Path, path: PathBuf, entry: &DirEntry) -> Option<PathBuf> {
        if entry.file_name().as_encoded_bytes().starts_with(b".") {
            self.passed.hidden = self.passed.hidden.saturating_add(1);
            return None;
        }
        match entry.file_type() {
            Ok(kind) if kind.is_dir() => return Some(path),
            Ok(kind) if kind.is_file() => self.add_file(path),
            Ok(kind) if kind.is_symlink() && leads_inside(root, &entry.path()) => {
                self.add_file(path)
            }
            Ok(kind) if kind.is_symlink() => self.passed.links.push(path),
            // Pipes, sockets and devices hold no notes.
            Ok(_) | Err(_) => self.passed.unreadable.push(path),
        }
        None
    }

    fn add_file(&mut self, path: PathBuf) {
        let extension = path
            .extension()
            .map(|extension| extension.to_ascii_lowercase());
        if extension.is_some_and(|extension| extension == "md" || extension == "markdown") {
            self.files.push(Found { path });
        } else {
            self.others.insert(path);
        }
    }
}

/// Whether a symbolic link leads to a file inside `root`.
fn leads_inside(root: &Path, link: &Path) -> bool {
    link.canonicalize()
        .is_ok_and(|target| target.starts_with(root) && target.is_file())
}

//! A folder of Markdown files with front matter, as note-taking programs keep them.
//!
//! The fields and their meaning are those of `docs/format/markdown-folder.md`. Opening a folder lists
//! its files and reads their names and front matter, so that links between files can be understood;
//! then the files are read one at a time, in the order of their paths. A file that gives no lesson
//! is an error with its path, and the next file follows.

mod folder;
mod front_matter;
mod names;

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use hearth_text::markdown::{Reference, references};

pub use folder::Passed;
use folder::{Found, Listing};
use names::Names;

use super::record::{Defaults, MAX_LINKS, Record, RecordError};
use super::title::first_heading;
use crate::foreign::{ForeignAttachment, ForeignLesson, ForeignLink, Skipped};

/// The system of files that name their own id.
pub const SYSTEM: &str = "markdown";

/// The longest file.
pub const MAX_FILE_BYTES: u64 = 4 << 20;

/// How a folder is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Options {
    /// Whether the names of the folders around a file are tags of its lesson.
    pub folders_as_tags: bool,
}

/// Why a file gives no lesson.
#[derive(Debug, thiserror::Error)]
pub enum FileProblem {
    /// Bytes that are not UTF-8.
    #[error("the file is not UTF-8 text")]
    NotText,
    /// Longer than [`MAX_FILE_BYTES`].
    #[error("the file is longer than 4 MiB")]
    TooLong,
    /// Text without a lesson in it.
    #[error(transparent)]
    Record(#[from] RecordError),
    /// It cannot be read.
    #[error("read the file")]
    Read(#[source] io::Error),
}

/// A file that gives no lesson.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}", path.display())]
pub struct FileError {
    /// Its path within the folder.
    pub path: PathBuf,
    /// What is wrong with it.
    #[source]
    pub problem: FileProblem,
}

/// A folder whose files are known.
#[derive(Debug)]
pub struct Folder {
    root: PathBuf,
    options: Options,
    listing: Listing,
    names: Names,
}

impl Folder {
    /// Lists the files below `root` and reads their front matter.
    ///
    /// # Errors
    /// When `root` itself cannot be listed; what cannot be read below it is noted or, for a
    /// Markdown file, comes up again as its [`FileError`].
    pub fn open(root: &Path, options: Options) -> io::Result<Self> {
        let root = root.canonicalize()?;
        let listing = folder::list(&root)?;
        let mut names = Names::new(&root);
        for file in &listing.files {
            names.add(
                &file.path,
                &head(&root.join(&file.path)).unwrap_or_default(),
            );
        }
        Ok(Folder {
            root,
            options,
            listing,
            names,
        })
    }

    /// How many Markdown files there are.
    pub fn n_files(&self) -> usize {
        self.listing.files.len()
    }

    /// What was passed over while listing: hidden files, other files, symbolic links.
    pub fn passed(&self) -> &Passed {
        &self.listing.passed
    }

    /// Reads the files one at a time, in the order of their paths.
    pub fn lessons(&self) -> impl Iterator<Item = Result<ForeignLesson, FileError>> + '_ {
        self.listing.files.iter().map(|file| {
            self.lesson(file).map_err(|problem| FileError {
                path: file.path.clone(),
                problem,
            })
        })
    }

    fn lesson(&self, file: &Found) -> Result<ForeignLesson, FileProblem> {
        let text = read(&self.root.join(&file.path))?;
        let (mut record, body) = record(&text);
        let (heading, body) = match first_heading(body) {
            Some((heading, rest)) if !record.has("title") => (Some(heading), rest),
            _ => (None, body),
        };
        record.put("body", body.trim_matches('\n'));
        let given_id = record.has("id");
        let system = if given_id {
            SYSTEM.to_owned()
        } else {
            self.names.system()
        };
        let defaults = Defaults {
            system: &system,
            id: Some(names::path_id(&file.path)),
            kind: LessonKind::Story,
            title: heading.or_else(|| names::words(&file.path)),
        };
        let mut lesson = record.into_lesson(defaults)?;
        self.follow(&mut lesson, &file.path);
        if self.options.folders_as_tags {
            lesson.tags.extend(names::folders(&file.path));
        }
        Ok(lesson)
    }

    /// Finds the files that the body mentions.
    fn follow(&self, lesson: &mut ForeignLesson, from: &Path) {
        lesson.mentions.clear();
        let body = std::mem::take(&mut lesson.body);
        references(&body, |reference| {
            let (mention, found, shown) = match reference {
                Reference::Wiki(name) => (name, self.names.wiki(name), false),
                Reference::Link(address) => (address, self.names.link(from, address), false),
                Reference::Image(address) => (address, self.names.link(from, address), true),
            };
            match found {
                names::Target::Lesson(id) => mention_lesson(lesson, mention, id),
                names::Target::Beside(path) => self.attach(lesson, mention, path, shown),
                names::Target::Missing => lesson.skipped.push(lost(mention)),
                names::Target::Elsewhere => {}
            }
        });
        lesson.body = body;
    }

    fn attach(&self, lesson: &mut ForeignLesson, mention: &str, path: PathBuf, shown: bool) {
        let attachments = &mut lesson.attachments;
        if !self.listing.others.contains(&path) {
            lesson.skipped.push(lost(mention));
        } else if attachments
            .iter()
            .any(|other| other.mention == mention && other.shown == shown)
        {
            // Mentioned before.
        } else if attachments.len() >= MAX_LINKS {
            lesson
                .skipped
                .push(Skipped::new("attachments", "are more than 1,000"));
        } else {
            let mention = mention.to_owned();
            attachments.push(ForeignAttachment {
                path,
                mention,
                shown,
            });
        }
    }
}

fn lost(mention: &str) -> Skipped {
    Skipped::new("link", "leads to no file in the folder").with_detail(mention)
}

fn mention_lesson(lesson: &mut ForeignLesson, mention: &str, id: &str) {
    let links = &mut lesson.links;
    let known = id == lesson.external.id || links.iter().any(|link| link.to == id);
    if !known && links.len() < MAX_LINKS {
        links.push(ForeignLink {
            kind: LinkType::RelatesTo,
            to: id.to_owned(),
        });
    }
    lesson.mentions.insert(mention.to_owned(), id.to_owned());
}

/// The front matter as a record, and the text below it.
fn record(text: &str) -> (Record, &str) {
    let (front, body) = front_matter::split(text);
    let Some(front) = front else {
        return (Record::new(serde_json::Map::new()), body);
    };
    match front_matter::read(front) {
        Ok(values) => (Record::new(values), body),
        Err(problem) => {
            let mut record = Record::new(serde_json::Map::new());
            record.skip_with("front matter", "cannot be read", problem.to_string());
            (record, body)
        }
    }
}

/// Reads a whole file as text with line feeds between lines.
fn read(path: &Path) -> Result<String, FileProblem> {
    let bytes = read_up_to(path, MAX_FILE_BYTES.saturating_add(1)).map_err(FileProblem::Read)?;
    if u64::try_from(bytes.len()).is_ok_and(|len| len > MAX_FILE_BYTES) {
        return Err(FileProblem::TooLong);
    }
    let text = String::from_utf8(bytes).map_err(|_| FileProblem::NotText)?;
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n"))
}

/// The front matter of a file, as far as it can be read.
fn head(path: &Path) -> Option<serde_json::Map<String, serde_json::Value>> {
    let bytes = read_up_to(path, front_matter::MAX_BYTES).ok()?;
    let text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    let (front, _) = front_matter::split(text.strip_prefix('\u{FEFF}').unwrap_or(&text));
    front_matter::read(front?).ok()
}

fn read_up_to(path: &Path, limit: u64) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    std::fs::File::open(path)?
        .take(limit)
        .read_to_end(&mut bytes)?;
    Ok(bytes)
}

//! What the engine asks of the program around it.

use std::io;
use std::path::PathBuf;

use serde_json::{Value, json};

use crate::wire::exchange::ChosenFile;

/// What a person is asked to choose.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// A Hearth file to bring in.
    Bundle,
    /// An invitation to join with.
    Invitation,
}

/// What the page hears without asking.
#[derive(Clone, Debug)]
pub enum Event {
    /// Lessons that moved; an empty list means that everything may have.
    Changed {
        /// UUIDs.
        lessons: Vec<String>,
    },
    /// A Hearth file was dropped on the window or opened from the desktop.
    FileOffered(ChosenFile),
    /// A link was opened from outside; the page reads it and goes there, or says that it cannot.
    LinkFollowed(String),
    /// How far long work is.
    Progress {
        /// `preview`, `bring-in` or `give`.
        job: &'static str,
        /// Steps done.
        done: u64,
        /// All steps; 0 while not known.
        total: u64,
        /// What the steps are.
        label: &'static str,
    },
}

impl Event {
    /// Returns the name that the page listens to.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Changed { .. } => "changed",
            Self::FileOffered(_) => "file-offered",
            Self::LinkFollowed(_) => "link-followed",
            Self::Progress { .. } => "progress",
        }
    }

    /// Returns what the page is given.
    pub fn payload(&self) -> Value {
        match self {
            Self::Changed { lessons } => json!({ "lessons": lessons }),
            Self::FileOffered(file) => json!(file),
            Self::LinkFollowed(link) => json!({ "link": link }),
            Self::Progress {
                job,
                done,
                total,
                label,
            } => json!({ "job": job, "done": done, "total": total, "label": label }),
        }
    }
}

/// The program around the engine: a window, a test server, a test.
pub trait Shell: Send + Sync {
    /// Asks the person for a file to open; `None` when they chose none.
    fn choose_open(&self, wanted: Wanted) -> Option<PathBuf>;

    /// Asks the person where to save a file, `name` being a suggestion; `None` when they chose nothing.
    fn choose_save(&self, name: &str) -> Option<PathBuf>;

    /// Opens a checked address with the program that the person uses for it.
    ///
    /// # Errors
    /// What the system says.
    fn open_link(&self, url: &str) -> io::Result<()>;

    /// Tells the page.
    fn send(&self, event: Event);
}

//! What can go wrong in a task, said so that the reader knows what to do next.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why a task stopped.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The task was called with an option it does not have.
    Usage(String),
    /// A program could not be started.
    Start { program: String, source: io::Error },
    /// A program ended with something other than 0.
    Ended { call: String, status: String },
    /// A file or folder could not be read or written.
    File {
        doing: &'static str,
        path: PathBuf,
        source: io::Error,
    },
    /// Somebody has to do something first; the text says what.
    Needs(String),
    /// Rules are broken; which ones is on the screen.
    Rules { n: usize },
    /// Steps failed; the account is on the screen, and its last line stays the last.
    Steps { n: usize },
}

impl Failure {
    /// Returns a closure for `map_err` that keeps the path.
    pub(crate) fn file(
        doing: &'static str,
        path: impl AsRef<Path>,
    ) -> impl FnOnce(io::Error) -> Self {
        let path = path.as_ref().to_path_buf();
        move |source| Self::File {
            doing,
            path,
            source,
        }
    }

    /// Tells whether there is something to add to what is on the screen.
    pub(crate) fn is_worth_saying(&self) -> bool {
        !matches!(self, Self::Steps { .. })
    }

    /// Returns 2 for a wrong call and 1 for everything else.
    pub(crate) fn exit_code(&self) -> u8 {
        match self {
            Self::Usage(_) => 2,
            _ => 1,
        }
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Usage(text) | Self::Needs(text) => f.write_str(text),
            Self::Start { program, source } => write!(f, "start {program}: {source}"),
            Self::Ended { call, status } => write!(f, "{call}\nended with {status}"),
            Self::File {
                doing,
                path,
                source,
            } => write!(f, "{doing} {}: {source}", path.display()),
            Self::Rules { n } => write!(
                f,
                "{n} broken rules; each rule's reason is in xtask/src/tidy"
            ),
            Self::Steps { n } => write!(f, "{n} steps failed"),
        }
    }
}

/// Refuses every option that is not in `known`.
pub(crate) fn only_options(given: &[String], known: &[&str]) -> Result<(), Failure> {
    match given
        .iter()
        .find(|option| !known.contains(&option.as_str()))
    {
        None => Ok(()),
        Some(option) if known.is_empty() => Err(Failure::Usage(format!(
            "This task takes no options, and was given \"{option}\"."
        ))),
        Some(option) => Err(Failure::Usage(format!(
            "There is no option \"{option}\" here. Known: {}",
            known.join(", ")
        ))),
    }
}

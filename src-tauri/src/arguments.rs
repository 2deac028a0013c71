//! `hearth-app [--home DIR] [FILE…]`: where the home is, and files opened from the desktop.

use std::ffi::OsString;
use std::path::PathBuf;

use hearth_api::ApiError;
use hearth_api::core::Home;

/// What the program was started with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The home folder, when one was named.
    home: Option<PathBuf>,
    /// Files to offer.
    pub(crate) files: Vec<PathBuf>,
}

impl Arguments {
    /// Reads the arguments, the program's name first. What is not known is passed over: desktops
    /// add arguments of their own.
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut read = Self {
            home: None,
            files: vec![],
        };
        let mut arguments = arguments.into_iter().skip(1);
        while let Some(argument) = arguments.next() {
            if argument == "--home" {
                read.home = arguments.next().map(PathBuf::from);
            } else if !argument.to_string_lossy().starts_with('-') {
                read.files.push(PathBuf::from(argument));
            }
        }
        read
    }

    /// The home: named here, in `HEARTH_HOME`, or the person's own.
    ///
    /// # Errors
    /// When the system names no place for a person's data.
    pub(crate) fn home(&self) -> Result<Home, ApiError> {
        let named = self.home.clone();
        let named = named.or_else(|| std::env::var_os("HEARTH_HOME").map(PathBuf::from));
        match named {
            Some(path) => Ok(Home::at(path)),
            None => Ok(Home::of_this_person()?),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_home_and_files_are_told_apart() {
        let read = |line: &str| Arguments::read(line.split(' ').map(OsString::from));
        assert_eq!(
            read("hearth-app --home /h a.hearth --flag b.hearth"),
            Arguments {
                home: Some("/h".into()),
                files: vec!["a.hearth".into(), "b.hearth".into()],
            }
        );
        assert_eq!(read("hearth-app").files, Vec::<PathBuf>::new());
    }
}

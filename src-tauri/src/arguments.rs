//! `hearth-app [--home DIR] [FILE or LINK…]`: where the home is, and what was opened from the desktop.

use std::ffi::OsString;
use std::path::PathBuf;

use hearth_api::ApiError;
use hearth_api::core::{Home, Wish};

/// What the program was started with.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Arguments {
    /// The home folder, when one was named.
    home: Option<PathBuf>,
    /// Files to offer and links to follow.
    pub(crate) wishes: Vec<Wish>,
}

impl Arguments {
    /// Reads the arguments, the program's name first. What is not known is passed over: desktops
    /// add arguments of their own.
    pub(crate) fn read(arguments: impl IntoIterator<Item = OsString>) -> Self {
        let mut read = Self {
            home: None,
            wishes: vec![],
        };
        let mut arguments = arguments.into_iter().skip(1);
        while let Some(argument) = arguments.next() {
            if argument == "--home" {
                read.home = arguments.next().map(PathBuf::from);
            } else if argument.to_string_lossy().starts_with("hearth://") {
                let link = argument.to_string_lossy().into_owned();
                read.wishes.push(Wish::Link(link));
            } else if !argument.to_string_lossy().starts_with('-') {
                let path = PathBuf::from(argument);
                let whole = std::path::absolute(&path).unwrap_or(path);
                read.wishes.push(Wish::File(whole));
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
            read("hearth-app --home /h /a.hearth --flag hearth://item/7"),
            Arguments {
                home: Some("/h".into()),
                wishes: vec![
                    Wish::File("/a.hearth".into()),
                    Wish::Link("hearth://item/7".to_owned()),
                ],
            }
        );
        assert_eq!(read("hearth-app").wishes, vec![]);
    }
}

//! What is handed to the window that has a home open: a link, a file, or only that it should show
//! itself. Small files in a folder of the home, so that no socket is needed and nothing is lost when
//! the window is busy; the window looks there several times a second.

use std::fs::{self, File};
use std::io::{ErrorKind, Read};
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

use crate::error::CoreError;
use crate::home::{Home, write_whole};

/// Longer than any link or path that is meant seriously.
const LONGEST: u64 = 16 * 1024;
/// More than a person hands over at once.
const MOST: usize = 32;

/// What somebody wants of the window.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wish {
    /// To come to the front.
    Show,
    /// To go where a `hearth://` link leads. Not checked; the page reads it.
    Link(String),
    /// To look at what a Hearth file would change.
    File(PathBuf),
}

impl Home {
    /// Tells whether a window has this home open.
    pub fn has_window(&self) -> bool {
        let lock = File::options().write(true).open(self.window_lock());
        lock.is_ok_and(|file| file.try_lock().is_err())
    }

    /// Hands a wish to the window.
    ///
    /// # Errors
    /// [`CoreError::File`] when it cannot be written.
    pub fn ring(&self, wish: &Wish) -> Result<(), CoreError> {
        let text = match wish {
            Wish::Show => "show\n".to_owned(),
            Wish::Link(link) => format!("link\n{link}"),
            Wish::File(path) => format!("file\n{}", path.display()),
        };
        let folder = self.wishes();
        fs::create_dir_all(&folder).map_err(CoreError::file("make", &folder))?;
        let since = SystemTime::now().duration_since(UNIX_EPOCH);
        let order = since.unwrap_or_default().as_nanos();
        let name = format!("{order:032x}-{}.wish", std::process::id());
        write_whole(&folder.join(name), text.as_bytes())
    }

    /// Takes every wish that was handed over, oldest first. What cannot be read is gone too: it
    /// would only come back.
    pub fn answer(&self) -> Vec<Wish> {
        let Ok(entries) = fs::read_dir(self.wishes()) else {
            return vec![];
        };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let mut paths: Vec<PathBuf> = paths
            .filter(|path| path.extension().is_some_and(|it| it == "wish"))
            .collect();
        paths.sort();
        let read = paths.iter().take(MOST).filter_map(|path| take(path));
        read.collect()
    }

    fn wishes(&self) -> PathBuf {
        self.path().join("wishes")
    }
}

fn take(path: &Path) -> Option<Wish> {
    let mut text = String::new();
    let read = File::open(path).and_then(|file| file.take(LONGEST).read_to_string(&mut text));
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => return None,
        _ => read.ok()?,
    };
    match text.split_once('\n')? {
        ("show", _) => Some(Wish::Show),
        ("link", link) => Some(Wish::Link(link.to_owned())),
        ("file", path) => Some(Wish::File(PathBuf::from(path))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wishes_are_taken_once_in_their_order() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("home"));
        assert!(home.answer().is_empty());
        let wishes = [
            Wish::Link("hearth://item/1".to_owned()),
            Wish::File("/tmp/a b.hearth".into()),
            Wish::Show,
        ];
        wishes.iter().for_each(|wish| home.ring(wish).unwrap());
        assert_eq!(home.answer(), wishes);
        assert!(home.answer().is_empty());
    }

    #[test]
    fn what_is_no_wish_is_swept_away() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let wishes = folder.path().join("wishes");
        fs::create_dir_all(&wishes).unwrap();
        for (name, bytes) in [
            ("1.wish", &b"fetch\nhttp://x"[..]),
            ("2.wish", b""),
            ("3.wish", &[0xff, 0xfe]),
            ("notes.txt", b"link\nhearth://today"),
        ] {
            fs::write(wishes.join(name), bytes).unwrap();
        }
        assert!(home.answer().is_empty());
        assert_eq!(fs::read_dir(&wishes).unwrap().count(), 1);
    }

    #[test]
    fn a_home_has_a_window_while_one_claims_it() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        assert!(!home.has_window());
        let claim = home.claim_for_window().unwrap();
        assert!(home.has_window());
        drop(claim);
        assert!(!home.has_window());
    }
}

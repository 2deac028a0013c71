//! Every file that Hearth writes under a home, and what each is for.

use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use crate::error::CoreError;
use crate::home::Home;

/// A file of the home.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptFile {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub size: u64,
    /// What it is for.
    pub purpose: Purpose,
}

/// What a file of the home is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Purpose {
    /// The community: every change, and what follows from them.
    Community,
    /// The search index, made anew when it is lost.
    Index,
    /// A copy of the community, to go back to.
    Backup,
    /// A secret key of this machine.
    Key,
    /// Settings.
    Settings,
    /// Notes of the program: which community is in use, which window has the home open.
    Note,
    /// None of Hearth's.
    Unknown,
}

impl Home {
    /// Lists every file under this home, by purpose and path. The files of an index are one entry,
    /// its folder.
    ///
    /// # Errors
    /// [`CoreError::File`] when a folder cannot be read.
    pub fn files(&self) -> Result<Vec<KeptFile>, CoreError> {
        let mut files = vec![];
        gather(self.path(), self.path(), &mut files)?;
        files.sort_by(|a, b| (a.purpose, &a.path).cmp(&(b.purpose, &b.path)));
        Ok(files)
    }
}

fn gather(root: &Path, folder: &Path, files: &mut Vec<KeptFile>) -> Result<(), CoreError> {
    let entries = match fs::read_dir(folder) {
        // A home that does not exist yet holds nothing.
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        entries => entries.map_err(CoreError::file("read", folder))?,
    };
    for entry in entries {
        let entry = entry.map_err(CoreError::file("read", folder))?;
        let path = entry.path();
        let data = entry.metadata().map_err(CoreError::file("read", &path))?;
        let purpose = purpose(path.strip_prefix(root).unwrap_or(&path));
        match (data.is_dir(), purpose) {
            (true, Purpose::Index) => files.push(KeptFile {
                size: size_of(&path),
                path,
                purpose,
            }),
            (true, _) => gather(root, &path, files)?,
            (false, _) => files.push(KeptFile {
                size: data.len(),
                path,
                purpose,
            }),
        }
    }
    Ok(())
}

fn size_of(folder: &Path) -> u64 {
    let entries = fs::read_dir(folder).into_iter().flatten().flatten();
    entries
        .filter_map(|entry| entry.metadata().ok())
        .map(|data| data.len())
        .fold(0, u64::saturating_add)
}

fn purpose(path: &Path) -> Purpose {
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    let parts: Vec<&str> = parts.iter().map(|part| &**part).collect();
    match parts.as_slice() {
        ["communities", _, "index", ..] => Purpose::Index,
        ["communities", _, name] if name.starts_with("store.db") => Purpose::Community,
        ["communities", _, "identity"] | ["current" | "window.lock"] | ["wishes", _] => {
            Purpose::Note
        }
        ["communities", _, "backups", _] => Purpose::Backup,
        ["communities", _, old, _] if old.starts_with("before-restore-") => Purpose::Backup,
        ["keys", _] => Purpose::Key,
        [name] if name.starts_with("config.json") => Purpose::Settings,
        _ => Purpose::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_listed_and_says_what_it_is_for() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path());
        let texts = [
            ("config.json", "{}", Purpose::Settings),
            ("communities/ab/store.db", "12345", Purpose::Community),
            ("communities/ab/store.db-wal", "1", Purpose::Community),
            ("communities/ab/identity", "x", Purpose::Note),
            ("keys/ab.key", "secret", Purpose::Key),
            ("letter.txt", "mine", Purpose::Unknown),
        ];
        for (path, text, _) in texts {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        let index = folder.path().join("communities/ab/index");
        fs::create_dir_all(&index).unwrap();
        fs::write(index.join("1.fast"), "123").unwrap();
        fs::write(index.join("2.fast"), "4567").unwrap();
        let files = home.files().unwrap();
        for (path, text, purpose) in texts {
            let file = files.iter().find(|it| it.path == folder.path().join(path));
            let file = file.unwrap();
            assert_eq!((file.size, file.purpose), (text.len() as u64, purpose));
        }
        let index = files.iter().find(|it| it.path == index).unwrap();
        assert_eq!((index.size, index.purpose), (7, Purpose::Index));
        assert_eq!(files.len(), texts.len() + 1);
    }

    #[test]
    fn a_home_that_is_not_there_holds_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let home = Home::at(folder.path().join("none"));
        assert!(home.files().unwrap().is_empty());
    }
}

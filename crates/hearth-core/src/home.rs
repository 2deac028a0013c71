//! Everything of one person's machine under one folder.
//!
//! ```text
//! HOME/current                     names the community in use
//! HOME/communities/<16 hex>/       store.db, identity, backups/, index/ (in it `of`: the store it follows)
//! HOME/keys/<16 hex>.key           a device's secret key, readable by its owner only
//! HOME/keys/<16 hex>.last          the last change that key signed
//! HOME/window.lock                 held while a window has this home open
//! HOME/wishes/                     what is handed to the open window, taken at once
//! HOME/config.json                 settings of this machine
//! ```

use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use hearth_model::id::{CommunityId, DeviceId};

use crate::error::CoreError;

/// A community that this home holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownCommunity {
    /// The name of its folder: 16 hex digits of its id.
    pub folder: String,
    /// It is the one in use.
    pub is_current: bool,
}

/// A home folder.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home(PathBuf);

impl Home {
    /// The home at this folder; it need not exist yet.
    pub fn at(path: impl Into<PathBuf>) -> Self {
        Self(path.into())
    }

    /// The system's place for a person's data.
    ///
    /// # Errors
    /// [`CoreError::NoHome`] when the system names none.
    pub fn of_this_person() -> Result<Self, CoreError> {
        let dirs =
            directories::ProjectDirs::from("org", "Hearth", "hearth").ok_or(CoreError::NoHome)?;
        Ok(Self(dirs.data_dir().to_owned()))
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        &self.0
    }

    /// Where a community's files are.
    pub(crate) fn community(&self, id: &CommunityId) -> PathBuf {
        self.folder(&short(id.as_bytes()))
    }

    pub(crate) fn folder(&self, name: &str) -> PathBuf {
        self.0.join("communities").join(name)
    }

    pub(crate) fn key_file(&self, device: &DeviceId) -> PathBuf {
        self.0
            .join("keys")
            .join(format!("{}.key", short(device.as_bytes())))
    }

    /// The settings file.
    pub fn config_file(&self) -> PathBuf {
        self.0.join("config.json")
    }

    /// Makes the folders.
    pub(crate) fn make(&self) -> Result<(), CoreError> {
        for folder in [self.0.join("communities"), self.0.join("keys")] {
            fs::create_dir_all(&folder).map_err(CoreError::file("make", folder))?;
        }
        Ok(())
    }

    /// Lists the communities here, by folder name.
    ///
    /// # Errors
    /// [`CoreError::File`] when the folder cannot be read.
    pub fn communities(&self) -> Result<Vec<KnownCommunity>, CoreError> {
        let folder = self.0.join("communities");
        let entries = match fs::read_dir(&folder) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(vec![]),
            entries => entries.map_err(CoreError::file("read", &folder))?,
        };
        let current = self.current()?;
        let mut found = Vec::new();
        for entry in entries {
            let name = entry
                .map_err(CoreError::file("read", &folder))?
                .file_name()
                .to_string_lossy()
                .into_owned();
            if is_folder_name(&name) && self.folder(&name).join("store.db").exists() {
                let is_current = current.as_deref() == Some(&name);
                found.push(KnownCommunity {
                    folder: name,
                    is_current,
                });
            }
        }
        found.sort_by(|a, b| a.folder.cmp(&b.folder));
        Ok(found)
    }

    /// The folder name of the community in use.
    ///
    /// # Errors
    /// [`CoreError::File`] when the note cannot be read.
    pub fn current(&self) -> Result<Option<String>, CoreError> {
        let path = self.0.join("current");
        match fs::read_to_string(&path) {
            Ok(name) => Ok(Some(name.trim().to_owned()).filter(|name| is_folder_name(name))),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(CoreError::file("read", path)(error)),
        }
    }

    /// The folder name of the community to open: the one in use, or the only one there is when
    /// the note is lost.
    pub(crate) fn in_use(&self) -> Result<Option<String>, CoreError> {
        if let Some(folder) = self.current()? {
            return Ok(Some(folder));
        }
        Ok(match self.communities()?.as_slice() {
            [only] => Some(only.folder.clone()),
            _ => None,
        })
    }

    /// Puts a community in use.
    ///
    /// # Errors
    /// [`CoreError::File`] when the note cannot be written.
    pub fn choose(&self, folder: &str) -> Result<(), CoreError> {
        write_whole(&self.0.join("current"), folder.as_bytes())
    }

    /// Held while a window has this home open.
    pub(crate) fn window_lock(&self) -> PathBuf {
        self.0.join("window.lock")
    }

    /// Claims this home for one window; the claim ends with the file.
    ///
    /// # Errors
    /// [`CoreError::OpenElsewhere`] when another window has it.
    pub fn claim_for_window(&self) -> Result<File, CoreError> {
        self.make()?;
        let path = self.window_lock();
        let opened = File::options()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path);
        let file = opened.map_err(CoreError::file("make", path))?;
        file.try_lock().map_err(|_| CoreError::OpenElsewhere)?;
        Ok(file)
    }
}

fn short(bytes: &[u8; 32]) -> String {
    bytes
        .iter()
        .take(8)
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

fn is_folder_name(name: &str) -> bool {
    name.len() == 16 && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// Writes a small file so that a power cut leaves the old one or the new one.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CoreError> {
    let written = path.with_extension("new");
    let write = || {
        let file = File::create(&written)?;
        io::Write::write_all(&mut &file, bytes)?;
        file.sync_all()?;
        fs::rename(&written, path)
    };
    write().map_err(CoreError::file("write", path))
}

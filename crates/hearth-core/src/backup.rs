//! Backups: a verified copy of the store, and putting one back.

use std::fs;
use std::path::Path;

use hearth_store::{Store, StoreError};

use crate::environment::Environment;
use crate::error::CoreError;
use crate::home::Home;
use crate::keyring;
use crate::open::Hearth;
use crate::summary::summarise;
use crate::transact;

impl Hearth {
    /// Writes a verified copy of the community's store. Keys are not in it.
    ///
    /// # Errors
    /// What the store and the file system say.
    pub fn back_up(&mut self, path: &Path) -> Result<(), CoreError> {
        Ok(self.store.back_up(path)?)
    }

    /// Puts a backup back and puts its community in use. A store that is there already is moved
    /// aside when `replace` says so, never deleted.
    ///
    /// A key that is still on this machine goes on behind the last change it signed, so that no
    /// seq is used twice; without a key, the community can be read and given a new key by
    /// recovery.
    ///
    /// # Errors
    /// [`CoreError::RestoreOverExisting`], or what is wrong with the backup.
    pub fn restore(
        home: &Home,
        environment: Environment,
        backup: &Path,
        replace: bool,
    ) -> Result<Self, CoreError> {
        home.make()?;
        let checked = home.path().join("communities").join("restoring.db");
        remove_store(&checked);
        fs::copy(backup, &checked).map_err(CoreError::file("copy", backup))?;
        let community = match sound_copy(&checked) {
            Ok(community) => community,
            Err(error) => {
                remove_store(&checked);
                return Err(error);
            }
        };
        let folder = home.community(&community);
        let target = folder.join("store.db");
        if target.exists() {
            if !replace {
                remove_store(&checked);
                return Err(CoreError::RestoreOverExisting);
            }
            note_how_far(home, &folder);
            move_aside(&folder, environment.now_ms())?;
        }
        fs::create_dir_all(&folder).map_err(CoreError::file("make", &folder))?;
        fs::rename(&checked, &target).map_err(CoreError::file("put in place", &target))?;
        home.choose(&folder.file_name().unwrap_or_default().to_string_lossy())?;
        Self::open(home, environment)
    }
}

/// Copies a backup to `trial`, reads every byte and signature of it, and takes the copy away.
///
/// # Errors
/// What is wrong with the backup.
pub(crate) fn try_copy(trial: &Path, backup: &Path) -> Result<(), CoreError> {
    remove_store(trial);
    fs::copy(backup, trial).map_err(CoreError::file("copy", backup))?;
    let sound = sound_copy(trial);
    remove_store(trial);
    sound.map(drop)
}

/// Opens a copy, reads every byte of it, and leaves it as one closed file.
fn sound_copy(path: &Path) -> Result<hearth_model::id::CommunityId, CoreError> {
    let mut store = Store::open(path, summarise)?;
    let findings = store.check()?;
    if !findings.all_well() {
        return Err(StoreError::Damaged("the backup is not whole".to_owned()).into());
    }
    let community = store.community();
    store.begin_incarnation()?;
    store.close()?;
    Ok(community)
}

fn remove_store(path: &Path) {
    for extension in ["db", "db-wal", "db-shm", "db.lock"] {
        drop(fs::remove_file(path.with_extension(extension)));
    }
}

/// Notes how far this machine's own chain has come in the store that is about to be moved aside,
/// if that can be read; the note beside the key may be older, as after a kill.
fn note_how_far(home: &Home, folder: &Path) {
    let noted = || -> Result<(), CoreError> {
        let Some(identity) = keyring::find(home, folder)? else {
            return Ok(());
        };
        let mut store = Store::open(&folder.join("store.db"), summarise)?;
        transact::commit(store.write()?, home, Some(&identity)).map(drop)
    };
    // A store that cannot be read is often why a backup is put back; then the note must do.
    drop(noted());
}

fn move_aside(folder: &Path, now_ms: u64) -> Result<(), CoreError> {
    let aside = folder.join(format!("before-restore-{now_ms}"));
    fs::create_dir_all(&aside).map_err(CoreError::file("make", &aside))?;
    for name in ["store.db", "store.db-wal", "store.db-shm"] {
        let from = folder.join(name);
        if from.exists() {
            fs::rename(&from, aside.join(name)).map_err(CoreError::file("move", &from))?;
        }
    }
    Ok(())
}

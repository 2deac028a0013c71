//! Backups beside the community: made by themselves, tried, and restored.

use std::sync::PoisonError;
use std::time::{Duration, Instant};

use super::{App, ByName, NoArguments};
use crate::core::{Hearth, KeptBackup, Occasion};
use crate::error::ApiError;
use crate::show::ms;
use crate::wire::settings::{BackupOccasion, BackupRow};
use crate::wire::status::AppStatus;

/// How long a backup that could not be made is left alone.
const RETRY: Duration = Duration::from_secs(60 * 60);

impl App {
    /// Lists the backups, newest first.
    ///
    /// # Errors
    /// What the file system says.
    pub fn list_backups(&self, NoArguments {}: NoArguments) -> Result<Vec<BackupRow>, ApiError> {
        self.in_community(|hearth| Ok(hearth.backups()?.into_iter().map(row).collect()))
    }

    /// Makes a backup now.
    ///
    /// # Errors
    /// What the store and the file system say.
    pub fn back_up_now(&self, NoArguments {}: NoArguments) -> Result<BackupRow, ApiError> {
        self.in_community(|hearth| Ok(row(hearth.back_up_beside(Occasion::Asked)?)))
    }

    /// Restores a backup into a place of its own, reads all of it, and takes it away again.
    ///
    /// # Errors
    /// [`crate::Code::NoSuchBackup`], or what is wrong with it.
    pub fn try_backup(&self, ByName { name }: ByName) -> Result<(), ApiError> {
        let (hearth, backup) = {
            let mut state = self.state();
            let backup = state.hearth()?.find_backup(&name)?;
            (Hearth::open(&state.home, (state.environments)())?, backup)
        };
        Ok(hearth.try_backup(&backup)?)
    }

    /// Puts a backup in the place of the community. What is there now becomes a backup first, and
    /// is moved aside, never deleted.
    ///
    /// # Errors
    /// [`crate::Code::NoSuchBackup`], or what is wrong with it.
    pub fn restore_backup(&self, ByName { name }: ByName) -> Result<AppStatus, ApiError> {
        self.enter(|state| {
            let hearth = state.hearth()?;
            let backup = hearth.find_backup(&name)?;
            // Where that is not possible, what is moved aside is the only copy, and it stays.
            drop(hearth.back_up_beside(Occasion::Asked));
            state.hearth = None;
            let environment = (state.environments)();
            Ok(Hearth::restore(
                &state.home,
                environment,
                &backup.path,
                true,
            )?)
        })
    }

    /// Makes the backup of the day beside whatever else is done. A shell calls this now and then
    /// when nobody waits. What could not be made is tried again after an hour.
    pub fn back_up_when_due(&self) {
        let hearth = {
            let Ok(state) = self.state.try_lock() else {
                return;
            };
            let is_due = state
                .hearth
                .as_ref()
                .is_some_and(|it| it.is_backup_due().unwrap_or(false));
            let mut tried = self
                .backup_tried
                .lock()
                .unwrap_or_else(PoisonError::into_inner);
            if !is_due || tried.is_some_and(|at| at.elapsed() < RETRY) {
                return;
            }
            *tried = Some(Instant::now());
            Hearth::open(&state.home, (state.environments)())
        };
        drop(hearth.and_then(|mut hearth| hearth.back_up_daily()));
    }
}

fn row(backup: KeptBackup) -> BackupRow {
    let KeptBackup {
        path,
        at_ms,
        occasion,
        size,
    } = backup;
    BackupRow {
        name: path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned(),
        at_ms: ms(at_ms),
        occasion: match occasion {
            Occasion::Daily => BackupOccasion::Daily,
            Occasion::BringIn => BackupOccasion::BringIn,
            Occasion::Asked => BackupOccasion::Asked,
        },
        size,
    }
}

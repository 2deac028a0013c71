//! Backups that Hearth makes by itself, beside the community's store: when they are due, which are
//! kept, and trying whether one can be restored.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use chrono::{DateTime, Datelike, NaiveDateTime, Utc};

use crate::backup::try_copy;
use crate::error::CoreError;
use crate::open::Hearth;

/// The newest of so many days, weeks and months are kept.
const DAYS: usize = 14;
const WEEKS: usize = 8;
const MONTHS: usize = 12;
/// Those made before a bring-in, as long as the bring-in itself can be undone.
const BRING_IN_DAYS: i64 = 30;
/// Bring-ins that follow each other share one.
const BRING_IN_EVERY_MS: u64 = 60 * 60 * 1_000;
const NAME: &str = "%Y-%m-%dT%H%M%SZ";

/// Why a backup was made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    /// The first use of a day.
    Daily,
    /// Something was about to be brought in.
    BringIn,
    /// Somebody asked for it; it is never taken away.
    Asked,
}

impl Occasion {
    const ALL: [Self; 3] = [Self::Daily, Self::BringIn, Self::Asked];

    fn name(self) -> &'static str {
        match self {
            Self::Daily => "daily",
            Self::BringIn => "before-bring-in",
            Self::Asked => "asked",
        }
    }
}

/// A backup beside the store. It was read back and compared before it got its name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KeptBackup {
    /// The file.
    pub path: PathBuf,
    /// When, by this machine's clock.
    pub at_ms: u64,
    /// Why.
    pub occasion: Occasion,
    /// Bytes.
    pub size: u64,
}

impl Hearth {
    /// Lists the backups beside the store, newest first.
    ///
    /// # Errors
    /// [`CoreError::File`] when their folder cannot be read.
    pub fn backups(&self) -> Result<Vec<KeptBackup>, CoreError> {
        let folder = self.backup_folder();
        if !folder.exists() {
            return Ok(vec![]);
        }
        let entries = fs::read_dir(&folder).map_err(CoreError::file("read", &folder))?;
        let mut backups: Vec<_> = entries
            .flatten()
            .filter_map(|it| known(&it.path()))
            .collect();
        backups.sort_by(|a, b| b.path.cmp(&a.path));
        Ok(backups)
    }

    /// Makes a verified backup beside the store. Those that are no longer needed go with the daily
    /// one only, so that nothing vanishes from a list that somebody looks at.
    ///
    /// # Errors
    /// What the store and the file system say. Nothing is taken away then.
    pub fn back_up_beside(&mut self, occasion: Occasion) -> Result<KeptBackup, CoreError> {
        let folder = self.backup_folder();
        fs::create_dir_all(&folder).map_err(CoreError::file("make", &folder))?;
        let now = self.environment.now_ms();
        let path = free_name(&folder, now, occasion);
        self.back_up(&path)?;
        let backups = self.backups()?;
        if occasion == Occasion::Daily {
            for old in expendable(&backups, now) {
                // One that stays a day longer does no harm.
                drop(fs::remove_file(&old.path));
            }
        }
        let made = backups.into_iter().find(|backup| backup.path == path);
        made.ok_or(CoreError::NoSuchBackup)
    }

    /// Makes the backup of the day, unless there is one.
    ///
    /// # Errors
    /// As [`Hearth::back_up_beside`].
    pub fn back_up_daily(&mut self) -> Result<Option<KeptBackup>, CoreError> {
        self.is_backup_due()?
            .then(|| self.back_up_beside(Occasion::Daily))
            .transpose()
    }

    /// Tells whether this day has no backup yet.
    ///
    /// # Errors
    /// [`CoreError::File`] when their folder cannot be read.
    pub fn is_backup_due(&self) -> Result<bool, CoreError> {
        let today = day(self.environment.now_ms());
        Ok(self.backups()?.iter().all(|it| day(it.at_ms) != today))
    }

    /// Makes a backup before something is brought in, unless one was made within the hour.
    ///
    /// # Errors
    /// As [`Hearth::back_up_beside`].
    pub fn back_up_before_bring_in(&mut self) -> Result<Option<KeptBackup>, CoreError> {
        let now = self.environment.now_ms();
        let last = self.backups()?.first().map(|backup| backup.at_ms);
        let is_recent = last.is_some_and(|at| now.saturating_sub(at) < BRING_IN_EVERY_MS);
        (!is_recent)
            .then(|| self.back_up_beside(Occasion::BringIn))
            .transpose()
    }

    /// Finds a backup beside the store by the name of its file.
    ///
    /// # Errors
    /// [`CoreError::NoSuchBackup`].
    pub fn find_backup(&self, name: &str) -> Result<KeptBackup, CoreError> {
        let is_it = |it: &KeptBackup| it.path.file_name().is_some_and(|own| own == name);
        self.backups()?
            .into_iter()
            .find(is_it)
            .ok_or(CoreError::NoSuchBackup)
    }

    /// Restores a backup into a place of its own and reads every byte and signature of it.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn try_backup(&self, backup: &KeptBackup) -> Result<(), CoreError> {
        try_copy(&self.backup_folder().join("trial.db"), &backup.path)
    }

    fn backup_folder(&self) -> PathBuf {
        self.home.community(&self.community()).join("backups")
    }
}

/// A name that sorts by time and that nothing has yet.
fn free_name(folder: &Path, now_ms: u64, occasion: Occasion) -> PathBuf {
    let mut at = now_ms;
    loop {
        let stamp = date(at).format(NAME);
        let path = folder.join(format!("{stamp}-{}.db", occasion.name()));
        if !path.exists() {
            return path;
        }
        at = at.saturating_add(1_000);
    }
}

/// Reads the name of a backup; `None` for what is none.
fn known(path: &Path) -> Option<KeptBackup> {
    let name = path.file_name()?.to_str()?.strip_suffix(".db")?;
    let occasions = Occasion::ALL.into_iter();
    let mut found = occasions.filter_map(|it| {
        let stamp = name.strip_suffix(it.name())?.strip_suffix('-')?;
        Some((stamp, it))
    });
    let (stamp, occasion) = found.next()?;
    let at = NaiveDateTime::parse_from_str(stamp, NAME).ok()?;
    Some(KeptBackup {
        path: path.to_owned(),
        at_ms: u64::try_from(at.and_utc().timestamp_millis()).ok()?,
        occasion,
        size: path.metadata().ok()?.len(),
    })
}

/// Tells the day, week or month of a time, by its year and number.
type Span = fn(u64) -> (i32, u32);

/// The backups that no rule keeps; `backups` are newest first.
fn expendable(backups: &[KeptBackup], now_ms: u64) -> Vec<&KeptBackup> {
    let mut kept: BTreeSet<&Path> = BTreeSet::new();
    for (most, span) in [(DAYS, day as Span), (WEEKS, week), (MONTHS, month)] {
        let mut spans = BTreeSet::new();
        for backup in backups {
            let is_new = spans.len() < most && spans.insert(span(backup.at_ms));
            if is_new {
                kept.insert(&backup.path);
            }
        }
    }
    let now = date(now_ms);
    let is_kept = |it: &&KeptBackup| match it.occasion {
        Occasion::Asked => true,
        Occasion::BringIn => (now - date(it.at_ms)).num_days() < BRING_IN_DAYS,
        Occasion::Daily => false,
    };
    kept.extend(backups.iter().filter(is_kept).map(|it| it.path.as_path()));
    let rest = backups
        .iter()
        .filter(|it| !kept.contains(it.path.as_path()));
    rest.collect()
}

fn date(ms: u64) -> DateTime<Utc> {
    let ms = i64::try_from(ms).unwrap_or(i64::MAX);
    DateTime::from_timestamp_millis(ms).unwrap_or(DateTime::UNIX_EPOCH)
}

fn day(ms: u64) -> (i32, u32) {
    (date(ms).year(), date(ms).ordinal())
}

fn week(ms: u64) -> (i32, u32) {
    let week = date(ms).iso_week();
    (week.year(), week.week())
}

fn month(ms: u64) -> (i32, u32) {
    (date(ms).year(), date(ms).month())
}

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: u64 = 86_400_000;
    /// Friday, 27 November 2026, at noon.
    const NOW: u64 = 1_795_780_800_000;

    fn backup(days_ago: u64, occasion: Occasion) -> KeptBackup {
        KeptBackup {
            path: format!("{days_ago:04}-{}", occasion.name()).into(),
            at_ms: NOW - days_ago * DAY,
            occasion,
            size: 0,
        }
    }

    /// Which of daily backups over so many days are kept, in days ago.
    fn kept(days: u64) -> Vec<u64> {
        let all: Vec<_> = (0..days).map(|ago| backup(ago, Occasion::Daily)).collect();
        let gone = expendable(&all, NOW);
        let kept = all.iter().filter(|it| !gone.contains(it));
        kept.map(|it| (NOW - it.at_ms) / DAY).collect()
    }

    #[test]
    fn two_weeks_are_kept_day_by_day_then_weeks_then_months() {
        assert_eq!(kept(10).len(), 10);
        let year = kept(400);
        assert_eq!(year[..14], (0..14).collect::<Vec<_>>());
        assert!(year.len() <= DAYS + WEEKS + MONTHS);
        // The last day of October, and the one that is eleven months back.
        assert!(year.contains(&27));
        assert!(*year.last().unwrap() > 300);
    }

    #[test]
    fn what_was_asked_for_stays_and_what_came_before_a_bring_in_a_month() {
        let all = [
            backup(0, Occasion::Daily),
            backup(0, Occasion::BringIn),
            backup(29, Occasion::BringIn),
            backup(31, Occasion::BringIn),
            backup(31, Occasion::Asked),
        ];
        let gone = expendable(&all[..2], NOW);
        assert!(gone.is_empty());
        // The newest of its month is kept by that rule; a second one is not.
        let twice = [&all[..], &[backup(32, Occasion::BringIn)]].concat();
        let gone: Vec<_> = expendable(&twice, NOW).into_iter().collect();
        assert!(!gone.contains(&&all[2]) && !gone.contains(&&all[4]));
    }

    #[test]
    fn a_name_says_when_and_why_and_nothing_else_is_a_backup() {
        let folder = tempfile::tempdir().unwrap();
        for occasion in Occasion::ALL {
            let path = free_name(folder.path(), NOW, occasion);
            fs::write(&path, "x").unwrap();
            let read = known(&path).unwrap();
            assert_eq!((read.at_ms, read.occasion, read.size), (NOW, occasion, 1));
            assert_ne!(free_name(folder.path(), NOW, occasion), path);
        }
        for name in [
            "notes.txt",
            "x-daily.db",
            "2026-11-27T120000Z-daily.db.unfinished",
        ] {
            let path = folder.path().join(name);
            fs::write(&path, "x").unwrap();
            assert_eq!(known(&path), None, "{name}");
        }
    }
}

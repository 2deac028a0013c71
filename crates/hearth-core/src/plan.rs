//! What a file changes, as a value: it is shown, and exactly this is applied.

use std::collections::BTreeMap;
use std::path::Path;

use hearth_bundle::Manifest;
use hearth_model::id::{DeviceId, LessonId, MemberId};
use hearth_model::lesson::LessonKind;
use hearth_store::LessonMove;

/// The reason, in [`Plan::quarantined`], for changes that are not kept at all.
pub const LEFT_OUT: &str = "left out: too much of unknown authors";

/// Titles kept per list of a plan.
const MAX_TITLES: usize = 200;

/// How far the sender's key is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SenderStanding {
    /// This machine's own key.
    Me,
    /// A device in effect.
    Known,
    /// Nobody known.
    Unknown,
    /// A device that was revoked.
    Revoked,
}

/// Who made the file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sender {
    /// The key that signed the file.
    pub device: DeviceId,
    /// The member it belongs to here, if any.
    pub member: Option<MemberId>,
    /// The member's name here, else what the file claims.
    pub name: String,
    /// Four words of the key's fingerprint.
    pub words: String,
    /// How far the key is known.
    pub standing: SenderStanding,
}

/// A lesson named in a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedLesson {
    /// The lesson.
    pub id: LessonId,
    /// Its kind after the import.
    pub kind: LessonKind,
    /// Its title after the import.
    pub title: String,
}

/// What a file changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Plan {
    /// Its name.
    pub file: String,
    /// Its size in bytes.
    pub size: u64,
    /// When it was made, by its maker's clock.
    pub made_ms: u64,
    /// The sender's note.
    pub note: String,
    /// Who made it.
    pub sender: Sender,
    /// All changes in it.
    pub n_changes: u64,
    /// Those that are here already.
    pub n_known: u64,
    /// New changes about people, roles and the charter.
    pub n_governance: u64,
    /// New links and links taken back.
    pub n_links: u64,
    /// Attached files that are new here.
    pub n_attachments: u64,
    /// Lessons that were not here.
    pub n_new: u64,
    /// Lessons that change without a fork.
    pub n_updated: u64,
    /// Lessons that get a fork.
    pub n_forked: u64,
    /// Lessons that are withdrawn.
    pub n_retracted: u64,
    /// New changes that wait, per reason.
    pub quarantined: BTreeMap<String, u64>,
    /// New lessons per kind.
    pub new_by_kind: BTreeMap<LessonKind, u64>,
    /// New and changed lessons per member's name.
    pub by_member: BTreeMap<String, u64>,
    /// The first of the new lessons.
    pub new_lessons: Vec<PlannedLesson>,
    /// The first of the changed lessons.
    pub updated_lessons: Vec<PlannedLesson>,
    /// The first of the forked lessons.
    pub forked_lessons: Vec<PlannedLesson>,
}

impl Plan {
    /// New changes that wait in quarantine, and those that were left out.
    pub fn n_quarantined(&self) -> u64 {
        self.quarantined.values().sum()
    }

    /// Lessons that it moves, in whatever way.
    pub fn n_lessons(&self) -> u64 {
        [self.n_new, self.n_updated, self.n_forked, self.n_retracted]
            .iter()
            .sum()
    }

    /// Changes that were not here and are kept.
    pub fn n_new_changes(&self) -> u64 {
        let n_left_out = self.quarantined.get(LEFT_OUT).copied().unwrap_or(0);
        let n_passed_over = self.n_known.saturating_add(n_left_out);
        self.n_changes.saturating_sub(n_passed_over)
    }
}

impl Plan {
    /// A plan before anything was read but the manifest.
    pub(crate) fn of_nothing(path: &Path, manifest: &Manifest, sender: Sender) -> Self {
        let heading = &manifest.heading;
        Self {
            file: path
                .file_name()
                .unwrap_or_default()
                .to_string_lossy()
                .into_owned(),
            size: path.metadata().map_or(0, |metadata| metadata.len()),
            made_ms: heading.made_ms,
            note: heading.note.clone(),
            sender,
            n_changes: manifest.counts.changes(),
            n_known: 0,
            n_governance: 0,
            n_links: 0,
            n_attachments: 0,
            n_new: 0,
            n_updated: 0,
            n_forked: 0,
            n_retracted: 0,
            quarantined: BTreeMap::new(),
            new_by_kind: BTreeMap::new(),
            by_member: BTreeMap::new(),
            new_lessons: vec![],
            updated_lessons: vec![],
            forked_lessons: vec![],
        }
    }

    /// Counts what became of a lesson.
    pub(crate) fn count_lesson(&mut self, lesson: &LessonMove) {
        let Some(after) = &lesson.after else { return };
        let named = || PlannedLesson {
            id: lesson.id,
            kind: after.kind,
            title: after.title.clone(),
        };
        let name_in = |list: &mut Vec<PlannedLesson>| {
            if list.len() < MAX_TITLES {
                list.push(named());
            }
        };
        let before = lesson.before.as_ref();
        let is_forked = after.n_forks > before.map_or(0, |before| before.n_forks);
        let is_withdrawn = after.withdrawn && !before.is_some_and(|before| before.withdrawn);
        // Each lesson is counted once, by what matters most about it.
        if is_forked {
            self.n_forked += 1;
            name_in(&mut self.forked_lessons);
        } else if before.is_none() {
            self.n_new += 1;
            *self.new_by_kind.entry(after.kind).or_default() += 1;
            name_in(&mut self.new_lessons);
        } else if is_withdrawn {
            self.n_retracted += 1;
        } else {
            self.n_updated += 1;
            name_in(&mut self.updated_lessons);
        }
    }
}

//! People with a home folder each, and the files that pass between them.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use hearth_core::model::field::{Field, Fields};
use hearth_core::model::people::Role;
use hearth_core::{
    BroughtIn, CoreError, Environment, Hearth, Home, Limits, NoProgress, Plan, Scope,
};
use tempfile::TempDir;

/// 2026-01-01T12:00:00Z, in milliseconds since 1970.
pub const NOON: u64 = 1_767_268_800_000;

/// A clock that moves a second with every look at it, and randomness that follows from `name`.
pub fn environment(name: &str) -> Environment {
    let ticks = AtomicU64::new(0);
    let mut stream =
        blake3::Hasher::new_keyed(blake3::hash(name.as_bytes()).as_bytes()).finalize_xof();
    Environment::new(
        move || NOON + 1_000 * ticks.fetch_add(1, Ordering::Relaxed),
        move |bytes| stream.fill(bytes),
    )
}

/// Tells whether the long form of a test was asked for.
pub fn is_long() -> bool {
    std::env::var_os("HEARTH_LONG").is_some()
}

/// A folder that holds homes and files, gone when the test ends.
pub struct Desk(TempDir);

impl Desk {
    /// A new desk on the disk.
    #[allow(clippy::new_without_default, reason = "making a folder is no default")]
    pub fn new() -> Self {
        Self(TempDir::with_prefix("hearth").unwrap())
    }

    /// A new desk in memory where there is such a place: for tests that lose processes, not power.
    pub fn in_memory() -> Self {
        let folder = TempDir::with_prefix_in("hearth", "/dev/shm");
        Self(folder.or_else(|_| TempDir::new()).unwrap())
    }

    /// A path on the desk.
    pub fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// The home of a person.
    pub fn home(&self, name: &str) -> Home {
        Home::at(self.path(name))
    }

    /// Alice founds a community whose charter lets practitioners edit each other's lessons.
    pub fn alice(&self) -> Hearth {
        let founded = Hearth::found(
            &self.home("Alice"),
            environment("Alice"),
            "Highland Wells",
            "Alice",
            "",
        );
        let mut alice = founded.unwrap().hearth;
        alice
            .amend_charter("We share what we learn.", true)
            .unwrap();
        alice
    }

    /// Somebody joins by an invitation of `host`'s.
    pub fn join(&self, host: &mut Hearth, name: &str) -> Hearth {
        let file = self.path(&format!("{name}.invitation.hearth"));
        host.invite(Role::Practitioner, 1, &file).unwrap();
        Hearth::join(&self.home(name), environment(name), &file, name).unwrap()
    }

    /// Gives everything from one to the other and brings it in.
    pub fn carry(&self, from: &mut Hearth, to: &mut Hearth) -> BroughtIn {
        let file = self.path("carried.hearth");
        give(from, &Scope::Whole, &file);
        bring_in(to, &file).unwrap()
    }
}

/// The fields of a story.
pub fn story(title: &str, body: &str) -> Fields {
    Fields::default()
        .with_text(Field::Title, title)
        .with_text(Field::Body, body)
}

/// Gives, and says how many changes are in the file.
pub fn give(hearth: &mut Hearth, scope: &Scope, path: &Path) -> u64 {
    hearth
        .give(scope, "", path, &mut NoProgress)
        .unwrap()
        .n_changes
}

/// Says what a file would change.
///
/// # Errors
/// As [`Hearth::preview`].
pub fn preview(hearth: &mut Hearth, path: &Path) -> Result<Plan, CoreError> {
    hearth.preview(path, &Limits::default(), &mut NoProgress)
}

/// Brings a file in without asking.
///
/// # Errors
/// As [`Hearth::bring_in`].
pub fn bring_in(hearth: &mut Hearth, path: &Path) -> Result<BroughtIn, CoreError> {
    hearth.bring_in(path, &Limits::default(), None, &mut NoProgress)
}

/// Stops unless everything is well: pages, hashes, signatures, tables, index.
pub fn assert_all_well(hearth: &mut Hearth) {
    let report = hearth.check().unwrap();
    assert!(report.all_well(), "{report:?}");
}

/// Copies a folder with all that is in it.
pub fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            std::fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Numbers that follow from a seed (SplitMix64).
pub struct Dice(pub u64);

impl Dice {
    /// A number below `sides`.
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides.max(1)
    }
}

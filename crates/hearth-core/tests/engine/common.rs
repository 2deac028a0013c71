//! People with a home folder each, a clock that ticks and randomness that repeats.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};

use hearth_core::model::field::{Field, Fields};
use hearth_core::model::people::Role;
use hearth_core::{
    BroughtIn, CoreError, Environment, Hearth, Home, Limits, NoProgress, Plan, Scope,
};
use tempfile::TempDir;

/// 2026-01-01T12:00:00Z, in milliseconds since 1970.
pub(crate) const NOON: u64 = 1_767_268_800_000;

/// A clock that moves a second with every look at it, and randomness that follows from `name`.
pub(crate) fn environment(name: &str) -> Environment {
    let ticks = AtomicU64::new(0);
    let seed = *blake3::hash(name.as_bytes()).as_bytes();
    let mut stream = blake3::Hasher::new_keyed(&seed).finalize_xof();
    Environment::new(
        move || NOON + 1_000 * ticks.fetch_add(1, Ordering::Relaxed),
        move |bytes| stream.fill(bytes),
    )
}

/// A folder that holds homes and files, gone when the test ends.
pub(crate) struct Desk(TempDir);

impl Desk {
    pub(crate) fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    pub(crate) fn home(&self, name: &str) -> Home {
        Home::at(self.path(name))
    }

    /// Alice founds a community whose charter lets practitioners edit each other's lessons.
    pub(crate) fn alice(&self) -> Hearth {
        let home = self.home("alice");
        let founded =
            Hearth::found(&home, environment("alice"), "Highland Wells", "Alice", "").unwrap();
        let mut alice = founded.hearth;
        alice
            .amend_charter("We share what we learn.", true)
            .unwrap();
        alice
    }

    /// Bob joins by an invitation of `host`'s.
    pub(crate) fn bob(&self, host: &mut Hearth) -> Hearth {
        self.join(host, "Bob", Role::Practitioner)
    }

    pub(crate) fn join(&self, host: &mut Hearth, name: &str, role: Role) -> Hearth {
        let file = self.path(&format!("{name}.invitation.hearth"));
        host.invite(role, 1, &file).unwrap();
        Hearth::join(&self.home(name), environment(name), &file, name).unwrap()
    }
}

pub(crate) fn story(title: &str, body: &str) -> Fields {
    Fields::default()
        .with_text(Field::Title, title)
        .with_text(Field::Body, body)
}

pub(crate) fn give(hearth: &mut Hearth, scope: &Scope, path: &Path) -> u64 {
    hearth
        .give(scope, "", path, &mut NoProgress)
        .unwrap()
        .n_changes
}

pub(crate) fn preview(hearth: &mut Hearth, path: &Path) -> Result<Plan, CoreError> {
    hearth.preview(path, &Limits::default(), &mut NoProgress)
}

pub(crate) fn bring_in(hearth: &mut Hearth, path: &Path) -> Result<BroughtIn, CoreError> {
    hearth.bring_in(path, &Limits::default(), None, &mut NoProgress)
}

/// Gives everything from one to the other and brings it in.
pub(crate) fn carry(desk: &Desk, from: &mut Hearth, to: &mut Hearth) -> BroughtIn {
    let file = desk.path("carried.hearth");
    give(from, &Scope::Whole, &file);
    bring_in(to, &file).unwrap()
}

pub(crate) fn assert_all_well(hearth: &mut Hearth) {
    let report = hearth.check().unwrap();
    assert!(report.all_well(), "{report:?}");
}

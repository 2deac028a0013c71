//! Giving: making a bundle of everything, or of what somebody lacks.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use hearth_bundle::{BundleWriter, Purpose, Written};
use hearth_model::act::{Act, Kind};
use hearth_model::change::Change;
use hearth_model::id::{BlobHash, MemberId};
use hearth_model::sign::Verified;
use hearth_model::version_vector::VersionVector;
use hearth_store::local::exchanges::ExchangeRow;

use crate::error::CoreError;
use crate::job::Progress;
use crate::open::Hearth;

/// What to give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Everything.
    Whole,
    /// What this member's last file did not declare; everything when none came from them yet.
    SinceLast(MemberId),
}

/// A file that was made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Given {
    /// Where it is.
    pub path: PathBuf,
    /// Its size in bytes.
    pub bytes: u64,
    /// Changes in it.
    pub n_changes: u64,
    /// Lessons that they are about.
    pub n_lessons: u64,
}

impl Given {
    pub(crate) fn new(path: &Path, written: Written) -> Self {
        Self {
            path: path.to_owned(),
            bytes: written.bytes,
            n_changes: written.counts.changes(),
            n_lessons: written.counts.lessons,
        }
    }
}

impl Hearth {
    /// Makes a file for others to bring in.
    ///
    /// # Errors
    /// [`CoreError::NoKey`], [`CoreError::Stopped`], and what the file system says.
    pub fn give(
        &mut self,
        scope: &Scope,
        note: &str,
        path: &Path,
        progress: &mut dyn Progress,
    ) -> Result<Given, CoreError> {
        let base = match scope {
            Scope::Whole => None,
            Scope::SinceLast(member) => self.base(member)?,
        };
        let purpose = match scope {
            Scope::Whole => Purpose::Whole,
            Scope::SinceLast(_) => Purpose::Delta { base: base.clone() },
        };
        let mut writer = BundleWriter::beside(path, self.heading(purpose, note)?)?;
        let blobs = self.write_changes(&mut writer, base.as_ref(), progress)?;
        for hash in blobs {
            if let Some(bytes) = self.store.blob(&hash)? {
                writer.blob(hash, &bytes)?;
            }
        }
        let key = &self.identity.as_ref().ok_or(CoreError::NoKey)?.key;
        let given = Given::new(path, writer.save(key, path)?);
        self.note_given(scope, &given)?;
        Ok(given)
    }

    fn write_changes<S: std::io::Read + std::io::Write + std::io::Seek>(
        &self,
        writer: &mut BundleWriter<S>,
        base: Option<&VersionVector>,
        progress: &mut dyn Progress,
    ) -> Result<BTreeSet<BlobHash>, CoreError> {
        let total = match base {
            Some(base) => self.store.n_lacking(base)?,
            None => self.store.n_changes()?,
        };
        let mut blobs = BTreeSet::new();
        let mut n_seen = 0;
        let write = |change: Verified<Change>| {
            n_seen += 1;
            progress.update("give", n_seen, total)?;
            blobs.extend(attached(&change));
            writer.change(&change).map_err(CoreError::from)
        };
        match base {
            Some(base) => self.store.for_each_lacking(base, write)?,
            None => self.store.for_each_change(write)?,
        }
        Ok(blobs)
    }

    /// What a member declared to hold. Devices whose history differs from ours count as not held.
    fn base(&self, member: &MemberId) -> Result<Option<VersionVector>, CoreError> {
        let Some((mut base, _)) = self.store.peer(member)? else {
            return Ok(None);
        };
        // Ranges of seq cannot tell the two branches of a device that forked.
        for device in self.store.forked_devices()? {
            base.forget(&device);
        }
        let declared: Vec<_> = base
            .devices()
            .iter()
            .map(|(device, held)| (*device, held.clone()))
            .collect();
        for (device, held) in declared {
            let last = held.ranges.last().map_or(0, |(_, last)| *last);
            let ours = self.store.ids_at(&device, last)?;
            if ours.len() > 1 || ours.first().is_some_and(|id| *id != held.last) {
                base.forget(&device);
            }
        }
        Ok(Some(base))
    }

    /// Counts the changes that a member's last file did not declare.
    ///
    /// # Errors
    /// What the store says.
    pub fn n_new_for(&self, member: &MemberId) -> Result<u64, CoreError> {
        let Some(base) = self.base(member)? else {
            return Ok(self.store.n_changes()?);
        };
        Ok(self.store.n_lacking(&base)?)
    }

    /// When a file of this member was last brought in here.
    ///
    /// # Errors
    /// What the store says.
    pub fn last_heard_ms(&self, member: &MemberId) -> Result<Option<u64>, CoreError> {
        Ok(self.store.peer(member)?.map(|(_, heard_ms)| heard_ms))
    }

    fn note_given(&mut self, scope: &Scope, given: &Given) -> Result<(), CoreError> {
        if self.is_read_only() {
            return Ok(());
        }
        let peer = match scope {
            Scope::Whole => None,
            Scope::SinceLast(member) => Some(*member),
        };
        let roster = self.roster()?;
        let file_name = given
            .path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let name = peer
            .and_then(|member| roster.members().get(&member))
            .map(|member| member.name.clone());
        let row = ExchangeRow {
            id: 0,
            incoming: false,
            peer,
            peer_name: name.unwrap_or_default(),
            file_name,
            at_ms: self.environment.now_ms(),
            n_changes: u32::try_from(given.n_changes).unwrap_or(u32::MAX),
            n_lessons: u32::try_from(given.n_lessons).unwrap_or(u32::MAX),
            positions: (1, 0),
            undone: false,
        };
        let mut writer = self.store.write()?;
        writer.add_exchange(&row)?;
        Ok(writer.commit()?)
    }
}

/// Files that a revision attaches.
fn attached(change: &Change) -> Vec<BlobHash> {
    if change.header().kind != Kind::Lesson.code() {
        return vec![];
    }
    match Act::read(change.header(), change.payload()) {
        Ok(Act::Lesson(fields)) => fields
            .attachments()
            .map(|attachment| attachment.hash)
            .collect(),
        _ => vec![],
    }
}

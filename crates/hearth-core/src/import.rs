//! Bringing in: plan, show, apply. The plan is made by the very import that it foretells, in a
//! transaction that is rolled back; so what is shown is what is done.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use hearth_bundle::{Batch, Bundle, Limits, Manifest, Purpose};
use hearth_model::act::{FIRST_CONTENT_KIND, Kind};
use hearth_model::change::Change;
use hearth_model::id::{ChangeId, DeviceId, LessonId, MemberId};
use hearth_model::lesson::LessonKind;
use hearth_model::words;
use hearth_store::local::exchanges::ExchangeRow;
use hearth_store::{Appended, LessonMove, Outcome, StrangersBound, Writer};

use crate::error::CoreError;
use crate::job::Progress;
use crate::open::Hearth;
use crate::transact::{self, Touched};

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

    /// Changes that were not here.
    pub fn n_new_changes(&self) -> u64 {
        self.n_changes.saturating_sub(self.n_known)
    }
}

/// A file that was brought in.
#[derive(Clone, Debug)]
pub struct BroughtIn {
    /// Its number in the journal; `None` when it held nothing new.
    pub exchange: Option<u32>,
    /// What it changed.
    pub plan: Plan,
    /// What moved.
    pub touched: Touched,
}

impl Hearth {
    /// Says what a file would change, and changes nothing.
    ///
    /// # Errors
    /// What is wrong with the file, [`CoreError::OtherCommunity`], [`CoreError::IsAnInvitation`],
    /// [`CoreError::Stopped`].
    pub fn preview(
        &mut self,
        path: &Path,
        limits: &Limits,
        progress: &mut dyn Progress,
    ) -> Result<Plan, CoreError> {
        let mut bundle = self.open_bundle(path, limits)?;
        let sender = self.sender(bundle.manifest())?;
        let mut writer = self.store.write()?;
        let mut intake = Intake::new(path, bundle.manifest(), sender);
        intake.take_all(&mut writer, &mut bundle, progress)?;
        let outcome = intake.project(&mut writer)?;
        intake.finish(&writer, &outcome)
    }

    /// Brings a file in, in one transaction. With a confirmed plan, exactly that plan is applied.
    ///
    /// # Errors
    /// As [`Hearth::preview`], and [`CoreError::PlanChanged`] when it would now do something else.
    pub fn bring_in(
        &mut self,
        path: &Path,
        limits: &Limits,
        confirmed: Option<&Plan>,
        progress: &mut dyn Progress,
    ) -> Result<BroughtIn, CoreError> {
        let mut bundle = self.open_bundle(path, limits)?;
        let sender = self.sender(bundle.manifest())?;
        let now_ms = self.environment.now_ms();
        let mut writer = self.store.write()?;
        let mut intake = Intake::new(path, bundle.manifest(), sender);
        intake.take_all(&mut writer, &mut bundle, progress)?;
        let outcome = intake.project(&mut writer)?;
        let positions = intake.positions;
        let plan = intake.finish(&writer, &outcome)?;
        if confirmed.is_some_and(|confirmed| *confirmed != plan) {
            return Err(CoreError::PlanChanged);
        }
        if let Some(member) = plan.sender.member {
            writer.remember_peer(&member, &bundle.manifest().heading.holds, now_ms)?;
        }
        let is_news = plan.n_new_changes() > 0 || plan.n_attachments > 0;
        let exchange = if is_news {
            Some(writer.add_exchange(&journal_entry(&plan, positions, now_ms))?)
        } else {
            None
        };
        // Changes of this machine's own may come back from elsewhere.
        self.last = transact::commit(writer, &self.home, self.identity.as_ref())?.or(self.last);
        Ok(BroughtIn {
            exchange,
            plan,
            touched: self.moved(&outcome),
        })
    }

    fn open_bundle(
        &self,
        path: &Path,
        limits: &Limits,
    ) -> Result<Bundle<BufReader<File>>, CoreError> {
        let file = File::open(path).map_err(CoreError::file("read", path))?;
        let bundle = Bundle::open(BufReader::new(file), limits)?;
        let heading = &bundle.manifest().heading;
        if heading.community != Some(self.community()) {
            return Err(CoreError::OtherCommunity);
        }
        if matches!(heading.purpose, Purpose::Invitation(_)) {
            return Err(CoreError::IsAnInvitation);
        }
        Ok(bundle)
    }

    fn sender(&self, manifest: &Manifest) -> Result<Sender, CoreError> {
        let device = manifest.sender;
        let known = self.store.device_row(&device)?;
        let is_me = self
            .identity
            .as_ref()
            .is_some_and(|identity| identity.key.device() == device);
        let standing = match &known {
            _ if is_me => SenderStanding::Me,
            Some(row) if row.revoked => SenderStanding::Revoked,
            Some(_) => SenderStanding::Known,
            None => SenderStanding::Unknown,
        };
        let member = known.as_ref().map(|row| row.member);
        let name = known.map_or_else(
            || manifest.heading.sender_name.clone(),
            |row| row.member_name,
        );
        Ok(Sender {
            device,
            member,
            name,
            words: words::fingerprint(&device),
            standing,
        })
    }
}

fn journal_entry(plan: &Plan, positions: Option<(u64, u64)>, at_ms: u64) -> ExchangeRow {
    ExchangeRow {
        id: 0,
        incoming: true,
        peer: plan.sender.member,
        peer_name: plan.sender.name.clone(),
        file_name: plan.file.clone(),
        at_ms,
        n_changes: u32::try_from(plan.n_new_changes()).unwrap_or(u32::MAX),
        n_lessons: u32::try_from(plan.n_lessons()).unwrap_or(u32::MAX),
        positions: positions.unwrap_or((1, 0)),
        undone: false,
    }
}

/// What is being taken in, counted along the way.
struct Intake {
    plan: Plan,
    new: Vec<ChangeId>,
    positions: Option<(u64, u64)>,
}

impl Intake {
    fn new(path: &Path, manifest: &Manifest, sender: Sender) -> Self {
        let heading = &manifest.heading;
        let plan = Plan {
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
        };
        Self {
            plan,
            new: vec![],
            positions: None,
        }
    }

    fn take_all(
        &mut self,
        writer: &mut Writer<'_>,
        bundle: &mut Bundle<BufReader<File>>,
        progress: &mut dyn Progress,
    ) -> Result<(), CoreError> {
        let total = self.plan.n_changes;
        let mut n_done = 0;
        for batch in bundle.batches()? {
            progress.update("bring in", n_done, total)?;
            match batch? {
                Batch::Blob(blob) => {
                    self.plan.n_attachments += u64::from(writer.put_blob(&blob.hash, &blob.bytes)?)
                }
                Batch::Changes(mut batch) => {
                    let mut failed = None;
                    batch.retain(|change| {
                        n_done += 1;
                        let known = writer.store().holds(change);
                        let known = known.unwrap_or_else(|error| {
                            failed.get_or_insert(error);
                            true
                        });
                        self.plan.n_known += u64::from(known);
                        !known
                    });
                    failed.map_or(Ok(()), Err)?;
                    for change in batch.verify()? {
                        let appended = writer.append(&change)?;
                        self.count(&change, appended);
                    }
                }
            }
        }
        Ok(progress.update("bring in", total, total)?)
    }

    fn count(&mut self, change: &Change, appended: Appended) {
        match appended {
            Appended::New(position) => {
                let first = self.positions.map_or(position, |(first, _)| first);
                self.positions = Some((first, position));
                self.new.push(change.id());
            }
            Appended::Completed => {}
            // The same change twice in one file.
            Appended::Known => {
                self.plan.n_known += 1;
                return;
            }
        }
        let kind = change.header().kind;
        self.plan.n_governance += u64::from(kind < FIRST_CONTENT_KIND);
        self.plan.n_links += u64::from(kind == Kind::Link.code() || kind == Kind::Unlink.code());
    }

    /// Brings the tables up to date, without what strangers wrote beyond what a store keeps of it.
    fn project(&mut self, writer: &mut Writer<'_>) -> Result<Outcome, CoreError> {
        let outcome = writer.project()?;
        let Some((first, _)) = self.positions else {
            return Ok(outcome);
        };
        let left_out = writer.leave_out_strangers(first, StrangersBound::default())?;
        if left_out.is_empty() {
            return Ok(outcome);
        }
        let left_out: BTreeSet<ChangeId> = left_out.into_iter().collect();
        self.new.retain(|id| !left_out.contains(id));
        let n_left_out = left_out.len() as u64;
        self.plan
            .quarantined
            .insert(LEFT_OUT.to_owned(), n_left_out);
        Ok(writer.project()?)
    }

    fn finish(mut self, writer: &Writer<'_>, outcome: &Outcome) -> Result<Plan, CoreError> {
        for id in &self.new {
            if let Some(reason) = writer.store().set_aside_reason(id)? {
                *self.plan.quarantined.entry(reason).or_default() += 1;
            }
        }
        let roster = writer.roster();
        // A newcomer's first file brings their own admission.
        let sender = &mut self.plan.sender;
        sender.member = sender.member.or_else(|| roster.member_of(&sender.device));
        for lesson in &outcome.lessons {
            let author = lesson
                .after
                .as_ref()
                .or(lesson.before.as_ref())
                .map(|brief| brief.author);
            let name = author
                .and_then(|author| roster.members().get(&author))
                .map_or("", |member| &member.name);
            *self.plan.by_member.entry(name.to_owned()).or_default() += 1;
            self.plan.count_lesson(lesson);
        }
        Ok(self.plan)
    }
}

impl Plan {
    fn count_lesson(&mut self, lesson: &LessonMove) {
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

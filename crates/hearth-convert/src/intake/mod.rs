//! Bringing foreign lessons into a community: the half of an import that writes.
//!
//! Lessons come one after another from a reader of [`crate::from`]; they are written in batches,
//! each kept whole or not at all. Nothing is created twice: a lesson is known again by its id in the
//! system it came from. Links wait until all lessons are there, and mentions in a body are pointed
//! at the lessons they mean; a lesson that mentions one which comes later gets a second revision.
//!
//! What becomes of every record is kept in an [`Account`]. Reading files in foreign formats is
//! deliberately not done here.

mod account;
mod attachment;
mod fields;
mod links;
mod source;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hearth_core::model::field::Field;
use hearth_core::model::id::LessonId;
use hearth_core::{BulkLink, BulkRecord, CoreError, Fate, Hearth, Progress};
use hearth_text::markdown::{Reference, rewrite_references};

pub use account::{Account, LeftOut, MissingLink, Refused};
use attachment::Attached;
pub use attachment::{MAX_ATTACHMENT_BYTES, media_type};
pub(crate) use fields::TOLD_BY;
pub use source::{jsonl, markdown};

use crate::{ForeignLesson, ForeignLink, from};

/// The system of lessons that a community itself exported; their ids are ours.
pub const OWN_SYSTEM: &str = "hearth";

/// Records written at once.
const BATCH: usize = 2_000;

/// Bytes of texts and files held at once.
const BATCH_BYTES: usize = 32 << 20;

/// Where records come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The system of lines that name none, such as `jsonl:notes`.
    pub unnamed: String,
    /// The system of all records, whatever they say.
    pub system: Option<String>,
    /// The folder that attached files are in.
    pub folder: PathBuf,
}

impl Origin {
    fn system<'a>(&'a self, own: &'a str) -> &'a str {
        match &self.system {
            Some(system) => system,
            None if own == from::jsonl::DEFAULT_SYSTEM => &self.unnamed,
            None => own,
        }
    }
}

/// Writes lessons into the community and keeps the account, also of what was written before an error.
///
/// # Errors
/// [`CoreError::Stopped`], [`CoreError::NotEntitled`] when this member may log nothing, and what
/// the store says. Whole batches that were written before stay; the same import again goes on
/// behind them.
pub fn take_in(
    hearth: &mut Hearth,
    lessons: impl Iterator<Item = Result<ForeignLesson, Refused>>,
    origin: &Origin,
    account: &mut Account,
    progress: &mut dyn Progress,
) -> Result<(), CoreError> {
    let mut intake = Intake {
        hearth,
        account,
        progress,
        origin,
        batch: Vec::new(),
        batch_bytes: 0,
        open: Vec::new(),
        links: BTreeMap::new(),
    };
    for lesson in lessons {
        intake.account.n_records = intake.account.n_records.saturating_add(1);
        match lesson {
            Ok(mut lesson) => {
                lesson.external.system = origin.system(&lesson.external.system).to_owned();
                intake.take(lesson)?;
            }
            Err(refused) => intake.account.refuse(refused),
        }
    }
    intake.finish()
}

struct Intake<'a> {
    hearth: &'a mut Hearth,
    account: &'a mut Account,
    progress: &'a mut dyn Progress,
    origin: &'a Origin,
    batch: Vec<BulkRecord>,
    batch_bytes: usize,
    /// Records that mention others which were not there yet.
    open: Vec<Open>,
    /// Links by the system of their source.
    links: BTreeMap<String, BTreeSet<BulkLink>>,
}

/// A record whose mentions are not all resolved.
struct Open {
    record: BulkRecord,
    body: String,
    mentions: BTreeMap<String, String>,
}

impl Intake<'_> {
    fn take(&mut self, mut lesson: ForeignLesson) -> Result<(), CoreError> {
        for skipped in std::mem::take(&mut lesson.skipped) {
            self.account.skip_part(skipped);
        }
        self.links
            .entry(lesson.external.system.clone())
            .or_default();
        for link in &lesson.links {
            self.note_link(&lesson.external.system, &lesson.external.id, link);
        }
        let attached = attachment::read(&self.origin.folder, &lesson, self.account);
        lesson.body = attachment::point_at(&lesson.body, &attached);
        let (mut record, n_open) = self.record(&lesson, &attached)?;
        if let Some(id) = self.own_lesson(&record)? {
            return self.edit_own(id, &record);
        }
        if n_open > 0 {
            self.open.push(Open {
                record: record.clone(),
                body: lesson.body,
                mentions: lesson.mentions,
            });
        }
        record.blobs = attached.into_iter().map(Attached::into_blob).collect();
        let blobs = record.blobs.iter().map(|(_, bytes)| bytes.len());
        let text = record.fields.text(Field::Body).len();
        self.batch_bytes = blobs.fold(self.batch_bytes.saturating_add(text), usize::saturating_add);
        self.batch.push(record);
        if self.batch.len() >= BATCH || self.batch_bytes >= BATCH_BYTES {
            self.flush()?;
        }
        Ok(())
    }

    fn note_link(&mut self, system: &str, source: &str, link: &ForeignLink) {
        let link = BulkLink {
            source: source.to_owned(),
            kind: link.kind,
            target: link.to.clone(),
        };
        self.links
            .entry(system.to_owned())
            .or_default()
            .insert(link);
    }

    /// The record to write, without the bytes of its files, and how many mentions are not resolved.
    fn record(
        &mut self,
        lesson: &ForeignLesson,
        attached: &[Attached],
    ) -> Result<(BulkRecord, usize), CoreError> {
        let external = &lesson.external;
        let (body, n_open) =
            self.point_mentions(&external.system, &lesson.body, &lesson.mentions)?;
        let record = BulkRecord {
            system: external.system.clone(),
            external_id: external.id.clone(),
            url: external.url.clone().unwrap_or_default(),
            fields: fields::of(lesson, &body, attached, self.account),
            wall_ms: lesson.created_ms,
            blobs: Vec::new(),
        };
        Ok((record, n_open))
    }

    /// The body with its mentions pointed at lessons that are here, and how many are not.
    fn point_mentions(
        &self,
        system: &str,
        body: &str,
        mentions: &BTreeMap<String, String>,
    ) -> Result<(String, usize), CoreError> {
        let mut meant = BTreeMap::new();
        for (written, external_id) in mentions {
            if let Some(id) = self.resolve(system, external_id)? {
                meant.insert(written.as_str(), id.to_string());
            }
        }
        let n_open = mentions.len().saturating_sub(meant.len());
        if meant.is_empty() {
            return Ok((body.to_owned(), n_open));
        }
        let body = rewrite_references(body, |reference| match reference {
            Reference::Wiki(written) => meant.get(written).cloned(),
            Reference::Link(written) => meant.get(written).map(|id| format!("hearth://item/{id}")),
            Reference::Image(_) => None,
        });
        Ok((body, n_open))
    }

    /// The lesson with an id in a system; ids of our own exports name our own lessons.
    fn resolve(&self, system: &str, external_id: &str) -> Result<Option<LessonId>, CoreError> {
        if let Some(found) = self.hearth.find_external(system, external_id)? {
            return Ok(Some(found));
        }
        if system == OWN_SYSTEM
            && let Ok(id) = external_id.parse::<LessonId>()
        {
            return Ok(self.hearth.find_row(id)?.map(|row| row.id));
        }
        // A folder may hold files that name their own id beside files named by their path.
        for other in self.links.keys().filter(|other| *other != system) {
            if let Some(found) = self.hearth.find_external(other, external_id)? {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }

    /// The lesson of this community that a record of our own export is about.
    fn own_lesson(&self, record: &BulkRecord) -> Result<Option<LessonId>, CoreError> {
        let known_as_foreign = record.system != OWN_SYSTEM
            || self
                .hearth
                .find_external(&record.system, &record.external_id)?
                .is_some();
        match record.external_id.parse::<LessonId>() {
            Ok(id) if !known_as_foreign => Ok(self.hearth.find_row(id)?.map(|row| row.id)),
            Ok(_) | Err(_) => Ok(None),
        }
    }

    fn edit_own(&mut self, id: LessonId, record: &BulkRecord) -> Result<(), CoreError> {
        let edited = self.hearth.edit_lesson(id, |here| {
            let mut after = here.clone();
            after.apply(&record.fields);
            // Who logged a lesson is not who tells it, though an export names both alike.
            fields::keep_credits(&here, after)
        });
        match edited {
            Ok(touched) if touched.lessons.is_empty() => self.account.count(Fate::Unchanged(id)),
            Ok(_) => self.account.count(Fate::Updated(id)),
            Err(error) if is_about_the_record(&error) => {
                self.account
                    .refuse(Refused::record(&record.external_id, &error));
            }
            Err(error) => return Err(error),
        }
        Ok(())
    }

    fn flush(&mut self) -> Result<(), CoreError> {
        self.progress.update("import", self.account.n_records, 0)?;
        let batch = std::mem::take(&mut self.batch);
        self.batch_bytes = 0;
        self.write(&batch)
    }

    /// Writes records; when one of them cannot be written, all others are.
    fn write(&mut self, records: &[BulkRecord]) -> Result<(), CoreError> {
        match self.hearth.import_records(records) {
            Ok(outcome) => {
                for fate in outcome.fates {
                    self.account.count(fate);
                }
                Ok(())
            }
            Err(error) if is_about_the_record(&error) => match records {
                [] => Ok(()),
                [one] => self.refuse(one, error),
                several => {
                    let (first, second) = several.split_at(several.len() / 2);
                    self.write(first)?;
                    self.write(second)
                }
            },
            Err(error) => Err(error),
        }
    }

    fn refuse(&mut self, record: &BulkRecord, error: CoreError) -> Result<(), CoreError> {
        let is_new = self
            .hearth
            .find_external(&record.system, &record.external_id)?
            .is_none();
        if is_new && matches!(error, CoreError::NotEntitled { .. }) {
            // Whoever may not log one lesson may log none.
            return Err(error);
        }
        self.account
            .refuse(Refused::record(&record.external_id, &error));
        Ok(())
    }

    fn finish(mut self) -> Result<(), CoreError> {
        self.flush()?;
        self.close_mentions()?;
        self.write_links()
    }

    /// Points at lessons that came after those that mention them.
    fn close_mentions(&mut self) -> Result<(), CoreError> {
        let open = std::mem::take(&mut self.open);
        for batch in open.chunks(BATCH) {
            self.progress.update("mentions", 0, 0)?;
            let mut records = Vec::new();
            for open in batch {
                let (body, n_open) =
                    self.point_mentions(&open.record.system, &open.body, &open.mentions)?;
                self.account.n_open_mentions =
                    self.account.n_open_mentions.saturating_add(n_open as u64);
                if body != open.record.fields.text(Field::Body) {
                    let mut record = open.record.clone();
                    record.fields = fields::with_body(record.fields, &body);
                    records.push(record);
                }
            }
            match self.hearth.import_records(&records) {
                Ok(_) => {}
                Err(error) if is_about_the_record(&error) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(())
    }
}

/// Whether an error is about what was to be written, and not about where.
fn is_about_the_record(error: &CoreError) -> bool {
    matches!(
        error,
        CoreError::Text(_)
            | CoreError::Change(_)
            | CoreError::NotEntitled { .. }
            | CoreError::LinkCircle
            | CoreError::NoSuchLesson { .. }
    )
}

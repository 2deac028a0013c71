//! Many lessons from another system at once: idempotent by their ids there.

use std::collections::BTreeMap;

use hearth_model::act::{Act, Link};
use hearth_model::field::{Field, Fields, Row};
use hearth_model::id::{BlobHash, LessonId, Subject};
use hearth_model::link::LinkType;

use crate::edit::tidy;
use crate::error::CoreError;
use crate::open::Hearth;
use crate::transact::{Touched, Transaction};

/// Records per transaction.
const BATCH: usize = 2_000;

/// A lesson as another system has it.
#[derive(Clone, Debug)]
pub struct BulkRecord {
    /// The other system's name.
    pub system: String,
    /// The lesson's id there.
    pub external_id: String,
    /// The lesson's address there; may be empty.
    pub url: String,
    /// Everything it says but its ids.
    pub fields: Fields,
    /// When it was made there, milliseconds since 1970; now, when absent.
    pub wall_ms: Option<u64>,
    /// Files attached, by the hash that `fields` names.
    pub blobs: Vec<(BlobHash, Vec<u8>)>,
}

/// A link between two lessons of another system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BulkLink {
    /// The source's id there.
    pub source: String,
    /// What is said.
    pub kind: LinkType,
    /// The target's id there.
    pub target: String,
}

/// What became of a record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// A new lesson.
    Created(LessonId),
    /// A lesson that says something new.
    Updated(LessonId),
    /// It says what it said when it was last imported, or what the lesson here says already.
    Unchanged(LessonId),
}

/// What a batch did.
#[derive(Clone, Debug, Default)]
pub struct BulkOutcome {
    /// One fate per record, in order.
    pub fates: Vec<Fate>,
    /// What moved.
    pub touched: Touched,
}

impl Hearth {
    /// Finds a lesson by its id in another system.
    ///
    /// # Errors
    /// What the store says.
    pub fn find_external(
        &self,
        system: &str,
        external_id: &str,
    ) -> Result<Option<LessonId>, CoreError> {
        let found = self.store.lessons_by_external_id(system, external_id)?;
        Ok(found.first().copied())
    }

    /// Imports records in transactions of two thousand; each transaction is kept whole.
    ///
    /// # Errors
    /// [`CoreError::Text`] for a title that cannot be one: check titles first. What was imported
    /// before the failing transaction stays; importing again goes on behind it.
    pub fn import_records(&mut self, records: &[BulkRecord]) -> Result<BulkOutcome, CoreError> {
        let mut outcome = BulkOutcome::default();
        for batch in records.chunks(BATCH) {
            let ids: Vec<LessonId> = batch.iter().map(|_| self.environment.lesson_id()).collect();
            let mut seen = BTreeMap::new();
            let (fates, touched) = self.transact(|transaction| {
                let each = batch
                    .iter()
                    .zip(ids)
                    .map(|(record, id)| import_record(transaction, record, id, &mut seen));
                each.collect::<Result<Vec<_>, _>>()
            })?;
            outcome.fates.extend(fates);
            outcome.touched.lessons.extend(touched.lessons);
        }
        Ok(outcome)
    }

    /// Links imported lessons by their ids in the other system. Returns how many links are new
    /// and which of them name a lesson that is not here.
    ///
    /// # Errors
    /// What the store says.
    pub fn import_links<'l>(
        &mut self,
        system: &str,
        links: &'l [BulkLink],
    ) -> Result<(u64, Vec<&'l BulkLink>), CoreError> {
        let mut n_new = 0;
        let mut dangling = Vec::new();
        for batch in links.chunks(BATCH) {
            let (result, _) = self.transact(|transaction| {
                let mut result = (0, Vec::new());
                for link in batch {
                    match import_link(transaction, system, link)? {
                        Some(is_new) => result.0 += u64::from(is_new),
                        None => result.1.push(link),
                    }
                }
                Ok(result)
            })?;
            n_new += result.0;
            dangling.extend(result.1);
        }
        Ok((n_new, dangling))
    }
}

fn import_record(
    transaction: &mut Transaction<'_>,
    record: &BulkRecord,
    new_id: LessonId,
    seen: &mut BTreeMap<(String, String), LessonId>,
) -> Result<Fate, CoreError> {
    for (hash, bytes) in &record.blobs {
        transaction.writer.put_blob(hash, bytes)?;
    }
    let said = fingerprint(&record.fields);
    let own_id = Row::new([
        record.system.as_str(),
        &record.external_id,
        &record.url,
        &said,
    ]);
    let known = transaction
        .writer
        .store()
        .lessons_by_external_id(&record.system, &record.external_id)?;
    let key = (record.system.clone(), record.external_id.clone());
    let known = known.first().or_else(|| seen.get(&key)).copied();
    let Some(id) = known else {
        let fields = tidy(
            record
                .fields
                .clone()
                .with_rows(Field::ExternalIds, [own_id]),
        )?;
        seen.insert(key, new_id);
        write(transaction, record, fields, new_id, vec![])?;
        return Ok(Fate::Created(new_id));
    };
    if seen.contains_key(&key) {
        transaction.writer.project()?;
    }
    let Some(folded) = transaction.writer.folded(&id)? else {
        return Ok(Fate::Unchanged(id));
    };
    let is_own = |row: &&Row| row.text(0) == record.system && row.text(1) == record.external_id;
    let rows = || folded.fields.rows(Field::ExternalIds);
    if rows().any(|row| is_own(&row) && row.text(3) == said) {
        // Nothing is new there; what members wrote here since then stays.
        return Ok(Fate::Unchanged(id));
    }
    let others = rows().filter(|row| !is_own(row)).cloned();
    let ids: Vec<Row> = others.chain([own_id]).collect();
    let after = tidy(keep_here(
        &folded.fields,
        record.fields.clone().with_rows(Field::ExternalIds, ids),
    ))?;
    let revision = folded.fields.difference(&after);
    if revision.is_empty() {
        return Ok(Fate::Unchanged(id));
    }
    write(transaction, record, revision, id, folded.heads)?;
    Ok(Fate::Updated(id))
}

/// Tells one wording of a record from another, to know whether it says anything new.
fn fingerprint(fields: &Fields) -> String {
    let hash = blake3::hash(&Act::Lesson(fields.clone()).encode()).to_hex();
    hash.chars().take(32).collect()
}

/// Fields that the other system does not know keep what members wrote here.
fn keep_here(here: &Fields, incoming: Fields) -> Fields {
    let mut fields = here.clone();
    fields.apply(&incoming);
    fields
}

fn write(
    transaction: &mut Transaction<'_>,
    record: &BulkRecord,
    fields: Fields,
    id: LessonId,
    parents: Vec<hearth_model::id::ChangeId>,
) -> Result<(), CoreError> {
    let act = Act::Lesson(fields);
    match record.wall_ms {
        Some(wall_ms) => transaction
            .write_at(&act, Subject::from(id), parents, wall_ms)
            .map(drop),
        None => transaction
            .write(&act, Subject::from(id), parents)
            .map(drop),
    }
}

/// `None` when an end is not here; otherwise whether the link is new.
fn import_link(
    transaction: &mut Transaction<'_>,
    system: &str,
    link: &BulkLink,
) -> Result<Option<bool>, CoreError> {
    let find = |transaction: &Transaction<'_>, id: &str| -> Result<Option<LessonId>, CoreError> {
        Ok(transaction
            .writer
            .store()
            .lessons_by_external_id(system, id)?
            .first()
            .copied())
    };
    let (Some(source), Some(target)) = (
        find(transaction, &link.source)?,
        find(transaction, &link.target)?,
    ) else {
        return Ok(None);
    };
    let known = transaction.writer.store().links_of(&source)?;
    if source == target
        || known
            .iter()
            .any(|row| row.source == source && row.target == target && row.kind == link.kind)
    {
        return Ok(Some(false));
    }
    let act = Act::Link(Link {
        kind: link.kind,
        target,
        revision: None,
        community: None,
    });
    transaction.write(&act, Subject::from(source), vec![])?;
    Ok(Some(true))
}

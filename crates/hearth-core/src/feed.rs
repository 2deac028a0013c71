//! Keeping the index up with the store. Whatever goes wrong here blocks nothing: the index is a
//! cache, and the store says what it lacks.

use std::collections::BTreeSet;
use std::fs;
use std::sync::Arc;

use hearth_index::{Index, IndexDoc, IndexError, Opened};
use hearth_model::field::{Field, Fields};
use hearth_model::id::LessonId;
use hearth_store::Store;
use hearth_store::query::lessons::LessonRow;
use hearth_text::{markdown, plain};

use crate::error::CoreError;
use crate::home::write_whole;
use crate::open::Hearth;

/// The file beside the index that says which store it follows.
const MARK: &str = "of";

/// More lessons than this go straight to disk instead of through the tail.
const BULK_FROM: usize = 200;

impl Hearth {
    /// Tells an index that is open what moved, by this write and by other programs since the last.
    /// Small writes go to the tail, findable at once.
    pub(crate) fn feed(&mut self) {
        let Some(index) = self.index.clone() else {
            return;
        };
        if self.catch_up(&index).is_err() {
            // The next search opens the index again and feeds it from its position.
            self.index = None;
        }
    }

    /// Opens the index, if need be, and brings it up to the store.
    ///
    /// # Errors
    /// What the store says; an index that cannot be used is made anew, in memory if the disk refuses.
    pub fn index(&mut self) -> Result<Arc<Index>, CoreError> {
        if let Some(index) = &self.index {
            let index = Arc::clone(index);
            if self.store.tick()? > index.tail_position() {
                self.catch_up(&index)?;
            }
            return Ok(index);
        }
        let index = Arc::new(self.open_index()?);
        self.catch_up(&index)?;
        self.index = Some(Arc::clone(&index));
        Ok(index)
    }

    /// Opens the index on disk. One that was fed by another store, or by this one before it was
    /// put back to an earlier day, says nothing about this store and is made anew.
    fn open_index(&self) -> Result<Index, CoreError> {
        let folder = self.home.community(&self.community()).join("index");
        let index = Index::open(&folder)?;
        let incarnation = self.store.incarnation()?;
        let is_ours = fs::read_to_string(folder.join(MARK)).is_ok_and(|of| of == incarnation);
        if !is_ours || index.position() > self.store.tick()? {
            self.begin_anew(&index)?;
        }
        Ok(index)
    }

    /// Empties the index and notes which store it follows from now on.
    fn begin_anew(&self, index: &Index) -> Result<(), CoreError> {
        if index.position() > 0 {
            index.reset()?;
        }
        if !matches!(index.opened(), Opened::InMemory(_)) {
            let folder = self.home.community(&self.community()).join("index");
            let incarnation = self.store.incarnation()?;
            // Without the mark the next start begins anew once more.
            drop(write_whole(&folder.join(MARK), incarnation.as_bytes()));
        }
        Ok(())
    }

    /// Throws the index away and fills it again from the store.
    ///
    /// # Errors
    /// What the store says.
    pub fn rebuild_index(&mut self) -> Result<(), CoreError> {
        let index = match self.index.take() {
            Some(index) => index,
            None => Arc::new(self.open_index()?),
        };
        self.begin_anew(&index)?;
        self.catch_up(&index)?;
        self.index = Some(index);
        Ok(())
    }

    /// Writes what is only in memory to the index on disk; a shell does this when nobody waits.
    ///
    /// # Errors
    /// What the index says; nothing is lost then.
    pub fn flush_index(&mut self) -> Result<(), CoreError> {
        match &self.index {
            Some(index) => Ok(index.flush().map(drop)?),
            None => Ok(()),
        }
    }

    fn catch_up(&mut self, index: &Index) -> Result<(), CoreError> {
        let known = index.position().max(index.tail_position());
        let tick = self.store.tick()?;
        let lacking = self.store.fed_since(known)?;
        if lacking.len() <= BULK_FROM {
            let lessons = lacking.into_iter().map(|(_, id)| id).collect();
            return feed_tail(&mut self.store, index, &lessons, tick);
        }
        match index.bulk() {
            Ok(mut bulk) => {
                for (_, id) in lacking {
                    match document(&mut self.store, id)? {
                        Some(doc) => bulk.put(&doc)?,
                        None => bulk.remove(id.as_bytes()),
                    }
                }
                Ok(bulk.finish(tick)?)
            }
            Err(IndexError::WriterBusy) => {
                let lessons = lacking.into_iter().map(|(_, id)| id).collect();
                feed_tail(&mut self.store, index, &lessons, tick)
            }
            Err(error) => Err(error.into()),
        }
    }
}

fn feed_tail(
    store: &mut Store,
    index: &Index,
    lessons: &BTreeSet<LessonId>,
    tick: u64,
) -> Result<(), CoreError> {
    for id in lessons {
        match document(store, *id)? {
            Some(doc) => index.tail_put(tick, doc)?,
            None => index.tail_remove(tick, *id.as_bytes())?,
        }
    }
    index.tail_advance(tick);
    Ok(())
}

/// What the index is told about a lesson; `None` for one that is gone or withdrawn.
fn document(store: &mut Store, id: LessonId) -> Result<Option<IndexDoc>, CoreError> {
    let row = store.lesson_row(&id)?.filter(|row| !row.withdrawn);
    let Some((row, folded)) = row.zip(store.folded(&id)?) else {
        return Ok(None);
    };
    let tags = folded.fields.tags().map(str::to_owned).collect();
    Ok(Some(IndexDoc {
        key: *id.as_bytes(),
        kind: row.kind.name().to_owned(),
        body: searchable(&folded.fields),
        author: told_by(&row).to_owned(),
        tags,
        created_ms: i64::try_from(row.logged_ms).unwrap_or(i64::MAX),
        updated_ms: i64::try_from(row.updated_ms).unwrap_or(i64::MAX),
        title: row.title,
        site: row.site,
        status: row.status,
        language: row.language,
        n_helped: 0,
    }))
}

/// Who is shown as the author: who told it, else who logged it.
pub(crate) fn told_by(row: &LessonRow) -> &str {
    if row.told_by.is_empty() {
        &row.author_name
    } else {
        &row.told_by
    }
}

/// The body and the other prose of a lesson as plain text.
pub(crate) fn searchable(fields: &Fields) -> String {
    let mut text = plain::plain_text(&markdown::parse(fields.text(Field::Body)));
    let prose = [
        Field::Setting,
        Field::Equipment,
        Field::Versions,
        Field::Conditions,
        Field::Event,
        Field::Expected,
        Field::Learned,
        Field::Symptoms,
        Field::Tried,
        Field::AppliesWhen,
        Field::NotWhen,
        Field::Steps,
        Field::Needs,
        Field::Risk,
    ];
    for field in prose
        .into_iter()
        .map(|field| fields.text(field))
        .filter(|text| !text.is_empty())
    {
        text.push('\n');
        text.push_str(field);
    }
    text
}

//! Reading: lists, one lesson, links, the community.

use hearth_model::fold::Folded;
use hearth_model::id::{DeviceId, LessonId};
use hearth_store::query::lessons::{Filter, LessonRow, LessonState};
use hearth_store::query::links::LinkRow;
use hearth_store::query::people::{CommunityRow, DeviceRow};

use crate::error::CoreError;
use crate::open::Hearth;

/// Fewest characters of a shortened id.
const MIN_SHORT_ID: usize = 4;

impl Hearth {
    /// Lists lessons, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub fn lessons(
        &self,
        filter: &Filter,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<LessonRow>, CoreError> {
        Ok(self.store.lessons(filter, offset, limit)?)
    }

    /// Counts lessons.
    ///
    /// # Errors
    /// What the store says.
    pub fn n_lessons(&self, filter: &Filter) -> Result<u32, CoreError> {
        Ok(self.store.n_lessons(filter)?)
    }

    /// Reads one lesson as a list shows it.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`].
    pub fn row(&self, id: LessonId) -> Result<LessonRow, CoreError> {
        self.store
            .lesson_row(&id)?
            .ok_or_else(|| CoreError::NoSuchLesson { id: id.to_string() })
    }

    /// Reads one lesson as a list shows it; `None` when it is not here.
    ///
    /// # Errors
    /// What the store says.
    pub fn find_row(&self, id: LessonId) -> Result<Option<LessonRow>, CoreError> {
        Ok(self.store.lesson_row(&id)?)
    }

    /// Reads one lesson with its history.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`].
    pub fn lesson(&mut self, id: LessonId) -> Result<LessonState, CoreError> {
        self.store
            .lesson(&id)?
            .ok_or_else(|| CoreError::NoSuchLesson { id: id.to_string() })
    }

    /// Reads what one lesson says now.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`].
    pub fn folded(&mut self, id: LessonId) -> Result<Folded, CoreError> {
        self.store
            .folded(&id)?
            .ok_or_else(|| CoreError::NoSuchLesson { id: id.to_string() })
    }

    /// Links from and to a lesson.
    ///
    /// # Errors
    /// What the store says.
    pub fn links_of(&self, id: LessonId) -> Result<Vec<LinkRow>, CoreError> {
        Ok(self.store.links_of(&id)?)
    }

    /// All links in effect, ascending by the change that made them.
    ///
    /// # Errors
    /// What the store says.
    pub fn all_links(&self) -> Result<Vec<LinkRow>, CoreError> {
        Ok(self.store.all_links()?)
    }

    /// All lessons, ascending by id.
    ///
    /// # Errors
    /// What the store says.
    pub fn lesson_ids(&self) -> Result<Vec<LessonId>, CoreError> {
        Ok(self.store.lesson_ids()?)
    }

    /// Finds a lesson by its UUID, or by at least four hex digits that start or end it.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`], [`CoreError::AmbiguousLesson`].
    pub fn find_lesson(&self, id: &str) -> Result<LessonId, CoreError> {
        if let Ok(id) = id.parse::<LessonId>() {
            return self.row(id).map(|row| row.id);
        }
        let found = if id.len() < MIN_SHORT_ID {
            vec![]
        } else {
            self.store.lessons_like(id, 2)?
        };
        match found.as_slice() {
            [one] => Ok(*one),
            [] => Err(CoreError::NoSuchLesson { id: id.to_owned() }),
            _ => Err(CoreError::AmbiguousLesson { id: id.to_owned() }),
        }
    }

    /// Lists a lesson's ids in other systems: (system, id).
    ///
    /// # Errors
    /// What the store says.
    pub fn external_ids(&self, id: LessonId) -> Result<Vec<(String, String)>, CoreError> {
        Ok(self.store.external_ids(&id)?)
    }

    /// Counts lessons per tag, most frequent first.
    ///
    /// # Errors
    /// What the store says.
    pub fn tags(&self, limit: u32) -> Result<Vec<(String, u32)>, CoreError> {
        Ok(self.store.tags(limit)?)
    }

    /// The community's name, charter and size.
    ///
    /// # Errors
    /// What the store says.
    pub fn community_row(&self) -> Result<CommunityRow, CoreError> {
        Ok(self.store.community_row()?)
    }

    /// Whose a device is; `None` for one that nobody admitted.
    ///
    /// # Errors
    /// What the store says.
    pub fn device_row(&self, device: &DeviceId) -> Result<Option<DeviceRow>, CoreError> {
        Ok(self.store.device_row(device)?)
    }

    /// Counts changes that wait in quarantine, per reason.
    ///
    /// # Errors
    /// What the store says.
    pub fn set_aside_counts(&self) -> Result<Vec<(String, u32)>, CoreError> {
        Ok(self.store.set_aside_counts()?)
    }

    /// Notes that a lesson was opened on this machine.
    ///
    /// # Errors
    /// What the store says.
    pub fn mark_read(&mut self, id: LessonId) -> Result<(), CoreError> {
        if self.is_read_only() {
            return Ok(());
        }
        let now_ms = self.environment.now_ms();
        let mut writer = self.store.write()?;
        writer.mark_read(&id, now_ms)?;
        Ok(writer.commit()?)
    }
}

//! Drafts and publishing them. The draft's text is the shells'; here it is kept and let go.

use hearth_model::act::{Act, Link};
use hearth_model::field::Fields;
use hearth_model::id::{ChangeId, LessonId, Subject};
use hearth_model::link::LinkType;
use hearth_store::local::drafts::DraftRow;

use crate::edit::tidy;
use crate::error::CoreError;
use crate::open::Hearth;
use crate::transact::Touched;

impl Hearth {
    /// Lists drafts, newest first.
    ///
    /// # Errors
    /// What the store says.
    pub fn drafts(&self) -> Result<Vec<DraftRow>, CoreError> {
        Ok(self.store.drafts()?)
    }

    /// Reads one draft.
    ///
    /// # Errors
    /// [`CoreError::NoSuchDraft`].
    pub fn draft(&self, id: &str) -> Result<DraftRow, CoreError> {
        self.store.draft(id)?.ok_or(CoreError::NoSuchDraft)
    }

    /// Saves a draft durably. An empty id makes a new one.
    ///
    /// # Errors
    /// What the store says.
    pub fn save_draft(&mut self, id: &str, json: &str) -> Result<DraftRow, CoreError> {
        let id = if id.is_empty() {
            self.environment.lesson_id().to_string()
        } else {
            id.to_owned()
        };
        let row = DraftRow {
            id,
            saved_ms: self.environment.now_ms(),
            json: json.to_owned(),
        };
        self.store.save_draft(&row)?;
        Ok(row)
    }

    /// Removes a draft and returns it, so that it can be put back.
    ///
    /// # Errors
    /// [`CoreError::NoSuchDraft`].
    pub fn discard_draft(&mut self, id: &str) -> Result<DraftRow, CoreError> {
        let row = self.draft(id)?;
        let mut writer = self.store.write()?;
        writer.remove_draft(id)?;
        writer.commit()?;
        Ok(row)
    }

    /// Logs the lesson of a draft and removes the draft, both or neither.
    ///
    /// # Errors
    /// As [`Hearth::log_lesson`].
    pub fn publish_new(
        &mut self,
        draft: &str,
        fields: Fields,
        solves: Option<LessonId>,
    ) -> Result<(LessonId, Touched), CoreError> {
        let id = self.environment.lesson_id();
        let fields = tidy(fields)?;
        let (_, touched) = self.transact(|transaction| {
            transaction.write(&Act::Lesson(fields), Subject::from(id), vec![])?;
            if let Some(target) = solves {
                let link = Link {
                    kind: LinkType::Solves,
                    target,
                    revision: None,
                    community: None,
                };
                transaction.write(&Act::Link(link), Subject::from(id), vec![])?;
            }
            Ok(transaction.writer.remove_draft(draft)?)
        })?;
        Ok((id, touched))
    }

    /// Publishes a draft that edits a lesson: the edit first, then the draft goes. A crash between
    /// the two leaves a draft without a difference.
    ///
    /// # Errors
    /// As [`Hearth::edit_from`].
    pub fn publish_edit(
        &mut self,
        draft: &str,
        lesson: LessonId,
        base: &[ChangeId],
        edit: impl FnOnce(Fields) -> Fields,
    ) -> Result<Touched, CoreError> {
        let touched = self.edit_from(lesson, base, edit)?;
        let mut writer = self.store.write()?;
        writer.remove_draft(draft)?;
        writer.commit()?;
        Ok(touched)
    }
}

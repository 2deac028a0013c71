//! Writing: drafts, and what becomes of them. A draft is kept as the JSON that crosses.

use hearth_core::model::field::{Field, Fields, Row};
use hearth_core::model::id::{ChangeId, LessonId};
use hearth_core::{DraftRow, Hearth, Touched};

use super::lessons::find;
use super::{App, ById, DraftToSave, NoArguments};
use crate::error::{ApiError, Code};
use crate::show::{self, ms};
use crate::wire::draft::{Draft, Published};

impl App {
    /// Lists drafts, newest first.
    ///
    /// # Errors
    /// What the engine says.
    pub fn list_drafts(&self, NoArguments {}: NoArguments) -> Result<Vec<Draft>, ApiError> {
        self.in_community(|hearth| drafts(hearth))
    }

    /// Opens a draft of a lesson: the one that was begun, or a new one with its newest text.
    ///
    /// # Errors
    /// [`Code::LessonNotFound`].
    pub fn edit_lesson(&self, ById { id }: ById) -> Result<Draft, ApiError> {
        self.in_community(|hearth| {
            let lesson = find(hearth, &id)?;
            let begun = drafts(hearth)?.into_iter();
            let id = lesson.to_string();
            let mut begun = begun.filter(|draft| draft.lesson.as_ref() == Some(&id));
            match begun.next() {
                Some(draft) => Ok(draft),
                None => {
                    let draft = draft_of(hearth, lesson)?;
                    save(hearth, draft)
                }
            }
        })
    }

    /// Saves a draft durably.
    ///
    /// # Errors
    /// What the engine says.
    pub fn save_draft(&self, DraftToSave { draft }: DraftToSave) -> Result<Draft, ApiError> {
        self.in_community(|hearth| save(hearth, draft))
    }

    /// Discards a draft and returns it, so that saving it again undoes this.
    ///
    /// # Errors
    /// [`Code::NoSuchDraft`].
    pub fn discard_draft(&self, ById { id }: ById) -> Result<Draft, ApiError> {
        self.in_community(|hearth| read(hearth.discard_draft(&id)?))
    }

    /// Publishes a draft: logs the lesson, or the edit of it.
    ///
    /// # Errors
    /// [`Code::TitleMissing`] and its like, [`Code::NotEntitled`], [`Code::NoSuchDraft`].
    pub fn publish_draft(&self, ById { id }: ById) -> Result<Published, ApiError> {
        let (lesson, touched) = self.in_community(|hearth| {
            let draft = read(hearth.draft(&id)?)?;
            let (lesson, touched) = publish(hearth, &draft)?;
            // Nobody needs to be told of what they wrote themselves.
            hearth.mark_read(lesson)?;
            Ok((lesson, touched))
        })?;
        self.tell(&touched);
        Ok(Published {
            id: lesson.to_string(),
        })
    }
}

/// All drafts that this version can read, newest first. The others stay where they are.
pub(super) fn drafts(hearth: &Hearth) -> Result<Vec<Draft>, ApiError> {
    let rows = hearth.drafts()?;
    Ok(rows.into_iter().filter_map(|row| read(row).ok()).collect())
}

fn read(row: DraftRow) -> Result<Draft, ApiError> {
    let DraftRow { id, saved_ms, json } = row;
    let draft: Draft = serde_json::from_str(&json)
        .map_err(|error| ApiError::new(Code::DraftNotReadable).with_detail(&error))?;
    Ok(Draft {
        id,
        saved_ms: ms(saved_ms),
        ..draft
    })
}

fn save(hearth: &mut Hearth, draft: Draft) -> Result<Draft, ApiError> {
    let json = serde_json::to_string(&draft).map_err(|error| ApiError::unexpected(&error))?;
    read(hearth.save_draft(&draft.id, &json)?)
}

fn draft_of(hearth: &mut Hearth, lesson: LessonId) -> Result<Draft, ApiError> {
    let folded = hearth.folded(lesson)?;
    let fields = &folded.fields;
    Ok(Draft {
        id: String::new(),
        lesson: Some(lesson.to_string()),
        base: folded.heads.iter().map(ChangeId::to_string).collect(),
        kind: show::kind(fields.kind()),
        title: fields.text(Field::Title).to_owned(),
        body: fields.text(Field::Body).to_owned(),
        tags: fields.tags().map(str::to_owned).collect(),
        site: fields.text(Field::Site).to_owned(),
        happened: fields.text(Field::Happened).to_owned(),
        solves: None,
        saved_ms: 0,
    })
}

fn publish(hearth: &mut Hearth, draft: &Draft) -> Result<(LessonId, Touched), ApiError> {
    let Some(lesson) = &draft.lesson else {
        let solves = draft.solves.as_deref().filter(|id| !id.is_empty());
        let solves = solves.map(|id| find(hearth, id)).transpose()?;
        let fields = written(draft, Fields::default());
        return Ok(hearth.publish_new(&draft.id, fields, solves)?);
    };
    let lesson = find(hearth, lesson)?;
    let base: Vec<ChangeId> = draft.base.iter().filter_map(|id| id.parse().ok()).collect();
    let touched = hearth.publish_edit(&draft.id, lesson, &base, |fields| written(draft, fields))?;
    Ok((lesson, touched))
}

/// Lays what the editor shows over a lesson's fields; what it does not show stays.
fn written(draft: &Draft, fields: Fields) -> Fields {
    let tags = draft.tags.iter().map(|tag| tag.trim());
    let tags = tags
        .filter(|tag| !tag.is_empty())
        .map(|tag| Row::new([tag]));
    fields
        .with_text(Field::Kind, show::kind_of(draft.kind).name())
        .with_text(Field::Title, &draft.title)
        .with_text(Field::Body, &draft.body)
        .with_rows(Field::Tags, tags)
        .with_text(Field::Site, draft.site.trim())
        .with_text(Field::Happened, draft.happened.trim())
}

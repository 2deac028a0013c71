//! Writing lessons: logging, editing, linking, withdrawing.

use std::collections::BTreeSet;

use hearth_model::act::{Act, Link, ReasonClass, Retract};
use hearth_model::change::MAX_NAMED;
use hearth_model::field::{Field, Fields};
use hearth_model::fold::Forked;
use hearth_model::id::{ChangeId, LessonId, Subject};
use hearth_model::link::LinkType;
use hearth_model::text::Title;

use crate::error::CoreError;
use crate::open::Hearth;
use crate::transact::Touched;

impl Hearth {
    /// Logs a lesson. Only the title is required.
    ///
    /// # Errors
    /// [`CoreError::Text`] for a title that cannot be one, [`CoreError::NotEntitled`] for observers.
    pub fn log_lesson(&mut self, fields: Fields) -> Result<(LessonId, Touched), CoreError> {
        let id = self.environment.lesson_id();
        let fields = tidy(fields)?;
        let (_, touched) = self.transact(|transaction| {
            transaction.write(&Act::Lesson(fields), Subject::from(id), vec![])
        })?;
        Ok((id, touched))
    }

    /// Edits a lesson: a revision of all its heads that sets what `edit` changed. When the lesson
    /// had forked, every forked field is settled with the value that it has after `edit`.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`], [`CoreError::Text`], [`CoreError::NotEntitled`].
    pub fn edit_lesson(
        &mut self,
        id: LessonId,
        edit: impl FnOnce(Fields) -> Fields,
    ) -> Result<Touched, CoreError> {
        let heads = self.folded(id)?.heads;
        self.edit_from(id, &heads, edit)
    }

    /// Edits a lesson as it stood at `base`, its heads when the writing began. Heads that came
    /// since are not named: what others wrote meanwhile is merged or stands side by side.
    ///
    /// # Errors
    /// As [`Hearth::edit_lesson`].
    pub fn edit_from(
        &mut self,
        id: LessonId,
        base: &[ChangeId],
        edit: impl FnOnce(Fields) -> Fields,
    ) -> Result<Touched, CoreError> {
        let state = self.lesson(id)?;
        let base: Vec<ChangeId> = base
            .iter()
            .copied()
            .filter(|head| state.revision(*head).is_some())
            .collect();
        let folded = &state.folded;
        let current = BTreeSet::from_iter(&folded.heads) == BTreeSet::from_iter(&base);
        let (parents, before) = match (current, base.as_slice()) {
            (false, [one]) => (base.clone(), state.fields_at(*one).unwrap_or_default()),
            _ => (nameable(&folded.heads), folded.fields.clone()),
        };
        let is_of_heads = current || base.len() != 1;
        let after = tidy(edit(before.clone()))?;
        let mut revision = before.difference(&after);
        if is_of_heads {
            let forked = folded.forks.keys().filter_map(|forked| match forked {
                Forked::Field(field) => Some(*field),
                Forked::Withdrawn => None,
            });
            forked.for_each(|field| revision.set(field, value_of(&after, field)));
        }
        let settles = is_of_heads && (!folded.forks.is_empty() || folded.withdrawn.is_some());
        if revision.is_empty() && !settles {
            return Ok(Touched::default());
        }
        let (_, touched) = self.transact(|transaction| {
            transaction.write(&Act::Lesson(revision), Subject::from(id), parents)
        })?;
        Ok(touched)
    }

    /// Withdraws a lesson, with a reason that stays.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLesson`], [`CoreError::NotEntitled`].
    pub fn retract(
        &mut self,
        id: LessonId,
        class: ReasonClass,
        reason: &str,
    ) -> Result<Touched, CoreError> {
        let heads = nameable(&self.folded(id)?.heads);
        let act = Act::Retract(Retract {
            class,
            reason: reason.to_owned(),
        });
        let (_, touched) =
            self.transact(|transaction| transaction.write(&act, Subject::from(id), heads))?;
        Ok(touched)
    }

    /// Links two lessons.
    ///
    /// # Errors
    /// [`CoreError::LinkCircle`] for a lesson with itself and for circles where none may be,
    /// [`CoreError::NoSuchLesson`], [`CoreError::NotEntitled`].
    pub fn link(
        &mut self,
        source: LessonId,
        kind: LinkType,
        target: LessonId,
    ) -> Result<(ChangeId, Touched), CoreError> {
        if source == target {
            return Err(CoreError::LinkCircle);
        }
        self.row(source)?;
        self.row(target)?;
        let known = self.store.links_of(&source)?;
        if let Some(link) = known
            .iter()
            .find(|link| link.source == source && link.target == target && link.kind == kind)
        {
            return Ok((link.id, Touched::default()));
        }
        let act = Act::Link(Link {
            kind,
            target,
            revision: None,
            community: None,
        });
        let (link, touched) = self.transact(|transaction| {
            let link = transaction.write(&act, Subject::from(source), vec![])?;
            transaction.writer.project()?;
            let closes_circle = transaction
                .writer
                .store()
                .links_of(&source)?
                .iter()
                .any(|row| row.id == link && row.inert);
            if closes_circle {
                Err(CoreError::LinkCircle)
            } else {
                Ok(link)
            }
        })?;
        Ok((link, touched))
    }

    /// Takes a link back.
    ///
    /// # Errors
    /// [`CoreError::NoSuchLink`], [`CoreError::NotEntitled`].
    pub fn unlink(
        &mut self,
        source: LessonId,
        kind: LinkType,
        target: LessonId,
    ) -> Result<Touched, CoreError> {
        let links = self.store.links_of(&source)?;
        let link = links
            .iter()
            .find(|link| link.source == source && link.target == target && link.kind == kind);
        let link = link.ok_or(CoreError::NoSuchLink)?.id;
        let (_, touched) = self.transact(|transaction| {
            transaction.write(&Act::Unlink, Subject::from(source), vec![link])
        })?;
        Ok(touched)
    }
}

/// Brings a lesson's fields into the form that is stored: a checked title, lines that end in LF.
pub(crate) fn tidy(mut fields: Fields) -> Result<Fields, CoreError> {
    use hearth_model::field::Value;
    let title = Title::parse(fields.text(Field::Title))?;
    fields.set(Field::Title, Value::text(title.as_str()));
    let body = fields.text(Field::Body);
    if body.contains('\r') {
        let body = body.replace("\r\n", "\n").replace('\r', "\n");
        fields.set(Field::Body, Value::text(&body));
    }
    let mut kept = Fields::default();
    kept.apply(&fields);
    Ok(kept)
}

/// The heads that one change may name: the last by order. What is left over is named by the next.
fn nameable(heads: &[ChangeId]) -> Vec<ChangeId> {
    let skipped = heads.len().saturating_sub(MAX_NAMED);
    heads.iter().skip(skipped).copied().collect()
}

fn value_of(fields: &Fields, field: Field) -> hearth_model::field::Value {
    fields
        .get(field)
        .cloned()
        .unwrap_or_else(|| hearth_model::field::empty(field))
}

//! A lesson through time: what a revision changed, how it stood before, and withdrawing it.

use hearth_core::model::act::{Act, ReasonClass};
use hearth_core::model::id::{ChangeId, LessonId};
use hearth_core::{Hearth, LessonState, Touched};

use super::{App, ByRevision, Withdrawing};
use crate::error::{ApiError, Code};
use crate::show;
use crate::wire::lesson::{FieldChange, WayBack, WithdrawalReason};

impl App {
    /// Says what a revision changed, field by field, against the first revision it was made from.
    ///
    /// # Errors
    /// [`Code::LessonNotFound`], [`Code::NoSuchRevision`].
    pub fn revision_changes(&self, args: ByRevision) -> Result<Vec<FieldChange>, ApiError> {
        self.in_community(|hearth| {
            let (state, id) = find(hearth, &args)?;
            let revision = state.revision(id).ok_or_else(no_such_revision)?;
            let before = revision.parents.first().and_then(|it| state.fields_at(*it));
            let after = state.fields_at(id).ok_or_else(no_such_revision)?;
            Ok(show::changes(&before.unwrap_or_default(), &after))
        })
    }

    /// Writes a new revision that says what an old one said. A withdrawn lesson is there again.
    ///
    /// # Errors
    /// [`Code::LessonNotFound`], [`Code::NoSuchRevision`], [`Code::NotEntitled`].
    pub fn restore_revision(&self, args: ByRevision) -> Result<WayBack, ApiError> {
        self.change(&args.id.clone(), |hearth, lesson| {
            let (state, id) = find(hearth, &args)?;
            let fields = state.fields_at(id).ok_or_else(no_such_revision)?;
            Ok(hearth.edit_lesson(lesson, |_| fields)?)
        })
    }

    /// Withdraws a lesson with a reason that stays. Restoring the revision that comes back takes
    /// the withdrawal away again.
    ///
    /// # Errors
    /// [`Code::LessonNotFound`], [`Code::NotEntitled`].
    pub fn withdraw_lesson(&self, args: Withdrawing) -> Result<WayBack, ApiError> {
        let class = match args.why {
            WithdrawalReason::Wrong => ReasonClass::Wrong,
            WithdrawalReason::Unsafe => ReasonClass::Unsafe,
            WithdrawalReason::Private => ReasonClass::Private,
            WithdrawalReason::Duplicate => ReasonClass::Duplicate,
            WithdrawalReason::Other => ReasonClass::Other,
        };
        self.change(&args.id, |hearth, lesson| {
            Ok(hearth.retract(lesson, class, args.reason.trim())?)
        })
    }

    /// Changes a lesson and says which revision it had before.
    fn change(
        &self,
        id: &str,
        act: impl FnOnce(&mut Hearth, LessonId) -> Result<Touched, ApiError>,
    ) -> Result<WayBack, ApiError> {
        let (before, touched) = self.in_community(|hearth| {
            let lesson = super::lessons::find(hearth, id)?;
            let before = last_text(&hearth.lesson(lesson)?).ok_or_else(no_such_revision)?;
            Ok((before, act(hearth, lesson)?))
        })?;
        self.tell(&touched);
        Ok(WayBack {
            revision: before.to_string(),
        })
    }
}

/// The last revision in effect that has a text.
fn last_text(state: &LessonState) -> Option<ChangeId> {
    let has_text = |id: &ChangeId| state.fields_at(*id).is_some();
    let texts = state.revisions.iter().rev();
    let mut texts = texts.filter(|it| matches!(it.act, Some(Act::Lesson(_))));
    texts.find_map(|it| Some(it.order.id).filter(has_text))
}

fn find(
    hearth: &mut Hearth,
    ByRevision { id, revision }: &ByRevision,
) -> Result<(LessonState, ChangeId), ApiError> {
    let lesson = super::lessons::find(hearth, id)?;
    let state = hearth.lesson(lesson)?;
    let revision = revision.parse().map_err(|_| no_such_revision())?;
    Ok((state, revision))
}

fn no_such_revision() -> ApiError {
    ApiError::new(Code::NoSuchRevision)
}

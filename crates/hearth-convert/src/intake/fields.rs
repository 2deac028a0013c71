//! A foreign lesson as the fields of one of ours.

use std::collections::BTreeSet;

use hearth_core::model::field::{Field, Fields, MAX_ROWS, Row, Value};

use super::Account;
use super::attachment::Attached;
use crate::{ForeignLesson, Skipped};

/// The relation of a credit that names who told a lesson.
pub(crate) const TOLD_BY: &str = "told by";

/// The fields, with `body` in place of the lesson's own.
pub(super) fn of(
    lesson: &ForeignLesson,
    body: &str,
    attached: &[Attached],
    account: &mut Account,
) -> Fields {
    let mut fields = Fields::default()
        .with_text(Field::Kind, lesson.kind.name())
        .with_text(Field::Title, lesson.title.as_str())
        .with_text(Field::Body, body);
    set_names(&mut fields, Field::Tags, &lesson.tags, account);
    set_names(&mut fields, Field::Topics, &lesson.topics, account);
    if let Some(day) = &lesson.happened {
        fields.set(Field::Happened, Value::text(day));
    }
    if let Some(name) = &lesson.told_by {
        fields.set(Field::Credits, Value::rows([Row::new([TOLD_BY, name])]));
    }
    if !attached.is_empty() {
        let rows = attached.iter().map(|file| file.attachment.row());
        fields.set(Field::Attachments, Value::rows(rows.take(MAX_ROWS)));
    }
    for (field, text) in &lesson.fields {
        fields.set(*field, Value::text(text));
    }
    fields
}

/// A set that the other program knows nothing about is not touched.
fn set_names(fields: &mut Fields, field: Field, names: &BTreeSet<String>, account: &mut Account) {
    for _ in names.iter().skip(MAX_ROWS) {
        account.skip_part(Skipped::new(field.name(), "are more than 1,000"));
    }
    if !names.is_empty() {
        let rows = names.iter().take(MAX_ROWS).map(|name| Row::new([name]));
        fields.set(field, Value::rows(rows));
    }
}

pub(super) fn with_body(fields: Fields, body: &str) -> Fields {
    fields.with_text(Field::Body, body)
}

/// The fields with the credits and attachments that stand `here`.
pub(super) fn keep_credits(here: &Fields, mut after: Fields) -> Fields {
    for field in [Field::Credits, Field::Attachments] {
        match here.get(field) {
            Some(value) => after.set(field, value.clone()),
            None => {
                let mut cleared = Fields::default();
                cleared.set(field, Value::rows([]));
                after.apply(&cleared);
            }
        }
    }
    after
}

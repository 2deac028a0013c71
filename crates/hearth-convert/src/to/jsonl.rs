//! JSON Lines, as `docs/format/jsonl.md` describes it.

use std::io::{self, Write};

use serde_json::{Value, json};

use super::fields;
use crate::ForeignLesson;
use crate::from::jsonl::{VERSION, VERSION_FIELD};

/// Writes the first line and one line a lesson; returns how many lessons.
///
/// `system` is named once, for all lessons that belong to it.
///
/// # Errors
/// When `out` cannot be written.
pub fn write<'a>(
    out: &mut impl Write,
    system: &str,
    lessons: impl IntoIterator<Item = &'a ForeignLesson>,
) -> io::Result<u64> {
    write_object(
        out,
        &[(VERSION_FIELD, json!(VERSION)), ("system", json!(system))],
    )?;
    let mut n_lessons = 0_u64;
    for lesson in lessons {
        let mut fields = fields(lesson, system);
        if !lesson.body.is_empty() {
            fields.push(("body", json!(lesson.body)));
        }
        write_object(out, &fields)?;
        n_lessons = n_lessons.saturating_add(1);
    }
    out.flush()?;
    Ok(n_lessons)
}

/// Writes an object whose fields keep their order.
fn write_object(out: &mut impl Write, fields: &[(&str, Value)]) -> io::Result<()> {
    for (index, (name, value)) in fields.iter().enumerate() {
        let before = if index == 0 { "{" } else { "," };
        write!(out, "{before}\"{name}\":{value}")?;
    }
    out.write_all(b"}\n")
}

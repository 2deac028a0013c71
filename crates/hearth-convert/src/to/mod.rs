//! Writers of files for other programs.
//!
//! What is written is read back equal by the reader of the same format, so an export is also a way
//! to move. Choosing what leaves the community is done where lessons are selected.

pub mod jsonl;
pub mod markdown;

use serde_json::{Value, json};

use crate::ForeignLesson;
use crate::from::write_ms;

/// The fields of a lesson in the order of `docs/format/jsonl.md`, without those that hold nothing.
///
/// The body is left to the format; `system` is there when it is not the one that goes without saying.
fn fields(lesson: &ForeignLesson, system: &str) -> Vec<(&'static str, Value)> {
    let own_system = Some(lesson.external.system.as_str()).filter(|own| *own != system);
    let links = lesson
        .links
        .iter()
        .map(|link| json!({"kind": link.kind.name(), "to": link.to}));
    let mut fields: Vec<(&'static str, Value)> = vec![
        ("id", json!(lesson.external.id)),
        ("system", json!(own_system)),
        ("url", json!(lesson.external.url)),
        ("kind", json!(lesson.kind.name())),
        ("title", json!(lesson.title.as_str())),
        ("tags", json!(lesson.tags)),
        ("topics", json!(lesson.topics)),
        ("happened", json!(lesson.happened)),
        ("created", json!(lesson.created_ms.and_then(write_ms))),
        ("author", json!(lesson.told_by)),
        ("links", Value::Array(links.collect())),
    ];
    fields.extend(
        lesson
            .fields
            .iter()
            .map(|(field, text)| (field.name(), json!(text))),
    );
    let says_something =
        |value: &Value| !value.is_null() && value.as_array().is_none_or(|items| !items.is_empty());
    fields.retain(|(_, value)| says_something(value));
    fields
}

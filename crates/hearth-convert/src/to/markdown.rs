//! A folder of Markdown files with front matter, as `docs/format/markdown-folder.md` describes it.

use std::fmt::Write;
use std::io;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::fields;
use crate::ForeignLesson;
use crate::from::markdown::SYSTEM;

/// The longest part of a file name that comes from the title, in characters.
const MAX_SLUG: usize = 60;

/// Writes one file a lesson into `folder`, which is made if it is not there; returns their paths.
///
/// A file of the same name is replaced: a lesson keeps its name as long as its id and title stay.
///
/// # Errors
/// When the folder or a file cannot be written; files written before stay.
pub fn write_folder<'a>(
    folder: &Path,
    lessons: impl IntoIterator<Item = &'a ForeignLesson>,
) -> io::Result<Vec<PathBuf>> {
    std::fs::create_dir_all(folder)?;
    let mut written = Vec::new();
    for lesson in lessons {
        let path = folder.join(file_name(lesson));
        std::fs::write(&path, text(lesson))?;
        written.push(path);
    }
    Ok(written)
}

/// A name that every file system takes: letters and digits of the title, and a hash of the id.
#[must_use]
pub fn file_name(lesson: &ForeignLesson) -> String {
    let plain = |c: char| {
        if c.is_ascii_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let words: String = lesson
        .title
        .as_str()
        .chars()
        .map(plain)
        .take(MAX_SLUG)
        .collect();
    let slug = words.split_whitespace().collect::<Vec<_>>().join("-");
    let mut hasher = blake3::Hasher::new();
    hasher
        .update(lesson.external.system.as_bytes())
        .update(b"\0")
        .update(lesson.external.id.as_bytes());
    let hash = hasher.finalize().to_hex();
    let slug = if slug.is_empty() {
        lesson.kind.name()
    } else {
        &slug
    };
    format!("{slug}-{}.md", hash.get(..8).unwrap_or(&hash))
}

/// The file: front matter, an empty line, the body.
#[must_use]
pub fn text(lesson: &ForeignLesson) -> String {
    let mut out = String::from("---\n");
    for (name, value) in fields(lesson, SYSTEM) {
        out.push_str(name);
        out.push(':');
        push_value(&value, &mut out);
    }
    out.push_str("---\n");
    if !lesson.body.is_empty() {
        out.push('\n');
        out.push_str(lesson.body.trim_matches('\n'));
        out.push('\n');
    }
    out
}

/// A value of [`fields`]: a text, a list of texts, or a list of objects.
fn push_value(value: &Value, out: &mut String) {
    match value {
        Value::Array(items) => {
            out.push('\n');
            for item in items {
                out.push_str("  -");
                push_item(item, out);
            }
        }
        other => push_item(other, out),
    }
}

fn push_item(value: &Value, out: &mut String) {
    match value {
        Value::Object(fields) => {
            let parts = fields
                .iter()
                .map(|(name, value)| format!("{name}: {}", quoted(value)));
            let parts = parts.collect::<Vec<_>>().join(", ");
            // Writing to a string cannot fail.
            let _ = writeln!(out, " {{{parts}}}");
        }
        other => {
            let _ = writeln!(out, " {}", quoted(other));
        }
    }
}

/// A double-quoted YAML text in which everything unusual is escaped.
fn quoted(value: &Value) -> String {
    let text = value.as_str().unwrap_or_default();
    let mut out = String::with_capacity(text.len().saturating_add(2));
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            _ if is_unusual(c) => {
                let _ = write!(out, "\\U{:08X}", u32::from(c));
            }
            _ => out.push(c),
        }
    }
    out.push('"');
    out
}

/// What YAML does not take as printable, or might take for a line's end or a mark.
fn is_unusual(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
        )
}

//! What changed between two wordings of a lesson, for the eye.

use hearth_core::model::field::{Fields, Value};
use hearth_text::diff::{self, Side};

use crate::wire::lesson::{ChangePiece, ChangeSide, FieldChange};

/// Fields that differ, each with the words that do.
pub fn changes(before: &Fields, after: &Fields) -> Vec<FieldChange> {
    let differing = before.difference(after);
    let each = differing.iter().map(|(field, _)| FieldChange {
        field: field.name().to_owned(),
        pieces: pieces(&text(&before.value(field)), &text(&after.value(field))),
    });
    each.collect()
}

fn pieces(before: &str, after: &str) -> Vec<ChangePiece> {
    let piece = |(side, text)| ChangePiece {
        side: match side {
            Side::Same => ChangeSide::Same,
            Side::Added => ChangeSide::Added,
            Side::Removed => ChangeSide::Removed,
        },
        text,
    };
    diff::diff(before, after).into_iter().map(piece).collect()
}

/// A value as one text: of a set, one row a line.
fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Rows(rows) => {
            let rows = rows.iter().map(|row| row.texts().join(" · "));
            rows.collect::<Vec<_>>().join("\n")
        }
    }
}

//! The readers of [`crate::from`] as streams of lessons and refusals.

use std::io::BufRead;

use super::Refused;
use crate::ForeignLesson;
use crate::from::jsonl::{LineError, LineProblem, Reader};
use crate::from::markdown::Folder;

/// Reads JSON Lines.
///
/// # Errors
/// [`LineError`] when the first line says that the file was written by a newer program, or cannot
/// be read. Every other bad line is refused by itself.
pub fn jsonl<R: BufRead>(
    input: R,
) -> Result<impl Iterator<Item = Result<ForeignLesson, Refused>>, LineError> {
    let mut reader = Reader::new(input);
    let first = match reader.next() {
        Some(Err(error))
            if matches!(
                error.problem,
                LineProblem::NewerVersion(_) | LineProblem::Read(_)
            ) =>
        {
            return Err(error);
        }
        first => first,
    };
    let refused = |error: LineError| Refused {
        place: format!("line {}", error.line),
        reason: reason(&error.problem),
    };
    Ok(first
        .into_iter()
        .chain(reader)
        .map(move |lesson| lesson.map_err(refused)))
}

/// Reads the files of a folder.
pub fn markdown(folder: &Folder) -> impl Iterator<Item = Result<ForeignLesson, Refused>> + '_ {
    folder.lessons().map(|lesson| {
        lesson.map_err(|error| Refused {
            place: error.path.display().to_string(),
            reason: reason(&error.problem),
        })
    })
}

/// The problem, followed by what caused it.
fn reason(problem: &dyn std::error::Error) -> String {
    match problem.source() {
        Some(cause) => format!("{problem}: {cause}"),
        None => problem.to_string(),
    }
}

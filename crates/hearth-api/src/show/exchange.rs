//! Giving, bringing in, and their history.

use hearth_core::{ExchangeRow, Given, Hearth, Undone};

use super::{count, ms};
use crate::error::ApiError;
use crate::wire::exchange as wire;

/// One line of the history.
pub fn entry(hearth: &Hearth, row: ExchangeRow) -> wire::ExchangeEntry {
    let can_undo = hearth.can_undo(&row);
    let ExchangeRow {
        id,
        incoming,
        peer: _,
        peer_name,
        file_name,
        at_ms,
        n_changes,
        n_lessons,
        positions: _,
        undone,
    } = row;
    wire::ExchangeEntry {
        id,
        incoming,
        with: if peer_name.is_empty() {
            file_name
        } else {
            peer_name
        },
        at_ms: ms(at_ms),
        n_changes,
        n_lessons,
        can_undo,
        undone,
    }
}

/// A file that was made.
pub fn given(given: Given) -> wire::Given {
    let Given {
        path,
        bytes,
        n_changes,
        n_lessons,
    } = given;
    let text = |part: Option<&std::ffi::OsStr>| {
        part.map_or_else(String::new, |part| part.to_string_lossy().into_owned())
    };
    wire::Given {
        name: text(path.file_name()),
        folder: text(path.parent().and_then(|folder| folder.file_name())),
        size: ms(bytes),
        n_changes: count(n_changes),
        n_lessons: count(n_lessons),
    }
}

/// What an undo did.
pub fn undone(undone: &Undone) -> wire::Undone {
    let Undone {
        n_removed,
        n_kept,
        touched: _,
    } = undone;
    wire::Undone {
        n_removed: count(*n_removed),
        n_kept: count(*n_kept),
    }
}

/// Everybody else in the community, by name.
///
/// # Errors
/// What the engine says.
pub fn targets(hearth: &mut Hearth) -> Result<Vec<wire::GiveTarget>, ApiError> {
    let roster = hearth.roster()?;
    let me = hearth.identity().map(|identity| identity.member);
    let mut targets = Vec::new();
    for (id, member) in roster.members() {
        if Some(*id) == me || member.roles.is_empty() {
            continue;
        }
        targets.push(wire::GiveTarget {
            member: id.to_string(),
            name: member.name.clone(),
            last_heard_ms: hearth.last_heard_ms(id)?.map(ms),
            n_new: count(hearth.n_new_for(id)?),
        });
    }
    targets.sort_by_cached_key(|target| target.name.to_lowercase());
    Ok(targets)
}

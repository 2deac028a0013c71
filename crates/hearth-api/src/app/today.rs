//! What Today shows.

use hearth_core::{Filter, Hearth};
use hearth_text::{markdown, plain};

use super::drafts::drafts;
use super::lessons::cards;
use super::{App, NoArguments};
use crate::error::ApiError;
use crate::show;
use crate::wire::exchange::ExchangeEntry;
use crate::wire::lesson::{LessonCard, Today};

const N_NEW: u32 = 12;
const N_FORKED: u32 = 5;
const N_OPEN: u32 = 5;
const N_DRAFTS: usize = 3;
/// Exchanges looked through for the last one that was brought in.
const N_EXCHANGES: u32 = 50;
const DAY_MS: u64 = 24 * 60 * 60 * 1_000;
/// Lines of a charter that can be read at a glance.
const LINE_CHARACTERS: std::ops::RangeInclusive<usize> = 20..=160;

impl App {
    /// Gathers what to read or do now.
    ///
    /// # Errors
    /// What the engine says.
    pub fn today(&self, NoArguments {}: NoArguments) -> Result<Today, ApiError> {
        self.in_community(today)
    }
}

fn today(hearth: &mut Hearth) -> Result<Today, ApiError> {
    let unread = Filter {
        unread: true,
        ..Filter::default()
    };
    let open = Filter {
        unsolved: true,
        ..Filter::default()
    };
    let n_lessons = hearth.n_lessons(&Filter::default())?;
    let new_to_you = cards(hearth, &unread, 0, N_NEW)?;
    let good_old = if new_to_you.is_empty() {
        good_old(hearth, n_lessons)?
    } else {
        None
    };
    let mut newest_drafts = drafts(hearth)?;
    newest_drafts.truncate(N_DRAFTS);
    Ok(Today {
        n_older: hearth.n_lessons(&unread)?.saturating_sub(N_NEW),
        new_to_you,
        good_old,
        forked: forked(hearth)?,
        open_problems: cards(hearth, &open, 0, N_OPEN)?,
        drafts: newest_drafts,
        last_brought_in: last_brought_in(hearth)?,
        charter_line: charter_line(&hearth.community_row()?.charter, hearth.now_ms()),
        n_lessons,
    })
}

/// Forks that this member may settle.
fn forked(hearth: &mut Hearth) -> Result<Vec<LessonCard>, ApiError> {
    let filter = Filter {
        forked: true,
        ..Filter::default()
    };
    let rows = hearth.lessons(&filter, 0, N_FORKED)?;
    let roster = hearth.roster()?;
    let mine = rows
        .into_iter()
        .filter(|row| show::may_edit(hearth, &roster, row));
    Ok(mine.map(show::card).collect())
}

/// The lesson that was new about a year ago, or the oldest one.
fn good_old(hearth: &Hearth, n_lessons: u32) -> Result<Option<LessonCard>, ApiError> {
    let year_ago = hearth.now_ms().saturating_sub(365 * DAY_MS);
    let (mut newer, mut older) = (0, n_lessons.saturating_sub(1));
    while newer < older {
        let middle = newer + (older - newer) / 2;
        let rows = hearth.lessons(&Filter::default(), middle, 1)?;
        if rows.first().is_some_and(|row| row.updated_ms > year_ago) {
            newer = middle + 1;
        } else {
            older = middle;
        }
    }
    Ok(cards(hearth, &Filter::default(), newer, 1)?.pop())
}

fn last_brought_in(hearth: &Hearth) -> Result<Option<ExchangeEntry>, ApiError> {
    let rows = hearth.exchanges(N_EXCHANGES)?;
    let last = rows.into_iter().find(|row| row.incoming && !row.undone);
    Ok(last.map(|row| show::entry(hearth, row)))
}

/// Another line every day.
fn charter_line(charter: &str, now_ms: u64) -> String {
    let text = plain::plain_text(&markdown::parse(charter));
    let lines: Vec<&str> = text
        .lines()
        .filter(|line| LINE_CHARACTERS.contains(&line.chars().count()))
        .collect();
    let day = usize::try_from(now_ms / DAY_MS).unwrap_or(0);
    let line = day.checked_rem(lines.len()).and_then(|at| lines.get(at));
    line.map_or_else(String::new, |line| (*line).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_charter_line_changes_from_day_to_day() {
        let charter = "# Why\n\nWe write down what failed.\n\n- Ask before correcting anybody.\n";
        let days = [0, 1, 2].map(|day| charter_line(charter, day * DAY_MS));
        assert_ne!(days[0], days[1]);
        assert_eq!(days[0], days[2]);
        assert_eq!(charter_line("", 0), "");
    }
}

//! Giving files and bringing them in.

use std::path::PathBuf;

use hearth_core::model::people::Role;
use hearth_core::{BroughtIn, ExchangeRow, Hearth, Limits, Scope};

use super::{App, ByExchange, ByToken, Giving, NoArguments};
use crate::error::{ApiError, Code};
use crate::show::{self, ms};
use crate::wire::exchange::{ExchangeEntry, GiveRequest, GiveTarget, Given, ImportPlan, Undone};

/// Exchanges that the history shows.
const N_EXCHANGES: u32 = 500;
/// What Hearth files end in.
const EXTENSION: &str = "hearth";
/// A file's name is no place for a long story.
const MAX_NAME: usize = 40;

impl App {
    /// Lists everybody whom a file can be made for.
    ///
    /// # Errors
    /// What the engine says.
    pub fn give_targets(&self, NoArguments {}: NoArguments) -> Result<Vec<GiveTarget>, ApiError> {
        self.in_community(show::targets)
    }

    /// Asks where to save, and makes the file; `None` when nowhere.
    ///
    /// # Errors
    /// [`Code::UnknownRole`], [`Code::NoSuchMember`], [`Code::Stopped`]; what the file system says.
    pub fn give(&self, Giving { request }: Giving) -> Result<Option<Given>, ApiError> {
        let (what, name) = self
            .in_community(|hearth| Ok((wanted(hearth, &request)?, suggested(hearth, &request)?)))?;
        let Some(path) = self.shell.choose_save(&name) else {
            return Ok(None);
        };
        let path = with_extension(path);
        let mut work = self.begin("give");
        let given = self.in_community(|hearth| {
            Ok(match what {
                What::Lessons(scope) => hearth.give(&scope, "", &path, &mut work)?,
                What::Invitation(role) => hearth.invite(role, 1, &path)?,
            })
        })?;
        Ok(Some(show::given(given)))
    }

    /// Says what a chosen file would change.
    ///
    /// # Errors
    /// What is wrong with the file.
    pub fn preview_bundle(&self, ByToken { token }: ByToken) -> Result<ImportPlan, ApiError> {
        let mut work = self.begin("preview");
        let mut state = self.state();
        let path = state.path_of(&token)?;
        let plan = state
            .hearth()?
            .preview(&path, &Limits::default(), &mut work)?;
        state.plans.insert(token, plan.clone());
        Ok(show::plan(plan))
    }

    /// Brings a chosen file in; exactly what was shown of it, when it was shown.
    ///
    /// # Errors
    /// What is wrong with the file, [`Code::PlanChanged`], [`Code::Stopped`].
    pub fn bring_in(&self, ByToken { token }: ByToken) -> Result<ExchangeEntry, ApiError> {
        let mut work = self.begin("bring-in");
        let mut state = self.state();
        let path = state.path_of(&token)?;
        let shown = state.plans.get(&token).cloned();
        let hearth = state.hearth()?;
        // Without room for a backup the bring-in can still be undone as one act.
        drop(hearth.back_up_before_bring_in());
        let brought = hearth.bring_in(&path, &Limits::default(), shown.as_ref(), &mut work)?;
        let entry = entry_of(hearth, &brought)?;
        state.plans.clear();
        drop(state);
        self.tell(&brought.touched);
        Ok(entry)
    }

    /// Takes out again what a bring-in added.
    ///
    /// # Errors
    /// [`Code::NoSuchExchange`], [`Code::AlreadyUndone`], [`Code::TooLateToUndo`].
    pub fn undo_bring_in(&self, ByExchange { exchange }: ByExchange) -> Result<Undone, ApiError> {
        let undone = self.in_community(|hearth| Ok(hearth.undo_bring_in(Some(exchange))?))?;
        self.tell(&undone.touched);
        Ok(show::undone(&undone))
    }

    /// Lists what was given and brought in, newest first.
    ///
    /// # Errors
    /// What the engine says.
    pub fn exchange_history(
        &self,
        NoArguments {}: NoArguments,
    ) -> Result<Vec<ExchangeEntry>, ApiError> {
        self.in_community(|hearth| {
            let rows = hearth.exchanges(N_EXCHANGES)?.into_iter();
            Ok(rows.map(|row| show::entry(hearth, row)).collect())
        })
    }
}

/// A request, understood.
enum What {
    Lessons(Scope),
    Invitation(Role),
}

fn wanted(hearth: &mut Hearth, request: &GiveRequest) -> Result<What, ApiError> {
    Ok(match request {
        GiveRequest::Whole => What::Lessons(Scope::Whole),
        GiveRequest::SinceLast { member } => {
            What::Lessons(Scope::SinceLast(hearth.find_member(member)?))
        }
        GiveRequest::Invitation { role } => {
            let known = Role::from_name(role).filter(|role| role.can_be_invited());
            let unknown = || ApiError::with(Code::UnknownRole, [("role", role.clone())]);
            What::Invitation(known.ok_or_else(unknown)?)
        }
    })
}

/// `highland-wells-for-tomas-berg-2026-11-23.hearth`
fn suggested(hearth: &mut Hearth, request: &GiveRequest) -> Result<String, ApiError> {
    let community = file_name(&hearth.community_row()?.name);
    let day = chrono::DateTime::from_timestamp_millis(ms(hearth.now_ms()));
    let day = day.map_or_else(String::new, |now| now.format("-%Y-%m-%d").to_string());
    let name = match request {
        GiveRequest::Whole => format!("{community}{day}"),
        GiveRequest::Invitation { .. } => format!("join-{community}"),
        GiveRequest::SinceLast { member } => {
            let id = hearth.find_member(member)?;
            let roster = hearth.roster()?;
            let person = roster.members().get(&id).map_or("", |member| &member.name);
            format!("{community}-for-{}{day}", file_name(person))
        }
    };
    Ok(format!("{name}.{EXTENSION}"))
}

/// A name as every file system takes it: letters and digits, joined by hyphens.
fn file_name(name: &str) -> String {
    let words = name.split(|c: char| !c.is_alphanumeric());
    let words: Vec<String> = words
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    let name: String = words.join("-").chars().take(MAX_NAME).collect();
    match name.trim_end_matches('-') {
        "" => "hearth".to_owned(),
        name => name.to_owned(),
    }
}

fn with_extension(path: PathBuf) -> PathBuf {
    match path.extension() {
        Some(_) => path,
        None => path.with_extension(EXTENSION),
    }
}

/// The line in the history, or one that is not kept for a file without news.
fn entry_of(hearth: &Hearth, brought: &BroughtIn) -> Result<ExchangeEntry, ApiError> {
    let rows = hearth.exchanges(1)?.into_iter();
    let mut rows = rows.filter(|row| Some(row.id) == brought.exchange);
    let row = rows.next().unwrap_or_else(|| without_news(hearth, brought));
    let is_kept = brought.exchange.is_some();
    let entry = show::entry(hearth, row);
    Ok(ExchangeEntry {
        can_undo: entry.can_undo && is_kept,
        ..entry
    })
}

fn without_news(hearth: &Hearth, brought: &BroughtIn) -> ExchangeRow {
    ExchangeRow {
        id: 0,
        incoming: true,
        peer: brought.plan.sender.member,
        peer_name: brought.plan.sender.name.clone(),
        file_name: brought.plan.file.clone(),
        at_ms: hearth.now_ms(),
        n_changes: 0,
        n_lessons: 0,
        positions: (1, 0),
        undone: false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn suggested_names_are_plain() {
        let cases = [
            ("Highland Wells", "highland-wells"),
            ("../../etc/passwd", "etc-passwd"),
            ("Škola č. 5", "škola-č-5"),
            ("...", "hearth"),
        ];
        for (name, file) in cases {
            assert_eq!(file_name(name), file);
        }
        assert!(file_name(&"long ".repeat(40)).chars().count() <= MAX_NAME);
    }

    #[test]
    fn a_name_without_an_ending_is_given_one() {
        assert_eq!(with_extension("/a/b".into()), PathBuf::from("/a/b.hearth"));
        assert_eq!(with_extension("/a/b.x".into()), PathBuf::from("/a/b.x"));
    }
}

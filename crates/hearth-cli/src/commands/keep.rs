//! Keeping a community in order: check, rebuild, backup, restore, recovery.

use std::path::{Path, PathBuf};

use clap::Args;
use hearth_api::core::{Environment, Hearth};
use hearth_api::show;
use hearth_api::wire::check::CheckReport;
use serde_json::json;

use super::Desk;
use crate::failure::Failure;
use crate::text::{count, shown};
use crate::{editor, json};

pub(crate) fn check(desk: &Desk<'_>) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let report = show::check(hearth.check()?);
    desk.settle_index(&mut hearth);
    if desk.terminal.json {
        desk.terminal.say_json(&json::of(&report))?;
    } else {
        say_report(desk, &report)?;
    }
    if report.all_well {
        return Ok(());
    }
    Err(Failure::problem(
        "not_all_well",
        "Not all is well. Hearth changed nothing.",
        "If rebuilding helps, run `hearth rebuild`. Otherwise restore a backup, or bring in everything from another member.",
    ))
}

fn say_report(desk: &Desk<'_>, report: &CheckReport) -> Result<(), Failure> {
    let mut lines: Vec<String> = report
        .problems
        .iter()
        .map(|problem| shown(problem))
        .collect();
    if report.all_well {
        lines.push("All is well.".to_owned());
    }
    lines.push(format!(
        "Read {} and {}, every signature included.",
        count(report.n_changes, "change", "changes"),
        count(report.n_attachments, "attached file", "attached files")
    ));
    let held = report.held.iter();
    lines.extend(held.map(|held| {
        format!(
            "Set apart: {}. {}",
            count(held.count, "change", "changes"),
            held.message
        )
    }));
    lines.push(format!("State: {}", report.state_digest));
    lines
        .into_iter()
        .try_for_each(|line| desk.terminal.say(line))
}

pub(crate) fn rebuild(desk: &Desk<'_>) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    hearth.rebuild()?;
    let n_lessons = hearth.lesson_ids()?.len() as u64;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({ "n_lessons": n_lessons }));
    }
    let lessons = count(n_lessons, "lesson", "lessons");
    desk.terminal.say(format!(
        "Made the tables and the search index anew: {lessons}."
    ))
}

#[derive(Args)]
pub(crate) struct Backup {
    /// Where to write it; otherwise a name with today's date, in this folder
    #[arg(long, short, value_name = "FILE")]
    output: Option<PathBuf>,
}

pub(crate) fn backup(desk: &Desk<'_>, args: Backup) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let path = match args.output {
        Some(path) => path,
        None => default_name(&hearth)?,
    };
    if path.exists() {
        return Err(Failure::problem(
            "backup_exists",
            format!(
                "There is a file {} already.",
                shown(&path.to_string_lossy())
            ),
            "Choose another name with -o; an older backup is worth keeping.",
        ));
    }
    hearth.back_up(&path)?;
    let size = path.metadata().map_or(0, |metadata| metadata.len());
    if desk.terminal.json {
        return desk
            .terminal
            .say_json(&json!({ "path": path, "size": size }));
    }
    desk.terminal.say(format!(
        "Wrote {}, and read it back.",
        shown(&path.to_string_lossy())
    ))?;
    desk.terminal
        .talk("Your key and your recovery words are not in it.");
    Ok(())
}

fn default_name(hearth: &Hearth) -> Result<PathBuf, Failure> {
    let plain = |c: char| {
        if c.is_alphanumeric() {
            c.to_ascii_lowercase()
        } else {
            ' '
        }
    };
    let name: String = hearth.community_row()?.name.chars().map(plain).collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join("-");
    let today = chrono::Local::now().format("%Y-%m-%d");
    Ok(Path::new(&format!("{name}-{today}.backup")).to_owned())
}

#[derive(Args)]
pub(crate) struct Restore {
    /// The backup
    file: PathBuf,
    /// Put it in place of what is here, which is moved aside
    #[arg(long)]
    replace: bool,
}

pub(crate) fn restore(desk: &Desk<'_>, args: Restore) -> Result<(), Failure> {
    let mut hearth = Hearth::restore(&desk.home, Environment::system(), &args.file, args.replace)?;
    let n_lessons = hearth.lesson_ids()?.len() as u64;
    desk.settle_index(&mut hearth);
    let can_sign = hearth.identity().is_some();
    if desk.terminal.json {
        let community = json::of(&show::community(&hearth)?);
        let result =
            json!({ "community": community, "n_lessons": n_lessons, "can_sign": can_sign });
        return desk.terminal.say_json(&result);
    }
    desk.terminal.say(format!(
        "Restored {}: {}.",
        shown(&hearth.community_row()?.name),
        count(n_lessons, "lesson", "lessons")
    ))?;
    if !can_sign {
        desk.terminal.talk(
            "This computer has no key for it: it can read, not write. `hearth recover` gives it one, with the recovery words.",
        );
    }
    Ok(())
}

#[derive(Args)]
pub(crate) struct Recover {
    /// Your name
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
}

/// The words come by standard input, so that no shell keeps them in its history.
pub(crate) fn recover(desk: &Desk<'_>, args: Recover) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    if desk.terminal.can_ask() {
        desk.terminal
            .talk("Type the 24 recovery words, then Enter and Ctrl-D:");
    }
    let words = editor::standard_input()?;
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    hearth.recover(&words, &args.person)?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json::of(&show::me(&mut hearth)?));
    }
    desk.terminal.say(format!(
        "This computer is now a steward's and facilitator's of {}, as {}.",
        shown(&hearth.community_row()?.name),
        shown(&hearth.my_name()?)
    ))
}

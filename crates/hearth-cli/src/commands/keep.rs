//! Keeping a community in order: check, rebuild, backup, restore, recovery.

use std::path::{Path, PathBuf};

use clap::Args;
use hearth_api::core::{Environment, Hearth, Report};
use hearth_api::show;
use serde_json::{Value, json};

use super::Desk;
use crate::failure::Failure;
use crate::text::{count, iso, shown};
use crate::{editor, json};

pub(crate) fn check(desk: &Desk<'_>) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let report = hearth.check()?;
    desk.settle_index(&mut hearth);
    if desk.terminal.json {
        desk.terminal.say_json(&report_json(&report))?;
    } else {
        say_report(desk, &report)?;
    }
    if report.all_well() {
        return Ok(());
    }
    Err(Failure::problem(
        "not_all_well",
        "Not all is well. Hearth changed nothing.",
        "If only tables or the index are named, run `hearth rebuild`. Otherwise restore a backup, or bring in everything from another member.",
    ))
}

fn report_json(report: &Report) -> Value {
    let findings = &report.findings;
    let set_aside: Vec<Value> = report
        .set_aside
        .iter()
        .map(|(reason, n)| json::of(&show::held(reason, u64::from(*n))))
        .collect();
    json!({
        "all_well": report.all_well(),
        "at": i64::try_from(report.at_ms).ok().and_then(iso),
        "state_digest": report.state_digest,
        "n_changes": findings.n_changes,
        "n_lessons": report.n_lessons,
        "n_files": findings.n_blobs,
        "set_aside": set_aside,
        "index_in_step": report.index_in_step,
        "tables_match": findings.derived_matches,
        "bad_pages": findings.pages,
        "bad_changes": findings.bad_changes,
        "bad_files": findings.bad_blobs,
    })
}

fn say_report(desk: &Desk<'_>, report: &Report) -> Result<(), Failure> {
    let findings = &report.findings;
    let mut lines = Vec::new();
    if report.all_well() {
        lines.push("All is well.".to_owned());
    }
    lines.push(format!(
        "Read {} and {}, every signature included.",
        count(findings.n_changes, "change", "changes"),
        count(findings.n_blobs, "file", "files")
    ));
    lines.extend(
        findings
            .pages
            .iter()
            .map(|page| format!("Pages: {}", shown(page))),
    );
    lines.extend(
        findings
            .bad_changes
            .iter()
            .map(|id| format!("Not as it was signed: change {id}")),
    );
    lines.extend(
        findings
            .bad_blobs
            .iter()
            .map(|hash| format!("Not as it was attached: file {hash}")),
    );
    if !findings.derived_matches {
        lines.push("The tables do not follow from the log.".to_owned());
    }
    if !report.index_in_step {
        lines.push("The search index is not in step.".to_owned());
    }
    for (reason, n) in &report.set_aside {
        let held = show::held(reason, u64::from(*n));
        lines.push(format!(
            "Set apart: {}. {}",
            count(held.count, "change", "changes"),
            held.message
        ));
    }
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

//! Giving, bringing in, undoing, and the journal of both.

use std::path::PathBuf;

use clap::Args;
use hearth_api::core::{Hearth, Limits, Plan, Scope};
use hearth_api::show;
use hearth_api::wire::exchange::{ImportPlan, PlannedLesson, SenderStanding};
use serde_json::{Value, json};

use super::Desk;
use super::people::find_member;
use crate::failure::Failure;
use crate::json;
use crate::terminal::Terminal;
use crate::text::{self, capital, count, moment, padded, shown};

/// Titles shown of each list of a plan.
const MAX_SHOWN: usize = 20;

#[derive(Args)]
pub(crate) struct Give {
    #[command(flatten)]
    scope: ScopeArgs,
    /// Where to write the file
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
    /// A line that the receiver sees first
    #[arg(long, value_name = "TEXT", default_value = "")]
    note: String,
}

#[derive(Args)]
#[group(required = true, multiple = false)]
struct ScopeArgs {
    /// Everything
    #[arg(long)]
    whole: bool,
    /// What this member's last file did not declare
    #[arg(long, value_name = "MEMBER")]
    since_last: Option<String>,
}

pub(crate) fn give(desk: &Desk<'_>, args: Give) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let (scope, for_whom) = match &args.scope.since_last {
        Some(name) => {
            let member = find_member(&mut hearth, name)?;
            let roster = hearth.roster()?;
            let name = roster
                .members()
                .get(&member)
                .map_or(name, |member| &member.name);
            (Scope::SinceLast(member), name.clone())
        }
        None => {
            let community = hearth.community_row()?.name;
            (Scope::Whole, format!("everybody in {community}"))
        }
    };
    let given = hearth.give(
        &scope,
        &args.note,
        &args.output,
        &mut desk.terminal.progress(),
    )?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({
            "path": given.path,
            "size": given.bytes,
            "n_changes": given.n_changes,
            "n_lessons": given.n_lessons,
        }));
    }
    desk.terminal.say(format!(
        "Wrote {}: {}, for {}.",
        shown(&args.output.to_string_lossy()),
        count(given.n_lessons, "lesson", "lessons"),
        shown(&for_whom)
    ))
}

#[derive(Args)]
pub(crate) struct BringIn {
    /// The Hearth file
    file: PathBuf,
    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
    /// Agree beforehand
    #[arg(long, short, conflicts_with = "dry_run")]
    yes: bool,
}

pub(crate) fn bring_in(desk: &Desk<'_>, args: BringIn) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let limits = Limits::default();
    let plan = hearth.preview(&args.file, &limits, &mut desk.terminal.progress())?;
    let agreed = args.yes || (!args.dry_run && is_agreed(desk, &plan)?);
    if !agreed {
        return leave_out(desk, plan, args.dry_run);
    }
    let mut progress = desk.terminal.progress();
    // Without room for a backup the bring-in can still be undone as one act.
    drop(hearth.back_up_before_bring_in());
    let brought = hearth.bring_in(&args.file, &limits, Some(&plan), &mut progress)?;
    drop(progress);
    desk.settle_index(&mut hearth);
    let plan = show::plan(brought.plan);
    if desk.terminal.json {
        return desk
            .terminal
            .say_json(&plan_json(&plan, true, brought.exchange));
    }
    say_brought(desk.terminal, &plan, brought.exchange)
}

fn is_agreed(desk: &Desk<'_>, plan: &Plan) -> Result<bool, Failure> {
    if !desk.terminal.can_ask() {
        return Ok(false);
    }
    for line in plan_lines(&show::plan(plan.clone())) {
        desk.terminal.talk(line);
    }
    desk.terminal.ask("Bring it in?")
}

/// Says what would change. That is what a dry run is for; otherwise nobody agreed.
fn leave_out(desk: &Desk<'_>, plan: Plan, dry_run: bool) -> Result<(), Failure> {
    let plan = show::plan(plan);
    if desk.terminal.json {
        desk.terminal.say_json(&plan_json(&plan, false, None))?;
    } else if !desk.terminal.can_ask() || dry_run {
        for line in plan_lines(&plan) {
            desk.terminal.say(line)?;
        }
        if dry_run {
            return desk.terminal.say("Nothing was changed.");
        }
    }
    if dry_run {
        return Ok(());
    }
    Err(Failure::problem(
        "not_agreed",
        "Nothing was brought in: nobody agreed to it.",
        "Look at what would change, then run it again with --yes.",
    ))
}

/// The plan, its counts under short names, and whether it was carried out.
fn plan_json(plan: &ImportPlan, applied: bool, exchange: Option<u32>) -> Value {
    let mut members = json::members(plan);
    let counts: serde_json::Map<String, Value> = members
        .iter()
        .filter_map(|(name, value)| Some((name.strip_prefix("n_")?.to_owned(), value.clone())))
        .collect();
    members.retain(|name, _| !name.starts_with("n_"));
    members.extend(counts);
    members.insert("applied".to_owned(), json!(applied));
    members.insert("exchange".to_owned(), json!(exchange));
    Value::Object(members)
}

fn plan_lines(plan: &ImportPlan) -> Vec<String> {
    let sender = match plan.sender.standing {
        SenderStanding::Me => "made on this computer".to_owned(),
        SenderStanding::Known => plan.sender.words.clone(),
        SenderStanding::Unknown => format!(
            "{}; not known here, compare these four words with them",
            plan.sender.words
        ),
        SenderStanding::Revoked => format!("{}; this computer was revoked", plan.sender.words),
    };
    let mut lines = vec![format!(
        "From {} ({sender}), made {}.",
        shown(&plan.sender.name),
        moment(plan.made_ms)
    )];
    if !plan.note.is_empty() {
        lines.push(format!("  {}", shown(&plan.note)));
    }
    lines.push(format!(
        "{}, {} updated, {}.",
        count(plan.n_new, "new lesson", "new lessons"),
        text::number(plan.n_updated.into()),
        count(plan.n_forked, "that needs you", "that need you")
    ));
    title_lines(&mut lines, "+", &plan.new_titles, plan.n_new);
    title_lines(&mut lines, "~", &plan.updated_titles, plan.n_updated);
    title_lines(&mut lines, "!", &plan.forked_titles, plan.n_forked);
    if plan.n_governance > 0 {
        let changes = count(plan.n_governance, "change", "changes");
        lines.push(format!("{} about members and rules.", capital(&changes)));
    }
    let held = plan.held.iter();
    lines.extend(held.map(|held| {
        format!(
            "Set apart: {}. {}",
            count(held.count, "change", "changes"),
            held.message
        )
    }));
    lines
}

fn title_lines(lines: &mut Vec<String>, mark: &str, titles: &[PlannedLesson], n_all: u32) {
    for lesson in titles.iter().take(MAX_SHOWN) {
        let kind = padded(&capital(show::kind_of(lesson.kind).name()), 8);
        lines.push(format!("  {mark} {kind}  {}", shown(&lesson.title)));
    }
    let n_left = u64::from(n_all).saturating_sub(MAX_SHOWN as u64);
    if n_left > 0 {
        lines.push(format!("    and {} more", text::number(n_left)));
    }
}

fn say_brought(
    terminal: &Terminal,
    plan: &ImportPlan,
    exchange: Option<u32>,
) -> Result<(), Failure> {
    let Some(exchange) = exchange else {
        return terminal.say("Everything in this file was here already.");
    };
    let n_lessons = plan.n_new.saturating_add(plan.n_updated);
    terminal.say(format!(
        "Brought in {} from {}.",
        count(n_lessons, "lesson", "lessons"),
        shown(&plan.sender.name)
    ))?;
    if plan.n_forked > 0 {
        let lessons = count(plan.n_forked, "lesson needs", "lessons need");
        terminal.talk(format!(
            "{lessons} somebody to decide: hearth list --forked"
        ));
    }
    for held in &plan.held {
        let changes = count(held.count, "change", "changes");
        terminal.talk(format!("Set apart: {changes}. {}", held.message));
    }
    terminal.talk(format!(
        "To take it out again: hearth undo-bring-in {exchange}"
    ));
    Ok(())
}

#[derive(Args)]
pub(crate) struct UndoBringIn {
    /// Its number in `hearth exchanges`; without it, the last one
    exchange: Option<u32>,
}

pub(crate) fn undo_bring_in(desk: &Desk<'_>, args: UndoBringIn) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let undone = show::undone(&hearth.undo_bring_in(args.exchange)?);
    desk.settle_index(&mut hearth);
    if desk.terminal.json {
        return desk.terminal.say_json(&json::of(&undone));
    }
    desk.terminal.say(format!(
        "Took out {}.",
        count(undone.n_removed, "change", "changes")
    ))?;
    if undone.n_kept > 0 {
        let changes = count(undone.n_kept, "change stays", "changes stay");
        desk.terminal.talk(format!(
            "{changes}: something that was written here builds on it."
        ));
    }
    Ok(())
}

pub(crate) fn exchanges(desk: &Desk<'_>) -> Result<(), Failure> {
    let hearth: Hearth = desk.open()?;
    let rows = hearth.exchanges(u32::MAX)?;
    let entries: Vec<_> = rows
        .into_iter()
        .map(|row| show::entry(&hearth, row))
        .collect();
    if desk.terminal.json {
        return desk.terminal.say_json(&json::of(&entries));
    }
    let row = |entry: &hearth_api::wire::exchange::ExchangeEntry| {
        let state = match (entry.undone, entry.can_undo) {
            (true, _) => "undone",
            (false, true) => "can be undone",
            (false, false) => "",
        };
        vec![
            entry.id.to_string(),
            moment(entry.at_ms),
            if entry.incoming { "from" } else { "to" }.to_owned(),
            shown(&entry.with),
            count(entry.n_lessons, "lesson", "lessons"),
            state.to_owned(),
        ]
    };
    for line in text::table(&entries.iter().map(row).collect::<Vec<_>>()) {
        desk.terminal.say(line)?;
    }
    if entries.is_empty() {
        desk.terminal.talk("Nothing exchanged yet.");
    }
    Ok(())
}

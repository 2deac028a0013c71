//! Starting a community, the example, inviting and joining.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hearth_api::convert::example;
use hearth_api::core::model::people::Role;
use hearth_api::core::{Environment, Hearth};
use hearth_api::{ApiError, show};
use serde_json::{Map, Value, json};

use super::Desk;
use crate::failure::Failure;
use crate::text::{count, shown};
use crate::{editor, json};

#[derive(Args)]
pub(crate) struct Found {
    /// The community's name
    name: String,
    /// Your name
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
    /// A file with the charter, in Markdown; - reads standard input
    #[arg(long, value_name = "FILE")]
    charter: Option<PathBuf>,
}

pub(crate) fn found(desk: &Desk<'_>, args: Found) -> Result<(), Failure> {
    let charter = args.charter.as_deref().map(read_text).transpose()?;
    let charter = charter.unwrap_or_default();
    let founded = Hearth::found(
        &desk.home,
        Environment::system(),
        &args.name,
        &args.person,
        &charter,
    )?;
    let mut hearth = founded.hearth;
    let me = hearth.my_name()?;
    let name = hearth.community_row()?.name;
    if desk.terminal.json {
        let mut result = standing_of(&mut hearth)?;
        result.insert("recovery_words".to_owned(), json!(founded.recovery_words));
        return desk.terminal.say_json(&Value::Object(result));
    }
    desk.terminal.say(format!(
        "Founded {}. You are its first member, {}.",
        shown(&name),
        shown(&me)
    ))?;
    say_recovery_words(desk, &founded.recovery_words);
    Ok(())
}

/// Not talk that `--quiet` may drop: they are kept nowhere.
fn say_recovery_words(desk: &Desk<'_>, words: &str) {
    let words: Vec<&str> = words.split(' ').collect();
    let lines: Vec<String> = words
        .chunks(6)
        .map(|line| format!("  {}", line.join(" ")))
        .collect();
    desk.terminal.insist(format!(
        "\nRecovery words, shown only now:\n\n{}\n\n\
         Write them on paper and keep the paper where your passport is. They bring the community back\n\
         when every steward has lost their computer, and whoever has them can take it over.",
        lines.join("\n")
    ));
}

pub(crate) fn example(desk: &Desk<'_>) -> Result<(), Failure> {
    let script = example::highland_wells();
    let mut hearth = Hearth::example(&desk.home, Environment::system(), &script)?;
    desk.settle_index(&mut hearth);
    if desk.terminal.json {
        let result = standing_of(&mut hearth)?;
        return desk.terminal.say_json(&Value::Object(result));
    }
    let n_lessons = hearth.lesson_ids()?.len() as u64;
    desk.terminal.say(format!(
        "Made the example community {}: {} by {}. You are {}.",
        shown(&hearth.community_row()?.name),
        count(n_lessons, "lesson", "lessons"),
        count(script.members.len() as u64, "member", "members"),
        shown(&hearth.my_name()?)
    ))
}

/// Roles that an invitation may carry.
#[derive(Clone, Copy, ValueEnum)]
enum InvitedRole {
    /// Reads.
    Observer,
    /// Logs, links, and edits their own lessons.
    Practitioner,
}

#[derive(Args)]
pub(crate) struct Invite {
    /// What whoever joins with it may do
    #[arg(long, value_name = "ROLE", default_value = "practitioner")]
    role: InvitedRole,
    /// How many people can join with it
    #[arg(long, value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u64).range(1..=1_000))]
    uses: u64,
    /// Where to write the invitation
    #[arg(long, short, value_name = "FILE")]
    output: PathBuf,
}

pub(crate) fn invite(desk: &Desk<'_>, args: Invite) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let role = match args.role {
        InvitedRole::Observer => Role::Observer,
        InvitedRole::Practitioner => Role::Practitioner,
    };
    let given = hearth.invite(role, args.uses, &args.output)?;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({
            "path": given.path,
            "size": given.bytes,
            "role": role.name(),
            "uses": args.uses,
        }));
    }
    desk.terminal.say(format!(
        "Wrote {}: {} can join with it, as {} {}.",
        shown(&args.output.to_string_lossy()),
        if args.uses == 1 {
            "one person".to_owned()
        } else {
            format!("{} people", args.uses)
        },
        if role == Role::Observer { "an" } else { "a" },
        role.name()
    ))?;
    desk.terminal
        .talk("Whoever has this file can join: give it to nobody else.");
    Ok(())
}

#[derive(Args)]
pub(crate) struct Join {
    /// The invitation
    file: PathBuf,
    /// Your name
    #[arg(long = "as", value_name = "PERSON")]
    person: String,
}

pub(crate) fn join(desk: &Desk<'_>, args: Join) -> Result<(), Failure> {
    let mut hearth = Hearth::join(&desk.home, Environment::system(), &args.file, &args.person)?;
    if desk.terminal.json {
        let result = standing_of(&mut hearth)?;
        return desk.terminal.say_json(&Value::Object(result));
    }
    desk.terminal.say(format!(
        "Joined {} as {}.",
        shown(&hearth.community_row()?.name),
        shown(&hearth.my_name()?)
    ))
}

/// The community in use, and who this computer is in it.
fn standing_of(hearth: &mut Hearth) -> Result<Map<String, Value>, Failure> {
    let community = json::of(&show::community(hearth)?);
    let me = show::me(hearth)?;
    let members = [
        ("community".to_owned(), community),
        ("me".to_owned(), json::of(&me)),
    ];
    Ok(members.into_iter().collect())
}

/// Reads a text that a person named.
///
/// # Errors
/// When the file cannot be read as text.
pub(crate) fn read_text(path: &std::path::Path) -> Result<String, Failure> {
    if path.as_os_str() == "-" {
        return editor::standard_input();
    }
    Ok(std::fs::read_to_string(path).map_err(|error| ApiError::reading(path, &error))?)
}

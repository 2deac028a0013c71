//! Links between lessons, and files kept with them.

use std::path::PathBuf;

use clap::{Arg, ArgGroup, ArgMatches, Args, FromArgMatches};
use hearth_api::ApiError;
use hearth_api::convert::intake::{MAX_ATTACHMENT_BYTES, media_type};
use hearth_api::core::model::id::LessonId;
use hearth_api::core::model::link::LinkType;
use hearth_api::core::{CoreError, Hearth};
use serde_json::json;

use super::Desk;
use crate::failure::Failure;
use crate::text::shown;

/// What is said of another lesson: one option a type of link.
pub(crate) struct Said {
    kind: LinkType,
    other: String,
}

impl Args for Said {
    fn augment_args(command: clap::Command) -> clap::Command {
        let options = LinkType::ALL.map(|kind| {
            Arg::new(kind.name())
                .long(kind.name().replace('_', "-"))
                .value_name("OTHER")
                .help(format!("The first lesson {} the other", said_of(kind)))
        });
        let group = ArgGroup::new("said")
            .args(LinkType::ALL.map(LinkType::name))
            .required(true);
        command.args(options).group(group)
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for Said {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let given = |kind: LinkType| {
            let other = matches.get_one::<String>(kind.name())?.clone();
            Some(Self { kind, other })
        };
        LinkType::ALL
            .into_iter()
            .find_map(given)
            .ok_or_else(|| clap::Error::new(clap::error::ErrorKind::MissingRequiredArgument))
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

/// The words of a link as the middle of a sentence.
fn said_of(kind: LinkType) -> String {
    let words = kind.words().0;
    match kind {
        LinkType::AcceptedFor
        | LinkType::EvidenceOf
        | LinkType::CausedBy
        | LinkType::AdaptedFrom
        | LinkType::PartOf => {
            format!("is {words}")
        }
        LinkType::Solves
        | LinkType::RelatesTo
        | LinkType::Supersedes
        | LinkType::Duplicates
        | LinkType::DisagreesWith
        | LinkType::Cites => words.to_owned(),
    }
}

#[derive(Args)]
pub(crate) struct Link {
    /// The first lesson
    id: String,
    #[command(flatten)]
    said: Said,
}

pub(crate) fn link(desk: &Desk<'_>, args: Link) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let (source, target) = both(&hearth, &args)?;
    hearth.link(source, args.said.kind, target)?;
    tell(desk, &hearth, "Linked", (source, args.said.kind, target))
}

pub(crate) fn unlink(desk: &Desk<'_>, args: Link) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let (source, target) = both(&hearth, &args)?;
    hearth.unlink(source, args.said.kind, target)?;
    tell(desk, &hearth, "Took back", (source, args.said.kind, target))
}

fn both(hearth: &Hearth, args: &Link) -> Result<(LessonId, LessonId), Failure> {
    Ok((
        hearth.find_lesson(&args.id)?,
        hearth.find_lesson(&args.said.other)?,
    ))
}

fn tell(
    desk: &Desk<'_>,
    hearth: &Hearth,
    done: &str,
    (source, kind, target): (LessonId, LinkType, LessonId),
) -> Result<(), Failure> {
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({
            "source": source.to_string(),
            "kind": kind.name(),
            "target": target.to_string(),
        }));
    }
    desk.terminal.say(format!(
        "{done}: \"{}\" {} \"{}\".",
        shown(&hearth.row(source)?.title),
        said_of(kind),
        shown(&hearth.row(target)?.title)
    ))
}

#[derive(Args)]
pub(crate) struct Attach {
    /// The lesson
    id: String,
    /// The file, of at most 16 MiB
    file: PathBuf,
    /// What a picture shows, for people who cannot see it
    #[arg(long, value_name = "TEXT", default_value = "")]
    alt: String,
}

pub(crate) fn attach(desk: &Desk<'_>, args: Attach) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let id = hearth.find_lesson(&args.id)?;
    let reading = |error: std::io::Error| ApiError::reading(&args.file, &error);
    let size = std::fs::metadata(&args.file).map_err(reading)?.len();
    if size > MAX_ATTACHMENT_BYTES {
        let limit = MAX_ATTACHMENT_BYTES;
        return Err(CoreError::AttachmentTooLarge { size, limit }.into());
    }
    let bytes = std::fs::read(&args.file).map_err(reading)?;
    let name = args
        .file
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let (hash, _) = hearth.attach(id, &name, media_type(&args.file), &args.alt, &bytes)?;
    if desk.terminal.json {
        let result = json!({ "id": id.to_string(), "name": name, "hash": hash.to_string() });
        return desk.terminal.say_json(&result);
    }
    let title = hearth.row(id)?.title;
    desk.terminal.say(format!(
        "Attached {} to \"{}\".",
        shown(&name),
        shown(&title)
    ))?;
    desk.terminal.talk(format!(
        "To show it in the text: ![{}](hearth-blob:{hash})",
        shown(&args.alt)
    ));
    Ok(())
}

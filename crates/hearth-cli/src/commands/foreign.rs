//! Lessons from other programs, and for them.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

use clap::{Args, Subcommand};
use hearth_api::convert::from::markdown::{Folder, Options, Passed};
use hearth_api::convert::intake::{self, Account, Origin, Refused};
use hearth_api::convert::outlet::{self, Choice, Selection};
use hearth_api::convert::{ForeignLesson, to};
use hearth_api::core::CoreError;
use hearth_api::{ApiError, Code};
use serde_json::{Value, json};

use super::Desk;
use crate::failure::Failure;
use crate::text::{count, number, shown};

/// Refusals shown one by one; all of them are in the JSON.
const MAX_SHOWN: usize = 20;

#[derive(Args)]
pub(crate) struct Import {
    #[command(subcommand)]
    from: From,
}

#[derive(Subcommand)]
enum From {
    /// A file of JSON Lines: docs/format/jsonl.md
    Jsonl(FromJsonl),
    /// A folder of Markdown files: docs/format/markdown-folder.md
    Markdown(FromMarkdown),
}

#[derive(Args)]
struct FromJsonl {
    /// The file; - reads standard input
    file: PathBuf,
    /// The system that the ids in it belong to; otherwise what the file says, or its name
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
}

#[derive(Args)]
struct FromMarkdown {
    /// The folder
    dir: PathBuf,
    /// The system that the ids of the files belong to; otherwise the folder's name
    #[arg(long, value_name = "NAME")]
    system: Option<String>,
    /// Take the names of the folders around a file as tags
    #[arg(long)]
    folders_as_tags: bool,
}

pub(crate) fn import(desk: &Desk<'_>, args: Import) -> Result<(), Failure> {
    match args.from {
        From::Jsonl(args) => import_jsonl(desk, args),
        From::Markdown(args) => import_markdown(desk, args),
    }
}

fn import_jsonl(desk: &Desk<'_>, args: FromJsonl) -> Result<(), Failure> {
    let reading = |error: io::Error| ApiError::reading(&args.file, &error);
    let input: Box<dyn BufRead> = if args.file.as_os_str() == "-" {
        Box::new(io::stdin().lock())
    } else {
        let file = File::open(&args.file).map_err(reading)?;
        if file.metadata().map_err(reading)?.is_dir() {
            return Err(reading(io::ErrorKind::IsADirectory.into()).into());
        }
        Box::new(BufReader::new(file))
    };
    let lessons =
        intake::jsonl(input).map_err(|error| ApiError::new(Code::FileNewer).with_detail(&error))?;
    let origin = Origin {
        unnamed: system_of(&args.file),
        system: args.system,
        folder: PathBuf::new(),
    };
    take_in(desk, &args.file, lessons, &origin, None)
}

/// Lines that name no system belong to that of their file: ids of two files are not each other's.
fn system_of(file: &Path) -> String {
    match file.file_stem() {
        Some(stem) if file.as_os_str() != "-" => format!("jsonl:{}", stem.to_string_lossy()),
        _ => "jsonl".to_owned(),
    }
}

fn import_markdown(desk: &Desk<'_>, args: FromMarkdown) -> Result<(), Failure> {
    let options = Options {
        folders_as_tags: args.folders_as_tags,
    };
    let reading = |error: io::Error| ApiError::reading(&args.dir, &error);
    let folder = Folder::open(&args.dir, options).map_err(reading)?;
    let origin = Origin {
        unnamed: String::new(),
        system: args.system,
        folder: args.dir.canonicalize().map_err(reading)?,
    };
    take_in(
        desk,
        &args.dir,
        intake::markdown(&folder),
        &origin,
        Some(folder.passed()),
    )
}

fn take_in(
    desk: &Desk<'_>,
    path: &Path,
    lessons: impl Iterator<Item = Result<ForeignLesson, Refused>>,
    origin: &Origin,
    passed: Option<&Passed>,
) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let mut account = Account::default();
    let mut progress = desk.terminal.progress();
    let taken = intake::take_in(&mut hearth, lessons, origin, &mut account, &mut progress);
    drop(progress);
    desk.settle_index(&mut hearth);
    if let Err(error) = taken {
        return Err(ended_midway(&account, error));
    }
    if desk.terminal.json {
        desk.terminal.say_json(&account_json(&account, passed))?;
    } else {
        say_account(desk, path, &account, passed)?;
    }
    let nothing_else = account.n_refused == account.n_records;
    if account.n_refused > 0 && nothing_else {
        return Err(Failure::problem(
            "nothing_imported",
            "Not one record could be read as a lesson. Nothing was changed.",
            "Check that the file has the form that `hearth import --help` names.",
        ));
    }
    Ok(())
}

/// Whole batches stay, and the person should know.
fn ended_midway(account: &Account, error: CoreError) -> Failure {
    let n_written = account.n_created.saturating_add(account.n_updated);
    let error = ApiError::from(error);
    if n_written == 0 {
        return error.into();
    }
    let what = match error.code {
        Code::Stopped => "Stopped.",
        _ => error
            .message
            .trim_end_matches("Nothing was changed.")
            .trim_end(),
    };
    let written = count(n_written, "lesson", "lessons");
    Failure::ended(
        &error,
        format!("{what} {written} written so far stay."),
        "The same import again goes on behind them and creates nothing twice.",
    )
}

fn account_json(account: &Account, passed: Option<&Passed>) -> Value {
    let refused = account.refused.iter();
    let missing = account.missing_links.iter();
    let parts = account.parts.iter();
    let passed_over = passed.map(|passed| {
        json!({
            "hidden": passed.hidden,
            "other_files": passed.others,
            "links": passed.links.len(),
            "unreadable": passed.unreadable.len(),
        })
    });
    json!({
        "records": account.n_records,
        "created": account.n_created,
        "updated": account.n_updated,
        "unchanged": account.n_unchanged,
        "skipped": account.n_refused,
        "skipped_records": refused.map(|refused| json!({ "place": refused.place, "reason": refused.reason })).collect::<Vec<_>>(),
        "links": account.n_links,
        "missing_links": account.n_missing_links,
        "links_not_made": missing.map(|link| json!({ "source": link.source, "kind": link.kind, "target": link.target })).collect::<Vec<_>>(),
        "attachments": account.n_attachments,
        "open_mentions": account.n_open_mentions,
        "parts_left_out": parts.map(|((part, reason), left_out)| json!({ "part": part, "reason": reason, "count": left_out.count, "examples": left_out.examples })).collect::<Vec<_>>(),
        "passed_over": passed_over,
    })
}

fn say_account(
    desk: &Desk<'_>,
    path: &Path,
    account: &Account,
    passed: Option<&Passed>,
) -> Result<(), Failure> {
    desk.terminal.say(format!(
        "Imported {}: {}; {} created, {} updated, {} unchanged, {} skipped.",
        shown(&path.to_string_lossy()),
        count(account.n_records, "record", "records"),
        number(account.n_created),
        number(account.n_updated),
        number(account.n_unchanged),
        number(account.n_refused)
    ))?;
    let links = count(account.n_links, "new link", "new links");
    let files = count(account.n_attachments, "file", "files");
    desk.terminal.say(format!("{links}, {files} attached."))?;
    for refused in account.refused.iter().take(MAX_SHOWN) {
        desk.terminal.talk(format!(
            "Skipped {}: {}.",
            shown(&refused.place),
            shown(&refused.reason)
        ));
    }
    let n_more = account.n_refused.saturating_sub(MAX_SHOWN as u64);
    if n_more > 0 {
        desk.terminal
            .talk(format!("and {} more; --json names them.", number(n_more)));
    }
    for ((part, reason), left_out) in account.parts.iter().take(MAX_SHOWN) {
        let times = count(left_out.count, "time", "times");
        let examples = left_out.examples.join(", ");
        let examples = if examples.is_empty() {
            examples
        } else {
            format!(" ({examples})")
        };
        let said = format!("{part} {reason}{examples}");
        desk.terminal
            .talk(format!("Left out, {times}: {}.", shown(&said)));
    }
    if account.n_missing_links > 0 {
        let links = count(account.n_missing_links, "link leads", "links lead");
        desk.terminal
            .talk(format!("{links} to records that are not here."));
    }
    if let Some(passed) = passed.filter(|passed| passed.others > 0) {
        let files = count(passed.others, "file is", "files are");
        desk.terminal.talk(format!(
            "{files} not Markdown; those that a lesson shows are attached to it."
        ));
    }
    Ok(())
}

#[derive(Args)]
pub(crate) struct Export {
    #[command(subcommand)]
    to: To,
}

#[derive(Subcommand)]
enum To {
    /// One file of JSON Lines: docs/format/jsonl.md
    Jsonl(ToJsonl),
    /// A folder with one Markdown file a lesson: docs/format/markdown-folder.md
    Markdown(ToMarkdown),
}

#[derive(Args)]
struct ToJsonl {
    /// The file; - writes to standard output
    file: PathBuf,
    #[command(flatten)]
    lore: Lore,
}

#[derive(Args)]
struct ToMarkdown {
    /// The folder; it is made if it is not there
    dir: PathBuf,
    #[command(flatten)]
    lore: Lore,
}

#[derive(Args)]
struct Lore {
    /// Take along what is marked to stay inside
    #[arg(long)]
    with_lore: bool,
}

pub(crate) fn export(desk: &Desk<'_>, args: Export) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let (path, lore) = match &args.to {
        To::Jsonl(args) => (&args.file, args.lore.with_lore),
        To::Markdown(args) => (&args.dir, args.lore.with_lore),
    };
    let mut progress = desk.terminal.progress();
    let selection = outlet::select(&mut hearth, Choice { lore }, &mut progress)?;
    drop(progress);
    let to_stdout = path.as_os_str() == "-";
    match &args.to {
        To::Jsonl(_) if to_stdout => {
            to::jsonl::write(
                &mut io::stdout().lock(),
                intake::OWN_SYSTEM,
                &selection.lessons,
            )?;
        }
        To::Jsonl(_) => {
            write_jsonl(path, &selection).map_err(|error| ApiError::writing(path, &error))?;
        }
        To::Markdown(_) => {
            to::markdown::write_folder(path, &selection.lessons)
                .map_err(|error| ApiError::writing(path, &error))?;
        }
    }
    if to_stdout {
        return Ok(());
    }
    say_selection(desk, path, &selection)
}

/// Written beside and put in place when whole.
fn write_jsonl(path: &Path, selection: &Selection) -> io::Result<()> {
    let mut name = path.file_name().unwrap_or_default().to_owned();
    name.push(".part");
    let part = path.with_file_name(name);
    let write = || {
        let mut out = io::BufWriter::new(File::create(&part)?);
        to::jsonl::write(&mut out, intake::OWN_SYSTEM, &selection.lessons)?;
        out.flush()?;
        out.get_ref().sync_all()?;
        std::fs::rename(&part, path)
    };
    write().inspect_err(|_| drop(std::fs::remove_file(&part)))
}

fn say_selection(desk: &Desk<'_>, path: &Path, selection: &Selection) -> Result<(), Failure> {
    let n_lessons = selection.lessons.len() as u64;
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({
            "path": path,
            "n_lessons": n_lessons,
            "n_lore_left_out": selection.n_lore,
            "n_withdrawn_left_out": selection.n_withdrawn,
        }));
    }
    let lessons = count(n_lessons, "lesson", "lessons");
    desk.terminal.say(format!(
        "Wrote {}: {lessons}.",
        shown(&path.to_string_lossy())
    ))?;
    if selection.n_lore > 0 {
        let lessons = count(selection.n_lore, "lesson stays", "lessons stay");
        desk.terminal
            .talk(format!("{lessons} inside; --with-lore takes them along."));
    }
    Ok(())
}

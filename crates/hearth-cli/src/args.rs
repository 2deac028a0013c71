//! What can be typed. The arguments of a command stand beside its code.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::commands::{
    begin, exchange, find, foreign, keep, link, open, people, read, shell, write,
};

/// Options that every command takes are listed apart from its own.
const ANYWHERE: &str = "Anywhere";

/// Keep what your community learns: log it, find it, carry it to a colleague.
#[derive(Parser)]
#[command(name = "hearth", version, max_term_width = 100)]
#[command(
    after_help = "Everything stays on this computer. Run `hearth` alone for the commands people use most."
)]
pub(crate) struct Cli {
    /// The folder that holds everything of one person; otherwise the system's place for it
    #[arg(long, value_name = "DIR", env = "HEARTH_HOME", global = true, help_heading = ANYWHERE)]
    pub(crate) home: Option<PathBuf>,
    #[command(flatten)]
    pub(crate) speaking: Speaking,
    #[command(subcommand)]
    pub(crate) command: Option<Command>,
}

/// How results are told.
#[derive(Args, Clone, Debug)]
pub(crate) struct Speaking {
    /// Print results as JSON (version 1), and errors as JSON on standard error
    #[arg(long, global = true, help_heading = ANYWHERE)]
    pub(crate) json: bool,
    /// Say nothing but results and errors
    #[arg(long, short, global = true, help_heading = ANYWHERE)]
    pub(crate) quiet: bool,
    /// Use colours; NO_COLOR turns them off too
    #[arg(long, value_name = "WHEN", default_value = "auto", global = true, help_heading = ANYWHERE)]
    pub(crate) color: Color,
}

/// When colours are used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}

#[derive(Subcommand)]
pub(crate) enum Command {
    /// Start a community
    Found(begin::Found),
    /// Look around an example community
    Example,
    /// Make an invitation file
    Invite(begin::Invite),
    /// Join a community with an invitation file
    Join(begin::Join),
    /// Log a lesson in one line; prints its id
    Capture(write::Capture),
    /// Log a lesson in your editor, or from standard input; prints its id
    New(write::New),
    /// Change a lesson in your editor, from standard input, or by options
    Edit(write::Edit),
    /// Withdraw a lesson, with a reason that stays
    Retract(write::Retract),
    /// Show a lesson
    Show(read::Show),
    /// List lessons, newest first
    List(read::List),
    /// Show who wrote what of a lesson, and when
    History(read::History),
    /// Find lessons
    Search(find::Search),
    /// Show a lesson, a link or a Hearth file in the window
    Open(open::Open),
    /// Say what one lesson is to another
    #[command(
        override_usage = "hearth link <ID> --solves <OTHER>\n       hearth link <ID> --relates-to <OTHER>, and so on"
    )]
    Link(link::Link),
    /// Take a link back
    #[command(
        override_usage = "hearth unlink <ID> --solves <OTHER>\n       hearth unlink <ID> --relates-to <OTHER>, and so on"
    )]
    Unlink(link::Link),
    /// Keep a file with a lesson
    Attach(link::Attach),
    /// Make a Hearth file for others
    Give(exchange::Give),
    /// Bring in a Hearth file, after saying what would change
    BringIn(exchange::BringIn),
    /// Take a bring-in out again, as one act
    UndoBringIn(exchange::UndoBringIn),
    /// List what was given and brought in
    Exchanges,
    /// Ask whether all is well
    Check,
    /// Make tables and search index anew from the log
    Rebuild,
    /// Write a verified copy of the community
    Backup(keep::Backup),
    /// Put a backup back
    Restore(keep::Restore),
    /// Take the community over with the recovery words
    Recover(keep::Recover),
    /// Bring in lessons from other programs
    Import(foreign::Import),
    /// Write lessons for other programs
    Export(foreign::Export),
    /// List members
    Members,
    /// Give a member a role
    Grant(people::Grant),
    /// Take membership, a role or a device from a member
    Revoke(people::Revoke),
    /// Show the charter, or amend it
    Charter(people::Charter),
    /// Print completions for a shell
    Completions(shell::Completions),
    /// Print the manual page
    Man(shell::Man),
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    #[test]
    fn the_arguments_are_consistent() {
        super::Cli::command().debug_assert();
    }
}

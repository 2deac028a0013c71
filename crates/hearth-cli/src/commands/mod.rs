//! The commands, one file a group, and what they share: a home, a way to open it, a way to speak.

pub(crate) mod begin;
pub(crate) mod exchange;
pub(crate) mod find;
pub(crate) mod foreign;
pub(crate) mod keep;
pub(crate) mod link;
pub(crate) mod open;
pub(crate) mod people;
pub(crate) mod read;
pub(crate) mod shell;
pub(crate) mod write;

use hearth_api::core::{Environment, Hearth, Home};

use crate::args::{Cli, Command};
use crate::failure::Failure;
use crate::terminal::Terminal;

/// More lessons than this wait in memory only until the end of a command.
const MAX_WAITING: usize = 50;

/// What people do most, for whoever types nothing.
const WELCOME: &str = "\
Keep what your community learns.

  hearth capture \"Hand pump loses its water\"   log a lesson in one line
  hearth search foot valve                     find it again
  hearth show ID                               read it
  hearth list                                  see what is new
  hearth give --whole -o week47.hearth         make a file for a colleague
  hearth bring-in FILE                         bring in what somebody gave you

Begin with `hearth example`, `hearth found` or `hearth join`. Everything else: `hearth --help`.";

/// Where a command works and how it speaks.
pub(crate) struct Desk<'a> {
    pub(crate) home: Home,
    pub(crate) terminal: &'a Terminal,
}

impl Desk<'_> {
    /// Opens the community in use.
    ///
    /// # Errors
    /// What the engine says.
    pub(crate) fn open(&self) -> Result<Hearth, Failure> {
        let hearth = Hearth::open(&self.home, Environment::system())?;
        if hearth.was_rebuilt() {
            self.terminal
                .talk("The tables were made anew from the log.");
        }
        if hearth.is_read_only() {
            self.terminal.talk(
                "This community was written by a newer Hearth: it can be read here, not written.",
            );
        }
        Ok(hearth)
    }

    /// Brings the index up to what was written, when so much was written that the next search would
    /// have to do it. A failure is no failure: the next search tries again.
    pub(crate) fn settle_index(&self, hearth: &mut Hearth) {
        let waits = hearth
            .index()
            .is_ok_and(|index| index.n_waiting() > MAX_WAITING);
        if waits && hearth.flush_index().is_err() {
            self.terminal
                .talk("The search index will be brought up with the next search.");
        }
    }
}

/// Does what was asked for.
///
/// # Errors
/// [`Failure`] when it was not done.
pub(crate) fn run(cli: Cli, terminal: &Terminal) -> Result<(), Failure> {
    let Some(command) = cli.command else {
        return terminal.say(WELCOME);
    };
    match command {
        Command::Completions(args) => return shell::completions(args, terminal),
        Command::Man(args) => return shell::man(args, terminal),
        _ => {}
    }
    let given = cli.home.filter(|home| !home.as_os_str().is_empty());
    let home = given.map_or_else(Home::of_this_person, |home| Ok(Home::at(home)))?;
    run_at(&Desk { home, terminal }, command)
}

fn run_at(desk: &Desk<'_>, command: Command) -> Result<(), Failure> {
    match command {
        Command::Found(args) => begin::found(desk, args),
        Command::Example => begin::example(desk),
        Command::Invite(args) => begin::invite(desk, args),
        Command::Join(args) => begin::join(desk, args),
        Command::Capture(args) => write::capture(desk, args),
        Command::New(args) => write::new(desk, args),
        Command::Edit(args) => write::edit(desk, args),
        Command::Retract(args) => write::retract(desk, args),
        Command::Show(args) => read::show(desk, args),
        Command::List(args) => read::list(desk, args),
        Command::History(args) => read::history(desk, args),
        Command::Search(args) => find::search(desk, args),
        Command::Open(args) => open::open(desk, args),
        Command::Link(args) => link::link(desk, args),
        Command::Unlink(args) => link::unlink(desk, args),
        Command::Attach(args) => link::attach(desk, args),
        Command::Give(args) => exchange::give(desk, args),
        Command::BringIn(args) => exchange::bring_in(desk, args),
        Command::UndoBringIn(args) => exchange::undo_bring_in(desk, args),
        Command::Exchanges => exchange::exchanges(desk),
        Command::Check => keep::check(desk),
        Command::Rebuild => keep::rebuild(desk),
        Command::Backup(args) => keep::backup(desk, args),
        Command::Restore(args) => keep::restore(desk, args),
        Command::Recover(args) => keep::recover(desk, args),
        Command::Import(args) => foreign::import(desk, args),
        Command::Export(args) => foreign::export(desk, args),
        Command::Members => people::members(desk),
        Command::Grant(args) => people::grant(desk, args),
        Command::Revoke(args) => people::revoke(desk, args),
        Command::Charter(args) => people::charter(desk, args),
        Command::Completions(args) => shell::completions(args, desk.terminal),
        Command::Man(args) => shell::man(args, desk.terminal),
    }
}

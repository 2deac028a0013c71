//! Completions and the manual page.

use clap::{Args, Command, CommandFactory};
use clap_complete::Shell;

use crate::args::Cli;
use crate::failure::Failure;
use crate::terminal::Terminal;

#[derive(Args)]
pub(crate) struct Completions {
    /// For which shell
    shell: Shell,
}

pub(crate) fn completions(args: Completions, terminal: &Terminal) -> Result<(), Failure> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut Cli::command(), "hearth", &mut script);
    terminal.say(String::from_utf8_lossy(&script).trim_end())
}

#[derive(Args)]
pub(crate) struct Man {
    /// The page of one command; otherwise that of hearth
    command: Option<String>,
}

pub(crate) fn man(args: Man, terminal: &Terminal) -> Result<(), Failure> {
    let mut program = Cli::command();
    // A command's page repeats the options that all commands have.
    program.build();
    let page = match &args.command {
        None => program,
        Some(name) => page_of(&program, name)?,
    };
    let mut roff = Vec::new();
    clap_mangen::Man::new(page).render(&mut roff)?;
    terminal.say(String::from_utf8_lossy(&roff).trim_end())
}

fn page_of(program: &Command, name: &str) -> Result<Command, Failure> {
    let found = program.find_subcommand(name).cloned();
    let found = found.map(|command| command.display_name(format!("hearth-{name}")));
    found.ok_or_else(|| {
        Failure::usage(
            "no_such_command",
            format!("There is no command {}.", crate::text::shown(name)),
            "Run `hearth --help` for all of them.",
        )
    })
}

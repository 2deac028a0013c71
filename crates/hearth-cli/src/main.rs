//! The `hearth` command line: the engine for people at a terminal and for scripts.
//!
//! Results go to standard output, everything else to standard error; nothing is asked where there
//! is no terminal. Each group of commands has its own file under `commands`. Deliberately absent:
//! every rule about lessons, people and files, which are the engine's.

mod args;
mod commands;
mod editor;
mod failure;
mod jotting;
mod json;
mod stop;
mod terminal;
mod text;

use std::process::ExitCode;

use clap::Parser;

use args::Cli;
use failure::Failure;
use terminal::Terminal;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let terminal = Terminal::new(&cli.speaking);
    stop::listen();
    match commands::run(cli, &terminal) {
        Ok(()) => ExitCode::SUCCESS,
        // Whoever read along has enough.
        Err(Failure::NobodyReads) => ExitCode::SUCCESS,
        Err(failure) => {
            terminal.complain(&failure);
            ExitCode::from(failure.exit())
        }
    }
}

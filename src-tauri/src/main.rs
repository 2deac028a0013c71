//! The Hearth desktop window: the engine's commands, a window around them, and nothing else.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod arguments;
mod commands;
mod desktop;
mod pictures;
mod shell;
mod window;

fn main() -> std::process::ExitCode {
    shell::main(std::env::args_os())
}

//! Developer tasks, run as `cargo xtask TASK`.
//!
//! Each task lives in its own module. Nothing here knows the product: it starts programs, reads text and counts.

#![allow(clippy::print_stdout, reason = "printing is what a task is for")]

mod bench;
mod display;
mod dist;
mod failure;
mod headless;
mod program;
mod run;
mod setup;
mod test;
mod tidy;
mod tree;
mod workspace;

use std::process::ExitCode;

use failure::Failure;

/// One entry of the list that `cargo xtask` prints.
struct Task {
    name: &'static str,
    options: &'static str,
    about: &'static str,
    main: fn(&[String]) -> Result<(), Failure>,
}

const TASKS: &[Task] = &[
    Task {
        name: "run",
        options: "[--headless]",
        about: "set up, build, and open Hearth on an example community",
        main: run::main,
    },
    Task {
        name: "test",
        options: "[--quick | --long]",
        about: "set up, then run every check and test, and say what was skipped",
        main: test::main,
    },
    Task {
        name: "tidy",
        options: "",
        about: "check the rules of docs/architecture.md that text can show",
        main: tidy::main,
    },
    Task {
        name: "bench",
        options: "[NAME]",
        about: "measure; figures go to target/bench",
        main: bench::main,
    },
    Task {
        name: "pictures",
        options: "",
        about: "picture every screen in every look, into target/pictures",
        main: test::pictures,
    },
    Task {
        name: "dist",
        options: "",
        about: "build the release program and a .deb package",
        main: dist::main,
    },
];

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, options)) = words.split_first() else {
        print_tasks();
        return ExitCode::SUCCESS;
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprintln!("There is no task \"{name}\".\n");
        print_tasks();
        return ExitCode::from(2);
    };
    match (task.main)(options) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            if failure.is_worth_saying() {
                eprintln!("\n{failure}");
            }
            ExitCode::from(failure.exit_code())
        }
    }
}

fn print_tasks() {
    println!("cargo xtask TASK\n");
    for task in TASKS {
        let call = format!("{} {}", task.name, task.options);
        println!("  {call:26} {}", task.about);
    }
}

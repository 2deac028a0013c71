//! `run`: everything from a fresh clone to an open window with something to read in it.

use crate::display;
use crate::failure::{Failure, only_options};
use crate::headless;
use crate::program::Program;
use crate::setup::{self, For};
use crate::workspace;

/// Opens the window on an example community, or does the main job without one.
///
/// # Errors
/// When something is missing that this task may not install, or a build fails.
pub(crate) fn main(options: &[String]) -> Result<(), Failure> {
    only_options(options, &["--headless"])?;
    if !options.is_empty() {
        return headless::main();
    }
    if !display::is_there() {
        println!("There is no display here, so Hearth shows what it does at the command line.\n");
        return headless::main();
    }
    setup::system_packages(For::Window)?;
    setup::build_page()?;
    build_app()?;
    open_example()
}

/// Builds the window with the page inside it.
///
/// # Errors
/// When Cargo fails.
pub(crate) fn build_app() -> Result<(), Failure> {
    Program::cargo()
        .words("build --locked -p hearth-app --features custom-protocol")
        .run()
}

/// Builds the command line.
///
/// # Errors
/// When Cargo fails.
pub(crate) fn build_cli() -> Result<(), Failure> {
    Program::cargo().words("build --locked -p hearth-cli").run()
}

/// The example's home stays between runs, so that what you log in it is there next time.
fn open_example() -> Result<(), Failure> {
    let home = workspace::target().join("example-home");
    if !home.join("current").exists() {
        build_cli()?;
        Program::new(workspace::debug_program("hearth"))
            .word("--home")
            .word(&home)
            .word("example")
            .run()?;
    }
    println!(
        "\nThe example community is in {}. Delete that folder to begin anew.\n",
        home.display()
    );
    Program::new(workspace::debug_program("hearth-app"))
        .set("HEARTH_HOME", &home)
        .run()
}

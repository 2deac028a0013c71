//! `dist`: what can be handed to somebody. A Debian package of the window, and the command line beside it.
//!
//! rpm, dmg and msi come from the same tool (`--bundles rpm` and so on) on machines that can make them. AppImage is left out: making
//! one downloads a program during the build.

use crate::failure::{Failure, only_options};
use crate::program::Program;
use crate::setup::{self, For};
use crate::workspace;

/// The tool that packs the window; its minor version follows the crate's.
const TAURI_CLI: &str = "@tauri-apps/cli@2.12.5";

/// Builds both, and says where they are.
///
/// # Errors
/// When something is missing that this task may not install, or a build fails.
pub(crate) fn main(options: &[String]) -> Result<(), Failure> {
    only_options(options, &[])?;
    setup::system_packages(For::Window)?;
    setup::build_page()?;
    let npx = if cfg!(windows) { "npx.cmd" } else { "npx" };
    Program::new(npx)
        .words("--yes")
        .word(TAURI_CLI)
        .words("build --bundles deb --ci")
        .run()?;
    Program::cargo()
        .words("build --locked --release -p hearth-cli")
        .run()?;
    let release = workspace::target().join("release");
    println!(
        "\nThe package is in {}",
        release.join("bundle/deb").display()
    );
    println!("The command line is {}", release.join("hearth").display());
    Ok(())
}

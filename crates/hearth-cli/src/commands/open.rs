//! Show something in the window: the one that is open, or a new one.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;
use hearth_api::core::Wish;

use super::Desk;
use crate::failure::Failure;

#[derive(Args)]
pub(crate) struct Open {
    /// A lesson's id, a hearth:// link, or a Hearth file; without it the window comes to the front
    what: Option<String>,
}

pub(crate) fn open(desk: &Desk<'_>, args: Open) -> Result<(), Failure> {
    let wish = match args.what {
        None => Wish::Show,
        Some(what) => wish(desk, &what)?,
    };
    if desk.home.has_window() {
        desk.home.ring(&wish)?;
        desk.terminal.talk("Shown in the window that is open.");
        return Ok(());
    }
    start(desk, &wish)?;
    desk.terminal.talk("The window opens.");
    Ok(())
}

fn wish(desk: &Desk<'_>, what: &str) -> Result<Wish, Failure> {
    if what.starts_with("hearth://") {
        return Ok(Wish::Link(what.to_owned()));
    }
    let path = Path::new(what);
    if path.exists() {
        let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        return Ok(Wish::File(whole));
    }
    let id = desk.open()?.find_lesson(what)?;
    Ok(Wish::Link(format!("hearth://item/{id}")))
}

/// Starts the window program, which outlives this one.
fn start(desk: &Desk<'_>, wish: &Wish) -> Result<(), Failure> {
    let mut program = Command::new(program());
    program.arg("--home").arg(desk.home.path());
    match wish {
        Wish::Show => {}
        Wish::Link(link) => drop(program.arg(link)),
        Wish::File(path) => drop(program.arg(path)),
    }
    let quiet = program.stdin(Stdio::null()).stdout(Stdio::null());
    let started = quiet.stderr(Stdio::null()).spawn();
    started.map(drop).map_err(|_| {
        Failure::problem(
            "no_window_program",
            "The window program hearth-app is neither beside this one nor in the search path.",
            "Install Hearth with its window, or read on here: `hearth show ID`.",
        )
    })
}

/// The window program beside this one, else wherever the system finds it.
fn program() -> PathBuf {
    let name = format!("hearth-app{}", std::env::consts::EXE_SUFFIX);
    let beside = std::env::current_exe().ok();
    let beside = beside.and_then(|own| Some(own.parent()?.join(&name)));
    beside
        .filter(|path| path.exists())
        .unwrap_or_else(|| PathBuf::from(name))
}

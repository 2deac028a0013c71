//! Starts the test server and prints the address of its page.
//!
//! `hearth-devserver --home DIR [--ui DIR] [--port N]`

use std::io::Write;
use std::thread;

use anyhow::{Context, bail};
use hearth_devserver::{Options, start};

fn main() -> anyhow::Result<()> {
    let mut home = std::env::var_os("HEARTH_HOME").map(Into::into);
    let mut ui = None;
    let mut port = 0;
    let mut arguments = std::env::args_os().skip(1);
    while let Some(name) = arguments.next() {
        let value = arguments
            .next()
            .with_context(|| format!("{} wants a value", name.display()))?;
        match name.to_str() {
            Some("--home") => home = Some(value.into()),
            Some("--ui") => ui = Some(value.into()),
            Some("--port") => port = value.to_string_lossy().parse().context("read the port")?,
            _ => bail!("there is no option {}", name.display()),
        }
    }
    let home = home.context("say where the home is: --home DIR or HEARTH_HOME")?;
    let running = start(Options { home, ui, port })?;
    writeln!(std::io::stdout(), "{}", running.page())?;
    loop {
        thread::park();
    }
}

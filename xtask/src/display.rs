//! A screen to draw on: the one that is there, or a virtual one that ends with its owner.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use crate::failure::Failure;

/// Tells whether a window could be shown to somebody.
pub(crate) fn is_there() -> bool {
    !cfg!(target_os = "linux")
        || ["DISPLAY", "WAYLAND_DISPLAY"]
            .iter()
            .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// A virtual screen. It is gone when this is dropped.
pub(crate) struct Virtual {
    server: Child,
    name: String,
}

impl Virtual {
    /// Starts Xvfb on a number that is free.
    ///
    /// # Errors
    /// When Xvfb is not installed or does not come up.
    pub(crate) fn start() -> Result<Self, Failure> {
        let missing = |source| Failure::Start {
            program: "Xvfb".to_owned(),
            source,
        };
        let mut server = Command::new("Xvfb")
            .args([
                "-displayfd",
                "1",
                "-screen",
                "0",
                "1280x900x24",
                "-nolisten",
                "tcp",
            ])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(missing)?;
        let mut number = String::new();
        if let Some(output) = server.stdout.take() {
            BufReader::new(output)
                .read_line(&mut number)
                .map_err(missing)?;
        }
        let name = format!(":{}", number.trim());
        let screen = Self { server, name };
        if number.trim().is_empty() {
            return Err(Failure::Needs(
                "Xvfb ended before it had a screen.".to_owned(),
            ));
        }
        Ok(screen)
    }

    /// Returns the value for `DISPLAY`.
    pub(crate) fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Virtual {
    fn drop(&mut self) {
        // Nothing to do about a server that is gone already.
        let _ = self.server.kill();
        let _ = self.server.wait();
    }
}

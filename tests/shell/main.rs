//! The real window, driven through WebDriver as a person would: by what is written on it.
//!
//! Needs HEARTH_APP (the window's program, built with its dialogs answered by a file),
//! WebKitWebDriver and a display; says so and passes when they are missing.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

mod journeys;
#[cfg(unix)]
mod links;
#[cfg(unix)]
mod safety;
mod window;

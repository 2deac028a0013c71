//! The page in a browser, against the engine behind the test server: what people do, by mouse and by
//! keys alone, what a screen reader would miss, and where the page may not reach.
//!
//! Needs HEARTH_DEVSERVER, HEARTH_PAGE (the built page), WebKitWebDriver with WebKit's own small
//! browser, and a display; says so and passes when they are missing.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops at the first surprise"
)]

#[cfg(unix)]
mod accessibility;
#[cfg(unix)]
mod browser;
#[cfg(unix)]
mod journeys;
#[cfg(unix)]
mod pictures;
#[cfg(unix)]
mod reach;
#[cfg(unix)]
mod screens;

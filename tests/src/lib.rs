//! What the scenarios share: people with a home folder each, a clock and randomness that repeat.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

#[cfg(unix)]
pub mod page;
pub mod people;

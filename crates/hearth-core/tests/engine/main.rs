//! The engine as a person meets it, on real files: what it does, what it refuses, what it survives.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod common;
mod copied_disk;
mod hostile;
mod refused;
mod strangers;
mod two_people;
mod weather;

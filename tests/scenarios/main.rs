//! Scenarios that need neither a browser nor a window.
//!
//! `HEARTH_LONG=1` runs the long form of those that have one.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod bundle;
mod child;
mod frozen_formats;
mod interrupted;
mod two_devices;
mod two_writers;

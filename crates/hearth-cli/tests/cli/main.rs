//! The built program, run as people and scripts run it: nothing here knows how it is made.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod foreign;
mod journeys;
mod support;
mod talk;
mod tour;

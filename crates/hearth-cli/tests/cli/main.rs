//! The built program, run as people and scripts run it: nothing here knows how it is made.

mod foreign;
mod journeys;
mod support;
mod talk;
mod tour;

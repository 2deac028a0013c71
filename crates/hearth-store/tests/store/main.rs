//! The store against the oracle, against crashes of its own making, and against damage.

#![allow(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod damage;
mod histories;
mod place;
mod taking_out;

//! The answer to "is all well?".

use serde::Serialize;
use ts_rs::TS;

use super::exchange::HeldCount;

/// A dated answer to "is all well?".
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CheckReport {
    /// When, by this machine's clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Nothing is wrong.
    pub all_well: bool,
    /// Equal on machines that hold the same changes; empty when changes are damaged.
    pub state_digest: String,
    /// Lessons in effect.
    pub n_lessons: u32,
    /// Changes read and verified, signature included.
    pub n_changes: u32,
    /// Attached files read and hashed.
    pub n_attachments: u32,
    /// What is wrong, one English sentence each.
    pub problems: Vec<String>,
    /// Why changes wait.
    pub held: Vec<HeldCount>,
}

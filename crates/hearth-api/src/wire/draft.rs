//! Drafts: local to this machine until published.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lesson::KindName;

/// A lesson being written. Saved within a second of typing, recovered after a crash.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Draft {
    /// The draft's UUID; empty in a request makes a new one.
    pub id: String,
    /// The lesson being edited; absent for a new lesson.
    pub lesson: Option<String>,
    /// Heads the edit was made from, hex; empty for a new lesson.
    pub base: Vec<String>,
    /// Story, problem or solution.
    pub kind: KindName,
    /// May be empty in a draft.
    pub title: String,
    /// Markdown.
    pub body: String,
    /// Tags as typed.
    pub tags: Vec<String>,
    /// Where it happened.
    pub site: String,
    /// Date it happened, `YYYY-MM-DD`, or empty.
    pub happened: String,
    /// The problem this solution answers, when started with "Add a solution".
    pub solves: Option<String>,
    /// When it was last saved, by this machine's clock.
    #[ts(type = "number")]
    pub saved_ms: i64,
}

/// What publishing made.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Published {
    /// The lesson's UUID.
    pub id: String,
}

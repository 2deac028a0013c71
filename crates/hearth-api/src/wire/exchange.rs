//! Giving and bringing in files.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lesson::KindName;

/// A file the person chose. The window holds a token, never a path.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChosenFile {
    /// Token valid until the program closes.
    pub token: String,
    /// File name for display.
    pub name: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub size: i64,
}

/// Somebody a file can be made for.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct GiveTarget {
    /// The member's UUID.
    pub member: String,
    /// Display name.
    pub name: String,
    /// When a file of theirs was last brought in here.
    #[ts(type = "number | null")]
    pub last_heard_ms: Option<i64>,
    /// Changes here that their last file did not declare.
    pub n_new: u32,
}

/// What to put into a file.
#[derive(Clone, Debug, Deserialize, TS)]
#[serde(rename_all = "camelCase", tag = "type")]
pub enum GiveRequest {
    /// Everything this community holds here.
    Whole,
    /// What this member's last file did not declare.
    #[serde(rename_all = "camelCase")]
    SinceLast {
        /// The member's UUID.
        member: String,
    },
    /// An invitation for one newcomer.
    #[serde(rename_all = "camelCase")]
    Invitation {
        /// `observer` or `practitioner`.
        role: String,
    },
}

/// A file that was made.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Given {
    /// File name.
    pub name: String,
    /// Folder, for display.
    pub folder: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub size: i64,
    /// Changes inside.
    pub n_changes: u32,
    /// Lessons among them.
    pub n_lessons: u32,
}

/// What a file would change, counted by running the import and rolling it back.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ImportPlan {
    /// File name for display.
    pub file: String,
    /// Size in bytes.
    #[ts(type = "number")]
    pub size: i64,
    /// When it was made, by its maker's clock.
    #[ts(type = "number")]
    pub made_ms: i64,
    /// The sender's note.
    pub note: String,
    /// Who made the file.
    pub sender: Sender,
    /// Lessons not held here before.
    pub n_new: u32,
    /// Lessons whose text would change.
    pub n_updated: u32,
    /// Lessons that would get a fork.
    pub n_forked: u32,
    /// Lessons that would be withdrawn.
    pub n_retracted: u32,
    /// Changes about people, roles and the charter.
    pub n_governance: u32,
    /// Links between lessons that would appear or go.
    pub n_links: u32,
    /// Changes that would wait in quarantine, with the reasons in `held`.
    pub n_quarantined: u32,
    /// Changes already here.
    pub n_known: u32,
    /// All changes in the file.
    pub n_changes: u32,
    /// Attached files that would arrive.
    pub n_attachments: u32,
    /// New lessons per kind.
    pub new_by_kind: Vec<KindCount>,
    /// New and updated lessons per member.
    pub by_member: Vec<MemberCount>,
    /// Titles to look at, at most 200 per list.
    pub new_titles: Vec<PlannedLesson>,
    /// Titles of lessons that would change.
    pub updated_titles: Vec<PlannedLesson>,
    /// Titles of lessons that would get a fork.
    pub forked_titles: Vec<PlannedLesson>,
    /// Why changes would be set aside, one sentence each with its count.
    pub held: Vec<HeldCount>,
}

/// Who made a file, and how far this machine knows them.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Sender {
    /// The name, as this community knows it or as the file claims.
    pub name: String,
    /// Four words of the key's fingerprint.
    pub words: String,
    /// How far the key is known.
    pub standing: SenderStanding,
}

/// How far a sender's key is known here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum SenderStanding {
    /// This machine made the file.
    Me,
    /// A member's device that is in effect.
    Known,
    /// Nobody known here.
    Unknown,
    /// A device that was revoked.
    Revoked,
}

/// A count per kind.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct KindCount {
    /// The kind.
    pub kind: KindName,
    /// How many.
    pub count: u32,
}

/// A count per member.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct MemberCount {
    /// Display name.
    pub name: String,
    /// How many.
    pub count: u32,
}

/// A lesson named in a plan.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct PlannedLesson {
    /// The lesson's UUID.
    pub id: String,
    /// The kind.
    pub kind: KindName,
    /// Its title after the import.
    pub title: String,
}

/// Changes set aside for one reason.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
pub struct HeldCount {
    /// Stable code, such as `unknown_author`.
    pub code: String,
    /// A full sentence.
    pub message: String,
    /// How many changes.
    pub count: u32,
}

/// One exchange in the history.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ExchangeEntry {
    /// Number of the exchange on this machine, from 1.
    pub id: u32,
    /// True for a file brought in, false for one given.
    pub incoming: bool,
    /// The person at the other side, or the file name when unknown.
    pub with: String,
    /// When, by this machine's clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Changes that were new here, or that were given.
    pub n_changes: u32,
    /// Lessons among them.
    pub n_lessons: u32,
    /// Can still be undone.
    pub can_undo: bool,
    /// Was undone.
    pub undone: bool,
}

/// What an undo took out.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Undone {
    /// Changes taken out.
    pub n_removed: u32,
    /// Changes left in because later work here builds on them.
    pub n_kept: u32,
}

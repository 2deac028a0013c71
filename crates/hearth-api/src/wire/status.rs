//! What the window needs to know about this machine before it draws anything.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::settings::Settings;

/// The state of this machine: which community is open, as whom, and what must be said first.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AppStatus {
    /// Version of the program, such as `0.1.0`.
    pub version: String,
    /// The open community; absent on a machine that has none, which shows Welcome.
    pub community: Option<CommunityCard>,
    /// The member this machine signs as.
    pub me: Option<MemberCard>,
    /// True when the store was written by a newer Hearth and can only be read.
    pub read_only: bool,
    /// What was chosen for this machine.
    pub settings: Settings,
    /// Things to say in a banner, such as a rebuilt index; most important first.
    pub notices: Vec<Notice>,
}

/// A community that was just founded.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FoundCommunity {
    /// The state of this machine now.
    pub status: AppStatus,
    /// The words that can re-found it: shown once, kept nowhere, to be written down.
    pub recovery_words: String,
}

/// A community as the sidebar shows it.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CommunityCard {
    /// Hex of the founding change's id.
    pub id: String,
    /// The name its founder gave it.
    pub name: String,
    /// The first line of the charter.
    pub purpose: String,
    /// Members whose admission is in effect.
    pub n_members: u32,
    /// Lessons shown, tombstones excluded.
    pub n_lessons: u32,
}

/// A person as a list shows them. The name never identifies; the words do.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MemberCard {
    /// The member's UUID.
    pub id: String,
    /// Display name.
    pub name: String,
    /// Roles in effect, lowest first: `observer`, `practitioner`, `facilitator`, `steward`.
    pub roles: Vec<String>,
    /// Four words of the device key's fingerprint, such as `maple-river-seven-lamp`.
    pub words: String,
}

/// The colour theme of the window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum Theme {
    /// Follow the desktop.
    #[default]
    System,
    /// "Paper".
    Light,
    /// "Embers".
    Dark,
    /// High contrast, light.
    HcLight,
    /// High contrast, dark.
    HcDark,
}

/// A sentence the window shows once, chosen by code from its own catalogue.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Notice {
    /// Stable code, such as `index_rebuilding` or `closed_unexpectedly`.
    pub code: String,
    /// Values for the sentence.
    pub params: std::collections::BTreeMap<String, String>,
    /// The full English sentence.
    pub message: String,
}

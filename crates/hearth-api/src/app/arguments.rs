//! What each command takes, as it crosses.

use serde::Deserialize;
use ts_rs::TS;

use crate::wire::draft::Draft;
use crate::wire::exchange::GiveRequest;
use crate::wire::lesson::{ListRequest, WithdrawalReason};
use crate::wire::search::SearchRequest;
use crate::wire::settings::Settings;

/// Nothing.
#[derive(Clone, Copy, Debug, Default, Deserialize, TS)]
pub struct NoArguments {}

/// One lesson or draft.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ById {
    /// Its id.
    pub id: String,
}

/// A new community.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct NewCommunity {
    /// Its name.
    pub name: String,
    /// The founder's name.
    pub person: String,
}

/// An invitation and who takes it.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Joining {
    /// The chosen file.
    pub token: String,
    /// The newcomer's name.
    pub person: String,
}

/// A chosen file.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ByToken {
    /// The chosen file.
    pub token: String,
}

/// A backup.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ByName {
    /// The name of its file.
    pub name: String,
}

/// One revision of a lesson.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ByRevision {
    /// The lesson's id.
    pub id: String,
    /// The revision's change id, hex.
    pub revision: String,
}

/// A lesson to withdraw.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Withdrawing {
    /// Its id.
    pub id: String,
    /// The class of the reason.
    pub why: WithdrawalReason,
    /// The reason in words; may be empty.
    pub reason: String,
}

/// What was typed into the palette.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Asking {
    /// The words so far.
    pub query: String,
    /// What the page can do, each in words.
    pub acts: Vec<String>,
}

/// What to go by from now on.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct ChosenSettings {
    /// All of it.
    pub settings: Settings,
}

/// Which lessons to list.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Listing {
    /// The filters and the page.
    pub request: ListRequest,
}

/// What to search.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Searching {
    /// The words and filters.
    pub request: SearchRequest,
}

/// A text being written.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct SomeText {
    /// The text.
    pub text: String,
}

/// A draft to save.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct DraftToSave {
    /// The draft.
    pub draft: Draft,
}

/// What to give.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct Giving {
    /// For whom, and what.
    pub request: GiveRequest,
}

/// One exchange.
#[derive(Clone, Copy, Debug, Deserialize, TS)]
pub struct ByExchange {
    /// Its number.
    pub exchange: u32,
}

/// A link that was confirmed.
#[derive(Clone, Debug, Deserialize, TS)]
pub struct LinkToOpen {
    /// Its address.
    pub url: String,
}

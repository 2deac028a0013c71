//! Lessons as lists and the reader show them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// The three kinds of lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum KindName {
    /// What happened and what was learned.
    Story,
    /// Something that does not work yet.
    Problem,
    /// Something that worked.
    Solution,
}

/// One lesson in a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LessonCard {
    /// The lesson's UUID.
    pub id: String,
    /// Story, problem or solution.
    pub kind: KindName,
    /// The title, 1 to 200 characters.
    pub title: String,
    /// The first sentences, at most 200 characters.
    pub gist: String,
    /// "Told by" when credited, else the member who logged it.
    pub author: String,
    /// Where it happened.
    pub site: Option<String>,
    /// When it was last changed, by its author's clock; display only.
    #[ts(type = "number")]
    pub updated_ms: i64,
    /// Reading time, at least 1.
    pub minutes: u32,
    /// Number of solutions that solve this problem.
    pub n_solutions: u32,
    /// Not yet opened on this machine.
    pub unread: bool,
    /// Two texts stand side by side and nobody has settled them.
    pub forked: bool,
    /// Withdrawn by a member, with a tombstone.
    pub retracted: bool,
}

/// Which lessons a list shows.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct ListRequest {
    /// Only this kind.
    pub kind: Option<KindName>,
    /// Only lessons carrying this tag.
    pub tag: Option<String>,
    /// Only withdrawn ones; otherwise none of them.
    pub withdrawn: bool,
    /// How many to skip, newest first.
    pub offset: u32,
    /// At most this many, 1 to 500; 0 means 50.
    pub limit: u32,
}

/// One page of a list.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LessonList {
    /// Lessons that match, on all pages.
    pub total: u32,
    /// This page, newest first.
    pub lessons: Vec<LessonCard>,
}

/// What Today shows.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Today {
    /// Unread lessons, newest first, at most 12.
    pub new_to_you: Vec<LessonCard>,
    /// Unread lessons beyond those.
    pub n_older: u32,
    /// One good old lesson when everything is read.
    pub good_old: Option<LessonCard>,
    /// Lessons with an unsettled fork that this member may settle.
    pub forked: Vec<LessonCard>,
    /// Open problems without a solution, newest first, at most 5.
    pub open_problems: Vec<LessonCard>,
    /// The most recent drafts, newest first, at most 3.
    pub drafts: Vec<super::draft::Draft>,
    /// The last exchange brought in, if any.
    pub last_brought_in: Option<super::exchange::ExchangeEntry>,
    /// One line of the charter.
    pub charter_line: String,
    /// Lessons in the community; 0 shows "A quiet room".
    pub n_lessons: u32,
}

/// One lesson with everything the reader shows.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LessonPage {
    /// The list view of the lesson.
    pub card: LessonCard,
    /// The body as typed nodes; the page never sees HTML.
    pub body: hearth_text::markdown::Document,
    /// Kind-specific and context fields that are filled, in reading order.
    pub facts: Vec<Fact>,
    /// Tags, sorted.
    pub tags: Vec<String>,
    /// When it was first logged.
    #[ts(type = "number")]
    pub logged_ms: i64,
    /// Revisions in effect.
    pub n_revisions: u32,
    /// Who signed the newest revision.
    pub signed_by: Signer,
    /// Links from and to this lesson.
    pub links: Vec<LinkRow>,
    /// Files attached, by hash.
    pub attachments: Vec<AttachmentRow>,
    /// Fields whose concurrent changes nobody has settled.
    pub forks: Vec<ForkRow>,
    /// Why it was withdrawn, when it was.
    pub retraction: Option<RetractionRow>,
    /// This member may edit it.
    pub may_edit: bool,
}

/// A named value of a lesson, such as site or "does not apply when".
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Fact {
    /// Stable field name, such as `site`, `symptoms`, `not_when`.
    pub field: String,
    /// The text, as written.
    pub text: String,
}

/// Who signed, with what.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Signer {
    /// The member's name.
    pub name: String,
    /// The device's name.
    pub device: String,
    /// Four words of the device key's fingerprint.
    pub words: String,
}

/// A link seen from the open lesson.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct LinkRow {
    /// Stable type name, such as `solves` or `accepted_for`.
    pub kind: String,
    /// The words to show from this side, such as "solves" or "solved by".
    pub label: String,
    /// True when this lesson is the source of the link.
    pub outgoing: bool,
    /// The lesson at the other end; absent when this machine does not hold it.
    pub other: Option<LessonCard>,
    /// UUID of the lesson at the other end.
    pub other_id: String,
}

/// A file attached to a lesson.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentRow {
    /// BLAKE3 of the bytes, hex.
    pub hash: String,
    /// Display name; never a path.
    pub name: String,
    /// Media type as declared.
    pub media_type: String,
    /// Text for people who cannot see it.
    pub alt: String,
    /// Size in bytes; absent when the file is not on this machine.
    #[ts(type = "number | null")]
    pub size: Option<i64>,
}

/// One field with two or more texts that stand side by side.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForkRow {
    /// Stable field name.
    pub field: String,
    /// Every text, word for word, oldest first.
    pub texts: Vec<ForkText>,
}

/// One side of a fork.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ForkText {
    /// The revision that carries it, hex.
    pub revision: String,
    /// Who wrote it.
    pub author: String,
    /// When, by their clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The text.
    pub text: String,
}

/// What one revision changed in a field.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FieldChange {
    /// The field's name.
    pub field: String,
    /// Its text before and after, piece by piece.
    pub pieces: Vec<ChangePiece>,
}

/// A piece of text and where it stands.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ChangePiece {
    /// In both texts, or in one of them.
    pub side: ChangeSide,
    /// The words.
    pub text: String,
}

/// Where a piece of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum ChangeSide {
    /// In both texts.
    Same,
    /// In the later only.
    Added,
    /// In the earlier only.
    Removed,
}

/// What leads back to how a lesson stood before an act.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct WayBack {
    /// The revision to restore, hex.
    pub revision: String,
}

/// The class of the reason for which a lesson is withdrawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum WithdrawalReason {
    /// It is not so.
    Wrong,
    /// Somebody could be hurt.
    Unsafe,
    /// It says what should not be told.
    Private,
    /// It is said elsewhere.
    Duplicate,
    /// Anything else.
    Other,
}

/// Why a lesson was withdrawn.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RetractionRow {
    /// Who withdrew it.
    pub by: String,
    /// When, by their clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// The reason given.
    pub reason: String,
}

/// One revision in a lesson's history.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct RevisionRow {
    /// The revision's change id, hex.
    pub id: String,
    /// Who signed it.
    pub signer: Signer,
    /// When, by their clock.
    #[ts(type = "number")]
    pub at_ms: i64,
    /// Names of the fields it set.
    pub fields: Vec<String>,
    /// The revisions it was made from, hex.
    pub parents: Vec<String>,
    /// `in effect`, `waiting`, `held` or `refused`.
    pub standing: String,
}

//! Search requests and results.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::lesson::{KindName, LessonCard};

/// What to look for.
#[derive(Clone, Debug, Default, Deserialize, TS)]
#[serde(rename_all = "camelCase", default)]
pub struct SearchRequest {
    /// The words as typed, with `kind:`, `tag:`, `author:`, `"phrases"` and `-not` understood.
    pub query: String,
    /// Only these kinds; empty means all.
    pub kinds: Vec<KindName>,
    /// Only lessons with all of these tags.
    pub tags: Vec<String>,
    /// How many hits to skip.
    pub offset: u32,
    /// At most this many, 1 to 200; 0 means 20.
    pub limit: u32,
    /// The last word is still being typed and matches as a prefix.
    pub typing: bool,
}

/// The answer to a search.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SearchResults {
    /// Lessons that match, on all pages.
    pub total: u32,
    /// Time in the engine, milliseconds.
    pub took_ms: f64,
    /// The query in words, for "Explain".
    pub explained: String,
    /// The words searched instead, when a word was taken as a typing slip.
    pub understood: Option<String>,
    /// Best first.
    pub hits: Vec<HitRow>,
    /// Counts per kind over all matches.
    pub kinds: Vec<FacetRow>,
    /// Counts per tag over all matches, most frequent first, at most 12.
    pub tags: Vec<FacetRow>,
}

/// One hit.
#[derive(Clone, Debug, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HitRow {
    /// The lesson.
    pub card: LessonCard,
    /// Relevance; comparable within one answer only.
    pub score: f32,
    /// The best matching sentence.
    pub snippet: Vec<SnippetPart>,
}

/// A run of snippet text, marked when it matched.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SnippetPart {
    /// The text.
    pub text: String,
    /// True when these words matched.
    pub marked: bool,
}

/// How many matches carry a value.
#[derive(Clone, Debug, PartialEq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct FacetRow {
    /// The value, such as `problem` or a tag.
    pub value: String,
    /// Matches that carry it.
    pub count: u32,
}

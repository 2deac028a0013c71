//! What a search is asked for and what it answers.

use crate::document::DocKey;
use crate::facets::Facets;
use crate::highlight::Highlighter;
use crate::rank::{MatchedFields, Ranking};

/// The order of results.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Sort {
    /// Best match first.
    #[default]
    Best,
    /// Newest lesson first.
    Newest,
    /// Most helpful lesson first.
    MostHelped,
}

/// How to search.
#[derive(Clone, Copy, Debug)]
pub struct SearchOptions {
    /// At most this many hits.
    pub limit: usize,
    /// Hits to leave out at the front.
    pub offset: usize,
    /// The order of the hits.
    pub sort: Sort,
    /// Whether to count values; half the work of a broad query.
    pub facets: bool,
    /// Whether words that nobody wrote are taken for words somebody did.
    pub correct: bool,
    /// What ranking weighs by; the default unless you are measuring.
    pub ranking: Ranking,
}

impl Default for SearchOptions {
    fn default() -> SearchOptions {
        SearchOptions {
            limit: 20,
            offset: 0,
            sort: Sort::Best,
            facets: true,
            correct: true,
            ranking: Ranking::default(),
        }
    }
}

/// One lesson found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// Which lesson.
    pub key: DocKey,
    /// How well it matches; comparable within one answer only, zero if there was nothing to match.
    pub score: f32,
    /// Where the words stand.
    pub matched: MatchedFields,
    /// Whether it has all the words.
    pub has_all: bool,
}

/// A word taken for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The word as typed, folded.
    pub typed: String,
    /// The word looked for instead.
    pub meant: String,
}

/// The answer to a query.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// How many lessons match, shown or not.
    pub total: usize,
    /// How many of them have all the words; they come first.
    pub n_with_all: usize,
    /// The lessons asked for, in order.
    pub hits: Vec<Hit>,
    /// Values among all matching lessons; empty unless asked for.
    pub facets: Facets,
    /// The query as it was answered, in words ([`crate::Query::explain`]).
    pub understood: String,
    /// Words taken for others.
    pub corrections: Vec<Correction>,
    /// Whether quotes were ignored because nothing has those words together.
    pub loosened: bool,
    /// Marks what was found in titles and texts.
    pub highlighter: Highlighter,
}

//! Searching: from the request to the query, from what was found to what is shown.

use hearth_core::{Facets, FilterField, Found, Query, SearchHit, SearchOptions, Snippet, Tally};

use super::lesson::{card, kind_of};
use crate::wire::search::{FacetRow, HitRow, SearchRequest, SearchResults, SnippetPart};

const DEFAULT_LIMIT: u32 = 20;
const MAX_LIMIT: u32 = 200;
/// Tags that the filters offer.
const MAX_TAGS: usize = 12;

/// What the index is asked.
pub fn query(request: SearchRequest) -> (Query, SearchOptions) {
    let SearchRequest {
        query,
        kinds,
        tags,
        offset,
        limit,
        typing,
    } = request;
    let mut asked = Query::parse(&query);
    if !typing {
        asked = asked.finished();
    }
    for kind in kinds {
        asked = asked.narrowed(FilterField::Kind, kind_of(kind).name());
    }
    for tag in tags {
        asked = asked.narrowed(FilterField::Tag, &tag);
    }
    let limit = match limit {
        0 => DEFAULT_LIMIT,
        limit => limit.min(MAX_LIMIT),
    };
    let options = SearchOptions {
        limit: usize::try_from(limit).unwrap_or(usize::MAX),
        offset: usize::try_from(offset).unwrap_or(usize::MAX),
        ..SearchOptions::default()
    };
    (asked, options)
}

/// What was found for what was typed.
pub fn found(typed: &str, found: Found) -> SearchResults {
    let Found {
        total,
        hits,
        facets,
        explained,
        corrections,
        took_ms,
    } = found;
    let Facets {
        kinds,
        statuses: _,
        tags,
        authors: _,
        places: _,
    } = facets;
    SearchResults {
        total: u32::try_from(total).unwrap_or(u32::MAX),
        took_ms,
        explained,
        understood: (!corrections.is_empty()).then(|| corrected(typed, &corrections)),
        hits: hits.into_iter().map(hit).collect(),
        kinds: kinds.into_iter().map(facet).collect(),
        tags: tags.into_iter().take(MAX_TAGS).map(facet).collect(),
    }
}

/// The words as they were taken: slips replaced by what they were taken for.
fn corrected(typed: &str, corrections: &[(String, String)]) -> String {
    let taken = |word: &str| {
        let folded = word.to_lowercase();
        let correction = corrections.iter().find(|(slip, _)| *slip == folded);
        correction.map_or_else(|| word.to_owned(), |(_, meant)| meant.clone())
    };
    let words: Vec<String> = typed.split_whitespace().map(taken).collect();
    words.join(" ")
}

fn facet(tally: Tally) -> FacetRow {
    let Tally { value, n_lessons } = tally;
    FacetRow {
        value,
        count: n_lessons,
    }
}

fn hit(hit: SearchHit) -> HitRow {
    let SearchHit {
        row,
        score,
        snippet,
    } = hit;
    HitRow {
        card: card(row),
        score,
        snippet: parts(&snippet),
    }
}

/// The snippet as runs of text, what matched marked.
fn parts(snippet: &Snippet) -> Vec<SnippetPart> {
    let Snippet {
        text,
        ranges,
        cut_before,
        cut_after,
    } = snippet;
    let mut parts = Vec::new();
    let mut push = |text: &str, marked| {
        if !text.is_empty() {
            parts.push(SnippetPart {
                text: text.to_owned(),
                marked,
            });
        }
    };
    if *cut_before {
        push("… ", false);
    }
    let mut at = 0;
    for range in ranges {
        push(text.get(at..range.start).unwrap_or_default(), false);
        push(text.get(range.clone()).unwrap_or_default(), true);
        at = range.end;
    }
    push(text.get(at..).unwrap_or_default(), false);
    if *cut_after {
        push(" …", false);
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::lesson::KindName;

    #[test]
    fn a_snippet_is_cut_where_words_matched() {
        let ranges = vec![4..8, 9..14];
        let snippet = Snippet {
            text: "the foot valve holds".to_owned(),
            ranges,
            cut_before: false,
            cut_after: true,
        };
        let shown: Vec<(String, bool)> = parts(&snippet)
            .into_iter()
            .map(|part| (part.text, part.marked))
            .collect();
        let expected = [
            ("the ", false),
            ("foot", true),
            (" ", false),
            ("valve", true),
            (" holds", false),
            (" …", false),
        ];
        assert_eq!(
            shown,
            expected.map(|(text, marked)| (text.to_owned(), marked))
        );
    }

    #[test]
    fn slips_are_replaced_where_they_stand() {
        let corrections = [("vlave".to_owned(), "valve".to_owned())];
        assert_eq!(
            corrected("foot Vlave kind:problem", &corrections),
            "foot valve kind:problem"
        );
    }

    #[test]
    fn ticked_filters_narrow_the_query_and_limits_hold() {
        let request = SearchRequest {
            query: "pump".to_owned(),
            kinds: vec![KindName::Problem],
            tags: vec!["seal".to_owned()],
            limit: 900,
            ..SearchRequest::default()
        };
        let (asked, options) = query(request);
        let by_hand = Query::parse("pump ")
            .narrowed(FilterField::Kind, "problem")
            .narrowed(FilterField::Tag, "seal");
        assert_eq!(asked.clauses(), by_hand.clauses());
        assert!(!asked.is_unfinished());
        assert_eq!(options.limit, 200);
    }
}

//! Snippets: the sentence that answers, with the words found marked.
//!
//! Works on text the caller brings (the index keeps none) and knows the words actually searched
//! for, so that beginnings and corrected words are marked like any other.

use std::ops::Range;

use crate::analysis::{Words, stem};

/// How much text a snippet shows, in bytes; about two lines on a screen.
const WIDTH: usize = 200;
/// How much of it may stand before the first word found.
const LEAD: usize = 60;

/// The words to mark, in the forms they were searched for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Highlighter {
    stems: Vec<String>,
    prefixes: Vec<String>,
}

/// A piece of a text with the words found in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The piece; runs of white space have become one space.
    pub text: String,
    /// The words to mark: byte ranges of `text`, in order, apart, at character boundaries.
    pub ranges: Vec<Range<usize>>,
    /// Whether text was left out before.
    pub cut_before: bool,
    /// Whether text was left out after.
    pub cut_after: bool,
}

struct Match {
    range: Range<usize>,
    /// Which word of the query it is; different words are worth more than repeated ones.
    word: usize,
}

impl Highlighter {
    pub(crate) fn add_stem(&mut self, stem: String) {
        if !self.stems.contains(&stem) {
            self.stems.push(stem);
        }
    }

    pub(crate) fn add_prefix(&mut self, prefix: String) {
        self.prefixes.push(prefix);
    }

    /// Marks the words in all of `text`, as for a title.
    pub fn mark(&self, text: &str) -> Vec<Range<usize>> {
        self.matches(text)
            .into_iter()
            .map(|found| found.range)
            .collect()
    }

    /// The piece of `text` that says most about the words searched for; its beginning if none is in it.
    pub fn snippet(&self, text: &str) -> Snippet {
        let matches = self.matches(text);
        let shown = fragment(text, best_window(&matches));
        let inside =
            |found: &&Match| found.range.start >= shown.start && found.range.end <= shown.end;
        let marked: Vec<Range<usize>> = matches
            .iter()
            .filter(inside)
            .map(|found| found.range.clone())
            .collect();
        let mut snippet = squeezed(
            text.get(shown.clone()).unwrap_or_default(),
            shown.start,
            &marked,
        );
        snippet.cut_before = text
            .get(..shown.start)
            .is_some_and(|before| !before.trim().is_empty());
        snippet.cut_after = text
            .get(shown.end..)
            .is_some_and(|after| !after.trim().is_empty());
        snippet
    }

    fn matches(&self, text: &str) -> Vec<Match> {
        let mut found = Vec::new();
        let mut words = Words::of(text);
        let mut surface = String::new();
        while let Some(range) = words.next_into(&mut surface) {
            if let Some(word) = self.word(&surface) {
                found.push(Match { range, word });
            }
        }
        found
    }

    /// Which word of the query a surface form is, if any.
    fn word(&self, surface: &str) -> Option<usize> {
        let by_prefix = self
            .prefixes
            .iter()
            .position(|prefix| surface.starts_with(prefix.as_str()));
        if let Some(at) = by_prefix {
            return Some(self.stems.len().saturating_add(at));
        }
        // Stemming never changes the first byte, and most words differ in it: 9 in 10 are spared.
        let first = surface.as_bytes().first();
        if !self
            .stems
            .iter()
            .any(|stem| stem.as_bytes().first() == first)
        {
            return None;
        }
        let own = stem(surface);
        self.stems.iter().position(|stem| *stem == own)
    }
}

/// The stretch of at most [`WIDTH`] bytes with the most different words, then the most words.
fn best_window(matches: &[Match]) -> Option<Range<usize>> {
    let mut best: Option<((usize, usize), Range<usize>)> = None;
    for (at, first) in matches.iter().enumerate() {
        let limit = first.range.start.saturating_add(WIDTH.saturating_sub(LEAD));
        let inside = matches
            .iter()
            .skip(at)
            .take_while(|found| found.range.end <= limit);
        let mut different: Vec<usize> = Vec::new();
        let mut end = first.range.end;
        let mut n_words: usize = 0;
        for found in inside {
            if !different.contains(&found.word) {
                different.push(found.word);
            }
            end = found.range.end;
            n_words = n_words.saturating_add(1);
        }
        let worth = (different.len(), n_words);
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            best = Some((worth, first.range.start..end));
        }
    }
    best.map(|(_, range)| range)
}

/// Widens `window` to whole words, from the beginning of its sentence if that is near.
fn fragment(text: &str, window: Option<Range<usize>>) -> Range<usize> {
    let window = window.unwrap_or(0..0);
    let start = match window.start <= LEAD {
        true => 0,
        false => begin_before(text, window.start),
    };
    let limit = start.saturating_add(WIDTH).max(window.end);
    if limit >= text.len() {
        return start..text.len();
    }
    let limit = boundary_at_or_before(text, limit);
    let cut = text
        .get(window.end..limit)
        .and_then(|tail| tail.rfind(char::is_whitespace));
    let end = cut.map_or(limit, |at| window.end.saturating_add(at));
    start..end.max(window.end)
}

/// Where to begin so that `at` is at most [`LEAD`] bytes away: at a sentence, else at a word.
fn begin_before(text: &str, at: usize) -> usize {
    let earliest = boundary_at_or_before(text, at.saturating_sub(LEAD));
    let lead = text.get(earliest..at).unwrap_or_default();
    let after_sentence = lead
        .char_indices()
        .zip(lead.char_indices().skip(1))
        .filter(|((_, end), (_, gap))| matches!(end, '.' | '!' | '?' | '\n') && gap.is_whitespace())
        .last()
        .map(|(_, (gap, _))| gap);
    let after_word = lead.find(char::is_whitespace);
    let begin = after_sentence.or(after_word).unwrap_or(0);
    let skipped = lead
        .get(begin..)
        .map_or(0, |rest| rest.len().saturating_sub(rest.trim_start().len()));
    earliest.saturating_add(begin).saturating_add(skipped)
}

fn boundary_at_or_before(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at = at.saturating_sub(1);
    }
    at
}

/// `piece` with runs of white space made one space; `marked` are ranges of the whole text.
fn squeezed(piece: &str, offset: usize, marked: &[Range<usize>]) -> Snippet {
    let mut snippet = Snippet::default();
    let mut marks = marked.iter().peekable();
    let mut open: Option<usize> = None;
    for (at, c) in piece.char_indices() {
        let at = offset.saturating_add(at);
        if marks.next_if(|mark| at >= mark.end).is_some() {
            close(&mut snippet, &mut open);
        }
        if marks.peek().is_some_and(|mark| at == mark.start) {
            open = Some(snippet.text.len());
        }
        if !c.is_whitespace() {
            snippet.text.push(c);
        } else if !snippet.text.is_empty() && !snippet.text.ends_with(' ') {
            snippet.text.push(' ');
        }
    }
    close(&mut snippet, &mut open);
    snippet.text.truncate(snippet.text.trim_end().len());
    snippet
}

fn close(snippet: &mut Snippet, open: &mut Option<usize>) {
    if let Some(start) = open.take() {
        snippet.ranges.push(start..snippet.text.len());
    }
}

#[cfg(test)]
mod tests {
    use expect_test::{Expect, expect};

    use super::*;

    fn highlighter(stems: &[&str], prefixes: &[&str]) -> Highlighter {
        Highlighter {
            stems: stems.iter().map(|s| (*s).to_owned()).collect(),
            prefixes: prefixes.iter().map(|s| (*s).to_owned()).collect(),
        }
    }

    fn check(stems: &[&str], prefixes: &[&str], text: &str, expected: Expect) {
        let snippet = highlighter(stems, prefixes).snippet(text);
        let mut shown = snippet.text.clone();
        for range in snippet.ranges.iter().rev() {
            shown.insert(range.end, '›');
            shown.insert(range.start, '‹');
        }
        let dots = |cut: bool| if cut { "…" } else { "" };
        expected.assert_eq(&format!(
            "{}{shown}{}",
            dots(snippet.cut_before),
            dots(snippet.cut_after)
        ));
    }

    const STORY: &str = "The pump was fine on Monday. On Tuesday it lost its prime twice and we bled it. \
        By Wednesday nobody could draw water before noon, so we opened the well. The foot valve was\n\n\
        leaking: a pebble sat in the valves' seat. We cleaned it, closed the well and primed the pump \
        again. It has held since. The lesson is to look at the valve before the pump, always.";

    #[test]
    fn the_fragment_with_most_different_words_is_shown_from_its_sentence_on() {
        check(
            &["foot", "valv", "leak"],
            &[],
            STORY,
            expect![
                "…The ‹foot› ‹valve› was ‹leaking›: a pebble sat in the ‹valves›' seat. We cleaned it, closed the well and primed the pump again. It has held since. The lesson is to look at the ‹valve› before the pump, always."
            ],
        );
    }

    #[test]
    fn beginnings_are_marked_like_words() {
        check(
            &[],
            &["leak", "wedn"],
            STORY,
            expect![
                "…By ‹Wednesday› nobody could draw water before noon, so we opened the well. The foot valve was ‹leaking›: a pebble sat in the valves' seat. We cleaned it, closed the well and primed the pump again. It…"
            ],
        );
    }

    #[test]
    fn a_text_without_the_words_shows_its_beginning() {
        check(
            &["oil"],
            &[],
            STORY,
            expect![
                "The pump was fine on Monday. On Tuesday it lost its prime twice and we bled it. By Wednesday nobody could draw water before noon, so we opened the well. The foot valve was leaking: a pebble sat in…"
            ],
        );
        check(&["oil"], &[], "", expect![[r#""#]]);
    }

    #[test]
    fn accents_and_long_letters_stay_whole() {
        check(
            &["ngugi"],
            &[],
            "水".repeat(90).as_str(),
            expect![
                "水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水水…"
            ],
        );
        check(
            &["ngugi"],
            &[],
            "Mzee Ngũgĩ said",
            expect!["Mzee ‹Ngũgĩ› said"],
        );
    }

    proptest::proptest! {
        #[test]
        fn ranges_are_inside_apart_and_at_boundaries(
            words in proptest::collection::vec(
                proptest::sample::select(vec!["leak", "Valve", " ", "\n\n", "é", "水", ". ", "ab", "leaking,", "\u{301}"]),
                0..150,
            ),
        ) {
            let text = words.concat();
            let snippet = highlighter(&["leak", "valv", "水"], &["a"]).snippet(&text);
            let mut last = 0;
            for range in &snippet.ranges {
                proptest::prop_assert!(range.start >= last && range.end > range.start);
                proptest::prop_assert!(snippet.text.get(range.clone()).is_some());
                last = range.end;
            }
            proptest::prop_assert!(snippet.text.len() <= WIDTH + 70, "{}", snippet.text.len());
            for range in highlighter(&["leak"], &[]).mark(&text) {
                proptest::prop_assert!(text.get(range).is_some());
            }
        }
    }
}

//! From what was typed to words the index has: beginnings of words, and slips of the finger.
//!
//! Both look in the dictionary of surface forms, never at lessons, and both answer with stems, so
//! that a beginning is ranked like any word. A prefix query as search engines offer it gives every
//! lesson the same score and nothing to highlight.

use std::collections::HashMap;

use tantivy::Term;
use tantivy::query::FuzzyTermQuery;
use tantivy::schema::Field;

use crate::analysis::stem;
use crate::corpus::Corpus;
use crate::error::IndexError;

/// More words than this do not change what comes first.
const MAX_EXPANSIONS: usize = 50;
/// Nor is it worth reading more places than this for a word that is not yet typed.
const MAX_POSTINGS: u64 = 60_000;
/// The dictionary is read no further than this for one beginning.
const MAX_SCANNED: usize = 20_000;
/// A word begun counts for less than the word itself.
const BEGUN: f32 = 0.6;
/// Shorter words have too many neighbours to guess from.
const MIN_CORRECTED: usize = 4;
/// Longer ones are no words, and the automaton that finds neighbours grows with them.
const MAX_CORRECTED: usize = 32;
/// Shorter beginnings of a finished word say too little.
const MIN_BEGUN: usize = 3;
/// From this length on two slips are believed at once.
const MIN_TWICE_CORRECTED: usize = 8;

/// A stem to look up, and how much it counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Weighted {
    pub(crate) stem: String,
    pub(crate) factor: f32,
}

/// The best stems of words that begin with `typed`; its own stem counts most.
pub(crate) fn expand_prefix(corpus: &Corpus, typed: &str) -> Result<Vec<Weighted>, IndexError> {
    let own = stem(typed);
    let mut found = vec![Weighted {
        stem: own.clone(),
        factor: 1.0,
    }];
    let mut n_postings: u64 = 0;
    for (surface, n_lessons) in most_common(words_from(corpus, typed)?) {
        n_postings = n_postings.saturating_add(u64::from(n_lessons));
        let stem = stem(&surface);
        if found.iter().any(|known| known.stem == stem) {
            continue;
        }
        if found.len() >= MAX_EXPANSIONS || n_postings > MAX_POSTINGS && found.len() > 1 {
            break;
        }
        found.push(Weighted {
            stem,
            factor: BEGUN,
        });
    }
    Ok(found)
}

/// Words of the dictionary that may have been meant by `typed`, which nobody wrote; best first.
///
/// One slip (a letter wrong, missing, doubled or swapped with its neighbour) before two in a long
/// word, those before words merely begun; the same first letter before others, then the commoner
/// word. Words with digits are names of things: taken as they are, or as a beginning.
pub(crate) fn guesses(
    corpus: &Corpus,
    words: Field,
    typed: &str,
) -> Result<Vec<String>, IndexError> {
    let n_letters = typed.chars().count();
    let mut found = HashMap::new();
    if (MIN_CORRECTED..=MAX_CORRECTED).contains(&n_letters) && !typed.chars().any(char::is_numeric)
    {
        found = within(corpus, words, typed, 1)?;
        if found.is_empty() && n_letters >= MIN_TWICE_CORRECTED {
            found = within(corpus, words, typed, 2)?;
        }
    }
    if found.is_empty() && n_letters >= MIN_BEGUN {
        found = words_from(corpus, typed)?;
    }
    let first = typed.chars().next();
    let mut guesses = most_common(found);
    guesses.sort_by_key(|(surface, _)| surface.chars().next() != first);
    Ok(guesses.into_iter().map(|(surface, _)| surface).collect())
}

/// Surface forms that begin with `start`, with the number of lessons that have them.
fn words_from(corpus: &Corpus, start: &str) -> Result<HashMap<String, u32>, IndexError> {
    let mut found = HashMap::new();
    for segment in &corpus.committed.segments {
        let mut stream = segment.words.terms().range().ge(start).into_stream()?;
        let mut n_scanned: usize = 0;
        while n_scanned < MAX_SCANNED
            && stream.advance()
            && stream.key().starts_with(start.as_bytes())
        {
            add(&mut found, stream.key(), stream.value().doc_freq);
            n_scanned = n_scanned.saturating_add(1);
        }
    }
    for (surface, n) in corpus
        .tail
        .surfaces_from(start)
        .take_while(|(s, _)| s.starts_with(start))
    {
        add(&mut found, surface.as_bytes(), n);
    }
    Ok(found)
}

fn within(
    corpus: &Corpus,
    words: Field,
    typed: &str,
    n_slips: u8,
) -> Result<HashMap<String, u32>, IndexError> {
    let mut found = HashMap::new();
    let query = FuzzyTermQuery::new(Term::from_field_text(words, typed), n_slips, true);
    let automaton = query.automaton().map_err(IndexError::reading)?;
    for segment in &corpus.committed.segments {
        let mut stream = segment.words.terms().search(&automaton).into_stream()?;
        while stream.advance() {
            add(&mut found, stream.key(), stream.value().doc_freq);
        }
    }
    let mut distance = Distance::from(typed);
    for (surface, n) in corpus.tail.surfaces_from("") {
        if distance.is_within(surface, n_slips) {
            add(&mut found, surface.as_bytes(), n);
        }
    }
    Ok(found)
}

fn add(found: &mut HashMap<String, u32>, surface: &[u8], n: u32) {
    let Ok(surface) = std::str::from_utf8(surface) else {
        return;
    };
    match found.get_mut(surface) {
        Some(count) => *count = count.saturating_add(n),
        None => {
            found.insert(surface.to_owned(), n);
        }
    }
}

/// Commonest first; the alphabet settles ties, so that answers do not change from run to run.
fn most_common(found: HashMap<String, u32>) -> Vec<(String, u32)> {
    let mut words: Vec<_> = found.into_iter().collect();
    words.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    words
}

/// How many letters must be changed, added, dropped or swapped to make one word into another.
///
/// Restricted Damerau–Levenshtein distance, as the automaton's, for the tail's few thousand words.
struct Distance {
    typed: Vec<char>,
    /// The last two rows of the table, and the one being filled.
    rows: [Vec<u8>; 3],
}

impl Distance {
    fn from(typed: &str) -> Distance {
        Distance {
            typed: typed.chars().collect(),
            rows: Default::default(),
        }
    }

    /// Whether `word` is at most `limit` slips away.
    fn is_within(&mut self, word: &str, limit: u8) -> bool {
        if word.chars().count().abs_diff(self.typed.len()) > usize::from(limit) {
            return false;
        }
        let [_, row, _] = &mut self.rows;
        row.clear();
        row.extend((0..=u8::MAX).take(self.typed.len().saturating_add(1)));
        let mut last = None;
        for letter in word.chars() {
            if self.next_row(letter, last) > limit {
                return false;
            }
            last = Some(letter);
        }
        let [_, row, _] = &self.rows;
        row.last().is_some_and(|distance| *distance <= limit)
    }

    /// Fills the row of the word's next letter; returns the least of it.
    fn next_row(&mut self, letter: char, last: Option<char>) -> u8 {
        let [before, row, next] = &mut self.rows;
        let cell = |row: &[u8], at: usize| row.get(at).copied().unwrap_or(u8::MAX);
        let mut left = cell(row, 0).saturating_add(1);
        let mut least = left;
        let mut typed_last = None;
        next.clear();
        next.push(left);
        for (at, &typed) in self.typed.iter().enumerate() {
            let dropped = cell(row, at.saturating_add(1)).saturating_add(1);
            let changed = cell(row, at).saturating_add(u8::from(typed != letter));
            let mut best = dropped.min(changed).min(left.saturating_add(1));
            if typed_last == Some(letter) && last == Some(typed) {
                best = best.min(cell(before, at.saturating_sub(1)).saturating_add(1));
            }
            next.push(best);
            least = least.min(best);
            left = best;
            typed_last = Some(typed);
        }
        self.rows.rotate_left(1);
        least
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_counted() {
        for (typed, word, n) in [
            ("valve", "valve", 0),
            ("vlave", "valve", 1),
            ("valv", "valve", 1),
            ("vallve", "valve", 1),
            ("vakve", "valve", 1),
            ("fermentasion", "fermentation", 1),
            ("fermntasion", "fermentation", 2),
            ("ngũgi", "ngugi", 1),
        ] {
            let mut distance = Distance::from(typed);
            assert!(distance.is_within(word, n), "{word}");
            assert!(n == 0 || !distance.is_within(word, n - 1), "{word}");
        }
    }
}

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
    if n_letters >= MIN_CORRECTED && !typed.chars().any(char::is_numeric) {
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
    for segment in &corpus.committed.segments {
        let automaton = query.automaton().map_err(IndexError::reading)?;
        let mut stream = segment.words.terms().search(automaton).into_stream()?;
        while stream.advance() {
            add(&mut found, stream.key(), stream.value().doc_freq);
        }
    }
    let typed: Vec<char> = typed.chars().collect();
    for (surface, n) in corpus.tail.surfaces_from("") {
        if n_edits(&typed, surface, n_slips) <= n_slips {
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

/// How many letters must be changed, added, dropped or swapped to make `typed` into `word`.
///
/// Restricted Damerau–Levenshtein distance, as the automaton's; anything above `limit` is as good
/// as infinite.
fn n_edits(typed: &[char], word: &str, limit: u8) -> u8 {
    let n_letters = word.chars().count();
    if n_letters.abs_diff(typed.len()) > usize::from(limit) {
        return u8::MAX;
    }
    let width = typed.len().saturating_add(1);
    let mut row: Vec<u8> = (0..=u8::MAX).take(width).collect();
    let (mut before, mut next) = (row.clone(), row.clone());
    let mut last: Option<char> = None;
    for letter in word.chars() {
        let mut left = row.first().copied().unwrap_or(u8::MAX).saturating_add(1);
        next.clear();
        next.push(left);
        let mut typed_last: Option<char> = None;
        for (at, &c) in typed.iter().enumerate() {
            let cell = |line: &[u8], i: usize| line.get(i).copied().unwrap_or(u8::MAX);
            let up = cell(&row, at.saturating_add(1)).saturating_add(1);
            let across = cell(&row, at).saturating_add(u8::from(c != letter));
            let mut best = up.min(across).min(left.saturating_add(1));
            if typed_last == Some(letter) && last == Some(c) {
                best = best.min(cell(&before, at.saturating_sub(1)).saturating_add(1));
            }
            next.push(best);
            left = best;
            typed_last = Some(c);
        }
        before.clone_from(&row);
        std::mem::swap(&mut row, &mut next);
        last = Some(letter);
    }
    row.last().copied().unwrap_or(u8::MAX)
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
            let typed: Vec<char> = typed.chars().collect();
            assert_eq!(n_edits(&typed, word, 2), n, "{word}");
        }
    }
}

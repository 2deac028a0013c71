//! Queries turned into other queries: the words worth looking up, quotes taken away, slips undone.

use crate::analysis::{is_stop_word, stem, surfaces};
use crate::answer::Correction;
use crate::query::{Clause, Query};

/// A word to look up, folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Word {
    pub(crate) surface: String,
    pub(crate) unfinished: bool,
    /// How often it was typed.
    pub(crate) times: u8,
}

/// The words a lesson should have, each once; words that say nothing only if there are no others.
pub(crate) fn wanted_words(query: &Query) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for clause in query.clauses() {
        let Clause::Word {
            text,
            negated: false,
        } = clause
        else {
            continue;
        };
        for surface in surfaces(text) {
            words.push(Word {
                surface,
                unfinished: false,
                times: 1,
            });
        }
    }
    if let Some(last) = words.last_mut() {
        last.unfinished = query.is_unfinished();
    }
    let says_something = |word: &Word| word.unfinished || !is_stop_word(&word.surface);
    if words.iter().any(says_something) {
        words.retain(says_something);
    }
    each_once(words)
}

/// Counts words of one stem together, where the first of them stood.
fn each_once(words: Vec<Word>) -> Vec<Word> {
    let mut known: Vec<(String, Word)> = Vec::new();
    for word in words {
        let own = stem(&word.surface);
        let same = |(stem, other): &&mut (String, Word)| {
            *stem == own && other.unfinished == word.unfinished
        };
        match known.iter_mut().find(same) {
            Some((_, first)) => first.times = first.times.saturating_add(1),
            None => known.push((own, word)),
        }
    }
    known.into_iter().map(|(_, word)| word).collect()
}

/// The query with its quotes taken away.
pub(crate) fn loosened(query: &Query) -> Query {
    let mut clauses = Vec::new();
    for clause in query.clauses() {
        match clause {
            Clause::Phrase {
                text,
                negated: false,
            } => {
                let words = text.split_whitespace().map(str::to_owned);
                clauses.extend(words.map(|text| Clause::Word {
                    text,
                    negated: false,
                }));
            }
            other => clauses.push(other.clone()),
        }
    }
    Query {
        clauses,
        unfinished: query.unfinished,
    }
}

/// The query with the words looked for in place of the words typed.
pub(crate) fn corrected(query: &Query, corrections: &[Correction]) -> Query {
    let meant = |text: &String| {
        let words: Vec<String> = surfaces(text);
        let is_corrected = |word: &String| corrections.iter().find(|c| c.typed == *word);
        if !words.iter().any(|word| is_corrected(word).is_some()) {
            return text.clone();
        }
        let meant = words
            .into_iter()
            .map(|word| is_corrected(&word).map_or(word.clone(), |c| c.meant.clone()));
        meant.collect::<Vec<_>>().join(" ")
    };
    let clauses = query.clauses().iter().map(|clause| match clause {
        Clause::Word {
            text,
            negated: false,
        } => Clause::Word {
            text: meant(text),
            negated: false,
        },
        other => other.clone(),
    });
    Query {
        clauses: clauses.collect(),
        unfinished: query.unfinished,
    }
}

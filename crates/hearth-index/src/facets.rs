//! Facets: how many of the lessons found have which value.

use std::collections::BTreeMap;

use crate::corpus::{Corpus, Place};
use crate::error::IndexError;
use crate::schema::{N_VALUES, ValueField};

/// More values than this do not fit beside the results.
const MAX_VALUES: usize = 50;

/// A value and how many of the lessons found have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    /// As the lessons say it.
    pub value: String,
    /// Lessons, never zero.
    pub n_lessons: u32,
}

/// Per field the commonest values among the lessons found, commonest first, at most fifty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facets {
    /// Story, problem, solution.
    pub kinds: Vec<Tally>,
    /// Open, solved, …
    pub statuses: Vec<Tally>,
    /// Tags and topics.
    pub tags: Vec<Tally>,
    /// Who wrote them.
    pub authors: Vec<Tally>,
    /// Where they happened.
    pub places: Vec<Tally>,
}

/// Counts the values of the lessons at `slots`.
pub(crate) fn count(corpus: &Corpus, slots: &[u32]) -> Result<Facets, IndexError> {
    let segments = &corpus.committed.segments;
    let mut counts: Vec<[Vec<u32>; N_VALUES]> =
        segments.iter().map(|_| Default::default()).collect();
    for (segment, counts) in segments.iter().zip(&mut counts) {
        for (field, counts) in ValueField::ALL.into_iter().zip(counts) {
            let n_values = segment.values(field).map_or(0, |column| column.n_values());
            counts.resize(n_values, 0);
        }
    }
    let mut in_tail: [BTreeMap<&str, u32>; N_VALUES] = Default::default();
    for &slot in slots {
        match corpus.place(slot) {
            Some(Place::Committed { ord, segment, doc }) => {
                let Some(counts) = counts.get_mut(ord) else {
                    continue;
                };
                for (field, counts) in ValueField::ALL.into_iter().zip(counts) {
                    let Some(column) = segment.values(field) else {
                        continue;
                    };
                    column
                        .places(doc)
                        .for_each(|place| increase(counts.get_mut(place)));
                }
            }
            Some(Place::Tail(entry)) => {
                for (field, counts) in ValueField::ALL.into_iter().zip(&mut in_tail) {
                    field
                        .values_of(&entry.doc)
                        .for_each(|value| increase(Some(counts.entry(value).or_insert(0))));
                }
            }
            None => {}
        }
    }
    let mut totals = in_tail;
    for (segment, counts) in segments.iter().zip(&counts) {
        for ((field, counts), totals) in ValueField::ALL.into_iter().zip(counts).zip(&mut totals) {
            let Some(column) = segment.values(field) else {
                continue;
            };
            for (value, n) in column
                .dictionary()?
                .iter()
                .zip(counts)
                .filter(|(_, n)| **n > 0)
            {
                let total = totals.entry(value.shown.as_str()).or_insert(0);
                *total = total.saturating_add(*n);
            }
        }
    }
    let [kinds, statuses, tags, authors, places, _languages] = totals.map(tallied);
    Ok(Facets {
        kinds,
        statuses,
        tags,
        authors,
        places,
    })
}

fn increase(count: Option<&mut u32>) {
    if let Some(count) = count {
        *count = count.saturating_add(1);
    }
}

fn tallied(totals: BTreeMap<&str, u32>) -> Vec<Tally> {
    let mut tallies: Vec<(&str, u32)> = totals.into_iter().collect();
    // Stable, so that equal counts stay in the alphabet's order.
    tallies.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    tallies.truncate(MAX_VALUES);
    tallies
        .into_iter()
        .map(|(value, n_lessons)| Tally {
            value: value.to_owned(),
            n_lessons,
        })
        .collect()
}

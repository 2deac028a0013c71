//! Facets: how many of the lessons found have which value.

use std::collections::BTreeMap;

use tantivy::DocId;

use crate::corpus::{Corpus, Place};
use crate::document::IndexDoc;
use crate::error::IndexError;
use crate::schema::ValueField;

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

/// The columns that are counted, in the order of [`Facets`].
const COUNTED: [ValueField; 5] = [
    ValueField::Kind,
    ValueField::Status,
    ValueField::Tag,
    ValueField::Author,
    ValueField::Site,
];

/// Counts the values of the lessons at `slots`.
pub(crate) fn count(corpus: &Corpus, slots: &[u32]) -> Result<Facets, IndexError> {
    let mut in_segments: Vec<Vec<DocId>> = corpus
        .committed
        .segments
        .iter()
        .map(|_| Vec::new())
        .collect();
    let mut in_tail: Vec<&IndexDoc> = Vec::new();
    for &slot in slots {
        match corpus.place(slot) {
            Some(Place::Committed { ord, doc, .. }) => {
                if let Some(docs) = in_segments.get_mut(ord) {
                    docs.push(doc);
                }
            }
            Some(Place::Tail(entry)) => in_tail.push(&entry.doc),
            None => {}
        }
    }
    let mut facets = Facets::default();
    let tallies = [
        &mut facets.kinds,
        &mut facets.statuses,
        &mut facets.tags,
        &mut facets.authors,
        &mut facets.places,
    ];
    for (field, tallies) in COUNTED.into_iter().zip(tallies) {
        let mut totals = BTreeMap::new();
        for (segment, docs) in corpus.committed.segments.iter().zip(&in_segments) {
            let Some(column) = segment.values(field) else {
                continue;
            };
            let counts = column.count(docs);
            for (value, n) in column
                .dictionary()?
                .iter()
                .zip(counts)
                .filter(|(_, n)| *n > 0)
            {
                add(&mut totals, &value.shown, n);
            }
        }
        in_tail
            .iter()
            .flat_map(|doc| field.values_of(doc))
            .for_each(|value| add(&mut totals, value, 1));
        *tallies = tallied(totals);
    }
    Ok(facets)
}

fn add<'v>(totals: &mut BTreeMap<&'v str, u32>, value: &'v str, n: u32) {
    let total = totals.entry(value).or_insert(0);
    *total = total.saturating_add(n);
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

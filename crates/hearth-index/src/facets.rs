//! Facets: how many of the lessons found have which value.

use std::collections::BTreeMap;

use tantivy::DocId;

use crate::committed::Committed;
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
        *tallies = count_field(&corpus.committed, field, &in_segments, &in_tail)?;
    }
    Ok(facets)
}

fn count_field(
    committed: &Committed,
    field: ValueField,
    in_segments: &[Vec<DocId>],
    in_tail: &[&IndexDoc],
) -> Result<Vec<Tally>, IndexError> {
    let Some(merged) = committed.merged(field)? else {
        return Ok(Vec::new());
    };
    let mut counts = vec![0_u32; merged.values.len()];
    let segments = committed.segments.iter().zip(&merged.places);
    for ((segment, places), docs) in segments.zip(in_segments) {
        let Some(column) = segment.values(field) else {
            continue;
        };
        for place in docs.iter().flat_map(|&doc| column.places(doc)) {
            let place = places.get(*place as usize).copied();
            increase(place.and_then(|place| counts.get_mut(place as usize)));
        }
    }
    let mut only_in_tail: BTreeMap<&str, u32> = BTreeMap::new();
    for value in in_tail.iter().flat_map(|doc| field.values_of(doc)) {
        match merged
            .values
            .binary_search_by(|known| known.as_str().cmp(value))
        {
            Ok(place) => increase(counts.get_mut(place)),
            Err(_) => increase(Some(only_in_tail.entry(value).or_insert(0))),
        }
    }
    let known = merged.values.iter().map(String::as_str).zip(counts);
    Ok(tallied(known.filter(|(_, n)| *n > 0).chain(only_in_tail)))
}

fn increase(count: Option<&mut u32>) {
    if let Some(count) = count {
        *count = count.saturating_add(1);
    }
}

/// The commonest values, commonest first; the alphabet settles ties.
fn tallied<'v>(totals: impl Iterator<Item = (&'v str, u32)>) -> Vec<Tally> {
    let mut tallies: Vec<(&str, u32)> = totals.collect();
    tallies.sort_unstable_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(b.0)));
    tallies.truncate(MAX_VALUES);
    let shown = tallies.into_iter();
    shown
        .map(|(value, n_lessons)| Tally {
            value: value.to_owned(),
            n_lessons,
        })
        .collect()
}

//! Filters: which values a lesson must have, resolved once against the values there are.

use crate::analysis::folded;
use crate::committed::Segment;
use crate::corpus::{Corpus, Place};
use crate::error::IndexError;
use crate::query::{Clause, FilterField, Query};
use crate::schema::ValueField;

/// All filters of a query, ready to be asked about lessons.
pub(crate) struct Filters {
    checks: Vec<Check>,
    from_ms: Option<i64>,
    until_ms: Option<i64>,
}

/// One filter. Of several values of one field any will do; tags are one check each.
struct Check {
    field: ValueField,
    unwanted: bool,
    values: Vec<Wanted>,
    /// Per segment: which places of its dictionary match.
    places: Vec<Vec<bool>>,
}

struct Wanted {
    value: String,
    closeness: Closeness,
}

/// How a value may answer to what was typed; the closest that any lesson offers is used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Closeness {
    /// `tomas kiprop` is `Tomas Kiprop`.
    Same,
    /// `kiprop` is one of its words.
    Words,
    /// `tom` begins one of its words.
    Beginning,
}

impl Closeness {
    const ALL: [Closeness; 3] = [Closeness::Same, Closeness::Words, Closeness::Beginning];

    fn holds(self, value: &str, wanted: &str) -> bool {
        match self {
            Closeness::Same => value == wanted,
            Closeness::Words => format!(" {value} ").contains(&format!(" {wanted} ")),
            Closeness::Beginning => format!(" {value}").contains(&format!(" {wanted}")),
        }
    }
}

impl Filters {
    pub(crate) fn resolve(corpus: &Corpus, query: &Query) -> Result<Filters, IndexError> {
        let mut filters = Filters {
            checks: Vec::new(),
            from_ms: None,
            until_ms: None,
        };
        for (field, unwanted, values) in grouped(query) {
            filters
                .checks
                .push(Check::resolve(corpus, field.column(), unwanted, values)?);
        }
        for clause in query.clauses() {
            match clause {
                Clause::Before(point) => {
                    let until = filters.until_ms.unwrap_or(i64::MAX).min(point.start_ms());
                    filters.until_ms = Some(until);
                }
                Clause::After(point) => {
                    let from = filters.from_ms.unwrap_or(i64::MIN).max(point.start_ms());
                    filters.from_ms = Some(from);
                }
                Clause::Word { .. } | Clause::Phrase { .. } | Clause::Filter { .. } => {}
            }
        }
        Ok(filters)
    }

    /// Whether the lesson at `slot` passes them all.
    pub(crate) fn pass(&self, corpus: &Corpus, slot: u32) -> bool {
        self.is_in_time(corpus, slot) && self.checks.iter().all(|check| check.passes(corpus, slot))
    }

    fn is_in_time(&self, corpus: &Corpus, slot: u32) -> bool {
        if self.from_ms.is_none() && self.until_ms.is_none() {
            return true;
        }
        let at = corpus.created_ms(slot);
        self.from_ms.is_none_or(|from| at >= from) && self.until_ms.is_none_or(|until| at < until)
    }
}

/// The filter clauses of a query, those of one field together; tags stay apart.
fn grouped(query: &Query) -> Vec<(FilterField, bool, Vec<String>)> {
    let mut groups: Vec<(FilterField, bool, Vec<String>)> = Vec::new();
    for clause in query.clauses() {
        let Clause::Filter {
            field,
            value,
            negated,
        } = clause
        else {
            continue;
        };
        let joins = |group: &&mut (FilterField, bool, Vec<String>)| {
            group.0 == *field && group.1 == *negated && *field != FilterField::Tag
        };
        match groups.iter_mut().find(joins) {
            Some((_, _, values)) => values.push(folded(value)),
            None => groups.push((*field, *negated, vec![folded(value)])),
        }
    }
    groups
}

impl Check {
    fn resolve(
        corpus: &Corpus,
        field: ValueField,
        unwanted: bool,
        values: Vec<String>,
    ) -> Result<Check, IndexError> {
        let dictionaries = corpus
            .committed
            .segments
            .iter()
            .map(|segment| dictionary(segment, field))
            .collect::<Result<Vec<_>, _>>()?;
        let in_tail: Vec<String> = corpus
            .tail
            .docs()
            .flat_map(|entry| field.values_of(&entry.doc))
            .map(folded)
            .collect();
        let all = || {
            dictionaries
                .iter()
                .flatten()
                .copied()
                .chain(in_tail.iter().map(String::as_str))
        };
        let values: Vec<Wanted> = values
            .into_iter()
            .map(|value| {
                let closest = Closeness::ALL
                    .into_iter()
                    .find(|near| all().any(|given| near.holds(given, &value)));
                Wanted {
                    closeness: closest.unwrap_or(Closeness::Same),
                    value,
                }
            })
            .collect();
        let places = dictionaries
            .iter()
            .map(|given| {
                given
                    .iter()
                    .map(|value| matches_any(&values, value))
                    .collect()
            })
            .collect();
        Ok(Check {
            field,
            unwanted,
            values,
            places,
        })
    }

    fn passes(&self, corpus: &Corpus, slot: u32) -> bool {
        let has = match corpus.place(slot) {
            Some(Place::Committed { ord, segment, doc }) => {
                let matching = self.places.get(ord);
                segment.values(self.field).is_some_and(|column| {
                    column.places(doc).iter().any(|place| {
                        matching
                            .and_then(|matching| matching.get(*place as usize))
                            .is_some_and(|hit| *hit)
                    })
                })
            }
            Some(Place::Tail(entry)) => self
                .field
                .values_of(&entry.doc)
                .any(|value| matches_any(&self.values, &folded(value))),
            None => return false,
        };
        has != self.unwanted
    }
}

fn matches_any(wanted: &[Wanted], value: &str) -> bool {
    wanted
        .iter()
        .any(|wanted| wanted.closeness.holds(value, &wanted.value))
}

fn dictionary(segment: &Segment, field: ValueField) -> Result<Vec<&str>, IndexError> {
    let Some(column) = segment.values(field) else {
        return Ok(Vec::new());
    };
    Ok(column
        .dictionary()?
        .iter()
        .map(|value| value.folded.as_str())
        .collect())
}

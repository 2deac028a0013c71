//! Words next to each other: phrases, and how near the words of a question stand in a lesson.

use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::IndexRecordOption;
use tantivy::{DocSet, TERMINATED};

use crate::committed::SegmentText;
use crate::corpus::Corpus;
use crate::error::IndexError;
use crate::schema::TextField;
use crate::tail::Tail;

/// Calls `found(slot, field, times)` wherever `stems` follow one another. Dead slots included.
pub(crate) fn each_phrase(
    corpus: &Corpus,
    stems: &[String],
    mut found: impl FnMut(u32, TextField, u32),
) -> Result<(), IndexError> {
    for segment in &corpus.committed.segments {
        for text in &segment.text {
            let Some(postings) = open_all(text, stems)? else {
                continue;
            };
            each_in_segment(postings, |doc, times| {
                found(segment.base.saturating_add(doc), text.field, times);
            });
        }
    }
    for field in TextField::ALL {
        each_in_tail(&corpus.tail, field, stems, |slot, times| {
            found(corpus.tail_slot(slot), field, times);
        });
    }
    Ok(())
}

fn open_all(
    text: &SegmentText,
    stems: &[String],
) -> Result<Option<Vec<SegmentPostings>>, IndexError> {
    let mut all = Vec::with_capacity(stems.len());
    for stem in stems {
        let Some(info) = text.index.terms().get(stem)? else {
            return Ok(None);
        };
        let option = IndexRecordOption::WithFreqsAndPositions;
        all.push(text.index.read_postings_from_terminfo(&info, option)?);
    }
    Ok(Some(all))
}

fn each_in_segment(mut postings: Vec<SegmentPostings>, mut found: impl FnMut(u32, u32)) {
    let mut target = postings.iter().map(DocSet::doc).max().unwrap_or(TERMINATED);
    let mut aligned = Aligned::default();
    while target != TERMINATED {
        let mut furthest = target;
        for list in &mut postings {
            if list.doc() < furthest {
                list.seek(furthest);
            }
            furthest = furthest.max(list.doc());
        }
        if furthest != target {
            target = furthest;
            continue;
        }
        aligned.start();
        for list in &mut postings {
            let Aligned { next, .. } = &mut aligned;
            list.positions(next);
            aligned.narrow();
        }
        if let Some(times) = aligned.times() {
            found(target, times);
        }
        target = postings.first_mut().map_or(TERMINATED, DocSet::advance);
    }
}

fn each_in_tail(tail: &Tail, field: TextField, stems: &[String], mut found: impl FnMut(u32, u32)) {
    let Some((first, _)) = stems.split_first() else {
        return;
    };
    let mut aligned = Aligned::default();
    for posting in tail.postings(field, first) {
        aligned.start();
        for stem in stems {
            let list = tail.postings(field, stem);
            let there = list.iter().find(|other| other.slot == posting.slot);
            aligned.next.clear();
            aligned
                .next
                .extend(there.iter().flat_map(|other| &other.positions));
            aligned.narrow();
        }
        if let Some(times) = aligned.times() {
            found(posting.slot, times);
        }
    }
}

/// Where a phrase may still begin, given the words of it looked at so far.
#[derive(Default)]
struct Aligned {
    starts: Vec<u32>,
    next: Vec<u32>,
    n_words: u32,
}

impl Aligned {
    fn start(&mut self) {
        self.starts.clear();
        self.n_words = 0;
    }

    /// Keeps the starts from which the next word (its positions are in `next`) follows.
    fn narrow(&mut self) {
        let offset = self.n_words;
        if offset == 0 {
            std::mem::swap(&mut self.starts, &mut self.next);
        } else {
            let next = &self.next;
            self.starts
                .retain(|start| next.binary_search(&start.saturating_add(offset)).is_ok());
        }
        self.n_words = offset.saturating_add(1);
    }

    fn times(&self) -> Option<u32> {
        u32::try_from(self.starts.len())
            .ok()
            .filter(|times| *times > 0)
    }
}

/// Finds where single words stand in a few lessons, which must be asked for in rising order.
pub(crate) struct Standing<'c> {
    corpus: &'c Corpus,
    stem: &'c str,
    field: TextField,
    open: Option<(usize, Option<SegmentPostings>)>,
}

impl<'c> Standing<'c> {
    pub(crate) fn new(corpus: &'c Corpus, stem: &'c str, field: TextField) -> Standing<'c> {
        Standing {
            corpus,
            stem,
            field,
            open: None,
        }
    }

    /// Writes the positions of the word in the lesson at `slot` to `positions`, in rising order.
    pub(crate) fn at(&mut self, slot: u32, positions: &mut Vec<u32>) -> Result<(), IndexError> {
        positions.clear();
        let Some((ord, segment, doc)) = self
            .corpus
            .committed
            .locate(slot)
            .filter(|_| slot < self.corpus.committed.n_slots)
        else {
            let in_tail = slot.saturating_sub(self.corpus.committed.n_slots);
            let list = self.corpus.tail.postings(self.field, self.stem);
            positions.extend(
                list.iter()
                    .filter(|p| p.slot == in_tail)
                    .flat_map(|p| &p.positions),
            );
            return Ok(());
        };
        if self.open.as_ref().is_none_or(|(open, _)| *open != ord) {
            let text = segment.text.get(self.field as usize);
            let info = text
                .map(|text| text.index.terms().get(self.stem))
                .transpose()?
                .flatten();
            let postings = match (text, info) {
                (Some(text), Some(info)) => {
                    let option = IndexRecordOption::WithFreqsAndPositions;
                    Some(text.index.read_postings_from_terminfo(&info, option)?)
                }
                _ => None,
            };
            self.open = Some((ord, postings));
        }
        if let Some((_, Some(postings))) = &mut self.open {
            let here = if postings.doc() < doc {
                postings.seek(doc)
            } else {
                postings.doc()
            };
            if here == doc {
                postings.positions(positions);
            }
        }
        Ok(())
    }
}

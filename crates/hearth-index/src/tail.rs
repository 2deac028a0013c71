//! The tail: lessons the last commit lacks, kept in memory so that a save is findable at once.
//!
//! An inverted index small enough to need no compression: the same words, positions and lengths
//! the committed index would hold, so that ranking cannot tell the two apart. It also remembers
//! the lessons whole, because the next commit will ask for them.

use std::collections::{BTreeMap, HashMap, HashSet};

use tantivy::fieldnorm::FieldNormReader;

use crate::analysis::{StemMemory, Words};
use crate::document::{DocKey, IndexDoc};
use crate::schema::{N_TEXT, TextField};

/// Where a word stands in one lesson of the tail.
#[derive(Clone, Debug)]
pub(crate) struct TailPosting {
    pub(crate) slot: u32,
    pub(crate) positions: Vec<u32>,
}

/// A lesson that waits for the next commit.
#[derive(Clone, Debug)]
pub(crate) struct TailDoc {
    pub(crate) doc: IndexDoc,
    /// Length classes per text field, rounded exactly as Tantivy rounds them.
    pub(crate) length_ids: [u8; N_TEXT],
    stems: [Vec<String>; N_TEXT],
    surfaces: Vec<String>,
}

/// What the tail says about a key: newer text, or that it is gone; and since when.
#[derive(Clone, Debug)]
struct Entry {
    tick: u64,
    slot: Option<u32>,
}

/// See the module.
#[derive(Debug, Default)]
pub(crate) struct Tail {
    entries: HashMap<DocKey, Entry>,
    docs: Vec<Option<TailDoc>>,
    free: Vec<u32>,
    postings: [BTreeMap<String, Vec<TailPosting>>; N_TEXT],
    surfaces: BTreeMap<String, u32>,
    stems: StemMemory,
}

/// The tail as the next commit will write it.
pub(crate) struct TailSnapshot {
    pub(crate) put: Vec<IndexDoc>,
    pub(crate) removed: Vec<DocKey>,
    ticks: HashMap<DocKey, u64>,
}

impl TailSnapshot {
    pub(crate) fn is_empty(&self) -> bool {
        self.ticks.is_empty()
    }
}

impl Tail {
    /// Takes in the newest text of a lesson, replacing what the tail had of it.
    ///
    /// Returns the slot it stands in and the one it freed.
    pub(crate) fn put(&mut self, tick: u64, doc: IndexDoc) -> (u32, Option<TailDoc>) {
        let old = self.take(&doc.key);
        let slot = self.free.pop().unwrap_or_else(|| {
            self.docs.push(None);
            u32::try_from(self.docs.len().saturating_sub(1)).unwrap_or(u32::MAX)
        });
        self.entries.insert(
            doc.key,
            Entry {
                tick,
                slot: Some(slot),
            },
        );
        let entry = self.analyse(slot, doc);
        if let Some(place) = self.docs.get_mut(slot as usize) {
            *place = Some(entry);
        }
        (slot, old)
    }

    /// Remembers that a lesson is gone, so that the next commit deletes it.
    pub(crate) fn remove(&mut self, tick: u64, key: DocKey) -> Option<TailDoc> {
        let old = self.take(&key);
        self.entries.insert(key, Entry { tick, slot: None });
        old
    }

    /// The keys a commit does not answer for: changed after its `position` and not `written` by it.
    pub(crate) fn waiting(&self, position: u64, written: Option<&TailSnapshot>) -> Vec<DocKey> {
        let is_in = |key: &DocKey, entry: &Entry| {
            let wrote = written.and_then(|snapshot| snapshot.ticks.get(key));
            entry.tick <= position || wrote.is_some_and(|tick| entry.tick <= *tick)
        };
        let waiting = self
            .entries
            .iter()
            .filter(|(key, entry)| !is_in(key, entry));
        waiting.map(|(key, _)| *key).collect()
    }

    /// Forgets all keys but those [`Tail::waiting`].
    pub(crate) fn forget(&mut self, position: u64, written: Option<&TailSnapshot>) {
        let waiting: HashSet<DocKey> = self.waiting(position, written).into_iter().collect();
        let done: Vec<DocKey> = self
            .keys()
            .filter(|key| !waiting.contains(*key))
            .copied()
            .collect();
        for key in done {
            self.take(&key);
        }
    }

    /// The highest position a commit may claim that lacks what changed since `snapshot`.
    pub(crate) fn position_without(&self, snapshot: &TailSnapshot, claimed: u64) -> u64 {
        let missed = self.entries.iter().filter(|(key, entry)| {
            snapshot
                .ticks
                .get(*key)
                .is_none_or(|tick| entry.tick > *tick)
        });
        missed
            .map(|(_, entry)| entry.tick.saturating_sub(1))
            .fold(claimed, u64::min)
    }

    pub(crate) fn snapshot(&self) -> TailSnapshot {
        let mut put = Vec::new();
        let mut removed = Vec::new();
        for (key, entry) in &self.entries {
            match entry.slot.and_then(|slot| self.doc(slot)) {
                Some(tail_doc) => put.push(tail_doc.doc.clone()),
                None => removed.push(*key),
            }
        }
        let ticks = self
            .entries
            .iter()
            .map(|(key, entry)| (*key, entry.tick))
            .collect();
        TailSnapshot {
            put,
            removed,
            ticks,
        }
    }

    /// How many lessons wait, deletions included.
    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// How many slots have been handed out; some may be free.
    pub(crate) fn n_slots(&self) -> u32 {
        u32::try_from(self.docs.len()).unwrap_or(u32::MAX)
    }

    pub(crate) fn doc(&self, slot: u32) -> Option<&TailDoc> {
        self.docs.get(slot as usize)?.as_ref()
    }

    pub(crate) fn docs(&self) -> impl Iterator<Item = &TailDoc> {
        self.docs.iter().flatten()
    }

    /// The keys the committed index must not answer for.
    pub(crate) fn keys(&self) -> impl Iterator<Item = &DocKey> {
        self.entries.keys()
    }

    pub(crate) fn postings(&self, field: TextField, stem: &str) -> &[TailPosting] {
        self.field(field).get(stem).map_or(&[], Vec::as_slice)
    }

    /// Surface forms from `start` on, in order, with how many lessons of the tail have them.
    pub(crate) fn surfaces_from(&self, start: &str) -> impl Iterator<Item = (&str, u32)> {
        let from = (std::ops::Bound::Included(start), std::ops::Bound::Unbounded);
        self.surfaces
            .range::<str, _>(from)
            .map(|(surface, n)| (surface.as_str(), *n))
    }

    fn field(&self, field: TextField) -> &BTreeMap<String, Vec<TailPosting>> {
        let [title, labels, body] = &self.postings;
        match field {
            TextField::Title => title,
            TextField::Labels => labels,
            TextField::Body => body,
        }
    }

    fn analyse(&mut self, slot: u32, doc: IndexDoc) -> TailDoc {
        let mut length_ids = [0; N_TEXT];
        let mut stems = [const { Vec::new() }; N_TEXT];
        let mut seen = HashSet::new();
        let parts = TextField::ALL.iter().zip(&mut self.postings);
        for ((field, postings), (length_id, own)) in
            parts.zip(length_ids.iter_mut().zip(&mut stems))
        {
            let text = field.text_of(&doc);
            let n_words = index_text(slot, &text, postings, &mut self.stems, own, &mut seen);
            *length_id = FieldNormReader::fieldnorm_to_id(n_words);
        }
        for surface in &seen {
            let count = self.surfaces.entry(surface.clone()).or_insert(0);
            *count = count.saturating_add(1);
        }
        TailDoc {
            doc,
            length_ids,
            stems,
            surfaces: seen.into_iter().collect(),
        }
    }

    fn take(&mut self, key: &DocKey) -> Option<TailDoc> {
        let slot = self.entries.remove(key)?.slot?;
        let old = self.docs.get_mut(slot as usize)?.take()?;
        self.free.push(slot);
        for (postings, stems) in self.postings.iter_mut().zip(&old.stems) {
            for stem in stems {
                let Some(list) = postings.get_mut(stem) else {
                    continue;
                };
                list.retain(|posting| posting.slot != slot);
                if list.is_empty() {
                    postings.remove(stem);
                }
            }
        }
        for surface in &old.surfaces {
            let Some(count) = self.surfaces.get_mut(surface) else {
                continue;
            };
            *count = count.saturating_sub(1);
            if *count == 0 {
                self.surfaces.remove(surface);
            }
        }
        Some(old)
    }
}

/// Adds one text to the postings of one field; returns its number of words.
fn index_text(
    slot: u32,
    text: &str,
    postings: &mut BTreeMap<String, Vec<TailPosting>>,
    memory: &mut StemMemory,
    stems: &mut Vec<String>,
    seen: &mut HashSet<String>,
) -> u32 {
    let mut words = Words::of(text);
    let mut word = String::new();
    let mut position: u32 = 0;
    while words.next_into(&mut word).is_some() {
        if !seen.contains(&word) {
            seen.insert(word.clone());
        }
        memory.stem_in_place(&mut word);
        if !postings.contains_key(&word) {
            postings.insert(word.clone(), Vec::new());
        }
        let list = postings.get_mut(&word).expect("inserted just above");
        match list.last_mut() {
            Some(last) if last.slot == slot => last.positions.push(position),
            _ => {
                stems.push(word.clone());
                list.push(TailPosting {
                    slot,
                    positions: vec![position],
                });
            }
        }
        position = position.saturating_add(1);
    }
    position
}

#[cfg(test)]
mod tests {
    use super::*;

    fn doc(key: u8, title: &str) -> IndexDoc {
        IndexDoc {
            key: [key; 16],
            title: title.into(),
            ..IndexDoc::default()
        }
    }

    #[test]
    fn replacing_a_lesson_leaves_no_word_of_the_old_one() {
        let mut tail = Tail::default();
        tail.put(1, doc(1, "leaking valve"));
        tail.put(2, doc(2, "valve seat"));
        tail.put(3, doc(1, "dry well"));
        assert_eq!(tail.postings(TextField::Title, "leak").len(), 0);
        assert_eq!(tail.postings(TextField::Title, "valv").len(), 1);
        let words: Vec<_> = tail.surfaces_from("").map(|(word, _)| word).collect();
        assert_eq!(words, ["dry", "seat", "valve", "well"]);
    }

    #[test]
    fn what_changed_during_a_commit_stays() {
        let mut tail = Tail::default();
        tail.put(1, doc(1, "old"));
        tail.put(2, doc(2, "done"));
        let snapshot = tail.snapshot();
        tail.put(3, doc(1, "new"));
        tail.forget(0, Some(&snapshot));
        assert_eq!(tail.len(), 1);
        assert_eq!(tail.postings(TextField::Title, "new").len(), 1);
    }

    #[test]
    fn a_slot_is_used_again() {
        let mut tail = Tail::default();
        for tick in 0..50 {
            tail.put(tick, doc(1, "same"));
        }
        assert!(tail.n_slots() <= 2);
    }
}

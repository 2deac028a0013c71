//! Everything that can be found right now: the committed index with the tail laid over it.
//!
//! Slots number both: committed documents first, then the tail's. A committed document whose
//! lesson the tail knows better (newer, or gone) is *dead*: it is neither found nor counted, so
//! that every figure ranking uses is what it would be had the tail been committed.

use tantivy::fieldnorm::FieldNormReader;

use crate::committed::Committed;
use crate::document::{DocKey, IndexDoc};
use crate::error::IndexError;
use crate::schema::{N_TEXT, TextField};
use crate::tail::{Tail, TailDoc, TailSnapshot};

/// See the module.
pub(crate) struct Corpus {
    pub(crate) committed: Committed,
    pub(crate) tail: Tail,
    /// Up to which tick both together reflect the store.
    pub(crate) tail_position: u64,
    /// Per committed slot: whether it may be found.
    alive: Vec<bool>,
    n_alive: u32,
    /// Words per text field over all living lessons, in Tantivy's rounded lengths.
    n_words: [u64; N_TEXT],
}

/// Where a slot points.
pub(crate) enum Place<'c> {
    Committed {
        ord: usize,
        segment: &'c crate::committed::Segment,
        doc: tantivy::DocId,
    },
    Tail(&'c TailDoc),
}

impl Corpus {
    /// The corpus of a commit, with no tail.
    pub(crate) fn new(committed: Committed) -> Corpus {
        let mut corpus = Corpus {
            alive: vec![true; committed.n_slots as usize],
            n_alive: committed.n_slots,
            n_words: [0; N_TEXT],
            tail_position: committed.position,
            committed,
            tail: Tail::default(),
        };
        corpus.count_committed();
        corpus
    }

    /// Takes another commit in place of the old, dropping what it has written from the tail.
    ///
    /// # Errors
    /// When the new commit cannot be read; nothing has changed then.
    pub(crate) fn recommit(
        &mut self,
        committed: Committed,
        written: Option<&TailSnapshot>,
    ) -> Result<(), IndexError> {
        let mut next = Corpus::new(committed);
        let position = next.committed.position;
        for key in self.tail.waiting(position, written) {
            next.shadow(&key)?;
        }
        next.tail = std::mem::take(&mut self.tail);
        next.tail.forget(position, written);
        next.tail_position = position.max(self.tail_position);
        for tail_doc in next.tail.docs() {
            next.n_words = counted(next.n_words, tail_doc.length_ids, u64::saturating_add);
            next.n_alive = next.n_alive.saturating_add(1);
        }
        *self = next;
        Ok(())
    }

    /// Starts over with an empty commit under the same tail; nothing is known to be told any more.
    ///
    /// # Errors
    /// As [`Corpus::recommit`].
    pub(crate) fn restart(&mut self, committed: Committed) -> Result<(), IndexError> {
        self.tail_position = 0;
        self.recommit(committed, None)
    }

    pub(crate) fn put(&mut self, tick: u64, doc: IndexDoc) -> Result<(), IndexError> {
        self.shadow(&doc.key)?;
        let (slot, old) = self.tail.put(tick, doc);
        self.uncount(old);
        if let Some(added) = self.tail.doc(slot) {
            self.n_words = counted(self.n_words, added.length_ids, u64::saturating_add);
            self.n_alive = self.n_alive.saturating_add(1);
        }
        Ok(())
    }

    pub(crate) fn remove(&mut self, tick: u64, key: DocKey) -> Result<(), IndexError> {
        self.shadow(&key)?;
        let old = self.tail.remove(tick, key);
        self.uncount(old);
        Ok(())
    }

    /// How many lessons can be found.
    pub(crate) fn n_alive(&self) -> u32 {
        self.n_alive
    }

    pub(crate) fn n_slots(&self) -> u32 {
        self.committed.n_slots.saturating_add(self.tail.n_slots())
    }

    /// Whether `slot` may be found. Free slots of the tail hold no words, and count as dead.
    pub(crate) fn is_alive(&self, slot: u32) -> bool {
        match self.alive.get(slot as usize) {
            Some(alive) => *alive,
            None => self
                .tail
                .doc(slot.saturating_sub(self.committed.n_slots))
                .is_some(),
        }
    }

    pub(crate) fn tail_slot(&self, slot_in_tail: u32) -> u32 {
        self.committed.n_slots.saturating_add(slot_in_tail)
    }

    pub(crate) fn place(&self, slot: u32) -> Option<Place<'_>> {
        if let Some(in_tail) = slot.checked_sub(self.committed.n_slots) {
            return self.tail.doc(in_tail).map(Place::Tail);
        }
        let (ord, segment, doc) = self.committed.locate(slot)?;
        Some(Place::Committed { ord, segment, doc })
    }

    /// The average length of a text field, in words; at least one, so that it can divide.
    #[expect(
        clippy::cast_precision_loss,
        reason = "an average needs no more than 24 bits"
    )]
    pub(crate) fn mean_length(&self, field: TextField) -> f32 {
        let words = self
            .n_words
            .get(field as usize)
            .copied()
            .unwrap_or_default();
        (words as f32 / self.n_alive.max(1) as f32).max(1.0)
    }

    /// The length class of one field of one lesson.
    pub(crate) fn length_id(&self, slot: u32, field: TextField) -> u8 {
        match self.place(slot) {
            Some(Place::Committed { segment, doc, .. }) => segment.length_id(doc, field),
            Some(Place::Tail(tail_doc)) => tail_doc
                .length_ids
                .get(field as usize)
                .copied()
                .unwrap_or_default(),
            None => 0,
        }
    }

    pub(crate) fn key(&self, slot: u32) -> DocKey {
        match self.place(slot) {
            Some(Place::Committed { segment, doc, .. }) => segment.key(doc),
            Some(Place::Tail(tail_doc)) => tail_doc.doc.key,
            None => DocKey::default(),
        }
    }

    pub(crate) fn created_ms(&self, slot: u32) -> i64 {
        match self.place(slot) {
            Some(Place::Committed { segment, doc, .. }) => segment.created_ms(doc),
            Some(Place::Tail(tail_doc)) => tail_doc.doc.created_ms,
            None => 0,
        }
    }

    pub(crate) fn n_helped(&self, slot: u32) -> u64 {
        match self.place(slot) {
            Some(Place::Committed { segment, doc, .. }) => segment.n_helped(doc),
            Some(Place::Tail(tail_doc)) => u64::from(tail_doc.doc.n_helped),
            None => 0,
        }
    }

    fn count_committed(&mut self) {
        for segment in &self.committed.segments {
            for doc in 0..segment.reader.max_doc() {
                if segment.reader.is_deleted(doc) {
                    let slot = segment.base.saturating_add(doc) as usize;
                    if let Some(alive) = self.alive.get_mut(slot) {
                        *alive = false;
                        self.n_alive = self.n_alive.saturating_sub(1);
                    }
                    continue;
                }
                let ids = segment
                    .text
                    .each_ref()
                    .map(|text| text.lengths.fieldnorm_id(doc));
                self.n_words = counted(self.n_words, ids, u64::saturating_add);
            }
        }
    }

    /// Marks what the commit holds of `key` as dead.
    fn shadow(&mut self, key: &DocKey) -> Result<(), IndexError> {
        let mut slots = Vec::new();
        self.committed.slots_of(key, |slot| slots.push(slot))?;
        for slot in slots {
            let Some(alive) = self.alive.get_mut(slot as usize) else {
                continue;
            };
            if !std::mem::replace(alive, false) {
                continue;
            }
            self.n_alive = self.n_alive.saturating_sub(1);
            if let Some((_, segment, doc)) = self.committed.locate(slot) {
                let ids = segment
                    .text
                    .each_ref()
                    .map(|text| text.lengths.fieldnorm_id(doc));
                self.n_words = counted(self.n_words, ids, u64::saturating_sub);
            }
        }
        Ok(())
    }

    fn uncount(&mut self, old: Option<TailDoc>) {
        if let Some(old) = old {
            self.n_words = counted(self.n_words, old.length_ids, u64::saturating_sub);
            self.n_alive = self.n_alive.saturating_sub(1);
        }
    }
}

/// Adds (or subtracts) one lesson's lengths.
fn counted(
    mut sums: [u64; N_TEXT],
    ids: [u8; N_TEXT],
    apply: fn(u64, u64) -> u64,
) -> [u64; N_TEXT] {
    for (sum, id) in sums.iter_mut().zip(ids) {
        *sum = apply(*sum, u64::from(FieldNormReader::id_to_fieldnorm(id)));
    }
    sums
}

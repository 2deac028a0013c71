//! The committed index, opened for reading: segments with their dictionaries, lengths and columns.
//!
//! Documents are numbered by *slot*: segments one after the other, each in its own order. The
//! tail's lessons are numbered on from there (`corpus`).

use std::sync::{Arc, OnceLock};

use tantivy::columnar::{Column, StrColumn};
use tantivy::error::DataCorruption;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocId, DocSet, Searcher, SegmentReader, TERMINATED};

use crate::analysis::folded;
use crate::document::DocKey;
use crate::schema::{
    CREATED, Fields, HELPED, KEY_HIGH, KEY_LOW, N_TEXT, N_VALUES, TextField, ValueField, join_key,
};

/// All segments of one commit.
pub(crate) struct Committed {
    pub(crate) segments: Vec<Segment>,
    pub(crate) n_slots: u32,
    pub(crate) position: u64,
    merged: [OnceLock<MergedValues>; N_VALUES],
}

/// The values of one column across all segments: each once, sorted.
pub(crate) struct MergedValues {
    pub(crate) values: Vec<String>,
    /// Per segment: the place in `values` of each place in its own dictionary.
    pub(crate) places: Vec<Vec<u32>>,
}

/// One ranked text field of one segment.
pub(crate) struct SegmentText {
    pub(crate) field: TextField,
    pub(crate) index: Arc<InvertedIndexReader>,
    pub(crate) lengths: FieldNormReader,
}

/// One segment; `base` is the slot of its first document.
pub(crate) struct Segment {
    pub(crate) base: u32,
    pub(crate) reader: SegmentReader,
    pub(crate) text: [SegmentText; N_TEXT],
    pub(crate) words: Arc<InvertedIndexReader>,
    values: [Option<ValueColumn>; N_VALUES],
    key_index: Arc<InvertedIndexReader>,
    key_high: Column<u64>,
    key_low: Column<u64>,
    created: Column<i64>,
    helped: Column<u64>,
}

/// A column of short values, with its dictionary read on first use.
pub(crate) struct ValueColumn {
    column: StrColumn,
    values: OnceLock<Vec<Value>>,
    table: OnceLock<PlaceTable>,
}

/// Places of all documents one after the other; document `i` has those from `starts[i]` on.
#[derive(Default)]
struct PlaceTable {
    starts: Vec<u32>,
    places: Vec<u32>,
}

/// A value as given and as compared.
pub(crate) struct Value {
    pub(crate) shown: String,
    pub(crate) folded: String,
}

impl Committed {
    pub(crate) fn read(
        searcher: &Searcher,
        fields: &Fields,
        position: u64,
    ) -> tantivy::Result<Committed> {
        let mut segments = Vec::new();
        let mut base: u32 = 0;
        for reader in searcher.segment_readers() {
            let segment = Segment::read(reader, fields, base)?;
            base = base.saturating_add(reader.max_doc());
            segments.push(segment);
        }
        Ok(Committed {
            segments,
            n_slots: base,
            position,
            merged: Default::default(),
        })
    }

    /// The segment that holds `slot`, and the document's number in it.
    pub(crate) fn locate(&self, slot: u32) -> Option<(usize, &Segment, DocId)> {
        let after = self
            .segments
            .partition_point(|segment| segment.base <= slot);
        let ord = after.checked_sub(1)?;
        let segment = self.segments.get(ord)?;
        Some((ord, segment, slot.checked_sub(segment.base)?))
    }

    /// The values of `field` across segments, put together on first use.
    pub(crate) fn merged(&self, field: ValueField) -> std::io::Result<Option<&MergedValues>> {
        let Some(place) = self.merged.get(field as usize) else {
            return Ok(None);
        };
        if place.get().is_none() {
            // Another search may have been faster; both found the same.
            let _ = place.set(MergedValues::of(&self.segments, field)?);
        }
        Ok(place.get())
    }

    /// The slots `key` stands in, deleted ones left out; one at most unless something went wrong.
    pub(crate) fn slots_of(&self, key: &DocKey, mut found: impl FnMut(u32)) -> std::io::Result<()> {
        for segment in &self.segments {
            let Some(info) = segment.key_index.terms().get(key)? else {
                continue;
            };
            let mut docs = segment
                .key_index
                .read_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
            while docs.doc() != TERMINATED {
                if !segment.reader.is_deleted(docs.doc()) {
                    found(segment.base.saturating_add(docs.doc()));
                }
                docs.advance();
            }
        }
        Ok(())
    }
}

impl MergedValues {
    fn of(segments: &[Segment], field: ValueField) -> std::io::Result<MergedValues> {
        let mut dictionaries: Vec<&[Value]> = Vec::with_capacity(segments.len());
        for segment in segments {
            let column = segment.values(field);
            dictionaries.push(column.map_or(Ok(&[][..]), ValueColumn::dictionary)?);
        }
        let all = dictionaries.iter().copied().flatten();
        let mut values: Vec<String> = all.map(|value| value.shown.clone()).collect();
        values.sort_unstable();
        values.dedup();
        let place_of = |value: &Value| {
            let found = values.binary_search(&value.shown).unwrap_or(usize::MAX);
            u32::try_from(found).unwrap_or(u32::MAX)
        };
        let in_segment = |dictionary: &&[Value]| dictionary.iter().map(place_of).collect();
        let places = dictionaries.iter().map(in_segment).collect();
        Ok(MergedValues { values, places })
    }
}

impl Segment {
    fn read(reader: &SegmentReader, fields: &Fields, base: u32) -> tantivy::Result<Segment> {
        let columns = reader.fast_fields();
        let [a, b, c] = fields.text;
        let text = |(which, field)| -> tantivy::Result<SegmentText> {
            let lengths = reader.get_fieldnorms_reader(field)?;
            if lengths.num_docs() != reader.max_doc() {
                return Err(
                    DataCorruption::comment_only("lengths and list of files disagree").into(),
                );
            }
            Ok(SegmentText {
                field: which,
                index: reader.inverted_index(field)?,
                lengths,
            })
        };
        let mut values = [const { None }; N_VALUES];
        for (place, field) in values.iter_mut().zip(ValueField::ALL) {
            let column = columns.str(field.name())?;
            *place = column.map(|column| ValueColumn {
                column,
                values: OnceLock::new(),
                table: OnceLock::new(),
            });
        }
        Ok(Segment {
            base,
            text: [text(a)?, text(b)?, text(c)?],
            words: reader.inverted_index(fields.words)?,
            values,
            key_index: reader.inverted_index(fields.key)?,
            key_high: columns.u64(KEY_HIGH)?,
            key_low: columns.u64(KEY_LOW)?,
            created: columns.i64(CREATED)?,
            helped: columns.u64(HELPED)?,
            reader: reader.clone(),
        })
    }

    pub(crate) fn key(&self, doc: DocId) -> DocKey {
        let half = |column: &Column<u64>| column.first(doc).unwrap_or_default();
        join_key(half(&self.key_high), half(&self.key_low))
    }

    pub(crate) fn length_id(&self, doc: DocId, field: TextField) -> u8 {
        self.text
            .get(field as usize)
            .map_or(0, |text| text.lengths.fieldnorm_id(doc))
    }

    pub(crate) fn created_ms(&self, doc: DocId) -> i64 {
        self.created.first(doc).unwrap_or_default()
    }

    pub(crate) fn n_helped(&self, doc: DocId) -> u64 {
        self.helped.first(doc).unwrap_or_default()
    }

    pub(crate) fn values(&self, field: ValueField) -> Option<&ValueColumn> {
        self.values.get(field as usize)?.as_ref()
    }
}

impl ValueColumn {
    /// The places in the dictionary of the values one document has.
    pub(crate) fn places(&self, doc: DocId) -> &[u32] {
        let table = self.table();
        let start = table.starts.get(doc as usize).copied().unwrap_or_default();
        let end = table
            .starts
            .get((doc as usize).saturating_add(1))
            .copied()
            .unwrap_or_default();
        table
            .places
            .get(start as usize..end as usize)
            .unwrap_or_default()
    }

    /// The column unpacked, on first use: a filter or a facet asks for tens of thousands at once.
    fn table(&self) -> &PlaceTable {
        self.table.get_or_init(|| {
            let ords = self.column.ords();
            let mut table = PlaceTable::default();
            for doc in 0..self.column.num_rows() {
                table
                    .starts
                    .push(u32::try_from(table.places.len()).unwrap_or(u32::MAX));
                let places = ords
                    .values_for_doc(doc)
                    .map(|ord| u32::try_from(ord).unwrap_or(u32::MAX));
                table.places.extend(places);
            }
            table
                .starts
                .push(u32::try_from(table.places.len()).unwrap_or(u32::MAX));
            table
        })
    }

    /// All values of the segment, in the order of their places.
    ///
    /// Tags, authors and sites are few beside lessons, so the dictionary is read once and kept.
    pub(crate) fn dictionary(&self) -> std::io::Result<&[Value]> {
        if let Some(known) = self.values.get() {
            return Ok(known);
        }
        let mut values = Vec::with_capacity(self.column.num_terms());
        let mut stream = self.column.dictionary().stream()?;
        while stream.advance() {
            let shown = String::from_utf8_lossy(stream.key()).into_owned();
            values.push(Value {
                folded: folded(&shown),
                shown,
            });
        }
        Ok(self.values.get_or_init(|| values))
    }
}

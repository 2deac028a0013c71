//! The Tantivy schema, and what a commit says about itself.
//!
//! Three text fields are ranked (title, labels, body: stems with positions and lengths); one more
//! (`words`: surface forms, no positions) is the dictionary for prefixes and corrections. Values
//! to filter and count by are columns. No text is stored.

use tantivy::schema::{
    BytesOptions, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions,
};
use tantivy::{TantivyDocument, Term};

use crate::analysis::{STEMS, SURFACES};
use crate::document::{DocKey, IndexDoc};

/// Raised whenever the fields or the analysis change; an index of another version is refilled.
pub(crate) const VERSION: u32 = 1;

/// The ranked text fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum TextField {
    Title,
    Labels,
    Body,
}

/// How many ranked text fields there are.
pub(crate) const N_TEXT: usize = 3;

impl TextField {
    pub(crate) const ALL: [TextField; N_TEXT] =
        [TextField::Title, TextField::Labels, TextField::Body];

    /// The part of `doc` this field holds, as one text.
    pub(crate) fn text_of(self, doc: &IndexDoc) -> String {
        match self {
            TextField::Title => doc.title.clone(),
            TextField::Labels => doc.labels().collect::<Vec<_>>().join("\n"),
            TextField::Body => doc.body.clone(),
        }
    }
}

/// The columns people filter and count by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ValueField {
    Kind,
    Status,
    Tag,
    Author,
    Site,
    Language,
}

/// How many value columns there are.
pub(crate) const N_VALUES: usize = 6;

impl ValueField {
    pub(crate) const ALL: [ValueField; N_VALUES] = [
        ValueField::Kind,
        ValueField::Status,
        ValueField::Tag,
        ValueField::Author,
        ValueField::Site,
        ValueField::Language,
    ];

    pub(crate) fn name(self) -> &'static str {
        match self {
            ValueField::Kind => "kind",
            ValueField::Status => "status",
            ValueField::Tag => "tag",
            ValueField::Author => "author",
            ValueField::Site => "site",
            ValueField::Language => "language",
        }
    }

    /// The values `doc` has, leaving out what it does not say.
    pub(crate) fn values_of(self, doc: &IndexDoc) -> impl Iterator<Item = &str> {
        let (one, many): (Option<&String>, &[String]) = match self {
            ValueField::Kind => (Some(&doc.kind), &[]),
            ValueField::Status => (Some(&doc.status), &[]),
            ValueField::Tag => (None, &doc.tags),
            ValueField::Author => (Some(&doc.author), &[]),
            ValueField::Site => (Some(&doc.site), &[]),
            ValueField::Language => (Some(&doc.language), &[]),
        };
        one.into_iter()
            .chain(many)
            .map(String::as_str)
            .filter(|value| !value.is_empty())
    }
}

pub(crate) const KEY_HIGH: &str = "key_high";
pub(crate) const KEY_LOW: &str = "key_low";
pub(crate) const CREATED: &str = "created";
pub(crate) const HELPED: &str = "helped";

/// The fields by their Tantivy handles.
#[derive(Clone, Debug)]
pub(crate) struct Fields {
    pub(crate) schema: Schema,
    pub(crate) key: Field,
    key_high: Field,
    key_low: Field,
    pub(crate) text: [(TextField, Field); N_TEXT],
    pub(crate) words: Field,
    values: [(ValueField, Field); N_VALUES],
    created: Field,
    helped: Field,
}

impl Fields {
    pub(crate) fn new() -> Fields {
        let mut builder = Schema::builder();
        let number = NumericOptions::default().set_fast();
        let stems = text_options(STEMS, IndexRecordOption::WithFreqsAndPositions, true);
        let words = text_options(SURFACES, IndexRecordOption::Basic, false);
        let value = TextOptions::default().set_fast("raw");
        let key = builder.add_bytes_field("key", BytesOptions::default().set_indexed());
        let key_high = builder.add_u64_field(KEY_HIGH, number.clone());
        let key_low = builder.add_u64_field(KEY_LOW, number.clone());
        let mut text = |field, name| (field, builder.add_text_field(name, stems.clone()));
        let text = [
            text(TextField::Title, "title"),
            text(TextField::Labels, "labels"),
            text(TextField::Body, "body"),
        ];
        let words = builder.add_text_field("words", words);
        let values = ValueField::ALL
            .map(|field| (field, builder.add_text_field(field.name(), value.clone())));
        let created = builder.add_i64_field(CREATED, number.clone());
        let helped = builder.add_u64_field(HELPED, number);
        let schema = builder.build();
        Fields {
            schema,
            key,
            key_high,
            key_low,
            text,
            words,
            values,
            created,
            helped,
        }
    }

    /// The term by which a lesson is deleted.
    pub(crate) fn key_term(&self, key: &DocKey) -> Term {
        Term::from_field_bytes(self.key, key)
    }

    pub(crate) fn document(&self, doc: &IndexDoc) -> TantivyDocument {
        let mut row = TantivyDocument::default();
        let (high, low) = split_key(&doc.key);
        row.add_bytes(self.key, &doc.key);
        row.add_u64(self.key_high, high);
        row.add_u64(self.key_low, low);
        let mut all = String::new();
        for (which, field) in self.text {
            let text = which.text_of(doc);
            all.push_str(&text);
            all.push('\n');
            row.add_text(field, text);
        }
        row.add_text(self.words, all);
        for (which, field) in self.values {
            for value in which.values_of(doc) {
                row.add_text(field, value);
            }
        }
        row.add_i64(self.created, doc.created_ms);
        row.add_u64(self.helped, u64::from(doc.n_helped));
        row
    }
}

fn text_options(tokenizer: &str, record: IndexRecordOption, lengths: bool) -> TextOptions {
    let indexing = TextFieldIndexing::default()
        .set_tokenizer(tokenizer)
        .set_index_option(record)
        .set_fieldnorms(lengths);
    TextOptions::default().set_indexing_options(indexing)
}

/// A key as two columns; bytes columns would cost a dictionary look-up for every hit.
pub(crate) fn split_key(key: &DocKey) -> (u64, u64) {
    let whole = u128::from_be_bytes(*key);
    #[expect(clippy::cast_possible_truncation, reason = "the two halves are wanted")]
    (whole.wrapping_shr(64) as u64, whole as u64)
}

/// The inverse of [`split_key`].
pub(crate) fn join_key(high: u64, low: u64) -> DocKey {
    (u128::from(high).wrapping_shl(64) | u128::from(low)).to_be_bytes()
}

/// What a commit carries: the version it was written by and how far it has read the store.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stamp {
    pub(crate) version: u32,
    pub(crate) position: u64,
}

impl Stamp {
    pub(crate) fn at(position: u64) -> Stamp {
        Stamp {
            version: VERSION,
            position,
        }
    }

    pub(crate) fn to_payload(self) -> String {
        let said = format!("hearth-index {} {}", self.version, self.position);
        format!("{said} {:016x}", checksum(&said))
    }

    /// Reads a payload back; the checksum is there because Tantivy keeps none of its list of files.
    pub(crate) fn parse(payload: &str) -> Option<Stamp> {
        let (said, sum) = payload.rsplit_once(' ')?;
        let mut parts = said.strip_prefix("hearth-index ")?.split(' ');
        let stamp = Stamp {
            version: parts.next()?.parse().ok()?,
            position: parts.next()?.parse().ok()?,
        };
        (parts.next().is_none() && sum == format!("{:016x}", checksum(said))).then_some(stamp)
    }
}

/// FNV-1a, 64 bits: enough to notice a flipped bit in a line of text.
fn checksum(text: &str) -> u64 {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    text.bytes().fold(0xcbf2_9ce4_8422_2325, step)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stamp_survives_its_payload() {
        for position in [0, 1, u64::MAX] {
            let stamp = Stamp::at(position);
            assert_eq!(Stamp::parse(&stamp.to_payload()), Some(stamp));
        }
    }

    #[test]
    fn foreign_payloads_are_no_stamps() {
        for payload in [
            "",
            "hearth-index",
            "hearth-index 1",
            "hearth-index 1 2 3",
            "other 1 2",
            "hearth-index 1 -2",
        ] {
            assert_eq!(Stamp::parse(payload), None, "{payload}");
        }
    }

    #[test]
    fn a_key_survives_being_split() {
        let key: DocKey = std::array::from_fn(|i| (i * 17) as u8);
        let (high, low) = split_key(&key);
        assert_eq!(join_key(high, low), key);
    }
}

//! The fields of a lesson, their values and their encoding (`docs/format/change.md`, section 7).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::cbor::Item;
use crate::text;

/// Most rows in a set.
pub const MAX_ROWS: usize = 1_000;
/// Most texts in a row.
pub const MAX_ROW_TEXTS: usize = 8;

macro_rules! fields {
    ($($(#[$doc:meta])* $variant:ident = $code:literal, $name:literal;)*) => {
        /// A field of a lesson, in the order of the format's keys.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Field {
            $($(#[$doc])* $variant,)*
        }

        impl Field {
            /// Every field.
            pub const ALL: &'static [Self] = &[$(Self::$variant,)*];

            /// Returns the key in a revision's payload.
            pub fn code(self) -> u64 {
                match self { $(Self::$variant => $code,)* }
            }

            /// Returns the stable name used in JSON and on the command line.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Reads a key.
            pub fn from_code(code: u64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }
        }
    };
}

fields! {
    /// `story`, `problem` or `solution`.
    Kind = 1, "kind";
    /// The only required field.
    Title = 2, "title";
    /// CommonMark with GFM extensions; merges by line.
    Body = 3, "body";
    /// A set of tags.
    Tags = 4, "tags";
    /// A set of topics.
    Topics = 5, "topics";
    /// BCP 47.
    Language = 6, "language";
    /// Where it happened.
    Site = 7, "site";
    /// The surroundings.
    Setting = 8, "setting";
    /// What was used.
    Equipment = 9, "equipment";
    /// Of which versions.
    Versions = 10, "versions";
    /// Under which conditions.
    Conditions = 11, "conditions";
    /// When it happened, `YYYY-MM-DD`.
    Happened = 12, "happened";
    /// A set of credits: relation, name.
    Credits = 13, "credits";
    /// Who may see it.
    Audience = 14, "audience";
    /// `yes` when it stays inside.
    Lore = 15, "lore";
    /// The licence of the text.
    Licence = 16, "licence";
    /// When to look at it again, `YYYY-MM-DD`.
    ReviewDue = 17, "review_due";
    /// A set of ids in other systems: system, id, url.
    ExternalIds = 18, "external_ids";
    /// A set of files: BLAKE3 hex, name, media type, alt text, caption.
    Attachments = 19, "attachments";
    /// Story: what happened.
    Event = 20, "event";
    /// Story: what was expected.
    Expected = 21, "expected";
    /// Story: the lesson in one line.
    Learned = 22, "learned";
    /// Problem: open, worked-on, solved, duplicate, closed.
    Status = 23, "status";
    /// Problem: what happens.
    Symptoms = 24, "symptoms";
    /// Problem: what was tried.
    Tried = 25, "tried";
    /// Solution: applies when.
    AppliesWhen = 26, "applies_when";
    /// Solution: does not apply when.
    NotWhen = 27, "not_when";
    /// Solution: what to do.
    Steps = 28, "steps";
    /// Solution: what is needed.
    Needs = 29, "needs";
    /// Solution: what can go wrong.
    Risk = 30, "risk";
}

impl Field {
    /// Tells whether the value is a set of rows.
    pub fn is_set(self) -> bool {
        matches!(
            self,
            Self::Tags | Self::Topics | Self::Credits | Self::ExternalIds | Self::Attachments
        )
    }

    /// Reads a stable name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|field| field.name() == name)
    }
}

/// One row of a set. Rows compare as their canonical encodings do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row(Arc<[String]>);

impl Row {
    /// Makes a row of texts.
    pub fn new<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self(texts.into_iter().map(Into::into).collect())
    }

    /// Returns the texts.
    pub fn texts(&self) -> &[String] {
        &self.0
    }

    /// Returns the text at a position, empty when the row is shorter.
    pub fn text(&self, position: usize) -> &str {
        self.0.get(position).map_or("", String::as_str)
    }

    fn key(&self) -> impl Ord + '_ {
        let texts: Vec<_> = self
            .0
            .iter()
            .map(|text| (text.len(), text.as_bytes()))
            .collect();
        (self.0.len(), texts)
    }

    fn item(&self) -> Item {
        Item::Array(
            self.0
                .iter()
                .map(|text| Item::from(text.as_str()))
                .collect(),
        )
    }
}

impl PartialOrd for Row {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Row {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.key().cmp(&other.key())
    }
}

/// The value of a field. Cloning shares the text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, word for word.
    Text(Arc<str>),
    /// A set of rows.
    Rows(Arc<BTreeSet<Row>>),
}

impl Value {
    /// Makes a text value.
    pub fn text(text: &str) -> Self {
        Self::Text(text.into())
    }

    /// Makes a set value.
    pub fn rows(rows: impl IntoIterator<Item = Row>) -> Self {
        Self::Rows(Arc::new(rows.into_iter().collect()))
    }

    /// Tells whether this stands for "not set".
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Rows(rows) => rows.is_empty(),
        }
    }

    /// Returns the canonical item.
    pub fn item(&self) -> Item {
        match self {
            Self::Text(text) => Item::from(&**text),
            Self::Rows(rows) => Item::Array(rows.iter().map(Row::item).collect()),
        }
    }
}

/// Fields with their values. In a revision: those it sets. In a lesson: those that are not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Fields(BTreeMap<Field, Value>);

/// A revision's payload breaks a rule of the fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("field {} holds a value that the format does not allow", .0.name())]
pub struct FieldError(pub Field);

impl Fields {
    /// Returns a field's value; `None` when it is not there.
    pub fn get(&self, field: Field) -> Option<&Value> {
        self.0.get(&field)
    }

    /// Returns a field's value, the empty one when it is not there.
    pub fn value(&self, field: Field) -> Value {
        let value = self.get(field).cloned();
        value.unwrap_or_else(|| empty(field))
    }

    /// Returns a text field, empty when it is not there.
    pub fn text(&self, field: Field) -> &str {
        match self.0.get(&field) {
            Some(Value::Text(text)) => text,
            _ => "",
        }
    }

    /// Returns the rows of a set field.
    pub fn rows(&self, field: Field) -> impl Iterator<Item = &Row> {
        let rows = match self.0.get(&field) {
            Some(Value::Rows(rows)) => Some(rows),
            _ => None,
        };
        rows.into_iter().flat_map(|rows| rows.iter())
    }

    /// Sets a field, keeping an empty value: in a revision that clears the field.
    pub fn set(&mut self, field: Field, value: Value) {
        self.0.insert(field, value);
    }

    /// Sets a text field and returns the fields.
    pub fn with_text(mut self, field: Field, text: &str) -> Self {
        self.set(field, Value::text(text));
        self
    }

    /// Sets a set field and returns the fields.
    pub fn with_rows(mut self, field: Field, rows: impl IntoIterator<Item = Row>) -> Self {
        self.set(field, Value::rows(rows));
        self
    }

    /// Lays one value over these fields; an empty one removes.
    pub fn lay(&mut self, field: Field, value: Value) {
        if value.is_empty() {
            self.0.remove(&field);
        } else {
            self.0.insert(field, value);
        }
    }

    /// Lays a revision's fields over these; empty values remove.
    pub fn apply(&mut self, revision: &Self) {
        for (field, value) in &revision.0 {
            self.lay(*field, value.clone());
        }
    }

    /// Returns the fields in `after` that differ from these, cleared ones as empty values.
    pub fn difference(&self, after: &Self) -> Self {
        let changed = Field::ALL
            .iter()
            .filter(|field| self.get(**field) != after.get(**field));
        Self(changed.map(|field| (*field, after.value(*field))).collect())
    }

    /// Visits the fields in key order.
    pub fn iter(&self) -> impl Iterator<Item = (Field, &Value)> {
        self.0.iter().map(|(field, value)| (*field, value))
    }

    /// Tells whether no field is there.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Returns the canonical map of key to value.
    pub fn item(&self) -> Item {
        Item::Map(
            self.iter()
                .map(|(field, value)| (field.code(), value.item()))
                .collect(),
        )
    }

    /// Reads one entry of a revision's payload.
    ///
    /// # Errors
    /// [`FieldError`] when the value breaks the field's rules.
    pub(crate) fn read(&mut self, field: Field, item: &Item) -> Result<(), FieldError> {
        let value = if field.is_set() {
            read_rows(item)
        } else {
            item.as_text().map(Value::text)
        };
        let value = value
            .filter(|value| is_allowed(field, value))
            .ok_or(FieldError(field))?;
        self.set(field, value);
        Ok(())
    }
}

/// Returns the value that stands for "not set" in a field.
pub fn empty(field: Field) -> Value {
    if field.is_set() {
        Value::rows([])
    } else {
        Value::text("")
    }
}

fn is_allowed(field: Field, value: &Value) -> bool {
    match (field, value) {
        (Field::Kind, Value::Text(text)) => matches!(&**text, "story" | "problem" | "solution"),
        (Field::Title, Value::Text(text)) => text::check(text).is_ok(),
        _ => true,
    }
}

fn read_rows(item: &Item) -> Option<Value> {
    let items = item.as_array().filter(|items| items.len() <= MAX_ROWS)?;
    let rows: Vec<Row> = items.iter().map(read_row).collect::<Option<_>>()?;
    rows.is_sorted_by(|a, b| a < b).then(|| Value::rows(rows))
}

fn read_row(item: &Item) -> Option<Row> {
    let texts = item
        .as_array()
        .filter(|texts| texts.len() <= MAX_ROW_TEXTS)?;
    texts
        .iter()
        .map(|text| text.as_text().map(str::to_owned))
        .collect::<Option<Vec<_>>>()
        .map(Row::new)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_sort_as_their_encodings() {
        let rows = [
            Row::new(["b"]),
            Row::new(["aa"]),
            Row::new(["a", "z"]),
            Row::new(["é"]),
            Row::new::<&str>([]),
        ];
        let mut by_row = rows.to_vec();
        by_row.sort();
        let mut by_bytes = rows.to_vec();
        by_bytes.sort_by_key(|row| row.item().encode());
        assert_eq!(by_row, by_bytes);
    }

    #[test]
    fn difference_then_apply_gives_the_target() {
        let before = Fields::default()
            .with_text(Field::Title, "Pump")
            .with_text(Field::Site, "Njoro");
        let after = Fields::default()
            .with_text(Field::Title, "Pump")
            .with_rows(Field::Tags, [Row::new(["seal"])]);
        let revision = before.difference(&after);
        assert_eq!(
            revision
                .iter()
                .map(|(field, _)| field.name())
                .collect::<Vec<_>>(),
            ["tags", "site"]
        );
        let mut applied = before;
        applied.apply(&revision);
        assert_eq!(applied, after);
    }

    #[test]
    fn codes_and_names_lead_back_to_their_field() {
        for field in Field::ALL {
            assert_eq!(Field::from_code(field.code()), Some(*field));
            assert_eq!(Field::from_name(field.name()), Some(*field));
        }
    }
}

//! A lesson's fields as typed values for people and programs.

use crate::field::{Field, Fields, Row};
use crate::id::BlobHash;

/// The three kinds of lesson.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LessonKind {
    /// What happened and what was learned.
    #[default]
    Story,
    /// Something that does not work yet.
    Problem,
    /// Something that worked.
    Solution,
}

impl LessonKind {
    /// All kinds.
    pub const ALL: [Self; 3] = [Self::Story, Self::Problem, Self::Solution];

    /// Returns the value of the `kind` field.
    pub fn name(self) -> &'static str {
        match self {
            Self::Story => "story",
            Self::Problem => "problem",
            Self::Solution => "solution",
        }
    }

    /// Reads a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

/// A file attached to a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attachment {
    /// BLAKE3 of its bytes.
    pub hash: BlobHash,
    /// Display name; never a path.
    pub name: String,
    /// Media type as declared.
    pub media_type: String,
    /// Text for people who cannot see it.
    pub alt: String,
    /// Caption.
    pub caption: String,
}

impl Attachment {
    /// Reads a row; `None` when its hash is no hash.
    pub fn read(row: &Row) -> Option<Self> {
        Some(Self {
            hash: row.text(0).parse().ok()?,
            name: row.text(1).to_owned(),
            media_type: row.text(2).to_owned(),
            alt: row.text(3).to_owned(),
            caption: row.text(4).to_owned(),
        })
    }

    /// Returns the row to store.
    pub fn row(&self) -> Row {
        Row::new([
            self.hash.to_string(),
            self.name.clone(),
            self.media_type.clone(),
            self.alt.clone(),
            self.caption.clone(),
        ])
    }
}

impl Fields {
    /// The kind; story when not set.
    pub fn kind(&self) -> LessonKind {
        LessonKind::from_name(self.text(Field::Kind)).unwrap_or_default()
    }

    /// Tags, sorted as rows are.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.rows(Field::Tags).map(|row| row.text(0))
    }

    /// Attached files.
    pub fn attachments(&self) -> impl Iterator<Item = Attachment> {
        self.rows(Field::Attachments).filter_map(Attachment::read)
    }

    /// The name credited with a relation such as `told by`.
    pub fn credited(&self, relation: &str) -> Option<&str> {
        self.rows(Field::Credits)
            .find(|row| row.text(0) == relation)
            .map(|row| row.text(1))
    }

    /// Ids in other systems: (system, id, url).
    pub fn external_ids(&self) -> impl Iterator<Item = (&str, &str, &str)> {
        self.rows(Field::ExternalIds)
            .map(|row| (row.text(0), row.text(1), row.text(2)))
    }
}

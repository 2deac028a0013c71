//! A lesson on its way between Hearth and another program.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use hearth_model::field::Field;
use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use hearth_model::text::Title;

/// A lesson as another program has it, in our words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignLesson {
    /// Who it is there; importing the same id again is an update.
    pub external: ExternalId,
    /// Story, problem or solution.
    pub kind: LessonKind,
    /// Its title; made from the body where there was none.
    pub title: Title,
    /// Markdown, with line feeds alone between lines.
    pub body: String,
    /// Tags, as written there.
    pub tags: BTreeSet<String>,
    /// Topics, as written there.
    pub topics: BTreeSet<String>,
    /// The day it happened: `YYYY-MM-DD`.
    pub happened: Option<String>,
    /// When it was written there, in milliseconds since 1970; UTC where no zone was given.
    pub created_ms: Option<u64>,
    /// The person who told it, by the name used there.
    pub told_by: Option<String>,
    /// Links to other lessons of the same system, each once.
    pub links: Vec<ForeignLink>,
    /// What the body mentions, as written in its links, and the external id that is meant.
    ///
    /// To be put in place with [`hearth_text::markdown::rewrite_references`].
    pub mentions: BTreeMap<String, String>,
    /// Files that the body shows or links to.
    pub attachments: Vec<ForeignAttachment>,
    /// What was there and is not here.
    pub skipped: Vec<Skipped>,
    /// The texts of other fields, as named in the change format.
    pub fields: BTreeMap<Field, String>,
}

/// What a lesson is called elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ExternalId {
    /// The system in which `id` is unique.
    pub system: String,
    /// The id there.
    pub id: String,
    /// Where it can be read there.
    pub url: Option<String>,
}

/// A link to another lesson of the same system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ForeignLink {
    /// What it says.
    pub kind: LinkType,
    /// The external id of the other lesson, which may never come.
    pub to: String,
}

/// A file that a body shows or links to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ForeignAttachment {
    /// Where it is, inside the folder that is read.
    pub path: PathBuf,
    /// The address in the body that means it.
    pub mention: String,
    /// Whether the body shows it as a picture.
    pub shown: bool,
}

/// Something that was left out, for the report of an import.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Skipped {
    /// The name of the part: a field, `comments`, `answers`, `link`.
    pub what: String,
    /// Why, as the rest of a sentence that begins with its name; few in number, for counting.
    pub reason: &'static str,
    /// What exactly, where there is more to say: an address, the message of an error.
    pub detail: Option<String>,
}

impl Skipped {
    /// Notes that `what` was left out.
    pub fn new(what: impl Into<String>, reason: &'static str) -> Self {
        Skipped {
            what: what.into(),
            reason,
            detail: None,
        }
    }

    /// Adds what exactly was left out.
    #[must_use]
    pub fn with_detail(self, detail: impl Into<String>) -> Self {
        Skipped {
            detail: Some(detail.into()),
            ..self
        }
    }
}

/// The fields that other formats name as we do and whose values are plain texts.
///
/// The others are members of [`ForeignLesson`], or sets that only Hearth has.
pub(crate) fn text_fields() -> impl Iterator<Item = Field> {
    let member = |field: Field| {
        matches!(
            field,
            Field::Kind | Field::Title | Field::Body | Field::Happened
        ) || field.is_set()
    };
    Field::ALL
        .iter()
        .copied()
        .filter(move |field| !member(*field))
}

//! What became of everything that an import read.

use std::collections::BTreeMap;

use hearth_core::{CoreError, Fate};

use crate::Skipped;

/// The most that is listed by name of anything; the rest is counted.
const MAX_LISTED: usize = 1_000;

/// Examples kept of each part that was left out.
const MAX_EXAMPLES: usize = 5;

/// A record that did not become a lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where it stands: `line 3`, a path, or `record` and its id.
    pub place: String,
    /// Why, as a clause without a capital and a full stop.
    pub reason: String,
}

impl Refused {
    /// A record that was read and cannot be written.
    pub(super) fn record(external_id: &str, error: &CoreError) -> Self {
        let cause = std::error::Error::source(error);
        Self {
            place: format!("record {external_id}"),
            reason: cause.map_or_else(|| error.to_string(), ToString::to_string),
        }
    }
}

/// A link whose other end is not here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingLink {
    /// Id of the record that has the link.
    pub source: String,
    /// The link's kind, by its stable name.
    pub kind: &'static str,
    /// Id that no record here has.
    pub target: String,
}

/// How often a part of records was left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LeftOut {
    /// How often.
    pub count: u64,
    /// The first few, where there is more to say than name and reason.
    pub examples: Vec<String>,
}

/// What became of every record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Account {
    /// Records that came: lessons read, and what could not be read as one.
    pub n_records: u64,
    /// Lessons that are new here.
    pub n_created: u64,
    /// Lessons that were here and say something new.
    pub n_updated: u64,
    /// Lessons that were here and say the same.
    pub n_unchanged: u64,
    /// Records that became no lesson.
    pub n_refused: u64,
    /// The first thousand of them.
    pub refused: Vec<Refused>,
    /// New links.
    pub n_links: u64,
    /// Links whose other end is not here.
    pub n_missing_links: u64,
    /// The first thousand of them.
    pub missing_links: Vec<MissingLink>,
    /// Attached files that were read.
    pub n_attachments: u64,
    /// Mentions of records that are not here; they stay as they were written.
    pub n_open_mentions: u64,
    /// Parts of records that were left out, by name and reason.
    pub parts: BTreeMap<(String, &'static str), LeftOut>,
}

impl Account {
    /// Tells whether every record that came is counted exactly once as something.
    pub fn adds_up(&self) -> bool {
        let counted = [
            self.n_created,
            self.n_updated,
            self.n_unchanged,
            self.n_refused,
        ];
        counted.into_iter().fold(0, u64::saturating_add) == self.n_records
    }

    pub(super) fn count(&mut self, fate: Fate) {
        let counter = match fate {
            Fate::Created(_) => &mut self.n_created,
            Fate::Updated(_) => &mut self.n_updated,
            Fate::Unchanged(_) => &mut self.n_unchanged,
        };
        *counter = counter.saturating_add(1);
    }

    pub(super) fn refuse(&mut self, refused: Refused) {
        self.n_refused = self.n_refused.saturating_add(1);
        if self.refused.len() < MAX_LISTED {
            self.refused.push(refused);
        }
    }

    pub(super) fn miss_link(&mut self, link: MissingLink) {
        self.n_missing_links = self.n_missing_links.saturating_add(1);
        if self.missing_links.len() < MAX_LISTED {
            self.missing_links.push(link);
        }
    }

    /// Notes a part that was left out. Names beyond the first thousand count as one.
    pub(super) fn skip_part(&mut self, part: Skipped) {
        let mut key = (part.what, part.reason);
        if !self.parts.contains_key(&key) && self.parts.len() >= MAX_LISTED {
            key = ("other parts".to_owned(), "are not listed one by one");
        }
        let left_out = self.parts.entry(key).or_default();
        left_out.count = left_out.count.saturating_add(1);
        if left_out.examples.len() < MAX_EXAMPLES {
            left_out.examples.extend(part.detail);
        }
    }
}

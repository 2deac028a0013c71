//! One lesson from named values: a line of JSON Lines, or the front matter of a Markdown file.
//!
//! The names are those of `docs/format/jsonl.md`. Each value that is read is taken out of the
//! record; what is left over in the end was not understood and is noted as skipped.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::field::{Field, MAX_ROWS};
use hearth_model::lesson::LessonKind;
use hearth_model::link::LinkType;
use hearth_text::markdown::{LinkTarget, Reference, link_target, references};
use serde_json::{Map, Value};

use super::{date, title};
use crate::foreign::{ExternalId, ForeignLesson, ForeignLink, Skipped, text_fields};

/// The longest body, as in a change.
pub(super) const MAX_BODY_BYTES: usize = hearth_text::markdown::MAX_SOURCE_BYTES;

/// The longest tag, topic, author or external id, in bytes.
const MAX_NAME_BYTES: usize = 1000;

/// The most links of a lesson, as many as a set of a lesson has rows.
pub(super) const MAX_LINKS: usize = MAX_ROWS;

/// How many unknown fields are compared with the body.
const MAX_COMPARED: usize = 32;

/// Why a record gives no lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RecordError {
    /// Nothing to show.
    #[error("the record has neither a title nor a body")]
    Empty,
    /// A body of more than 1 MiB.
    #[error("the body has {0} bytes, at most 1 MiB is kept")]
    BodyTooLong(usize),
}

/// What a record does not say itself.
pub(super) struct Defaults<'a> {
    pub(super) system: &'a str,
    /// Used when the record names none; `None` makes one from the content.
    pub(super) id: Option<String>,
    pub(super) kind: LessonKind,
    pub(super) title: Option<String>,
}

/// Values being taken out of a record.
pub(super) struct Record {
    values: Map<String, Value>,
    skipped: Vec<Skipped>,
}

impl Record {
    pub(super) fn new(values: Map<String, Value>) -> Self {
        Record {
            values,
            skipped: Vec::new(),
        }
    }

    /// Notes that a part was left out.
    pub(super) fn skip(&mut self, what: &str, reason: &'static str) {
        self.skipped.push(Skipped::new(what, reason));
    }

    /// Notes that a part was left out, and what exactly.
    pub(super) fn skip_with(&mut self, what: &str, reason: &'static str, detail: String) {
        self.skipped
            .push(Skipped::new(what, reason).with_detail(detail));
    }

    /// Adds a value that stood elsewhere.
    pub(super) fn put(&mut self, name: &str, text: &str) {
        if let Some(Value::String(_)) = self.values.insert(name.to_owned(), text.into()) {
            self.skip(name, "stands in the front matter and below it");
        }
    }

    /// Whether a field is there and says something.
    pub(super) fn has(&self, name: &str) -> bool {
        self.values.get(name).is_some_and(says_something)
    }

    /// A value, unless it is absent or says nothing.
    pub(super) fn take(&mut self, name: &str) -> Option<Value> {
        self.values.remove(name).filter(says_something)
    }

    pub(super) fn take_text(&mut self, name: &str) -> Option<String> {
        let value = self.take(name)?;
        let text = text(&value);
        if text.is_none() {
            self.skip(name, "is not a text");
        }
        text
    }

    /// A text that has a bounded length and no control characters, trimmed.
    fn take_name(&mut self, name: &str) -> Option<String> {
        let text = self.take_text(name)?;
        let clean = clean_name(&text);
        if clean.is_none() {
            self.skip(name, "is too long or holds control characters");
        }
        clean
    }

    /// A list of names, or one text with commas between them.
    fn take_names(&mut self, name: &str) -> BTreeSet<String> {
        let items = match self.take(name) {
            None => return BTreeSet::new(),
            Some(Value::String(text)) => text
                .split(',')
                .map(|part| Value::String(part.to_owned()))
                .collect(),
            Some(Value::Array(items)) => items,
            Some(other) => vec![other],
        };
        if items.len() > MAX_ROWS {
            self.skip(name, "are more than 1,000");
        }
        let mut names = BTreeSet::new();
        for item in items.into_iter().take(MAX_ROWS) {
            let given = text(&item);
            let given = given
                .as_deref()
                .map(|text| text.trim().trim_start_matches('#'));
            match given.map(|text| (text.is_empty(), clean_name(text))) {
                Some((true, _)) => {}
                Some((false, Some(clean))) => drop(names.insert(clean)),
                Some((false, None)) | None => self.skip(name, "is not a short text"),
            }
        }
        names
    }

    fn take_date(&mut self, name: &str) -> Option<date::When> {
        let value = self.take(name)?;
        let when = date::read(&value);
        if when.is_none() {
            self.skip(name, "is not a date");
        }
        when
    }

    fn take_kind(&mut self, default: LessonKind) -> LessonKind {
        let Some(name) = self.take_text("kind") else {
            return default;
        };
        LessonKind::from_name(name.trim().to_lowercase().as_str()).unwrap_or_else(|| {
            self.skip("kind", "is not story, problem or solution");
            default
        })
    }

    /// The body, or the one in HTML turned into Markdown.
    fn take_body(&mut self) -> String {
        let html = self.take_text("body_html");
        let markdown = self.take_text("body");
        let body = markdown.or_else(|| Some(hearth_text::html::html_to_markdown(&html?)));
        body.unwrap_or_default()
            .replace("\r\n", "\n")
            .replace('\r', "\n")
    }

    /// Links to records, and the addresses on the web that are among them.
    fn take_links(&mut self) -> (Vec<ForeignLink>, Vec<String>) {
        let (mut links, mut addresses) = (Vec::new(), Vec::new());
        let items = match self.take("links") {
            None => Vec::new(),
            Some(Value::Array(items)) => items,
            Some(other) => vec![other],
        };
        if items.len() > MAX_LINKS {
            self.skip("links", "are more than 1,000");
        }
        for item in items.into_iter().take(MAX_LINKS) {
            match read_link(&item) {
                Some(link) if is_web(&link.to) => addresses.push(link.to),
                Some(link) if links.contains(&link) => {}
                Some(link) => links.push(link),
                None => self.skip("links", "holds something that names no record"),
            }
        }
        (links, addresses)
    }

    fn take_fields(&mut self) -> BTreeMap<Field, String> {
        text_fields()
            .filter_map(|field| Some((field, self.take_text(field.name())?)))
            .collect()
    }

    /// Reads the lesson; what is not understood becomes part of its `skipped`.
    pub(super) fn into_lesson(
        mut self,
        defaults: Defaults<'_>,
    ) -> Result<ForeignLesson, RecordError> {
        let content = self.content_id();
        let given = self.take_text("title").or(defaults.title);
        let body = self.take_body();
        let (title, body) = title::settle(given.as_deref(), &body).ok_or(RecordError::Empty)?;
        let (links, addresses) = self.take_links();
        let body = with_addresses(body, &addresses);
        if body.len() > MAX_BODY_BYTES {
            return Err(RecordError::BodyTooLong(body.len()));
        }
        let kind = self.take_kind(defaults.kind);
        let date = self.take_date("date");
        let happened = self.take_date("happened").or_else(|| date.clone());
        let created = self.take_date("created").or(date);
        let id = self.take_name("id").or(defaults.id);
        let external = ExternalId {
            system: self
                .take_name("system")
                .unwrap_or_else(|| defaults.system.to_owned()),
            id: id.unwrap_or(content),
            url: self.take_name("url"),
        };
        Ok(ForeignLesson {
            kind,
            title,
            tags: self.take_names("tags"),
            topics: self.take_names("topics"),
            happened: happened.map(|when| when.day),
            created_ms: created.and_then(|when| when.ms),
            told_by: self.take_name("author"),
            mentions: mentions(&body),
            links: links
                .into_iter()
                .filter(|link| link.to != external.id)
                .collect(),
            attachments: Vec::new(),
            fields: self.take_fields(),
            skipped: self.leftovers(&body),
            external,
            body,
        })
    }

    /// An id made from the record's words, before anything is done to them.
    fn content_id(&self) -> String {
        let words = |name: &str| self.values.get(name).and_then(text).unwrap_or_default();
        content_id(&[&words("title"), &words("body"), &words("body_html")])
    }

    /// Whatever nobody took, except texts that the body holds too.
    fn leftovers(self, body: &str) -> Vec<Skipped> {
        let mut skipped = self.skipped;
        let values = self
            .values
            .into_iter()
            .filter(|(_, value)| says_something(value));
        let repeats = |value: &Value| {
            value
                .as_str()
                .is_some_and(|text| body.contains(text.trim()))
        };
        let values = values
            .enumerate()
            .filter(|(index, (_, value))| *index >= MAX_COMPARED || !repeats(value));
        let values = values.map(|(_, named)| named);
        skipped.extend(values.map(|(name, _)| Skipped::new(name, "is not a known field")));
        skipped
    }
}

/// Whether a value is neither null nor empty.
fn says_something(value: &Value) -> bool {
    match value {
        Value::Null => false,
        Value::String(text) => !text.trim().is_empty(),
        Value::Array(items) => !items.is_empty(),
        Value::Object(fields) => !fields.is_empty(),
        Value::Bool(_) | Value::Number(_) => true,
    }
}

/// An id made from content: the same content has the same id.
pub(super) fn content_id(parts: &[&str]) -> String {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part.as_bytes());
    }
    let hash = hasher.finalize().to_hex();
    format!("blake3:{}", hash.get(..32).unwrap_or(&hash))
}

/// The text of a value that can be one: a person may have written a number or an object with a name.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Object(fields) => fields
            .get("name")
            .and_then(Value::as_str)
            .map(str::to_owned),
        Value::Null | Value::Bool(_) | Value::Array(_) => None,
    }
}

fn clean_name(text: &str) -> Option<String> {
    let text = text.trim();
    let bounded = !text.is_empty() && text.len() <= MAX_NAME_BYTES;
    (bounded && !text.chars().any(char::is_control)).then(|| text.to_owned())
}

/// `"id"`, or `{"kind": "relates_to", "to": "id"}`.
fn read_link(value: &Value) -> Option<ForeignLink> {
    let (kind, to) = match value {
        Value::Object(fields) => (fields.get("kind"), fields.get("to")?),
        _ => (None, value),
    };
    let kind = match kind {
        None => LinkType::RelatesTo,
        Some(name) => LinkType::from_name(name.as_str()?)?,
    };
    Some(ForeignLink {
        kind,
        to: clean_name(&text(to)?)?,
    })
}

fn is_web(to: &str) -> bool {
    matches!(link_target(to), LinkTarget::Web { .. })
}

/// Appends the addresses that the body does not mention.
fn with_addresses(body: String, addresses: &[String]) -> String {
    let missing = addresses
        .iter()
        .filter(|address| !body.contains(address.as_str()));
    let lines: Vec<String> = missing.map(|address| format!("- <{address}>")).collect();
    match (lines.is_empty(), body.is_empty()) {
        (true, _) => body,
        (false, true) => lines.join("\n"),
        (false, false) => format!("{}\n\n{}", body.trim_end(), lines.join("\n")),
    }
}

/// What `[[…]]` in the body means, if there is a record with that id.
fn mentions(body: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    if body.contains("[[") {
        references(body, |reference| {
            if let Reference::Wiki(target) = reference {
                found.insert(target.to_owned(), target.to_owned());
            }
        });
    }
    found
}

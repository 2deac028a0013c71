//! Lessons of a community on their way to other programs: the half of an export that reads.
//!
//! Lore stays inside unless it is asked for, and so do links to what stays. Withdrawn lessons,
//! histories, signatures and attached files are not taken along; a bundle carries those. How a
//! lesson is written down is the work of [`crate::to`].

use std::collections::{BTreeMap, BTreeSet};

use hearth_core::model::field::{Field, Fields};
use hearth_core::model::id::LessonId;
use hearth_core::model::text::Title;
use hearth_core::{CoreError, Hearth, LinkRow, Progress};
use hearth_text::markdown::{LinkTarget, Reference, link_target, references};

use crate::foreign::text_fields;
use crate::intake::{OWN_SYSTEM, TOLD_BY};
use crate::{ExternalId, ForeignLesson, ForeignLink};

/// What leaves the community.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// Whether lessons marked as lore go along.
    pub lore: bool,
}

/// What an export holds, and what it left here.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Lessons, ascending by id, so that the same state gives the same files.
    pub lessons: Vec<ForeignLesson>,
    /// Lessons that stayed because they are lore.
    pub n_lore: u64,
    /// Lessons that stayed because they are withdrawn.
    pub n_withdrawn: u64,
}

/// Selects the lessons that leave, under our own ids.
///
/// # Errors
/// [`CoreError::Stopped`], and what the store says.
pub fn select(
    hearth: &mut Hearth,
    choice: Choice,
    progress: &mut dyn Progress,
) -> Result<Selection, CoreError> {
    let ids = hearth.lesson_ids()?;
    let total = ids.len() as u64;
    let mut selection = Selection::default();
    let mut leaving = BTreeSet::new();
    for (id, n_done) in ids.into_iter().zip(0..) {
        progress.update("export", n_done, total)?;
        let folded = hearth.folded(id)?;
        if folded.withdrawn.is_some() {
            selection.n_withdrawn = selection.n_withdrawn.saturating_add(1);
        } else if folded.fields.text(Field::Lore) == "yes" && !choice.lore {
            selection.n_lore = selection.n_lore.saturating_add(1);
        } else {
            leaving.insert(id);
            let logged_ms = hearth.row(id)?.logged_ms;
            let lesson = lesson(id, &folded.fields, logged_ms);
            selection.lessons.extend(lesson);
        }
    }
    let links = links_between(&leaving, hearth.all_links()?);
    for lesson in &mut selection.lessons {
        lesson.links = links.get(&lesson.external.id).cloned().unwrap_or_default();
    }
    Ok(selection)
}

/// Links that count and whose both ends leave, by the id of their source.
fn links_between(
    leaving: &BTreeSet<LessonId>,
    links: Vec<LinkRow>,
) -> BTreeMap<String, Vec<ForeignLink>> {
    let mut by_source: BTreeMap<String, BTreeSet<ForeignLink>> = BTreeMap::new();
    for link in links {
        let leaves = leaving.contains(&link.source) && leaving.contains(&link.target);
        if leaves && !link.inert {
            let foreign = ForeignLink {
                kind: link.kind,
                to: link.target.to_string(),
            };
            by_source
                .entry(link.source.to_string())
                .or_default()
                .insert(foreign);
        }
    }
    by_source
        .into_iter()
        .map(|(source, links)| (source, links.into_iter().collect()))
        .collect()
}

/// `None` for a lesson without a title, which no store holds.
fn lesson(id: LessonId, fields: &Fields, logged_ms: u64) -> Option<ForeignLesson> {
    let text = |field: Field| Some(fields.text(field)).filter(|text| !text.is_empty());
    let first = |field: Field| {
        let rows = fields.rows(field);
        rows.map(|row| row.text(0).to_owned()).collect()
    };
    Some(ForeignLesson {
        external: ExternalId {
            system: OWN_SYSTEM.to_owned(),
            id: id.to_string(),
            url: None,
        },
        kind: fields.kind(),
        title: Title::parse(fields.text(Field::Title)).ok()?,
        body: fields.text(Field::Body).to_owned(),
        tags: first(Field::Tags),
        topics: first(Field::Topics),
        happened: text(Field::Happened).map(str::to_owned),
        created_ms: Some(logged_ms),
        told_by: fields.credited(TOLD_BY).map(str::to_owned),
        links: Vec::new(),
        mentions: mentions(fields.text(Field::Body)),
        attachments: Vec::new(),
        skipped: Vec::new(),
        fields: text_fields()
            .filter_map(|field| Some((field, text(field)?.to_owned())))
            .collect(),
    })
}

/// Lessons that the body mentions, by the address that means them.
fn mentions(body: &str) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    references(body, |reference| {
        let (address, target) = match reference {
            Reference::Wiki(id) => (id, link_target(&format!("hearth://item/{id}"))),
            Reference::Link(address) => (address, link_target(address)),
            Reference::Image(_) => return,
        };
        if let LinkTarget::Lesson { id } = target {
            found.insert(address.to_owned(), id);
        }
    });
    found
}

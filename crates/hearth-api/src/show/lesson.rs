//! Lessons for lists and for the reader.

use hearth_core::model::entitlement::Roster;
use hearth_core::model::field::{Field, Fields, Row, Value};
use hearth_core::model::fold::{Folded, Forked};
use hearth_core::model::id::{BlobHash, ChangeId, LessonId};
use hearth_core::model::lesson::{Attachment, LessonKind};
use hearth_core::model::people::Role;
use hearth_core::{Hearth, LessonRow, LessonState};
use hearth_text::{markdown, plain};

use super::history::{author_of, signer};
use super::ms;
use crate::error::ApiError;
use crate::wire::lesson::{
    AttachmentRow, Fact, ForkRow, ForkText, KindName, LessonCard, LessonPage, LinkRow,
    RetractionRow,
};

/// Fields that the reader shows as facts, in reading order. The others have places of their own.
const FACTS: [Field; 22] = [
    Field::Status,
    Field::Event,
    Field::Expected,
    Field::Learned,
    Field::Symptoms,
    Field::Tried,
    Field::AppliesWhen,
    Field::NotWhen,
    Field::Steps,
    Field::Needs,
    Field::Risk,
    Field::Site,
    Field::Happened,
    Field::Setting,
    Field::Equipment,
    Field::Versions,
    Field::Conditions,
    Field::Topics,
    Field::Credits,
    Field::ReviewDue,
    Field::Licence,
    Field::ExternalIds,
];

/// A kind's name.
pub fn kind(kind: LessonKind) -> KindName {
    match kind {
        LessonKind::Story => KindName::Story,
        LessonKind::Problem => KindName::Problem,
        LessonKind::Solution => KindName::Solution,
    }
}

/// The kind of a name.
pub fn kind_of(name: KindName) -> LessonKind {
    match name {
        KindName::Story => LessonKind::Story,
        KindName::Problem => LessonKind::Problem,
        KindName::Solution => LessonKind::Solution,
    }
}

/// A lesson in a list.
pub fn card(row: LessonRow) -> LessonCard {
    let LessonRow {
        id,
        kind: lesson_kind,
        title,
        gist,
        author: _,
        author_name,
        told_by,
        site,
        status: _,
        language: _,
        logged_ms: _,
        updated_ms,
        n_words,
        n_revisions: _,
        n_forks,
        withdrawn,
        n_solutions,
        unread,
    } = row;
    let minutes = plain::reading_minutes(usize::try_from(n_words).unwrap_or(usize::MAX));
    LessonCard {
        id: id.to_string(),
        kind: kind(lesson_kind),
        title,
        gist,
        author: if told_by.is_empty() {
            author_name
        } else {
            told_by
        },
        site: Some(site).filter(|site| !site.is_empty()),
        updated_ms: ms(updated_ms),
        minutes: u32::try_from(minutes.max(1)).unwrap_or(u32::MAX),
        n_solutions,
        unread,
        forked: n_forks > 0,
        retracted: withdrawn,
    }
}

/// A lesson with everything that the reader shows.
///
/// # Errors
/// What the engine says.
pub fn page(hearth: &mut Hearth, id: LessonId) -> Result<LessonPage, ApiError> {
    let state = hearth.lesson(id)?;
    let roster = hearth.roster()?;
    let Folded {
        heads,
        fields,
        forks,
        withdrawn,
    } = &state.folded;
    let forks = forks
        .iter()
        .map(|(forked, texts)| fork(&state, &roster, *forked, texts));
    let forks = forks.collect();
    let newest = heads.last().and_then(|head| state.revision(*head));
    let newest = newest.or(state.revisions.last());
    Ok(LessonPage {
        body: markdown::parse(fields.text(Field::Body)),
        facts: facts(fields),
        tags: tags(fields),
        logged_ms: ms(state.row.logged_ms),
        n_revisions: state.row.n_revisions,
        signed_by: signer(
            &roster,
            newest.map_or_else(no_device, |revision| revision.device),
        ),
        links: links(hearth, id)?,
        attachments: attachments(hearth, fields)?,
        forks,
        retraction: withdrawn.and_then(|id| retraction(&state, &roster, id)),
        may_edit: may_edit(hearth, &roster, &state.row),
        card: card(state.row),
    })
}

fn no_device() -> hearth_core::model::id::DeviceId {
    hearth_core::model::id::DeviceId::from_bytes([0; 32])
}

fn facts(fields: &Fields) -> Vec<Fact> {
    let fact = |field: &Field| Fact {
        field: field.name().to_owned(),
        text: shown(*field, fields.get(*field)),
    };
    let facts = FACTS.iter().map(fact);
    facts.filter(|fact| !fact.text.is_empty()).collect()
}

fn tags(fields: &Fields) -> Vec<String> {
    let mut tags: Vec<String> = fields.tags().map(str::to_owned).collect();
    tags.sort_by_key(|tag| tag.to_lowercase());
    tags
}

/// A value as text, word for word; the rows of a set one after another.
fn shown(field: Field, value: Option<&Value>) -> String {
    match value {
        None => String::new(),
        Some(Value::Text(text)) => text.to_string(),
        Some(Value::Rows(rows)) => {
            let rows: Vec<String> = rows.iter().map(|row| row_text(field, row)).collect();
            rows.join(", ")
        }
    }
}

fn row_text(field: Field, row: &Row) -> String {
    match field {
        Field::Credits => format!("{} {}", row.text(0), row.text(1)),
        Field::ExternalIds => format!("{} {}", row.text(0), row.text(1)),
        Field::Attachments => row.text(1).to_owned(),
        _ => row.texts().join(" "),
    }
}

fn fork(
    state: &LessonState,
    roster: &Roster,
    forked: Forked,
    texts: &[(ChangeId, Value)],
) -> ForkRow {
    let (name, field) = match forked {
        Forked::Field(field) => (field.name(), field),
        Forked::Withdrawn => ("withdrawn", Field::Status),
    };
    let side = |(id, value): &(ChangeId, Value)| ForkText {
        revision: id.to_string(),
        author: author_of(state, roster, *id),
        at_ms: state
            .revision(*id)
            .map_or(0, |revision| ms(revision.wall_ms)),
        text: shown(field, Some(value)),
    };
    ForkRow {
        field: name.to_owned(),
        texts: texts.iter().map(side).collect(),
    }
}

fn retraction(state: &LessonState, roster: &Roster, id: ChangeId) -> Option<RetractionRow> {
    use hearth_core::model::act::Act;
    let revision = state.revision(id)?;
    let Some(Act::Retract(retract)) = &revision.act else {
        return None;
    };
    Some(RetractionRow {
        by: author_of(state, roster, id),
        at_ms: ms(revision.wall_ms),
        reason: retract.reason.clone(),
    })
}

fn links(hearth: &Hearth, id: LessonId) -> Result<Vec<LinkRow>, ApiError> {
    let mut shown = Vec::new();
    for link in hearth.links_of(id)?.into_iter().filter(|link| !link.inert) {
        let hearth_core::LinkRow {
            id: _,
            kind,
            source,
            target,
            author: _,
            inert: _,
        } = link;
        let outgoing = source == id;
        let (from_source, from_target) = kind.words();
        let other = if outgoing { target } else { source };
        shown.push(LinkRow {
            kind: kind.name().to_owned(),
            label: if outgoing { from_source } else { from_target }.to_owned(),
            outgoing,
            other: hearth.find_row(other)?.map(card),
            other_id: other.to_string(),
        });
    }
    Ok(shown)
}

fn attachments(hearth: &Hearth, fields: &Fields) -> Result<Vec<AttachmentRow>, ApiError> {
    let size = |hash: &BlobHash| hearth.blob_size(hash);
    let row = |attachment: Attachment| {
        let Attachment {
            hash,
            name,
            media_type,
            alt,
            caption: _,
        } = attachment;
        Ok(AttachmentRow {
            size: size(&hash)?.map(ms),
            hash: hash.to_string(),
            name,
            media_type,
            alt,
        })
    };
    fields.attachments().map(row).collect()
}

/// Whether a revision by this member would take effect as far as this machine knows.
pub fn may_edit(hearth: &Hearth, roster: &Roster, row: &LessonRow) -> bool {
    let Some(identity) = hearth.identity().filter(|_| !hearth.is_read_only()) else {
        return false;
    };
    let Some(member) = roster.members().get(&identity.member) else {
        return false;
    };
    let is_own = row.author == identity.member || roster.charter().practitioners_edit;
    member.roles.contains(&Role::Facilitator)
        || (is_own && member.roles.contains(&Role::Practitioner))
}

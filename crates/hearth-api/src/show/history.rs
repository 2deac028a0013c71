//! Who wrote what, and when.

use std::collections::BTreeMap;

use hearth_core::model::act::Act;
use hearth_core::model::entitlement::Roster;
use hearth_core::model::field::Fields;
use hearth_core::model::id::{ChangeId, DeviceId, LessonId};
use hearth_core::model::standing::Standing;
use hearth_core::model::words;
use hearth_core::{Hearth, LessonState, Revision};

use super::ms;
use crate::error::ApiError;
use crate::wire::lesson::{RevisionRow, Signer};

/// Shown where no admission names the device.
const SOMEBODY: &str = "somebody not known here";

/// Whose a device is, by the roster.
pub fn signer(roster: &Roster, device: DeviceId) -> Signer {
    let member = roster
        .member_of(&device)
        .and_then(|member| roster.members().get(&member));
    let device_name = member
        .and_then(|member| member.devices.get(&device))
        .map(|device| device.name.clone());
    Signer {
        name: member.map_or_else(|| SOMEBODY.to_owned(), |member| member.name.clone()),
        device: device_name.unwrap_or_default(),
        words: words::fingerprint(&device),
    }
}

/// The name of whoever signed a revision.
pub(super) fn author_of(state: &LessonState, roster: &Roster, id: ChangeId) -> String {
    let device = state.revision(id).map(|revision| revision.device);
    device.map_or_else(|| SOMEBODY.to_owned(), |device| signer(roster, device).name)
}

/// A lesson's revisions and retractions, newest first.
///
/// # Errors
/// What the engine says.
pub fn history(hearth: &mut Hearth, id: LessonId) -> Result<Vec<RevisionRow>, ApiError> {
    let state = hearth.lesson(id)?;
    let roster = hearth.roster()?;
    let before = befores(&state);
    let rows = state.revisions.iter().rev();
    Ok(rows
        .filter_map(|revision| row(&roster, revision, &before))
        .collect())
}

/// The fields that the first parent of each revision had: what a revision repeats it did not set.
fn befores(state: &LessonState) -> BTreeMap<ChangeId, Fields> {
    let before = |revision: &Revision| {
        let parent = revision.parents.first()?;
        Some((revision.order.id, state.fields_at(*parent)?))
    };
    state.revisions.iter().filter_map(before).collect()
}

fn row(
    roster: &Roster,
    revision: &Revision,
    before: &BTreeMap<ChangeId, Fields>,
) -> Option<RevisionRow> {
    let Revision {
        order,
        device,
        wall_ms,
        parents,
        act,
        standing,
    } = revision;
    let fields = match act {
        Some(Act::Lesson(fields)) => set_by(fields, before.get(&order.id)),
        Some(Act::Retract(_)) => vec!["withdrawn".to_owned()],
        None => vec![],
        // Links have a place of their own.
        Some(_) => return None,
    };
    Some(RevisionRow {
        id: order.id.to_string(),
        signer: signer(roster, *device),
        at_ms: ms(*wall_ms),
        fields,
        parents: parents.iter().map(ChangeId::to_string).collect(),
        standing: stands(*standing).to_owned(),
    })
}

fn set_by(fields: &Fields, before: Option<&Fields>) -> Vec<String> {
    let is_news = |field| match before {
        Some(before) => before.get(field) != fields.get(field),
        None => true,
    };
    let set = fields.iter().filter(|(field, _)| is_news(*field));
    set.map(|(field, _)| field.name().to_owned()).collect()
}

fn stands(standing: Standing) -> &'static str {
    match standing {
        Standing::InEffect => "in effect",
        Standing::Waiting | Standing::Foreign => "waiting",
        Standing::Held(_) => "held",
        Standing::Refused => "refused",
    }
}

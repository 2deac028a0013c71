//! The community and the person, as the sidebar shows them.

use hearth_core::model::words;
use hearth_core::{CommunityRow, Filter, Hearth};
use hearth_text::{markdown, plain};

use crate::error::ApiError;
use crate::wire::status::{CommunityCard, MemberCard};

const PURPOSE_CHARACTERS: usize = 200;

/// The community that is open.
///
/// # Errors
/// What the engine says.
pub fn community(hearth: &Hearth) -> Result<CommunityCard, ApiError> {
    let CommunityRow {
        name,
        charter,
        n_members,
    } = hearth.community_row()?;
    Ok(CommunityCard {
        id: hearth.community().to_string(),
        name,
        purpose: plain::headline(&markdown::parse(&charter), PURPOSE_CHARACTERS),
        n_members,
        n_lessons: hearth.n_lessons(&Filter::default())?,
    })
}

/// The member that this machine signs as; absent when it can only read.
///
/// # Errors
/// What the engine says.
pub fn me(hearth: &mut Hearth) -> Result<Option<MemberCard>, ApiError> {
    let roster = hearth.roster()?;
    let Some(identity) = hearth.identity() else {
        return Ok(None);
    };
    let member = roster.members().get(&identity.member);
    let roles = member.into_iter().flat_map(|member| &member.roles);
    Ok(Some(MemberCard {
        id: identity.member.to_string(),
        name: member.map_or_else(String::new, |member| member.name.clone()),
        roles: roles.map(|role| role.name().to_owned()).collect(),
        words: words::fingerprint(&identity.key.device()),
    }))
}

//! Members, their roles, and the charter.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use hearth_api::core::model::entitlement::Member;
use hearth_api::core::model::id::{DeviceId, MemberId};
use hearth_api::core::model::people::{Revoked, Role};
use hearth_api::core::model::words;
use hearth_api::core::{CoreError, Hearth};
use serde_json::{Value, json};

use super::Desk;
use super::begin::read_text;
use crate::failure::Failure;
use crate::text::{self, shown, shown_lines};

/// Roles, as options take them.
#[derive(Clone, Copy, ValueEnum)]
enum RoleName {
    /// Reads.
    Observer,
    /// Logs, links, and edits their own lessons.
    Practitioner,
    /// Edits others' lessons, gives roles, amends the charter.
    Facilitator,
    /// Invites, lets in, and looks after machines.
    Steward,
}

impl RoleName {
    fn role(self) -> Role {
        match self {
            Self::Observer => Role::Observer,
            Self::Practitioner => Role::Practitioner,
            Self::Facilitator => Role::Facilitator,
            Self::Steward => Role::Steward,
        }
    }
}

pub(crate) fn members(desk: &Desk<'_>) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let me = hearth.identity().map(|identity| identity.member);
    let roster = hearth.roster()?;
    let mut members: Vec<(&MemberId, &Member)> = roster.members().iter().collect();
    members.sort_by_cached_key(|(id, member)| (member.name.to_lowercase(), **id));
    if desk.terminal.json {
        let members = members
            .iter()
            .map(|(id, member)| member_json(id, member, me));
        return desk.terminal.say_json(&Value::Array(members.collect()));
    }
    let mut rows = Vec::new();
    for (id, member) in members {
        let is_me = if me == Some(*id) { " (you)" } else { "" };
        for (device, about) in &member.devices {
            let device_name = format!("{} ({})", shown(&about.name), words::fingerprint(device));
            rows.push(vec![
                format!("{}{is_me}", shown(&member.name)),
                roles(member).join(", "),
                if about.revoked {
                    format!("{device_name}, revoked")
                } else {
                    device_name
                },
            ]);
        }
    }
    text::table(&rows)
        .into_iter()
        .try_for_each(|line| desk.terminal.say(line))
}

fn roles(member: &Member) -> Vec<&'static str> {
    if member.roles.is_empty() {
        return vec!["no longer a member"];
    }
    member.roles.iter().map(|role| role.name()).collect()
}

fn member_json(id: &MemberId, member: &Member, me: Option<MemberId>) -> Value {
    let devices = member.devices.iter().map(|(device, about)| {
        json!({
            "id": device.to_string(),
            "name": about.name,
            "words": words::fingerprint(device),
            "revoked": about.revoked,
        })
    });
    json!({
        "id": id.to_string(),
        "name": member.name,
        "roles": member.roles.iter().map(|role| role.name()).collect::<Vec<_>>(),
        "devices": devices.collect::<Vec<_>>(),
        "me": me == Some(*id),
    })
}

/// Finds a member by id, by name, or by a part of a name that nobody else has.
///
/// # Errors
/// When nobody fits, or several do.
pub(crate) fn find_member(hearth: &mut Hearth, wanted: &str) -> Result<MemberId, Failure> {
    let refused = match hearth.find_member(wanted) {
        Err(refused @ CoreError::NoSuchMember { .. }) => refused,
        found => return Ok(found?),
    };
    let part = wanted.trim().to_lowercase();
    let roster = hearth.roster()?;
    let has_part = |member: &Member| {
        let name = member.name.to_lowercase();
        name.split_whitespace().any(|word| word == part)
    };
    let mut found = roster
        .members()
        .iter()
        .filter(|(_, member)| has_part(member));
    match (found.next(), found.next()) {
        (Some((id, _)), None) => Ok(*id),
        (None, _) => Err(refused.into()),
        (Some(_), Some(_)) => {
            let name = wanted.to_owned();
            Err(CoreError::AmbiguousMember { name }.into())
        }
    }
}

#[derive(Args)]
pub(crate) struct Grant {
    /// The member: a name or a part of it, or an id
    member: String,
    /// The role
    role: RoleName,
}

pub(crate) fn grant(desk: &Desk<'_>, args: Grant) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let member = find_member(&mut hearth, &args.member)?;
    let role = args.role.role();
    hearth.grant(member, role)?;
    tell(
        desk,
        &mut hearth,
        member,
        &format!("is now a {}", role.name()),
    )
}

#[derive(Args)]
pub(crate) struct Revoke {
    /// The member: a name or a part of it, or an id
    member: String,
    /// Only this role, not membership
    #[arg(long, value_name = "ROLE")]
    role: Option<RoleName>,
    /// Only this device: its four words, or its id
    #[arg(long, value_name = "DEVICE", conflicts_with = "role")]
    device: Option<String>,
}

pub(crate) fn revoke(desk: &Desk<'_>, args: Revoke) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    let member = find_member(&mut hearth, &args.member)?;
    let (what, said) = match (args.role, &args.device) {
        (Some(role), _) => {
            let role = role.role();
            (
                Revoked::Role(role),
                format!("is no longer a {}", role.name()),
            )
        }
        (None, Some(device)) => {
            let device = find_device(&mut hearth, member, device)?;
            (
                Revoked::Device(device),
                "can no longer write from that device".to_owned(),
            )
        }
        (None, None) => (Revoked::Member, "is no longer a member".to_owned()),
    };
    hearth.revoke(member, what)?;
    tell(desk, &mut hearth, member, &said)
}

fn find_device(hearth: &mut Hearth, member: MemberId, wanted: &str) -> Result<DeviceId, Failure> {
    let roster = hearth.roster()?;
    let devices = roster.members().get(&member).map(|member| &member.devices);
    let fits = |device: &&DeviceId| {
        device.to_string() == wanted || words::fingerprint(device) == wanted.to_lowercase()
    };
    let found = devices.and_then(|devices| devices.keys().find(fits));
    found.copied().ok_or_else(|| {
        Failure::usage(
            "no_such_device",
            format!("This member has no device {}.", shown(wanted)),
            "Look at `hearth members` for the words of each device.",
        )
    })
}

fn tell(desk: &Desk<'_>, hearth: &mut Hearth, id: MemberId, said: &str) -> Result<(), Failure> {
    let me = hearth.identity().map(|identity| identity.member);
    let roster = hearth.roster()?;
    let Some(member) = roster.members().get(&id) else {
        return Ok(());
    };
    if desk.terminal.json {
        return desk.terminal.say_json(&member_json(&id, member, me));
    }
    desk.terminal
        .say(format!("{} {said}.", shown(&member.name)))
}

#[derive(Args)]
pub(crate) struct Charter {
    /// Amend it: the whole new text from this file; - reads standard input
    #[arg(long, value_name = "FILE")]
    set: Option<PathBuf>,
    /// Whether practitioners may edit what others logged; as it is, without it
    #[arg(long, value_name = "YES", requires = "set")]
    practitioners_edit: Option<bool>,
}

pub(crate) fn charter(desk: &Desk<'_>, args: Charter) -> Result<(), Failure> {
    let mut hearth = desk.open()?;
    if let Some(path) = args.set {
        let practitioners_edit = hearth.roster()?.charter().practitioners_edit;
        let practitioners_edit = args.practitioners_edit.unwrap_or(practitioners_edit);
        hearth.amend_charter(&read_text(&path)?, practitioners_edit)?;
        desk.terminal.talk("Amended the charter.");
    }
    let roster = hearth.roster()?;
    let charter = roster.charter();
    if desk.terminal.json {
        return desk.terminal.say_json(&json!({
            "text": charter.text,
            "practitioners_edit": charter.practitioners_edit,
        }));
    }
    if charter.text.trim().is_empty() {
        desk.terminal.talk("The charter is empty.");
        return Ok(());
    }
    desk.terminal.say(shown_lines(charter.text.trim_end()))
}

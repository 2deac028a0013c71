//! Members, devices and roles: what governance changes say.

use crate::id::{ChangeId, DeviceId};
use crate::sign::Proof;

/// What a member may do; see `docs/format/change.md`, section 6.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Reads.
    Observer,
    /// Logs, links, edits own lessons.
    Practitioner,
    /// Tends the knowledge: edits others' lessons, grants roles, amends the charter.
    Facilitator,
    /// Tends the machinery: invites, admits, revokes devices.
    Steward,
}

impl Role {
    /// All roles, lowest first.
    pub const ALL: [Self; 4] = [
        Self::Observer,
        Self::Practitioner,
        Self::Facilitator,
        Self::Steward,
    ];

    /// Returns the code of the change format.
    pub fn code(self) -> u64 {
        match self {
            Self::Observer => 0,
            Self::Practitioner => 1,
            Self::Facilitator => 3,
            Self::Steward => 4,
        }
    }

    /// Reads a code.
    pub fn from_code(code: u64) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Returns the stable name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Observer => "observer",
            Self::Practitioner => "practitioner",
            Self::Facilitator => "facilitator",
            Self::Steward => "steward",
        }
    }

    /// Reads a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// Tells whether an invitation may carry this role; the others are granted afterwards.
    pub fn can_be_invited(self) -> bool {
        matches!(self, Self::Observer | Self::Practitioner)
    }
}

/// The founding change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Found {
    /// The community's name.
    pub name: String,
    /// The founder's name.
    pub person: String,
    /// The founder's device's name.
    pub device_name: String,
    /// Public half of the key that can always re-found.
    pub recovery_key: [u8; 32],
    /// Why we meet, what we share, how we decide.
    pub charter: String,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invite {
    /// Public half of the one-time key in the invitation file.
    pub key: [u8; 32],
    /// Observer or practitioner.
    pub role: Role,
    /// How many may join by it, 1 to 1,000.
    pub uses: u64,
}

/// A newcomer joins by an invitation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Join {
    /// The newcomer's name.
    pub person: String,
    /// The device's name.
    pub device_name: String,
    /// Signature by the invitation's key.
    pub proof: [u8; 64],
}

/// A facilitator or steward lets somebody in who asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admit {
    /// The newcomer's name.
    pub person: String,
    /// Observer or practitioner.
    pub role: Role,
    /// The newcomer's device.
    pub device: DeviceId,
    /// The device's name.
    pub device_name: String,
    /// Signature by that device.
    pub proof: [u8; 64],
}

/// A member adds a device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddDevice {
    /// The new device.
    pub device: DeviceId,
    /// Its name.
    pub device_name: String,
    /// Signature by the new device.
    pub proof: [u8; 64],
}

/// Takes something from a member, from a point in each device's chain on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Revoke {
    /// What is taken.
    pub what: Revoked,
    /// Ascending by device; unlisted devices are cut at 0.
    pub cuts: Vec<CutPoint>,
}

/// The last change of a device that a [`Revoke`] leaves valid.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CutPoint {
    /// Whose chain is cut.
    pub device: DeviceId,
    /// Its place in the chain.
    pub seq: u64,
    /// The change there, which tells one branch of a forked chain from the other.
    pub id: ChangeId,
}

/// What a [`Revoke`] takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Revoked {
    /// Membership.
    Member,
    /// One device.
    Device(DeviceId),
    /// One role.
    Role(Role),
}

/// A revision of the charter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Charter {
    /// The whole text.
    pub text: String,
    /// Practitioners may edit others' lessons.
    pub practitioners_edit: bool,
}

/// Lets held lessons, links and retractions take effect after all.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratify {
    /// The held changes, ascending, 1 to 1,000.
    pub changes: Vec<ChangeId>,
}

/// The recovery key re-founds the community.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Recover {
    /// The person's name.
    pub person: String,
    /// The device's name.
    pub device_name: String,
    /// Signature by the recovery key.
    pub proof: [u8; 64],
}

/// What an admission (found, join, admit, add device, recover) says of whom it lets in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Admission<'a> {
    /// The person's name; `None` for another device of a member.
    pub person: Option<&'a str>,
    /// The device that is to be the member's.
    pub device: DeviceId,
    /// Its name.
    pub device_name: &'a str,
    /// The second signature: over what, by whose key. `None` for the founding.
    pub proof: Option<(Proof, &'a [u8; 32], &'a [u8; 64])>,
}

impl Admission<'_> {
    /// Tells whether the second signature holds; a founding needs none.
    pub fn is_signed(&self) -> bool {
        match &self.proof {
            Some((proof, key, signature)) => proof.is_signed_by(key, signature),
            None => true,
        }
    }
}

//! What a change's payload says: the closed list of kinds (`docs/format/change.md`, section 5).

mod payload;

use crate::cbor::Item;
use crate::change::{Header, VERSION};
use crate::field::{Field, Fields};
use crate::id::{ChangeId, CommunityId, LessonId, MemberId};
use crate::link::LinkType;
use crate::people::{
    AddDevice, Admission, Admit, Charter, CutPoint, Found, Invite, Join, Ratify, Recover, Revoke,
    Revoked, Role,
};
use crate::sign::Proof;

use payload::Payload;

/// Kinds below this are governance.
pub const FIRST_CONTENT_KIND: u64 = 32;
/// Payload keys from here on may be ignored.
const FIRST_OPTIONAL_KEY: u64 = 64;

macro_rules! kinds {
    ($($variant:ident = $code:literal, $name:literal;)*) => {
        /// The kind of a change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[allow(missing_docs, reason = "each is described with its payload")]
        pub enum Kind { $($variant,)* }

        impl Kind {
            /// Returns the code in the header.
            pub fn code(self) -> u64 {
                match self { $(Self::$variant => $code,)* }
            }

            /// Reads a code; `None` for kinds of later versions.
            pub fn from_code(code: u64) -> Option<Self> {
                match code { $($code => Some(Self::$variant),)* _ => None }
            }

            /// Returns the stable name.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }
        }
    };
}

kinds! {
    Found = 1, "found";
    Invite = 2, "invite";
    Join = 3, "join";
    Admit = 4, "admit";
    AddDevice = 5, "add device";
    Grant = 6, "grant";
    Revoke = 7, "revoke";
    Charter = 8, "charter";
    Ratify = 9, "ratify";
    Recover = 10, "recover";
    Lesson = 32, "lesson";
    Link = 33, "link";
    Unlink = 34, "unlink";
    Retract = 35, "retract";
}

/// A link from the change's subject to another lesson.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// What is said.
    pub kind: LinkType,
    /// The lesson it is said about.
    pub target: LessonId,
    /// The revision it is said about, when it matters.
    pub revision: Option<ChangeId>,
    /// The community that holds the target, when another.
    pub community: Option<ChangeId>,
}

/// Why a lesson is withdrawn.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Retract {
    /// The class of reason.
    pub class: ReasonClass,
    /// The reason in words.
    pub reason: String,
}

/// Classes of reasons for withdrawing.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReasonClass {
    /// It is not so.
    Wrong,
    /// Somebody could be hurt.
    Unsafe,
    /// It says what should not be told.
    Private,
    /// It is said elsewhere.
    Duplicate,
    /// Anything else.
    Other,
}

impl ReasonClass {
    const ALL: [Self; 5] = [
        Self::Wrong,
        Self::Unsafe,
        Self::Private,
        Self::Duplicate,
        Self::Other,
    ];

    fn code(self) -> u64 {
        match self {
            Self::Wrong => 0,
            Self::Unsafe => 1,
            Self::Private => 2,
            Self::Duplicate => 3,
            Self::Other => 4,
        }
    }
}

/// A payload that was understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    /// Founds the community.
    Found(Found),
    /// Makes an invitation.
    Invite(Invite),
    /// Joins by an invitation.
    Join(Join),
    /// Lets somebody in.
    Admit(Admit),
    /// Adds a device.
    AddDevice(AddDevice),
    /// Grants a role to the subject.
    Grant(Role),
    /// Takes membership, a device or a role.
    Revoke(Revoke),
    /// Amends the charter.
    Charter(Charter),
    /// Lets held changes take effect.
    Ratify(Ratify),
    /// Re-founds.
    Recover(Recover),
    /// Sets fields of a lesson.
    Lesson(Fields),
    /// Links two lessons.
    Link(Link),
    /// Takes a link back.
    Unlink,
    /// Withdraws a lesson.
    Retract(Retract),
}

/// Why a payload was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotAnAct {
    /// From a later version: kept, passed on, without effect.
    Foreign,
    /// Breaks the format.
    Refused,
}

impl Act {
    /// Reads a payload; an erased one counts as an empty map.
    ///
    /// # Errors
    /// [`NotAnAct::Foreign`] for versions, kinds and required keys that are not known here;
    /// [`NotAnAct::Refused`] for payloads that break the format.
    pub fn read(header: &Header, payload: Option<&[u8]>) -> Result<Self, NotAnAct> {
        let kind = Kind::from_code(header.kind)
            .filter(|_| header.version == VERSION)
            .ok_or(NotAnAct::Foreign)?;
        let item = match payload {
            Some(bytes) => Item::decode(bytes).map_err(|_| NotAnAct::Refused)?,
            None => Item::Map(vec![]),
        };
        let map = Payload(item.as_map().ok_or(NotAnAct::Refused)?);
        if map
            .0
            .iter()
            .any(|(key, _)| *key < FIRST_OPTIONAL_KEY && !(1..=last_key(kind)).contains(key))
        {
            return Err(NotAnAct::Foreign);
        }
        map.act(kind).ok_or(NotAnAct::Refused)
    }

    /// Returns the kind.
    pub fn kind(&self) -> Kind {
        match self {
            Self::Found(_) => Kind::Found,
            Self::Invite(_) => Kind::Invite,
            Self::Join(_) => Kind::Join,
            Self::Admit(_) => Kind::Admit,
            Self::AddDevice(_) => Kind::AddDevice,
            Self::Grant(_) => Kind::Grant,
            Self::Revoke(_) => Kind::Revoke,
            Self::Charter(_) => Kind::Charter,
            Self::Ratify(_) => Kind::Ratify,
            Self::Recover(_) => Kind::Recover,
            Self::Lesson(_) => Kind::Lesson,
            Self::Link(_) => Kind::Link,
            Self::Unlink => Kind::Unlink,
            Self::Retract(_) => Kind::Retract,
        }
    }

    /// What this act of `header` says of whom it lets in; `None` for what is no admission, and
    /// when `before` is not what it rests on: the invite of a join, the found of a recover.
    pub fn admission<'a>(
        &'a self,
        header: &Header,
        community: CommunityId,
        before: Option<(ChangeId, &'a Self)>,
    ) -> Option<Admission<'a>> {
        let (own, member) = (header.device, MemberId::from(header.subject));
        let agrees = |device| Proof::device(community, device, member);
        let (person, device, device_name, proof) = match (self, before) {
            (Self::Found(it), _) => (Some(&it.person), own, &it.device_name, None),
            (Self::Join(it), Some((invite, Self::Invite(by)))) => {
                let proof = Proof::join(community, invite, own, member);
                let proof = (proof, &by.key, &it.proof);
                (Some(&it.person), own, &it.device_name, Some(proof))
            }
            (Self::Recover(it), Some((_, Self::Found(by)))) => {
                let proof = Proof::recover(community, own, member);
                let proof = (proof, &by.recovery_key, &it.proof);
                (Some(&it.person), own, &it.device_name, Some(proof))
            }
            (Self::Admit(it), _) => {
                let proof = (agrees(it.device), it.device.as_bytes(), &it.proof);
                (Some(&it.person), it.device, &it.device_name, Some(proof))
            }
            (Self::AddDevice(it), _) => {
                let proof = (agrees(it.device), it.device.as_bytes(), &it.proof);
                (None, it.device, &it.device_name, Some(proof))
            }
            _ => return None,
        };
        Some(Admission {
            person: person.map(String::as_str),
            device,
            device_name,
            proof,
        })
    }

    /// Returns the canonical payload.
    pub fn encode(&self) -> Vec<u8> {
        match self {
            Self::Lesson(fields) => fields.item().encode(),
            act => map(act.values()).encode(),
        }
    }

    /// The payload's values by key, `None` for absent ones.
    fn values(&self) -> Vec<Option<Item>> {
        match self {
            Self::Found(act) => vec![
                text(&act.name),
                text(&act.person),
                text(&act.device_name),
                bytes(&act.recovery_key),
                text(&act.charter),
            ],
            Self::Invite(act) => vec![bytes(&act.key), uint(act.role.code()), uint(act.uses)],
            Self::Join(act) => vec![text(&act.person), text(&act.device_name), bytes(&act.proof)],
            Self::Admit(act) => vec![
                text(&act.person),
                uint(act.role.code()),
                bytes(act.device.as_bytes()),
                text(&act.device_name),
                bytes(&act.proof),
            ],
            Self::AddDevice(act) => vec![
                bytes(act.device.as_bytes()),
                text(&act.device_name),
                bytes(&act.proof),
            ],
            Self::Grant(role) => vec![uint(role.code())],
            Self::Revoke(act) => revoke_values(act),
            Self::Charter(act) => vec![text(&act.text), Some(Item::Bool(act.practitioners_edit))],
            Self::Ratify(act) => vec![Some(Item::Array(
                act.changes
                    .iter()
                    .map(|id| Item::from(&id.as_bytes()[..]))
                    .collect(),
            ))],
            Self::Recover(act) => {
                vec![text(&act.person), text(&act.device_name), bytes(&act.proof)]
            }
            Self::Link(act) => vec![
                uint(act.kind.code()),
                bytes(act.target.as_bytes()),
                act.revision.and_then(|id| bytes(id.as_bytes())),
                act.community.and_then(|id| bytes(id.as_bytes())),
            ],
            Self::Retract(act) => vec![uint(act.class.code()), text(&act.reason)],
            Self::Lesson(_) | Self::Unlink => vec![],
        }
    }
}

fn last_key(kind: Kind) -> u64 {
    match kind {
        Kind::Found | Kind::Admit => 5,
        Kind::Invite | Kind::Join | Kind::AddDevice | Kind::Revoke | Kind::Recover => 3,
        Kind::Grant | Kind::Ratify => 1,
        Kind::Charter | Kind::Retract => 2,
        Kind::Link => 4,
        Kind::Unlink => 0,
        Kind::Lesson => Field::ALL.last().map_or(0, |field| field.code()),
    }
}

fn text(text: &str) -> Option<Item> {
    Some(Item::from(text))
}

fn bytes(bytes: &[u8]) -> Option<Item> {
    Some(Item::from(bytes))
}

fn uint(value: u64) -> Option<Item> {
    Some(Item::Uint(value))
}

fn map(values: Vec<Option<Item>>) -> Item {
    Item::Map(
        (1..)
            .zip(values)
            .filter_map(|(key, value)| value.map(|value| (key, value)))
            .collect(),
    )
}

fn revoke_values(act: &Revoke) -> Vec<Option<Item>> {
    let (what, which) = match &act.what {
        Revoked::Member => (0, None),
        Revoked::Device(device) => (1, bytes(device.as_bytes())),
        Revoked::Role(role) => (2, uint(role.code())),
    };
    let cut = |cut: &CutPoint| {
        let (device, id) = (&cut.device.as_bytes()[..], &cut.id.as_bytes()[..]);
        Item::Array(vec![
            Item::from(device),
            Item::Uint(cut.seq),
            Item::from(id),
        ])
    };
    vec![
        uint(what),
        which,
        Some(Item::Array(act.cuts.iter().map(cut).collect())),
    ]
}

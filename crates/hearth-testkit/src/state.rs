//! The state of a community in the words of `docs/format/change.md`, and its digest (section 9).

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::cbor::Item;
use hearth_model::field::{Fields, Value};
use hearth_model::id::{ChangeId, DeviceId, LessonId, MemberId};
use hearth_model::link::LinkType;
use hearth_model::people::{Charter, Role};

/// Whether a change takes effect, with the codes of section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "section 4 describes each")]
pub enum Standing {
    InEffect = 0,
    Waiting = 1,
    Held = 2,
    Refused = 3,
    Foreign = 4,
}

/// A member.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Member {
    pub name: String,
    pub roles: BTreeSet<Role>,
    /// Name, and whether it is revoked.
    pub devices: BTreeMap<DeviceId, (String, bool)>,
}

/// Among the forks of a lesson, the one of its withdrawal, with the values `yes` and `no`.
pub const WITHDRAWAL: u64 = 31;

/// A lesson, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Lesson {
    pub heads: BTreeSet<ChangeId>,
    pub fields: Fields,
    /// By the field's code, or [`WITHDRAWAL`].
    pub forks: BTreeMap<u64, Vec<(ChangeId, Value)>>,
    pub withdrawn: bool,
}

/// A link that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Link {
    pub kind: LinkType,
    pub source: LessonId,
    pub target: LessonId,
    pub inert: bool,
}

/// All that a set of changes means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// Every change of the community.
    pub standing: BTreeMap<ChangeId, Standing>,
    /// Members in effect, removed ones without roles.
    pub members: BTreeMap<MemberId, Member>,
    /// The community's name.
    pub community: String,
    /// The charter that counts.
    pub charter: Charter,
    /// Lessons with a revision in effect.
    pub lessons: BTreeMap<LessonId, Lesson>,
    /// Links in effect and not unlinked.
    pub links: BTreeMap<ChangeId, Link>,
}

impl State {
    /// BLAKE3 over the state, item by item.
    pub fn digest(&self) -> [u8; 32] {
        let items = [
            self.standings(),
            self.people(),
            vec![self.charter()],
            self.lessons(),
            self.links(),
        ];
        let bytes: Vec<u8> = items.concat().iter().flat_map(Item::encode).collect();
        *blake3::hash(&bytes).as_bytes()
    }

    fn standings(&self) -> Vec<Item> {
        let item = |(id, standing): (_, _)| array([bytes(id), Item::Uint(standing)]);
        let each = self.standing.iter();
        each.map(|(id, standing)| item((id.as_bytes(), *standing as u64)))
            .collect()
    }

    fn people(&self) -> Vec<Item> {
        let each = self.members.iter().map(|(id, member)| {
            let mut roles: Vec<_> = member.roles.iter().map(|role| role.code()).collect();
            roles.sort_unstable();
            let devices = member.devices.iter().map(|(device, (name, revoked))| {
                array([
                    bytes(device.as_bytes()),
                    Item::from(&**name),
                    Item::Bool(*revoked),
                ])
            });
            let roles = array(roles.into_iter().map(Item::Uint));
            array([
                bytes(id.as_bytes()),
                Item::from(&*member.name),
                roles,
                array(devices),
            ])
        });
        each.collect()
    }

    fn charter(&self) -> Item {
        let charter = &self.charter;
        let flag = Item::Bool(charter.practitioners_edit);
        array([
            Item::from(&*self.community),
            Item::from(&*charter.text),
            flag,
        ])
    }

    fn lessons(&self) -> Vec<Item> {
        let each = self.lessons.iter().map(|(id, lesson)| {
            let heads = lesson.heads.iter().map(|head| bytes(head.as_bytes()));
            let forks = lesson.forks.iter().map(|(key, values)| {
                let value = |(id, value): &(_, Value)| alternative(id, value);
                array([Item::Uint(*key), array(values.iter().map(value))])
            });
            let fields = lesson.fields.item();
            let withdrawn = Item::Bool(lesson.withdrawn);
            array([
                bytes(id.as_bytes()),
                array(heads),
                fields,
                array(forks),
                withdrawn,
            ])
        });
        each.collect()
    }

    fn links(&self) -> Vec<Item> {
        let each = self.links.iter().map(|(id, link)| {
            let (source, target) = (bytes(link.source.as_bytes()), bytes(link.target.as_bytes()));
            let inert = Item::Bool(link.inert);
            array([
                bytes(id.as_bytes()),
                Item::Uint(link.kind.code()),
                source,
                target,
                inert,
            ])
        });
        each.collect()
    }
}

fn array(items: impl IntoIterator<Item = Item>) -> Item {
    Item::Array(items.into_iter().collect())
}

fn bytes(bytes: &[u8]) -> Item {
    Item::from(bytes)
}

fn alternative(id: &ChangeId, value: &Value) -> Item {
    array([bytes(id.as_bytes()), value.item()])
}

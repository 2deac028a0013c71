//! Reading a payload: from values by key to an act.

use super::{Act, FIRST_OPTIONAL_KEY, Kind, Link, ReasonClass, Retract};
use crate::cbor::Item;
use crate::field::{Field, Fields};
use crate::id::{ChangeId, DeviceId, LessonId};
use crate::link::LinkType;
use crate::people::{
    AddDevice, Admit, Charter, CutPoint, Found, Invite, Join, Ratify, Recover, Revoke, Revoked,
    Role,
};
use crate::text;

const MAX_USES: u64 = 1_000;
const MAX_RATIFIED: usize = 1_000;

/// Reads values by key; every method gives `None` when the value breaks the format.
pub(super) struct Payload<'a>(pub(super) &'a [(u64, Item)]);

impl Payload<'_> {
    pub(super) fn act(&self, kind: Kind) -> Option<Act> {
        Some(match kind {
            Kind::Found => Act::Found(self.found()?),
            Kind::Invite => Act::Invite(self.invite()?),
            Kind::Join => Act::Join(Join {
                person: self.name(1)?,
                device_name: self.name(2)?,
                proof: self.array(3)?,
            }),
            Kind::Admit => Act::Admit(self.admit()?),
            Kind::AddDevice => Act::AddDevice(self.add_device()?),
            Kind::Grant => Act::Grant(self.role(1)?),
            Kind::Revoke => Act::Revoke(self.revoke()?),
            Kind::Charter => Act::Charter(Charter {
                text: self.text(1)?,
                practitioners_edit: self.get(2)?.as_bool()?,
            }),
            Kind::Ratify => Act::Ratify(Ratify {
                changes: self.ids(1)?,
            }),
            Kind::Recover => Act::Recover(Recover {
                person: self.name(1)?,
                device_name: self.name(2)?,
                proof: self.array(3)?,
            }),
            Kind::Lesson => Act::Lesson(self.fields()?),
            Kind::Link => Act::Link(self.link()?),
            Kind::Unlink => Act::Unlink,
            Kind::Retract => Act::Retract(self.retract()?),
        })
    }

    fn get(&self, key: u64) -> Option<&Item> {
        self.0
            .iter()
            .find(|(at, _)| *at == key)
            .map(|(_, item)| item)
    }

    fn text(&self, key: u64) -> Option<String> {
        self.get(key)?.as_text().map(str::to_owned)
    }

    fn name(&self, key: u64) -> Option<String> {
        self.text(key).filter(|name| text::check(name).is_ok())
    }

    fn array<const N: usize>(&self, key: u64) -> Option<[u8; N]> {
        self.get(key)?.as_bytes()?.try_into().ok()
    }

    fn optional<const N: usize>(&self, key: u64) -> Option<Option<[u8; N]>> {
        match self.get(key) {
            None => Some(None),
            Some(_) => self.array(key).map(Some),
        }
    }

    fn role(&self, key: u64) -> Option<Role> {
        Role::from_code(self.get(key)?.as_uint()?)
    }

    fn ids(&self, key: u64) -> Option<Vec<ChangeId>> {
        let items = self
            .get(key)?
            .as_array()
            .filter(|items| (1..=MAX_RATIFIED).contains(&items.len()))?;
        let read = |item: &Item| ChangeId::try_from(item.as_bytes()?).ok();
        let ids: Vec<_> = items.iter().map(read).collect::<Option<_>>()?;
        ids.is_sorted_by(|a, b| a < b).then_some(ids)
    }

    fn found(&self) -> Option<Found> {
        Some(Found {
            name: self.name(1)?,
            person: self.name(2)?,
            device_name: self.name(3)?,
            recovery_key: self.array(4)?,
            charter: self.text(5)?,
        })
    }

    fn invite(&self) -> Option<Invite> {
        let role = self.role(2).filter(|role| role.can_be_invited())?;
        let uses = self
            .get(3)?
            .as_uint()
            .filter(|uses| (1..=MAX_USES).contains(uses))?;
        Some(Invite {
            key: self.array(1)?,
            role,
            uses,
        })
    }

    fn admit(&self) -> Option<Admit> {
        Some(Admit {
            person: self.name(1)?,
            role: self.role(2).filter(|role| role.can_be_invited())?,
            device: DeviceId::from_bytes(self.array(3)?),
            device_name: self.name(4)?,
            proof: self.array(5)?,
        })
    }

    fn add_device(&self) -> Option<AddDevice> {
        Some(AddDevice {
            device: DeviceId::from_bytes(self.array(1)?),
            device_name: self.name(2)?,
            proof: self.array(3)?,
        })
    }

    fn revoke(&self) -> Option<Revoke> {
        let what = match self.get(1)?.as_uint()? {
            0 => self.get(2).is_none().then_some(Revoked::Member)?,
            1 => Revoked::Device(DeviceId::from_bytes(self.array(2)?)),
            2 => Revoked::Role(self.role(2)?),
            _ => return None,
        };
        let cuts: Vec<_> = self
            .get(3)?
            .as_array()?
            .iter()
            .map(read_cut)
            .collect::<Option<_>>()?;
        cuts.is_sorted_by(|a: &CutPoint, b| a.device < b.device)
            .then_some(Revoke { what, cuts })
    }

    fn fields(&self) -> Option<Fields> {
        let mut fields = Fields::default();
        for (key, item) in self.0 {
            match Field::from_code(*key) {
                Some(field) => fields.read(field, item).ok()?,
                None if *key < FIRST_OPTIONAL_KEY => return None,
                None => {}
            }
        }
        Some(fields)
    }

    fn link(&self) -> Option<Link> {
        Some(Link {
            kind: LinkType::from_code(self.get(1)?.as_uint()?)?,
            target: LessonId::from_bytes(self.array(2)?),
            revision: self.optional(3)?.map(ChangeId::from_bytes),
            community: self.optional(4)?.map(ChangeId::from_bytes),
        })
    }

    fn retract(&self) -> Option<Retract> {
        let code = self.get(1)?.as_uint()?;
        let class = ReasonClass::ALL
            .into_iter()
            .find(|class| class.code() == code)?;
        Some(Retract {
            class,
            reason: self.text(2)?,
        })
    }
}

fn read_cut(item: &Item) -> Option<CutPoint> {
    let [device, seq, id] = item.as_array()? else {
        return None;
    };
    Some(CutPoint {
        device: DeviceId::try_from(device.as_bytes()?).ok()?,
        seq: seq.as_uint()?,
        id: ChangeId::try_from(id.as_bytes()?).ok()?,
    })
}

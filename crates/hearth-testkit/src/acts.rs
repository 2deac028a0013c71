//! What people do, one method each: founding, inviting, joining, revoking, writing lessons.

use std::collections::BTreeMap;

use hearth_model::act::{Act, Kind, Link, ReasonClass, Retract};
use hearth_model::field::{Field, Fields};
use hearth_model::id::{ChangeId, DeviceId, InvitationId, LessonId, MemberId, Subject};
use hearth_model::link::LinkType;
use hearth_model::people::{
    AddDevice, Admit, Charter, CutPoint, Found, Invite, Join, Ratify, Recover, Revoke, Revoked,
    Role,
};
use hearth_model::sign::{DeviceKey, Proof};

use crate::machine::{Machine, admitted_device};
use crate::persona::{NOON, Persona, recovery_key};

/// An invitation file: the invite, and the key that was made for it.
#[derive(Clone)]
pub struct Invitation {
    /// The invite change.
    pub id: ChangeId,
    /// Signs the proofs of those who join.
    pub key: DeviceKey,
}

impl Machine {
    /// Founds a community on the persona's first device.
    pub fn found(persona: Persona) -> Self {
        let mut machine = Self::new(persona.device_key(1), None);
        let act = Act::Found(Found {
            name: "Highland Wells".to_owned(),
            person: persona.name.to_owned(),
            device_name: "Desk".to_owned(),
            recovery_key: *recovery_key().device().as_bytes(),
            charter: "We keep the wells running.".to_owned(),
        });
        machine.write(&act, persona.member(), &[]);
        machine
    }

    /// Makes a newcomer's machine that holds what this one holds.
    pub fn newcomer(&self, persona: Persona, n: u8) -> Self {
        let mut machine = Self::new(persona.device_key(n), self.community);
        machine.take(self.changes());
        machine
    }

    /// Writes an invitation; `number` makes its key.
    pub fn invite(&mut self, number: u8, role: Role, uses: u64) -> Invitation {
        let key = DeviceKey::from_seed([number ^ 0xa0; 32]);
        let act = Invite {
            key: *key.device().as_bytes(),
            role,
            uses,
        };
        let id = self.write(
            &Act::Invite(act),
            InvitationId::new(NOON, [number; 10]),
            &[],
        );
        Invitation { id, key }
    }

    /// Joins as this persona by an invitation.
    pub fn join(&mut self, invitation: &Invitation, persona: Persona) -> ChangeId {
        let proof = invitation.key.prove(&Proof::join(
            self.community(),
            invitation.id,
            self.device(),
            persona.member(),
        ));
        let person = persona.name.to_owned();
        let act = Act::Join(Join {
            person,
            device_name: "Laptop".to_owned(),
            proof,
        });
        self.write(&act, persona.member(), &[invitation.id])
    }

    /// Admits a persona with this key as first device.
    pub fn admit(&mut self, persona: Persona, key: &DeviceKey, role: Role) -> ChangeId {
        let act = Act::Admit(Admit {
            person: persona.name.to_owned(),
            role,
            device: key.device(),
            device_name: "Tablet".to_owned(),
            proof: self.device_proof(key, persona.member()),
        });
        self.write(&act, persona.member(), &[])
    }

    /// Adds a device to a member.
    pub fn add_device(&mut self, key: &DeviceKey, member: MemberId) -> ChangeId {
        let act = Act::AddDevice(AddDevice {
            device: key.device(),
            device_name: "Phone".to_owned(),
            proof: self.device_proof(key, member),
        });
        self.write(&act, member, &[])
    }

    fn device_proof(&self, key: &DeviceKey, member: MemberId) -> [u8; 64] {
        let (community, device) = (self.community(), key.device());
        key.prove(&Proof::device(community, device, member))
    }

    /// Grants a role.
    pub fn grant(&mut self, member: MemberId, role: Role) -> ChangeId {
        self.write(&Act::Grant(role), member, &[])
    }

    /// Revokes, accepting what this machine holds of the member's devices so far.
    pub fn revoke(&mut self, member: MemberId, what: Revoked) -> ChangeId {
        let cuts = self.cuts(member);
        self.revoke_from(member, what, cuts)
    }

    /// Revokes with these cuts.
    pub fn revoke_from(
        &mut self,
        member: MemberId,
        what: Revoked,
        cuts: BTreeMap<DeviceId, CutPoint>,
    ) -> ChangeId {
        let cuts = cuts.into_values().collect();
        self.write(&Act::Revoke(Revoke { what, cuts }), member, &[])
    }

    /// The last change held of each device that an admission of this member names; devices that
    /// wrote nothing are left out.
    pub fn cuts(&self, member: MemberId) -> BTreeMap<DeviceId, CutPoint> {
        let of_member = self
            .held
            .values()
            .filter(|it| it.header().subject == member.into());
        let devices = of_member.filter_map(admitted_device);
        devices
            .filter_map(|device| Some((device, self.cut(device, u64::MAX)?)))
            .collect()
    }

    /// A cut after the last change held of a device that has this seq or a lower one.
    pub fn cut(&self, device: DeviceId, highest: u64) -> Option<CutPoint> {
        let of_device = self.held.values().filter(|it| it.header().device == device);
        let points = of_device.map(|it| (it.header().seq, it.id()));
        let (seq, id) = points.filter(|(seq, _)| *seq <= highest).max()?;
        Some(CutPoint { device, seq, id })
    }

    /// Amends the charter.
    pub fn amend_charter(&mut self, text: &str, practitioners_edit: bool) -> ChangeId {
        let act = Charter {
            text: text.to_owned(),
            practitioners_edit,
        };
        self.write(&Act::Charter(act), Subject::COMMUNITY, &[])
    }

    /// Ratifies held changes.
    pub fn ratify(&mut self, changes: &[ChangeId]) -> ChangeId {
        let mut changes = changes.to_vec();
        changes.sort();
        changes.dedup();
        self.write(&Act::Ratify(Ratify { changes }), Subject::COMMUNITY, &[])
    }

    /// Re-founds as this persona with the paper key.
    pub fn recover(&mut self, persona: Persona) -> ChangeId {
        let proof = recovery_key().prove(&Proof::recover(
            self.community(),
            self.device(),
            persona.member(),
        ));
        let person = format!("{} (recovered)", persona.name);
        let act = Act::Recover(Recover {
            person,
            device_name: "Spare".to_owned(),
            proof,
        });
        self.write(&act, persona.member(), &[])
    }

    /// Writes the first revision of a lesson.
    pub fn lesson(&mut self, lesson: LessonId, title: &str) -> ChangeId {
        let fields = Fields::default().with_text(Field::Title, title);
        self.write(&Act::Lesson(fields), lesson, &[])
    }

    /// Revises a lesson from all heads that this machine holds.
    pub fn revise(&mut self, lesson: LessonId, fields: Fields) -> ChangeId {
        let heads = self.heads(lesson);
        self.write(&Act::Lesson(fields), lesson, &heads)
    }

    /// Withdraws a lesson.
    pub fn retract(&mut self, lesson: LessonId) -> ChangeId {
        let act = Retract {
            class: ReasonClass::Wrong,
            reason: "It is not so.".to_owned(),
        };
        let heads = self.heads(lesson);
        self.write(&Act::Retract(act), lesson, &heads)
    }

    /// Links two lessons.
    pub fn link(&mut self, source: LessonId, kind: LinkType, target: LessonId) -> ChangeId {
        let act = Link {
            kind,
            target,
            revision: None,
            community: None,
        };
        self.write(&Act::Link(act), source, &[])
    }

    /// Takes a link back.
    pub fn unlink(&mut self, link: ChangeId) -> ChangeId {
        let source = self.change(link).header().subject;
        self.write(&Act::Unlink, source, &[link])
    }

    /// The revisions and retractions of a lesson that no other one held names.
    pub fn heads(&self, lesson: LessonId) -> Vec<ChangeId> {
        let is_revision = |kind| kind == Kind::Lesson.code() || kind == Kind::Retract.code();
        let graph = self.held.values().filter(|change| {
            is_revision(change.header().kind) && change.header().subject == lesson.into()
        });
        let graph: Vec<_> = graph.collect();
        let is_named = |id| {
            graph
                .iter()
                .any(|other| other.header().parents.contains(&id))
        };
        graph
            .iter()
            .map(|change| change.id())
            .filter(|id| !is_named(*id))
            .take(64)
            .collect()
    }
}

/// The `n`-th lesson of a test.
pub fn lesson_id(n: u8) -> LessonId {
    LessonId::new(NOON, [n; 10])
}

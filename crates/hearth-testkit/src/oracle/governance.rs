//! Section 6: who belongs, who may do what, and how revocations settle among each other.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind};
use hearth_model::change::Order;
use hearth_model::id::{ChangeId, DeviceId, MemberId};
use hearth_model::people::{Revoked, Role};
use hearth_model::sign::Proof;

use super::{Log, Shape};

/// A member as section 9 writes one down.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Member {
    pub name: String,
    pub roles: BTreeSet<Role>,
    /// Name, and whether it is revoked.
    pub devices: BTreeMap<DeviceId, (String, bool)>,
}

/// The community's name, and its charter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Charter {
    pub community: String,
    pub text: String,
    pub practitioners_edit: bool,
}

/// What an admission states.
pub(super) struct Admission {
    pub(super) member: MemberId,
    person: Option<String>,
    device: DeviceId,
    device_name: String,
}

pub(super) struct Grant {
    pub(super) by: ChangeId,
    pub(super) member: MemberId,
    pub(super) role: Role,
}

/// Governance as it stands when the settled revokes cut, and nothing else does.
#[derive(Default)]
pub(super) struct Governance {
    pub(super) in_effect: BTreeSet<ChangeId>,
    pub(super) settled: BTreeSet<ChangeId>,
    /// Revokes that their authors had a right to.
    pub(super) entitled: Vec<ChangeId>,
    /// The member of each device, and the admissions in effect that name it.
    pub(super) owners: BTreeMap<DeviceId, (MemberId, Vec<ChangeId>)>,
    /// The order of each member's admission when nothing is settled.
    pub(super) senior: BTreeMap<MemberId, Order>,
    pub(super) grants: Vec<Grant>,
}

const ANY: &[Role] = &Role::ALL;
const TENDING: &[Role] = &[Role::Facilitator, Role::Steward];
const FACILITATOR: &[Role] = &[Role::Facilitator];
const WRITING: &[Role] = &[Role::Practitioner, Role::Facilitator];

impl Log<'_> {
    pub(super) fn subject(&self, id: ChangeId) -> MemberId {
        MemberId::from(self.header(id).subject)
    }

    /// Reads an admission; `None` when its proof does not verify.
    pub(super) fn read_admission(&self, id: ChangeId) -> Option<Admission> {
        let own = self.header(id).device;
        let (person, device, device_name) = match self.act(id)? {
            Act::Found(act) => (Some(&act.person), own, &act.device_name),
            Act::Join(act) => (Some(&act.person), own, &act.device_name),
            Act::Recover(act) => (Some(&act.person), own, &act.device_name),
            Act::Admit(act) => (Some(&act.person), act.device, &act.device_name),
            Act::AddDevice(act) => (None, act.device, &act.device_name),
            _ => return None,
        };
        let (person, device_name) = (person.cloned(), device_name.clone());
        let member = self.subject(id);
        let is_first = matches!(self.act(id)?, Act::Found(_) | Act::Join(_) | Act::Admit(_));
        if is_first && member != MemberId::of_first_device(&device) {
            return None;
        }
        self.proof_holds(id, device).then_some(Admission {
            member,
            person,
            device,
            device_name,
        })
    }

    fn proof_holds(&self, id: ChangeId, device: DeviceId) -> bool {
        let (community, member) = (self.community, self.subject(id));
        let device_proof = Proof::Device {
            community,
            device,
            member,
        };
        match self.act(id) {
            Some(Act::Found(_)) => id == community,
            Some(Act::Join(act)) => {
                let Some(invite) = self.header(id).parents.first().copied() else {
                    return false;
                };
                let proof = Proof::Join {
                    community,
                    invite,
                    device,
                    member,
                };
                matches!(self.act(invite), Some(Act::Invite(it)) if proof.is_signed_by(&it.key, &act.proof))
            }
            Some(Act::Admit(act)) => device_proof.is_signed_by(device.as_bytes(), &act.proof),
            Some(Act::AddDevice(act)) => device_proof.is_signed_by(device.as_bytes(), &act.proof),
            Some(Act::Recover(act)) => {
                let proof = Proof::Recover {
                    community,
                    device,
                    member,
                };
                matches!(self.act(community), Some(Act::Found(it)) if proof.is_signed_by(&it.recovery_key, &act.proof))
            }
            _ => false,
        }
    }

    /// Tells whether a revoke in effect takes the right that `grant` gives to `change`.
    fn takes(
        &self,
        governance: &Governance,
        revoke: ChangeId,
        grant: &Grant,
        change: ChangeId,
    ) -> bool {
        let anew: &[ChangeId] = match self.revoke(revoke).what {
            Revoked::Role(role) if role != grant.role => return false,
            Revoked::Role(_) | Revoked::Member => &[grant.by],
            Revoked::Device(_) => &governance.owners[&self.header(change).device].1,
        };
        self.is_above_cut(governance, revoke, change)
            && !anew
                .iter()
                .any(|anew| self.starts_anew(revoke, *anew, change))
    }

    /// Tells whether the change's author has one of these roles for it.
    fn has_right(
        &self,
        governance: &Governance,
        roles: &[Role],
        change: ChangeId,
        cuts: bool,
    ) -> bool {
        let header = self.header(change);
        let Some((member, _)) = governance.owners.get(&header.device) else {
            return false;
        };
        governance.grants.iter().any(|grant| {
            let any_time = header.kind >= FIRST_CONTENT_KIND;
            let is_cut = |revoke: &ChangeId| self.takes(governance, *revoke, grant, change);
            grant.member == *member
                && roles.contains(&grant.role)
                && (any_time || self.past(change).contains(&grant.by))
                && !(cuts && governance.settled.iter().any(is_cut))
        })
    }

    /// Works out governance with the cuts of the settled revokes only.
    pub(super) fn work_out(&self, settled: &BTreeSet<ChangeId>) -> Governance {
        let mut governance = Governance {
            settled: settled.clone(),
            ..Governance::default()
        };
        for id in self.in_order() {
            let header = self.header(id);
            let forked = self
                .forked
                .get(&header.device)
                .is_some_and(|seq| header.seq >= *seq && header.kind != Kind::AddDevice.code())
                && !settled
                    .iter()
                    .any(|revoke| self.accepts(&governance, *revoke, id));
            if header.kind < FIRST_CONTENT_KIND && self.shape(id) == Shape::Sound && !forked {
                self.work_out_one(&mut governance, id);
            }
        }
        governance
    }

    fn work_out_one(&self, governance: &mut Governance, id: ChangeId) {
        let act = self.act(id).expect("a sound change was read");
        if let Act::Revoke(_) = act {
            if self.may_govern(governance, id, true) {
                governance.entitled.push(id);
            }
            if governance.settled.contains(&id) {
                governance.in_effect.insert(id);
            }
            return;
        }
        let admission = self.admissions.get(&id);
        let names_device = matches!(
            act,
            Act::Found(_) | Act::Join(_) | Act::Admit(_) | Act::AddDevice(_) | Act::Recover(_)
        );
        let is_free = admission.is_some_and(|it| {
            let owner = governance.owners.get(&it.device);
            owner.is_none_or(|(owner, _)| *owner == it.member)
        });
        if (names_device && !is_free) || !self.may_govern(governance, id, true) {
            return;
        }
        if let Some(admission) = admission {
            let owner = governance.owners.entry(admission.device);
            owner.or_insert((admission.member, vec![])).1.push(id);
        }
        let roles = match act {
            Act::Found(_) | Act::Recover(_) => vec![Role::Facilitator, Role::Steward],
            Act::Join(_) => match self.act(self.header(id).parents[0]) {
                Some(Act::Invite(invitation)) => vec![invitation.role],
                _ => vec![],
            },
            Act::Admit(act) => vec![act.role],
            Act::Grant(role) => vec![*role],
            _ => vec![],
        };
        let member = self.subject(id);
        governance
            .grants
            .extend(roles.into_iter().map(|role| Grant {
                by: id,
                member,
                role,
            }));
        governance.in_effect.insert(id);
    }

    /// The table of section 6, governance changes; with or without the settled revokes' cuts.
    pub(super) fn may_govern(&self, governance: &Governance, id: ChangeId, cuts: bool) -> bool {
        let header = self.header(id);
        let subject = self.subject(id);
        let has = |roles| self.has_right(governance, roles, id, cuts);
        let owner = governance
            .owners
            .get(&header.device)
            .map(|(member, _)| *member);
        let is_member = governance
            .owners
            .values()
            .any(|(member, _)| *member == subject);
        match self.act(id) {
            Some(Act::Found(_)) => id == self.community,
            Some(Act::Join(_)) => {
                !is_member && self.invitation_is_open(governance, header.parents[0])
            }
            Some(Act::Recover(_)) => true,
            Some(Act::Admit(_)) => !is_member && has(TENDING),
            Some(Act::Invite(_)) => has(TENDING),
            Some(Act::Grant(_) | Act::Charter(_) | Act::Ratify(_)) => has(FACILITATOR),
            Some(Act::AddDevice(_)) => owner == Some(subject) && has(ANY),
            Some(Act::Revoke(_)) => has(TENDING) || (owner == Some(subject) && has(ANY)),
            _ => false,
        }
    }

    fn invitation_is_open(&self, governance: &Governance, invite: ChangeId) -> bool {
        let Some(Act::Invite(invitation)) = self.act(invite) else {
            return false;
        };
        let is_join = |id: &&ChangeId| matches!(self.act(**id), Some(Act::Join(_)));
        let joins = governance.in_effect.iter().filter(is_join);
        let n_used = joins
            .filter(|id| self.header(**id).parents == [invite])
            .count() as u64;
        governance.in_effect.contains(&invite) && n_used < invitation.uses
    }

    pub(super) fn members(&self, governance: &Governance) -> BTreeMap<MemberId, Member> {
        let mut members: BTreeMap<MemberId, Member> = BTreeMap::new();
        for id in self
            .in_order()
            .into_iter()
            .filter(|id| governance.in_effect.contains(id))
        {
            let Some(admission) = self.admissions.get(&id) else {
                continue;
            };
            let revoked = self.is_revoked(governance, admission.device);
            let member = members.entry(admission.member).or_insert_with(|| Member {
                name: String::new(),
                roles: self.roles(governance, admission.member),
                devices: BTreeMap::new(),
            });
            if let Some(person) = &admission.person {
                member.name.clone_from(person);
            }
            member
                .devices
                .insert(admission.device, (admission.device_name.clone(), revoked));
        }
        members
    }

    pub(super) fn charter(&self, governance: &Governance) -> Charter {
        let mut charter = Charter::default();
        for id in self
            .in_order()
            .into_iter()
            .filter(|id| governance.in_effect.contains(id))
        {
            match self.act(id) {
                Some(Act::Found(act)) => {
                    charter.community.clone_from(&act.name);
                    charter.text.clone_from(&act.charter);
                }
                Some(Act::Charter(act)) => {
                    charter.text.clone_from(&act.text);
                    charter.practitioners_edit = act.practitioners_edit;
                }
                _ => {}
            }
        }
        charter
    }

    /// The table of section 6, lessons and links.
    pub(super) fn may_say(&self, governance: &Governance, id: ChangeId) -> bool {
        let header = self.header(id);
        let has = |roles| self.has_right(governance, roles, id, true);
        let author = |id: ChangeId| Some(governance.owners.get(&self.header(id).device)?.0);
        let wrote = |first: &ChangeId| author(*first) == author(id);
        let is_ratified = governance.in_effect.iter().any(|by| match self.act(*by) {
            Some(Act::Ratify(act)) => act.changes.contains(&id),
            _ => false,
        });
        let is_open = || self.charter(governance).practitioners_edit;
        (is_ratified && author(id).is_some())
            || match self.act(id) {
                Some(Act::Lesson(_)) if header.parents.is_empty() => has(WRITING),
                Some(Act::Lesson(_)) => {
                    has(FACILITATOR)
                        || (has(WRITING)
                            && (is_open() || self.first_revisions(id).iter().all(wrote)))
                }
                Some(Act::Retract(_)) => {
                    has(FACILITATOR) || (has(WRITING) && self.first_revisions(id).iter().all(wrote))
                }
                Some(Act::Link(_)) => has(WRITING),
                Some(Act::Unlink) => has(FACILITATOR) || (wrote(&header.parents[0]) && has(ANY)),
                _ => false,
            }
    }

    fn first_revisions(&self, id: ChangeId) -> BTreeSet<ChangeId> {
        let (mut seen, mut todo) = (BTreeSet::from([id]), vec![id]);
        while let Some(id) = todo.pop() {
            todo.extend(
                self.header(id)
                    .parents
                    .iter()
                    .filter(|parent| seen.insert(**parent)),
            );
        }
        seen.retain(|id| self.header(*id).parents.is_empty());
        seen
    }
}

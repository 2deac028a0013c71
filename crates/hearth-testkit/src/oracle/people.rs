//! Section 6: who belongs, who may do what, and how revocations settle among each other.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind};
use hearth_model::id::{ChangeId, DeviceId, MemberId};
use hearth_model::people::{Admission, Charter, CutPoint, Revoke, Revoked, Role};

use super::{Log, reach};
use crate::state::{Member, Standing};

/// Governance as it stands when the settled revokes cut, and nothing else does.
#[derive(Clone, Default)]
pub(super) struct Law {
    settled: BTreeSet<usize>,
    pub(super) in_effect: BTreeSet<usize>,
    /// Revokes that their authors had a right to.
    entitled: BTreeSet<usize>,
    owners: BTreeMap<DeviceId, MemberId>,
    /// By which change, to whom, and what.
    grants: Vec<(usize, MemberId, Role)>,
    /// The role that each gives, and how often it still does.
    invitations: BTreeMap<usize, (Role, u64)>,
    ratified: BTreeSet<ChangeId>,
    pub(super) community: String,
    pub(super) charter: Charter,
}

const HIGH: [Role; 2] = [Role::Facilitator, Role::Steward];
const WRITING: [Role; 2] = [Role::Practitioner, Role::Facilitator];

impl<'a> Log<'a> {
    fn member(&self, at: usize) -> MemberId {
        MemberId::from(self.header(at).subject)
    }

    /// The device that a well-formed admission names.
    fn device(&self, at: usize) -> Option<DeviceId> {
        self.admissions[at].as_ref().map(|it| it.device)
    }

    fn revoke(&self, at: usize) -> &'a Revoke {
        match self.act(at) {
            Some(Act::Revoke(revoke)) => revoke,
            _ => unreachable!("only revokes are settled"),
        }
    }

    /// Reads an admission; `None` when it is not well formed.
    pub(super) fn admission(&self, at: usize) -> Option<Admission<'a>> {
        let (header, act) = (self.header(at), self.act(at)?);
        let origin = *header.parents.first().unwrap_or(&self.community);
        let before = self.here([&origin]).pop().and_then(|at| self.act(at));
        let before = before.map(|act| (origin, act));
        let it = act.admission(header, self.community, before)?;
        let is_theirs = self.member(at) == MemberId::of_first_device(&it.device);
        let fits = match act {
            Act::Found(_) => is_theirs && self.changes[at].id() == self.community,
            Act::Join(_) | Act::Admit(_) => is_theirs,
            _ => true,
        };
        (fits && it.is_signed()).then_some(it)
    }

    /// The two tables of section 6: what each change needs.
    pub(super) fn may(&self, law: &Law, at: usize) -> bool {
        let (member, parents) = (self.member(at), self.parents(at));
        let has = |roles: &[Role]| self.has(law, roles, at);
        let author = |at| law.owners.get(&self.header(at).device);
        let is_own = || author(at) == Some(&member) && has(&Role::ALL);
        let is_new = || law.owners.values().all(|owner| *owner != member);
        let is_free = |device| law.owners.get(&device).is_none_or(|owner| *owner == member);
        let admits = || self.device(at).is_some_and(is_free);
        let wrote_first = || {
            let mut line = reach(at, |it| self.parents(it)).into_iter();
            line.all(|it| !self.parents(it).is_empty() || author(it) == author(at))
        };
        let is_left = || {
            law.invitations
                .get(&parents[0])
                .is_some_and(|(_, n_left)| *n_left > 0)
        };
        let is_ratified = law.ratified.contains(&self.changes[at].id()) && author(at).is_some();
        let is_open = || law.charter.practitioners_edit || wrote_first();
        match self.act(at) {
            None => false,
            Some(Act::Found(_) | Act::Recover(_)) => admits(),
            Some(Act::Join(_)) => admits() && is_new() && is_left(),
            Some(Act::Admit(_)) => admits() && is_new() && has(&HIGH),
            Some(Act::AddDevice(_)) => admits() && is_own(),
            Some(Act::Revoke(_)) => is_own() || has(&HIGH),
            Some(Act::Invite(_)) => has(&HIGH),
            Some(Act::Grant(_) | Act::Charter(_) | Act::Ratify(_)) => has(&[Role::Facilitator]),
            _ if has(&[Role::Facilitator]) || is_ratified => true,
            Some(Act::Link(_)) => has(&WRITING),
            Some(Act::Lesson(_)) => has(&WRITING) && is_open(),
            Some(Act::Retract(_)) => has(&WRITING) && wrote_first(),
            Some(Act::Unlink) => has(&Role::ALL) && wrote_first(),
        }
    }

    /// Tells whether the change's author has one of these roles for it.
    fn has(&self, law: &Law, roles: &[Role], at: usize) -> bool {
        let author = law.owners.get(&self.header(at).device);
        let any_time = self.header(at).kind >= FIRST_CONTENT_KIND;
        law.grants.iter().any(|(by, to, role)| {
            let is_taken = |revoke: &usize| self.takes(law, *revoke, (*by, *role), at);
            let is_theirs = author == Some(to) && roles.contains(role);
            is_theirs && (any_time || self.saw(at, *by)) && !law.settled.iter().any(is_taken)
        })
    }

    /// The admissions in effect that name the device.
    fn admitting(&self, law: &Law, device: DeviceId) -> Vec<usize> {
        let mut all = Vec::from_iter(law.in_effect.iter().copied());
        all.retain(|at| self.device(*at) == Some(device));
        all
    }

    /// Tells whether a revoke takes from a change the right that `by` gives by this role.
    fn takes(&self, law: &Law, revoke: usize, (by, role): (usize, Role), at: usize) -> bool {
        let anew = match self.revoke(revoke).what {
            Revoked::Role(taken) if taken != role => return false,
            Revoked::Role(_) | Revoked::Member => vec![by],
            Revoked::Device(_) => self.admitting(law, self.header(at).device),
        };
        let heals = |it: &usize| self.saw(*it, revoke) && self.saw(at, *it);
        self.is_beyond(law, revoke, at) && !anew.iter().any(heals)
    }

    /// Where a revoke that reaches the device cuts it: nowhere when it does not list it.
    fn cut(&self, law: &Law, revoke: usize, device: DeviceId) -> Option<Option<CutPoint>> {
        let Revoke { what, cuts } = self.revoke(revoke);
        let is_named = !matches!(what, Revoked::Device(named) if *named != device);
        let reaches = is_named && law.owners.get(&device) == Some(&self.member(revoke));
        reaches.then(|| cuts.iter().copied().find(|cut| cut.device == device))
    }

    fn leads_to(&self, at: usize, cut: CutPoint) -> bool {
        let back = |at| self.here(&self.header(at).backlink);
        let last = self.here([&cut.id]);
        last.iter().any(|last| reach(*last, back).contains(&at))
    }

    fn is_beyond(&self, law: &Law, revoke: usize, at: usize) -> bool {
        let (header, id) = (self.header(at), self.changes[at].id());
        let is_beyond = |cut: CutPoint| {
            let is_after = header.seq > cut.seq || (header.seq == cut.seq && id != cut.id);
            is_after || (self.is_forked(at) && !self.leads_to(at, cut))
        };
        let cut = self.cut(law, revoke, header.device);
        cut.is_some_and(|cut| cut.is_none_or(is_beyond))
    }

    /// Works out governance with the cuts of the settled revokes only.
    fn work_out(&self, settled: &BTreeSet<usize>) -> Law {
        let mut law = Law::default();
        law.settled.clone_from(settled);
        for at in 0..self.changes.len() {
            let header = self.header(at);
            let cut = |revoke: &usize| self.cut(&law, *revoke, header.device).flatten();
            let mut cuts = settled.iter().filter_map(cut);
            let is_kept = header.kind == Kind::AddDevice.code()
                || !self.is_forked(at)
                || cuts.any(|cut| self.leads_to(at, cut));
            let is_sound = self.form(at) == Standing::InEffect;
            if header.kind < FIRST_CONTENT_KIND && is_sound && is_kept {
                self.judge(&mut law, at);
            }
        }
        law
    }

    fn judge(&self, law: &mut Law, at: usize) {
        let (member, may) = (self.member(at), self.may(law, at));
        if let Some(Act::Revoke(_)) = self.act(at) {
            law.entitled.extend(may.then_some(at));
            law.in_effect.extend(law.settled.get(&at));
        } else if may {
            law.in_effect.insert(at);
            law.owners.extend(self.device(at).map(|it| (it, member)));
            self.take_effect(law, at);
        }
    }

    fn take_effect(&self, law: &mut Law, at: usize) {
        let roles = match self.act(at) {
            Some(Act::Found(_) | Act::Recover(_)) => HIGH.to_vec(),
            Some(Act::Grant(role)) => vec![*role],
            Some(Act::Admit(it)) => vec![it.role],
            Some(Act::Join(_)) => vec![law.invitations[&self.parents(at)[0]].0],
            _ => vec![],
        };
        let grant = |role| (at, self.member(at), role);
        law.grants.extend(roles.into_iter().map(grant));
        match self.act(at) {
            Some(Act::Invite(it)) => drop(law.invitations.insert(at, (it.role, it.uses))),
            Some(Act::Join(_)) => {
                let invitation = law.invitations.entry(self.parents(at)[0]);
                invitation.and_modify(|(_, n_left)| *n_left -= 1);
            }
            Some(Act::Ratify(it)) => law.ratified.extend(&it.changes),
            Some(Act::Charter(it)) => law.charter = it.clone(),
            Some(Act::Found(it)) => {
                (law.community, law.charter.text) = (it.name.clone(), it.charter.clone());
            }
            _ => {}
        }
    }

    /// Revocations among each other, steps 1 to 5.
    pub(super) fn settle(&self) -> Law {
        let (mut settled, mut void) = (BTreeSet::new(), BTreeSet::new());
        let unsettled = self.work_out(&settled);
        loop {
            let law = self.work_out(&settled);
            let mut open = &(&law.entitled - &settled) - &void;
            open.retain(|at| !self.pasts[*at].contains(&None));
            if let Some(chosen) = self.choose(&law, &unsettled, &open) {
                let with = &settled | &BTreeSet::from([chosen]);
                match self.has_steward(&self.work_out(&with)) {
                    true => settled = with,
                    false => void.extend([chosen]),
                }
                continue;
            }
            let mut uncut = law.clone();
            uncut.settled.clear();
            let Some(lost) = settled.iter().find(|at| !self.may(&uncut, **at)) else {
                return law;
            };
            void.insert(*lost);
            settled.clear();
        }
    }

    fn choose(&self, law: &Law, unsettled: &Law, open: &BTreeSet<usize>) -> Option<usize> {
        let admits = |at: usize| self.device(at).map(|_| self.member(at));
        let seniority = |at: usize| {
            let author = law.owners.get(&self.header(at).device).copied();
            let mut all = unsettled.in_effect.iter().copied();
            let first = all.find(|at| author.is_some() && admits(*at) == author);
            first.unwrap_or(usize::MAX)
        };
        let strikes = |a: usize, b: usize| {
            let yields = self.saw(a, b) || (!self.saw(b, a) && seniority(b) < seniority(a));
            a != b && self.is_beyond(law, a, b) && !(self.is_beyond(law, b, a) && yields)
        };
        let is_free = |b: &&usize| !open.iter().any(|a| strikes(*a, **b));
        let senior = open.iter().min_by_key(|at| seniority(**at));
        open.iter().find(is_free).or(senior).copied()
    }

    /// Tells whether a settled revoke of one of these ends what `by` gave, nothing of it anew.
    fn is_ended(&self, law: &Law, what: &[Revoked], of: MemberId, by: &[usize]) -> bool {
        law.settled.iter().any(|at| {
            let is_anew = by.iter().any(|by| self.saw(*by, *at));
            what.contains(&self.revoke(*at).what) && self.member(*at) == of && !is_anew
        })
    }

    fn roles(&self, law: &Law, member: MemberId) -> BTreeSet<Role> {
        let mut grants = law.grants.clone();
        grants.retain(|(by, to, role)| {
            let what = [Revoked::Member, Revoked::Role(*role)];
            *to == member && !self.is_ended(law, &what, member, &[*by])
        });
        grants.into_iter().map(|(_, _, role)| role).collect()
    }

    fn is_revoked(&self, law: &Law, device: DeviceId) -> bool {
        let by = self.admitting(law, device);
        self.is_ended(law, &[Revoked::Device(device)], law.owners[&device], &by)
    }

    fn has_steward(&self, law: &Law) -> bool {
        let is_steward = |member| self.roles(law, member).contains(&Role::Steward);
        let mut devices = law.owners.iter();
        devices.any(|(device, member)| is_steward(*member) && !self.is_revoked(law, *device))
    }

    pub(super) fn members(&self, law: &Law) -> BTreeMap<MemberId, Member> {
        let mut members: BTreeMap<MemberId, Member> = BTreeMap::new();
        for (at, it) in law.in_effect.iter().map(|at| (*at, &self.admissions[*at])) {
            let Some(it) = it else { continue };
            let member = members.entry(self.member(at)).or_default();
            member.name = it.person.unwrap_or(&member.name).to_owned();
            member.roles = self.roles(law, self.member(at));
            let device = (it.device_name.to_owned(), self.is_revoked(law, it.device));
            member.devices.insert(it.device, device);
        }
        members
    }
}

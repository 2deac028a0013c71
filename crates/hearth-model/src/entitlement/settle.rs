//! One pass over the history under a given set of settled revocations.

use std::collections::{BTreeMap, BTreeSet};

use super::history::{History, Set};
use super::revocation::{self, Revocations};
use super::{Cut, Device, Equivocations, GovernanceChange, Grant, Link, Member, Roster};
use crate::act::Act;
use crate::id::{DeviceId, MemberId};
use crate::people::{Admission, Role};
use crate::standing::{Held, Standing};

/// Settles revocations among each other, then everything else.
pub(super) fn settle(history: History, equivocations: &Equivocations) -> Roster {
    let mut void = BTreeSet::new();
    loop {
        let revocations = revocation::choose(&history, equivocations, &mut void);
        let pass = Pass::run(&history, equivocations, &revocations);
        match pass.ungrounded(&revocations) {
            Some(at) => void.insert(at),
            None => return pass.into_roster(history.clone()),
        };
    }
}

/// Everything that follows from the settled revocations.
pub(super) struct Pass<'a> {
    pub(super) history: &'a History,
    pub(super) equivocations: &'a Equivocations,
    pub(super) roster: Roster,
    /// Positions in effect.
    effective: Set,
    n_joins: BTreeMap<usize, u64>,
    /// Revocations that their authors had a right to.
    pub(super) entitled_revokes: Vec<usize>,
}

impl<'a> Pass<'a> {
    pub(super) fn run(
        history: &'a History,
        equivocations: &'a Equivocations,
        revocations: &Revocations,
    ) -> Self {
        let mut pass = Self {
            history,
            equivocations,
            roster: Roster::empty(history.clone()),
            effective: Set::default(),
            n_joins: BTreeMap::new(),
            entitled_revokes: vec![],
        };
        pass.roster.cuts = revocations
            .settled
            .iter()
            .filter_map(|at| pass.cut_at(*at))
            .collect();
        for (at, change) in history.iter() {
            let standing = pass.standing(at, change, revocations);
            if standing == Standing::InEffect {
                pass.effective.insert(at);
                pass.take_effect(at, change);
            }
            pass.roster.standings.insert(change.order.id, standing);
        }
        pass
    }

    fn standing(
        &mut self,
        at: usize,
        change: &GovernanceChange,
        revocations: &Revocations,
    ) -> Standing {
        if let Some(fault) = self.history.fault_at(at) {
            return fault;
        }
        let parents_in_effect = change.header.parents.iter().all(|id| {
            self.history
                .position(id)
                .is_some_and(|at| self.effective.contains(at))
        });
        if !parents_in_effect {
            return Standing::Waiting;
        }
        let forked = self.equivocations.get(&change.header.device);
        if forked.is_some_and(|forked| change.header.seq >= forked.from)
            && !matches!(change.act, Ok(Act::AddDevice(_)))
            && !self.leads_to_a_cut(Link::of(change.order.id, &change.header))
        {
            return Standing::Held(Held::Equivocation);
        }
        if matches!(change.act, Ok(Act::Revoke(_))) {
            return self.revoke_standing(at, change, revocations);
        }
        match self.check(at, change) {
            Ok(()) => Standing::InEffect,
            Err(held) => Standing::Held(held),
        }
    }

    fn revoke_standing(
        &mut self,
        at: usize,
        change: &GovernanceChange,
        revocations: &Revocations,
    ) -> Standing {
        if revocations.settled.contains(&at) {
            return Standing::InEffect;
        }
        match self.check(at, change) {
            Ok(()) => {
                self.entitled_revokes.push(at);
                Standing::Held(Held::Struck)
            }
            Err(held) => Standing::Held(held),
        }
    }

    /// Checks that the author may do this; revocations count only as settled.
    fn check(&self, at: usize, change: &GovernanceChange) -> Result<(), Held> {
        let steward = &[Role::Facilitator, Role::Steward][..];
        let own = self.roster.member_of(&change.header.device) == Some(change.member());
        match &change.act {
            Ok(Act::Found(_)) => (change.order.id == self.history.community
                && change.member() == MemberId::of_first_device(&change.header.device))
            .then_some(())
            .ok_or(Held::NotEntitled),
            Ok(Act::Join(_)) => self.check_join(change),
            Ok(Act::Recover(_)) => self
                .check_proof(change)
                .and_then(|()| self.check_free(change.header.device, change.member())),
            Ok(Act::Admit(act)) => {
                self.check_right(at, change, steward)?;
                self.check_proof(change)?;
                self.check_new(change.member())?;
                self.check_free(act.device, change.member())
            }
            Ok(Act::AddDevice(act)) => {
                self.check_own(at, change)?;
                self.check_proof(change)?;
                self.check_free(act.device, change.member())
            }
            Ok(Act::Invite(_)) => self.check_right(at, change, steward),
            Ok(Act::Revoke(_)) if own => self.check_own(at, change),
            Ok(Act::Revoke(_)) => self.check_right(at, change, steward),
            _ => self.check_right(at, change, &[Role::Facilitator]),
        }
    }

    fn check_join(&self, change: &GovernanceChange) -> Result<(), Held> {
        self.check_proof(change)?;
        self.check_new(change.member())?;
        self.check_free(change.header.device, change.member())?;
        let invite = change
            .header
            .parents
            .first()
            .and_then(|id| self.history.position(id));
        let uses = match invite
            .and_then(|at| self.history.get(at))
            .map(GovernanceChange::act)
        {
            Some(Ok(Act::Invite(invite))) => invite.uses,
            _ => 0,
        };
        let used = invite
            .and_then(|at| self.n_joins.get(&at))
            .copied()
            .unwrap_or(0);
        (used < uses).then_some(()).ok_or(Held::Invitation)
    }

    fn check_proof(&self, change: &GovernanceChange) -> Result<(), Held> {
        self.history
            .proof_holds(change)
            .then_some(())
            .ok_or(Held::Invitation)
    }

    /// A member's id cannot be taken by somebody who joins or is admitted later.
    fn check_new(&self, member: MemberId) -> Result<(), Held> {
        (!self.roster.members.contains_key(&member))
            .then_some(())
            .ok_or(Held::MemberTaken)
    }

    fn check_free(&self, device: DeviceId, member: MemberId) -> Result<(), Held> {
        self.roster
            .member_of(&device)
            .is_none_or(|owner| owner == member)
            .then_some(())
            .ok_or(Held::DeviceTaken)
    }

    /// The subject's own device acts, and is not cut off.
    fn check_own(&self, at: usize, change: &GovernanceChange) -> Result<(), Held> {
        if self.roster.member_of(&change.header.device) != Some(change.member()) {
            return Err(Held::NotEntitled);
        }
        self.check_right(at, change, &Role::ALL)
    }

    fn check_right(
        &self,
        at: usize,
        change: &GovernanceChange,
        roles: &[Role],
    ) -> Result<(), Held> {
        let link = Link::of(change.order.id, &change.header);
        let past = self.history.past_at(at);
        let member = self.member_of(&link.device).ok_or(Held::UnknownAuthor)?;
        let cuts = &self.roster.cuts;
        let is_beyond = |cut: &Cut, grant: &Grant| self.roster.is_beyond(cut, grant, link, past);
        let stands = |grant: &Grant| !cuts.iter().any(|cut| is_beyond(cut, grant));
        let mut grants = self.grants_in(past, member, roles).peekable();
        grants
            .peek()
            .is_some()
            .then_some(())
            .ok_or(Held::NotEntitled)?;
        grants.any(stands).then_some(()).ok_or(Held::Revoked)
    }

    fn grants_in<'b>(
        &'b self,
        past: &'b Set,
        member: MemberId,
        roles: &'b [Role],
    ) -> impl Iterator<Item = &'b Grant> {
        self.roster.grants.iter().filter(move |grant| {
            grant.member == member && roles.contains(&grant.role) && past.contains(grant.at)
        })
    }

    /// The first settled revocation whose author has no grant for it any more.
    fn ungrounded(&self, revocations: &Revocations) -> Option<usize> {
        revocations.settled.iter().copied().find(|at| {
            let Some(change) = self.history.get(*at) else {
                return true;
            };
            let past = self.history.past_at(*at);
            let author = self.roster.member_of(&change.header.device);
            let roles = if author == Some(change.member()) {
                &Role::ALL[..]
            } else {
                &[Role::Facilitator, Role::Steward]
            };
            author.is_none_or(|author| self.grants_in(past, author, roles).next().is_none())
        })
    }

    fn take_effect(&mut self, at: usize, change: &GovernanceChange) {
        let member = change.member();
        let history = self.history;
        if let Some(admission) = history.admission(change) {
            self.admit(at, member, &admission);
        }
        match &change.act {
            Ok(Act::Found(act)) => {
                self.roster.name = act.name.clone();
                self.roster.charter.text = act.charter.clone();
                self.grant(at, member, &[Role::Facilitator, Role::Steward]);
            }
            Ok(Act::Join(_)) => self.join_effect(at, change),
            Ok(Act::Admit(act)) => self.grant(at, member, &[act.role]),
            Ok(Act::Recover(_)) => self.grant(at, member, &[Role::Facilitator, Role::Steward]),
            Ok(Act::Grant(role)) => self.grant(at, member, &[*role]),
            Ok(Act::Charter(act)) => self.roster.charter = act.clone(),
            Ok(Act::Ratify(act)) => self.roster.ratified.extend(&act.changes),
            _ => {}
        }
    }

    fn join_effect(&mut self, at: usize, change: &GovernanceChange) {
        let Some(invite) = change
            .header
            .parents
            .first()
            .and_then(|id| self.history.position(id))
        else {
            return;
        };
        let n_joins = self.n_joins.entry(invite).or_default();
        *n_joins = n_joins.saturating_add(1);
        if let Some(Ok(Act::Invite(act))) = self.history.get(invite).map(GovernanceChange::act) {
            self.grant(at, change.member(), &[act.role]);
        }
    }

    fn admit(&mut self, at: usize, member: MemberId, admission: &Admission<'_>) {
        let device = admission.device;
        self.roster.devices.insert(device, member);
        self.roster.admissions.entry(device).or_default().push(at);
        let entry = self.roster.members.entry(member).or_insert_with(|| Member {
            name: String::new(),
            roles: BTreeSet::new(),
            devices: BTreeMap::new(),
        });
        if let Some(name) = admission.person {
            name.clone_into(&mut entry.name);
        }
        let name = admission.device_name.to_owned();
        let revoked = false;
        entry.devices.insert(device, Device { name, revoked });
    }

    fn grant(&mut self, at: usize, member: MemberId, roles: &[Role]) {
        self.roster.grants.extend(roles.iter().map(|role| Grant {
            at,
            member,
            role: *role,
        }));
    }

    /// Position of each member's earliest admission in effect.
    pub(super) fn admitted(&self) -> BTreeMap<MemberId, usize> {
        let mut admitted = BTreeMap::new();
        for (device, admissions) in &self.roster.admissions {
            if let (Some(member), Some(first)) = (self.member_of(device), admissions.first()) {
                let earliest = admitted.entry(member).or_insert(*first);
                *earliest = (*earliest).min(*first);
            }
        }
        admitted
    }

    pub(super) fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.roster.member_of(device)
    }

    /// Tells whether somebody can still act as steward.
    pub(super) fn has_steward(&self) -> bool {
        self.roster.members.keys().any(|member| {
            self.roster.roles_left(*member).contains(&Role::Steward)
                && self.roster.has_device_left(*member)
        })
    }

    fn into_roster(self, history: History) -> Roster {
        let mut roster = self.roster;
        roster.history = history;
        let members: Vec<MemberId> = roster.members.keys().copied().collect();
        for member in members {
            let roles = roster.roles_left(member);
            let revoked: Vec<DeviceId> = roster
                .devices_of(member)
                .filter(|device| roster.is_device_cut(member, device))
                .collect();
            if let Some(entry) = roster.members.get_mut(&member) {
                entry.roles = roles;
                revoked
                    .iter()
                    .filter_map(|device| entry.devices.get_mut(device).map(|d| d.revoked = true))
                    .count();
            }
        }
        roster
    }
}

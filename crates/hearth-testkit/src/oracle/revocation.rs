//! Section 6, cuts and revocations among each other.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::Act;
use hearth_model::change::Order;
use hearth_model::id::{ChangeId, DeviceId, MemberId};
use hearth_model::people::{CutPoint, Revoke, Revoked, Role};

use super::Log;
use super::governance::{Governance, Grant};

impl Log<'_> {
    pub(super) fn revoke(&self, id: ChangeId) -> &Revoke {
        match self.act(id) {
            Some(Act::Revoke(revoke)) => revoke,
            _ => unreachable!("only revokes are settled"),
        }
    }

    /// Tells whether `change` is of a device that the revoke reaches, and beyond its cut.
    pub(super) fn is_above_cut(
        &self,
        governance: &Governance,
        revoke: ChangeId,
        change: ChangeId,
    ) -> bool {
        let header = self.header(change);
        if !self.reaches(governance, revoke, header.device) {
            return false;
        }
        let Some(cut) = self.cut(revoke, header.device) else {
            return true;
        };
        let is_after_fork = self
            .forked
            .get(&cut.device)
            .is_some_and(|seq| header.seq >= *seq);
        header.seq > cut.seq
            || (header.seq == cut.seq && change != cut.id)
            || (is_after_fork && !self.leads_to(cut.id).contains(&change))
    }

    /// Tells whether `change` leads to the cut of a revoke that reaches its device.
    pub(super) fn accepts(
        &self,
        governance: &Governance,
        revoke: ChangeId,
        change: ChangeId,
    ) -> bool {
        let device = self.header(change).device;
        let cut = self.cut(revoke, device);
        self.reaches(governance, revoke, device)
            && cut.is_some_and(|cut| self.leads_to(cut.id).contains(&change))
    }

    fn cut(&self, revoke: ChangeId, device: DeviceId) -> Option<CutPoint> {
        let cuts = &self.revoke(revoke).cuts;
        cuts.iter().copied().find(|cut| cut.device == device)
    }

    fn reaches(&self, governance: &Governance, revoke: ChangeId, device: DeviceId) -> bool {
        let is_named = match self.revoke(revoke).what {
            Revoked::Device(named) => device == named,
            Revoked::Member | Revoked::Role(_) => true,
        };
        let owner = governance.owners.get(&device);
        is_named && owner.is_some_and(|(member, _)| *member == self.subject(revoke))
    }

    /// A change and those of its device before it, along backlinks, as far as they are here.
    fn leads_to(&self, last: ChangeId) -> BTreeSet<ChangeId> {
        let (mut chain, mut at) = (BTreeSet::new(), Some(last));
        while let Some(change) = at.and_then(|id| self.changes.get(&id)) {
            chain.insert(change.id());
            at = change.header().backlink;
        }
        chain
    }

    /// Tells whether `anew` came after the revoke and before the change, so that it starts anew.
    pub(super) fn starts_anew(&self, revoke: ChangeId, anew: ChangeId, change: ChangeId) -> bool {
        self.past(anew).contains(&revoke) && self.past(change).contains(&anew)
    }

    /// Section 6, revocations among each other, steps 1 to 5.
    pub(super) fn settle(&self) -> Governance {
        let mut void = BTreeSet::new();
        let mut settled = BTreeSet::new();
        let senior = self.admitted(&self.work_out(&settled));
        loop {
            let mut governance = self.work_out(&settled);
            governance.senior.clone_from(&senior);
            let is_open =
                |id: &ChangeId| !settled.contains(id) && !void.contains(id) && self.pasts[id].1;
            let candidates: Vec<_> = governance
                .entitled
                .iter()
                .copied()
                .filter(is_open)
                .collect();
            if let Some(chosen) = self.choose(&governance, &candidates) {
                let mut with = settled.clone();
                with.insert(chosen);
                if self.has_steward(&self.work_out(&with)) {
                    settled = with;
                } else {
                    void.insert(chosen);
                }
                continue;
            }
            let lost =
                |id: &ChangeId| settled.contains(id) && !self.may_govern(&governance, *id, false);
            let Some(first) = self.in_order().into_iter().find(lost) else {
                return governance;
            };
            void.insert(first);
            settled.clear();
        }
    }

    /// The order of each member's earliest admission in effect.
    fn admitted(&self, governance: &Governance) -> BTreeMap<MemberId, Order> {
        let mut admitted = BTreeMap::new();
        for (id, admission) in &self.admissions {
            if governance.in_effect.contains(id) {
                let order = self.changes[id].order();
                let earliest = admitted.entry(admission.member).or_insert(order);
                *earliest = order.min(*earliest);
            }
        }
        admitted
    }

    fn choose(&self, governance: &Governance, candidates: &[ChangeId]) -> Option<ChangeId> {
        let is_struck = |b: &ChangeId| candidates.iter().any(|a| self.strikes(governance, *a, *b));
        let free = candidates.iter().find(|id| !is_struck(id));
        free.or_else(|| {
            candidates
                .iter()
                .min_by_key(|id| self.seniority(governance, **id))
        })
        .copied()
    }

    /// The order of the author's admission, those without one last.
    fn seniority(&self, governance: &Governance, id: ChangeId) -> (bool, Option<Order>) {
        let owner = governance.owners.get(&self.header(id).device);
        let order = owner.and_then(|(member, _)| governance.senior.get(member).copied());
        (order.is_none(), order)
    }

    fn strikes(&self, governance: &Governance, a: ChangeId, b: ChangeId) -> bool {
        let unaware = !self.past(a).contains(&b) && !self.past(b).contains(&a);
        let senior = self.seniority(governance, b) < self.seniority(governance, a);
        let is_beyond = |change, revoke| self.is_above_cut(governance, revoke, change);
        a != b
            && is_beyond(b, a)
            && !(is_beyond(a, b) && (self.past(a).contains(&b) || (unaware && senior)))
    }

    /// The grants that no settled revoke has ended since.
    pub(super) fn roles(&self, governance: &Governance, member: MemberId) -> BTreeSet<Role> {
        let is_ended = |grant: &&Grant| {
            governance.settled.iter().any(|revoke| {
                let takes = match self.revoke(*revoke).what {
                    Revoked::Member => true,
                    Revoked::Role(role) => role == grant.role,
                    Revoked::Device(_) => false,
                };
                takes && self.subject(*revoke) == member && !self.past(grant.by).contains(revoke)
            })
        };
        let grants = governance
            .grants
            .iter()
            .filter(|grant| grant.member == member);
        grants
            .filter(|grant| !is_ended(grant))
            .map(|grant| grant.role)
            .collect()
    }

    pub(super) fn is_revoked(&self, governance: &Governance, device: DeviceId) -> bool {
        let (member, admissions) = &governance.owners[&device];
        governance.settled.iter().any(|revoke| {
            self.revoke(*revoke).what == Revoked::Device(device)
                && self.subject(*revoke) == *member
                && !admissions
                    .iter()
                    .any(|admission| self.past(*admission).contains(revoke))
        })
    }

    fn has_steward(&self, governance: &Governance) -> bool {
        governance.owners.iter().any(|(device, (member, _))| {
            self.roles(governance, *member).contains(&Role::Steward)
                && !self.is_revoked(governance, *device)
        })
    }
}

//! What revocations in effect leave a member: roles and devices.

use std::collections::BTreeSet;

use super::{Cut, Grant, Roster};
use crate::id::{DeviceId, MemberId};
use crate::people::{Revoked, Role};

impl Roster {
    /// Roles of grants that no later removal or role revocation took.
    pub(super) fn roles_left(&self, member: MemberId) -> BTreeSet<Role> {
        let taken = |grant: &Grant, cut: &Cut| {
            let concerns = match cut.what {
                Revoked::Member => true,
                Revoked::Role(role) => role == grant.role,
                Revoked::Device(_) => false,
            };
            cut.member == member && concerns && !self.history.past_at(grant.at).contains(cut.at)
        };
        let left = |grant: &&Grant| {
            grant.member == member && !self.cuts.iter().any(|cut| taken(grant, cut))
        };
        self.grants
            .iter()
            .filter(left)
            .map(|grant| grant.role)
            .collect()
    }

    pub(super) fn devices_of(&self, member: MemberId) -> impl Iterator<Item = DeviceId> {
        self.devices
            .iter()
            .filter(move |(_, owner)| **owner == member)
            .map(|(device, _)| *device)
    }

    pub(super) fn has_device_left(&self, member: MemberId) -> bool {
        self.devices_of(member)
            .any(|device| !self.is_device_cut(member, &device))
    }

    pub(super) fn is_device_cut(&self, member: MemberId, device: &DeviceId) -> bool {
        let again = |cut: &Cut| {
            self.admissions
                .get(device)
                .into_iter()
                .flatten()
                .any(|at| self.history.past_at(*at).contains(cut.at))
        };
        self.cuts
            .iter()
            .any(|cut| cut.member == member && cut.what == Revoked::Device(*device) && !again(cut))
    }
}

//! Who may do what: members, devices, roles and the charter as the governance changes leave
//! them (`docs/format/change.md`, section 6).
//!
//! [`Roster::settle`] is a pure function of the set of governance changes. Lessons and links
//! are judged against its result in [`crate::standing`].

mod history;
mod left;
mod revocation;
mod settle;

use std::collections::{BTreeMap, BTreeSet};

use crate::act::{Act, NotAnAct};
use crate::change::{Change, Header, Order};
use crate::id::{ChangeId, CommunityId, DeviceId, MemberId};
use crate::people::{Charter, CutPoint, Revoked, Role};
use crate::standing::{Facts, Held, Standing};

use history::{History, Set};

/// A governance change with its payload read once.
#[derive(Clone, Debug)]
pub struct GovernanceChange {
    order: Order,
    header: Header,
    act: Result<Act, NotAnAct>,
}

impl GovernanceChange {
    /// Reads a change of a kind below 32.
    pub fn read(change: &Change) -> Self {
        Self {
            order: change.order(),
            header: change.header().clone(),
            act: Act::read(change.header(), change.payload()),
        }
    }

    /// Its place in the total order.
    pub fn order(&self) -> Order {
        self.order
    }

    /// Its header's facts.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// What it says.
    pub fn act(&self) -> Result<&Act, NotAnAct> {
        self.act.as_ref().map_err(|reason| *reason)
    }

    fn member(&self) -> MemberId {
        MemberId::from(self.header.subject)
    }
}

/// A member in effect.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Member {
    /// Display name, from the latest admission in effect.
    pub name: String,
    /// Roles that are left, lowest first; empty for a removed member.
    pub roles: BTreeSet<Role>,
    /// Devices by key.
    pub devices: BTreeMap<DeviceId, Device>,
}

/// A member's device.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Device {
    /// Display name.
    pub name: String,
    /// Revoked and not added again since.
    pub revoked: bool,
}

/// A role that was given, by which change.
#[derive(Clone, Debug)]
struct Grant {
    /// Position in the history.
    at: usize,
    member: MemberId,
    role: Role,
}

/// A revocation in effect.
#[derive(Clone, Debug)]
struct Cut {
    at: usize,
    member: MemberId,
    what: Revoked,
    points: BTreeMap<DeviceId, CutPoint>,
    /// Of forked devices, the branch that leads to the cut.
    kept: BTreeMap<DeviceId, Branch>,
}

/// What is accepted of a forked device's chain.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Branch {
    /// The seq at which the device forked.
    from: u64,
    ids: BTreeSet<ChangeId>,
}

/// The community's people and rules as a set of governance changes leaves them.
#[derive(Clone, Debug)]
pub struct Roster {
    history: History,
    name: String,
    charter: Charter,
    members: BTreeMap<MemberId, Member>,
    devices: BTreeMap<DeviceId, MemberId>,
    /// Admissions in effect that name a device, by position.
    admissions: BTreeMap<DeviceId, Vec<usize>>,
    grants: Vec<Grant>,
    cuts: Vec<Cut>,
    ratified: BTreeSet<ChangeId>,
    standings: BTreeMap<ChangeId, Standing>,
}

/// Devices that wrote two different histories.
pub type Equivocations = BTreeMap<DeviceId, ForkedChain>;

/// The chain of a device from where it forked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ForkedChain {
    /// The lowest seq that two changes carry.
    pub from: u64,
    /// Every change here with that seq or a higher one, with its backlink.
    pub backlinks: BTreeMap<ChangeId, Option<ChangeId>>,
}

impl ForkedChain {
    /// The changes that lead to `last`, itself among them, as far back as they are here.
    fn branch(&self, last: ChangeId) -> Branch {
        let here = |id: &ChangeId| self.backlinks.contains_key(id);
        let back = |id: &ChangeId| self.backlinks.get(id).copied().flatten().filter(here);
        let first = Some(last).filter(here);
        Branch {
            from: self.from,
            ids: std::iter::successors(first, back).collect(),
        }
    }
}

impl Roster {
    /// Settles the governance changes of a community, given in any order.
    ///
    /// `known` looks up every change that is here, for neighbours' checks.
    pub fn settle(
        community: CommunityId,
        changes: Vec<GovernanceChange>,
        equivocations: &Equivocations,
        known: &impl crate::standing::Known,
    ) -> Self {
        settle::settle(History::new(community, changes, known), equivocations)
    }

    fn empty(history: History) -> Self {
        Self {
            history,
            name: String::new(),
            charter: Charter {
                text: String::new(),
                practitioners_edit: false,
            },
            members: BTreeMap::new(),
            devices: BTreeMap::new(),
            admissions: BTreeMap::new(),
            grants: vec![],
            cuts: vec![],
            ratified: BTreeSet::new(),
            standings: BTreeMap::new(),
        }
    }

    /// The community's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The charter in effect.
    pub fn charter(&self) -> &Charter {
        &self.charter
    }

    /// Members whose admission is in effect, removed ones included.
    pub fn members(&self) -> &BTreeMap<MemberId, Member> {
        &self.members
    }

    /// The member a device belongs to.
    pub fn member_of(&self, device: &DeviceId) -> Option<MemberId> {
        self.devices.get(device).copied()
    }

    /// The standing of each governance change.
    pub fn standings(&self) -> &BTreeMap<ChangeId, Standing> {
        &self.standings
    }

    /// Changes that a facilitator ratified.
    pub fn ratified(&self) -> &BTreeSet<ChangeId> {
        &self.ratified
    }

    /// The facts of a governance change that is here.
    pub fn facts(&self, id: &ChangeId) -> Option<Facts> {
        let change = self.history.get(self.history.position(id)?)?;
        Some(Facts::of(change.header()))
    }

    /// Governance changes that no other one names: the heads of the history, in order.
    pub fn heads(&self) -> Vec<ChangeId> {
        self.history.heads()
    }

    /// At most `limit` heads to name in a new change by `device`: the last by order, and one
    /// that has the device's admission in its past.
    pub fn heads_for(&self, device: &DeviceId, limit: usize) -> Vec<ChangeId> {
        let heads = self.history.heads();
        let skipped = heads.len().saturating_sub(limit);
        let mut named = heads.get(skipped..).unwrap_or_default().to_vec();
        let needed: Vec<usize> = self.positions_needed_by(device);
        let past = self.history.past_of(&named);
        if needed.iter().any(|at| !past.contains(*at))
            && let Some(first) = named.first_mut()
        {
            let holds = |head: &ChangeId| {
                needed
                    .iter()
                    .all(|at| self.history.past_of(&[*head]).contains(*at))
            };
            let own = needed.last().and_then(|at| self.history.id(*at));
            if let Some(head) = heads.iter().rev().find(|head| holds(head)).copied().or(own) {
                *first = head;
            }
        }
        named
    }

    fn positions_needed_by(&self, device: &DeviceId) -> Vec<usize> {
        let member = self.member_of(device);
        let grants = self
            .grants
            .iter()
            .filter(|grant| Some(grant.member) == member)
            .map(|grant| grant.at);
        let admission = self
            .admissions
            .get(device)
            .and_then(|all| all.last())
            .copied();
        let mut needed: Vec<usize> = grants.chain(admission).collect();
        needed.sort_unstable();
        needed
    }

    /// Checks that the author of a lesson, link or retraction has one of these roles for it.
    ///
    /// # Errors
    /// The reason why the change is held.
    pub fn check_right(&self, id: ChangeId, header: &Header, roles: &[Role]) -> Result<(), Held> {
        let member = self.member_of(&header.device).ok_or(Held::UnknownAuthor)?;
        if self.ratified.contains(&id) {
            return Ok(());
        }
        let past = self.history.past_of(&header.governance);
        let grants = || {
            self.grants
                .iter()
                .filter(|grant| grant.member == member && roles.contains(&grant.role))
        };
        let stands = |grant: &Grant| {
            let cut = self
                .cuts
                .iter()
                .any(|cut| self.is_beyond(cut, grant, Link::of(id, header), &past));
            !cut
        };
        match (grants().next().is_some(), grants().any(stands)) {
            (_, true) => Ok(()),
            (true, false) => Err(Held::Revoked),
            (false, false) => Err(Held::NotEntitled),
        }
    }

    /// Tells whether a change is beyond a cut for a right that rests on `grant`.
    fn is_beyond(&self, cut: &Cut, grant: &Grant, link: Link, past: &Set) -> bool {
        let restarted = |at: usize| self.history.past_at(at).contains(cut.at) && past.contains(at);
        // A later grant gives back what was taken from the member, a later admission of the device
        // what was taken from the device; neither gives back the other.
        let starts_anew = match cut.what {
            Revoked::Device(_) => {
                let admissions = self.admissions.get(&link.device);
                admissions.into_iter().flatten().any(|at| restarted(*at))
            }
            Revoked::Member | Revoked::Role(_) => restarted(grant.at),
        };
        cut.reaches(grant.member, Some(grant.role), &link.device)
            && cut.leaves_out(link)
            && !starts_anew
    }
}

impl Cut {
    /// Tells whether it concerns a device of `member` acting in `role` (any, when `None`).
    fn reaches(&self, member: MemberId, role: Option<Role>, device: &DeviceId) -> bool {
        self.member == member
            && match self.what {
                Revoked::Member => true,
                Revoked::Device(revoked) => revoked == *device,
                Revoked::Role(revoked) => role.is_none_or(|role| role == revoked),
            }
    }

    fn leaves_out(&self, link: Link) -> bool {
        let Some(point) = self.points.get(&link.device) else {
            return true;
        };
        let is_aside = |branch: &Branch| link.seq >= branch.from && !branch.ids.contains(&link.id);
        link.seq > point.seq
            || (link.seq == point.seq && link.id != point.id)
            || self.kept.get(&link.device).is_some_and(is_aside)
    }
}

/// A change as a link of its device's chain.
#[derive(Clone, Copy, Debug)]
struct Link {
    device: DeviceId,
    seq: u64,
    id: ChangeId,
}

impl Link {
    fn of(id: ChangeId, header: &Header) -> Self {
        let (device, seq) = (header.device, header.seq);
        Self { device, seq, id }
    }
}

/// What decides over a device's changes; equal rights judge every change equally.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rights {
    member: MemberId,
    admissions: Vec<Option<ChangeId>>,
    grants: Vec<(Option<ChangeId>, Role)>,
    cuts: Vec<(Option<ChangeId>, Option<Branch>)>,
}

impl Roster {
    /// Returns each device's rights, to find out whose changes a new roster may judge otherwise.
    pub fn rights(&self) -> BTreeMap<DeviceId, Rights> {
        let id = |at: usize| self.history.id(at);
        let rights = |(device, member): (&DeviceId, &MemberId)| {
            let grants = self.grants.iter().filter(|grant| grant.member == *member);
            let cuts = self.cuts.iter().filter(|cut| cut.member == *member);
            let rights = Rights {
                member: *member,
                admissions: self
                    .admissions
                    .get(device)
                    .into_iter()
                    .flatten()
                    .map(|at| id(*at))
                    .collect(),
                grants: grants.map(|grant| (id(grant.at), grant.role)).collect(),
                cuts: cuts
                    .map(|cut| (id(cut.at), cut.kept.get(device).cloned()))
                    .collect(),
            };
            (*device, rights)
        };
        self.devices.iter().map(rights).collect()
    }
}

//! The governance changes as a graph: who saw what.

use std::collections::BTreeMap;

use super::GovernanceChange;
use crate::act::{Act, Kind};
use crate::change::Order;
use crate::id::{ChangeId, CommunityId, MemberId};
use crate::sign::Proof;
use crate::standing::{Known, Standing, check_neighbours, n_parents_fit};

/// A set of positions in a history.
#[derive(Clone, Debug, Default)]
pub(super) struct Set(Vec<u64>);

impl Set {
    pub(super) fn insert(&mut self, at: usize) {
        let word = at / 64;
        if self.0.len() <= word {
            self.0.resize(word.saturating_add(1), 0);
        }
        if let Some(bits) = self.0.get_mut(word) {
            *bits |= 1 << (at % 64);
        }
    }

    pub(super) fn contains(&self, at: usize) -> bool {
        self.0
            .get(at / 64)
            .is_some_and(|bits| bits & (1 << (at % 64)) != 0)
    }

    fn unite(&mut self, other: &Self) {
        if self.0.len() < other.0.len() {
            self.0.resize(other.0.len(), 0);
        }
        for (bits, more) in self.0.iter_mut().zip(&other.0) {
            *bits |= more;
        }
    }
}

/// Governance changes in order, each with its past.
#[derive(Clone, Debug)]
pub(super) struct History {
    pub(super) community: CommunityId,
    changes: Vec<GovernanceChange>,
    positions: BTreeMap<ChangeId, usize>,
    pasts: Vec<Set>,
    /// Refused, foreign or waiting; `None` when well formed and complete.
    faults: Vec<Option<Standing>>,
    /// Order of each member's earliest well-formed admission.
    seniority: BTreeMap<MemberId, Order>,
}

impl History {
    pub(super) fn new(
        community: CommunityId,
        mut changes: Vec<GovernanceChange>,
        known: &impl Known,
    ) -> Self {
        changes.sort_by_key(GovernanceChange::order);
        changes.dedup_by_key(|change| change.order);
        let positions = changes
            .iter()
            .enumerate()
            .map(|(at, change)| (change.order.id, at))
            .collect();
        let mut history = Self {
            community,
            changes,
            positions,
            pasts: vec![],
            faults: vec![],
            seniority: BTreeMap::new(),
        };
        for change in &history.changes {
            history.pasts.push(
                history.past_of(
                    &change
                        .header
                        .governance
                        .iter()
                        .chain(&change.header.parents)
                        .copied()
                        .collect::<Vec<_>>(),
                ),
            );
        }
        history.faults = history
            .changes
            .iter()
            .map(|change| history.fault(change, known))
            .collect();
        for (at, change) in history.changes.iter().enumerate() {
            if history.is_admission(at) {
                history
                    .seniority
                    .entry(change.member())
                    .or_insert(change.order);
            }
        }
        history
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = (usize, &GovernanceChange)> {
        self.changes.iter().enumerate()
    }

    pub(super) fn get(&self, at: usize) -> Option<&GovernanceChange> {
        self.changes.get(at)
    }

    pub(super) fn id(&self, at: usize) -> Option<ChangeId> {
        self.changes.get(at).map(|change| change.order.id)
    }

    pub(super) fn position(&self, id: &ChangeId) -> Option<usize> {
        self.positions.get(id).copied()
    }

    pub(super) fn fault_at(&self, at: usize) -> Option<Standing> {
        self.faults.get(at).copied().flatten()
    }

    /// Everything reached through these changes, themselves included.
    pub(super) fn past_of(&self, ids: &[ChangeId]) -> Set {
        let mut past = Set::default();
        for at in ids.iter().filter_map(|id| self.position(id)) {
            past.insert(at);
            past.unite(self.pasts.get(at).unwrap_or(&Set::default()));
        }
        past
    }

    /// The past of the change at a position, itself excluded.
    pub(super) fn past_at(&self, at: usize) -> &Set {
        const NOTHING: &Set = &Set(Vec::new());
        self.pasts.get(at).unwrap_or(NOTHING)
    }

    /// Well-formed, complete changes that nothing names, in order.
    pub(super) fn heads(&self) -> Vec<ChangeId> {
        let mut named = Set::default();
        let complete = || self.iter().filter(|(at, _)| self.fault_at(*at).is_none());
        complete().for_each(|(at, _)| named.unite(self.past_at(at)));
        complete()
            .filter(|(at, _)| !named.contains(*at))
            .map(|(_, change)| change.order.id)
            .collect()
    }

    /// How long a member has been here; members without an admission come last.
    pub(super) fn seniority(&self, member: MemberId) -> (bool, Option<Order>) {
        let order = self.seniority.get(&member).copied();
        (order.is_none(), order)
    }

    /// Tells whether the change admits its subject and its proof holds.
    fn is_admission(&self, at: usize) -> bool {
        let Some(change) = self.get(at).filter(|_| self.fault_at(at).is_none()) else {
            return false;
        };
        match &change.act {
            Ok(Act::Found(_)) => change.order.id == self.community,
            Ok(Act::Join(_) | Act::Admit(_) | Act::Recover(_)) => self.proof_holds(change),
            _ => false,
        }
    }

    /// Tells whether the second signature inside the change holds.
    pub(super) fn proof_holds(&self, change: &GovernanceChange) -> bool {
        let (community, device, member) = (self.community, change.header.device, change.member());
        match &change.act {
            Ok(Act::Join(join)) => self.invite_of(change).is_some_and(|(invite, key)| {
                Proof::Join {
                    community,
                    invite,
                    device,
                    member,
                }
                .is_signed_by(&key, &join.proof)
            }),
            Ok(Act::Admit(admit)) => {
                let proof = Proof::Device {
                    community,
                    device: admit.device,
                    member,
                };
                proof.is_signed_by(admit.device.as_bytes(), &admit.proof)
            }
            Ok(Act::AddDevice(add)) => {
                let proof = Proof::Device {
                    community,
                    device: add.device,
                    member,
                };
                proof.is_signed_by(add.device.as_bytes(), &add.proof)
            }
            Ok(Act::Recover(recover)) => self.recovery_key().is_some_and(|key| {
                Proof::Recover {
                    community,
                    device,
                    member,
                }
                .is_signed_by(&key, &recover.proof)
            }),
            _ => false,
        }
    }

    fn invite_of(&self, join: &GovernanceChange) -> Option<(ChangeId, [u8; 32])> {
        let id = join.header.parents.first()?;
        match self.get(self.position(id)?)?.act() {
            Ok(Act::Invite(invite)) => Some((*id, invite.key)),
            _ => None,
        }
    }

    fn recovery_key(&self) -> Option<[u8; 32]> {
        match self.get(self.position(&self.community)?)?.act() {
            Ok(Act::Found(found)) => Some(found.recovery_key),
            _ => None,
        }
    }

    fn fault(&self, change: &GovernanceChange, known: &impl Known) -> Option<Standing> {
        match &change.act {
            Err(crate::act::NotAnAct::Foreign) => Some(Standing::Foreign),
            Err(crate::act::NotAnAct::Refused) => Some(Standing::Refused),
            Ok(act) if !n_parents_fit(act.kind(), change.header.parents.len()) => {
                Some(Standing::Refused)
            }
            Ok(act) if (act.kind() == Kind::Found) != change.header.community.is_none() => {
                Some(Standing::Refused)
            }
            Ok(_) => check_neighbours(&change.header, known).err(),
        }
    }
}

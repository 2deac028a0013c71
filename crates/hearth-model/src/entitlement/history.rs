//! The governance changes as a graph: who saw what.

use std::collections::BTreeMap;

use super::GovernanceChange;
use crate::act::{Act, Kind};
use crate::id::{ChangeId, CommunityId, MemberId};
use crate::people::Admission;
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
    /// Changes with something in their past that is not here.
    incomplete: Set,
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
            incomplete: Set::default(),
        };
        history.find_pasts(known);
        history.faults = history
            .changes
            .iter()
            .map(|change| history.fault(change, known))
            .collect();
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

    /// Works out what each change reaches, deepest first: order alone does not tell, because a
    /// refused change may state any lamport.
    fn find_pasts(&mut self, known: &impl Known) {
        self.pasts = vec![Set::default(); self.changes.len()];
        let mut found = Set::default();
        for at in 0..self.changes.len() {
            let mut open = vec![at];
            while let Some(at) = open.last().copied() {
                let reached = self.reached_from(at);
                let here = || reached.iter().filter_map(|id| self.position(id));
                let unfound: Vec<_> = here().filter(|at| !found.contains(*at)).collect();
                if unfound.is_empty() {
                    let complete = reached.iter().all(|id| known.facts(id).is_some())
                        && !here().any(|at| self.incomplete.contains(at));
                    let past = self.past_of(&reached);
                    if let Some(place) = self.pasts.get_mut(at) {
                        *place = past;
                    }
                    if !complete {
                        self.incomplete.insert(at);
                    }
                    found.insert(at);
                    open.pop();
                }
                open.extend(unfound);
            }
        }
    }

    /// The changes that the past of this one begins with.
    fn reached_from(&self, at: usize) -> Vec<ChangeId> {
        let Some(header) = self.get(at).map(GovernanceChange::header) else {
            return vec![];
        };
        let is_join = header.kind == Kind::Join.code();
        let parents = header.parents.iter().filter(|_| is_join);
        header.governance.iter().chain(parents).copied().collect()
    }

    /// Tells whether all of a change's past is here.
    pub(super) fn is_complete(&self, at: usize) -> bool {
        !self.incomplete.contains(at)
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

    /// What an admission says, signed or not.
    pub(super) fn admission<'a>(&'a self, change: &'a GovernanceChange) -> Option<Admission<'a>> {
        let act = change.act.as_ref().ok()?;
        let origin = change.header.parents.first().unwrap_or(&self.community);
        let before = self.position(origin).and_then(|at| self.get(at));
        let before = before.and_then(|it| Some((*origin, it.act().ok()?)));
        act.admission(&change.header, self.community, before)
    }

    /// Tells whether the second signature inside an admission holds, and its member id is one that
    /// it may give.
    pub(super) fn proof_holds(&self, change: &GovernanceChange) -> bool {
        let gives_an_id = matches!(change.act, Ok(Act::Join(_) | Act::Admit(_)));
        self.admission(change).is_some_and(|it| {
            let fits = !gives_an_id || change.member() == MemberId::of_first_device(&it.device);
            fits && it.is_signed()
        })
    }

    fn fault(&self, change: &GovernanceChange, known: &impl Known) -> Option<Standing> {
        match &change.act {
            Err(crate::act::NotAnAct::Foreign) => Some(Standing::Foreign),
            Err(crate::act::NotAnAct::Refused) => Some(Standing::Refused),
            Ok(act) if !n_parents_fit(act.kind(), change.header.parents.len()) => {
                Some(Standing::Refused)
            }
            Ok(_) => check_neighbours(&change.header, known).err(),
        }
    }
}

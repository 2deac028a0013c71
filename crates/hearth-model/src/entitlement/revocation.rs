//! Which revocations stand when members remove each other (`docs/format/change.md`, section 6,
//! "Revocations among each other").

use std::collections::{BTreeMap, BTreeSet};

use super::history::History;
use super::settle::Pass;
use super::{Cut, Equivocations, Link};
use crate::act::Act;
use crate::id::MemberId;
use crate::people::CutPoint;

/// Revocations by position.
#[derive(Clone, Debug, Default)]
pub(super) struct Revocations {
    /// In effect, in order of position.
    pub(super) settled: BTreeSet<usize>,
}

/// Settles revocations one by one; those in `void` take no part, and more may come to be void.
pub(super) fn choose(
    history: &History,
    equivocations: &Equivocations,
    void: &mut BTreeSet<usize>,
) -> Revocations {
    let mut chosen = Revocations::default();
    let seniority = Pass::run(history, equivocations, &chosen).admitted();
    loop {
        let pass = Pass::run(history, equivocations, &chosen);
        let candidates: Vec<Candidate> = pass
            .entitled_revokes
            .iter()
            .filter(|at| !void.contains(at) && history.is_complete(**at))
            .filter_map(|at| Candidate::new(&pass, &seniority, *at))
            .collect();
        let Some(next) = next(history, &candidates) else {
            return chosen;
        };
        let mut with_next = chosen.clone();
        with_next.settled.insert(next);
        if Pass::run(history, equivocations, &with_next).has_steward() {
            chosen = with_next;
        } else {
            void.insert(next);
        }
    }
}

struct Candidate {
    cut: Cut,
    author: MemberId,
    /// Position of the author's admission; those without one come last.
    seniority: usize,
    link: Link,
}

impl Candidate {
    fn new(pass: &Pass<'_>, seniority: &BTreeMap<MemberId, usize>, at: usize) -> Option<Self> {
        let change = pass.history.get(at)?;
        let header = change.header();
        let author = pass.member_of(&header.device)?;
        Some(Self {
            cut: pass.cut_at(at)?,
            author,
            seniority: seniority.get(&author).copied().unwrap_or(usize::MAX),
            link: Link::of(change.order().id, header),
        })
    }

    fn is_beyond(&self, cut: &Cut) -> bool {
        cut.reaches(self.author, None, &self.link.device) && cut.leaves_out(self.link)
    }
}

fn next(history: &History, candidates: &[Candidate]) -> Option<usize> {
    let struck = |b: &Candidate| {
        candidates
            .iter()
            .any(|a| a.cut.at != b.cut.at && strikes(history, a, b))
    };
    let free = candidates.iter().find(|candidate| !struck(candidate));
    let senior = || {
        candidates
            .iter()
            .min_by_key(|candidate| (candidate.seniority, candidate.cut.at))
    };
    free.or_else(senior).map(|candidate| candidate.cut.at)
}

/// Tells whether `a` takes away the ground that `b` stands on.
fn strikes(history: &History, a: &Candidate, b: &Candidate) -> bool {
    if !b.is_beyond(&a.cut) {
        return false;
    }
    if !a.is_beyond(&b.cut) {
        return true;
    }
    let b_before_a = history.past_at(a.cut.at).contains(b.cut.at);
    let a_before_b = history.past_at(b.cut.at).contains(a.cut.at);
    !(b_before_a || (!a_before_b && b.seniority < a.seniority))
}

impl Pass<'_> {
    /// Tells whether a forked device's change is on the branch that a settled revocation accepted.
    pub(super) fn leads_to_a_cut(&self, link: Link) -> bool {
        let member = self.member_of(&link.device);
        self.roster.cuts.iter().any(|cut| {
            let branch = cut.kept.get(&link.device);
            member.is_some_and(|member| cut.reaches(member, None, &link.device))
                && branch.is_some_and(|branch| branch.ids.contains(&link.id))
        })
    }

    /// Reads the revocation at a position.
    pub(super) fn cut_at(&self, at: usize) -> Option<Cut> {
        let change = self.history.get(at)?;
        let Ok(Act::Revoke(act)) = change.act() else {
            return None;
        };
        let branch = |cut: &CutPoint| {
            Some((
                cut.device,
                self.equivocations.get(&cut.device)?.branch(cut.id),
            ))
        };
        Some(Cut {
            at,
            member: change.member(),
            what: act.what,
            points: act.cuts.iter().map(|cut| (cut.device, *cut)).collect(),
            kept: act.cuts.iter().filter_map(branch).collect(),
        })
    }
}

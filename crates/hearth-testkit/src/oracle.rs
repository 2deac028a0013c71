//! The oracle: what a set of changes means, worked out from the text of `docs/format/change.md`.
//!
//! It shares types, payload decoding and signature checks with `hearth-model`, and none of the
//! rules: standing (section 4), entitlement (6) and the fold (7) are written a second time, naively
//! and in fewer than 500 lines. The engine must agree with it. [`crate::merge`] does the
//! same for two sides of a lesson (steps 2 and 3 of 7, and 8), [`crate::state`] for the digest (9).

mod lessons;
mod people;

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind, NotAnAct};
use hearth_model::change::{Change, Header};
use hearth_model::id::ChangeId;
use hearth_model::people::Admission;

use crate::state::{Standing, State};
use people::Law;

/// Works out the state of a community from verified changes; those of other communities are left
/// out. Every copy of a change must have its payload, or none of them.
pub fn state(community: ChangeId, changes: &[Change]) -> State {
    let mut changes: Vec<&Change> = changes.iter().collect();
    changes.retain(|it| it.community() == community);
    changes.sort_by_key(|it| it.order());
    changes.dedup_by_key(|it| it.id());
    let read = |it: &&Change| Act::read(it.header(), it.payload());
    let acts: Vec<_> = changes.iter().map(read).collect();
    let ids: Vec<ChangeId> = changes.iter().map(|it| it.id()).collect();
    let mut log = Log {
        community,
        places: ids.iter().copied().zip(0..).collect(),
        changes,
        acts: &acts,
        pasts: vec![],
        admissions: vec![],
    };
    log.pasts = (0..acts.len()).map(|at| log.past(at)).collect();
    log.admissions = (0..acts.len()).map(|at| log.admission(at)).collect();
    let law = log.settle();
    let standings = log.standings(&law);
    let mut effective = Vec::from_iter(0..acts.len());
    effective.retain(|at| standings[*at] == Standing::InEffect);
    State {
        lessons: log.lessons(&effective),
        links: log.links(&effective),
        members: log.members(&law),
        community: law.community,
        charter: law.charter,
        standing: ids.into_iter().zip(standings).collect(),
    }
}

/// The changes in the total order; every rule speaks of a change by its place in it.
struct Log<'a> {
    community: ChangeId,
    changes: Vec<&'a Change>,
    places: BTreeMap<ChangeId, usize>,
    acts: &'a [Result<Act, NotAnAct>],
    pasts: Vec<BTreeSet<Option<usize>>>,
    /// Well-formed ones.
    admissions: Vec<Option<Admission<'a>>>,
}

impl<'a> Log<'a> {
    fn act(&self, at: usize) -> Option<&'a Act> {
        self.acts[at].as_ref().ok()
    }

    fn header(&self, at: usize) -> &'a Header {
        self.changes[at].header()
    }

    /// The places of those of these changes that are here.
    fn here<'i>(&self, ids: impl IntoIterator<Item = &'i ChangeId>) -> Vec<usize> {
        let places = ids.into_iter().filter_map(|id| self.places.get(id));
        places.copied().collect()
    }

    fn parents(&self, at: usize) -> Vec<usize> {
        self.here(&self.header(at).parents)
    }

    /// Section 6, past, with `None` for what is not here.
    fn past(&self, from: usize) -> BTreeSet<Option<usize>> {
        let places = |ids: &[ChangeId]| ids.iter().map(|id| self.places.get(id).copied()).collect();
        reach(Some(from), |at| match at.map(|at| self.header(at)) {
            Some(it) if it.kind == Kind::Join.code() => {
                places(&[&*it.governance, &it.parents].concat())
            }
            Some(it) if it.kind < FIRST_CONTENT_KIND || at == Some(from) => places(&it.governance),
            _ => vec![],
        })
    }

    /// Tells whether one change reaches another through governance ids.
    fn saw(&self, at: usize, other: usize) -> bool {
        self.pasts[at].contains(&Some(other))
    }

    /// Tells whether the change's device carries its seq, or a lower one, twice.
    fn is_forked(&self, at: usize) -> bool {
        let (header, mut seen) = (self.header(at), BTreeSet::new());
        let mut headers = self.changes.iter().map(|it| it.header());
        headers.any(|it| it.device == header.device && it.seq <= header.seq && !seen.insert(it.seq))
    }

    /// Section 4 without a word about the author: in effect if nothing else is wrong.
    fn form(&self, at: usize) -> Standing {
        let header = self.header(at);
        let kind = match &self.acts[at] {
            Err(NotAnAct::Foreign) => return Standing::Foreign,
            Err(NotAnAct::Refused) => return Standing::Refused,
            Ok(act) => act.kind(),
        };
        let (n_parents, kinds): (_, &[Kind]) = match kind {
            Kind::Join => (1..=1, &[Kind::Invite]),
            Kind::Lesson => (0..=usize::MAX, &[Kind::Lesson, Kind::Retract]),
            Kind::Retract => (1..=usize::MAX, &[Kind::Lesson, Kind::Retract]),
            Kind::Unlink => (1..=1, &[Kind::Link]),
            _ => (0..=0, &[]),
        };
        let headers = |ids: &[ChangeId]| -> Vec<&Header> {
            self.here(ids).iter().map(|at| self.header(*at)).collect()
        };
        let governance = headers(&header.governance);
        let parents = headers(&header.parents);
        let backlink = headers(header.backlink.as_slice());
        let is_parent = |it: &&Header| {
            let fits = kinds.iter().any(|kind| kind.code() == it.kind);
            fits && (kind == Kind::Join || it.subject == header.subject)
        };
        let follows =
            |it: &&Header| it.device == header.device && it.seq.checked_add(1) == Some(header.seq);
        let named = [&governance[..], &parents, &backlink].concat();
        let least = 1 + named.iter().map(|it| it.lamport).max().unwrap_or(0);
        let most = if named.len() == header.named().count() {
            least
        } else {
            1 << 52
        };
        let fits = n_parents.contains(&header.parents.len())
            && parents.iter().all(is_parent)
            && backlink.iter().all(follows)
            && governance.iter().all(|it| it.kind < FIRST_CONTENT_KIND)
            && (least..=most).contains(&header.lamport);
        let n_needed = header.governance.len() + header.parents.len();
        match governance.len() + parents.len() == n_needed {
            _ if !fits => Standing::Refused,
            true => Standing::InEffect,
            false => Standing::Waiting,
        }
    }

    fn standings(&self, law: &Law) -> Vec<Standing> {
        let mut standings = vec![];
        for at in 0..self.acts.len() {
            let is_out = |parent: &usize| standings[*parent] != Standing::InEffect;
            let is_content = self.header(at).kind >= FIRST_CONTENT_KIND;
            let counts = || law.in_effect.contains(&at) || (is_content && self.may(law, at));
            standings.push(match self.form(at) {
                Standing::InEffect if self.parents(at).iter().any(is_out) => Standing::Waiting,
                Standing::InEffect if !counts() => Standing::Held,
                form => form,
            });
        }
        standings
    }
}

/// All that `next` leads to from here, step by step, the start among it.
fn reach<T: Copy + Ord>(from: T, next: impl Fn(T) -> Vec<T>) -> BTreeSet<T> {
    let (mut seen, mut todo) = (BTreeSet::from([from]), vec![from]);
    while let Some(at) = todo.pop() {
        todo.extend(next(at).into_iter().filter(|it| seen.insert(*it)));
    }
    seen
}

//! The oracle: what a set of changes means, worked out from the text of `docs/format/change.md`.
//!
//! It shares types, payload decoding and signature checks with `hearth-model`, and none of the
//! rules: standing (section 4), entitlement (6), the fold (7), the line merge (8) and the digest
//! (9) are written a second time, naively. No cleverness, no speed; the engine must agree with it.

mod digest;
mod governance;
mod lessons;
mod lines;
mod revocation;

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind, NotAnAct};
use hearth_model::change::{Change, Header, Order};
use hearth_model::id::{ChangeId, DeviceId, LessonId, MemberId};

pub use governance::{Charter, Member};
pub use lessons::{Lesson, Link};
pub use lines::merge as merge_lines;

/// Whether a change takes effect, with the codes of section 4.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[allow(missing_docs, reason = "section 4 describes each")]
pub enum Standing {
    InEffect = 0,
    Waiting = 1,
    Held = 2,
    Refused = 3,
    Foreign = 4,
}

/// All that a set of changes means.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OracleState {
    /// Every change of the community.
    pub standing: BTreeMap<ChangeId, Standing>,
    /// Members in effect, removed ones without roles.
    pub members: BTreeMap<MemberId, Member>,
    /// The charter that counts.
    pub charter: Charter,
    /// Lessons with a revision in effect.
    pub lessons: BTreeMap<LessonId, Lesson>,
    /// Links in effect and not unlinked.
    pub links: BTreeMap<ChangeId, Link>,
}

/// Works out the state of a community from verified changes; those of other communities are left
/// out. Every copy of a change must have its payload, or none of them.
pub fn state(community: ChangeId, changes: &[Change]) -> OracleState {
    let log = Log::new(community, changes);
    let governance = log.settle();
    let standing = log.standings(&governance);
    let in_effect = |id: &ChangeId| standing[id] == Standing::InEffect;
    OracleState {
        members: log.members(&governance),
        charter: log.charter(&governance),
        lessons: lessons::lessons(&log, in_effect),
        links: lessons::links(&log, in_effect),
        standing,
    }
}

/// What a change's form and neighbours say, before any rule about its author.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Shape {
    Foreign,
    Refused,
    NamesMissing,
    Sound,
}

/// The set of changes, with what every rule asks about them.
struct Log<'a> {
    community: ChangeId,
    changes: BTreeMap<ChangeId, &'a Change>,
    acts: BTreeMap<ChangeId, Result<Act, NotAnAct>>,
    /// What each change reaches through governance ids, and whether all of that is here.
    pasts: BTreeMap<ChangeId, (BTreeSet<ChangeId>, bool)>,
    /// What each well-formed admission states.
    admissions: BTreeMap<ChangeId, governance::Admission>,
    /// Devices that forked, with the lowest seq that two changes carry.
    forked: BTreeMap<DeviceId, u64>,
}

impl<'a> Log<'a> {
    fn new(community: ChangeId, changes: &'a [Change]) -> Self {
        let ours = changes
            .iter()
            .filter(|change| change.community() == community);
        let changes: BTreeMap<_, _> = ours.map(|change| (change.id(), change)).collect();
        let read = |change: &Change| Act::read(change.header(), change.payload());
        let acts = changes.iter().map(|(id, change)| (*id, read(change)));
        let mut log = Self {
            community,
            acts: acts.collect(),
            pasts: BTreeMap::new(),
            admissions: BTreeMap::new(),
            forked: BTreeMap::new(),
            changes,
        };
        log.pasts = log.changes.keys().map(|id| (*id, log.walk(*id))).collect();
        let read = |id: &ChangeId| Some((*id, log.read_admission(*id)?));
        log.admissions = log.changes.keys().filter_map(read).collect();
        for (a, one) in &log.changes {
            for (b, two) in &log.changes {
                let (one, two) = (one.header(), two.header());
                if a != b && one.device == two.device && one.seq == two.seq {
                    let lowest = log.forked.entry(one.device).or_insert(one.seq);
                    *lowest = one.seq.min(*lowest);
                }
            }
        }
        log
    }

    fn header(&self, id: ChangeId) -> &Header {
        self.changes[&id].header()
    }

    fn act(&self, id: ChangeId) -> Option<&Act> {
        self.acts.get(&id)?.as_ref().ok()
    }

    /// The changes in the total order.
    fn in_order(&self) -> Vec<ChangeId> {
        let mut orders: Vec<Order> = self.changes.values().map(|change| change.order()).collect();
        orders.sort();
        orders.into_iter().map(|order| order.id).collect()
    }

    fn past(&self, id: ChangeId) -> &BTreeSet<ChangeId> {
        &self.pasts[&id].0
    }

    fn walk(&self, from: ChangeId) -> (BTreeSet<ChangeId>, bool) {
        let (mut seen, mut all_here, mut todo) = (BTreeSet::new(), true, vec![from]);
        while let Some(id) = todo.pop() {
            let Some(change) = self.changes.get(&id) else {
                all_here = false;
                continue;
            };
            let header = change.header();
            if header.kind >= FIRST_CONTENT_KIND && id != from {
                seen.remove(&id);
                continue;
            }
            let through = [&header.governance[..], &header.parents].concat();
            let is_join = header.kind == Kind::Join.code();
            let n_named = if is_join {
                through.len()
            } else {
                header.governance.len()
            };
            todo.extend(
                through
                    .into_iter()
                    .take(n_named)
                    .filter(|id| seen.insert(*id)),
            );
        }
        (seen, all_here)
    }

    fn shape(&self, id: ChangeId) -> Shape {
        let header = self.header(id);
        let kind = match &self.acts[&id] {
            Err(NotAnAct::Foreign) => return Shape::Foreign,
            Err(NotAnAct::Refused) => return Shape::Refused,
            Ok(act) => act.kind(),
        };
        let is_governance = |id: &ChangeId| {
            let named = self.changes.get(id);
            named.is_none_or(|named| named.header().kind < FIRST_CONTENT_KIND)
        };
        let fits = self.backlink_fits(header)
            && self.parents_fit(kind, header)
            && header.governance.iter().all(is_governance);
        let mut needed = header.governance.iter().chain(&header.parents);
        let all_here = needed.all(|id| self.changes.contains_key(id));
        match fits && self.lamport_fits(header, all_here) {
            false => Shape::Refused,
            true if all_here => Shape::Sound,
            true => Shape::NamesMissing,
        }
    }

    fn backlink_fits(&self, header: &Header) -> bool {
        let Some(previous) = header.backlink.and_then(|id| self.changes.get(&id)) else {
            return true;
        };
        let previous = previous.header();
        previous.device == header.device && previous.seq.checked_add(1) == Some(header.seq)
    }

    fn parents_fit(&self, kind: Kind, header: &Header) -> bool {
        let n_parents = header.parents.len();
        let (count_fits, kinds): (bool, &[Kind]) = match kind {
            Kind::Join => (n_parents == 1, &[Kind::Invite]),
            Kind::Lesson => (true, &[Kind::Lesson, Kind::Retract]),
            Kind::Retract => (n_parents > 0, &[Kind::Lesson, Kind::Retract]),
            Kind::Unlink => (n_parents == 1, &[Kind::Link]),
            _ => (n_parents == 0, &[]),
        };
        let mut here = header.parents.iter().filter_map(|id| self.changes.get(id));
        count_fits
            && here.all(|parent| {
                let parent = parent.header();
                kinds.iter().any(|kind| kind.code() == parent.kind)
                    && (kind == Kind::Join || parent.subject == header.subject)
            })
    }

    /// Section 4, lamport: exact, or within a range while something named is missing.
    fn lamport_fits(&self, header: &Header, all_here: bool) -> bool {
        let here = header.named().filter_map(|id| self.changes.get(id));
        let highest = here.map(|change| change.header().lamport).max();
        let backlink_is_here = header
            .backlink
            .is_none_or(|id| self.changes.contains_key(&id));
        let least = highest.unwrap_or(0) + 1;
        if all_here && backlink_is_here {
            return header.lamport == least;
        }
        (least..=1 << 52).contains(&header.lamport)
    }

    fn standings(&self, governance: &governance::Governance) -> BTreeMap<ChangeId, Standing> {
        let mut standing = BTreeMap::new();
        for id in self.in_order() {
            let is_in_effect = |id: &ChangeId| {
                standing.get(id).copied().unwrap_or(Standing::Held) == Standing::InEffect
            };
            let header = self.header(id);
            let verdict = match self.shape(id) {
                Shape::Foreign => Standing::Foreign,
                Shape::Refused => Standing::Refused,
                Shape::NamesMissing => Standing::Waiting,
                Shape::Sound if !header.parents.iter().all(is_in_effect) => Standing::Waiting,
                Shape::Sound if header.kind < FIRST_CONTENT_KIND => {
                    match governance.in_effect.contains(&id) {
                        true => Standing::InEffect,
                        false => Standing::Held,
                    }
                }
                Shape::Sound if self.may_say(governance, id) => Standing::InEffect,
                Shape::Sound => Standing::Held,
            };
            standing.insert(id, verdict);
        }
        standing
    }
}

//! Whether a lesson's changes take effect (`docs/format/change.md`, sections 4 and 6).
//!
//! Governance changes are settled in [`crate::entitlement`]; here is everything else.

use std::collections::{BTreeMap, BTreeSet};

use crate::act::{Act, FIRST_CONTENT_KIND, Kind, NotAnAct};
use crate::change::{Change, Header, Order};
use crate::entitlement::Roster;
use crate::id::{ChangeId, DeviceId, MemberId, Subject};
use crate::people::Role;

/// What a change counts for on every machine that holds the same changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts.
    InEffect,
    /// Something it names is not here, or not in effect.
    Waiting,
    /// Its author may not do this; the reason is for people, not part of the state.
    Held(Held),
    /// It breaks the format.
    Refused,
    /// It comes from a later version.
    Foreign,
}

/// Why a change is held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Held {
    /// No admission names the device.
    UnknownAuthor,
    /// The member has no role that allows it.
    NotEntitled,
    /// It comes after the author was removed.
    Revoked,
    /// The invitation was used up, or its proof does not hold.
    Invitation,
    /// The device already belongs to somebody.
    DeviceTaken,
    /// The member id already belongs to somebody.
    MemberTaken,
    /// The device wrote two different histories.
    Equivocation,
    /// It lost against another revocation.
    Struck,
}

impl Standing {
    /// Returns the code of the state digest.
    pub fn code(self) -> u64 {
        match self {
            Self::InEffect => 0,
            Self::Waiting => 1,
            Self::Held(_) => 2,
            Self::Refused => 3,
            Self::Foreign => 4,
        }
    }

    /// Reads a code; the reason for holding is not part of it.
    pub fn from_code(code: u64) -> Self {
        match code {
            0 => Self::InEffect,
            1 => Self::Waiting,
            2 => Self::Held(Held::NotEntitled),
            3 => Self::Refused,
            _ => Self::Foreign,
        }
    }

    /// Every standing, with every reason.
    pub const ALL: [Self; 12] = [
        Self::InEffect,
        Self::Waiting,
        Self::Held(Held::UnknownAuthor),
        Self::Held(Held::NotEntitled),
        Self::Held(Held::Revoked),
        Self::Held(Held::Invitation),
        Self::Held(Held::DeviceTaken),
        Self::Held(Held::MemberTaken),
        Self::Held(Held::Equivocation),
        Self::Held(Held::Struck),
        Self::Refused,
        Self::Foreign,
    ];

    /// Reads a name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Returns a stable name with the reason, such as `held: unknown author`.
    pub fn name(self) -> &'static str {
        match self {
            Self::InEffect => "in effect",
            Self::Waiting => "waiting",
            Self::Held(Held::UnknownAuthor) => "held: unknown author",
            Self::Held(Held::NotEntitled) => "held: not entitled",
            Self::Held(Held::Revoked) => "held: revoked",
            Self::Held(Held::Invitation) => "held: invitation",
            Self::Held(Held::DeviceTaken) => "held: device taken",
            Self::Held(Held::MemberTaken) => "held: member taken",
            Self::Held(Held::Equivocation) => "held: equivocation",
            Self::Held(Held::Struck) => "held: struck",
            Self::Refused => "refused",
            Self::Foreign => "foreign",
        }
    }
}

/// What a lamport may be while something the change names is missing; from here on to the end of
/// the range nobody can write as many changes as it takes.
const MAX_LAMPORT_AT_A_GAP: u64 = 1 << 52;

/// What others must know of a change that they name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The device that signed it.
    pub device: DeviceId,
    /// Its place in that device's chain.
    pub seq: u64,
    /// Its lamport.
    pub lamport: u64,
    /// Its kind's code.
    pub kind: u64,
    /// What it is about.
    pub subject: Subject,
}

impl Facts {
    /// Takes the facts from a header.
    pub fn of(header: &Header) -> Self {
        Self {
            device: header.device,
            seq: header.seq,
            lamport: header.lamport,
            kind: header.kind,
            subject: header.subject,
        }
    }
}

/// Looks up any change that is here, whatever its standing.
pub trait Known {
    /// Returns the facts of a change; `None` when it is not here.
    fn facts(&self, id: &ChangeId) -> Option<Facts>;
}

impl Known for BTreeMap<ChangeId, Facts> {
    fn facts(&self, id: &ChangeId) -> Option<Facts> {
        self.get(id).copied()
    }
}

/// Checks what only a change's neighbours show, and whether all that it names is here.
///
/// `Ok` means: well formed and complete. Parents' own standing is the caller's to check.
///
/// # Errors
/// [`Standing::Refused`] or [`Standing::Waiting`].
pub fn check_neighbours(header: &Header, known: &impl Known) -> Result<(), Standing> {
    let governance: Vec<_> = header.governance.iter().map(|id| known.facts(id)).collect();
    let parents: Vec<_> = header.parents.iter().map(|id| known.facts(id)).collect();
    let backlink = header.backlink.map(|id| known.facts(&id));
    let backlink_fits = |facts: Facts| {
        facts.device == header.device && facts.seq.checked_add(1) == Some(header.seq)
    };
    let fits = governance
        .iter()
        .flatten()
        .all(|facts| facts.kind < FIRST_CONTENT_KIND)
        && parents
            .iter()
            .flatten()
            .all(|parent| parent_fits(header, parent))
        && backlink.flatten().is_none_or(backlink_fits);
    if !fits {
        return Err(Standing::Refused);
    }
    let here = governance
        .iter()
        .chain(&parents)
        .flatten()
        .chain(backlink.iter().flatten());
    let highest = here.map(|facts| facts.lamport).max().unwrap_or(0);
    let least = highest.checked_add(1).ok_or(Standing::Refused)?;
    let all_named_here = governance.iter().chain(&parents).all(Option::is_some);
    let gap = backlink == Some(None) || !all_named_here;
    let fits = if gap {
        (least..=MAX_LAMPORT_AT_A_GAP).contains(&header.lamport)
    } else {
        header.lamport == least
    };
    match (fits, all_named_here) {
        (false, _) => Err(Standing::Refused),
        (true, true) => Ok(()),
        (true, false) => Err(Standing::Waiting),
    }
}

fn parent_fits(header: &Header, parent: &Facts) -> bool {
    let graph = |kind| kind == Kind::Lesson.code() || kind == Kind::Retract.code();
    let fits = match Kind::from_code(header.kind) {
        Some(Kind::Join) => return parent.kind == Kind::Invite.code(),
        Some(Kind::Lesson | Kind::Retract) => graph(parent.kind),
        Some(Kind::Unlink) => parent.kind == Kind::Link.code(),
        Some(_) | None => false,
    };
    fits && parent.subject == header.subject
}

/// Checks how many parents a kind takes.
pub(crate) fn n_parents_fit(kind: Kind, n_parents: usize) -> bool {
    match kind {
        Kind::Join | Kind::Unlink => n_parents == 1,
        Kind::Retract => n_parents >= 1,
        Kind::Lesson => true,
        _ => n_parents == 0,
    }
}

/// A change of one lesson with its payload read once.
#[derive(Clone, Debug)]
pub struct LessonChange {
    /// Its place in the total order.
    pub order: Order,
    /// The header's facts.
    pub header: Header,
    /// The payload.
    pub act: Result<Act, NotAnAct>,
}

impl LessonChange {
    /// Reads a change.
    pub fn read(change: &Change) -> Self {
        Self {
            order: change.order(),
            header: change.header().clone(),
            act: Act::read(change.header(), change.payload()),
        }
    }
}

/// Works out the standing of all changes of one lesson, given in order.
///
/// `changes` holds every change that is here whose subject is the lesson; the answers come in
/// the same order.
pub fn settle_lesson(
    changes: &[LessonChange],
    roster: &Roster,
    known: &impl Known,
) -> Vec<Standing> {
    let mut settling = Settling {
        roster,
        known,
        in_effect: BTreeMap::new(),
    };
    changes
        .iter()
        .map(|change| settling.settle(change))
        .collect()
}

/// What a change in effect hands on to those that name it.
struct Effect {
    author: MemberId,
    /// Authors of the first revisions it descends from.
    roots: BTreeSet<MemberId>,
}

struct Settling<'a, K> {
    roster: &'a Roster,
    known: &'a K,
    in_effect: BTreeMap<ChangeId, Effect>,
}

impl<K: Known> Settling<'_, K> {
    fn settle(&mut self, change: &LessonChange) -> Standing {
        match self.effect(change) {
            Ok(effect) => {
                self.in_effect.insert(change.order.id, effect);
                Standing::InEffect
            }
            Err(standing) => standing,
        }
    }

    fn effect(&self, change: &LessonChange) -> Result<Effect, Standing> {
        let act = match &change.act {
            Ok(act) => act,
            Err(NotAnAct::Foreign) => return Err(Standing::Foreign),
            Err(NotAnAct::Refused) => return Err(Standing::Refused),
        };
        if !n_parents_fit(act.kind(), change.header.parents.len()) {
            return Err(Standing::Refused);
        }
        check_neighbours(&change.header, self.known)?;
        let parents: Vec<&Effect> = change
            .header
            .parents
            .iter()
            .map(|id| self.in_effect.get(id).ok_or(Standing::Waiting))
            .collect::<Result<_, _>>()?;
        let author = self
            .roster
            .member_of(&change.header.device)
            .ok_or(Standing::Held(Held::UnknownAuthor))?;
        self.check_right(change, act, author, &parents)?;
        Ok(Effect {
            author,
            roots: roots(author, &parents),
        })
    }

    fn check_right(
        &self,
        change: &LessonChange,
        act: &Act,
        author: MemberId,
        parents: &[&Effect],
    ) -> Result<(), Standing> {
        let own = match act {
            Act::Unlink => parents.iter().all(|link| link.author == author),
            _ => parents
                .iter()
                .flat_map(|parent| &parent.roots)
                .all(|root| *root == author),
        };
        let open = matches!(act, Act::Lesson(_)) && self.roster.charter().practitioners_edit;
        let roles: &[Role] = match act {
            Act::Unlink if own => &Role::ALL,
            _ if own || open => &[Role::Practitioner, Role::Facilitator],
            _ => &[Role::Facilitator],
        };
        self.roster
            .check_right(change.order.id, &change.header, roles)
            .map_err(Standing::Held)
    }
}

fn roots(author: MemberId, parents: &[&Effect]) -> BTreeSet<MemberId> {
    if parents.is_empty() {
        return BTreeSet::from([author]);
    }
    parents
        .iter()
        .flat_map(|parent| parent.roots.iter().copied())
        .collect()
}

//! The rules of `hearth-model` put together without a store: what the engine must come to.
//!
//! Only for comparing with the [`crate::oracle`]; the engine does the same piece by piece.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, FIRST_CONTENT_KIND};
use hearth_model::change::Change;
use hearth_model::digest::StateDigest;
use hearth_model::entitlement::{Equivocations, GovernanceChange, Roster};
use hearth_model::fold::{self, Folded, Forked, Node, Step};
use hearth_model::id::{ChangeId, CommunityId, DeviceId, LessonId, Subject};
use hearth_model::standing::{Facts, Held, LessonChange, Standing, settle_lesson};

use crate::state::{self, State, WITHDRAWAL};

/// A rule that is broken on purpose, to show that the comparison with the oracle notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Flaw {
    /// The clock decides what comes last.
    ClockOrder,
    /// What comes after a cut counts.
    NoCuts,
    /// Forked devices govern on.
    NoEquivocations,
    /// Changes that were taken back count.
    NoUnlinks,
    /// Nobody ratifies.
    NoRatification,
    /// What strangers write counts.
    StrangersCount,
    /// Circles of links are let through.
    Circles,
}

impl Flaw {
    /// Every flaw.
    pub const ALL: [Self; 7] = [
        Self::ClockOrder,
        Self::NoCuts,
        Self::NoEquivocations,
        Self::NoUnlinks,
        Self::NoRatification,
        Self::StrangersCount,
        Self::Circles,
    ];
}

/// The state that the model's functions give for a set of changes, in the oracle's words, and its
/// digest; with a flaw, on purpose a wrong one.
pub fn state(community: CommunityId, changes: &[Change], flaw: Option<Flaw>) -> (State, [u8; 32]) {
    let ours: Vec<&Change> = changes
        .iter()
        .filter(|it| it.community() == community)
        .collect();
    let known: BTreeMap<ChangeId, Facts> = ours
        .iter()
        .map(|it| (it.id(), Facts::of(it.header())))
        .collect();
    let (governance, content): (Vec<&Change>, Vec<&Change>) = ours
        .iter()
        .partition(|change| change.header().kind < FIRST_CONTENT_KIND);
    let governance = governance.into_iter().map(GovernanceChange::read).collect();
    let roster = Roster::settle(community, governance, &equivocations(&ours, flaw), &known);

    let mut standings = roster.standings().clone();
    let mut subjects: BTreeMap<Subject, Vec<LessonChange>> = BTreeMap::new();
    for change in content {
        subjects
            .entry(change.header().subject)
            .or_default()
            .push(LessonChange::read(change));
    }
    let mut lessons = BTreeMap::new();
    let mut links = vec![];
    for (subject, mut changes) in subjects {
        changes.sort_by_key(|change| change.order);
        changes.dedup_by_key(|change| change.order);
        let verdicts = judge(&changes, &roster, &known, flaw);
        let judged = changes.iter().zip(&verdicts);
        standings.extend(
            judged
                .clone()
                .map(|(change, verdict)| (change.order.id, *verdict)),
        );
        let effective = judged.filter(|(_, verdict)| **verdict == Standing::InEffect);
        let effective: Vec<&LessonChange> = effective.map(|(change, _)| change).collect();
        let mut nodes: Vec<Node> = effective.iter().filter_map(|change| node(change)).collect();
        if flaw == Some(Flaw::ClockOrder) {
            let clock = |node: &Node| (known_clock(&ours, node.order.id), node.order.id);
            nodes.sort_by_key(clock);
        }
        if !nodes.is_empty() {
            lessons.insert(LessonId::from(subject), fold::fold(&nodes));
        }
        links.extend(links_of(&effective, flaw));
    }
    let links = without_circles(links, flaw);
    let digest = digest(&standings, &roster, &lessons, &links);
    (
        in_the_oracles_words(&standings, &roster, &lessons, links),
        digest,
    )
}

fn judge(
    changes: &[LessonChange],
    roster: &Roster,
    known: &BTreeMap<ChangeId, Facts>,
    flaw: Option<Flaw>,
) -> Vec<Standing> {
    let mut verdicts = settle_lesson(changes, roster, known);
    for (change, verdict) in changes.iter().zip(&mut verdicts) {
        *verdict = match (flaw, *verdict) {
            (Some(Flaw::NoCuts), Standing::Held(Held::Revoked))
            | (Some(Flaw::StrangersCount), Standing::Held(Held::UnknownAuthor)) => {
                Standing::InEffect
            }
            (Some(Flaw::NoRatification), Standing::InEffect)
                if roster.ratified().contains(&change.order.id) =>
            {
                Standing::Held(Held::NotEntitled)
            }
            (_, verdict) => verdict,
        };
    }
    verdicts
}

fn known_clock(changes: &[&Change], id: ChangeId) -> Option<u64> {
    let change = changes.iter().find(|change| change.id() == id);
    change.map(|change| change.header().wall_ms)
}

/// Devices that wrote two changes with one seq, with the lowest such seq.
fn equivocations(changes: &[&Change], flaw: Option<Flaw>) -> Equivocations {
    let mut by_place: BTreeMap<(DeviceId, u64), BTreeSet<ChangeId>> = BTreeMap::new();
    for change in changes {
        let header = change.header();
        by_place
            .entry((header.device, header.seq))
            .or_default()
            .insert(change.id());
    }
    let mut equivocations = Equivocations::new();
    for ((device, seq), ids) in by_place {
        if ids.len() > 1 && flaw != Some(Flaw::NoEquivocations) {
            let forked = equivocations.entry(device).or_default();
            forked.from = if forked.from == 0 { seq } else { forked.from };
        }
    }
    for (device, forked) in &mut equivocations {
        let headers = changes.iter().map(|change| (change.id(), change.header()));
        let late = headers.filter(|(_, it)| it.device == *device && it.seq >= forked.from);
        forked.backlinks = late.map(|(id, it)| (id, it.backlink)).collect();
    }
    equivocations
}

fn node(change: &LessonChange) -> Option<Node> {
    let step = match change.act.as_ref().ok()? {
        Act::Lesson(fields) => Step::Set(fields.clone()),
        Act::Retract(_) => Step::Withdraw,
        _ => return None,
    };
    Some(Node {
        order: change.order,
        parents: change.header.parents.clone(),
        step,
    })
}

fn links_of(
    effective: &[&LessonChange],
    flaw: Option<Flaw>,
) -> Vec<(hearth_model::change::Order, state::Link)> {
    let unlinked: BTreeSet<ChangeId> = effective
        .iter()
        .filter(|change| matches!(change.act, Ok(Act::Unlink)) && flaw != Some(Flaw::NoUnlinks))
        .flat_map(|change| change.header.parents.iter().copied())
        .collect();
    let link = |change: &&LessonChange| match &change.act {
        Ok(Act::Link(link)) => {
            let source = LessonId::from(change.header.subject);
            let (kind, target) = (link.kind, link.target);
            Some((
                change.order,
                state::Link {
                    kind,
                    source,
                    target,
                    inert: false,
                },
            ))
        }
        _ => None,
    };
    let links = effective.iter().filter_map(link);
    links
        .filter(|(order, _)| !unlinked.contains(&order.id))
        .collect()
}

/// Marks links that would close a circle with earlier ones as inert.
fn without_circles(
    mut links: Vec<(hearth_model::change::Order, state::Link)>,
    flaw: Option<Flaw>,
) -> BTreeMap<ChangeId, state::Link> {
    links.sort_by_key(|(order, _)| *order);
    let mut above: BTreeMap<(hearth_model::link::LinkType, LessonId), BTreeSet<LessonId>> =
        BTreeMap::new();
    let mut marked = BTreeMap::new();
    for (order, mut link) in links {
        if link.kind.is_acyclic() && flaw != Some(Flaw::Circles) {
            let targets = above
                .get(&(link.kind, link.target))
                .cloned()
                .unwrap_or_default();
            link.inert = link.target == link.source || targets.contains(&link.source);
            if !link.inert {
                // Whoever reaches the source now also reaches the target and all beyond it.
                let reached: BTreeSet<_> = targets.into_iter().chain([link.target]).collect();
                let sources: Vec<_> = above
                    .iter()
                    .filter(|((kind, _), beyond)| {
                        *kind == link.kind && beyond.contains(&link.source)
                    })
                    .map(|(key, _)| *key)
                    .chain([(link.kind, link.source)])
                    .collect();
                for source in sources {
                    above
                        .entry(source)
                        .or_default()
                        .extend(reached.iter().copied());
                }
            }
        }
        marked.insert(order.id, link);
    }
    marked
}

fn digest(
    standings: &BTreeMap<ChangeId, Standing>,
    roster: &Roster,
    lessons: &BTreeMap<LessonId, Folded>,
    links: &BTreeMap<ChangeId, state::Link>,
) -> [u8; 32] {
    let mut digest = StateDigest::default();
    standings
        .iter()
        .for_each(|(id, standing)| digest.change(id, *standing));
    roster
        .members()
        .iter()
        .for_each(|(id, member)| digest.member(id, member));
    digest.charter(roster.name(), roster.charter());
    lessons
        .iter()
        .for_each(|(id, folded)| digest.lesson(id, folded));
    for (id, link) in links {
        digest.link(id, link.kind, &link.source, &link.target, link.inert);
    }
    digest.finish()
}

fn in_the_oracles_words(
    standings: &BTreeMap<ChangeId, Standing>,
    roster: &Roster,
    lessons: &BTreeMap<LessonId, Folded>,
    links: BTreeMap<ChangeId, state::Link>,
) -> State {
    let standing = |standing: &Standing| match standing {
        Standing::InEffect => state::Standing::InEffect,
        Standing::Waiting => state::Standing::Waiting,
        Standing::Held(_) => state::Standing::Held,
        Standing::Refused => state::Standing::Refused,
        Standing::Foreign => state::Standing::Foreign,
    };
    let members = roster.members().iter().map(|(id, member)| {
        let devices = member.devices.iter();
        let devices = devices.map(|(id, device)| (*id, (device.name.clone(), device.revoked)));
        let (name, roles) = (member.name.clone(), member.roles.clone());
        (
            *id,
            state::Member {
                name,
                roles,
                devices: devices.collect(),
            },
        )
    });
    State {
        standing: standings
            .iter()
            .map(|(id, it)| (*id, standing(it)))
            .collect(),
        members: members.collect(),
        community: roster.name().to_owned(),
        charter: roster.charter().clone(),
        lessons: lessons
            .iter()
            .map(|(id, folded)| (*id, lesson(folded)))
            .collect(),
        links,
    }
}

fn lesson(folded: &Folded) -> state::Lesson {
    let mut lesson = state::Lesson {
        heads: folded.heads.iter().copied().collect(),
        fields: folded.fields.clone(),
        withdrawn: folded.withdrawn.is_some(),
        ..state::Lesson::default()
    };
    for (forked, alternatives) in &folded.forks {
        let key = match forked {
            Forked::Field(field) => field.code(),
            Forked::Withdrawn => WITHDRAWAL,
        };
        lesson.forks.insert(key, alternatives.clone());
    }
    lesson
}

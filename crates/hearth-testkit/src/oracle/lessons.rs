//! Section 7: what the revisions of a lesson come to; and which links are inert.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::{Act, Link as LinkAct};
use hearth_model::field::{Field, Fields, Value, empty};
use hearth_model::id::{ChangeId, LessonId};
use hearth_model::link::LinkType;

use super::{Log, lines};

/// A lesson, folded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Lesson {
    pub heads: BTreeSet<ChangeId>,
    pub fields: Fields,
    pub forks: BTreeMap<Field, Vec<(ChangeId, Value)>>,
    pub withdrawn: bool,
    /// The alternatives, `yes` and `no`, when the withdrawal itself forked.
    pub withdrawal_fork: Vec<(ChangeId, Value)>,
}

/// A link that is shown.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "section 9 describes each")]
pub struct Link {
    pub kind: LinkType,
    pub source: LessonId,
    pub target: LessonId,
    pub inert: bool,
}

#[derive(Clone, Default)]
struct State {
    fields: Fields,
    /// The retraction that withdrew the lesson.
    withdrawn: Option<ChangeId>,
    forked: BTreeSet<Field>,
    withdrawal_forked: bool,
}

impl State {
    fn get(&self, field: Field) -> Value {
        self.fields
            .get(field)
            .cloned()
            .unwrap_or_else(|| empty(field))
    }
}

/// The revisions and retractions in effect of one lesson.
struct Graph<'a> {
    log: &'a Log<'a>,
    /// Of each change, itself among them.
    ancestors: BTreeMap<ChangeId, BTreeSet<ChangeId>>,
    states: BTreeMap<ChangeId, State>,
}

pub(super) fn lessons(
    log: &Log<'_>,
    in_effect: impl Fn(&ChangeId) -> bool,
) -> BTreeMap<LessonId, Lesson> {
    let mut graphs: BTreeMap<LessonId, Vec<ChangeId>> = BTreeMap::new();
    for id in log.in_order().into_iter().filter(in_effect) {
        if let Some(Act::Lesson(_) | Act::Retract(_)) = log.act(id) {
            graphs
                .entry(LessonId::from(log.header(id).subject))
                .or_default()
                .push(id);
        }
    }
    let mut lessons = BTreeMap::new();
    for (id, nodes) in graphs {
        let (ancestors, states) = (BTreeMap::new(), BTreeMap::new());
        let mut graph = Graph {
            log,
            ancestors,
            states,
        };
        nodes.into_iter().for_each(|node| graph.add(node));
        lessons.insert(id, graph.lesson());
    }
    lessons
}

impl Graph<'_> {
    /// Adds a change whose parents are there: its state is their fold, then what it sets.
    fn add(&mut self, id: ChangeId) {
        let parents = &self.log.header(id).parents;
        let mut ancestors: BTreeSet<_> = parents
            .iter()
            .flat_map(|parent| self.ancestors[parent].clone())
            .collect();
        ancestors.insert(id);
        let mut state = self.fold(&self.sorted(parents));
        (state.forked, state.withdrawal_forked) = (BTreeSet::new(), false);
        state.withdrawn = Some(id);
        if let Some(Act::Lesson(fields)) = self.log.act(id) {
            state.fields.apply(fields);
            state.withdrawn = None;
        }
        self.ancestors.insert(id, ancestors);
        self.states.insert(id, state);
    }

    fn sorted(&self, ids: &[ChangeId]) -> Vec<ChangeId> {
        let mut sorted = ids.to_vec();
        sorted.sort_by_key(|id| self.log.changes[id].order());
        sorted
    }

    fn lesson(&self) -> Lesson {
        let parents = |id: &ChangeId| self.log.header(*id).parents.iter().copied();
        let named: BTreeSet<ChangeId> = self.states.keys().flat_map(parents).collect();
        let heads: Vec<_> = self
            .states
            .keys()
            .copied()
            .filter(|id| !named.contains(id))
            .collect();
        let heads = self.sorted(&heads);
        let folded = self.fold(&heads);
        let alternatives = |value_at: &dyn Fn(&State) -> Value| {
            let mut values: Vec<(ChangeId, Value)> = vec![];
            for head in &heads {
                let value = value_at(&self.states[head]);
                if values.iter().all(|(_, known)| *known != value) {
                    values.push((*head, value));
                }
            }
            values
        };
        let withdrawn = |state: &State| {
            Value::text(if state.withdrawn.is_some() {
                "yes"
            } else {
                "no"
            })
        };
        let mut lesson = Lesson {
            fields: folded.fields,
            withdrawn: folded.withdrawn.is_some(),
            heads: heads.iter().copied().collect(),
            ..Lesson::default()
        };
        for field in folded.forked {
            lesson
                .forks
                .insert(field, alternatives(&|state| state.get(field)));
        }
        if folded.withdrawal_forked {
            lesson.withdrawal_fork = alternatives(&withdrawn);
        }
        lesson
    }

    /// Folds heads that are sorted by order.
    fn fold(&self, heads: &[ChangeId]) -> State {
        let Some((first, rest)) = heads.split_first() else {
            return State::default();
        };
        let (mut state, mut before) = (self.states[first].clone(), self.ancestors[first].clone());
        for head in rest {
            let common = self.ancestors[head].intersection(&before);
            let nearest = common.max_by_key(|id| self.log.changes[id].order());
            let base = nearest
                .map(|id| self.states[id].clone())
                .unwrap_or_default();
            state = merge(&base, state, &self.states[head]);
            before.extend(self.ancestors[head].iter().copied());
        }
        let last = heads.last().map(|head| &self.states[head]);
        for field in state.forked.clone() {
            let value = last.map_or_else(|| empty(field), |last| last.get(field));
            state.fields.apply(&one(field, value));
        }
        if state.withdrawal_forked {
            state.withdrawn = None;
        }
        state
    }
}

fn merge(base: &State, ours: State, theirs: &State) -> State {
    let mut merged = ours.clone();
    for field in Field::ALL.iter().copied() {
        let value = merge_value(field, base.get(field), ours.get(field), theirs.get(field));
        if value.is_none() {
            merged.forked.insert(field);
        }
        let shown = value.unwrap_or_else(|| theirs.get(field));
        merged.fields.apply(&one(field, shown));
    }
    let withdrew = |side: &State| side.withdrawn.is_some() && side.withdrawn != base.withdrawn;
    let changed = |side: &State| side.fields != base.fields || side.withdrawn != base.withdrawn;
    merged.withdrawn = match (withdrew(&ours), withdrew(theirs)) {
        (true, true) => ours.withdrawn.max(theirs.withdrawn),
        (true, false) if !changed(theirs) => ours.withdrawn,
        (false, true) if !changed(&ours) => theirs.withdrawn,
        (false, false) if ours.withdrawn == base.withdrawn => theirs.withdrawn,
        (false, false) => ours.withdrawn,
        (true, false) | (false, true) => {
            merged.withdrawal_forked = true;
            None
        }
    };
    merged
}

/// Merges one field; `None` when it forks.
fn merge_value(field: Field, base: Value, ours: Value, theirs: Value) -> Option<Value> {
    if ours == theirs || theirs == base {
        return Some(ours);
    }
    if ours == base {
        return Some(theirs);
    }
    match (base, ours, theirs) {
        (Value::Rows(base), Value::Rows(ours), Value::Rows(theirs)) => {
            let all = base.iter().chain(&*ours).chain(&*theirs);
            let stays = |row: &&hearth_model::field::Row| {
                !base.contains(row) || (ours.contains(row) && theirs.contains(row))
            };
            Some(Value::rows(all.filter(stays).cloned()))
        }
        (Value::Text(base), Value::Text(ours), Value::Text(theirs)) if field == Field::Body => {
            lines::merge(&base, &ours, &theirs).map(|body| Value::text(&body))
        }
        _ => None,
    }
}

/// The links in effect that nobody took back.
pub(super) fn links(
    log: &Log<'_>,
    in_effect: impl Fn(&ChangeId) -> bool,
) -> BTreeMap<ChangeId, Link> {
    let effective: Vec<_> = log.in_order().into_iter().filter(in_effect).collect();
    let is_unlink = |id: &&ChangeId| matches!(log.act(**id), Some(Act::Unlink));
    let unlinks = effective.iter().filter(is_unlink);
    let gone: BTreeSet<_> = unlinks.map(|id| log.header(*id).parents[0]).collect();
    let mut links: BTreeMap<ChangeId, Link> = BTreeMap::new();
    for id in effective.into_iter().filter(|id| !gone.contains(id)) {
        let Some(Act::Link(LinkAct { kind, target, .. })) = log.act(id) else {
            continue;
        };
        let (kind, source, target) = (*kind, LessonId::from(log.header(id).subject), *target);
        let inert = kind.is_acyclic() && reaches(&links, kind, target, source);
        links.insert(
            id,
            Link {
                kind,
                source,
                target,
                inert,
            },
        );
    }
    links
}

/// Tells whether links of this type that are not inert lead from one lesson to another.
fn reaches(links: &BTreeMap<ChangeId, Link>, kind: LinkType, from: LessonId, to: LessonId) -> bool {
    let (mut seen, mut todo) = (BTreeSet::from([from]), vec![from]);
    while let Some(at) = todo.pop() {
        let next = links
            .values()
            .filter(|it| it.kind == kind && !it.inert && it.source == at);
        todo.extend(
            next.map(|link| link.target)
                .filter(|target| seen.insert(*target)),
        );
    }
    seen.contains(&to)
}

fn one(field: Field, value: Value) -> Fields {
    let mut fields = Fields::default();
    fields.set(field, value);
    fields
}

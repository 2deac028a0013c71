//! Folding the revisions of one lesson into what it says now (`docs/format/change.md`, section 7).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::change::Order;
use crate::field::{Field, Fields, Value};
use crate::id::ChangeId;
use crate::merge;

/// A revision or retraction in effect.
#[derive(Clone, Debug)]
pub struct Node {
    /// Its place in the total order.
    pub order: Order,
    /// The revisions and retractions it was made from.
    pub parents: Vec<ChangeId>,
    /// What it does.
    pub step: Step,
}

/// What a node does to the lesson.
#[derive(Clone, Debug)]
pub enum Step {
    /// Sets fields, and takes a withdrawal away.
    Set(Fields),
    /// Withdraws the lesson.
    Withdraw,
}

/// What may have forked: a field, or the withdrawal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Forked {
    /// A field of the lesson.
    Field(Field),
    /// Whether the lesson is withdrawn.
    Withdrawn,
}

/// The lesson as its revisions in effect leave it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Revisions that nothing was made from yet, in order.
    pub heads: Vec<ChangeId>,
    /// Fields that are not empty. A forked field shows the last head's value.
    pub fields: Fields,
    /// Alternatives of what forked, word for word, equal ones once, in order of their first head.
    pub forks: BTreeMap<Forked, Vec<(ChangeId, Value)>>,
    /// The retraction that withdraws it.
    pub withdrawn: Option<ChangeId>,
}

#[derive(Clone, Debug, Default)]
struct State {
    fields: Fields,
    withdrawn: Option<ChangeId>,
}

/// Folds the nodes of one lesson, given in order; each node's parents must be among them.
pub fn fold(nodes: &[Node]) -> Folded {
    let graph = Graph::new(nodes);
    let (state, forks) = graph.fold_heads(&graph.heads);
    let heads = graph
        .heads
        .iter()
        .filter_map(|at| nodes.get(*at))
        .map(|node| node.order.id)
        .collect();
    Folded {
        heads,
        fields: state.fields,
        forks,
        withdrawn: state.withdrawn,
    }
}

/// Returns the fields as they stood at one node.
pub fn at(nodes: &[Node], id: ChangeId) -> Option<Fields> {
    let position = nodes.iter().position(|node| node.order.id == id)?;
    Graph::new(nodes.get(..=position)?)
        .states
        .pop()
        .map(|state| state.fields)
}

struct Graph<'a> {
    nodes: &'a [Node],
    parents: Vec<Vec<usize>>,
    heads: Vec<usize>,
    states: Vec<State>,
}

impl<'a> Graph<'a> {
    fn new(nodes: &'a [Node]) -> Self {
        let positions: BTreeMap<ChangeId, usize> = nodes
            .iter()
            .enumerate()
            .map(|(at, node)| (node.order.id, at))
            .collect();
        let parents_of = |node: &Node| {
            node.parents
                .iter()
                .filter_map(|id| positions.get(id).copied())
                .collect::<BTreeSet<_>>()
        };
        let parents: Vec<Vec<usize>> = nodes
            .iter()
            .map(|node| parents_of(node).into_iter().collect())
            .collect();
        let named: BTreeSet<usize> = parents.iter().flatten().copied().collect();
        let heads = (0..nodes.len()).filter(|at| !named.contains(at)).collect();
        let mut graph = Self {
            nodes,
            parents,
            heads,
            states: Vec::with_capacity(nodes.len()),
        };
        for (at, node) in nodes.iter().enumerate() {
            let state = graph.state_at(at, node);
            graph.states.push(state);
        }
        graph
    }

    fn state_at(&self, at: usize, node: &Node) -> State {
        let parents = self.parents.get(at).map_or(&[][..], Vec::as_slice);
        let mut state = match parents {
            [parent] => self.state(*parent),
            parents => self.fold_heads(parents).0,
        };
        match &node.step {
            Step::Set(fields) => {
                state.fields.apply(fields);
                state.withdrawn = None;
            }
            Step::Withdraw => state.withdrawn = Some(node.order.id),
        }
        state
    }

    fn state(&self, at: usize) -> State {
        self.states.get(at).cloned().unwrap_or_default()
    }

    /// Folds several nodes, in order, against their nearest common ancestors.
    fn fold_heads(&self, heads: &[usize]) -> (State, BTreeMap<Forked, Vec<(ChangeId, Value)>>) {
        let Some((first, rest)) = heads.split_first() else {
            return Default::default();
        };
        let mut state = self.state(*first);
        let mut forked = BTreeSet::new();
        let mut before = if rest.is_empty() {
            vec![]
        } else {
            self.ancestors(*first)
        };
        for head in rest {
            let ancestors = self.ancestors(*head);
            let base = before.iter().zip(&ancestors).rposition(|(a, b)| *a && *b);
            let base = base.map(|at| self.state(at)).unwrap_or_default();
            state = merge_states(&base, &state, &self.state(*head), &mut forked);
            before
                .iter_mut()
                .zip(&ancestors)
                .for_each(|(seen, new)| *seen |= new);
        }
        let forks = forked
            .into_iter()
            .map(|what| (what, self.alternatives(what, heads)))
            .collect();
        self.show_last(&mut state, &forks, heads);
        (state, forks)
    }

    /// A forked field shows the value of the last head.
    fn show_last(
        &self,
        state: &mut State,
        forks: &BTreeMap<Forked, Vec<(ChangeId, Value)>>,
        heads: &[usize],
    ) {
        let last = heads.last().map(|at| self.state(*at)).unwrap_or_default();
        for forked in forks.keys() {
            match forked {
                Forked::Field(field) => {
                    state.fields.lay(*field, last.fields.value(*field));
                }
                Forked::Withdrawn => state.withdrawn = None,
            }
        }
    }

    fn alternatives(&self, what: Forked, heads: &[usize]) -> Vec<(ChangeId, Value)> {
        let mut alternatives: Vec<(ChangeId, Value)> = Vec::new();
        for head in heads {
            let state = self.state(*head);
            let value = match what {
                Forked::Field(field) => state.fields.value(field),
                Forked::Withdrawn => Value::text(if state.withdrawn.is_some() {
                    "yes"
                } else {
                    "no"
                }),
            };
            let known = alternatives.iter().any(|(_, other)| *other == value);
            if let Some(node) = self.nodes.get(*head).filter(|_| !known) {
                alternatives.push((node.order.id, value));
            }
        }
        alternatives
    }

    /// Marks the ancestors of a node, itself included.
    fn ancestors(&self, at: usize) -> Vec<bool> {
        let mut marked = vec![false; self.nodes.len()];
        let mut open = vec![at];
        while let Some(at) = open.pop() {
            if let Some(mark) = marked.get_mut(at).filter(|mark| !**mark) {
                *mark = true;
                open.extend(self.parents.get(at).into_iter().flatten());
            }
        }
        marked
    }
}

fn merge_states(
    base: &State,
    ours: &State,
    theirs: &State,
    forked: &mut BTreeSet<Forked>,
) -> State {
    let mut fields = Fields::default();
    for field in Field::ALL.iter().copied() {
        let value = |state: &State| state.fields.value(field);
        match merge_values(field, &value(base), &value(ours), &value(theirs)) {
            Some(merged) if !merged.is_empty() => fields.set(field, merged),
            Some(_) => {}
            None => {
                forked.insert(Forked::Field(field));
                fields.set(field, value(theirs));
            }
        }
    }
    State {
        fields,
        withdrawn: merge_withdrawn(base, ours, theirs, forked),
    }
}

/// Merges one field; `None` means fork.
fn merge_values(field: Field, base: &Value, ours: &Value, theirs: &Value) -> Option<Value> {
    match (base, ours, theirs) {
        _ if ours == theirs || theirs == base => Some(ours.clone()),
        _ if ours == base => Some(theirs.clone()),
        (Value::Text(base), Value::Text(ours), Value::Text(theirs)) if field == Field::Body => {
            merge::merge(base, ours, theirs)
                .ok()
                .map(|text| Value::text(&text))
        }
        (Value::Rows(base), Value::Rows(ours), Value::Rows(theirs)) => {
            let kept =
                |row: &&_| !base.contains(*row) || (ours.contains(*row) && theirs.contains(*row));
            Some(Value::Rows(Arc::new(
                ours.union(theirs).filter(kept).cloned().collect(),
            )))
        }
        _ => None,
    }
}

fn merge_withdrawn(
    base: &State,
    ours: &State,
    theirs: &State,
    forked: &mut BTreeSet<Forked>,
) -> Option<ChangeId> {
    let newly = |side: &State| side.withdrawn.is_some() && side.withdrawn != base.withdrawn;
    let changed = |side: &State| side.fields != base.fields || side.withdrawn != base.withdrawn;
    match (newly(ours), newly(theirs)) {
        (true, true) => ours.withdrawn.max(theirs.withdrawn),
        (true, false) if changed(theirs) => {
            forked.insert(Forked::Withdrawn);
            None
        }
        (false, true) if changed(ours) => {
            forked.insert(Forked::Withdrawn);
            None
        }
        (true, false) => ours.withdrawn,
        (false, true) => theirs.withdrawn,
        (false, false) if theirs.withdrawn == base.withdrawn => ours.withdrawn,
        (false, false) => theirs.withdrawn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::field::Row;

    fn id(n: u8) -> ChangeId {
        ChangeId::from_bytes([n; 32])
    }

    fn node(n: u8, parents: &[u8], step: Step) -> Node {
        Node {
            order: Order {
                lamport: u64::from(n),
                id: id(n),
            },
            parents: parents.iter().map(|n| id(*n)).collect(),
            step,
        }
    }

    fn set(n: u8, parents: &[u8], fields: &[(Field, &str)]) -> Node {
        let fields = fields
            .iter()
            .fold(Fields::default(), |fields, (field, text)| {
                fields.with_text(*field, text)
            });
        node(n, parents, Step::Set(fields))
    }

    #[test]
    fn different_fields_merge() {
        let folded = fold(&[
            set(1, &[], &[(Field::Title, "Pump"), (Field::Site, "Njoro")]),
            set(2, &[1], &[(Field::Title, "Hand pump")]),
            set(3, &[1], &[(Field::Site, "Molo")]),
        ]);
        assert_eq!(folded.heads, [id(2), id(3)]);
        assert!(folded.forks.is_empty());
        assert_eq!(
            (
                folded.fields.text(Field::Title),
                folded.fields.text(Field::Site)
            ),
            ("Hand pump", "Molo")
        );
    }

    #[test]
    fn the_same_field_forks_and_keeps_both_word_for_word() {
        let nodes = [
            set(1, &[], &[(Field::Title, "Pump")]),
            set(2, &[1], &[(Field::Title, "Hand pump")]),
            set(3, &[1], &[(Field::Title, "Foot pump")]),
        ];
        let folded = fold(&nodes);
        assert_eq!(folded.fields.text(Field::Title), "Foot pump");
        let both = vec![
            (id(2), Value::text("Hand pump")),
            (id(3), Value::text("Foot pump")),
        ];
        assert_eq!(
            folded.forks,
            BTreeMap::from([(Forked::Field(Field::Title), both)])
        );

        let settled = fold(
            &[
                &nodes[..],
                &[set(4, &[2, 3], &[(Field::Title, "Hand pump")])],
            ]
            .concat(),
        );
        assert!(settled.forks.is_empty());
        assert_eq!(
            (settled.heads, settled.fields.text(Field::Title)),
            (vec![id(4)], "Hand pump")
        );
    }

    #[test]
    fn bodies_merge_by_line() {
        let folded = fold(&[
            set(1, &[], &[(Field::Body, "a\nb\nc\n")]),
            set(2, &[1], &[(Field::Body, "A\nb\nc\n")]),
            set(3, &[1], &[(Field::Body, "a\nb\nC\n")]),
        ]);
        assert_eq!(folded.fields.text(Field::Body), "A\nb\nC\n");
    }

    #[test]
    fn sets_take_both_sides_additions_and_removals() {
        let tags = |n, parents: &[u8], tags: &[&str]| {
            node(
                n,
                parents,
                Step::Set(
                    Fields::default()
                        .with_rows(Field::Tags, tags.iter().map(|tag| Row::new([*tag]))),
                ),
            )
        };
        let folded = fold(&[
            tags(1, &[], &["a", "b"]),
            tags(2, &[1], &["a", "c"]),
            tags(3, &[1], &["b", "d"]),
        ]);
        let left: Vec<_> = folded
            .fields
            .rows(Field::Tags)
            .map(|row| row.text(0))
            .collect();
        assert_eq!(left, ["c", "d"]);
    }

    #[test]
    fn a_withdrawal_never_wins_silently_over_an_edit() {
        let base = set(1, &[], &[(Field::Title, "Pump")]);
        let withdraw = node(2, &[1], Step::Withdraw);
        assert_eq!(
            fold(&[base.clone(), withdraw.clone()]).withdrawn,
            Some(id(2))
        );
        let edit = set(3, &[1], &[(Field::Site, "Molo")]);
        let folded = fold(&[base.clone(), withdraw.clone(), edit.clone()]);
        assert_eq!(folded.withdrawn, None);
        assert_eq!(
            folded.forks.keys().collect::<Vec<_>>(),
            [&Forked::Withdrawn]
        );
        let restored = fold(&[base, withdraw, edit, set(4, &[2, 3], &[])]);
        assert!(restored.forks.is_empty() && restored.withdrawn.is_none());
    }

    #[test]
    fn three_heads_fold_pairwise_against_their_nearest_ancestors() {
        let folded = fold(&[
            set(
                1,
                &[],
                &[(Field::Title, "t"), (Field::Body, "1\n2\n3\n4\n5\n")],
            ),
            set(2, &[1], &[(Field::Body, "one\n2\n3\n4\n5\n")]),
            set(3, &[1], &[(Field::Body, "1\n2\nthree\n4\n5\n")]),
            set(4, &[1], &[(Field::Body, "1\n2\n3\n4\nfive\n")]),
        ]);
        assert_eq!(folded.fields.text(Field::Body), "one\n2\nthree\n4\nfive\n");
    }

    #[test]
    fn the_state_at_an_older_revision_can_be_read() {
        let nodes = [
            set(1, &[], &[(Field::Title, "a")]),
            set(2, &[1], &[(Field::Title, "b")]),
        ];
        assert_eq!(at(&nodes, id(1)).unwrap().text(Field::Title), "a");
        assert_eq!(at(&nodes, id(9)), None);
    }
}

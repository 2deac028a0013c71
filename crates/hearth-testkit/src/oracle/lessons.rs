//! Section 7: what the revisions of a lesson come to; and which links are inert.

use std::collections::{BTreeMap, BTreeSet};

use hearth_model::act::Act;
use hearth_model::field::{Field, Fields, Value};
use hearth_model::id::{ChangeId, LessonId};

use super::{Log, reach};
use crate::merge::{Node, merge};
use crate::state::{Lesson, Link};

impl Log<'_> {
    /// The state at each change is the fold of its parents, then what it sets.
    pub(super) fn lessons(&self, effective: &[usize]) -> BTreeMap<LessonId, Lesson> {
        let (mut nodes, mut heads) = (BTreeMap::new(), BTreeMap::<_, BTreeSet<_>>::new());
        for at in effective {
            let (fields, withdrawn) = match self.act(*at) {
                Some(Act::Lesson(fields)) => (fields.clone(), None),
                Some(Act::Retract(_)) => (Fields::default(), Some(self.changes[*at].id())),
                _ => continue,
            };
            let parents = self.parents(*at).into_iter().collect();
            let mut node = self.fold(&nodes, &parents);
            node.fields.apply(&fields);
            (node.withdrawn, node.forked) = (withdrawn, BTreeSet::new());
            nodes.insert(*at, node);
            let subject = LessonId::from(self.header(*at).subject);
            let heads = heads.entry(subject).or_default();
            *heads = &(&*heads - &parents) | &BTreeSet::from([*at]);
        }
        let lesson = |(id, heads)| (id, self.lesson(&nodes, &heads));
        heads.into_iter().map(lesson).collect()
    }

    fn lesson(&self, nodes: &BTreeMap<usize, Node>, heads: &BTreeSet<usize>) -> Lesson {
        let folded = self.fold(nodes, heads);
        let mut lesson = Lesson::default();
        for key in folded.forked {
            let values: &mut Vec<_> = lesson.forks.entry(key).or_default();
            for head in heads {
                let node = &nodes[head];
                let withdrawal = ["no", "yes"][usize::from(node.withdrawn.is_some())];
                let value = match Field::from_code(key) {
                    Some(field) => node.fields.value(field),
                    None => Value::text(withdrawal),
                };
                if values.iter().all(|(_, known)| *known != value) {
                    values.push((self.changes[*head].id(), value));
                }
            }
        }
        lesson.heads = heads.iter().map(|at| self.changes[*at].id()).collect();
        lesson.withdrawn = folded.withdrawn.is_some();
        lesson.fields = folded.fields;
        lesson
    }

    fn fold(&self, nodes: &BTreeMap<usize, Node>, heads: &BTreeSet<usize>) -> Node {
        let (mut folded, mut before) = (Node::default(), BTreeSet::new());
        for head in heads {
            let line = reach(*head, |at| self.parents(at));
            let nearest = line.intersection(&before).last();
            let base = nearest.map(|at| nodes[at].clone()).unwrap_or_default();
            folded = merge(&base, &folded, &nodes[head]);
            before.extend(line);
        }
        for key in folded.forked.clone() {
            match (Field::from_code(key), heads.last()) {
                (Some(field), Some(last)) => {
                    folded.fields.lay(field, nodes[last].fields.value(field))
                }
                _ => folded.withdrawn = None,
            }
        }
        folded
    }

    /// The links in effect that nobody took back; one that would close a circle is inert.
    pub(super) fn links(&self, effective: &[usize]) -> BTreeMap<ChangeId, Link> {
        let mut links: BTreeMap<ChangeId, Link> = BTreeMap::new();
        let unlinks = |at: &&usize| matches!(self.act(**at), Some(Act::Unlink));
        let unlinked = effective.iter().filter(unlinks);
        let gone: Vec<_> = unlinked.flat_map(|at| self.parents(*at)).collect();
        for at in effective.iter().filter(|at| !gone.contains(at)) {
            let (id, header) = (self.changes[*at].id(), self.header(*at));
            let Some(Act::Link(it)) = self.act(*at) else {
                continue;
            };
            let (kind, source, target) = (it.kind, LessonId::from(header.subject), it.target);
            let beyond = reach(target, |at| {
                let live = links.values().filter(|it| it.kind == kind && !it.inert);
                let next = live.filter(|it| it.source == at);
                next.map(|it| it.target).collect()
            });
            let inert = kind.is_acyclic() && beyond.contains(&source);
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
}

//! Merging two sides of a lesson (section 7, steps 2 and 3), bodies by line (section 8, algorithm 1).

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use hearth_model::field::{Field, Fields, Row, Value};
use hearth_model::id::ChangeId;

use crate::state::WITHDRAWAL;

const MOST_EDITS: i64 = 1_024;

/// Base lines, and the lines that replace them.
struct Hunk<'a> {
    base: Range<usize>,
    lines: Vec<&'a str>,
}

/// A lesson at one of its changes.
#[derive(Clone, Default)]
pub(crate) struct Node {
    pub(crate) fields: Fields,
    /// The retraction that withdrew the lesson.
    pub(crate) withdrawn: Option<ChangeId>,
    /// Codes of fields, and [`WITHDRAWAL`].
    pub(crate) forked: BTreeSet<u64>,
}

/// Merges what two heads made of a base: section 7, steps 2 and 3.
pub(crate) fn merge(base: &Node, ours: &Node, theirs: &Node) -> Node {
    let mut merged = ours.clone();
    for field in Field::ALL.iter().copied() {
        let value = merge_values(field, [base, ours, theirs].map(|it| it.fields.value(field)));
        if value.is_none() {
            merged.forked.insert(field.code());
        }
        let shown = value.unwrap_or_else(|| theirs.fields.value(field));
        merged.fields.lay(field, shown);
    }
    let changed = |side: &Node| side.fields != base.fields || side.withdrawn != base.withdrawn;
    let withdrew = |side: &Node| side.withdrawn.is_some() && side.withdrawn != base.withdrawn;
    let forks = |a: &Node, b: &Node| withdrew(a) && !withdrew(b) && changed(b);
    if forks(ours, theirs) || forks(theirs, ours) {
        merged.forked.insert(WITHDRAWAL);
    }
    merged.withdrawn = match base.withdrawn {
        it if it == theirs.withdrawn => ours.withdrawn,
        it if it == ours.withdrawn => theirs.withdrawn,
        _ => ours.withdrawn.max(theirs.withdrawn),
    };
    merged
}

/// Merges base, ours and theirs of one field; `None` when it forks.
fn merge_values(field: Field, sides: [Value; 3]) -> Option<Value> {
    match sides {
        [base, ours, theirs] if ours == theirs || theirs == base => Some(ours),
        [base, ours, theirs] if ours == base => Some(theirs),
        [Value::Rows(base), Value::Rows(ours), Value::Rows(theirs)] => {
            let all = base.iter().chain(&*ours).chain(&*theirs);
            let is_kept = |it: &&Row| ours.contains(it) && theirs.contains(it);
            let rows = all.filter(|it| !base.contains(it) || is_kept(it));
            Some(Value::rows(rows.cloned()))
        }
        [Value::Text(base), Value::Text(ours), Value::Text(theirs)] if field == Field::Body => {
            merge_lines(&base, &ours, &theirs).map(|body| Value::text(&body))
        }
        _ => None,
    }
}

/// Merges two texts made from `base`; `None` when they fork.
pub fn merge_lines(base: &str, ours: &str, theirs: &str) -> Option<String> {
    if ours == theirs || theirs == base {
        return Some(ours.to_owned());
    }
    if ours == base {
        return Some(theirs.to_owned());
    }
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let mut ours = diff(&base, &ours.split_inclusive('\n').collect::<Vec<_>>());
    let theirs = diff(&base, &theirs.split_inclusive('\n').collect::<Vec<_>>());
    for a in ours.iter().map(|hunk| widen(&base, hunk)) {
        for b in theirs.iter().map(|hunk| widen(&base, hunk)) {
            let untouched_between = a.end < b.start || b.end < a.start;
            if !untouched_between {
                return None;
            }
        }
    }
    ours.extend(theirs);
    ours.sort_by_key(|hunk| hunk.base.start);
    let (mut merged, mut at) = (String::new(), 0);
    for hunk in ours {
        merged.extend(base[at..hunk.base.start].iter().copied().chain(hunk.lines));
        at = hunk.base.end;
    }
    merged.extend(base[at..].iter().copied());
    Some(merged)
}

/// Where a hunk could as well have been: inside a run of identical lines nobody can say.
fn widen(base: &[&str], hunk: &Hunk<'_>) -> Range<usize> {
    let removed = &base[hunk.base.clone()];
    let (mut start, mut end) = (hunk.base.start, hunk.base.end);
    let is_last = |line| removed.last() == Some(line) || hunk.lines.last() == Some(line);
    while start > 0 && (base.get(start) == Some(&base[start - 1]) || is_last(&base[start - 1])) {
        start -= 1;
    }
    let is_first = |line| removed.first() == Some(line) || hunk.lines.first() == Some(line);
    while end < base.len() && ((end > 0 && base[end - 1] == base[end]) || is_first(&base[end])) {
        end += 1;
    }
    start..end
}

fn diff<'a>(base: &[&'a str], other: &[&'a str]) -> Vec<Hunk<'a>> {
    let equal = |(a, b): &(&&str, &&str)| a == b;
    let n_prefix = base.iter().zip(other).take_while(equal).count();
    let (a, b) = (&base[n_prefix..], &other[n_prefix..]);
    let n_suffix = a.iter().rev().zip(b.iter().rev()).take_while(equal).count();
    let (a, b) = (&a[..a.len() - n_suffix], &b[..b.len() - n_suffix]);
    let mut hunks: Vec<Hunk<'a>> = vec![];
    let Some(edits) = edits(a, b) else {
        return vec![Hunk {
            base: n_prefix..n_prefix + a.len(),
            lines: b.to_vec(),
        }];
    };
    for (x, inserted) in edits {
        let at = n_prefix + x;
        let end = if inserted.is_some() { at } else { at + 1 };
        match hunks.last_mut() {
            Some(last) if last.base.end == at => {
                last.base.end = end;
                last.lines.extend(inserted);
            }
            _ => hunks.push(Hunk {
                base: at..end,
                lines: inserted.into_iter().collect(),
            }),
        }
    }
    hunks
}

/// Myers' greedy algorithm: edits in order, each the base line where it happens and the line it
/// inserts, or none when it deletes. `None` when more edits are needed than the format allows.
fn edits<'a>(a: &[&str], b: &[&'a str]) -> Option<Vec<(usize, Option<&'a str>)>> {
    let mut rounds: Vec<BTreeMap<i64, i64>> = vec![BTreeMap::from([(1, 0)])];
    for d in 0..=MOST_EDITS {
        let mut furthest = rounds[d as usize].clone();
        for k in (-d..=d).step_by(2) {
            let mut x = step(&furthest, d, k).1;
            while x < a.len() as i64
                && x - k < b.len() as i64
                && a[x as usize] == b[(x - k) as usize]
            {
                x += 1;
            }
            furthest.insert(k, x);
            if x >= a.len() as i64 && x - k >= b.len() as i64 {
                return Some(trace(&rounds, d, k, b));
            }
        }
        rounds.push(furthest);
    }
    None
}

/// The diagonal that diagonal `k` is reached from with edit `d`, and the x it is reached at.
fn step(furthest: &BTreeMap<i64, i64>, d: i64, k: i64) -> (i64, i64) {
    let at = |k| furthest.get(&k).copied().unwrap_or(-1);
    let (deletion, insertion) = (at(k - 1) + 1, at(k + 1));
    if k == -d || (k != d && insertion > deletion) {
        (k + 1, insertion)
    } else {
        (k - 1, deletion)
    }
}

fn trace<'a>(
    rounds: &[BTreeMap<i64, i64>],
    d: i64,
    k: i64,
    b: &[&'a str],
) -> Vec<(usize, Option<&'a str>)> {
    let (mut edits, mut k) = (vec![], k);
    for d in (1..=d).rev() {
        let (from, x) = step(&rounds[d as usize], d, k);
        edits.push(if from > k {
            (x as usize, Some(b[(x - k - 1) as usize]))
        } else {
            (x as usize - 1, None)
        });
        k = from;
    }
    edits.reverse();
    edits
}

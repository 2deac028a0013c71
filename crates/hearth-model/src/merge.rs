//! Merging bodies line by line, algorithm 1 (`docs/format/change.md`, section 8).
//!
//! The algorithm is part of the format: its vectors never change, and no library update can
//! make two machines differ.

/// Edits after which the rest of a diff is one hunk.
const MAX_EDITS: usize = 1_024;

/// Two texts changed the same place; both must be kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fork;

/// Merges two texts made from one base.
///
/// # Errors
/// [`Fork`] when both sides touch the same or adjacent lines, or runs of identical lines.
pub fn merge(base: &str, ours: &str, theirs: &str) -> Result<String, Fork> {
    if ours == theirs || theirs == base {
        return Ok(ours.to_owned());
    }
    if ours == base {
        return Ok(theirs.to_owned());
    }
    let base: Vec<&str> = base.split_inclusive('\n').collect();
    let ours: Vec<&str> = ours.split_inclusive('\n').collect();
    let theirs: Vec<&str> = theirs.split_inclusive('\n').collect();
    let mut hunks = diff(&base, &ours);
    let others = diff(&base, &theirs);
    if hunks
        .iter()
        .any(|hunk| others.iter().any(|other| collide(&base, hunk, other)))
    {
        return Err(Fork);
    }
    hunks.extend(others);
    hunks.sort_by_key(|hunk| hunk.start);
    Ok(apply(&base, &hunks))
}

/// Base lines `start..end` are replaced by `lines`.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Hunk<'a> {
    start: usize,
    end: usize,
    lines: Vec<&'a str>,
}

fn apply(base: &[&str], hunks: &[Hunk<'_>]) -> String {
    let mut merged = String::new();
    let mut done = 0;
    for hunk in hunks {
        merged.extend(
            base.get(done..hunk.start)
                .unwrap_or_default()
                .iter()
                .copied(),
        );
        merged.extend(hunk.lines.iter().copied());
        done = hunk.end;
    }
    merged.extend(base.get(done..).unwrap_or_default().iter().copied());
    merged
}

fn collide(base: &[&str], a: &Hunk<'_>, b: &Hunk<'_>) -> bool {
    let (a_start, a_end) = widen(base, a);
    let (b_start, b_end) = widen(base, b);
    // One untouched line must lie between: equality of an end and a start is a touch.
    a_start <= b_end && b_start <= a_end
}

/// Extends a hunk over the run of identical lines that it may slide in.
fn widen(base: &[&str], hunk: &Hunk<'_>) -> (usize, usize) {
    let removed = base.get(hunk.start..hunk.end).unwrap_or_default();
    let at = |line: usize| base.get(line).copied();
    let mut start = hunk.start;
    while let Some(before) = start.checked_sub(1).and_then(at) {
        let neighbours = [
            at(start),
            removed.last().copied(),
            hunk.lines.last().copied(),
        ];
        if !neighbours.contains(&Some(before)) {
            break;
        }
        start = start.saturating_sub(1);
    }
    let mut end = hunk.end;
    while let Some(after) = at(end) {
        let inside = end.checked_sub(1).and_then(at);
        let neighbours = [
            inside,
            removed.first().copied(),
            hunk.lines.first().copied(),
        ];
        if !neighbours.contains(&Some(after)) {
            break;
        }
        end = end.saturating_add(1);
    }
    (start, end)
}

/// Returns the hunks that lead from `base` to `side`, in order.
fn diff<'a>(base: &[&str], side: &[&'a str]) -> Vec<Hunk<'a>> {
    let prefix = base.iter().zip(side).take_while(|(a, b)| a == b).count();
    let rest_base = base.get(prefix..).unwrap_or_default();
    let rest_side = side.get(prefix..).unwrap_or_default();
    let suffix = rest_base
        .iter()
        .rev()
        .zip(rest_side.iter().rev())
        .take_while(|(a, b)| a == b)
        .count();
    let middle_base = rest_base
        .get(..rest_base.len().saturating_sub(suffix))
        .unwrap_or_default();
    let middle_side = rest_side
        .get(..rest_side.len().saturating_sub(suffix))
        .unwrap_or_default();
    let hunk = |start: usize, end: usize, from: usize, to: usize| Hunk {
        start: prefix.saturating_add(start),
        end: prefix.saturating_add(end),
        lines: middle_side.get(from..to).unwrap_or_default().to_vec(),
    };
    if middle_base.is_empty() && middle_side.is_empty() {
        return vec![];
    }
    match matches(middle_base, middle_side) {
        Some(matches) => gaps(&matches, middle_base.len(), middle_side.len(), hunk),
        None => vec![hunk(0, middle_base.len(), 0, middle_side.len())],
    }
}

/// Turns matching line pairs into the hunks between them.
fn gaps<'a>(
    matches: &[(usize, usize)],
    n_base: usize,
    n_side: usize,
    hunk: impl Fn(usize, usize, usize, usize) -> Hunk<'a>,
) -> Vec<Hunk<'a>> {
    let mut hunks = Vec::new();
    let (mut base, mut side) = (0, 0);
    for (match_base, match_side) in matches.iter().copied().chain([(n_base, n_side)]) {
        if base < match_base || side < match_side {
            hunks.push(hunk(base, match_base, side, match_side));
        }
        base = match_base.saturating_add(1);
        side = match_side.saturating_add(1);
    }
    hunks
}

/// Myers' greedy algorithm (1986): matching line pairs in order, or `None` beyond [`MAX_EDITS`].
fn matches(base: &[&str], side: &[&str]) -> Option<Vec<(usize, usize)>> {
    let mut trace: Vec<Vec<usize>> = Vec::new();
    for n_edits in 0..=MAX_EDITS.min(base.len().saturating_add(side.len())) {
        let mut furthest = Vec::with_capacity(n_edits.saturating_add(1));
        for down in 0..=n_edits {
            let (x, _) = step(&trace, n_edits, down);
            let Some(y) = x
                .checked_add(down.saturating_mul(2))
                .and_then(|sum| sum.checked_sub(n_edits))
            else {
                furthest.push(x);
                continue;
            };
            let snake = same(base.get(x..), side.get(y..));
            let end = x.saturating_add(snake);
            furthest.push(end);
            if end == base.len() && y.saturating_add(snake) == side.len() {
                trace.push(furthest);
                return Some(walk_back(&trace, base.len(), side.len(), down));
            }
        }
        trace.push(furthest);
    }
    None
}

fn same(a: Option<&[&str]>, b: Option<&[&str]>) -> usize {
    a.unwrap_or_default()
        .iter()
        .zip(b.unwrap_or_default())
        .take_while(|(a, b)| a == b)
        .count()
}

/// Where a path with `n_edits` edits, `down` of them insertions, starts its run of equal lines,
/// and whether its last edit was an insertion. Deletion wins a tie.
fn step(trace: &[Vec<usize>], n_edits: usize, down: usize) -> (usize, bool) {
    let Some(before) = n_edits.checked_sub(1).and_then(|n| trace.get(n)) else {
        return (0, false);
    };
    let by_deletion = (down < n_edits)
        .then(|| before.get(down))
        .flatten()
        .map(|x| x.saturating_add(1));
    let by_insertion = down
        .checked_sub(1)
        .and_then(|down| before.get(down))
        .copied();
    match (by_deletion, by_insertion) {
        (Some(deletion), Some(insertion)) if insertion > deletion => (insertion, true),
        (Some(deletion), _) => (deletion, false),
        (None, Some(insertion)) => (insertion, true),
        (None, None) => (0, false),
    }
}

fn walk_back(
    trace: &[Vec<usize>],
    n_base: usize,
    n_side: usize,
    down: usize,
) -> Vec<(usize, usize)> {
    let mut pairs = Vec::new();
    let (mut x, mut y, mut down) = (n_base, n_side, down);
    for n_edits in (0..trace.len()).rev() {
        let (start, inserted) = step(trace, n_edits, down);
        while x > start {
            x = x.saturating_sub(1);
            y = y.saturating_sub(1);
            pairs.push((x, y));
        }
        if inserted {
            y = y.saturating_sub(1);
            down = down.saturating_sub(1);
        } else {
            x = x.saturating_sub(1);
        }
    }
    pairs.reverse();
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn lines(text: &str) -> String {
        text.split_whitespace()
            .map(|line| format!("{line}\n"))
            .collect()
    }

    fn check(base: &str, ours: &str, theirs: &str, merged: Result<&str, Fork>) {
        let merged = merged.map(lines);
        assert_eq!(merge(&lines(base), &lines(ours), &lines(theirs)), merged);
        assert_eq!(
            merge(&lines(base), &lines(theirs), &lines(ours)),
            merged,
            "sides swapped"
        );
    }

    #[test]
    fn distant_changes_both_stand() {
        check("a b c d e", "A b c d e", "a b c d E", Ok("A b c d E"));
        check("a b c", "x a b c", "a b c y", Ok("x a b c y"));
        check("a b c d e", "a c d e", "a b c d", Ok("a c d"));
    }

    #[test]
    fn same_or_adjacent_lines_fork() {
        check("a b c", "a X c", "a Y c", Err(Fork));
        check("a b c d", "a X c d", "a b Y d", Err(Fork));
        check("a b c", "a x b c", "a y b c", Err(Fork));
        check("a b c d", "a X c d", "a b c Y", Ok("a X c Y"));
    }

    #[test]
    fn the_same_change_with_another_one_forks() {
        check("a b c d e", "a X c d e", "a X c d E", Err(Fork));
        check("a b c", "a X c", "a X c", Ok("a X c"));
    }

    #[test]
    fn runs_of_identical_lines_fork() {
        check("- - - z q", "- - - - z q", "- - z q", Err(Fork));
        check("k - - - z q", "K - - - z q", "k - - - - z q", Err(Fork));
        check(
            "k m - - - z",
            "K m - - - z",
            "k m - - - - z",
            Ok("K m - - - - z"),
        );
    }

    #[test]
    fn a_file_without_a_last_line_feed_is_kept_as_it_is() {
        assert_eq!(
            merge("a\nb\nc", "A\nb\nc", "a\nb\nc\nd"),
            Ok("A\nb\nc\nd".to_owned())
        );
    }

    fn text() -> impl Strategy<Value = String> {
        proptest::collection::vec("[abc]", 0..12)
            .prop_map(|lines| lines.iter().map(|line| format!("{line}\n")).collect())
    }

    proptest! {
        #[test]
        fn hunks_lead_from_base_to_side(base in text(), side in text()) {
            let base: Vec<_> = base.split_inclusive('\n').collect();
            let side_lines: Vec<_> = side.split_inclusive('\n').collect();
            prop_assert_eq!(apply(&base, &diff(&base, &side_lines)), side);
        }

        #[test]
        fn sides_are_interchangeable_and_one_sided_changes_stand(base in text(), ours in text(), theirs in text()) {
            prop_assert_eq!(merge(&base, &ours, &theirs), merge(&base, &theirs, &ours));
            prop_assert_eq!(merge(&base, &ours, &base), Ok(ours.clone()));
        }

        #[test]
        fn nothing_is_invented(base in text(), ours in text(), theirs in text()) {
            if let Ok(merged) = merge(&base, &ours, &theirs) {
                let known = |line: &str| [&base, &ours, &theirs].iter().any(|text| text.split_inclusive('\n').any(|l| l == line));
                prop_assert!(merged.split_inclusive('\n').all(known));
            }
        }
    }

    #[test]
    fn very_different_texts_stay_bounded() {
        let base: String = (0..5_000).map(|n| format!("{n}\n")).collect();
        let side: String = (0..5_000).map(|n| format!("x{n}\n")).collect();
        assert_eq!(merge(&base, &side, &format!("{base}tail\n")), Err(Fork));
    }
}

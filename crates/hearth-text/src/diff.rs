//! The words that differ between two wordings, for comparing revisions and the sides of a fork.
//!
//! For the eye only: merging is part of the change format and lives in the model, with an algorithm
//! of its own that no library can change.

use std::ops::Range;

use serde::Serialize;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use ts_rs::TS;

use crate::word;

/// Words on both sides beyond which the changed lines are compared as wholes.
const MAX_WORDS: usize = 20_000;

/// Where a piece of text stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Side {
    /// In both wordings.
    Same,
    /// In the second only.
    Added,
    /// In the first only.
    Removed,
}

/// Compares two wordings word by word.
///
/// The `Same` and `Removed` pieces joined give `before`, the `Same` and `Added` ones give `after`.
/// No piece is empty, and neighbours differ in side. Lines are compared first and words only within
/// changed lines, so that a long text costs little; where more than 20,000 words changed in one
/// place, that place is one removal and one addition.
#[must_use]
pub fn diff(before: &str, after: &str) -> Vec<(Side, String)> {
    let old: Vec<&str> = before.split_inclusive('\n').collect();
    let new: Vec<&str> = after.split_inclusive('\n').collect();
    let mut pieces = Pieces::default();
    for (old, new, same) in regions(&old, &new) {
        match same {
            true => pieces.push(Side::Same, &old.concat()),
            false => diff_words(&old.concat(), &new.concat(), &mut pieces),
        }
    }
    pieces.0
}

fn diff_words(before: &str, after: &str, pieces: &mut Pieces) {
    let old: Vec<&str> = word::tokens(before).collect();
    let new: Vec<&str> = word::tokens(after).collect();
    if old.len().saturating_add(new.len()) > MAX_WORDS {
        pieces.push(Side::Removed, before);
        pieces.push(Side::Added, after);
        return;
    }
    for (old, new, same) in regions(&old, &new) {
        match same {
            true => pieces.push(Side::Same, &old.concat()),
            false => {
                pieces.push(Side::Removed, &old.concat());
                pieces.push(Side::Added, &new.concat());
            }
        }
    }
}

/// Pairs of slices in order, with whether they are equal.
fn regions<'a, 't>(
    old: &'a [&'t str],
    new: &'a [&'t str],
) -> Vec<(&'a [&'t str], &'a [&'t str], bool)> {
    let part = |side: &'a [&'t str], range: Range<usize>| side.get(range).unwrap_or_default();
    capture_diff_slices(Algorithm::Myers, old, new)
        .into_iter()
        .map(|op| {
            let same = matches!(op, DiffOp::Equal { .. });
            (part(old, op.old_range()), part(new, op.new_range()), same)
        })
        .collect()
}

/// Pieces under construction: none empty, neighbours of one side joined.
#[derive(Default)]
struct Pieces(Vec<(Side, String)>);

impl Pieces {
    fn push(&mut self, side: Side, text: &str) {
        match self.0.last_mut() {
            _ if text.is_empty() => {}
            Some((last, joined)) if *last == side => joined.push_str(text),
            _ => self.0.push((side, text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use expect_test::{Expect, expect};
    use proptest::prelude::*;

    fn check(before: &str, after: &str, expected: Expect) {
        let marked = diff(before, after)
            .into_iter()
            .map(|(side, text)| match side {
                Side::Same => text,
                Side::Added => format!("{{+{text}+}}"),
                Side::Removed => format!("[-{text}-]"),
            });
        expected.assert_eq(&marked.collect::<String>());
    }

    #[test]
    fn changed_words_stand_out() {
        check(
            "Drain the pump.",
            "Drain the old pump!",
            expect!["Drain the {+old +}pump[-.-]{+!+}"],
        );
        check("a\nb\nc\n", "a\nc\n", expect!["a\n[-b\n-]c\n"]);
        check("", "new", expect!["{+new+}"]);
        check("same", "same", expect!["same"]);
        check("", "", expect![""]);
    }

    #[test]
    fn very_long_rewrites_are_compared_as_wholes() {
        let before = "old ".repeat(MAX_WORDS);
        let after = "new ".repeat(MAX_WORDS);
        assert_eq!(
            diff(&before, &after),
            vec![(Side::Removed, before), (Side::Added, after)]
        );
    }

    proptest! {
        #[test]
        fn both_wordings_can_be_read_back(before in "[ab \n.é]{0,60}", after in "[ab \n.é]{0,60}") {
            let pieces = diff(&before, &after);
            let side = |gone: Side| -> String {
                pieces.iter().filter(|(side, _)| *side != gone).map(|(_, text)| text.as_str()).collect()
            };
            prop_assert_eq!(side(Side::Added), before);
            prop_assert_eq!(side(Side::Removed), after);
            prop_assert!(pieces.iter().all(|(_, text)| !text.is_empty()));
            prop_assert!(pieces.windows(2).all(|pair| pair[0].0 != pair[1].0));
        }
    }
}

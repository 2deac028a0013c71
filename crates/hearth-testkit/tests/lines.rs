//! The line merge of the model and that of the oracle agree, text for text.

use hearth_model::merge::merge;
use hearth_testkit::merge::merge_lines;
use hearth_testkit::runs::for_seeds;
use proptest::collection::vec;
use proptest::prelude::*;

/// A line is replaced, taken out or put in: position, what, and which line.
type Edit = (prop::sample::Index, u8, u8);

const ALPHABET: [&str; 4] = ["a\n", "b\n", "c\n", "\n"];

fn line(n: u8) -> &'static str {
    ALPHABET[usize::from(n) % ALPHABET.len()]
}

fn edited(base: &[u8], edits: &[Edit]) -> String {
    let mut lines: Vec<&str> = base.iter().map(|n| line(*n)).collect();
    for (at, what, with) in edits {
        let at = at.index(lines.len() + 1);
        match what % 3 {
            0 => lines.insert(at, line(*with)),
            1 if at < lines.len() => drop(lines.remove(at)),
            _ if at < lines.len() => lines[at] = line(*with),
            _ => {}
        }
    }
    lines.concat()
}

fn agree(base: &str, ours: &str, theirs: &str) -> Result<(), String> {
    let (one, two) = (
        merge(base, ours, theirs).ok(),
        merge_lines(base, ours, theirs),
    );
    let swapped = merge(base, theirs, ours).ok();
    if one == two && one == swapped {
        return Ok(());
    }
    Err(format!(
        "base {base:?} ours {ours:?} theirs {theirs:?}: {one:?}, {two:?}, {swapped:?}"
    ))
}

#[test]
fn edited_texts_merge_alike() {
    let edits = || {
        vec(
            (any::<prop::sample::Index>(), any::<u8>(), any::<u8>()),
            0..4,
        )
    };
    let cases = (vec(any::<u8>(), 0..16), edits(), edits());
    for_seeds(8_000, &cases, |(base, ours, theirs)| {
        agree(
            &edited(base, &[]),
            &edited(base, ours),
            &edited(base, theirs),
        )
    });
}

#[test]
fn unrelated_texts_merge_alike() {
    let text = || vec(any::<u8>(), 0..10);
    for_seeds(4_000, &(text(), text(), text()), |(base, ours, theirs)| {
        agree(&edited(base, &[]), &edited(ours, &[]), &edited(theirs, &[]))
    });
}

#[test]
fn texts_beyond_the_edit_limit_merge_alike() {
    let numbered =
        |from: usize, to: usize| (from..to).map(|n| format!("{n}\n")).collect::<String>();
    let base = format!("first\n{}middle\nlast\n", numbered(0, 1_030));
    for n in [511, 512, 513, 1_030] {
        let ours = format!(
            "first\n{}{}middle\nlast\n",
            numbered(5_000, 5_000 + n),
            numbered(n, 1_030)
        );
        let theirs = base.replace("last\n", "end\n");
        agree(&base, &ours, &theirs).unwrap();
        agree(&base, &ours, &base.replace("700\n", "seven hundred\n")).unwrap();
    }
}

#[test]
fn both_ways_of_ending_are_common() {
    let merged = merge_lines("a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n");
    assert_eq!(merged.as_deref(), Some("A\nb\nC\n"));
    assert_eq!(
        merge_lines("a\nb\n", "A\nb\n", "a\nB\n"),
        None,
        "no untouched line between"
    );
    assert_eq!(merge_lines("", "a\n", "b\n"), None);
}

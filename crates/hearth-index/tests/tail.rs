//! The tail: found at once, counted once, and gone from memory once committed.

mod common;

use std::collections::BTreeMap;

use common::{filled, found, lesson, search};
use hearth_index::{Hits, Index, IndexDoc, IndexError, Opened, Query, SearchOptions};
use proptest::prelude::*;

#[test]
fn a_saved_lesson_is_found_before_any_commit() {
    let (_dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Check valve installed", ""))
        .expect("puts");
    assert_eq!(
        found(&search(&index, "check valve installed ")),
        "7 | 2 5 1"
    );
    assert_eq!(
        (index.position(), index.n_waiting(), index.n_lessons()),
        (100, 1, 7)
    );
}

#[test]
fn the_tail_hides_what_was_committed_of_a_lesson() {
    let (_dir, index) = filled();
    index
        .tail_put(101, lesson(2, "Something else", "entirely"))
        .expect("puts");
    index
        .tail_remove(102, lesson(5, "", "").key)
        .expect("removes");
    assert_eq!(found(&search(&index, "valve ")), "1");
    assert_eq!(found(&search(&index, "entirely ")), "2");
    assert_eq!(index.n_lessons(), 5);
}

#[test]
fn a_flush_empties_the_tail_and_survives_reopening() {
    let (dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Check valve", ""))
        .expect("puts");
    index
        .tail_remove(102, lesson(1, "", "").key)
        .expect("removes");
    index.tail_advance(102);
    let before = found(&search(&index, "valve "));
    assert_eq!(index.flush().expect("commits"), 102);
    assert_eq!((index.n_waiting(), index.position()), (0, 102));
    assert_eq!(found(&search(&index, "valve ")), before);
    drop(index);
    let again = Index::open(dir.path()).expect("opens");
    assert_eq!((again.opened(), again.position()), (Opened::Existing, 102));
    assert_eq!(found(&search(&again, "valve ")), before);
}

#[test]
fn what_was_never_committed_is_not_claimed_after_a_crash() {
    let (dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Check valve", ""))
        .expect("puts");
    index.tail_advance(101);
    assert_eq!((index.position(), index.tail_position()), (100, 101));
    drop(index);
    let again = Index::open(dir.path()).expect("opens");
    assert_eq!((again.position(), again.tail_position()), (100, 100));
}

#[test]
fn putting_a_lesson_claims_nothing_about_earlier_ones() {
    let (_dir, index) = filled();
    index
        .tail_put(900, lesson(7, "Check valve", ""))
        .expect("puts");
    assert_eq!(index.flush().expect("commits"), 100);
}

#[test]
fn a_position_moves_even_if_no_lesson_does() {
    let (dir, index) = filled();
    index.tail_advance(150);
    index.flush().expect("commits");
    drop(index);
    assert_eq!(Index::open(dir.path()).expect("opens").position(), 150);
}

#[test]
fn lessons_saved_during_a_bulk_stay_in_the_tail() {
    let (dir, index) = filled();
    let mut bulk = index.bulk().expect("nobody else writes");
    index
        .tail_put(120, lesson(7, "Saved meanwhile", ""))
        .expect("puts");
    bulk.put(&lesson(8, "Brought in", "")).expect("puts");
    bulk.finish(200).expect("commits");
    assert_eq!((index.position(), index.n_waiting()), (119, 1));
    assert_eq!(found(&search(&index, "meanwhile ")), "7");
    assert_eq!(found(&search(&index, "brought ")), "8");
    drop(index);
    assert_eq!(Index::open(dir.path()).expect("opens").position(), 119);
}

#[test]
fn a_bulk_takes_the_tail_along() {
    let (_dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Saved before", ""))
        .expect("puts");
    let bulk = index.bulk().expect("nobody else writes");
    bulk.finish(101).expect("commits");
    assert_eq!((index.n_waiting(), index.position()), (0, 101));
    assert_eq!(found(&search(&index, "saved ")), "7");
}

#[test]
fn a_bulk_that_is_dropped_never_happened() {
    let (_dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Saved before", ""))
        .expect("puts");
    let mut bulk = index.bulk().expect("nobody else writes");
    bulk.put(&lesson(8, "Brought in", "")).expect("puts");
    bulk.remove(&lesson(1, "", "").key);
    drop(bulk);
    assert_eq!(found(&search(&index, "brought saved ")), "7");
    assert_eq!((index.n_waiting(), index.n_lessons()), (1, 7));
    index.flush().expect("the writer is free again");
    assert_eq!(index.n_lessons(), 7);
}

#[test]
fn a_writer_held_elsewhere_leaves_the_tail_working() {
    let (dir, index) = filled();
    let bulk = index.bulk().expect("nobody else writes");
    let other = Index::open(dir.path()).expect("opens for reading");
    other
        .tail_put(101, lesson(7, "Check valve", ""))
        .expect("puts");
    assert!(matches!(other.flush(), Err(IndexError::WriterBusy)));
    assert_eq!(found(&search(&other, "check ")), "7 2");
    drop(bulk);
    drop(index);
    other.flush().expect("commits");
    assert_eq!(found(&search(&other, "check ")), "7 2");
}

#[test]
fn what_another_process_committed_appears_on_refresh() {
    let (dir, index) = filled();
    let other = Index::open(dir.path()).expect("opens");
    other
        .tail_put(101, lesson(7, "old text", ""))
        .expect("puts");
    index
        .tail_put(105, lesson(7, "Check valve", ""))
        .expect("puts");
    index.tail_advance(105);
    index.flush().expect("commits");
    other.refresh().expect("reads");
    assert_eq!((other.position(), other.n_waiting()), (105, 0));
    assert_eq!(found(&search(&other, "check old ")), "7 2");
}

/// What happens to an index in its life.
#[derive(Clone, Debug)]
enum Act {
    Put(u8, Vec<&'static str>, &'static str),
    Remove(u8),
    Flush,
    Reopen,
}

fn act() -> impl Strategy<Value = Act> {
    let word = proptest::sample::select(vec![
        "pump", "pumps", "valve", "foot", "leak", "well", "dry", "E12",
    ]);
    let words = proptest::collection::vec(word, 0..8);
    let tag = proptest::sample::select(vec!["", "foot valve", "water", "solar"]);
    prop_oneof![
        6 => (0..12_u8, words, tag).prop_map(|(n, words, tag)| Act::Put(n, words, tag)),
        2 => (0..12_u8).prop_map(Act::Remove),
        1 => Just(Act::Flush),
        1 => Just(Act::Reopen),
    ]
}

fn document(n: u8, words: &[&str], tag: &str) -> IndexDoc {
    let (title, body) = words.split_at(words.len() / 3);
    IndexDoc {
        tags: vec![tag.to_owned()],
        ..lesson(n, &title.join(" "), &body.join(" "))
    }
}

/// All that a person can see of an answer.
fn seen(hits: &Hits) -> String {
    let lines = hits
        .hits
        .iter()
        .map(|hit| format!("{} {:.4} {:?}", hit.key[15], hit.score, hit.matched));
    format!(
        "{} {} {:?} {:?}",
        hits.total,
        hits.n_with_all,
        lines.collect::<Vec<_>>(),
        hits.facets
    )
}

const QUESTIONS: [&str; 11] = [
    "pump ",
    "foot valve ",
    "leak dry well ",
    "pum",
    "v",
    r#""foot valve""#,
    r#"well "dry well""#,
    "-pump",
    "valve -leak ",
    "tag:water",
    "valve pump foot well dry ",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    /// However lessons came in, the answers are those of an index that was given them all at once.
    #[test]
    fn the_tail_is_ranked_as_if_it_were_committed(acts in proptest::collection::vec(act(), 1..40)) {
        let dir = tempfile::tempdir()?;
        let mut index = Index::open(dir.path()).expect("opens");
        let mut standing = BTreeMap::new();
        for (tick, act) in (1..).zip(acts) {
            match act {
                Act::Put(n, words, tag) => {
                    let doc = document(n, &words, tag);
                    standing.insert(n, doc.clone());
                    index.tail_put(tick, doc).expect("puts");
                }
                Act::Remove(n) => {
                    standing.remove(&n);
                    index.tail_remove(tick, lesson(n, "", "").key).expect("removes");
                }
                Act::Flush => drop(index.flush().expect("commits")),
                Act::Reopen => {
                    index.flush().expect("commits");
                    drop(index);
                    index = Index::open(dir.path()).expect("opens");
                }
            }
        }
        let other_dir = tempfile::tempdir()?;
        let other = Index::open(other_dir.path()).expect("opens");
        let mut bulk = other.bulk().expect("nobody else writes");
        standing.values().try_for_each(|doc| bulk.put(doc)).expect("indexes");
        bulk.finish(1).expect("commits");

        prop_assert_eq!(index.n_lessons() as usize, standing.len());
        for typed in QUESTIONS {
            let ask = |index: &Index| {
                seen(&index.search(&Query::parse(typed), &SearchOptions::default()).expect("searches"))
            };
            prop_assert_eq!(ask(&index), ask(&other), "{}", typed);
        }
    }
}

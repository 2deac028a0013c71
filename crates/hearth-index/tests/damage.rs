//! The index is a cache: whatever happens to its files, the program starts and searches.

mod common;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};

use common::{community, filled, lesson, search};
use hearth_index::{FreshReason, Index, IndexError, Opened};

/// Every file of a committed index, sorted by kind so that failures read the same each time.
fn files(dir: &Path) -> Vec<PathBuf> {
    let mut files: Vec<PathBuf> = fs::read_dir(dir)
        .expect("lists")
        .map(|entry| entry.expect("reads").path())
        .collect();
    files.sort_by_key(|path| path.extension().map(ToOwned::to_owned));
    files
}

/// The same index in another place, to be damaged without making it anew.
fn copy_of(dir: &Path) -> tempfile::TempDir {
    let copy = tempfile::tempdir().expect("a directory");
    for file in files(dir) {
        fs::copy(&file, copy.path().join(file.file_name().expect("a name"))).expect("copies");
    }
    copy
}

/// What must hold after any damage: it opens, it searches, and it never lies about being whole.
fn survives(dir: &Path, what: &str) {
    let index = Index::open(dir).expect("opens");
    if index.opened() == Opened::Existing {
        let query = hearth_index::Query::parse("foot valve pum");
        let answer = index.search(&query, &hearth_index::SearchOptions::default());
        let looks_whole = answer.is_ok_and(|hits| hits.total == 5) && index.n_lessons() == 6;
        assert!(
            looks_whole || index.verify().is_err(),
            "{what}: damage went unnoticed"
        );
    } else {
        assert_eq!((index.position(), index.n_lessons()), (0, 0), "{what}");
    }
    index
        .tail_put(1, lesson(9, "Saved after the damage", ""))
        .ok();
    if index.verify().is_err() {
        index.reset().expect("starts over");
        index
            .tail_put(2, lesson(9, "Saved after the damage", ""))
            .expect("puts");
    }
    assert!(
        search(&index, "saved ")
            .hits
            .iter()
            .any(|hit| hit.key[15] == 9),
        "{what}"
    );
    index.flush().expect("commits");
}

/// The checksum of a stamp, worked out anew.
fn fnv(text: &str) -> String {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    format!("{:016x}", text.bytes().fold(0xcbf2_9ce4_8422_2325, step))
}

#[test]
fn a_missing_index_is_made() {
    let dir = tempfile::tempdir().expect("a directory");
    let inner = dir.path().join("a/b/index");
    let index = Index::open(&inner).expect("opens");
    assert_eq!(index.opened(), Opened::Fresh(FreshReason::Missing));
    drop(index);
    assert_eq!(
        Index::open(&inner).expect("opens").opened(),
        Opened::Existing
    );
}

#[test]
fn any_file_may_be_deleted() {
    let (whole, index) = filled();
    drop(index);
    let n_files = files(whole.path()).len();
    for at in 0..n_files {
        let dir = copy_of(whole.path());
        let file = &files(dir.path())[at];
        fs::remove_file(file).expect("deletes");
        survives(dir.path(), &format!("deleted {}", file.display()));
    }
}

#[test]
fn any_file_may_be_cut_short_or_emptied() {
    let (whole, index) = filled();
    drop(index);
    let n_files = files(whole.path()).len();
    for (at, keep) in (0..n_files).flat_map(|at| [(at, 0), (at, 2)]) {
        let dir = copy_of(whole.path());
        let file = &files(dir.path())[at];
        let bytes = fs::read(file).expect("reads");
        fs::write(file, &bytes[..bytes.len() * keep / 3]).expect("writes");
        survives(dir.path(), &format!("cut {} to {keep}/3", file.display()));
    }
}

#[test]
fn any_byte_may_be_flipped() {
    let (whole, index) = filled();
    drop(index);
    let n_files = files(whole.path()).len();
    for (at, part) in (0..n_files).flat_map(|at| (0..8).map(move |part| (at, part))) {
        let dir = copy_of(whole.path());
        let file = &files(dir.path())[at];
        let mut bytes = fs::read(file).expect("reads");
        let place = (bytes.len() * part / 8 + part).min(bytes.len().saturating_sub(1));
        let Some(byte) = bytes.get_mut(place) else {
            continue;
        };
        *byte ^= 0x55;
        fs::write(file, &bytes).expect("writes");
        survives(
            dir.path(),
            &format!("flipped byte {place} of {}", file.display()),
        );
    }
}

#[test]
fn files_may_be_swapped() {
    let (dir, index) = filled();
    drop(index);
    let segment_files: Vec<PathBuf> = files(dir.path())
        .into_iter()
        .filter(|path| path.to_string_lossy().ends_with(".idx"))
        .collect();
    let other = files(dir.path())
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with(".term"));
    let (Some(first), Some(other)) = (segment_files.first(), other) else {
        panic!("no segment")
    };
    let (a, b) = (
        fs::read(first).expect("reads"),
        fs::read(&other).expect("reads"),
    );
    fs::write(first, b).expect("writes");
    fs::write(&other, a).expect("writes");
    survives(dir.path(), "swapped postings and terms");
}

#[test]
fn a_foreign_index_is_replaced() {
    let dir = tempfile::tempdir().expect("a directory");
    let mut schema = tantivy::schema::Schema::builder();
    schema.add_text_field("text", tantivy::schema::TEXT);
    tantivy::Index::create_in_dir(dir.path(), schema.build()).expect("creates");
    let index = Index::open(dir.path()).expect("opens");
    assert_eq!(index.opened(), Opened::Fresh(FreshReason::Foreign));
}

#[test]
fn an_index_of_another_version_is_replaced() {
    let (dir, index) = filled();
    drop(index);
    let meta = dir.path().join("meta.json");
    let text = fs::read_to_string(&meta).expect("reads");
    assert!(text.contains("hearth-index 1 100 "), "{text}");
    let sum = text
        .split("hearth-index 1 100 ")
        .nth(1)
        .expect("a checksum");
    let (old, new) = (
        format!("1 100 {}", &sum[..16]),
        format!("0 100 {}", fnv("hearth-index 0 100")),
    );
    fs::write(&meta, text.replace(&old, &new)).expect("writes");
    let index = Index::open(dir.path()).expect("opens");
    assert_eq!(index.opened(), Opened::Fresh(FreshReason::OtherVersion));
    assert_eq!(index.position(), 0);
}

#[test]
fn files_that_are_not_ours_are_left_alone() {
    let dir = tempfile::tempdir().expect("a directory");
    let letter = dir.path().join("letter.txt");
    fs::write(&letter, "dear reader").expect("writes");
    let index = Index::open(dir.path()).expect("opens");
    assert!(matches!(
        index.opened(),
        Opened::Fresh(FreshReason::Damaged(_))
    ));
    assert_eq!(fs::read_to_string(&letter).expect("reads"), "dear reader");
}

#[test]
fn where_no_directory_can_be_made_the_index_lives_in_memory() {
    let dir = tempfile::tempdir().expect("a directory");
    let file = dir.path().join("file");
    fs::write(&file, "in the way").expect("writes");
    let index = Index::open(&file).expect("opens");
    assert!(matches!(index.opened(), Opened::InMemory(_)));
    index
        .tail_put(1, lesson(1, "Still works", ""))
        .expect("puts");
    index.flush().expect("commits to memory");
    assert_eq!(search(&index, "works ").total, 1);
}

#[test]
fn an_index_in_use_elsewhere_is_not_pulled_from_under_it() {
    let (dir, index) = filled();
    index.tail_put(101, lesson(7, "Check", "")).expect("puts");
    index.flush().expect("takes the writer's lock");
    fs::write(dir.path().join("damaged"), "").expect("writes");
    let other = Index::open(dir.path()).expect("opens");
    assert!(matches!(other.opened(), Opened::InMemory(_)));
    assert_eq!(index.n_lessons(), 7);
    assert!(index.verify().is_ok());
}

#[test]
fn a_reset_starts_over_and_keeps_the_tail() {
    let (dir, index) = filled();
    index
        .tail_put(101, lesson(7, "Check valve", ""))
        .expect("puts");
    index.reset().expect("starts over");
    assert_eq!(index.opened(), Opened::Fresh(FreshReason::Asked));
    assert_eq!(
        (index.position(), index.tail_position(), index.n_lessons()),
        (0, 0, 1)
    );
    let mut bulk = index.bulk().expect("nobody else writes");
    community()
        .iter()
        .try_for_each(|doc| bulk.put(doc))
        .expect("refills");
    bulk.finish(101).expect("commits");
    assert_eq!((index.position(), index.n_lessons()), (101, 7));
    drop(index);
    assert_eq!(Index::open(dir.path()).expect("opens").n_lessons(), 7);
}

#[test]
fn damage_met_in_use_is_remembered() {
    let (dir, index) = filled();
    let positions = files(dir.path())
        .into_iter()
        .find(|path| path.to_string_lossy().ends_with(".pos"));
    let mut file = fs::OpenOptions::new()
        .write(true)
        .open(positions.expect("a file"))
        .expect("opens");
    file.write_all(&[0xff; 4]).expect("overwrites in place");
    assert!(matches!(index.verify(), Err(IndexError::Damaged(_))));
    drop(index);
    let again = Index::open(dir.path()).expect("opens");
    assert!(matches!(
        again.opened(),
        Opened::Fresh(FreshReason::Damaged(_))
    ));
}

#[test]
fn a_copied_index_is_still_an_index() {
    let (dir, index) = filled();
    drop(index);
    let copy = copy_of(dir.path());
    assert_eq!(
        Index::open(copy.path()).expect("opens").opened(),
        Opened::Existing
    );
}

//! Files of other versions, files that are no stores, and files that rotted.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use hearth_model::id::LessonId;
use hearth_store::query::lessons::{Filter, LessonRow};
use hearth_store::{Store, StoreError};
use hearth_testkit::history::History;
use hearth_testkit::runs::value_of;
use hearth_testkit::{history::any_script, stage::play};
use rusqlite::Connection;

use crate::place::{Dice, Place, add, summarise, verified};

/// A closed store with a history in it that has lessons, links and changes set aside.
fn closed_store(place: &Place) -> History {
    let history = (0..)
        .map(|seed| play(&value_of(seed, &any_script(60))))
        .find(|history| {
            history
                .changes
                .iter()
                .filter(|it| it.header().kind >= 32)
                .count()
                > 20
        })
        .unwrap();
    let mut store = place.store(history.community);
    add(&mut store, &verified(&history.changes));
    store.close().unwrap();
    history
}

/// Everything that a store shows.
#[derive(Debug, PartialEq)]
struct Shown {
    digest: [u8; 32],
    changes: Vec<Vec<u8>>,
    rows: Vec<LessonRow>,
    lessons: BTreeMap<LessonId, String>,
}

fn shown(store: &mut Store) -> Result<Shown, StoreError> {
    let mut changes = vec![];
    store.for_each_change(|change| {
        changes.push(change.encode());
        Ok::<_, StoreError>(())
    })?;
    let mut lessons = BTreeMap::new();
    for id in store.lesson_ids()? {
        let state = store.lesson(&id)?;
        lessons.insert(
            id,
            format!("{:?}", state.map(|state| (state.row, state.folded))),
        );
    }
    Ok(Shown {
        digest: store.state_digest()?,
        changes,
        rows: store.lessons(&Filter::default(), 0, u32::MAX)?,
        lessons,
    })
}

fn open(path: &Path) -> Result<Store, StoreError> {
    Store::open(path, summarise)
}

#[test]
fn a_store_of_a_newer_version_is_read_and_never_written() {
    for alter_derived in [false, true] {
        let place = Place::new();
        closed_store(&place);
        let expected = shown(&mut open(&place.file()).unwrap()).unwrap();
        let raw = Connection::open(place.file()).unwrap();
        raw.execute_batch("PRAGMA user_version = 2").unwrap();
        if alter_derived {
            let newer = "UPDATE meta SET value = 99 WHERE name = 'derived_version'; DROP TABLE lessons; DROP TABLE awaited;
                CREATE TABLE lessons (id BLOB PRIMARY KEY, heading TEXT NOT NULL) STRICT; DROP TABLE feed;";
            raw.execute_batch(newer).unwrap();
        }
        raw.execute_batch("PRAGMA wal_checkpoint(TRUNCATE)")
            .unwrap();
        drop(raw);
        let before = fs::read(place.file()).unwrap();

        let mut store = open(&place.file()).unwrap();
        assert!(store.is_read_only());
        assert_eq!(shown(&mut store).unwrap(), expected);
        assert!(matches!(
            store.write().map(drop),
            Err(StoreError::NewerStore)
        ));
        assert!(matches!(store.rebuild(), Err(StoreError::NewerStore)));
        store.close().unwrap();
        assert!(
            fs::read(place.file()).unwrap() == before,
            "not a byte was written"
        );
    }
}

#[test]
fn tables_of_another_version_are_made_anew() {
    let place = Place::new();
    closed_store(&place);
    let expected = shown(&mut open(&place.file()).unwrap()).unwrap();
    let raw = Connection::open(place.file()).unwrap();
    let older = "UPDATE meta SET value = 0 WHERE name = 'derived_version'; DROP TABLE equivocations; DROP TABLE lessons; DROP TABLE awaited;";
    raw.execute_batch(older).unwrap();
    drop(raw);
    let mut store = open(&place.file()).unwrap();
    assert!(store.was_rebuilt());
    assert_eq!(shown(&mut store).unwrap(), expected);
    assert!(store.check().unwrap().all_well());
    drop(store);
    assert!(!open(&place.file()).unwrap().was_rebuilt());
}

#[test]
fn what_is_no_store_is_damaged_and_left_alone() {
    let place = Place::new();
    let other = Connection::open(place.file()).unwrap();
    other
        .execute_batch("CREATE TABLE notes (text TEXT); PRAGMA user_version = 1")
        .unwrap();
    drop(other);
    let foreign = fs::read(place.file()).unwrap();
    for bytes in [
        foreign.as_slice(),
        b"",
        b"SQLite format 3\0",
        b"not a database at all, but text",
    ] {
        fs::write(place.file(), bytes).unwrap();
        assert!(matches!(open(&place.file()), Err(StoreError::Damaged(_))));
        assert_eq!(fs::read(place.file()).unwrap(), bytes);
    }
    fs::remove_file(place.file()).unwrap();
    assert!(matches!(
        open(&place.file()),
        Err(StoreError::Missing { .. })
    ));
    assert!(!place.file().exists());
}

/// What became of a damaged store.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Fate {
    NotOpened,
    Noticed,
    Harmless,
}

/// Complains when something that was damaged is shown as if it were right and no check says so.
fn fate(path: &Path, expected: &Shown) -> Result<Fate, String> {
    let Ok(mut store) = open(path) else {
        return Ok(Fate::NotOpened);
    };
    match store.check() {
        Ok(findings) if findings.all_well() => {}
        _ => return Ok(Fate::Noticed),
    }
    match shown(&mut store) {
        Ok(shown) if shown == *expected => Ok(Fate::Harmless),
        Ok(_) => Err("another state is shown, and all is said to be well".to_owned()),
        Err(error) => Err(format!("all is said to be well, and then: {error}")),
    }
}

#[test]
fn rot_is_noticed_wherever_it_matters() {
    let n_spots = if std::env::var_os("HEARTH_LONG").is_some() {
        10_000
    } else {
        300
    };
    let place = Place::new();
    closed_store(&place);
    let expected = shown(&mut open(&place.file()).unwrap()).unwrap();
    let sound = fs::read(place.file()).unwrap();
    let mut fates: BTreeMap<Fate, usize> = BTreeMap::new();
    let mut dice = Dice(11);
    for _ in 0..n_spots {
        let (at, bit) = (dice.roll(sound.len()), dice.roll(8));
        let mut rotten = sound.clone();
        rotten[at] ^= 1 << bit;
        for leftover in ["db-wal", "db-shm"] {
            drop(fs::remove_file(place.file().with_extension(leftover)));
        }
        fs::write(place.file(), &rotten).unwrap();
        let fate = fate(&place.file(), &expected)
            .unwrap_or_else(|why| panic!("byte {at}, bit {bit}: {why}"));
        *fates.entry(fate).or_default() += 1;
    }
    // Most of a small store is empty space in pages, where a flipped bit means nothing.
    assert!(fates[&Fate::Noticed] >= 10, "{fates:?}");
}

#[test]
fn a_changed_column_beside_the_header_is_noticed() {
    for change in [
        "UPDATE changes SET seq = seq + 1 WHERE position = 3",
        "UPDATE changes SET lamport = lamport + 1 WHERE position = 3",
        "UPDATE changes SET kind = 32 WHERE position = 3",
        "UPDATE changes SET subject = zeroblob(16) WHERE position = 3",
        "UPDATE changes SET device = 99 WHERE position = 3",
        "UPDATE changes SET payload = x'a0', form = 0 WHERE position = 3",
        "UPDATE changes SET signature = zeroblob(64) WHERE position = 3",
        "UPDATE changes SET id = zeroblob(32) WHERE position = 3",
        "UPDATE changes SET header = zeroblob(9) WHERE position = 3",
    ] {
        let place = Place::new();
        closed_store(&place);
        let raw = Connection::open(place.file()).unwrap();
        raw.execute_batch("PRAGMA foreign_keys = OFF").unwrap();
        raw.execute_batch(change).unwrap();
        drop(raw);
        let findings = open(&place.file()).unwrap().check().unwrap();
        assert_eq!(findings.bad_changes.len(), 1, "{change}: {findings:?}");
        assert!(!findings.all_well());
    }
}

#[test]
fn a_changed_row_of_a_derived_table_is_noticed_and_mended_by_rebuilding() {
    for change in [
        "UPDATE lessons SET title = 'Something else'",
        "DELETE FROM lessons",
        "UPDATE members SET name = 'Mallory'",
        "DELETE FROM set_aside",
        "INSERT INTO awaited (id, governance, subject) VALUES (zeroblob(32), 0, zeroblob(16))",
    ] {
        let place = Place::new();
        closed_store(&place);
        let expected = shown(&mut open(&place.file()).unwrap()).unwrap();
        let raw = Connection::open(place.file()).unwrap();
        raw.execute_batch(change).unwrap();
        drop(raw);
        let mut store = open(&place.file()).unwrap();
        let findings = store.check().unwrap();
        assert!(
            findings.bad_changes.is_empty() && !findings.derived_matches,
            "{change}"
        );
        store.rebuild().unwrap();
        assert!(store.check().unwrap().all_well());
        assert_eq!(shown(&mut store).unwrap(), expected);
    }
}

#[test]
fn a_backup_holds_what_the_store_holds_and_takes_nobodys_place() {
    let place = Place::new();
    closed_store(&place);
    let mut store = open(&place.file()).unwrap();
    // Named so that its companions could be taken for the store's own.
    let backup = place.file().with_extension("backup");
    store.back_up(&backup).unwrap();
    assert!(place.file().with_extension("db.lock").exists() || store.write().is_ok());
    let digest = store.state_digest().unwrap();
    assert_eq!(open(&backup).unwrap().state_digest().unwrap(), digest);
    assert!(matches!(
        store.back_up(&backup),
        Err(StoreError::Open { .. })
    ));
    let names: Vec<_> = fs::read_dir(place.file().parent().unwrap())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .filter(|name| name.contains("unfinished"))
        .collect();
    assert_eq!(names, Vec::<String>::new());
}

//! Bad weather: no room, nothing to write on, things missing, things damaged, somebody else at it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use hearth_core::{CoreError, Filter, Hearth, Home, Query, Scope, SearchOptions};
use hearth_store::StoreError;

use crate::common::*;

/// A small file system in memory, mounted for one test.
struct Mount(PathBuf);

impl Mount {
    /// Mounts it, or says why that cannot be done here.
    fn new(path: PathBuf, size: &str) -> Option<Self> {
        fs::create_dir_all(&path).unwrap();
        let mounted = mount(
            &["-t", "tmpfs", "-o", &format!("size={size}"), "tmpfs"],
            &path,
        );
        if let Err(why) = &mounted {
            eprintln!("skipped: no file system can be mounted here ({why})");
        }
        mounted.ok().map(|()| Self(path))
    }

    fn make_read_only(&self) {
        mount(&["-o", "remount,ro"], &self.0).unwrap();
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        drop(Command::new("umount").arg("-l").arg(&self.0).output());
    }
}

fn mount(options: &[&str], path: &Path) -> Result<(), String> {
    let output = Command::new("mount")
        .args(options)
        .arg(path)
        .output()
        .map_err(|error| error.to_string())?;
    match output.status.success() {
        true => Ok(()),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    }
}

/// Text that does not shrink.
fn noise(n: usize) -> String {
    let mut bytes = vec![0; 100_000];
    blake3::Hasher::new()
        .update(&n.to_be_bytes())
        .finalize_xof()
        .fill(&mut bytes);
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

fn found(hearth: &mut Hearth, words: &str) -> usize {
    hearth
        .search(&Query::parse(words), &SearchOptions::default())
        .unwrap()
        .total
}

#[test]
fn a_full_disk_is_named_loses_nothing_and_is_left_when_there_is_room_again() {
    let desk = Desk::new();
    let Some(mount) = Mount::new(desk.path("alice"), "6m") else {
        return;
    };
    let filler = mount.0.join("filler");
    fs::write(&filler, vec![0; 2 << 20]).unwrap();
    let mut alice = desk.alice();
    let mut n_logged = 0;
    let refused = loop {
        let before = alice.state_digest().unwrap();
        match alice.log_lesson(story(&format!("Noise {n_logged}"), &noise(n_logged))) {
            Ok(_) => n_logged += 1,
            Err(error) => {
                assert_eq!(alice.state_digest().unwrap(), before);
                break error;
            }
        }
    };
    assert!(
        matches!(refused, CoreError::Store(StoreError::DiskFull)),
        "{refused:?}"
    );
    assert_eq!(
        found(&mut alice, "noise"),
        n_logged,
        "searching needs no room on the disk"
    );
    let into_full = alice.give(
        &Scope::Whole,
        "",
        &mount.0.join("out.hearth"),
        &mut hearth_core::NoProgress,
    );
    assert!(
        matches!(into_full, Err(CoreError::Give(_))),
        "{into_full:?}"
    );
    assert!(!mount.0.join("out.hearth").exists());

    fs::remove_file(filler).unwrap();
    alice
        .log_lesson(story("Noise at last", "There is room again."))
        .unwrap();
    drop(alice);
    let mut alice = Hearth::open(&Home::at(&mount.0), environment("alice")).unwrap();
    assert_eq!(
        alice.n_lessons(&Filter::default()).unwrap() as usize,
        n_logged + 1
    );
    assert_all_well(&mut alice);
}

#[test]
fn a_folder_that_cannot_be_written_can_be_read_searched_and_given_from() {
    let desk = Desk::new();
    let Some(mount) = Mount::new(desk.path("alice"), "8m") else {
        return;
    };
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    alice
        .log_lesson(story("Winter valves", "Drain them.\n"))
        .unwrap();
    let digest = alice.state_digest().unwrap();
    drop(alice);
    mount.make_read_only();

    let mut alice = Hearth::open(&Home::at(&mount.0), environment("alice")).unwrap();
    assert!(alice.is_read_only());
    assert_eq!(alice.state_digest().unwrap(), digest);
    assert_eq!(found(&mut alice, "drain"), 1);
    carry(&desk, &mut alice, &mut bob);
    assert_eq!(bob.n_lessons(&Filter::default()).unwrap(), 1);
    let is_refused = |error: CoreError| matches!(error, CoreError::Store(StoreError::ReadOnlyFile));
    assert!(is_refused(
        alice.log_lesson(story("No", "No.")).unwrap_err()
    ));
    assert!(is_refused(
        bring_in(&mut alice, &desk.path("carried.hearth")).unwrap_err()
    ));
    let founded = Hearth::found(
        &Home::at(mount.0.join("new")),
        environment("new"),
        "New",
        "New",
        "",
    );
    assert!(matches!(founded, Err(CoreError::File { .. })));
    assert_eq!(alice.state_digest().unwrap(), digest);
}

#[test]
fn a_store_with_writes_that_never_reached_its_file_is_not_read_without_them() {
    let desk = Desk::new();
    let Some(mount) = Mount::new(desk.path("mounted"), "8m") else {
        return;
    };
    let mut alice = desk.alice();
    alice
        .log_lesson(story("Only in the log of writes", "So far.\n"))
        .unwrap();
    let communities = alice.home().path().join("communities");
    let folder = fs::read_dir(communities).unwrap().next().unwrap().unwrap();
    let copy = mount.0.join("communities").join(folder.file_name());
    fs::create_dir_all(&copy).unwrap();
    for name in ["store.db", "store.db-wal"] {
        fs::copy(folder.path().join(name), copy.join(name)).unwrap();
    }
    mount.make_read_only();
    let opened = Hearth::open(&Home::at(&mount.0), environment("copy"));
    match opened {
        Ok(mut copy) => assert_eq!(copy.state_digest().unwrap(), alice.state_digest().unwrap()),
        Err(error) => assert!(
            matches!(error, CoreError::Store(StoreError::Open { .. })),
            "{error:?}"
        ),
    }
}

#[test]
fn a_home_that_is_not_there_is_not_made_by_looking() {
    let desk = Desk::new();
    let opened = Hearth::open(&desk.home("nobody"), environment("nobody"));
    assert!(matches!(opened, Err(CoreError::NoCommunity { .. })));
    assert!(!desk.path("nobody").exists());
}

#[test]
fn a_community_that_is_gone_is_missed_and_never_replaced_by_an_empty_one() {
    let desk = Desk::new();
    let alice = desk.alice();
    let home = alice.home().clone();
    drop(alice);
    let folder = home
        .path()
        .join("communities")
        .join(home.current().unwrap().unwrap());
    let elsewhere = desk.path("elsewhere.db");
    fs::rename(folder.join("store.db"), &elsewhere).unwrap();
    for _ in 0..2 {
        let opened = Hearth::open(&home, environment("alice"));
        assert!(matches!(opened, Err(CoreError::CommunityGone { .. })));
        assert!(!folder.join("store.db").exists());
    }
    fs::write(folder.join("store.db"), b"").unwrap();
    let opened = Hearth::open(&home, environment("alice"));
    assert!(matches!(
        opened,
        Err(CoreError::Store(StoreError::Damaged(_)))
    ));
    assert_eq!(
        fs::metadata(folder.join("store.db")).unwrap().len(),
        0,
        "an empty file stays as it is"
    );

    fs::rename(elsewhere, folder.join("store.db")).unwrap();
    fs::remove_file(home.path().join("current")).unwrap();
    assert!(
        Hearth::open(&home, environment("alice")).is_ok(),
        "the only community there is"
    );
}

#[test]
fn a_store_that_another_program_replaced_is_not_written_behind_its_back() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let backup = desk.path("backup");
    alice.back_up(&backup).unwrap();
    let mut other = Hearth::restore(alice.home(), environment("other"), &backup, true).unwrap();
    let refused = alice.log_lesson(story("To nobody", "Lost.\n")).unwrap_err();
    assert!(
        matches!(refused, CoreError::Store(StoreError::Missing { .. })),
        "{refused:?}"
    );
    other.log_lesson(story("To somebody", "Kept.\n")).unwrap();
    assert_eq!(other.n_lessons(&Filter::default()).unwrap(), 1);
}

#[test]
fn a_second_window_is_told_so() {
    let desk = Desk::new();
    let home = desk.home("alice");
    let first = home.claim_for_window().unwrap();
    assert!(matches!(
        home.claim_for_window(),
        Err(CoreError::OpenElsewhere)
    ));
    drop(first);
    assert!(home.claim_for_window().is_ok());
}

#[test]
fn own_changes_that_came_back_and_were_undone_free_no_number() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    let backup = desk.path("backup");
    alice.back_up(&backup).unwrap();
    alice
        .log_lesson(story("After the backup", "Given to Bob.\n"))
        .unwrap();
    carry(&desk, &mut alice, &mut bob);
    let home = alice.home().clone();
    drop(alice);
    let mut alice = Hearth::restore(&home, environment("again"), &backup, true).unwrap();
    // The note beside the key is lost with a new disk; only what comes back can tell.
    for file in fs::read_dir(home.path().join("keys"))
        .unwrap()
        .map(Result::unwrap)
    {
        if file.path().extension().is_some_and(|it| it == "last") {
            fs::remove_file(file.path()).unwrap();
        }
    }
    drop(alice);
    alice = Hearth::open(&home, environment("once more")).unwrap();
    carry(&desk, &mut bob, &mut alice);
    alice.undo_bring_in(None).unwrap();
    drop(alice);
    let mut alice = Hearth::open(&home, environment("and again")).unwrap();
    alice
        .log_lesson(story("Written after the undo", "Its number is new.\n"))
        .unwrap();
    carry(&desk, &mut alice, &mut bob);
    assert_eq!(bob.set_aside_counts().unwrap(), []);
    carry(&desk, &mut bob, &mut alice);
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
}

/// The ways in which a file of the index is spoiled.
fn spoil(path: &Path, how: usize) {
    let bytes = fs::read(path).unwrap();
    match how {
        0 => fs::remove_file(path).unwrap(),
        1 => fs::write(path, b"").unwrap(),
        2 => fs::write(path, &bytes[..bytes.len() / 2]).unwrap(),
        3 => fs::write(path, b"nothing that an index would hold").unwrap(),
        _ => {
            let mut flipped = bytes;
            let at = flipped.len() / 2;
            if let Some(byte) = flipped.get_mut(at) {
                *byte ^= 0x10;
            }
            fs::write(path, flipped).unwrap();
        }
    }
}

#[test]
fn an_index_spoiled_anywhere_stops_neither_the_start_nor_the_search() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    for n in 0..12 {
        alice
            .log_lesson(story(&format!("Valve {n}"), "Drain it before the frost.\n"))
            .unwrap();
    }
    assert_eq!(found(&mut alice, "frost"), 12);
    alice.flush_index().unwrap();
    let home = alice.home().clone();
    let index = home
        .path()
        .join("communities")
        .join(home.current().unwrap().unwrap())
        .join("index");
    drop(alice);
    let names: Vec<_> = fs::read_dir(&index)
        .unwrap()
        .map(|entry| entry.unwrap().file_name())
        .collect();
    assert!(names.len() > 4, "{names:?}");
    for name in names {
        for how in 0..5 {
            if !index.join(&name).exists() {
                continue;
            }
            spoil(&index.join(&name), how);
            let mut alice = Hearth::open(&home, environment("alice")).unwrap();
            assert_eq!(
                found(&mut alice, "frost"),
                12,
                "{name:?} spoiled in way {how}"
            );
            if !alice.check().unwrap().index_in_step {
                alice.rebuild().unwrap();
            }
            assert_all_well(&mut alice);
            alice.flush_index().unwrap();
        }
    }
}

#[test]
fn an_index_of_another_community_finds_nothing_here() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    alice
        .log_lesson(story("Winter valves", "Drain them.\n"))
        .unwrap();
    assert_eq!(found(&mut alice, "drain"), 1);
    let mut zoe = Hearth::found(
        &desk.home("zoe"),
        environment("zoe"),
        "Elsewhere",
        "Zoe",
        "",
    )
    .unwrap()
    .hearth;
    for n in 0..20 {
        zoe.log_lesson(story(&format!("Secret {n}"), "Of another village.\n"))
            .unwrap();
    }
    assert_eq!(found(&mut zoe, "secret"), 20);
    zoe.flush_index().unwrap();
    let folder = |home: &Home| {
        home.path()
            .join("communities")
            .join(home.current().unwrap().unwrap())
            .join("index")
    };
    let (ours, theirs) = (folder(alice.home()), folder(zoe.home()));
    let home = alice.home().clone();
    drop((alice, zoe));
    fs::remove_dir_all(&ours).unwrap();
    fs::rename(theirs, &ours).unwrap();
    let mut alice = Hearth::open(&home, environment("alice")).unwrap();
    assert_eq!(found(&mut alice, "secret"), 0);
    assert_eq!(found(&mut alice, "drain"), 1);
    assert_all_well(&mut alice);
}

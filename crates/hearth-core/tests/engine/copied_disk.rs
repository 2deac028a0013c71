//! A whole disk is copied, and both machines go on with one key: each leaves it behind by itself.

use std::fs;
use std::path::Path;

use hearth_core::model::people::Role;
use hearth_core::{Filter, Hearth};

use crate::common::*;

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.file_type().unwrap().is_dir() {
            copy_folder(&entry.path(), &target);
        } else {
            fs::copy(entry.path(), target).unwrap();
        }
    }
}

/// Alice on her desk, on a copy of its disk, and Bob; nobody knows yet that two write with one key.
fn copied(desk: &Desk) -> (Hearth, Hearth, Hearth) {
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    carry(desk, &mut bob, &mut alice);
    drop(alice);
    copy_folder(&desk.path("alice"), &desk.path("copy"));
    let mut alice = Hearth::open(&desk.home("alice"), environment("desk")).unwrap();
    let mut copy = Hearth::open(&desk.home("copy"), environment("copy")).unwrap();
    alice.log_lesson(story("On the desk", "")).unwrap();
    copy.log_lesson(story("On the copy", "")).unwrap();
    carry(desk, &mut alice, &mut bob);
    carry(desk, &mut copy, &mut bob);
    (alice, copy, bob)
}

fn meet(desk: &Desk, people: &mut [&mut Hearth]) {
    for _ in 0..2 {
        for n in 1..people.len() {
            let (first, others) = people.split_at_mut(n);
            carry(desk, first[0], others[0]);
            carry(desk, others[0], first[0]);
        }
    }
}

#[test]
fn both_machines_take_a_new_key_of_their_own_and_govern_on() {
    let desk = Desk::new();
    let (mut alice, mut copy, mut bob) = copied(&desk);
    let shared = alice.identity().unwrap().key.device();
    meet(&desk, &mut [&mut bob, &mut alice, &mut copy]);
    alice.log_lesson(story("With a new key", "")).unwrap();
    copy.log_lesson(story("With another", "")).unwrap();
    let keys = [&alice, &copy].map(|it| it.identity().unwrap().key.device());
    assert!(!keys.contains(&shared) && keys[0] != keys[1], "{keys:?}");
    let bob_id = bob.identity().unwrap().member;
    alice.grant(bob_id, Role::Facilitator).unwrap();
    meet(&desk, &mut [&mut bob, &mut alice, &mut copy]);
    let digest = bob.state_digest().unwrap();
    for hearth in [&mut alice, &mut copy, &mut bob] {
        assert_eq!(hearth.state_digest().unwrap(), digest);
        assert_eq!(hearth.n_lessons(&Filter::default()).unwrap(), 4);
        let roster = hearth.roster().unwrap();
        assert!(roster.members()[&bob_id].roles.contains(&Role::Facilitator));
        assert_all_well(hearth);
    }
}

#[test]
fn a_key_that_was_admitted_before_the_power_went_is_taken_into_use() {
    let desk = Desk::new();
    let (mut alice, mut copy, mut bob) = copied(&desk);
    meet(&desk, &mut [&mut bob, &mut alice, &mut copy]);
    let folder = desk.path("alice");
    let note = find(&folder, "identity");
    let before = fs::read(&note).unwrap();
    alice.log_lesson(story("With a new key", "")).unwrap();
    let new = alice.identity().unwrap().key.device();
    drop(alice);
    // As if the power had gone between the admission and the note about it.
    fs::write(&note, before).unwrap();
    let mut alice = Hearth::open(&desk.home("alice"), environment("later")).unwrap();
    assert_ne!(alice.identity().unwrap().key.device(), new);
    alice
        .log_lesson(story("After the power came back", ""))
        .unwrap();
    assert_eq!(alice.identity().unwrap().key.device(), new);
    assert_all_well(&mut alice);
}

fn find(folder: &Path, name: &str) -> std::path::PathBuf {
    let entries = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path());
    let (folders, files): (Vec<_>, Vec<_>) = entries.partition(|path| path.is_dir());
    let here = files.into_iter().find(|path| path.ends_with(name));
    here.unwrap_or_else(|| {
        let holds =
            |path: &&std::path::PathBuf| path.join(name).exists() || path.ends_with("communities");
        find(folders.iter().find(holds).expect("it is somewhere"), name)
    })
}

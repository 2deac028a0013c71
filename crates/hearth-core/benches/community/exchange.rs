//! What passes between two machines.

use std::path::PathBuf;

use hearth_core::model::field::Field;
use hearth_core::model::people::Role;
use hearth_core::{Environment, Hearth, Limits, NoProgress, Scope};

use crate::Bench;
use crate::measure::{Spent, rate};

impl Bench {
    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(name).with_extension("hearth")
    }
}

pub(crate) fn give(bench: &Bench) {
    let mut alice = bench.open("alice");
    let invitation = bench.file("invitation");
    alice.invite(Role::Practitioner, 10, &invitation).unwrap();
    let spent = Spent::now();
    let given = alice
        .give(&Scope::Whole, "", &bench.file("whole"), &mut NoProgress)
        .unwrap();
    let n_changes = usize::try_from(given.n_changes).unwrap();
    spent.row("give everything", &rate(n_changes, spent.elapsed()));
    let bytes = given.bytes / bench.n_lessons as u64;
    println!("| size of that file | {bytes} bytes a lesson | |");
}

pub(crate) fn bring_in(bench: &Bench) {
    let (home, whole) = (bench.home("bob"), bench.file("whole"));
    let invitation = bench.file("invitation");
    let mut bob = Hearth::join(&home, Environment::system(), &invitation, "Bob").unwrap();
    let limits = Limits::default();
    let spent = Spent::now();
    let plan = bob.preview(&whole, &limits, &mut NoProgress).unwrap();
    let n_changes = usize::try_from(plan.n_changes).unwrap();
    let speed = |spent: &Spent| rate(n_changes, spent.elapsed());
    spent.row("preview of everything", &speed(&spent));
    let spent = Spent::now();
    bob.bring_in(&whole, &limits, None, &mut NoProgress)
        .unwrap();
    spent.row("bring in: verified, planned, stored", &speed(&spent));
    bob.index().unwrap();
    spent.row("bring in, indexed too", &speed(&spent));
    let spent = Spent::now();
    bob.bring_in(&whole, &limits, None, &mut NoProgress)
        .unwrap();
    spent.row("the same file again", "");
}

/// 100 lessons change on one machine and reach the other, which declared what it holds.
pub(crate) fn small_exchange(bench: &Bench) {
    let (mut alice, mut bob) = (bench.open("alice"), bench.open("bob"));
    let limits = Limits::default();
    let member = |hearth: &Hearth| hearth.identity().unwrap().member;
    let ids = alice.lesson_ids().unwrap();
    for id in ids.iter().step_by(bench.n_lessons.div_ceil(100)) {
        let revise = |fields: hearth_core::model::field::Fields| {
            let body = format!("{}\n\nSeen again, and noted.\n", fields.text(Field::Body));
            fields.with_text(Field::Body, &body)
        };
        alice.edit_lesson(*id, revise).unwrap();
    }
    let (back, news) = (bench.file("back"), bench.file("news"));
    let to_alice = Scope::SinceLast(member(&alice));
    bob.give(&to_alice, "", &back, &mut NoProgress).unwrap();
    alice
        .bring_in(&back, &limits, None, &mut NoProgress)
        .unwrap();
    bob.index().unwrap();
    let spent = Spent::now();
    let to_bob = Scope::SinceLast(member(&bob));
    let given = alice.give(&to_bob, "", &news, &mut NoProgress).unwrap();
    bob.bring_in(&news, &limits, None, &mut NoProgress).unwrap();
    let figures = format!("{} KB, {} changes", given.bytes / 1_000, given.n_changes);
    spent.row("100 changed lessons: give and bring in", &figures);
}

//! Alice and Bob, on two machines: found, invite, join, log, give, bring in, edit, part, agree.

use hearth_core::model::field::{Field, Value};
use hearth_core::model::fold::Forked;
use hearth_core::{CoreError, Filter, Hearth, Query, Scope, SearchOptions};

use crate::common::*;

fn found(hearth: &mut Hearth, words: &str) -> Vec<String> {
    let found = hearth
        .search(&Query::parse(words), &SearchOptions::default())
        .unwrap();
    found.hits.into_iter().map(|hit| hit.row.title).collect()
}

fn set_title(hearth: &mut Hearth, id: hearth_core::model::id::LessonId, title: &str) {
    hearth
        .edit_lesson(id, |fields| fields.with_text(Field::Title, title))
        .unwrap();
}

#[test]
fn what_one_gives_the_other_reads_finds_and_edits() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    let (seal, _) = alice
        .log_lesson(story(
            "The pump lost its prime",
            "A split seal let **air** in.\n",
        ))
        .unwrap();
    alice
        .log_lesson(story("Winter valves", "Drain them before the frost.\n"))
        .unwrap();
    alice
        .log_lesson(story("Gauge drift", "Zero it every spring.\n"))
        .unwrap();

    let file = desk.path("whole.hearth");
    give(&mut alice, &Scope::Whole, &file);
    let before = bob.state_digest().unwrap();
    let plan = preview(&mut bob, &file).unwrap();
    assert_eq!(
        (
            plan.n_new,
            plan.n_updated,
            plan.n_forked,
            plan.n_quarantined()
        ),
        (3, 0, 0, 0)
    );
    assert_eq!(plan.sender.name, "Alice");
    assert_eq!(
        bob.state_digest().unwrap(),
        before,
        "a preview changes nothing"
    );

    let brought = bob
        .bring_in(
            &file,
            &Default::default(),
            Some(&plan),
            &mut hearth_core::NoProgress,
        )
        .unwrap();
    assert_eq!(brought.plan, plan);
    assert_eq!(bob.n_lessons(&Filter::default()).unwrap(), 3);
    assert_eq!(
        bob.folded(seal).unwrap().fields.text(Field::Body),
        "A split seal let **air** in.\n"
    );
    assert_eq!(found(&mut bob, "prime"), ["The pump lost its prime"]);
    assert_eq!(found(&mut bob, "frost"), ["Winter valves"]);

    let (own, _) = bob
        .log_lesson(story("Rope rot", "Nylon outlasts hemp.\n"))
        .unwrap();
    set_title(&mut bob, own, "Rope rot in the shaft");
    assert_eq!(found(&mut bob, "nylon"), ["Rope rot in the shaft"]);
    assert_all_well(&mut bob);

    let me = alice.identity().unwrap().member;
    let back = desk.path("back.hearth");
    assert_eq!(
        give(&mut bob, &Scope::SinceLast(me), &back),
        3,
        "Bob's join, his lesson, his edit"
    );
    let plan = bring_in(&mut alice, &back).unwrap().plan;
    assert_eq!((plan.n_new, plan.n_updated, plan.n_known), (1, 0, 0));
    assert_eq!(found(&mut alice, "hemp"), ["Rope rot in the shaft"]);
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
    assert_all_well(&mut alice);
}

#[test]
fn two_who_part_meet_in_a_fork_and_settle_it() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    let (id, _) = alice
        .log_lesson(story("The pump lost its prime", "one\ntwo\nthree\nfour\n"))
        .unwrap();
    carry(&desk, &mut alice, &mut bob);
    carry(&desk, &mut bob, &mut alice);

    set_title(&mut alice, id, "The pump ran dry");
    alice
        .edit_lesson(id, |fields| {
            fields.with_text(Field::Body, "one, by Alice\ntwo\nthree\nfour\n")
        })
        .unwrap();
    set_title(&mut bob, id, "The pump drew air");
    bob.edit_lesson(id, |fields| {
        fields.with_text(Field::Body, "one\ntwo\nthree\nfour, by Bob\n")
    })
    .unwrap();
    let forked = carry(&desk, &mut alice, &mut bob).plan;
    assert_eq!((forked.n_updated, forked.n_forked), (0, 1));
    carry(&desk, &mut bob, &mut alice);
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());

    let folded = bob.folded(id).unwrap();
    assert_eq!(
        folded.forks.keys().collect::<Vec<_>>(),
        [&Forked::Field(Field::Title)]
    );
    assert_eq!(
        folded.fields.text(Field::Body),
        "one, by Alice\ntwo\nthree\nfour, by Bob\n"
    );
    let said: Vec<_> = folded.forks[&Forked::Field(Field::Title)]
        .iter()
        .map(|(_, value)| value.clone())
        .collect();
    assert!(
        said.contains(&Value::text("The pump ran dry"))
            && said.contains(&Value::text("The pump drew air"))
    );

    set_title(&mut bob, id, "The pump lost its prime twice");
    assert!(bob.folded(id).unwrap().forks.is_empty());
    carry(&desk, &mut bob, &mut alice);
    assert_eq!(
        alice.folded(id).unwrap().fields.text(Field::Title),
        "The pump lost its prime twice"
    );
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
    assert_all_well(&mut alice);
    assert_all_well(&mut bob);
}

#[test]
fn a_bring_in_that_is_undone_leaves_no_trace_in_the_state() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    alice
        .log_lesson(story("Winter valves", "Drain them.\n"))
        .unwrap();
    bob.log_lesson(story("Rope rot", "Nylon.\n")).unwrap();
    let before = bob.state_digest().unwrap();
    let brought = carry(&desk, &mut alice, &mut bob);
    assert_ne!(bob.state_digest().unwrap(), before);
    assert_eq!(found(&mut bob, "drain"), ["Winter valves"]);

    let undone = bob.undo_bring_in(brought.exchange).unwrap();
    assert_eq!(
        (undone.n_removed, undone.n_kept),
        (brought.plan.n_new_changes(), 0)
    );
    assert_eq!(bob.state_digest().unwrap(), before);
    assert_eq!(found(&mut bob, "drain"), Vec::<String>::new());
    assert_all_well(&mut bob);
    assert!(matches!(
        bob.undo_bring_in(brought.exchange),
        Err(CoreError::AlreadyUndone)
    ));

    let again = carry(&desk, &mut alice, &mut bob).plan;
    assert_eq!((again.n_new, again.n_known), (1, brought.plan.n_known));
}

#[test]
fn an_old_backup_put_back_goes_on_without_a_second_history() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    let backup = desk.path("alice.backup");
    alice.log_lesson(story("Before", "Kept.\n")).unwrap();
    alice.back_up(&backup).unwrap();
    alice
        .log_lesson(story("After", "Given to Bob, then lost here.\n"))
        .unwrap();
    carry(&desk, &mut alice, &mut bob);

    let home = alice.home().clone();
    drop(alice);
    let refused = Hearth::restore(&home, environment("alice again"), &backup, false);
    assert!(matches!(refused, Err(CoreError::RestoreOverExisting)));
    let mut alice = Hearth::restore(&home, environment("alice again"), &backup, true).unwrap();
    assert_eq!(found(&mut alice, "lost"), Vec::<String>::new());
    alice
        .log_lesson(story("Later", "Written on the old store.\n"))
        .unwrap();

    carry(&desk, &mut alice, &mut bob);
    carry(&desk, &mut bob, &mut alice);
    assert_eq!(
        alice.n_lessons(&Filter::default()).unwrap(),
        3,
        "nothing is lost"
    );
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
    let aside = alice.set_aside_counts().unwrap();
    assert!(aside.is_empty(), "no seq was used twice: {aside:?}");
    assert_all_well(&mut alice);
}

#[test]
fn rebuilding_changes_nothing() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    bob.log_lesson(story("Rope rot", "Nylon.\n")).unwrap();
    carry(&desk, &mut bob, &mut alice);
    let before = alice.state_digest().unwrap();
    alice.rebuild().unwrap();
    assert_eq!(alice.state_digest().unwrap(), before);
    assert_eq!(found(&mut alice, "nylon"), ["Rope rot"]);
    assert_all_well(&mut alice);
}

//! Machines that write apart and exchange files come to one picture, whatever the order.

use hearth_core::model::act::ReasonClass;
use hearth_core::model::field::Field;
use hearth_core::model::id::LessonId;
use hearth_core::model::link::LinkType;
use hearth_core::{Filter, Hearth, Scope};
use hearth_tests::people::{
    Desk, Dice, assert_all_well, bring_in, environment, give, is_long, story,
};

fn title(hearth: &mut Hearth, id: LessonId) -> String {
    hearth
        .folded(id)
        .unwrap()
        .fields
        .text(Field::Title)
        .to_owned()
}

#[test]
fn two_members_on_two_machines_diverge_exchange_and_converge() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    let (id, _) = alice
        .log_lesson(story("The pump lost its prime", "A split seal.\n"))
        .unwrap();
    desk.carry(&mut alice, &mut bob);
    desk.carry(&mut bob, &mut alice);

    let rename = |hearth: &mut Hearth, to: &str| {
        drop(
            hearth
                .edit_lesson(id, |fields| fields.with_text(Field::Title, to))
                .unwrap(),
        );
    };
    rename(&mut alice, "The pump ran dry");
    rename(&mut bob, "The pump drew air");
    let members = [&alice, &bob].map(|hearth| hearth.identity().unwrap().member);
    let (there, back) = (desk.path("there.hearth"), desk.path("back.hearth"));
    assert_eq!(give(&mut alice, &Scope::SinceLast(members[1]), &there), 1);
    assert_eq!(bring_in(&mut bob, &there).unwrap().plan.n_forked, 1);
    assert_eq!(
        give(&mut bob, &Scope::SinceLast(members[0]), &back),
        1,
        "she has what she gave"
    );
    assert_eq!(bring_in(&mut alice, &back).unwrap().plan.n_forked, 1);
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
    assert_eq!(title(&mut alice, id), title(&mut bob, id));

    rename(&mut alice, "The pump lost its prime through a split seal");
    desk.carry(&mut alice, &mut bob);
    assert_eq!(
        title(&mut bob, id),
        "The pump lost its prime through a split seal"
    );
    assert!(bob.folded(id).unwrap().forks.is_empty());
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
    assert_all_well(&mut alice);
    assert_all_well(&mut bob);
}

/// One thing that a machine does by itself.
fn act(hearth: &mut Hearth, dice: &mut Dice, stamp: &str) {
    let ids = hearth.lesson_ids().unwrap();
    let pick = |dice: &mut Dice| {
        ids.get(usize::try_from(dice.roll(ids.len() as u64)).unwrap())
            .copied()
    };
    let (one, other) = (pick(dice), pick(dice));
    match (dice.roll(6), one.zip(other)) {
        (0 | 1, _) | (_, None) => {
            hearth
                .log_lesson(story(&format!("Lesson {stamp}"), "one\ntwo\nthree\nfour\n"))
                .unwrap();
        }
        (2, Some((id, _))) => {
            hearth
                .edit_lesson(id, |fields| {
                    fields.with_text(Field::Title, &format!("Title {stamp}"))
                })
                .unwrap();
        }
        (3, Some((id, _))) => {
            let body = ["one\n", "two\n", "three\n", "four\n"].map(|line| match dice.roll(4) {
                0 => format!("{stamp} {line}"),
                _ => line.to_owned(),
            });
            hearth
                .edit_lesson(id, |fields| fields.with_text(Field::Body, &body.concat()))
                .unwrap();
        }
        // Refusals are as good: a circle, or somebody else's lesson.
        (4, Some((id, other))) => drop(hearth.link(id, LinkType::Supersedes, other)),
        (_, Some((id, _))) => drop(hearth.retract(id, ReasonClass::Other, stamp)),
    }
}

/// Gives what the other lacks, or everything.
fn exchange(desk: &Desk, machines: &mut [Hearth], from: usize, to: usize, whole: bool) {
    let file = desk.path("exchanged.hearth");
    let scope = match whole {
        true => Scope::Whole,
        false => Scope::SinceLast(machines[to].identity().unwrap().member),
    };
    give(&mut machines[from], &scope, &file);
    bring_in(&mut machines[to], &file).unwrap();
}

/// Goes back to an old backup, which may cost what nobody else has.
fn lose_and_restore(desk: &Desk, machines: &mut Vec<Hearth>, at: usize, stamp: &str) {
    let backup = desk.path(&format!("backup of {at}"));
    if backup.exists() {
        let home = machines[at].home().clone();
        drop(machines.remove(at));
        let restored = Hearth::restore(&home, environment(stamp), &backup, true).unwrap();
        machines.insert(at, restored);
        std::fs::remove_file(&backup).unwrap();
    } else {
        machines[at].back_up(&backup).unwrap();
    }
}

fn three_machines(seed: u64, n_steps: u64) {
    let desk = Desk::in_memory();
    let mut dice = Dice(seed);
    let mut alice = desk.alice();
    let bob = desk.join(&mut alice, "Bob");
    let carol = desk.join(&mut alice, "Carol");
    let mut machines = vec![alice, bob, carol];
    for step in 0..n_steps {
        let at = usize::try_from(dice.roll(3)).unwrap();
        let other = (at + 1 + usize::try_from(dice.roll(2)).unwrap()) % 3;
        let stamp = format!("{seed}-{step}");
        match dice.roll(16) {
            0..8 => act(&mut machines[at], &mut dice, &stamp),
            8..13 => exchange(&desk, &mut machines, at, other, false),
            13 => exchange(&desk, &mut machines, at, other, true),
            14 => drop(machines[at].undo_bring_in(None)),
            _ => lose_and_restore(&desk, &mut machines, at, &stamp),
        }
    }
    for (from, to) in [(0, 1), (1, 2), (2, 0), (0, 1), (1, 2)] {
        exchange(&desk, &mut machines, from, to, true);
    }
    let digests: Vec<_> = machines
        .iter_mut()
        .map(|hearth| hearth.state_digest().unwrap())
        .collect();
    assert!(
        digests.iter().all(|digest| *digest == digests[0]),
        "seed {seed}: {digests:?}"
    );
    for hearth in &mut machines {
        assert_all_well(hearth);
        let aside = hearth.set_aside_counts().unwrap();
        let forked = aside
            .iter()
            .any(|(reason, _)| reason.contains("equivocation"));
        assert!(!forked, "seed {seed}: {aside:?}");
        assert!(hearth.n_lessons(&Filter::default()).unwrap() > 0);
    }
}

#[test]
fn three_machines_that_act_and_exchange_at_random_come_to_one_picture() {
    let (n_seeds, n_steps) = if is_long() { (300, 120) } else { (12, 60) };
    for seed in 0..n_seeds {
        three_machines(seed, n_steps);
    }
}

//! What travels in a file, and what does not.

use hearth_core::model::field::Field;
use hearth_core::{Hearth, NoProgress, Progress, Scope, SenderStanding, Stopped};
use hearth_tests::people::{Desk, assert_all_well, bring_in, give, preview, story};

#[test]
fn since_last_leaves_out_what_the_other_declared_and_nothing_else() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    let (to_bob, to_alice) = (
        Scope::SinceLast(bob.identity().unwrap().member),
        Scope::SinceLast(alice.identity().unwrap().member),
    );
    desk.carry(&mut bob, &mut alice);
    let file = desk.path("delta.hearth");
    assert_eq!(give(&mut alice, &to_bob, &file), 0, "he has all she has");
    for n in 0..5 {
        alice
            .log_lesson(story(&format!("Lesson {n}"), "Short.\n"))
            .unwrap();
        assert_eq!(give(&mut alice, &to_bob, &file), n + 1);
    }
    bring_in(&mut bob, &file).unwrap();
    assert_eq!(give(&mut bob, &to_alice, &file), 0);
    let again = bring_in(&mut alice, &file).unwrap();
    assert_eq!((again.exchange, again.plan.n_changes), (None, 0));
    assert_eq!(
        give(&mut alice, &to_bob, &file),
        0,
        "his empty file said what he has"
    );
    assert_eq!(alice.state_digest().unwrap(), bob.state_digest().unwrap());
}

#[test]
fn attached_files_travel_once_and_are_what_they_were() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    let picture: Vec<u8> = (0..200_000_u32)
        .map(|n| (n.wrapping_mul(n) >> 7) as u8)
        .collect();
    let (one, _) = alice
        .log_lesson(story("Seal", "See the picture.\n"))
        .unwrap();
    let (two, _) = alice
        .log_lesson(story("Seal again", "The same picture.\n"))
        .unwrap();
    let (hash, _) = alice
        .attach(one, "seal.png", "image/png", "A split seal", &picture)
        .unwrap();
    alice
        .attach(two, "again.png", "image/png", "The same", &picture)
        .unwrap();
    let file = desk.path("whole.hearth");
    give(&mut alice, &Scope::Whole, &file);
    let plan = preview(&mut bob, &file).unwrap();
    assert_eq!((plan.n_new, plan.n_attachments), (2, 1));
    assert_eq!(bob.blob(&hash).unwrap(), None, "a preview keeps no file");
    bring_in(&mut bob, &file).unwrap();
    assert_eq!(bob.blob(&hash).unwrap(), Some(picture));
    assert_all_well(&mut bob);
}

#[test]
fn a_file_says_who_made_it_and_whether_that_is_known() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    let file = desk.path("from bob.hearth");
    bob.give(&Scope::Whole, "For the winter.", &file, &mut NoProgress)
        .unwrap();
    let plan = preview(&mut alice, &file).unwrap();
    assert_eq!(
        (plan.note.as_str(), plan.sender.name.as_str()),
        ("For the winter.", "Bob")
    );
    assert_eq!(plan.sender.words.split('-').count(), 4);
    assert_eq!(
        preview(&mut bob, &file).unwrap().sender.standing,
        SenderStanding::Me
    );
    bring_in(&mut alice, &file).unwrap();
    assert_eq!(
        preview(&mut alice, &file).unwrap().sender.standing,
        SenderStanding::Known
    );
}

/// Stops at the nth report.
struct StopAt(u32);

impl Progress for StopAt {
    fn update(&mut self, _: &'static str, _: u64, _: u64) -> Result<(), Stopped> {
        self.0 = self.0.checked_sub(1).ok_or(Stopped)?;
        Ok(())
    }
}

#[test]
fn a_bring_in_or_a_giving_that_is_stopped_leaves_everything_as_it_was() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    for n in 0..20 {
        alice
            .log_lesson(story(&format!("Lesson {n}"), "Short.\n"))
            .unwrap();
    }
    let file = desk.path("whole.hearth");
    give(&mut alice, &Scope::Whole, &file);
    let before = bob.state_digest().unwrap();
    for n in 0..3 {
        let stopped = bob.bring_in(&file, &Default::default(), None, &mut StopAt(n));
        assert!(
            matches!(stopped, Err(hearth_core::CoreError::Stopped)),
            "{n}"
        );
        assert_eq!(bob.state_digest().unwrap(), before);
    }
    let kept = std::fs::read(&file).unwrap();
    let stopped = alice.give(&Scope::Whole, "", &file, &mut StopAt(3));
    assert!(matches!(stopped, Err(hearth_core::CoreError::Stopped)));
    assert_eq!(
        std::fs::read(&file).unwrap(),
        kept,
        "what was there is still there"
    );
    assert_eq!(bob.exchanges(9).unwrap(), []);
}

#[test]
fn any_one_copy_restores_the_community() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.join(&mut alice, "Bob");
    let (id, _) = alice
        .log_lesson(story("Winter valves", "Drain them.\n"))
        .unwrap();
    desk.carry(&mut alice, &mut bob);
    bob.log_lesson(story("Rope rot", "Nylon.\n")).unwrap();
    let backup = desk.path("bob.backup");
    bob.back_up(&backup).unwrap();
    let digest = bob.state_digest().unwrap();
    let mut reader = Hearth::restore(
        &desk.home("reader"),
        hearth_tests::people::environment("reader"),
        &backup,
        false,
    )
    .unwrap();
    assert!(reader.identity().is_none(), "keys are not in a backup");
    assert_eq!(reader.state_digest().unwrap(), digest);
    assert_eq!(
        reader.folded(id).unwrap().fields.text(Field::Title),
        "Winter valves"
    );
    assert!(matches!(
        reader.log_lesson(story("No", "")),
        Err(hearth_core::CoreError::NoKey)
    ));
    assert_all_well(&mut reader);
}

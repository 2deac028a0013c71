//! What nobody admitted waits, and not without end: a file full of it does not fill the disk.

use hearth_core::model::act::{Act, Kind};
use hearth_core::model::id::Subject;
use hearth_core::model::people::Role;
use hearth_core::model::sign::{DeviceKey, Place, Statement, Verified};
use hearth_core::{Filter, Hearth, LEFT_OUT, Scope};
use hearth_testkit::acts::lesson_id;

use crate::common::*;
use crate::hostile::seal;

/// A chain of lessons by a key that nobody knows.
fn flood(hearth: &mut Hearth, n_changes: u64) -> Vec<Verified<hearth_core::model::change::Change>> {
    let key = DeviceKey::from_seed([77; 32]);
    let community = hearth.community();
    let governance = hearth.roster().unwrap().heads();
    let lamport = 1_000;
    let mut backlink = None;
    let change = |n| {
        let place = Place {
            community: Some(community),
            seq: n + 2,
            backlink: Some(backlink.unwrap_or(community)),
            lamport,
            wall_ms: NOON,
            governance: governance.clone(),
        };
        let statement = Statement {
            kind: Kind::Lesson.code(),
            subject: Subject::from(lesson_id((n % 200) as u8)),
            parents: vec![],
            payload: Act::Lesson(story(&format!("Buy number {n}"), "")).encode(),
        };
        let change = key.sign(place, statement).unwrap();
        backlink = Some(change.id());
        change
    };
    (0..n_changes).map(change).collect()
}

#[test]
fn what_strangers_wrote_beyond_the_bound_is_left_out_and_members_still_get_in() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let changes = flood(&mut alice, 10_040);
    let file = desk.path("flood.hearth");
    seal(&file, &changes, &DeviceKey::from_seed([77; 32]));
    let plan = preview(&mut alice, &file).unwrap();
    assert_eq!(plan.quarantined.get(LEFT_OUT), Some(&40));
    assert_eq!(plan.n_quarantined(), 10_040);
    bring_in(&mut alice, &file).unwrap();
    let again = bring_in(&mut alice, &file).unwrap();
    assert_eq!(again.exchange, None, "nothing came in that could be undone");
    assert_eq!(
        again.plan.n_known, 10_000,
        "what was left out counts as never seen"
    );

    // Somebody who was admitted is not held up by what strangers left.
    let mut bob = desk.join(&mut alice, "Bob", Role::Practitioner);
    bob.log_lesson(story("Let me in", "")).unwrap();
    let file = desk.path("bob.hearth");
    give(&mut bob, &Scope::Whole, &file);
    assert_eq!(bring_in(&mut alice, &file).unwrap().plan.n_new, 1);
    assert_eq!(alice.n_lessons(&Filter::default()).unwrap(), 1);
    assert_all_well(&mut alice);
}

//! What a member with a valid key can do to others with a file: nothing that is not theirs to do.

use std::fs::File;

use hearth_bundle::{BundleWriter, Heading, Purpose};
use hearth_core::model::change::Change;
use hearth_core::model::people::Role;
use hearth_core::model::sign::{DeviceKey, Verified, verify};
use hearth_core::model::version_vector::VersionVector;
use hearth_core::{Filter, Hearth, Limits, NoProgress, Scope};
use hearth_testkit::{machine::sign_header, oracle};

use crate::common::*;

/// All changes of a bundle, and the one of them that `wanted` fits.
fn changes_in(path: &std::path::Path) -> Vec<Verified<Change>> {
    let mut bundle =
        hearth_bundle::Bundle::open(File::open(path).unwrap(), &Limits::default()).unwrap();
    let mut changes = vec![];
    for batch in bundle.batches().unwrap() {
        if let hearth_bundle::Batch::Changes(batch) = batch.unwrap() {
            changes.extend(batch.verify().unwrap());
        }
    }
    changes
}

/// Seals any changes as a bundle of this community.
pub(crate) fn seal(path: &std::path::Path, changes: &[Verified<Change>], key: &DeviceKey) {
    let heading = Heading {
        community: Some(changes[0].community()),
        purpose: Purpose::Whole,
        sender_name: "Mallory".to_owned(),
        made_ms: NOON,
        note: String::new(),
        holds: VersionVector::default(),
    };
    let mut writer = BundleWriter::beside(path, heading).unwrap();
    let (governance, content): (Vec<_>, Vec<_>) =
        changes.iter().partition(|it| it.header().kind < 32);
    for change in governance.into_iter().chain(content) {
        writer.change(change).unwrap();
    }
    writer.save(key, path).unwrap();
}

/// Every change that one flipped bit of header or payload makes, signed again by the same key.
fn flipped_and_signed(change: &Change, key: &DeviceKey) -> Vec<Verified<Change>> {
    let mut made = vec![];
    let header = change.header_bytes();
    let payload = change.payload().unwrap();
    for bit in 0..header.len() * 8 {
        let mut header = header.to_vec();
        header[bit / 8] ^= 1 << (bit % 8);
        let signature = sign_header(key, &header);
        made.extend(Change::from_parts(&header, signature, Some(payload)).ok());
    }
    for bit in 0..payload.len() * 8 {
        let mut payload = payload.to_vec();
        payload[bit / 8] ^= 1 << (bit % 8);
        let mut header = change.header().clone();
        header.payload_hash = *blake3::hash(&payload).as_bytes();
        let header = header.encode();
        let signature = sign_header(key, &header);
        made.extend(Change::from_parts(&header, signature, Some(&payload)).ok());
    }
    made.into_iter()
        .filter_map(|change| verify(change).ok())
        .collect()
}

#[test]
fn every_bit_flipped_and_signed_again_leaves_the_engine_with_the_oracle() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut mallory = desk.bob(&mut alice);
    let mut carol = desk.join(&mut alice, "Carol", Role::Practitioner);
    let (id, _) = mallory
        .log_lesson(story("Loose cap", "Turn it.\n"))
        .unwrap();
    mallory
        .edit_lesson(id, |fields| {
            fields.with_text(hearth_core::model::field::Field::Site, "Shed")
        })
        .unwrap();
    desk_carry(&desk, &mut mallory, &mut carol);
    let honest = desk.path("honest.hearth");
    give(&mut mallory, &Scope::Whole, &honest);
    let key = mallory.identity().unwrap().key.clone();
    let known = changes_in(&honest);
    let own: Vec<_> = known
        .iter()
        .filter(|it| it.header().device == key.device())
        .collect();
    let mut flipped: Vec<Verified<Change>> = own
        .iter()
        .flat_map(|change| flipped_and_signed(change, &key))
        .collect();
    let community = carol.community();
    flipped.retain(|change| change.community() == community);
    assert!(
        flipped.len() > 1_000,
        "{} survive the bundle's own checks",
        flipped.len()
    );

    carry(&desk, &mut alice, &mut carol);
    let before = carol.state_digest().unwrap();
    let hostile = desk.path("hostile.hearth");
    seal(&hostile, &flipped, &key);
    let plan = preview(&mut carol, &hostile).unwrap();
    assert_eq!(carol.state_digest().unwrap(), before);
    let brought = carol
        .bring_in(&hostile, &Limits::default(), Some(&plan), &mut NoProgress)
        .unwrap();
    assert!(brought.plan.n_quarantined() > 0);
    assert_all_well(&mut carol);

    let held = desk.path("held.hearth");
    give(&mut carol, &Scope::Whole, &held);
    let all: Vec<Change> = changes_in(&held)
        .into_iter()
        .map(Verified::into_inner)
        .collect();
    let expected = oracle::state(community, &all).digest();
    let expected: String = expected.iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(carol.state_digest().unwrap(), expected);

    let undone = carol.undo_bring_in(brought.exchange).unwrap();
    assert_eq!(undone.n_kept, 0);
    assert_eq!(
        carol.state_digest().unwrap(),
        before,
        "one undo, and it never happened"
    );
    assert_all_well(&mut carol);
}

fn desk_carry(desk: &Desk, from: &mut Hearth, to: &mut Hearth) {
    carry(desk, from, to);
}

#[test]
fn an_unknown_author_waits_is_counted_and_counts_once_admitted() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    let mut carol = desk.join(&mut alice, "Carol", Role::Practitioner);
    let (id, _) = carol.log_lesson(story("Frozen tap", "Wrap it.\n")).unwrap();
    let whole = desk.path("carol.hearth");
    give(&mut carol, &Scope::Whole, &whole);
    let content: Vec<_> = changes_in(&whole)
        .into_iter()
        .filter(|it| it.header().kind >= 32)
        .collect();
    let only_content = desk.path("content.hearth");
    seal(&only_content, &content, &carol.identity().unwrap().key);

    let plan = bring_in(&mut bob, &only_content).unwrap().plan;
    assert_eq!((plan.n_new, plan.n_quarantined()), (0, 1));
    assert_eq!(plan.sender.standing, hearth_core::SenderStanding::Unknown);
    assert_eq!(bob.n_lessons(&Filter::default()).unwrap(), 0);
    assert_eq!(
        bob.set_aside_counts()
            .unwrap()
            .iter()
            .map(|(_, n)| n)
            .sum::<u32>(),
        1
    );
    assert_all_well(&mut bob);

    let plan = bring_in(&mut bob, &whole).unwrap().plan;
    assert_eq!(
        (plan.n_new, plan.n_quarantined()),
        (1, 0),
        "her lesson came into effect with her join"
    );
    assert_eq!(
        bob.folded(id)
            .unwrap()
            .fields
            .text(hearth_core::model::field::Field::Title),
        "Frozen tap"
    );
    assert_eq!(bob.set_aside_counts().unwrap(), []);
    assert_all_well(&mut bob);
}

#[test]
fn a_payload_that_was_withheld_is_filled_in_by_who_has_it() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let mut bob = desk.bob(&mut alice);
    alice
        .log_lesson(story("Winter valves", "Drain them.\n"))
        .unwrap();
    let whole = desk.path("whole.hearth");
    give(&mut alice, &Scope::Whole, &whole);
    let stripped: Vec<_> = changes_in(&whole)
        .into_iter()
        .map(|change| match change.header().kind {
            32 => verify(
                Change::from_parts(change.header_bytes(), *change.signature(), None).unwrap(),
            )
            .unwrap(),
            _ => change,
        })
        .collect();
    let hollow = desk.path("hollow.hearth");
    seal(&hollow, &stripped, &bob.identity().unwrap().key.clone());
    bring_in(&mut bob, &hollow).unwrap();
    assert_ne!(bob.state_digest().unwrap(), alice.state_digest().unwrap());
    assert_all_well(&mut bob);

    bring_in(&mut bob, &whole).unwrap();
    carry(&desk, &mut bob, &mut alice);
    assert_eq!(bob.state_digest().unwrap(), alice.state_digest().unwrap());
    assert_all_well(&mut bob);
}

#[test]
fn a_lesson_with_more_heads_than_a_change_may_name_can_still_be_edited() {
    let desk = Desk::new();
    let mut alice = desk.alice();
    let (id, _) = alice.log_lesson(story("Many hands", "One.\n")).unwrap();
    let first = alice.folded(id).unwrap().heads;
    for n in 0..70 {
        let title = format!("Many hands {n}");
        alice
            .edit_from(id, &first, |fields| {
                fields.with_text(hearth_core::model::field::Field::Title, &title)
            })
            .unwrap();
    }
    assert!(alice.folded(id).unwrap().heads.len() > 64);
    for _ in 0..2 {
        alice
            .edit_lesson(id, |fields| {
                fields.with_text(hearth_core::model::field::Field::Title, "One hand")
            })
            .unwrap();
    }
    assert_eq!(alice.folded(id).unwrap().heads.len(), 1);
    assert_all_well(&mut alice);
}

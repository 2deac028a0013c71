//! The sentences of `docs/format/change.md`, sections 4 and 6, one named scenario each.
//!
//! Every scenario is judged by the oracle and by the model, which must agree before either counts.

use hearth_model::act::Act;
use hearth_model::change::Change;
use hearth_model::field::{Field, Fields};
use hearth_model::id::ChangeId;
use hearth_model::link::LinkType;
use hearth_model::people::{Recover, Revoked, Role};
use hearth_testkit::acts::lesson_id;
use hearth_testkit::history::Break;
use hearth_testkit::machine::Machine;
use hearth_testkit::persona::{alice, bob, carol, dora, emil};
use hearth_testkit::state::{Standing, State};
use hearth_testkit::{engine_free, oracle};

use Standing::{Foreign, Held, InEffect, Refused, Waiting};

/// The state of all that these machines hold together.
fn state(machines: &[&Machine]) -> State {
    let changes: Vec<Change> = machines
        .iter()
        .flat_map(|machine| machine.changes())
        .collect();
    let community = machines[0].community();
    let expected = oracle::state(community, &changes);
    let (state, digest) = engine_free::state(community, &changes, None);
    assert_eq!(state, expected, "the model differs from the oracle");
    assert_eq!(digest, expected.digest());
    expected
}

fn standing(machines: &[&Machine], id: ChangeId) -> Standing {
    state(machines).standing[&id]
}

fn meet(a: &mut Machine, b: &mut Machine) {
    a.take(b.changes());
    b.take(a.changes());
}

/// Alice founded, Bob and Carol were admitted as practitioners, everybody holds everything.
fn village() -> (Machine, Machine, Machine) {
    let mut a = Machine::found(alice());
    let mut b = a.newcomer(bob(), 1);
    let mut c = a.newcomer(carol(), 1);
    a.admit(bob(), &b.key, Role::Practitioner);
    a.admit(carol(), &c.key, Role::Practitioner);
    b.take(a.changes());
    c.take(a.changes());
    (a, b, c)
}

/// The same with Bob and Carol as facilitators and stewards; Bob was admitted before Carol.
fn council() -> (Machine, Machine, Machine) {
    let (mut a, mut b, mut c) = village();
    for persona in [bob(), carol()] {
        a.grant(persona.member(), Role::Facilitator);
        a.grant(persona.member(), Role::Steward);
    }
    b.take(a.changes());
    c.take(a.changes());
    (a, b, c)
}

fn site(text: &str) -> Fields {
    Fields::default().with_text(Field::Site, text)
}

#[test]
fn what_a_removed_member_writes_later_is_held_and_what_came_before_stays() {
    let (mut a, mut b, _) = village();
    let before = b.lesson(lesson_id(1), "Before");
    meet(&mut a, &mut b);
    let removal = a.revoke(bob().member(), Revoked::Member);
    let unaware = b.lesson(lesson_id(2), "Unaware");
    meet(&mut a, &mut b);
    let aware = b.lesson(lesson_id(3), "Aware");
    let state = state(&[&a, &b]);
    assert_eq!(state.standing[&removal], InEffect);
    assert_eq!(state.standing[&before], InEffect);
    assert_eq!(state.standing[&unaware], Held);
    assert_eq!(state.standing[&aware], Held);
    assert!(state.members[&bob().member()].roles.is_empty());
}

#[test]
fn a_clock_turned_back_does_not_get_under_the_cut() {
    let (mut a, mut b, _) = village();
    a.revoke(bob().member(), Revoked::Member);
    b.clock_ms = 0;
    let back_dated = b.lesson(lesson_id(1), "Long ago");
    assert_eq!(standing(&[&a, &b], back_dated), Held);
}

#[test]
fn a_device_that_the_revoke_does_not_list_is_cut_at_zero() {
    let (mut a, mut b, _) = village();
    let mut phone = b.newcomer(bob(), 2);
    b.add_device(&phone.key, bob().member());
    phone.take(b.changes());
    let hidden = phone.lesson(lesson_id(1), "On the phone");
    assert_eq!(standing(&[&a, &phone], hidden), InEffect);
    a.revoke(bob().member(), Revoked::Member);
    assert_eq!(standing(&[&a, &phone], hidden), Held);
}

#[test]
fn a_later_grant_starts_anew_and_gives_no_more_than_it_says() {
    let (mut a, mut b, _) = council();
    a.revoke(bob().member(), Revoked::Member);
    b.take(a.changes());
    let between = b.lesson(lesson_id(1), "Between");
    a.grant(bob().member(), Role::Practitioner);
    b.take(a.changes());
    let after = b.lesson(lesson_id(2), "After");
    let as_facilitator = b.grant(dora().member(), Role::Observer);
    let state = state(&[&a, &b]);
    assert_eq!(state.standing[&between], Held);
    assert_eq!(state.standing[&after], InEffect);
    assert_eq!(state.standing[&as_facilitator], Held);
    assert_eq!(
        state.members[&bob().member()].roles,
        [Role::Practitioner].into()
    );
}

#[test]
fn a_demoted_facilitator_wins_nothing_back_by_adding_a_device() {
    let (mut a, mut b, _) = council();
    for role in [Role::Facilitator, Role::Steward] {
        a.revoke(bob().member(), Revoked::Role(role));
    }
    b.take(a.changes());
    let mut phone = b.newcomer(bob(), 2);
    let added = b.add_device(&phone.key, bob().member());
    phone.take(b.changes());
    let lesson = phone.lesson(lesson_id(1), "As a practitioner");
    let grant = phone.grant(dora().member(), Role::Steward);
    let state = state(&[&a, &phone]);
    assert_eq!(state.standing[&added], InEffect);
    assert_eq!(state.standing[&lesson], InEffect);
    assert_eq!(state.standing[&grant], Held);
}

#[test]
fn a_stolen_device_is_not_revived_by_a_grant_but_by_adding_it_again() {
    let (mut a, mut b, _) = village();
    let mut phone = b.newcomer(bob(), 2);
    b.add_device(&phone.key, bob().member());
    meet(&mut a, &mut b);
    a.revoke(bob().member(), Revoked::Device(phone.device()));
    a.grant(bob().member(), Role::Facilitator);
    phone.take(a.changes());
    let stolen = phone.lesson(lesson_id(1), "By the thief");
    assert_eq!(standing(&[&a, &b, &phone], stolen), Held);
    b.take(a.changes());
    b.add_device(&phone.key, bob().member());
    phone.take(b.changes());
    let found_again = phone.lesson(lesson_id(2), "Found behind the sofa");
    assert_eq!(standing(&[&a, &b, &phone], found_again), InEffect);
    assert_eq!(standing(&[&a, &b, &phone], stolen), Held);
}

#[test]
fn a_revoked_role_takes_only_the_rights_that_come_from_it() {
    let (mut a, mut b, _) = council();
    a.revoke(bob().member(), Revoked::Role(Role::Facilitator));
    b.take(a.changes());
    let invitation = b.invite(1, Role::Observer, 1);
    let grant = b.grant(dora().member(), Role::Practitioner);
    assert_eq!(
        standing(&[&a, &b], invitation.id),
        InEffect,
        "still a steward"
    );
    assert_eq!(standing(&[&a, &b], grant), Held);
}

#[test]
fn of_two_who_remove_each_other_the_senior_stays() {
    let (a, mut b, mut c) = council();
    let by_bob = b.revoke(carol().member(), Revoked::Member);
    let by_carol = c.revoke(bob().member(), Revoked::Member);
    let state = state(&[&a, &b, &c]);
    assert_eq!(state.standing[&by_bob], InEffect);
    assert_eq!(state.standing[&by_carol], Held);
    assert!(state.members[&carol().member()].roles.is_empty());
}

#[test]
fn nobody_makes_themselves_senior() {
    let (a, mut b, mut c) = council();
    // A device that nobody knows admits Carol and names nothing: first of all by order.
    let mut puppet = Machine::new(dora().device_key(1), Some(a.community()));
    let forged = puppet.admit(carol(), &carol().device_key(2), Role::Practitioner);
    assert_eq!(puppet.change(forged).header().lamport, 1);
    c.take(puppet.changes());
    let by_bob = b.revoke(carol().member(), Revoked::Member);
    let by_carol = c.revoke(bob().member(), Revoked::Member);
    let state = state(&[&a, &b, &c]);
    assert_eq!(state.standing[&by_bob], InEffect);
    assert_eq!(state.standing[&by_carol], Held);
}

#[test]
fn who_acts_after_having_been_removed_does_not_strike_back() {
    let (mut a, mut b, mut c) = council();
    let removal = c.revoke(bob().member(), Revoked::Member);
    b.take(c.changes());
    let revenge = b.revoke_from(carol().member(), Revoked::Member, [].into());
    a.take(b.changes());
    let state = state(&[&a, &b, &c]);
    assert_eq!(state.standing[&removal], InEffect);
    assert_eq!(state.standing[&revenge], Held);
}

#[test]
fn the_last_steward_cannot_be_removed() {
    let (mut a, mut b, _) = village();
    a.grant(bob().member(), Role::Facilitator);
    b.take(a.changes());
    let removal = b.revoke(alice().member(), Revoked::Member);
    let demotion = a.revoke(alice().member(), Revoked::Role(Role::Steward));
    let device = a.revoke(alice().member(), Revoked::Device(a.device()));
    let state = state(&[&a, &b]);
    assert_eq!(state.standing[&removal], Held);
    assert_eq!(state.standing[&demotion], Held);
    assert_eq!(state.standing[&device], Held);
    assert!(
        state.members[&alice().member()]
            .roles
            .contains(&Role::Steward)
    );
}

#[test]
fn the_recovery_key_founds_again() {
    let (a, _, _) = village();
    let mut spare = a.newcomer(dora(), 1);
    let recovery = spare.recover(dora());
    let grant = spare.grant(bob().member(), Role::Steward);
    let state = state(&[&a, &spare]);
    assert_eq!(state.standing[&recovery], InEffect);
    assert_eq!(state.standing[&grant], InEffect);
    assert_eq!(
        state.members[&dora().member()].roles,
        [Role::Facilitator, Role::Steward].into()
    );
}

#[test]
fn a_recovery_or_join_with_another_key_is_held() {
    let (mut a, _, _) = village();
    let mut invitation = a.invite(1, Role::Practitioner, 1);
    invitation.key = bob().device_key(1);
    let mut stranger = a.newcomer(dora(), 1);
    let join = stranger.join(&invitation, dora());
    assert_eq!(standing(&[&a, &stranger], join), Held);
    let act = Act::Recover(Recover {
        person: "Dora".to_owned(),
        device_name: "Spare".to_owned(),
        proof: [1; 64],
    });
    let recovery = stranger.write(&act, dora().member(), &[]);
    assert_eq!(standing(&[&a, &stranger], recovery), Held);
}

#[test]
fn an_invitation_for_one_admits_the_first_by_order() {
    let (mut a, _, _) = village();
    let invitation = a.invite(1, Role::Practitioner, 1);
    let mut early = a.newcomer(dora(), 1);
    let first = early.join(&invitation, dora());
    a.amend_charter("Later.", false);
    let mut late = a.newcomer(emil(), 1);
    let second = late.join(&invitation, emil());
    let state_of_both = state(&[&a, &late, &early]);
    assert_eq!(state_of_both.standing[&first], InEffect);
    assert_eq!(state_of_both.standing[&second], Held);
    assert_eq!(
        standing(&[&a, &late], second),
        InEffect,
        "while the first is unknown"
    );
}

#[test]
fn nobody_joins_under_the_id_of_a_member() {
    let (mut a, mut b, _) = council();
    let invitation = a.invite(1, Role::Observer, 5);
    let mut impostor = a.newcomer(dora(), 1);
    let join = impostor.join(&invitation, alice());
    let grant = impostor.grant(dora().member(), Role::Steward);
    b.take(a.changes());
    let admission = b.admit(alice(), &dora().device_key(2), Role::Practitioner);
    let state = state(&[&a, &b, &impostor]);
    assert_eq!(state.standing[&join], Held);
    assert_eq!(state.standing[&grant], Held);
    assert_eq!(state.standing[&admission], Held);
    assert_eq!(state.members[&alice().member()].devices.len(), 1);
}

#[test]
fn a_device_of_one_member_is_not_admitted_for_another() {
    let (mut a, b, _) = village();
    let taken = a.admit(dora(), &b.key, Role::Practitioner);
    let state = state(&[&a]);
    assert_eq!(state.standing[&taken], Held);
    assert!(!state.members.contains_key(&dora().member()));
}

#[test]
fn what_an_observer_wrote_takes_effect_with_a_later_grant() {
    let mut a = Machine::found(alice());
    let mut d = a.newcomer(dora(), 1);
    a.admit(dora(), &d.key, Role::Observer);
    d.take(a.changes());
    let lesson = d.lesson(lesson_id(1), "Watching");
    assert_eq!(standing(&[&a, &d], lesson), Held);
    a.grant(dora().member(), Role::Practitioner);
    assert_eq!(standing(&[&a, &d], lesson), InEffect);
}

#[test]
fn a_governance_change_needs_the_grant_in_its_past() {
    let (mut a, mut b, _) = village();
    let early = b.amend_charter("Not yet.", true);
    a.grant(bob().member(), Role::Facilitator);
    assert_eq!(standing(&[&a, &b], early), Held);
    b.take(a.changes());
    let late = b.amend_charter("Now.", true);
    assert_eq!(standing(&[&a, &b], late), InEffect);
}

#[test]
fn an_unknown_author_is_held_until_the_join_arrives() {
    let (mut a, _, _) = village();
    let invitation = a.invite(1, Role::Practitioner, 1);
    let mut d = a.newcomer(dora(), 1);
    d.join(&invitation, dora());
    let lesson = d.lesson(lesson_id(1), "Hello");
    let mut without_join = a.clone();
    without_join.take([d.change(lesson).clone()]);
    assert_eq!(
        standing(&[&without_join], lesson),
        Waiting,
        "it names the join"
    );
    let mut stranger = a.newcomer(carol(), 3);
    let unasked = stranger.lesson(lesson_id(2), "Unasked");
    assert_eq!(standing(&[&a, &stranger], unasked), Held);
    assert_eq!(standing(&[&a, &d], lesson), InEffect);
}

#[test]
fn equivocation_voids_governance_and_keeps_lessons() {
    let (a, b, _) = council();
    let (mut one, mut two) = (b.clone(), b);
    let lesson = one.lesson(lesson_id(1), "On one disk");
    let grant = one.grant(dora().member(), Role::Observer);
    let other = two.lesson(lesson_id(2), "On the other");
    assert_eq!(standing(&[&a, &one], grant), InEffect);
    let state = state(&[&a, &one, &two]);
    assert_eq!(state.standing[&lesson], InEffect);
    assert_eq!(state.standing[&other], InEffect);
    assert_eq!(state.standing[&grant], Held);
}

#[test]
fn ratifying_releases_what_was_held_of_a_member() {
    let (mut a, mut b, _) = village();
    a.revoke(bob().member(), Revoked::Member);
    let held = b.lesson(lesson_id(1), "Worth keeping");
    let mut stranger = a.newcomer(dora(), 1);
    let unasked = stranger.lesson(lesson_id(2), "By nobody we know");
    a.take(b.changes());
    let ratification = a.ratify(&[held, unasked]);
    let state = state(&[&a, &stranger]);
    assert_eq!(state.standing[&ratification], InEffect);
    assert_eq!(state.standing[&held], InEffect);
    assert_eq!(
        state.standing[&unasked], Held,
        "a device without a member has no right"
    );
}

#[test]
fn practitioners_edit_others_lessons_only_when_the_charter_says_so() {
    let (mut a, mut b, mut c) = village();
    let own = b.lesson(lesson_id(1), "Bob's");
    let own_edit = b.revise(lesson_id(1), site("Njoro"));
    c.take(b.changes());
    let others = c.revise(lesson_id(1), site("Molo"));
    let retraction = c.write(
        &Act::Retract(hearth_model::act::Retract {
            class: hearth_model::act::ReasonClass::Wrong,
            reason: "No.".to_owned(),
        }),
        lesson_id(1),
        &[own_edit],
    );
    let before = state(&[&a, &b, &c]);
    assert_eq!(
        [own, own_edit].map(|id| before.standing[&id]),
        [InEffect; 2]
    );
    assert_eq!(
        [others, retraction].map(|id| before.standing[&id]),
        [Held; 2]
    );
    a.amend_charter("Everybody edits.", true);
    let after = state(&[&a, &b, &c]);
    assert_eq!(after.standing[&others], InEffect);
    assert_eq!(after.standing[&retraction], Held, "lessons only");
    a.take(b.changes());
    let by_facilitator = a.retract(lesson_id(1));
    assert_eq!(standing(&[&a, &b, &c], by_facilitator), InEffect);
}

#[test]
fn a_steward_without_another_role_writes_no_lessons() {
    let mut a = Machine::found(alice());
    let mut d = a.newcomer(dora(), 1);
    a.admit(dora(), &d.key, Role::Observer);
    a.grant(dora().member(), Role::Steward);
    d.take(a.changes());
    let lesson = d.lesson(lesson_id(1), "Not my task");
    let invitation = d.invite(1, Role::Practitioner, 1);
    let promotion = d.grant(dora().member(), Role::Facilitator);
    let state = state(&[&a, &d]);
    assert_eq!(state.standing[&lesson], Held);
    assert_eq!(state.standing[&invitation.id], InEffect);
    assert_eq!(state.standing[&promotion], Held);
}

#[test]
fn a_link_is_taken_back_by_its_author_or_a_facilitator() {
    let (mut a, mut b, mut c) = village();
    let link = b.link(lesson_id(1), LinkType::Cites, lesson_id(2));
    meet(&mut a, &mut b);
    c.take(b.changes());
    let by_another = c.unlink(link);
    assert_eq!(standing(&[&a, &b, &c], by_another), Held);
    assert!(state(&[&a, &b, &c]).links.contains_key(&link));
    for machine in [&mut a, &mut b] {
        let unlink = machine.unlink(link);
        assert_eq!(standing(&[machine], unlink), InEffect);
        assert!(!state(&[machine]).links.contains_key(&link));
    }
}

#[test]
fn a_link_that_closes_a_circle_is_inert() {
    let (mut a, ..) = village();
    let chain = [(1, 2), (2, 3), (3, 1), (3, 4)]
        .map(|(from, to)| a.link(lesson_id(from), LinkType::Supersedes, lesson_id(to)));
    let other_type = a.link(lesson_id(3), LinkType::Solves, lesson_id(1));
    let own = a.link(lesson_id(5), LinkType::PartOf, lesson_id(5));
    let links = state(&[&a]).links;
    assert_eq!(
        chain.map(|id| links[&id].inert),
        [false, false, true, false]
    );
    assert!(!links[&other_type].inert);
    assert!(links[&own].inert);
    a.unlink(chain[0]);
    assert!(
        !state(&[&a]).links[&chain[2]].inert,
        "the circle is open again"
    );
}

#[test]
fn a_revoke_falls_with_the_grant_it_rests_on() {
    // Bob made Dora a facilitator after the seq at which Alice cut him off; Dora removed Carol.
    let (mut a, mut b, c) = council();
    a.revoke(bob().member(), Revoked::Member);
    let mut d = b.newcomer(dora(), 1);
    b.admit(dora(), &d.key, Role::Observer);
    b.grant(dora().member(), Role::Facilitator);
    d.take(b.changes());
    let removal = d.revoke(carol().member(), Revoked::Member);
    assert_eq!(standing(&[&b, &c, &d], removal), InEffect);
    assert_eq!(standing(&[&a, &b, &c, &d], removal), Held);
    assert!(
        !state(&[&a, &b, &c, &d]).members[&carol().member()]
            .roles
            .is_empty()
    );
}

#[test]
fn of_those_who_remove_each_other_in_a_ring_the_most_senior_acts_first() {
    let (mut a, mut b, mut c) = council();
    let mut d = a.newcomer(dora(), 1);
    a.admit(dora(), &d.key, Role::Practitioner);
    a.grant(dora().member(), Role::Facilitator);
    for machine in [&mut b, &mut c, &mut d] {
        machine.take(a.changes());
    }
    b.lesson(
        lesson_id(1),
        "So that Bob's removal is not the first by order",
    );
    let by_bob = b.revoke(carol().member(), Revoked::Member);
    let by_carol = c.revoke(dora().member(), Revoked::Member);
    let by_dora = d.revoke(bob().member(), Revoked::Member);
    let state = state(&[&a, &b, &c, &d]);
    assert_eq!(state.standing[&by_bob], InEffect);
    assert_eq!(state.standing[&by_carol], Held);
    assert_eq!(
        state.standing[&by_dora], InEffect,
        "Bob acted before it reached him"
    );
}

#[test]
fn a_revoke_found_void_stays_void_when_settling_starts_again() {
    // Dora removes the steward Bob; then Carol's removal of Alice would leave no steward and is
    // void; then Alice cuts Emil off, on whose grant Dora's removal rests. Bob is steward again,
    // and yet Carol's removal stays void.
    let (mut a, mut b, mut c) = council();
    a.revoke(carol().member(), Revoked::Role(Role::Steward));
    let mut d = a.newcomer(dora(), 1);
    let mut e = a.newcomer(emil(), 1);
    for (persona, key) in [(dora(), &d.key), (emil(), &e.key)] {
        a.admit(persona, key, Role::Practitioner);
    }
    a.grant(emil().member(), Role::Facilitator);
    e.take(a.changes());
    e.grant(dora().member(), Role::Facilitator);
    d.take(e.changes());
    let of_bob = d.revoke(bob().member(), Revoked::Member);
    c.take(d.changes());
    let of_alice = c.revoke(alice().member(), Revoked::Member);
    for n in 1..8 {
        a.lesson(lesson_id(n), "Later by order");
    }
    let of_emil = a.revoke_from(emil().member(), Revoked::Member, [].into());
    b.take(a.changes());
    let without_alices = state(&[&c]);
    assert_eq!(without_alices.standing[&of_bob], InEffect);
    assert_eq!(without_alices.standing[&of_alice], Held);
    let state = state(&[&a, &b, &c]);
    assert_eq!(state.standing[&of_emil], InEffect);
    assert_eq!(state.standing[&of_bob], Held);
    assert_eq!(state.standing[&of_alice], Held);
}

#[test]
fn an_author_takes_a_link_back_even_when_an_observer_by_now() {
    let (mut a, mut b, _) = village();
    let link = b.link(lesson_id(1), LinkType::Cites, lesson_id(2));
    a.take(b.changes());
    a.revoke(bob().member(), Revoked::Role(Role::Practitioner));
    a.grant(bob().member(), Role::Observer);
    b.take(a.changes());
    let unlink = b.unlink(link);
    assert_eq!(standing(&[&a, &b], unlink), InEffect);
}

#[test]
fn a_found_inside_the_community_is_held() {
    let (mut a, ..) = village();
    let found = a.change(a.community()).clone();
    let act = Act::read(found.header(), found.payload()).unwrap();
    let again = a.write(&act, alice().member(), &[]);
    assert_eq!(standing(&[&a], again), Held);
}

#[test]
fn a_gap_in_a_chain_blocks_nothing() {
    let (a, mut b, _) = village();
    let missing = b.lesson(lesson_id(1), "Lost on the way");
    let later = b.lesson(lesson_id(2), "Arrived");
    let mut there = a.clone();
    there.take(b.changes().into_iter().filter(|it| it.id() != missing));
    assert_eq!(standing(&[&there], later), InEffect);
}

#[test]
fn each_way_of_breaking_a_lesson_has_its_standing() {
    let expected = [
        (Break::LamportJump, Refused),
        (Break::LamportStays, Refused),
        (Break::SeqGap, InEffect),
        (Break::OtherSubject, Refused),
        (Break::UnknownGovernance, Waiting),
        (Break::UnknownParent, Waiting),
        (Break::ForeignKind, Foreign),
        (Break::ForeignGovernanceKind, Foreign),
        (Break::NextVersion, Foreign),
        (Break::RequiredKey, Foreign),
        (Break::KeyZero, Foreign),
        (Break::OptionalKey, InEffect),
        (Break::NotCbor, Refused),
        (Break::EmptyPayload, InEffect),
        (Break::LongAgo, InEffect),
        (Break::FarAhead, InEffect),
        (Break::Erase, InEffect),
    ];
    for (how, verdict) in expected {
        let (_, mut b, _) = village();
        b.lesson(lesson_id(1), "Pump");
        let mut honest = b.clone();
        let id = honest.revise(lesson_id(1), site("Njoro"));
        let broken = how.sign(&mut b, honest.change(id));
        assert_eq!(standing(&[&b], broken.id()), verdict, "{how:?}");
    }
}

#[test]
fn key_zero_is_foreign_in_every_kind() {
    let (mut a, ..) = village();
    let mut honest = a.clone();
    let id = honest.grant(bob().member(), Role::Facilitator);
    let broken = Break::KeyZero.sign(&mut a, honest.change(id));
    assert_eq!(standing(&[&a], broken.id()), Foreign);
}

#[test]
fn an_erased_grant_no_longer_decodes() {
    let (mut a, ..) = village();
    let mut honest = a.clone();
    let id = honest.grant(bob().member(), Role::Facilitator);
    let erased = Break::Erase.sign(&mut a, honest.change(id));
    assert_eq!(standing(&[&a], erased.id()), Refused);
}

#[test]
fn a_removed_device_cannot_void_what_it_did_before_the_cut() {
    // The cut names the change, so what is written later with an old seq is known for what it is.
    let (mut a, b, _) = council();
    let (mut b, mut copy) = (b.clone(), b);
    let admission = b.admit(dora(), &dora().device_key(1), Role::Practitioner);
    let written = b.lesson(lesson_id(2), "Before the cut");
    a.take(b.changes());
    a.revoke(bob().member(), Revoked::Member);
    assert_eq!(standing(&[&a, &b], admission), InEffect);
    let instead = copy.lesson(lesson_id(1), "Written long after, with an old seq");
    let after = copy.lesson(lesson_id(3), "And with the next one");
    let state = state(&[&a, &b, &copy]);
    assert_eq!(state.standing[&written], InEffect);
    assert_eq!(state.standing[&instead], Held);
    assert_eq!(state.standing[&after], Held);
    assert_eq!(state.standing[&admission], InEffect);
}

#[test]
fn of_a_forked_chain_with_a_gap_only_what_leads_to_the_cut_is_accepted() {
    let (mut a, b, _) = village();
    let (mut b, mut copy) = (b.clone(), b);
    let first = b.lesson(lesson_id(1), "First");
    let second = b.lesson(lesson_id(2), "Second");
    let third = b.lesson(lesson_id(3), "Third");
    a.take(b.changes());
    a.revoke(bob().member(), Revoked::Member);
    let other = copy.lesson(lesson_id(4), "Other first");
    let mut there = Machine::new(a.key.clone(), Some(a.community()));
    there.take(a.changes().into_iter().filter(|it| it.id() != second));
    there.take([copy.change(other).clone()]);
    let gap = state(&[&there]);
    let of = |state: &State| [first, third, other].map(|id| state.standing[&id]);
    assert_eq!(
        of(&gap),
        [Held, InEffect, Held],
        "nobody can tell which came first"
    );
    assert_eq!(of(&state(&[&a, &copy])), [InEffect, InEffect, Held]);
}

#[test]
fn a_forked_device_may_add_the_key_that_replaces_it_and_nothing_else() {
    let (a, b, _) = council();
    let (mut b, mut copy) = (b.clone(), b);
    b.lesson(lesson_id(1), "On the desk");
    copy.lesson(lesson_id(2), "On the copy of its disk");
    meet(&mut b, &mut copy);
    let mut phone = b.newcomer(bob(), 2);
    let grant = b.grant(dora().member(), Role::Observer);
    let added = b.add_device(&phone.key, bob().member());
    phone.take(b.changes());
    let forked = state(&[&a, &b, &copy]);
    assert_eq!(forked.standing[&added], InEffect);
    assert_eq!(forked.standing[&grant], Held);
    // The new key takes the old one back, and says which of its two histories was meant.
    let revoked = phone.revoke(bob().member(), Revoked::Device(b.device()));
    let settled = state(&[&a, &b, &copy, &phone]);
    assert_eq!(settled.standing[&revoked], InEffect);
    assert_eq!(settled.standing[&grant], InEffect);
}

#[test]
fn a_change_whose_backlink_is_missing_cannot_jump_to_the_end() {
    // Nothing could come after the highest lamport, so it would close a lesson for everybody.
    let (a, mut b, _) = village();
    let with_lamport = |b: &mut Machine, lesson, lamport| {
        let mut draft = b.draft(&Act::Lesson(site("Njoro")), lesson_id(lesson), &[]);
        draft.header.backlink = Some(ChangeId::from_bytes([9; 32]));
        draft.header.seq += 7;
        draft.header.lamport = lamport;
        b.sign(draft)
    };
    let ahead = with_lamport(&mut b, 1, 1 << 52);
    let beyond = with_lamport(&mut b, 2, (1 << 52) + 1);
    assert_eq!(standing(&[&a, &b], ahead), InEffect);
    assert_eq!(standing(&[&a, &b], beyond), Refused);
    let next = b.revise(lesson_id(1), site("Molo"));
    assert_eq!(standing(&[&a, &b], next), InEffect);
}

#[test]
fn nobody_takes_the_id_of_who_comes_later() {
    // A member's id is made from the key of the first device, so a thief needs that key.
    let (mut a, _, _) = village();
    let invitation = a.invite(1, Role::Observer, 2);
    let mut thief = a.newcomer(carol(), 3);
    let mut honest = a.newcomer(dora(), 1);
    a.amend_charter("Later.", false);
    honest.take(a.changes());
    let join = honest.join(&invitation, dora());
    let theft = thief.join(&invitation, dora());
    let state = state(&[&a, &honest, &thief]);
    assert_eq!(state.standing[&theft], Held);
    assert_eq!(state.standing[&join], InEffect);
}

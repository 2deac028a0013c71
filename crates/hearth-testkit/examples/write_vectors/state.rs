//! Sets of changes and the digest of the state they come to.

use hearth_model::field::{Field, Fields, Row, Value};
use hearth_model::link::LinkType;
use hearth_model::people::{Revoked, Role};
use hearth_testkit::acts::lesson_id;
use hearth_testkit::machine::Machine;
use hearth_testkit::oracle;
use hearth_testkit::persona::{alice, bob, carol};

use crate::{Vector, hex};

pub(crate) fn vectors() -> Vec<Vector> {
    vec![
        vector("founded", &[&Machine::found(alice())]),
        lessons(),
        removal(),
        equivocation(),
        incomplete(),
    ]
}

fn vector(name: &str, machines: &[&Machine]) -> Vector {
    let mut all = Machine::new(alice().device_key(9), Some(machines[0].community()));
    machines
        .iter()
        .for_each(|machine| all.take(machine.changes()));
    let state = oracle::state(all.community(), &all.changes());
    let digest = hex(&state.digest());
    let mut text = format!("# community: {}\n# digest: {digest}", all.community());
    for change in all.changes() {
        text += "\n";
        text += &hex(&change.encode());
    }
    Vector {
        path: format!("state/{name}.hex"),
        text,
    }
}

fn village() -> (Machine, Machine, Machine) {
    let mut a = Machine::found(alice());
    let mut b = a.newcomer(bob(), 1);
    let mut c = a.newcomer(carol(), 1);
    a.admit(bob(), &b.key, Role::Practitioner);
    a.admit(carol(), &c.key, Role::Practitioner);
    for persona in [bob(), carol()] {
        a.grant(persona.member(), Role::Facilitator);
    }
    b.take(a.changes());
    c.take(a.changes());
    (a, b, c)
}

fn lessons() -> Vector {
    let (mut a, mut b, mut c) = village();
    a.lesson(lesson_id(1), "Pump");
    let body = |text: &str| Fields::default().with_text(Field::Body, text);
    a.revise(lesson_id(1), body("one\ntwo\nthree\n"));
    a.lesson(lesson_id(2), "Seal");
    b.take(a.changes());
    c.take(a.changes());
    b.revise(
        lesson_id(1),
        body("ONE\ntwo\nthree\n").with_text(Field::Title, "Pump at Njoro"),
    );
    c.revise(
        lesson_id(1),
        body("one\ntwo\nTHREE\n").with_text(Field::Title, "The pump"),
    );
    let tags = Value::rows([Row::new(["seal"])]);
    let mut tagged = Fields::default();
    tagged.set(Field::Tags, tags);
    b.revise(lesson_id(2), tagged);
    c.retract(lesson_id(2));
    a.link(lesson_id(1), LinkType::Supersedes, lesson_id(2));
    b.link(lesson_id(2), LinkType::Supersedes, lesson_id(1));
    vector("merged-forked-and-linked", &[&a, &b, &c])
}

fn removal() -> Vector {
    let (a, mut b, mut c) = village();
    b.lesson(lesson_id(1), "Before");
    b.revoke(carol().member(), Revoked::Member);
    c.revoke(bob().member(), Revoked::Member);
    b.lesson(lesson_id(2), "Bob was first");
    c.lesson(lesson_id(3), "Carol was second");
    vector("two-remove-each-other", &[&a, &b, &c])
}

fn equivocation() -> Vector {
    let (mut a, b, _) = village();
    let (mut one, mut two) = (b.clone(), b);
    one.lesson(lesson_id(1), "On one disk");
    one.amend_charter("By one disk.", true);
    two.lesson(lesson_id(2), "On the other");
    a.amend_charter("By Alice.", false);
    vector("a-device-forked", &[&a, &one, &two])
}

fn incomplete() -> Vector {
    let (a, mut b, mut c) = village();
    let first = b.lesson(lesson_id(1), "Missing");
    b.revise(
        lesson_id(1),
        Fields::default().with_text(Field::Site, "Molo"),
    );
    let grant = c.grant(bob().member(), Role::Steward);
    c.amend_charter("Names what is missing.", true);
    let mut there = a.clone();
    let missing = [first, grant];
    let arrived = [b.changes(), c.changes()].concat().into_iter();
    there.take(arrived.filter(|change| !missing.contains(&change.id())));
    vector("some-changes-missing", &[&there])
}

//! Single changes: what is well formed, and each way of not being so.

use hearth_model::act::{Act, Link};
use hearth_model::cbor::Item;
use hearth_model::change::{Change, Header};
use hearth_model::field::{Field, Fields, Row, Value};
use hearth_model::id::{ChangeId, DeviceId, LessonId};
use hearth_model::link::LinkType;
use hearth_model::people::{Revoked, Role};
use hearth_testkit::acts::lesson_id;
use hearth_testkit::machine::{Machine, sign, sign_header};
use hearth_testkit::persona::{alice, bob, carol, dora};

use crate::{Vector, hex};

pub(crate) fn vectors() -> Vec<Vector> {
    let mut vectors = understood();
    vectors.extend(later_versions());
    vectors.extend(payloads());
    vectors.extend(headers());
    vectors.extend(encodings());
    vectors.extend(signatures());
    vectors
}

fn vector(name: &str, verdict: &str, bytes: &[u8]) -> Vector {
    let id = Change::decode(bytes).map(|change| format!("# id: {}\n", change.id()));
    let text = format!(
        "# verdict: {verdict}\n{}{}",
        id.unwrap_or_default(),
        hex(bytes)
    );
    Vector {
        path: format!("change/{name}.hex"),
        text,
    }
}

/// Alice's machine after founding, and a lesson of hers.
fn alices() -> (Machine, ChangeId) {
    let mut machine = Machine::found(alice());
    let lesson = machine.lesson(lesson_id(1), "Pump loses pressure");
    (machine, lesson)
}

fn understood() -> Vec<Vector> {
    let (mut a, first) = alices();
    let other = a.write(&Act::Lesson(every_field()), lesson_id(2), &[]);
    let invitation = a.invite(1, Role::Practitioner, 3);
    let mut b = a.newcomer(bob(), 1);
    let join = b.join(&invitation, bob());
    let phone = alice().device_key(2);
    let second = a.write(&Act::Lesson(Fields::default()), lesson_id(1), &[first]);
    let beside = a.write(&Act::Lesson(Fields::default()), lesson_id(1), &[first]);
    let link = a.link(lesson_id(1), LinkType::Solves, lesson_id(2));
    let pinned = Act::Link(Link {
        kind: LinkType::AdaptedFrom,
        target: LessonId::from_bytes([9; 16]),
        revision: Some(other),
        community: Some(ChangeId::from_bytes([8; 32])),
    });
    let named = [
        ("founding-change", a.community()),
        ("lesson", first),
        ("lesson-with-every-field", other),
        ("lesson-that-sets-nothing", second),
        (
            "lesson-from-two-revisions",
            a.revise(
                lesson_id(1),
                Fields::default().with_text(Field::Site, "Njoro"),
            ),
        ),
        ("retract", a.retract(lesson_id(2))),
        ("link", link),
        (
            "link-pinned-in-another-community",
            a.write(&pinned, lesson_id(1), &[]),
        ),
        ("unlink", a.unlink(link)),
        ("invite", invitation.id),
        (
            "admit",
            a.admit(carol(), &carol().device_key(1), Role::Observer),
        ),
        ("add-device", a.add_device(&phone, alice().member())),
        ("grant", a.grant(bob().member(), Role::Facilitator)),
        ("revoke-member", a.revoke(carol().member(), Revoked::Member)),
        (
            "revoke-device",
            a.revoke(alice().member(), Revoked::Device(phone.device())),
        ),
        (
            "revoke-role",
            a.revoke(bob().member(), Revoked::Role(Role::Steward)),
        ),
        ("charter", a.amend_charter("We share what we learn.", true)),
        ("ratify", a.ratify(&[second, beside])),
        ("recover", a.recover(dora())),
    ];
    let verdict = |id: ChangeId| {
        let change = a.change(id);
        let act = Act::read(change.header(), change.payload()).expect("it was written honestly");
        format!("understood: {}", act.kind().name())
    };
    let mut vectors: Vec<Vector> = named
        .iter()
        .map(|(name, id)| vector(name, &verdict(*id), &a.change(*id).encode()))
        .collect();
    vectors.push(vector("join", "understood: join", &b.change(join).encode()));
    let whole = a.change(other);
    let erased = Change::from_parts(whole.header_bytes(), *whole.signature(), None);
    let erased = erased
        .expect("an erased payload leaves the change whole")
        .encode();
    vectors.push(vector("payload-erased", "understood: lesson", &erased));
    vectors
}

fn every_field() -> Fields {
    let mut fields = Fields::default();
    for field in Field::ALL.iter().copied() {
        let value = match field {
            Field::Kind => Value::text("problem"),
            Field::Body => Value::text("# Heading\n\nA line with ünïcode, 日本 and a tab\t.\n"),
            Field::Happened | Field::ReviewDue => Value::text("2026-02-28"),
            Field::Tags | Field::Topics => Value::rows([Row::new(["well"]), Row::new(["pump"])]),
            Field::Credits => Value::rows([Row::new(["told by", "Wanjiru"])]),
            Field::ExternalIds => {
                Value::rows([Row::new(["forum", "17", "https://example.org/17"])])
            }
            Field::Attachments => Value::rows([Row::new([
                "00".repeat(32).as_str(),
                "gauge.jpg",
                "image/jpeg",
                "A gauge",
                "The gauge at noon",
            ])]),
            field => Value::text(field.name()),
        };
        fields.set(field, value);
    }
    fields
}

/// A lesson of Alice's with its payload and header edited, signed.
fn edited(payload: Item, edit: impl FnOnce(&mut Header)) -> Vec<u8> {
    let (machine, _) = alices();
    let mut draft = machine.draft(&Act::Lesson(Fields::default()), lesson_id(3), &[]);
    draft.payload = payload.encode();
    edit(&mut draft.header);
    sign(&machine.key, draft).encode()
}

fn later_versions() -> Vec<Vector> {
    let title = || vec![(2, Item::from("Pump"))];
    let with_key = |key: u64| {
        let mut entries = title();
        entries.push((key, Item::Uint(7)));
        entries.sort();
        edited(Item::Map(entries), |_| {})
    };
    let next_version = |header: &mut Header| {
        header.version = 2;
        header.later = vec![Item::from("later"), Item::Uint(7)];
    };
    vec![
        vector("key-40-is-from-later", "foreign", &with_key(40)),
        vector("key-63-is-from-later", "foreign", &with_key(63)),
        vector("key-0-is-from-later", "foreign", &with_key(0)),
        vector(
            "key-64-is-carried-along",
            "understood: lesson",
            &with_key(64),
        ),
        vector(
            "kind-50-is-from-later",
            "foreign",
            &edited(Item::Map(title()), |it| it.kind = 50),
        ),
        vector(
            "kind-20-is-governance-from-later",
            "foreign",
            &edited(Item::Map(title()), |it| it.kind = 20),
        ),
        vector(
            "version-2-with-two-more-items",
            "foreign",
            &edited(Item::Map(title()), next_version),
        ),
    ]
}

/// What is wrong, the kind, the payload.
type Case = (&'static str, u64, Vec<(u64, Item)>);

/// Payloads that break the rules of their kind.
fn payloads() -> Vec<Vector> {
    let texts = |texts: &[&str]| Item::Array(texts.iter().map(|text| Item::from(*text)).collect());
    let rows = |rows: &[&[&str]]| Item::Array(rows.iter().map(|row| texts(row)).collect());
    let id = |n: u8| Item::from(&[n; 32][..]);
    let cut = |n: u8| Item::Array(vec![id(n), Item::Uint(4)]);
    let invite =
        |role: u64, uses: u64| vec![(1, id(1)), (2, Item::Uint(role)), (3, Item::Uint(uses))];
    let revoke = |what: u64, cuts: Vec<Item>| vec![(1, Item::Uint(what)), (3, Item::Array(cuts))];
    let title = |title: &str| vec![(2, Item::from(title))];
    let many: Vec<Item> = (0..1_001)
        .map(|n| texts(&[format!("{n:04}").as_str()]))
        .collect();
    let cases: Vec<Case> = vec![
        (
            "lesson-of-an-unknown-kind",
            32,
            vec![(1, Item::from("rumour"))],
        ),
        ("title-of-201-characters", 32, title(&"é".repeat(201))),
        ("title-with-a-line-break", 32, title("Pump\nloses")),
        ("title-as-bytes", 32, vec![(2, Item::from(&b"Pump"[..]))]),
        (
            "tags-not-ascending",
            32,
            vec![(4, rows(&[&["pump"], &["a"]]))],
        ),
        ("tag-twice", 32, vec![(4, rows(&[&["pump"], &["pump"]]))]),
        ("row-of-nine-texts", 32, vec![(13, rows(&[&["x"; 9]]))]),
        ("set-of-1001-rows", 32, vec![(4, Item::Array(many))]),
        ("tags-as-text", 32, vec![(4, Item::from("pump"))]),
        (
            "link-of-type-12",
            33,
            vec![(1, Item::Uint(12)), (2, Item::from(&[1; 16][..]))],
        ),
        ("link-without-target", 33, vec![(1, Item::Uint(1))]),
        (
            "retract-of-class-5",
            35,
            vec![(1, Item::Uint(5)), (2, Item::from(""))],
        ),
        ("retract-without-reason", 35, vec![(1, Item::Uint(0))]),
        ("invite-as-facilitator", 2, invite(3, 1)),
        ("invite-for-nobody", 2, invite(1, 0)),
        ("invite-for-1001", 2, invite(1, 1_001)),
        ("grant-of-role-2", 6, vec![(1, Item::Uint(2))]),
        ("grant-without-role", 6, vec![]),
        ("revoke-of-what-3", 7, revoke(3, vec![])),
        (
            "revoke-cuts-not-ascending",
            7,
            revoke(0, vec![cut(2), cut(1)]),
        ),
        (
            "revoke-device-cut-twice",
            7,
            revoke(0, vec![cut(1), cut(1)]),
        ),
        ("revoke-without-cuts", 7, vec![(1, Item::Uint(0))]),
        (
            "revoke-member-with-a-role",
            7,
            vec![
                (1, Item::Uint(0)),
                (2, Item::Uint(1)),
                (3, Item::Array(vec![])),
            ],
        ),
        (
            "charter-without-rule",
            8,
            vec![(1, Item::from("We share."))],
        ),
        ("ratify-nothing", 9, vec![(1, Item::Array(vec![]))]),
        (
            "ratify-not-ascending",
            9,
            vec![(1, Item::Array(vec![id(2), id(1)]))],
        ),
    ];
    let mut vectors: Vec<Vector> = cases
        .into_iter()
        .map(|(name, kind, entries)| {
            let bytes = edited(Item::Map(entries), |header| header.kind = kind);
            vector(name, "payload refused", &bytes)
        })
        .collect();
    for (name, bytes) in [
        ("payload-is-no-map", &[0x80][..]),
        ("payload-is-no-cbor", &[0xff]),
        ("payload-with-a-long-key", &[0xa1, 0x18, 0x02, 0x61, 0x41]),
        (
            "payload-with-unordered-keys",
            &[0xa2, 0x03, 0x61, 0x42, 0x02, 0x61, 0x41],
        ),
        (
            "payload-with-a-key-twice",
            &[0xa2, 0x02, 0x61, 0x41, 0x02, 0x61, 0x41],
        ),
        (
            "payload-of-indefinite-length",
            &[0xbf, 0x02, 0x61, 0x41, 0xff],
        ),
        ("payload-with-a-negative-key", &[0xa1, 0x20, 0x61, 0x41]),
        (
            "payload-with-text-that-is-no-utf-8",
            &[0xa1, 0x02, 0x61, 0xff],
        ),
        ("payload-with-bytes-after-it", &[0xa0, 0xa0]),
    ] {
        let (machine, _) = alices();
        let mut draft = machine.draft(&Act::Lesson(Fields::default()), lesson_id(3), &[]);
        draft.payload = bytes.to_vec();
        vectors.push(vector(
            name,
            "payload refused",
            &sign(&machine.key, draft).encode(),
        ));
    }
    vectors
}

/// Signed header items with an empty payload, whatever the items say.
fn raw(edit: impl FnOnce(&mut Vec<Item>)) -> Vec<u8> {
    let (header, payload) = plain();
    let Ok(Item::Array(mut items)) = Item::decode(&header) else {
        unreachable!("a header")
    };
    edit(&mut items);
    signed(&Item::Array(items).encode(), &payload)
}

/// The header and payload of a change that nothing is wrong with.
fn plain() -> (Vec<u8>, Vec<u8>) {
    let (machine, lesson) = alices();
    let change = machine.change(lesson);
    (
        change.header_bytes().to_vec(),
        change.payload().unwrap_or_default().to_vec(),
    )
}

fn signed(header: &[u8], payload: &[u8]) -> Vec<u8> {
    wrapped(
        header,
        &sign_header(&alice().device_key(1), header),
        payload,
    )
}

fn wrapped(header: &[u8], signature: &[u8], payload: &[u8]) -> Vec<u8> {
    Item::Array([header, signature, payload].map(Item::from).to_vec()).encode()
}

fn headers() -> Vec<Vector> {
    let ids = |ids: &mut dyn Iterator<Item = u8>| {
        Item::Array(ids.map(|n| Item::from(&[n; 32][..])).collect())
    };
    let set = |at: usize, item: Item| raw(|items| items[at] = item);
    let cases = [
        ("version-0", 0, set(0, Item::Uint(0))),
        (
            "version-1-with-one-more-item",
            0,
            raw(|items| items.push(Item::Null)),
        ),
        ("twelve-items", 12, raw(|items| drop(items.pop()))),
        ("community-of-31-bytes", 1, set(1, Item::from(&[1; 31][..]))),
        ("device-as-text", 2, set(2, Item::from("me"))),
        ("seq-0", 3, set(3, Item::Uint(0))),
        ("seq-1-with-backlink", 4, set(3, Item::Uint(1))),
        ("seq-2-without-backlink", 4, set(4, Item::Null)),
        ("lamport-0", 5, set(5, Item::Uint(0))),
        ("clock-beyond-2-to-the-53", 6, set(6, Item::Uint(1 << 53))),
        (
            "governance-not-ascending",
            7,
            set(7, ids(&mut [2, 1].into_iter())),
        ),
        ("governance-twice", 7, set(7, ids(&mut [1, 1].into_iter()))),
        ("65-governance-ids", 7, set(7, ids(&mut (0..65)))),
        ("subject-of-15-bytes", 9, set(9, Item::from(&[1; 15][..]))),
        (
            "parents-not-ascending",
            10,
            set(10, ids(&mut [2, 1].into_iter())),
        ),
        ("65-parents", 10, set(10, ids(&mut (0..65)))),
        (
            "payload-hash-of-33-bytes",
            11,
            set(11, Item::from(&[1; 33][..])),
        ),
    ];
    let verdict = |item| format!("header item {item} is out of range");
    let mut vectors: Vec<Vector> = cases
        .iter()
        .map(|(name, item, bytes)| vector(name, &verdict(item), bytes))
        .collect();
    let long = raw(|items| {
        items[0] = Item::Uint(2);
        items.push(Item::Bytes(vec![0; 6_144]));
    });
    vectors.push(vector("header-beyond-6144-bytes", "too large", &long));
    vectors.push(vector(
        "payload-beyond-its-limit",
        "too large",
        &set(12, Item::Uint(1_040_385)),
    ));
    vectors.push(vector(
        "clock-at-its-limit",
        "understood: lesson",
        &set(6, Item::Uint((1 << 53) - 1)),
    ));
    vectors.push(vector(
        "clock-at-1970",
        "understood: lesson",
        &set(6, Item::Uint(0)),
    ));
    vectors
}

fn encodings() -> Vec<Vector> {
    let (header, payload) = plain();
    let change = signed(&header, &payload);
    let replaced = |at: usize, with: &[u8]| {
        signed(&[&header[..at], with, &header[at + 1..]].concat(), &payload)
    };
    let nested = |depth: usize| {
        raw(|items| {
            items[0] = Item::Uint(2);
            items.push((1..depth).fold(Item::Null, |item, _| Item::Array(vec![item])));
        })
    };
    let mut indefinite = vec![0x9f];
    indefinite.extend(&header[1..]);
    indefinite.push(0xff);
    let mut tail = change.clone();
    tail.push(0);
    let mut four = change.clone();
    four[0] = 0x84;
    four.push(0xf6);
    let short_signature = wrapped(&header, &[1; 63], &payload);
    vec![
        vector("long-integer", "not canonical", &replaced(1, &[0x18, 0x01])),
        vector(
            "indefinite-length",
            "not CBOR of the subset",
            &signed(&indefinite, &payload),
        ),
        vector(
            "float",
            "not CBOR of the subset",
            &replaced(1, &[0xf9, 0x3c, 0x00]),
        ),
        vector(
            "negative-integer",
            "not CBOR of the subset",
            &replaced(1, &[0x20]),
        ),
        vector("tag", "not CBOR of the subset", &replaced(1, &[0xc1, 0x01])),
        vector("undefined", "not CBOR of the subset", &replaced(1, &[0xf7])),
        vector("eight-levels", "foreign", &nested(8)),
        vector("nine-levels", "nests too deep", &nested(9)),
        vector(
            "header-is-no-array",
            "header item 0 is out of range",
            &signed(&[0xa0], &payload),
        ),
        vector("empty", "not CBOR of the subset", &[]),
        vector(
            "truncated",
            "not CBOR of the subset",
            &change[..change.len() - 1],
        ),
        vector("bytes-after-the-change", "not canonical", &tail),
        vector("four-parts", "not CBOR of the subset", &four),
        vector(
            "signature-of-63-bytes",
            "not CBOR of the subset",
            &short_signature,
        ),
        vector(
            "another-payload",
            "another payload",
            &signed_with_other_payload(&header),
        ),
    ]
}

fn signed_with_other_payload(header: &[u8]) -> Vec<u8> {
    signed(
        header,
        &Item::Map(vec![(2, Item::from("Another"))]).encode(),
    )
}

/// The order of the group, little endian: 2^252 + 27742317777372353535851937790883648493.
const GROUP_ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

fn signatures() -> Vec<Vector> {
    let (header, payload) = plain();
    let good = sign_header(&alice().device_key(1), &header);
    let mut flipped = good;
    flipped[10] ^= 1;
    let mut beyond_the_order = good;
    let mut carry = 0;
    for (byte, add) in beyond_the_order[32..].iter_mut().zip(GROUP_ORDER) {
        let sum = u16::from(*byte) + u16::from(add) + carry;
        *byte = (sum & 0xff) as u8;
        carry = sum >> 8;
    }
    let by_bob = sign_header(&bob().device_key(1), &header);
    let with_key = |key: [u8; 32]| {
        raw(|items| items[2] = Item::from(&DeviceId::from_bytes(key).as_bytes()[..]))
    };
    let mut identity = [0; 32];
    identity[0] = 1;
    let mut no_point = [0; 32];
    no_point[0] = 2;
    let wrong = |name: &str, signature: &[u8; 64]| {
        vector(
            name,
            "wrong signature",
            &wrapped(&header, signature, &payload),
        )
    };
    vec![
        wrong("wrong-signature", &flipped),
        wrong("signed-by-another-device", &by_bob),
        wrong("signature-with-a-long-s", &beyond_the_order),
        wrong("signature-of-zeroes", &[0; 64]),
        vector("weak-key-identity", "unusable key", &with_key(identity)),
        vector("weak-key-of-order-four", "unusable key", &with_key([0; 32])),
        vector("key-that-is-no-point", "unusable key", &with_key(no_point)),
    ]
}

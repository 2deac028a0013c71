//! Files that somebody made on purpose: parts moved, sizes that lie, things that are elsewhere.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::io::{Cursor, Write};
use std::slice;

use hearth_bundle::{Bundle, BundleError, ItemError, Limits, MAX_BLOB, Purpose, Quantity};
use hearth_model::cbor::Item;
use hearth_model::change::{Change, Header};
use hearth_model::id::DeviceId;
use hearth_model::sign::VerifyError;
use support::{
    Author, Parts, Village, WINDOW, bomb, contents, contents_within, hash, key, piece, seal_bytes,
};

/// Takes a small bundle apart, changes it and lets its sender seal it again.
fn resealed(change: impl FnOnce(&mut Parts)) -> Result<support::Contents, BundleError> {
    let mut parts = Parts::take_apart(&Village::small(1).bundle());
    change(&mut parts);
    contents(&parts.seal(&key(1)))
}

macro_rules! refused {
    ($result:expr, $pattern:pat $(if $guard:expr)?) => {
        match $result {
            Err($pattern) $(if $guard)? => {}
            other => panic!("{:?}", other.map(drop)),
        }
    };
}

const GOVERNANCE: usize = 0;
const CONTENT: usize = 1;
const BLOBS: usize = 2;

fn encoded(range: std::ops::Range<usize>) -> Vec<Vec<u8>> {
    Village::small(1).changes[range]
        .iter()
        .map(|change| change.encode())
        .collect()
}

#[test]
fn another_file_is_not_a_bundle() {
    refused!(contents(b"PK\x03\x04"), BundleError::NotABundle);
    refused!(
        contents(b"\x89HRTH\n\x1a and more"),
        BundleError::NotABundle
    );
    refused!(contents(b"\x09HRTH\r\n\x1a"), BundleError::NotABundle);
    refused!(contents(b""), BundleError::Empty);
    let mut version_0 = Village::small(1).bundle();
    version_0[8] = 0;
    refused!(contents(&version_0), BundleError::NotABundle);
}

#[test]
fn what_is_newer_says_so() {
    let mut bytes = Village::small(1).bundle();
    bytes[8] = 2;
    refused!(contents(&bytes), BundleError::NewerContainer { version: 2 });
    let purpose = resealed(|parts| parts.set(2, Item::Uint(4)));
    refused!(purpose, BundleError::NewerPurpose { purpose: 4 });
    let required = resealed(|parts| parts.set(63, Item::Null));
    refused!(required, BundleError::NewerManifest { key: 63 });
    let kind = resealed(|parts| parts.entry(BLOBS)[0] = Item::Uint(3));
    refused!(kind, BundleError::NewerManifest { key: 9 });
    resealed(|parts| parts.set(64, Item::Null)).expect("keys from 64 up may be ignored");
}

#[test]
fn a_damaged_manifest_does_not_pass_for_a_newer_one() {
    let mut parts = Parts::take_apart(&Village::small(1).bundle());
    parts.set(2, Item::Uint(4));
    refused!(
        contents(&parts.seal(&key(2))),
        BundleError::ManifestSignature
    );
}

#[test]
fn each_key_of_the_manifest_is_needed_and_has_its_range() {
    let part = |change: &dyn Fn(&mut Parts)| match resealed(change) {
        Err(BundleError::ManifestMalformed { part }) => part,
        other => panic!("{:?}", other.map(drop)),
    };
    assert_eq!(
        part(&|p| p.remove(1)),
        "counts",
        "changes without a community"
    );
    assert_eq!(part(&|p| p.set(1, Item::Null)), "community");
    assert_eq!(part(&|p| p.remove(2)), "purpose");
    assert_eq!(part(&|p| p.remove(3)), "sender");
    assert_eq!(part(&|p| p.set(4, Item::from("a\nb"))), "sender's name");
    assert_eq!(part(&|p| p.set(5, Item::Uint(1 << 53))), "time");
    assert_eq!(part(&|p| p.set(6, Item::from(&*"é".repeat(2_001)))), "note");
    assert_eq!(part(&|p| p.set(7, Item::Null)), "version vector");
    assert_eq!(part(&|p| p.counts()[0] = Item::Uint(3)), "counts");
    assert_eq!(part(&|p| p.counts()[1] = Item::Uint(3)), "counts");
    assert_eq!(part(&|p| p.counts().truncate(3)), "counts");
    assert_eq!(part(&|p| p.set(9, Item::Null)), "chunks");
    assert_eq!(part(&|p| p.entry(0).push(Item::Null)), "chunks");
    assert_eq!(part(&|p| p.entries().swap(0, 1)), "order of the chunks");
    assert_eq!(part(&|p| p.set(2, Item::Uint(2))), "invitation");
    let stray = "a part that belongs to another purpose";
    assert_eq!(part(&|p| p.set(10, Item::Null)), stray);
    assert_eq!(part(&|p| p.set(11, Item::Array(vec![]))), stray);
    assert_eq!(
        part(&|p| {
            p.set(2, Item::Uint(1));
            p.set(11, Item::Null);
        }),
        "base"
    );
}

#[test]
fn a_manifest_is_bound_to_its_chunks_and_its_signer() {
    let [one, other] = [1, 2].map(|seed| Parts::take_apart(&Village::small(seed).bundle()));
    let swapped = Parts {
        chunks: other.chunks.clone(),
        ..one.clone()
    };
    let bytes = swapped.seal(&key(1));
    refused!(
        contents(&bytes),
        BundleError::ChunkHash { chunk: 0 }
            | BundleError::Truncated { .. }
            | BundleError::TrailingBytes { .. }
    );
    refused!(contents(&one.seal(&key(2))), BundleError::ManifestSignature);
}

#[test]
fn moved_chunks_are_noticed() {
    let mut parts = Parts::take_apart(&Village::small(1).bundle());
    parts.chunks.swap(0, 1);
    refused!(
        contents(&parts.seal(&key(1))),
        BundleError::ChunkHash { chunk: 0 }
    );
    refused!(
        resealed(|p| drop(p.chunks.pop())),
        BundleError::Truncated { .. }
    );
    let doubled = resealed(|p| p.chunks.push(p.chunks[2].clone()));
    refused!(doubled, BundleError::TrailingBytes { .. });
}

/// What a sender leaves out, says twice or moves is still only what its authors signed.
#[test]
fn chunks_that_were_moved_and_sealed_again_hold_only_signed_changes() {
    let right = contents(&Village::small(1).bundle()).unwrap().changes;
    let dropped = resealed(|parts| {
        parts.entries().remove(CONTENT);
        parts.chunks.remove(CONTENT);
        parts.counts()[1] = Item::Uint(0);
        parts.counts()[2] = Item::Uint(0);
    });
    assert_eq!(dropped.unwrap().changes, right[..2]);
    let doubled = resealed(|parts| {
        parts.duplicate(CONTENT);
        parts.counts()[1] = Item::Uint(8);
        parts.counts()[2] = Item::Uint(6);
    });
    assert_eq!(doubled.unwrap().changes, [&right[..], &right[2..]].concat());
    let turned = resealed(|parts| {
        let mut items = encoded(2..6);
        items.reverse();
        parts.set_items(CONTENT, &items);
    });
    let mut changes = turned.unwrap().changes;
    changes[2..].reverse();
    assert_eq!(changes, right);
}

#[test]
fn lessons_and_blobs_are_counted() {
    refused!(
        resealed(|p| p.counts()[2] = Item::Uint(4)),
        BundleError::Counts
    );
    refused!(
        resealed(|p| p.counts()[3] = Item::Uint(1)),
        BundleError::Counts
    );
    let huge = resealed(|p| {
        p.entry(0)[4] = Item::Uint(u64::MAX);
        p.counts()[0] = Item::Uint(u64::MAX);
    });
    refused!(
        huge,
        BundleError::TooLarge {
            what: Quantity::Changes,
            would: u64::MAX,
            ..
        }
    );
    let lies = resealed(|p| {
        p.entry(0)[4] = Item::Uint(3);
        p.counts()[0] = Item::Uint(3);
    });
    refused!(
        lies,
        BundleError::ChunkMalformed {
            chunk: 0,
            item: 2,
            source: ItemError::Count
        }
    );
}

#[test]
fn a_forged_change_is_named() {
    let forged = resealed(|parts| {
        let mut items = encoded(2..6);
        let victim = Change::decode(&items[2]).unwrap();
        let other = Change::decode(&items[1]).unwrap();
        let forged =
            Change::from_parts(victim.header_bytes(), *other.signature(), victim.payload());
        items[2] = forged.unwrap().encode();
        parts.set_items(CONTENT, &items);
    });
    refused!(
        forged,
        BundleError::ChangeSignature {
            chunk: CONTENT,
            item: 2,
            source: VerifyError::Signature(_)
        }
    );
}

#[test]
fn nothing_is_given_out_after_a_refusal() {
    let mut parts = Parts::take_apart(&Village::small(1).bundle());
    parts.set_items(CONTENT, &encoded(0..4));
    let mut bundle = Bundle::open(Cursor::new(parts.seal(&key(1))), &Limits::default()).unwrap();
    let mut batches = bundle.batches().unwrap();
    assert!(matches!(batches.next(), Some(Ok(_))));
    assert!(matches!(batches.next(), Some(Err(_))));
    assert!(
        batches.next().is_none(),
        "the blobs that follow are in order"
    );
}

#[test]
fn a_change_by_a_weak_key_is_refused() {
    let weak = resealed(|parts| {
        let mut items = encoded(2..6);
        let change = Change::decode(&items[0]).unwrap();
        let mut identity = [0; 32];
        identity[0] = 1;
        let header = Header {
            device: DeviceId::from_bytes(identity),
            ..change.header().clone()
        };
        let mut signature = [0; 64];
        signature[0] = 1;
        let change = Change::from_parts(&header.encode(), signature, change.payload());
        items[0] = change.unwrap().encode();
        parts.set_items(CONTENT, &items);
    });
    refused!(
        weak,
        BundleError::ChangeSignature {
            chunk: CONTENT,
            item: 0,
            source: VerifyError::Key(_)
        }
    );
}

#[test]
fn a_change_of_another_community_is_refused() {
    let (mut stranger, found) = Author::founder(2);
    let elsewhere = resealed(|parts| {
        let mut items = encoded(2..6);
        items[3] = stranger.lesson(3, "").encode();
        parts.set_items(CONTENT, &items);
    });
    refused!(
        elsewhere,
        BundleError::OtherCommunity { chunk: CONTENT, item: 3, found: id } if id == found.id()
    );
}

#[test]
fn changes_stay_in_the_chunks_of_their_sort() {
    let stray = resealed(|parts| {
        parts.set_items(CONTENT, &[encoded(2..5), encoded(1..2)].concat());
    });
    refused!(
        stray,
        BundleError::ChunkMalformed {
            chunk: CONTENT,
            item: 3,
            source: ItemError::Kind(8)
        }
    );
    let stray = resealed(|parts| parts.set_items(GOVERNANCE, &encoded(1..3)));
    refused!(
        stray,
        BundleError::ChunkMalformed {
            chunk: GOVERNANCE,
            item: 1,
            source: ItemError::Kind(32)
        }
    );
}

#[test]
fn items_are_canonical_and_fill_their_chunk() {
    let with = |change: &dyn Fn(&mut Vec<Vec<u8>>)| {
        resealed(|parts| {
            let mut items = encoded(2..6);
            change(&mut items);
            parts.set_raw(CONTENT, &items.concat());
        })
    };
    let trailing = with(&|items| items.push(vec![0xf6]));
    refused!(
        trailing,
        BundleError::ChunkMalformed {
            item: 4,
            source: ItemError::Malformed,
            ..
        }
    );
    let cut = with(&|items| items[3].truncate(9));
    refused!(
        cut,
        BundleError::ChunkMalformed {
            item: 3,
            source: ItemError::Malformed,
            ..
        }
    );
    let long_form = with(&|items| drop(items[1].splice(..1, [0x98, 0x03])));
    refused!(
        long_form,
        BundleError::ChunkMalformed {
            item: 1,
            source: ItemError::Change(_),
            ..
        }
    );
    let more = with(&|items| items[1][0] = 0x84);
    refused!(more, BundleError::ChunkMalformed { item: 1, .. });
    let claims = with(&|items| items[0] = b"\x83\x5b\xff\xff\xff\xff\xff\xff\xff\xff".to_vec());
    refused!(
        claims,
        BundleError::ChunkMalformed {
            item: 0,
            source: ItemError::Malformed,
            ..
        }
    );
}

#[test]
fn pieces_of_blobs_continue_one_another() {
    let name = hash(b"abcd");
    let with = |items: &[Vec<u8>], n_blobs| {
        resealed(|parts| {
            parts.set_items(BLOBS, items);
            parts.counts()[3] = Item::Uint(n_blobs);
        })
    };
    let whole = with(&[piece(name, 0, 4, b"ab"), piece(name, 2, 4, b"cd")], 1).unwrap();
    assert_eq!(whole.blobs[0].bytes, b"abcd");
    let misplaced = |items: &[Vec<u8>]| match with(items, 1) {
        Err(BundleError::ChunkMalformed {
            chunk: BLOBS,
            item,
            source: ItemError::Piece,
        }) => item,
        other => panic!("{:?}", other.map(drop)),
    };
    let start = piece(name, 0, 4, b"ab");
    assert_eq!(misplaced(&[piece(name, 1, 4, b"bcd")]), 0, "begins late");
    assert_eq!(
        misplaced(&[start.clone(), piece(name, 1, 4, b"bcd")]),
        1,
        "overlap"
    );
    assert_eq!(
        misplaced(&[start.clone(), piece(name, 3, 4, b"d")]),
        1,
        "gap"
    );
    assert_eq!(
        misplaced(&[start.clone(), piece(name, 2, 4, b"cde")]),
        1,
        "beyond"
    );
    assert_eq!(
        misplaced(&[start.clone(), piece(name, 2, 5, b"cd")]),
        1,
        "new length"
    );
    assert_eq!(
        misplaced(&[start.clone(), piece(hash(b""), 2, 4, b"cd")]),
        1,
        "new name"
    );
    assert_eq!(
        misplaced(&[start.clone(), piece(name, 2, 4, b"")]),
        1,
        "no progress"
    );
    assert_eq!(
        misplaced(&[piece(name, 0, MAX_BLOB + 1, b"ab")]),
        0,
        "too long"
    );
    assert_eq!(
        misplaced(&[piece(name, u64::MAX, u64::MAX, b"ab")]),
        0,
        "overflow"
    );
    for n_blobs in [0, 1] {
        refused!(with(slice::from_ref(&start), n_blobs), BundleError::Counts);
    }
    let miscounted = resealed(|parts| parts.entry(BLOBS)[4] = Item::Uint(3));
    refused!(
        miscounted,
        BundleError::ChunkMalformed {
            chunk: BLOBS,
            item: 2,
            source: ItemError::Count
        }
    );
    let other = with(&[piece(name, 0, 4, b"abce")], 1);
    refused!(other, BundleError::BlobHash { hash } if hash == name);
    let mut long_form = piece(name, 0, 4, b"abcd");
    long_form.splice(35..36, [0x18, 0x00]);
    let long_form = with(&[long_form], 1);
    refused!(
        long_form,
        BundleError::ChunkMalformed {
            item: 0,
            source: ItemError::Malformed,
            ..
        }
    );
}

fn frame_without_size(raw: &[u8]) -> Vec<u8> {
    let mut encoder = zstd::stream::Encoder::new(vec![], 1).unwrap();
    encoder.include_contentsize(false).unwrap();
    encoder.write_all(raw).unwrap();
    encoder.finish().unwrap()
}

#[test]
fn a_chunk_is_one_frame_of_the_stated_size() {
    let frame = |frame: Vec<u8>, raw_len: u64| {
        resealed(|parts| {
            parts.entry(CONTENT)[2] = Item::Uint(raw_len);
            parts.set_compressed(CONTENT, frame);
        })
    };
    let raw = encoded(2..6).concat();
    let right = zstd::bulk::compress(&raw, 1).unwrap();
    let len = raw.len() as u64;
    frame(right.clone(), len).expect("the frame is in order");
    let skipped = &b"\x50\x2a\x4d\x18\x01\0\0\0x"[..];
    let skippable = [skipped, &right].concat();
    let skippable_after = [&right, skipped].concat();
    let empty_after = [&right[..], &zstd::bulk::compress(b"", 1).unwrap()].concat();
    let halves = [&raw[..9], &raw[9..]].map(|half| zstd::bulk::compress(half, 1).unwrap());
    let unsized_frame = frame_without_size(&raw);
    let cut_short = right[..right.len() - 1].to_vec();
    let trailing = [&right[..], &[0]].concat();
    for (what, bytes) in [
        ("skippable frame before", skippable),
        ("skippable frame after", skippable_after),
        ("two frames", halves.concat()),
        ("an empty frame after", empty_after),
        ("no content size", unsized_frame),
        ("frame cut short", cut_short),
        ("bytes after the frame", trailing),
        ("no frame", raw.clone()),
        (
            "frame of an old format",
            b"\x27\xb5\x2f\xfd\0\0\0\0".to_vec(),
        ),
    ] {
        let result = frame(bytes, len);
        assert!(
            matches!(result, Err(BundleError::ChunkFrame { chunk: CONTENT })),
            "{what}: {:?}",
            result.map(drop)
        );
    }
    for wrong in [1, len - 1, len + 1, 1 << 20] {
        refused!(
            frame(right.clone(), wrong),
            BundleError::ChunkFrame { chunk: CONTENT }
        );
    }
}

/// 328 KB that unpack to 10 GiB.
const BLOCKS: usize = 10 << 13;

#[test]
fn a_bomb_that_says_so_is_refused_by_the_manifest() {
    let declares = |raw_len: u64| {
        resealed(|parts| {
            parts.entry(BLOBS)[2] = Item::Uint(raw_len);
            parts.set_compressed(BLOBS, bomb(BLOCKS, None, WINDOW));
        })
    };
    refused!(
        declares(10 << 30),
        BundleError::ManifestMalformed { part: "chunks" }
    );
    refused!(
        declares((1 << 20) + 1),
        BundleError::ManifestMalformed { part: "chunks" }
    );
    refused!(
        declares(0),
        BundleError::ManifestMalformed { part: "chunks" }
    );
    refused!(
        declares(u64::MAX),
        BundleError::ManifestMalformed { part: "chunks" }
    );
}

#[test]
fn a_bomb_that_lies_is_refused_by_its_frame() {
    for (states, window) in [
        (None, WINDOW),
        (Some(1 << 20), WINDOW),
        (Some(10 << 30), WINDOW),
        (Some(u64::MAX), WINDOW),
        (None, 0xff),
        (Some(1 << 20), 0xff),
    ] {
        let lies = resealed(|parts| {
            parts.entry(BLOBS)[2] = Item::Uint(1 << 20);
            parts.set_compressed(BLOBS, bomb(BLOCKS, states, window));
        });
        refused!(lies, BundleError::ChunkFrame { chunk: BLOBS });
    }
}

/// As many honest chunks of zeros as it takes.
fn zeros(n_chunks: usize) -> Vec<u8> {
    let village = Village::small(1);
    let mut parts = Parts::take_apart(&village.bundle_with(village.heading(Purpose::Backup)));
    parts.set_raw(BLOBS, &vec![0; 1 << 20]);
    let entry = parts.entries()[BLOBS].clone();
    parts.entries().extend(vec![entry; n_chunks - 1]);
    let chunk = parts.chunks[BLOBS].clone();
    parts.chunks.extend(vec![chunk; n_chunks - 1]);
    parts.seal(&key(1))
}

#[test]
fn many_small_bombs_are_refused_by_their_sum() {
    let bytes = zeros(300);
    let allowed = (256 << 20) + 256 * bytes.len() as u64;
    match contents(&bytes) {
        Err(BundleError::TooLarge {
            what: Quantity::RawBytes,
            would,
            limit,
        }) => {
            assert!(
                would > 300 << 20 && limit == allowed,
                "{would} over {limit}"
            );
        }
        other => panic!("{:?}", other.map(drop)),
    }
    let few = Bundle::open(Cursor::new(zeros(200)), &Limits::default());
    assert!(few.is_ok(), "{few:?}");
}

#[test]
fn limits_are_the_readers_own() {
    let bytes = Village::small(1).bundle();
    let raw_bytes = contents(&bytes).unwrap().manifest.raw_len();
    let within = |limits: Limits| contents_within(&bytes, &limits);
    let limits = Limits::default();
    assert!(
        within(Limits {
            raw_bytes,
            ..limits
        })
        .is_ok()
    );
    let less = raw_bytes - 1;
    refused!(
        within(Limits { raw_bytes: less, ..limits }),
        BundleError::TooLarge { what: Quantity::RawBytes, would, limit }
            if would == raw_bytes && limit == less
    );
    assert!(
        within(Limits {
            changes: 6,
            ..limits
        })
        .is_ok()
    );
    refused!(
        within(Limits {
            changes: 5,
            ..limits
        }),
        BundleError::TooLarge {
            what: Quantity::Changes,
            would: 6,
            limit: 5
        }
    );
}

#[test]
fn hostile_lengths_in_the_manifest_are_only_malformed() {
    for manifest in [
        &b""[..],
        b"\xbb\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xa1\x09\x9b\xff\xff\xff\xff\xff\xff\xff\xff",
        b"\xa1\x06\x7b\x7f\xff\xff\xff\xff\xff\xff\xff",
        b"\x81\x00",
        b"\xa0",
        &[0x81; 100_000],
    ] {
        let refused = contents(&seal_bytes(manifest, b"", &key(1)));
        refused!(refused, BundleError::ManifestMalformed { .. });
    }
}

#[test]
fn a_manifest_above_its_limit_is_not_read() {
    let head = |len: u32| {
        let mut bytes = Village::small(1).bundle();
        bytes[12..16].copy_from_slice(&len.to_le_bytes());
        contents(&bytes)
    };
    refused!(head(1 << 20), BundleError::Truncated { .. });
    refused!(
        head((1 << 20) + 1),
        BundleError::ManifestTooLarge {
            would: 1_048_577,
            limit: 1_048_576
        }
    );
    refused!(head(u32::MAX), BundleError::ManifestTooLarge { .. });
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(0u8.., 0..300)) {
        let after_magic = [&b"\x89HRTH\r\n\x1a\x01\0\0\0"[..], &bytes].concat();
        proptest::prop_assert!(contents(&bytes).is_err());
        proptest::prop_assert!(contents(&after_magic).is_err());
        proptest::prop_assert!(contents(&seal_bytes(&bytes, b"", &key(1))).is_err());
    }

    #[test]
    fn any_chunk_that_its_sender_sealed_is_read_without_panic(
        chunk in 0..3_usize,
        raw in proptest::collection::vec(0u8.., 1..300),
        compressed: bool,
    ) {
        let result = resealed(|parts| match compressed {
            true => parts.set_raw(chunk, &raw),
            false => parts.set_compressed(chunk, raw),
        });
        proptest::prop_assert!(result.is_err());
    }
}

//! What a hostile or a large bundle takes of memory. By itself in its own process, because the
//! system remembers the most that a process ever had.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]
#![cfg(target_os = "linux")]

mod support;

use std::fs::File;

use hearth_bundle::{Batch, Bundle, BundleWriter, Limits, Purpose};
use hearth_model::cbor::Item;
use support::{Parts, Village, bomb, contents, hash, key, piece, seal_bytes};

/// The most memory that this process has had so far, in KiB.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status
        .lines()
        .find(|line| line.starts_with("VmHWM:"))
        .unwrap();
    let digits: String = line.chars().filter(char::is_ascii_digit).collect();
    digits.parse().unwrap()
}

fn grown(what: &str, most_mib: usize, work: impl FnOnce()) {
    let before = peak();
    work();
    let grown = peak() - before;
    assert!(
        grown <= most_mib << 10,
        "{what}: {grown} KiB, at most {most_mib} MiB"
    );
}

fn sealed(change: impl FnOnce(&mut Parts)) -> Vec<u8> {
    let mut parts = Parts::take_apart(&Village::small(1).bundle());
    change(&mut parts);
    parts.seal(&key(1))
}

#[test]
fn memory_is_bounded_whatever_a_file_claims() {
    let lying = sealed(|parts| {
        parts.entry(2)[2] = Item::Uint(1 << 20);
        parts.set_compressed(2, bomb(10 << 13, Some(1 << 20), 0xff));
    });
    let claiming = sealed(|parts| {
        parts.set_items(2, &[piece(hash(b""), 0, u64::MAX, b"x")]);
    });
    let mut truncated = sealed(|parts| {
        let entry = parts.entries()[2].clone();
        parts.entries().extend(vec![entry; 5_000]);
    });
    truncated.truncate(500_000);
    grown("files that lie", 8, || {
        for bytes in [&lying, &claiming, &truncated] {
            contents(bytes).expect_err("a lie");
        }
    });

    let smallest_changes = sealed(|parts| {
        parts.set_items(1, &vec![b"\x83\x40\x40\xf6".to_vec(); 1 << 18]);
        parts.counts()[1] = Item::Uint(1 << 18);
    });
    grown("a chunk of the smallest items", 16, || {
        contents(&smallest_changes).expect_err("not changes");
    });

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.hearth");
    let village = Village::small(1);
    let blob: Vec<u8> = (0..16_u32 << 20)
        .map(|n| (n.wrapping_mul(n) >> 11) as u8)
        .collect();
    let mut writer = BundleWriter::beside(&path, village.heading(Purpose::Whole)).unwrap();
    grown("writing 128 MiB", 32, || {
        for _ in 0..8 {
            writer.blob(hash(&blob), &blob).unwrap();
        }
        writer.save(&village.author.key, &path).unwrap();
    });
    drop(blob);
    grown("reading 128 MiB", 48, || {
        let mut bundle = Bundle::open(File::open(&path).unwrap(), &Limits::default()).unwrap();
        let batches = bundle.batches().unwrap();
        let n_blobs = batches
            .filter(|batch| matches!(batch, Ok(Batch::Blob(_))))
            .count();
        assert_eq!(n_blobs, 8);
    });

    // One byte in the file, one item in memory.
    let smallest_items = [&[0x9a, 0, 0x0f, 0xff, 0xfb][..], &vec![0; (1 << 20) - 5]].concat();
    let tree = seal_bytes(&smallest_items, b"", &key(1));
    grown("the widest manifest", 80, || {
        contents(&tree).expect_err("not a map");
    });

    // The measure itself must be able to notice.
    let before = peak();
    let large = vec![1_u8; 128 << 20];
    assert!(large.iter().step_by(4_096).all(|byte| *byte == 1));
    assert!(peak() > before + (32 << 10));
}

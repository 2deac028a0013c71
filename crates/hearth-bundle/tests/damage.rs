//! Every length and every bit of a small bundle, as it is and re-sealed by a member who means harm.
//!
//! A reader that trusts too much goes through the same harness, to show that the harness would notice.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::io::Cursor;

use hearth_bundle::{BundleError, Limits, Purpose, inspect};
use hearth_model::cbor::Item;
use hearth_model::change::Change;
use minicbor::Decoder;
use rayon::prelude::*;
use support::{Contents, HEAD, Parts, SIGNATURE, Village, contents, key, seal_bytes};

/// A bundle of some 4 KiB, most of which does not compress.
fn bundle() -> Vec<u8> {
    village().bundle()
}

fn village() -> Village {
    let mut village = Village::small(1);
    let noise = |from: u8, to: u8| (from..to).map(|n| blake3::hash(&[n]));
    let long: String = noise(0, 32).map(|hash| hash.to_string()).collect();
    let long = village.author.lesson(4, &long);
    village.changes.push(long);
    let picture = noise(32, 80).flat_map(|hash| *hash.as_bytes());
    village.blobs.push(picture.collect());
    village
}

fn flipped(bytes: &[u8], bit: usize) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    bytes[bit / 8] ^= 1 << (bit % 8);
    bytes
}

/// The bits whose flip `read` does not notice.
fn unnoticed<T>(bytes: &[u8], read: impl Fn(usize, Vec<u8>) -> Option<T> + Sync) -> Vec<usize>
where
    T: Send,
{
    (0..bytes.len() * 8)
        .into_par_iter()
        .filter(|bit| read(*bit, flipped(bytes, *bit)).is_some())
        .collect()
}

fn manifest_len(bytes: &[u8]) -> usize {
    u32::from_le_bytes(bytes[12..HEAD].try_into().unwrap()) as usize
}

#[test]
fn every_truncation_says_so_and_can_be_inspected() {
    let bytes = bundle();
    let manifest_end = HEAD + manifest_len(&bytes) + SIGNATURE;
    let whole = contents(&bytes).unwrap();
    for len in 0..bytes.len() {
        let short = &bytes[..len];
        match contents(short).expect_err("truncated") {
            BundleError::Empty => assert_eq!(len, 0),
            BundleError::Truncated { have, need } => {
                assert_eq!(have, len as u64);
                assert!(
                    have < need && need <= bytes.len() as u64,
                    "{have} of {need}"
                );
            }
            error => panic!("{len}: {error}"),
        }
        let inspected = inspect(Cursor::new(short), &Limits::default());
        assert_eq!(inspected.is_ok(), len >= manifest_end, "{len}");
        if let Ok(inspection) = inspected {
            assert_eq!(inspection.manifest, whole.manifest);
            assert_eq!(
                (inspection.have, inspection.need),
                (len as u64, bytes.len() as u64)
            );
        }
    }
}

#[test]
fn every_further_byte_is_noticed() {
    let mut bytes = bundle();
    bytes.push(0);
    let refused = contents(&bytes);
    assert!(matches!(refused, Err(BundleError::TrailingBytes { have, need }) if have == need + 1));
}

/// The refusals that damage at this byte may lead to.
fn fits(bytes: &[u8], byte: usize, error: &BundleError) -> bool {
    let manifest_end = HEAD + manifest_len(bytes);
    match error {
        BundleError::NotABundle => byte < 12,
        BundleError::NewerContainer { .. } => (8..12).contains(&byte),
        BundleError::ManifestTooLarge { .. } | BundleError::Truncated { .. } => {
            (12..16).contains(&byte)
        }
        BundleError::ManifestMalformed { .. } => (12..manifest_end).contains(&byte),
        BundleError::ManifestSignature => (12..manifest_end + SIGNATURE).contains(&byte),
        BundleError::ChunkHash { chunk } => {
            let mut parts = Parts::take_apart(bytes);
            let before: usize = parts.chunks.drain(..*chunk).map(|chunk| chunk.len()).sum();
            let start = manifest_end + SIGNATURE + before;
            (start..start + parts.chunks[0].len()).contains(&byte)
        }
        _ => false,
    }
}

#[test]
fn every_flipped_bit_is_refused_for_what_it_hit() {
    let bytes = bundle();
    assert!(
        bytes.len() > 4_000,
        "{} bytes are not worth it",
        bytes.len()
    );
    let missed = unnoticed(&bytes, |bit, flipped| match contents(&flipped) {
        Ok(contents) => Some(contents),
        Err(error) => {
            assert!(fits(&bytes, bit / 8, &error), "byte {}: {error:?}", bit / 8);
            None
        }
    });
    assert_eq!(missed, [0; 0]);
}

/// A reader that compares no hash and checks no signature.
fn careless(bytes: &[u8]) -> Option<Vec<Vec<u8>>> {
    let len = manifest_len(bytes);
    let item = Item::decode(bytes.get(HEAD..HEAD.checked_add(len)?)?).ok()?;
    let entries = item
        .as_map()?
        .iter()
        .find(|(key, _)| *key == 9)?
        .1
        .as_array()?;
    let mut at = HEAD + len + SIGNATURE;
    let mut raw = vec![];
    for entry in entries {
        let [_, compressed, raw_len, ..] = entry.as_array()? else {
            return None;
        };
        let end = at.checked_add(usize::try_from(compressed.as_uint()?).ok()?)?;
        let most = usize::try_from(raw_len.as_uint()?).ok()?.min(1 << 20);
        raw.push(zstd::bulk::decompress(bytes.get(at..end)?, most).ok()?);
        at = end;
    }
    Some(raw)
}

#[test]
fn a_careless_reader_would_be_noticed() {
    let bytes = Village::small(1).bundle();
    let right = careless(&bytes).unwrap();
    let missed = unnoticed(&bytes, |_, flipped| {
        careless(&flipped).filter(|raw| *raw != right)
    });
    assert!(missed.len() > 100, "{} flips missed", missed.len());
}

/// Flips each bit of each chunk's raw content, and lets a member seal it again.
fn unnoticed_after_resealing<T: Send>(
    bytes: &[u8],
    read: impl Fn(&[u8]) -> Option<T> + Sync,
) -> Vec<Vec<usize>> {
    let parts = Parts::take_apart(bytes);
    let sender = key(1);
    (0..parts.chunks.len())
        .map(|chunk| {
            let raw = parts.clone().raw(chunk);
            unnoticed(&raw, |_, flipped| {
                let mut parts = parts.clone();
                parts.set_raw(chunk, &flipped);
                read(&parts.seal(&sender))
            })
        })
        .collect()
}

#[test]
fn every_flipped_bit_that_is_sealed_again_is_refused() {
    let bytes = bundle();
    let missed = unnoticed_after_resealing(&bytes, |bytes| contents(bytes).ok());
    assert_eq!(missed, [[0; 0]; 3]);
}

#[test]
fn a_reader_without_signatures_would_be_noticed() {
    let bytes = Village::small(1).bundle();
    let missed = unnoticed_after_resealing(&bytes, |bytes| {
        let raw = careless(bytes)?;
        let mut decoder = Decoder::new(&raw[1]);
        decoder.skip().ok()?;
        Change::decode(&raw[1][..decoder.position()]).ok()
    });
    assert!(missed[1].len() > 1_000, "{} flips missed", missed[1].len());
}

/// A sender may say of itself what it likes; what its file holds stays what its authors signed.
#[test]
fn every_flipped_bit_of_a_manifest_that_is_sealed_again_leaves_the_contents_alone() {
    let village = village();
    let heading = village.heading(Purpose::Delta {
        base: Some(village.heading(Purpose::Whole).holds),
    });
    let bytes = village.bundle_with(heading);
    let manifest = &bytes[HEAD..HEAD + manifest_len(&bytes)];
    let chunks = &bytes[HEAD + manifest.len() + SIGNATURE..];
    let right = contents(&bytes).unwrap();
    let taken = unnoticed(manifest, |_, flipped| {
        let taken: Contents = contents(&seal_bytes(&flipped, chunks, &key(1))).ok()?;
        assert_eq!(taken.changes, right.changes);
        assert_eq!(taken.blobs, right.blobs);
        Some(taken)
    });
    assert!(!taken.is_empty(), "the note, for one, may say anything");
}

//! What goes into a bundle comes out of it, and files appear whole or not at all.

#![allow(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

mod support;

use std::io::{self, Cursor, Read, Seek, SeekFrom, Write};

use hearth_bundle::{
    Batch, Blob, Bundle, BundleError, BundleWriter, Counts, Heading, Invitation, Limits, MAX_BLOB,
    Purpose, WriteError, Written, inspect,
};
use hearth_model::change::{Change, MAX_PAYLOAD};
use hearth_model::id::{ChangeId, Subject};
use hearth_model::sign::{Verified, verify};
use hearth_model::version_vector::VersionVector;
use support::{Author, Contents, Village, contents, hash, key, lesson_id};

fn of(village: &Village, bytes: &[u8]) -> Contents {
    let read = contents(bytes).unwrap();
    assert_eq!(read.changes, village.changes);
    let blobs: Vec<_> = read.blobs.iter().map(|blob| blob.bytes.clone()).collect();
    assert_eq!(blobs, village.blobs);
    read
}

#[test]
fn what_goes_in_comes_out() {
    let village = Village::small(1);
    let read = of(&village, &village.bundle());
    let counts = Counts {
        governance: 2,
        content: 4,
        lessons: 3,
        blobs: 2,
    };
    assert_eq!(read.manifest.counts, counts);
    assert_eq!(read.manifest.sender, village.author.key.device());
    assert_eq!(read.manifest.heading, village.heading(Purpose::Whole));
}

#[test]
fn every_purpose_keeps_its_parts() {
    let village = Village::small(1);
    let invitation = Invitation {
        invite: ChangeId::from_bytes([4; 32]),
        seed: [5; 32],
    };
    let base = Some(village.heading(Purpose::Whole).holds);
    for purpose in [
        Purpose::Whole,
        Purpose::Delta { base: None },
        Purpose::Delta { base },
        Purpose::Invitation(invitation),
        Purpose::Backup,
    ] {
        let bytes = village.bundle_with(village.heading(purpose.clone()));
        assert_eq!(of(&village, &bytes).manifest.heading.purpose, purpose);
    }
}

#[test]
fn the_secret_of_an_invitation_is_not_printed() {
    let invitation = Invitation {
        invite: ChangeId::from_bytes([4; 32]),
        seed: [222; 32],
    };
    assert!(!format!("{:?}", Purpose::Invitation(invitation)).contains("222"));
}

#[test]
fn a_bundle_may_be_empty_and_of_no_community() {
    let mut village = Village::small(1);
    village.changes.clear();
    village.blobs.clear();
    of(&village, &village.bundle());
    let of_none = Heading {
        community: None,
        holds: VersionVector::default(),
        ..village.heading(Purpose::Delta { base: None })
    };
    of(&village, &village.bundle_with(of_none));
}

#[test]
fn the_same_contents_give_the_same_bytes() {
    assert_eq!(Village::small(1).bundle(), Village::small(1).bundle());
}

/// Bytes that do not compress.
fn noise(len: usize) -> Vec<u8> {
    let mut bytes = vec![0; len];
    blake3::Hasher::new().finalize_xof().fill(&mut bytes);
    bytes
}

#[test]
fn large_contents_span_chunks() {
    let mut village = Village::small(1);
    let largest = noise(MAX_PAYLOAD);
    let author = &mut village.author;
    village
        .changes
        .push(author.states(lesson_id(4), 32, largest));
    let long = (5..2_000).map(|n| author.lesson(n, &format!("{:?}", noise(300 + n as usize % 7))));
    village.changes.extend(long);
    let sizes = [
        0,
        1,
        1_047_552,
        (1 << 20) - 1,
        1 << 20,
        3 << 20,
        MAX_BLOB as usize,
    ];
    village.blobs = sizes.map(noise).to_vec();
    village.blobs.push(vec![0; 5 << 20]);
    of(&village, &village.bundle());
}

#[test]
fn erased_payloads_travel_erased() {
    let mut village = Village::small(1);
    let last = village.changes.pop().unwrap();
    let erased = Change::from_parts(last.header_bytes(), *last.signature(), None).unwrap();
    village.changes.push(verify(erased).unwrap());
    of(&village, &village.bundle());
}

#[test]
fn changes_of_later_kinds_travel_bit_for_bit() {
    let mut village = Village::small(1);
    let later = village.author.states(lesson_id(9), 1_000, vec![0xa0]);
    village.changes.push(later);
    of(&village, &village.bundle());
}

#[test]
fn known_changes_need_no_verification() {
    let village = Village::small(1);
    let bytes = village.bundle();
    let mut bundle = Bundle::open(Cursor::new(&bytes), &Limits::default()).unwrap();
    bundle.check_all().unwrap();
    let mut new: Vec<Verified<Change>> = vec![];
    for batch in bundle.batches().unwrap() {
        if let Batch::Changes(mut changes) = batch.unwrap() {
            changes.retain(|change| change.header().subject == lesson_id(1));
            assert!(changes.changes().all(|change| change.header().kind == 32));
            new.extend(changes.verify().unwrap());
        }
    }
    assert_eq!(new, village.changes[2..4]);
}

#[test]
fn a_bundle_can_be_read_twice() {
    let bytes = Village::small(1).bundle();
    let mut bundle = Bundle::open(Cursor::new(&bytes), &Limits::default()).unwrap();
    let blobs = |bundle: &mut Bundle<_>| -> Vec<Blob> {
        let batches = bundle.batches().unwrap();
        batches
            .filter_map(|batch| match batch.unwrap() {
                Batch::Blob(blob) => Some(blob),
                Batch::Changes(_) => None,
            })
            .collect()
    };
    let first = blobs(&mut bundle);
    assert_eq!(first.len(), 2);
    assert_eq!(first, blobs(&mut bundle));
    bundle.verify_all().unwrap();
}

fn writer(village: &Village) -> BundleWriter<Cursor<Vec<u8>>> {
    BundleWriter::new(village.heading(Purpose::Whole), Cursor::new(vec![])).unwrap()
}

#[test]
fn the_writer_refuses_what_no_reader_would_take() {
    let village = Village::small(1);
    let mut content_first = writer(&village);
    content_first.change(&village.changes[3]).unwrap();
    let late = content_first.change(&village.changes[0]);
    assert!(matches!(late, Err(WriteError::Order)), "{late:?}");

    let mut blob_first = writer(&village);
    blob_first.blob(hash(b"x"), b"x").unwrap();
    let late = blob_first.change(&village.changes[3]);
    assert!(matches!(late, Err(WriteError::Order)), "{late:?}");

    let elsewhere = Author::founder(2).1;
    let stray = writer(&village).change(&elsewhere);
    assert!(matches!(stray, Err(WriteError::OtherCommunity { found }) if found == elsewhere.id()));

    let renamed = writer(&village).blob(hash(b"x"), b"y");
    assert!(matches!(renamed, Err(WriteError::BlobHash { .. })));
    let large = vec![0; MAX_BLOB as usize + 1];
    let too_large = writer(&village).blob(hash(&large), &large);
    assert!(matches!(too_large, Err(WriteError::BlobTooLarge { .. })));
}

#[test]
fn the_writer_refuses_headings_at_each_limit() {
    let village = Village::small(1);
    let refused = |change: &dyn Fn(&mut Heading)| {
        let mut heading = village.heading(Purpose::Whole);
        change(&mut heading);
        match BundleWriter::new(heading, Cursor::new(vec![])) {
            Err(WriteError::Heading { part }) => Some(part),
            Err(error) => panic!("{error}"),
            Ok(_) => None,
        }
    };
    assert_eq!(refused(&|h| h.sender_name = "é".repeat(200)), None);
    assert_eq!(
        refused(&|h| h.sender_name = "é".repeat(201)),
        Some("sender's name")
    );
    assert_eq!(refused(&|h| h.sender_name.clear()), Some("sender's name"));
    assert_eq!(refused(&|h| h.note = "é".repeat(2_000)), None);
    assert_eq!(refused(&|h| h.note = "é".repeat(2_001)), Some("note"));
    assert_eq!(refused(&|h| h.made_ms = (1 << 53) - 1), None);
    assert_eq!(refused(&|h| h.made_ms = 1 << 53), Some("time"));
}

fn save(
    village: &Village,
    path: &std::path::Path,
    purpose: Purpose,
) -> Result<Written, WriteError> {
    let mut writer = BundleWriter::beside(path, village.heading(purpose))?;
    for change in &village.changes {
        writer.change(change)?;
    }
    for blob in &village.blobs {
        writer.blob(hash(blob), blob)?;
    }
    writer.save(&village.author.key, path)
}

#[test]
fn a_saved_bundle_replaces_the_file_and_leaves_nothing_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wells.hearth");
    std::fs::write(&path, "what was here before").unwrap();
    let village = Village::small(1);
    let written = save(&village, &path, Purpose::Whole).unwrap();
    let bytes = std::fs::read(&path).unwrap();
    assert_eq!(written.bytes, bytes.len() as u64);
    assert_eq!(bytes, village.bundle());
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);
    let file = std::fs::File::open(&path).unwrap();
    assert_eq!(
        inspect(file, &Limits::default()).unwrap().need,
        written.bytes
    );
}

#[test]
fn an_abandoned_or_failed_bundle_leaves_no_trace() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("wells.hearth");
    let village = Village::small(1);
    drop(BundleWriter::beside(&path, village.heading(Purpose::Whole)).unwrap());
    // A folder of that name stands where the file should go.
    std::fs::create_dir(&path).unwrap();
    std::fs::write(path.join("in it"), "").unwrap();
    let refused = save(&village, &path, Purpose::Whole);
    assert!(matches!(refused, Err(WriteError::Save { path: p, .. }) if p == path));
    assert_eq!(std::fs::read_dir(&folder).unwrap().count(), 1);

    let nowhere = folder.path().join("missing").join("wells.hearth");
    let refused = save(&village, &nowhere, Purpose::Whole);
    assert!(matches!(refused, Err(WriteError::Save { path, .. }) if path == nowhere));
}

#[cfg(unix)]
#[test]
fn only_its_owner_can_read_an_invitation() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let village = Village::small(1);
    let mode = |name: &str, purpose| {
        let path = folder.path().join(name);
        save(&village, &path, purpose).unwrap();
        path.metadata().unwrap().permissions().mode() & 0o777
    };
    let plain = folder.path().join("plain");
    std::fs::write(&plain, "").unwrap();
    let usual = plain.metadata().unwrap().permissions().mode() & 0o777;
    assert_eq!(mode("whole", Purpose::Whole), usual);
    let invitation = Invitation {
        invite: village.changes[1].id(),
        seed: key(9).to_seed(),
    };
    assert_eq!(mode("invitation", Purpose::Invitation(invitation)), 0o600);
}

#[test]
fn lessons_are_counted_where_the_subject_changes() {
    let mut village = Village::small(1);
    let again = village.author.lesson(1, "once more");
    village.changes.push(again);
    let read = of(&village, &village.bundle());
    assert_eq!(read.manifest.counts.lessons, 4);
    let zeros = village.author.states(Subject([0; 16]), 32, vec![0xa0]);
    village.changes.push(zeros);
    assert_eq!(of(&village, &village.bundle()).manifest.counts.lessons, 5);
}

/// A disk that fails after so many bytes.
struct Full(Cursor<Vec<u8>>, u64);

impl Write for Full {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.position() + bytes.len() as u64 > self.1 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        self.0.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Read for Full {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let readable = self.1.saturating_sub(self.0.position()) as usize;
        if readable == 0 {
            return Err(io::ErrorKind::StorageFull.into());
        }
        let len = bytes.len().min(readable);
        self.0.read(&mut bytes[..len])
    }
}

impl Seek for Full {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.0.seek(to)
    }
}

#[test]
fn a_full_disk_is_an_error_wherever_it_fills_up() {
    let village = Village::small(1);
    let whole = village.bundle();
    let write = |scratch, out| -> Result<Vec<u8>, WriteError> {
        let scratch = Full(Cursor::default(), scratch);
        let mut writer = BundleWriter::new(village.heading(Purpose::Whole), scratch)?;
        village
            .changes
            .iter()
            .try_for_each(|change| writer.change(change))?;
        village
            .blobs
            .iter()
            .try_for_each(|blob| writer.blob(hash(blob), blob))?;
        let mut out = Full(Cursor::default(), out);
        writer.finish(&village.author.key, &mut out)?;
        Ok(out.0.into_inner())
    };
    let len = whole.len() as u64;
    assert_eq!(write(len, len).unwrap(), whole);
    for room in 0..len {
        let failed = write(len, room);
        assert!(matches!(failed, Err(WriteError::Io(_))), "{room}");
    }
    for room in 0..800 {
        let failed = write(room, len);
        assert!(matches!(failed, Err(WriteError::Io(_))), "{room}");
    }
}

#[test]
fn a_disk_that_fails_is_not_mistaken_for_a_bad_file() {
    let bytes = Village::small(1).bundle();
    for readable in 1..bytes.len() as u64 {
        let disk = Full(Cursor::new(bytes.clone()), readable);
        let failed = Bundle::open(disk, &Limits::default()).and_then(|mut file| file.verify_all());
        assert!(
            matches!(failed, Err(BundleError::Io(_))),
            "{readable}: {failed:?}"
        );
    }
}

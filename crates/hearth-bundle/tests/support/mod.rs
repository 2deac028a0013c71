//! A small community to write bundles of, and the container taken apart and put together again by
//! another hand than the crate's, so that a hostile member's files can be made.

#![allow(
    dead_code,
    unreachable_pub,
    reason = "each test file uses what it needs"
)]

use std::io::Cursor;

use hearth_bundle::{
    Batch, Blob, Bundle, BundleError, BundleWriter, Heading, Limits, Manifest, Purpose,
};
use hearth_model::act::Act;
use hearth_model::cbor::Item;
use hearth_model::change::Change;
use hearth_model::field::{Field, Fields};
use hearth_model::id::{BlobHash, ChangeId, CommunityId, LessonId, Subject};
use hearth_model::people::{Charter, Found};
use hearth_model::sign::{DeviceKey, Place, Statement, Verified};
use hearth_model::version_vector::{Held, VersionVector};

pub const HEAD: usize = 16;
pub const SIGNATURE: usize = 64;

pub fn key(n: u8) -> DeviceKey {
    DeviceKey::from_seed([n; 32])
}

/// One device's chain in one community.
pub struct Author {
    pub key: DeviceKey,
    pub community: Option<CommunityId>,
    last: Option<(u64, ChangeId)>,
}

impl Author {
    pub fn founder(seed: u8) -> (Self, Verified<Change>) {
        let mut author = Self {
            key: key(seed),
            community: None,
            last: None,
        };
        let found = Act::Found(Found {
            name: "Highland Wells".to_owned(),
            person: "Ann".to_owned(),
            device_name: "desk".to_owned(),
            recovery_key: *key(99).device().as_bytes(),
            charter: String::new(),
        });
        let change = author.says(Subject([seed; 16]), &found);
        author.community = Some(change.id());
        (author, change)
    }

    pub fn says(&mut self, subject: Subject, act: &Act) -> Verified<Change> {
        self.states(subject, act.kind().code(), act.encode())
    }

    pub fn states(&mut self, subject: Subject, kind: u64, payload: Vec<u8>) -> Verified<Change> {
        let (seq, backlink) = match self.last {
            None => (1, None),
            Some((seq, id)) => (seq + 1, Some(id)),
        };
        let place = Place {
            community: self.community,
            seq,
            backlink,
            lamport: seq,
            wall_ms: 1_700_000_000_000 + seq,
            governance: backlink.into_iter().take(usize::from(kind < 32)).collect(),
        };
        let statement = Statement {
            kind,
            subject,
            parents: vec![],
            payload,
        };
        let change = self.key.sign(place, statement).unwrap();
        self.last = Some((seq, change.id()));
        change
    }

    pub fn lesson(&mut self, n: u64, body: &str) -> Verified<Change> {
        let fields = Fields::default()
            .with_text(Field::Title, &format!("Lesson {n}"))
            .with_text(Field::Body, body);
        self.says(lesson_id(n), &Act::Lesson(fields))
    }
}

pub fn lesson_id(n: u64) -> Subject {
    LessonId::new(1_700_000_000_000 + n, [7; 10]).into()
}

/// What goes into a bundle and what has to come out of it.
pub struct Village {
    pub author: Author,
    pub changes: Vec<Verified<Change>>,
    pub blobs: Vec<Vec<u8>>,
}

impl Village {
    /// Two governance changes, four changes about three lessons, two blobs.
    pub fn small(seed: u8) -> Self {
        let (mut author, found) = Author::founder(seed);
        let charter = Act::Charter(Charter {
            text: "What went wrong is worth more than what went right.".to_owned(),
            practitioners_edit: true,
        });
        let charter = author.says(Subject::COMMUNITY, &charter);
        let mut changes = vec![found, charter];
        for (n, body) in [
            (1, "Bleed the pump\n"),
            (1, "Bleed the pump twice\n"),
            (2, "é\r\n\0"),
            (3, ""),
        ] {
            changes.push(author.lesson(n, body));
        }
        Self {
            author,
            changes,
            blobs: vec![b"a picture of the pump".to_vec(), vec![]],
        }
    }

    pub fn heading(&self, purpose: Purpose) -> Heading {
        let held = |last: &Verified<Change>| {
            let ranges = vec![(1, last.header().seq)];
            let last_id = last.id();
            (
                last.header().device,
                Held {
                    ranges,
                    last: last_id,
                },
            )
        };
        Heading {
            community: self.author.community,
            purpose,
            sender_name: "Ann".to_owned(),
            made_ms: 1_700_000_000_000,
            note: "See lesson 2.\n".to_owned(),
            holds: VersionVector::of(self.changes.last().map(held).into_iter().collect()),
        }
    }

    pub fn bundle(&self) -> Vec<u8> {
        self.bundle_with(self.heading(Purpose::Whole))
    }

    pub fn bundle_with(&self, heading: Heading) -> Vec<u8> {
        let mut writer = BundleWriter::new(heading, Cursor::new(vec![])).unwrap();
        for change in &self.changes {
            writer.change(change).unwrap();
        }
        for blob in &self.blobs {
            writer.blob(hash(blob), blob).unwrap();
        }
        let mut out = vec![];
        let written = writer.finish(&self.author.key, &mut out).unwrap();
        assert_eq!(written.bytes, out.len() as u64);
        out
    }
}

pub fn hash(bytes: &[u8]) -> BlobHash {
    BlobHash::from_bytes(*blake3::hash(bytes).as_bytes())
}

/// All that a bundle gives.
#[derive(Clone, Debug, PartialEq)]
pub struct Contents {
    pub manifest: Manifest,
    pub changes: Vec<Verified<Change>>,
    pub blobs: Vec<Blob>,
}

pub fn contents(bytes: &[u8]) -> Result<Contents, BundleError> {
    contents_within(bytes, &Limits::default())
}

pub fn contents_within(bytes: &[u8], limits: &Limits) -> Result<Contents, BundleError> {
    let mut bundle = Bundle::open(Cursor::new(bytes), limits)?;
    let manifest = bundle.manifest().clone();
    let (mut changes, mut blobs) = (vec![], vec![]);
    for batch in bundle.batches()? {
        match batch? {
            Batch::Changes(unverified) => changes.extend(unverified.verify()?),
            Batch::Blob(blob) => blobs.push(blob),
        }
    }
    Ok(Contents {
        manifest,
        changes,
        blobs,
    })
}

/// A bundle in its parts, as `docs/format/bundle.md` describes them.
#[derive(Clone)]
pub struct Parts {
    pub manifest: Vec<(u64, Item)>,
    pub chunks: Vec<Vec<u8>>,
}

impl Parts {
    pub fn take_apart(bytes: &[u8]) -> Self {
        let len = u32::from_le_bytes(bytes[12..HEAD].try_into().unwrap()) as usize;
        let Item::Map(manifest) = Item::decode(&bytes[HEAD..HEAD + len]).unwrap() else {
            panic!("the manifest is a map");
        };
        let mut parts = Self {
            manifest,
            chunks: vec![],
        };
        let mut at = HEAD + len + SIGNATURE;
        for chunk in 0..parts.entries().len() {
            let len = parts.entry(chunk)[1].as_uint().unwrap() as usize;
            parts.chunks.push(bytes[at..at + len].to_vec());
            at += len;
        }
        assert_eq!(at, bytes.len());
        parts
    }

    /// Signs the manifest as it is now.
    pub fn seal(&self, key: &DeviceKey) -> Vec<u8> {
        seal_bytes(
            &Item::Map(self.manifest.clone()).encode(),
            &self.chunks.concat(),
            key,
        )
    }

    pub fn set(&mut self, key: u64, value: Item) {
        self.manifest.retain(|(at, _)| *at != key);
        self.manifest.push((key, value));
        self.manifest.sort_by_key(|(at, _)| *at);
    }

    pub fn remove(&mut self, key: u64) {
        self.manifest.retain(|(at, _)| *at != key);
    }

    pub fn get(&mut self, key: u64) -> &mut Item {
        &mut self
            .manifest
            .iter_mut()
            .find(|(at, _)| *at == key)
            .unwrap()
            .1
    }

    pub fn entries(&mut self) -> &mut Vec<Item> {
        let Item::Array(entries) = self.get(9) else {
            panic!("the chunks are an array");
        };
        entries
    }

    /// `[kind, compressed length, raw length, hash, items]`
    pub fn entry(&mut self, chunk: usize) -> &mut Vec<Item> {
        let Item::Array(entry) = &mut self.entries()[chunk] else {
            panic!("a chunk is an array");
        };
        entry
    }

    pub fn counts(&mut self) -> &mut Vec<Item> {
        let Item::Array(counts) = self.get(8) else {
            panic!("the counts are an array");
        };
        counts
    }

    pub fn raw(&mut self, chunk: usize) -> Vec<u8> {
        let len = self.entry(chunk)[2].as_uint().unwrap() as usize;
        zstd::bulk::decompress(&self.chunks[chunk], len).unwrap()
    }

    /// Replaces a chunk's compressed bytes and says so in the manifest.
    pub fn set_compressed(&mut self, chunk: usize, compressed: Vec<u8>) {
        self.entry(chunk)[1] = Item::Uint(compressed.len() as u64);
        self.entry(chunk)[3] = Item::from(&blake3::hash(&compressed).as_bytes()[..]);
        self.chunks[chunk] = compressed;
    }

    /// Replaces a chunk's content and says so in the manifest; the number of items stays.
    pub fn set_raw(&mut self, chunk: usize, raw: &[u8]) {
        self.entry(chunk)[2] = Item::Uint(raw.len() as u64);
        self.set_compressed(chunk, zstd::bulk::compress(raw, 1).unwrap());
    }

    /// Replaces a chunk's content by these items.
    pub fn set_items(&mut self, chunk: usize, items: &[Vec<u8>]) {
        self.entry(chunk)[4] = Item::Uint(items.len() as u64);
        self.set_raw(chunk, &items.concat());
    }

    pub fn duplicate(&mut self, chunk: usize) {
        let entry = self.entries()[chunk].clone();
        self.entries().insert(chunk, entry);
        self.chunks.insert(chunk, self.chunks[chunk].clone());
    }
}

pub fn seal_bytes(manifest: &[u8], chunks: &[u8], key: &DeviceKey) -> Vec<u8> {
    [
        &b"\x89HRTH\r\n\x1a"[..],
        &1_u32.to_le_bytes(),
        &(manifest.len() as u32).to_le_bytes(),
        manifest,
        &key.sign_manifest(manifest),
        chunks,
    ]
    .concat()
}

/// A piece of a blob, said in any way one likes.
pub fn piece(hash: BlobHash, offset: u64, total: u64, bytes: &[u8]) -> Vec<u8> {
    Item::Array(vec![
        Item::from(&hash.as_bytes()[..]),
        Item::Uint(offset),
        Item::Uint(total),
        Item::from(bytes),
    ])
    .encode()
}

/// A frame of `n_blocks` times 128 KiB of zeros, four bytes each, whatever size it states (RFC 8878, section 3.1.1).
pub fn bomb(n_blocks: usize, states: Option<u64>, window: u8) -> Vec<u8> {
    let mut frame = 0xFD2F_B528_u32.to_le_bytes().to_vec();
    frame.push(if states.is_some() { 0b1100_0000 } else { 0 });
    frame.push(window);
    frame.extend(states.into_iter().flat_map(u64::to_le_bytes));
    for block in 1..=n_blocks {
        let header = u32::from(block == n_blocks) | 1 << 1 | (128 << 10) << 3;
        frame.extend(&header.to_le_bytes()[..3]);
        frame.push(0);
    }
    frame
}

/// The window descriptor for 8 MiB.
pub const WINDOW: u8 = 13 << 3;

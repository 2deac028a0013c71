//! Reading a manifest, key by key (`docs/format/bundle.md`, section 2).
//!
//! That its signature holds is checked in [`crate::read`] before anything but the sender is believed.

use hearth_model::cbor::Item;
use hearth_model::id::{ChangeId, DeviceId};
use hearth_model::version_vector::VersionVector;

use crate::error::BundleError;
use crate::limits::MAX_CHUNK;
use crate::manifest::{ChunkKind, Counts, Entry, Heading, Invitation, Manifest, Purpose};

/// Keys from here on may be ignored.
const FIRST_OPTIONAL_KEY: u64 = 64;
/// The last key below that which is known here.
const LAST_KEY: u64 = 11;

/// The manifest's values by key.
pub(crate) struct Keys<'a>(&'a [(u64, Item)]);

fn malformed(part: &'static str) -> BundleError {
    BundleError::ManifestMalformed { part }
}

impl<'a> Keys<'a> {
    pub(crate) fn of(item: &'a Item) -> Result<Self, BundleError> {
        item.as_map().map(Self).ok_or(malformed("not a map"))
    }

    /// The device that is to have signed; readable before anything else is believed.
    pub(crate) fn sender(&self) -> Result<DeviceId, BundleError> {
        self.bytes(3)
            .map(DeviceId::from_bytes)
            .ok_or(malformed("sender"))
    }

    /// Reads everything; to be called once the signature has held, because a file that was damaged should not look like one from a newer version.
    pub(crate) fn manifest(&self) -> Result<Manifest, BundleError> {
        let newer = |key: u64| key > LAST_KEY && key < FIRST_OPTIONAL_KEY;
        if let Some((key, _)) = self.0.iter().find(|(key, _)| newer(*key)) {
            return Err(BundleError::NewerManifest { key: *key });
        }
        let manifest = Manifest {
            heading: self.heading()?,
            sender: self.sender()?,
            counts: self.counts().ok_or(malformed("counts"))?,
            chunks: self.chunks()?,
        };
        if manifest.adds_up() {
            Ok(manifest)
        } else {
            Err(malformed("counts"))
        }
    }

    fn heading(&self) -> Result<Heading, BundleError> {
        let community = match self.get(1) {
            None => None,
            Some(_) => Some(ChangeId::from_bytes(
                self.bytes(1).ok_or(malformed("community"))?,
            )),
        };
        let heading = Heading {
            community,
            purpose: self.purpose()?,
            sender_name: self.text(4).ok_or(malformed("sender's name"))?,
            made_ms: self.uint(5).ok_or(malformed("time"))?,
            note: self.text(6).ok_or(malformed("note"))?,
            holds: self.vector(7).ok_or(malformed("version vector"))?,
        };
        heading.check().map_err(malformed)?;
        Ok(heading)
    }

    fn purpose(&self) -> Result<Purpose, BundleError> {
        let code = self.uint(2).ok_or(malformed("purpose"))?;
        let purpose = match code {
            0 => Purpose::Whole,
            1 => Purpose::Delta {
                base: self.base().ok_or(malformed("base"))?,
            },
            2 => Purpose::Invitation(self.invitation().ok_or(malformed("invitation"))?),
            3 => Purpose::Backup,
            purpose => return Err(BundleError::NewerPurpose { purpose }),
        };
        let stray = [(10, 2), (11, 1)]
            .iter()
            .any(|(key, home)| self.get(*key).is_some() && code != *home);
        if stray {
            return Err(malformed("a part that belongs to another purpose"));
        }
        Ok(purpose)
    }

    fn base(&self) -> Option<Option<VersionVector>> {
        match self.get(11) {
            None => Some(None),
            Some(_) => self.vector(11).map(Some),
        }
    }

    fn invitation(&self) -> Option<Invitation> {
        let [invite, seed] = self.get(10)?.as_array()? else {
            return None;
        };
        Some(Invitation {
            invite: ChangeId::try_from(invite.as_bytes()?).ok()?,
            seed: seed.as_bytes()?.try_into().ok()?,
        })
    }

    fn counts(&self) -> Option<Counts> {
        let [governance, content, lessons, blobs] = self.get(8)?.as_array()? else {
            return None;
        };
        Some(Counts {
            governance: governance.as_uint()?,
            content: content.as_uint()?,
            lessons: lessons.as_uint()?,
            blobs: blobs.as_uint()?,
        })
    }

    fn chunks(&self) -> Result<Vec<Entry>, BundleError> {
        let list = self
            .get(9)
            .and_then(Item::as_array)
            .ok_or(malformed("chunks"))?;
        let chunks: Vec<_> = list.iter().map(read_entry).collect::<Result<_, _>>()?;
        if chunks.is_sorted_by_key(|chunk| chunk.kind) {
            Ok(chunks)
        } else {
            Err(malformed("order of the chunks"))
        }
    }

    fn get(&self, key: u64) -> Option<&'a Item> {
        let found = self.0.iter().find(|(at, _)| *at == key);
        found.map(|(_, item)| item)
    }

    fn uint(&self, key: u64) -> Option<u64> {
        self.get(key)?.as_uint()
    }

    fn text(&self, key: u64) -> Option<String> {
        self.get(key)?.as_text().map(str::to_owned)
    }

    fn bytes(&self, key: u64) -> Option<[u8; 32]> {
        self.get(key)?.as_bytes()?.try_into().ok()
    }

    fn vector(&self, key: u64) -> Option<VersionVector> {
        VersionVector::read(self.get(key)?)
    }
}

fn read_entry(item: &Item) -> Result<Entry, BundleError> {
    let read = || {
        let [kind, compressed, raw, hash, n_items] = item.as_array()? else {
            return None;
        };
        let length = |item: &Item| item.as_uint().filter(|len| (1..=MAX_CHUNK).contains(len));
        Some((
            kind.as_uint()?,
            Entry {
                kind: ChunkKind::Blobs,
                compressed_len: length(compressed)?,
                raw_len: length(raw)?,
                hash: hash.as_bytes()?.try_into().ok()?,
                n_items: n_items.as_uint()?,
            },
        ))
    };
    let (code, entry) = read().ok_or(malformed("chunks"))?;
    let kind = ChunkKind::ALL.into_iter().find(|kind| kind.code() == code);
    let kind = kind.ok_or(BundleError::NewerManifest { key: 9 })?;
    Ok(Entry { kind, ..entry })
}

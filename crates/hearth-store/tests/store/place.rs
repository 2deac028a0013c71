//! Stores in folders that vanish, and the ways in which a test brings changes to them.

use std::path::PathBuf;

use hearth_model::change::Change;
use hearth_model::id::CommunityId;
use hearth_model::sign::{self, Verified};
use hearth_store::open::Summary;
use hearth_store::{Appended, Store};
use tempfile::TempDir;

/// A folder in memory where there is one, since nothing here is about losing power.
pub(crate) struct Place(TempDir);

impl Place {
    pub(crate) fn new() -> Self {
        let folder = TempDir::with_prefix_in("hearth", "/dev/shm").or_else(|_| TempDir::new());
        Self(folder.unwrap())
    }

    pub(crate) fn file(&self) -> PathBuf {
        self.0.path().join("store.db")
    }

    pub(crate) fn store(&self, community: CommunityId) -> Store {
        Store::create(&self.file(), community, summarise).unwrap()
    }
}

pub(crate) fn summarise(body: &str) -> Summary {
    Summary {
        gist: body.chars().take(20).collect(),
        n_words: u32::try_from(body.split_whitespace().count()).unwrap(),
    }
}

pub(crate) fn verified(changes: &[Change]) -> Vec<Verified<Change>> {
    changes
        .iter()
        .map(|change| sign::verify(change.clone()).unwrap())
        .collect()
}

/// Adds changes in one transaction; returns the positions of those that were new, first and last.
pub(crate) fn add(store: &mut Store, changes: &[Verified<Change>]) -> Option<(u64, u64)> {
    let mut writer = store.write().unwrap();
    let mut positions: Option<(u64, u64)> = None;
    for change in changes {
        if let Appended::New(at) = writer.append(change).unwrap() {
            positions = Some((positions.map_or(at, |(first, _)| first), at));
        }
    }
    writer.commit().unwrap();
    positions
}

/// Numbers that follow from a seed (SplitMix64).
pub(crate) struct Dice(pub(crate) u64);

impl Dice {
    pub(crate) fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((z ^ (z >> 31)) >> 1).unwrap() % sides.max(1)
    }

    pub(crate) fn shuffled<T: Clone>(&mut self, all: &[T]) -> Vec<T> {
        let mut all = all.to_vec();
        for n in (1..all.len()).rev() {
            all.swap(n, self.roll(n + 1));
        }
        all
    }
}

//! Files that are refused: each for a reason of its own, and nothing has changed afterwards.

use std::path::PathBuf;

use hearth_bundle::{BundleError, Quantity};
use hearth_core::model::cbor::Item;
use hearth_core::model::sign::DeviceKey;
use hearth_core::{CoreError, Hearth, Scope};

use crate::common::*;

/// Magic, container version, length of the manifest.
const HEAD: usize = 16;
const SIGNATURE: usize = 64;

/// Bob, who is asked to bring in what Alice's file has become.
struct Scene {
    desk: Desk,
    alice: Hearth,
    bob: Hearth,
    file: Vec<u8>,
}

impl Scene {
    fn new() -> Self {
        let desk = Desk::new();
        let mut alice = desk.alice();
        let mut bob = desk.bob(&mut alice);
        alice
            .log_lesson(story("Winter valves", "Drain them before the frost.\n"))
            .unwrap();
        bob.log_lesson(story("Rope rot", "Nylon outlasts hemp.\n"))
            .unwrap();
        let path = desk.path("whole.hearth");
        give(&mut alice, &Scope::Whole, &path);
        let file = std::fs::read(path).unwrap();
        Self {
            desk,
            alice,
            bob,
            file,
        }
    }

    fn put(&self, bytes: &[u8]) -> PathBuf {
        let path = self.desk.path("hostile.hearth");
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// Offers bytes to Bob, who must refuse them and be as he was.
    fn refusal(&mut self, bytes: &[u8]) -> CoreError {
        let before = self.bob.state_digest().unwrap();
        let path = self.put(bytes);
        let looked = preview(&mut self.bob, &path)
            .err()
            .map(|error| error.to_string());
        let refused = bring_in(&mut self.bob, &path).unwrap_err();
        assert_eq!(
            looked,
            Some(refused.to_string()),
            "a preview refuses for the same reason"
        );
        assert_eq!(self.bob.state_digest().unwrap(), before);
        assert!(
            self.bob.exchanges(10).unwrap().is_empty(),
            "nothing is in the journal"
        );
        refused
    }

    fn bundle_refusal(&mut self, bytes: &[u8]) -> BundleError {
        match self.refusal(bytes) {
            CoreError::Bundle(error) => error,
            other => panic!("{other:?}"),
        }
    }

    /// The file with another manifest, sealed again by Alice.
    fn resealed(
        &self,
        change: impl FnOnce(&mut Vec<(u64, Item)>),
        chunks: Option<Vec<u8>>,
    ) -> Vec<u8> {
        let len = u32::from_le_bytes(self.file[12..HEAD].try_into().unwrap()) as usize;
        let Item::Map(mut keys) = Item::decode(&self.file[HEAD..HEAD + len]).unwrap() else {
            panic!("a manifest is a map")
        };
        change(&mut keys);
        keys.sort_by_key(|(key, _)| *key);
        let manifest = Item::Map(keys).encode();
        let chunks = chunks.unwrap_or_else(|| self.file[HEAD + len + SIGNATURE..].to_vec());
        let key: &DeviceKey = &self.alice.identity().unwrap().key;
        let len = u32::try_from(manifest.len()).unwrap().to_le_bytes();
        let signature = key.sign_manifest(&manifest);
        [&self.file[..12], &len, &manifest, &signature, &chunks].concat()
    }
}

fn set(keys: &mut Vec<(u64, Item)>, key: u64, value: Item) {
    keys.retain(|(at, _)| *at != key);
    keys.push((key, value));
}

#[test]
fn what_is_no_bundle_is_named_for_what_it_is() {
    let mut scene = Scene::new();
    assert!(matches!(scene.bundle_refusal(b""), BundleError::Empty));
    for other in [
        &b"\x89PNG\r\n\x1a\n____"[..],
        b"# A lesson\n",
        b"PK\x03\x04",
        &[0; 4096],
    ] {
        assert!(matches!(
            scene.bundle_refusal(other),
            BundleError::NotABundle
        ));
    }
    let missing = scene.desk.path("missing.hearth");
    assert!(matches!(
        preview(&mut scene.bob, &missing),
        Err(CoreError::File { .. })
    ));
    let folder = scene.desk.path("folder.hearth");
    std::fs::create_dir(&folder).unwrap();
    assert!(preview(&mut scene.bob, &folder).is_err());
}

#[test]
fn what_is_newer_is_named_as_newer() {
    let mut scene = Scene::new();
    let mut container = scene.file.clone();
    container[8] = 2;
    assert!(matches!(
        scene.bundle_refusal(&container),
        BundleError::NewerContainer { version: 2 }
    ));
    let purpose = scene.resealed(|keys| set(keys, 2, Item::Uint(9)), None);
    assert!(matches!(
        scene.bundle_refusal(&purpose),
        BundleError::NewerPurpose { purpose: 9 }
    ));
    let key = scene.resealed(|keys| set(keys, 40, Item::Uint(1)), None);
    assert!(matches!(
        scene.bundle_refusal(&key),
        BundleError::NewerManifest { key: 40 }
    ));
    let optional = scene.resealed(|keys| set(keys, 64, Item::Uint(1)), None);
    let path = scene.put(&optional);
    assert_eq!(
        preview(&mut scene.bob, &path).unwrap().n_new,
        1,
        "what is optional is passed over"
    );
}

#[test]
fn a_bomb_is_refused_by_what_it_claims() {
    let mut scene = Scene::new();
    let n_chunks = 10 * 1024;
    let entry = Item::Array(vec![
        Item::Uint(1),
        Item::Uint(1),
        Item::Uint(1 << 20),
        Item::from(&[7; 32][..]),
        Item::Uint(1),
    ]);
    let counts = [0, n_chunks, 1, 0].map(Item::Uint).to_vec();
    let claims = |keys: &mut Vec<(u64, Item)>| {
        set(keys, 8, Item::Array(counts));
        set(keys, 9, Item::Array(vec![entry; n_chunks as usize]));
    };
    let bomb = scene.resealed(claims, Some(vec![0; n_chunks as usize]));
    let refused = scene.bundle_refusal(&bomb);
    let BundleError::TooLarge {
        what: Quantity::RawBytes,
        would,
        ..
    } = refused
    else {
        panic!("{refused:?}")
    };
    assert_eq!(would, 10 << 30, "ten gigabytes out of {} bytes", bomb.len());
}

#[test]
fn another_community_and_an_invitation_are_named() {
    let mut scene = Scene::new();
    let home = scene.desk.home("stranger");
    let founded = Hearth::found(&home, environment("stranger"), "Elsewhere", "Zoe", "").unwrap();
    let path = scene.desk.path("elsewhere.hearth");
    let mut zoe = founded.hearth;
    give(&mut zoe, &Scope::Whole, &path);
    let bytes = std::fs::read(&path).unwrap();
    assert!(matches!(scene.refusal(&bytes), CoreError::OtherCommunity));
    let invitation = std::fs::read(scene.desk.path("Bob.invitation.hearth")).unwrap();
    assert!(matches!(
        scene.refusal(&invitation),
        CoreError::IsAnInvitation
    ));
    let again = Hearth::join(
        scene.bob.home(),
        environment("x"),
        &scene.desk.path("Bob.invitation.hearth"),
        "Bob",
    );
    assert!(matches!(again, Err(CoreError::AlreadyHere)));
    let no_invitation = Hearth::join(&scene.desk.home("y"), environment("y"), &path, "Yann");
    assert!(matches!(no_invitation, Err(CoreError::NotAnInvitation)));
    assert!(
        !scene.desk.path("y").join("communities").exists(),
        "nothing half made"
    );
}

#[test]
fn a_file_cut_off_anywhere_is_truncated() {
    let mut scene = Scene::new();
    let file = scene.file.clone();
    let before = (
        scene.bob.state_digest().unwrap(),
        scene.bob.exchanges(10).unwrap(),
    );
    for len in 1..file.len() {
        let path = scene.put(&file[..len]);
        let refused = bring_in(&mut scene.bob, &path);
        let truncated = matches!(
            refused,
            Err(CoreError::Bundle(BundleError::Truncated { .. }))
        );
        assert!(truncated, "{len} of {} bytes: {refused:?}", file.len());
    }
    let longer = [&file[..], b"x"].concat();
    assert!(matches!(
        scene.bundle_refusal(&longer),
        BundleError::TrailingBytes { .. }
    ));
    assert_eq!(
        (
            scene.bob.state_digest().unwrap(),
            scene.bob.exchanges(10).unwrap()
        ),
        before
    );
}

#[test]
fn every_flipped_bit_is_noticed_and_nothing_is_taken() {
    let mut scene = Scene::new();
    let file = scene.file.clone();
    let before = scene.bob.state_digest().unwrap();
    for bit in 0..file.len() * 8 {
        let mut flipped = file.clone();
        flipped[bit / 8] ^= 1 << (bit % 8);
        let path = scene.put(&flipped);
        let refused = bring_in(&mut scene.bob, &path);
        assert!(
            matches!(refused, Err(CoreError::Bundle(_))),
            "bit {bit}: {refused:?}"
        );
        if bit % 1_000 == 0 {
            assert_eq!(scene.bob.state_digest().unwrap(), before, "bit {bit}");
        }
    }
    assert_eq!(scene.bob.state_digest().unwrap(), before);
    assert!(scene.bob.exchanges(10).unwrap().is_empty());
    assert_all_well(&mut scene.bob);
    let path = scene.put(&file);
    assert_eq!(
        bring_in(&mut scene.bob, &path).unwrap().plan.n_new,
        1,
        "the file itself is fine"
    );
}

#[test]
fn a_plan_that_no_longer_holds_is_not_applied() {
    let mut scene = Scene::new();
    let path = scene.put(&scene.file);
    let plan = preview(&mut scene.bob, &path).unwrap();
    bring_in(&mut scene.bob, &path).unwrap();
    let before = scene.bob.state_digest().unwrap();
    let refused = scene.bob.bring_in(
        &path,
        &Default::default(),
        Some(&plan),
        &mut hearth_core::NoProgress,
    );
    assert!(matches!(refused, Err(CoreError::PlanChanged)));
    assert_eq!(scene.bob.state_digest().unwrap(), before);
}

#[test]
fn the_same_file_again_brings_nothing() {
    let mut scene = Scene::new();
    let path = scene.put(&scene.file);
    bring_in(&mut scene.bob, &path).unwrap();
    let before = scene.bob.state_digest().unwrap();
    for _ in 0..3 {
        let again = bring_in(&mut scene.bob, &path).unwrap();
        assert_eq!((again.exchange, again.plan.n_new_changes()), (None, 0));
        assert_eq!(scene.bob.state_digest().unwrap(), before);
    }
}

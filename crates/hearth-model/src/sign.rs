//! Signing and verifying. Only this file makes a [`Verified`].

use std::ops::Deref;

use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::change::{Change, ChangeError, Header, VERSION};
use crate::id::{ChangeId, CommunityId, DeviceId, MemberId, Subject};

const CHANGE_TAG: &[u8] = b"hearth change v1\0";
const JOIN_TAG: &[u8] = b"hearth join v1\0";
const DEVICE_TAG: &[u8] = b"hearth device v1\0";
const RECOVER_TAG: &[u8] = b"hearth recover v1\0";
const MANIFEST_TAG: &[u8] = b"hearth bundle v1\0";

/// A value whose signature was checked against the key it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified<T>(T);

impl<T> Verified<T> {
    /// Gives up the mark and returns the value.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> Deref for Verified<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// The signature does not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// The key is no curve point or a weak one.
    #[error("the key {0} is not a usable signing key")]
    Key(DeviceId),
    /// The signature is not by that key over these bytes.
    #[error("the signature of {0} does not match")]
    Signature(ChangeId),
}

/// Checks a change's signature with the strict rules, by itself, never in a batch.
///
/// # Errors
/// [`VerifyError`] when the key is weak or the signature does not hold.
pub fn verify(change: Change) -> Result<Verified<Change>, VerifyError> {
    let device = change.header().device;
    let key = strong_key(device.as_bytes()).ok_or(VerifyError::Key(device))?;
    let message = [CHANGE_TAG, change.id().as_bytes()].concat();
    key.verify_strict(&message, &Signature::from_bytes(change.signature()))
        .map_err(|_| VerifyError::Signature(change.id()))?;
    Ok(Verified(change))
}

impl Verified<Change> {
    /// Takes a change back from this machine's own log, where only verified changes are put.
    ///
    /// The bytes were hashed again to make the [`Change`]; the caller compares the id with the
    /// one it stored. `hearth check` verifies signatures afresh.
    ///
    /// # Errors
    /// [`ChangeError`] when the stored bytes are no longer that change.
    pub fn from_own_log(
        id: ChangeId,
        header: &[u8],
        signature: [u8; 64],
        payload: Option<&[u8]>,
    ) -> Result<Self, ChangeError> {
        let change = Change::from_parts(header, signature, payload)?;
        if change.id() == id {
            Ok(Self(change))
        } else {
            Err(ChangeError::PayloadMismatch)
        }
    }
}

/// Where a new change stands in its device's chain and in the histories it saw.
#[derive(Clone, Debug)]
pub struct Place {
    /// `None` only for a founding change.
    pub community: Option<CommunityId>,
    /// One above this device's last.
    pub seq: u64,
    /// This device's last change.
    pub backlink: Option<ChangeId>,
    /// 1 + the highest lamport among the changes named.
    pub lamport: u64,
    /// The author's clock, milliseconds since 1970.
    pub wall_ms: u64,
    /// Governance heads, any order.
    pub governance: Vec<ChangeId>,
}

/// What a new change says.
#[derive(Clone, Debug)]
pub struct Statement {
    /// The kind's code.
    pub kind: u64,
    /// What it is about.
    pub subject: Subject,
    /// The revisions it is made from, any order.
    pub parents: Vec<ChangeId>,
    /// Canonical CBOR.
    pub payload: Vec<u8>,
}

/// A device's secret key. It never leaves this type but by [`DeviceKey::to_seed`].
#[derive(Clone)]
pub struct DeviceKey(SigningKey);

impl DeviceKey {
    /// Makes the key that belongs to 32 secret bytes.
    pub fn from_seed(seed: [u8; 32]) -> Self {
        Self(SigningKey::from_bytes(&seed))
    }

    /// Returns the secret bytes, for the key file and nothing else.
    pub fn to_seed(&self) -> [u8; 32] {
        self.0.to_bytes()
    }

    /// Returns the public key, which is the device's id.
    pub fn device(&self) -> DeviceId {
        DeviceId::from_bytes(self.0.verifying_key().to_bytes())
    }

    /// Signs a new change.
    ///
    /// # Errors
    /// [`ChangeError`] when place or statement are outside the format's limits.
    pub fn sign(
        &self,
        place: Place,
        statement: Statement,
    ) -> Result<Verified<Change>, ChangeError> {
        let header = self.header(place, &statement).encode();
        let id = blake3::hash(&header);
        let signature = self
            .0
            .sign(&[CHANGE_TAG, id.as_bytes()].concat())
            .to_bytes();
        Change::from_parts(&header, signature, Some(&statement.payload)).map(Verified)
    }

    fn header(&self, place: Place, statement: &Statement) -> Header {
        let sorted = |mut ids: Vec<ChangeId>| {
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        Header {
            version: VERSION,
            community: place.community,
            device: self.device(),
            seq: place.seq,
            backlink: place.backlink,
            lamport: place.lamport,
            wall_ms: place.wall_ms,
            governance: sorted(place.governance),
            kind: statement.kind,
            subject: statement.subject,
            parents: sorted(statement.parents.clone()),
            payload_hash: *blake3::hash(&statement.payload).as_bytes(),
            payload_len: statement.payload.len() as u64,
            later: vec![],
        }
    }

    /// Signs a proof with this key; see [`Proof`].
    pub fn prove(&self, proof: &Proof) -> [u8; 64] {
        self.0.sign(&proof.0).to_bytes()
    }

    /// Signs a bundle's manifest.
    pub fn sign_manifest(&self, manifest: &[u8]) -> [u8; 64] {
        self.0
            .sign(&[MANIFEST_TAG, blake3::hash(manifest).as_bytes()].concat())
            .to_bytes()
    }
}

/// Tells whether `device` signed this bundle manifest.
pub fn manifest_is_signed_by(device: DeviceId, manifest: &[u8], signature: &[u8; 64]) -> bool {
    let message = [MANIFEST_TAG, blake3::hash(manifest).as_bytes()].concat();
    holds(device.as_bytes(), &message, signature)
}

/// A statement that a second key signs inside a governance change: the bytes it signs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof(Vec<u8>);

impl Proof {
    /// The invitation's one-time key lets this device join as this member.
    pub fn join(
        community: CommunityId,
        invite: ChangeId,
        device: DeviceId,
        member: MemberId,
    ) -> Self {
        let about = [&community.as_bytes()[..], invite.as_bytes()].concat();
        Self::of(JOIN_TAG, &about, device, member)
    }

    /// A device agrees to belong to this member.
    pub fn device(community: CommunityId, device: DeviceId, member: MemberId) -> Self {
        Self::of(DEVICE_TAG, community.as_bytes(), device, member)
    }

    /// The recovery key re-founds the community with this device, to be its member's.
    pub fn recover(community: CommunityId, device: DeviceId, member: MemberId) -> Self {
        Self::of(RECOVER_TAG, community.as_bytes(), device, member)
    }

    fn of(tag: &[u8], about: &[u8], device: DeviceId, member: MemberId) -> Self {
        Self([tag, about, device.as_bytes(), member.as_bytes()].concat())
    }

    /// Tells whether the owner of `key` signed this proof.
    pub fn is_signed_by(&self, key: &[u8; 32], signature: &[u8; 64]) -> bool {
        holds(key, &self.0, signature)
    }
}

fn holds(key: &[u8; 32], message: &[u8], signature: &[u8; 64]) -> bool {
    strong_key(key).is_some_and(|key| {
        key.verify_strict(message, &Signature::from_bytes(signature))
            .is_ok()
    })
}

fn strong_key(bytes: &[u8; 32]) -> Option<VerifyingKey> {
    VerifyingKey::from_bytes(bytes)
        .ok()
        .filter(|key| !key.is_weak())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signed() -> Verified<Change> {
        let place = Place {
            community: None,
            seq: 1,
            backlink: None,
            lamport: 1,
            wall_ms: 5,
            governance: vec![],
        };
        let statement = Statement {
            kind: 1,
            subject: Subject::COMMUNITY,
            parents: vec![],
            payload: vec![0xa0],
        };
        DeviceKey::from_seed([7; 32])
            .sign(place, statement)
            .unwrap()
    }

    #[test]
    fn what_is_signed_verifies() {
        let change = signed().into_inner();
        assert!(verify(Change::decode(&change.encode()).unwrap()).is_ok());
    }

    #[test]
    fn every_flipped_bit_is_noticed() {
        let bytes = signed().encode();
        for bit in 0..bytes.len() * 8 {
            let mut flipped = bytes.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let verified = Change::decode(&flipped)
                .ok()
                .and_then(|change| verify(change).ok());
            assert_eq!(verified, None, "bit {bit}");
        }
    }

    #[test]
    fn weak_keys_are_refused() {
        let mut identity = [0; 32];
        identity[0] = 1;
        assert!(strong_key(&identity).is_none());
        assert!(strong_key(&[0; 32]).is_none());
    }

    #[test]
    fn a_proof_is_bound_to_all_it_names() {
        let key = DeviceKey::from_seed([3; 32]);
        let community = ChangeId::from_bytes([1; 32]);
        let member = MemberId::from_bytes([2; 16]);
        let proof = Proof::device(community, key.device(), member);
        let signature = key.prove(&proof);
        assert!(proof.is_signed_by(key.device().as_bytes(), &signature));
        let others = [
            Proof::device(community, key.device(), MemberId::from_bytes([9; 16])),
            Proof::device(ChangeId::from_bytes([9; 32]), key.device(), member),
            Proof::recover(community, key.device(), member),
        ];
        for other in others {
            assert!(
                !other.is_signed_by(key.device().as_bytes(), &signature),
                "{other:?}"
            );
        }
    }
}

//! One device of one person, at the level of the model: a key and the changes it holds.
//!
//! It writes as an honest program does: next seq, backlink, lamport, governance heads, all from
//! what it holds. Whatever must differ is edited in the [`Draft`] before it is signed.

use std::collections::{BTreeMap, BTreeSet};

use ed25519_dalek::{Signer, SigningKey};
use hearth_model::act::{Act, FIRST_CONTENT_KIND, Kind};
use hearth_model::change::{Change, Header, Order, VERSION};
use hearth_model::id::{ChangeId, CommunityId, DeviceId, Subject};
use hearth_model::sign::DeviceKey;

use crate::persona::NOON;

/// Most governance heads that writers name in content, and elsewhere (section 10).
const N_HEADS_IN_CONTENT: usize = 8;
const N_HEADS: usize = 64;

/// A change that is not signed yet; every item of the header may be edited.
#[derive(Clone, Debug)]
pub struct Draft {
    /// All but the payload's hash and length, which signing fills in.
    pub header: Header,
    /// The bytes of the payload.
    pub payload: Vec<u8>,
}

/// A key and the changes its device holds.
#[derive(Clone)]
pub struct Machine {
    /// The device's key.
    pub key: DeviceKey,
    /// What the device's clock says; it does not move by itself.
    pub clock_ms: u64,
    pub(crate) community: Option<CommunityId>,
    pub(crate) held: BTreeMap<ChangeId, Change>,
}

impl Machine {
    /// Makes a machine that holds nothing; without a community it may found one.
    pub fn new(key: DeviceKey, community: Option<CommunityId>) -> Self {
        Self {
            key,
            clock_ms: NOON,
            community,
            held: BTreeMap::new(),
        }
    }

    /// Returns the device's id.
    pub fn device(&self) -> DeviceId {
        self.key.device()
    }

    /// Returns the community, once founded.
    pub fn community(&self) -> CommunityId {
        self.community.expect("the community was founded or given")
    }

    /// Returns a change that the machine holds.
    pub fn change(&self, id: ChangeId) -> &Change {
        &self.held[&id]
    }

    /// Returns all changes that the machine holds, ascending by id.
    pub fn changes(&self) -> Vec<Change> {
        self.held.values().cloned().collect()
    }

    /// Takes changes from elsewhere.
    pub fn take(&mut self, changes: impl IntoIterator<Item = Change>) {
        self.held
            .extend(changes.into_iter().map(|change| (change.id(), change)));
    }

    /// Writes, signs and keeps a change.
    pub fn write(
        &mut self,
        act: &Act,
        subject: impl Into<Subject>,
        parents: &[ChangeId],
    ) -> ChangeId {
        let draft = self.draft(act, subject, parents);
        self.sign(draft)
    }

    /// Prepares the change that an honest program would sign.
    pub fn draft(&self, act: &Act, subject: impl Into<Subject>, parents: &[ChangeId]) -> Draft {
        let own = self
            .held
            .values()
            .filter(|change| change.header().device == self.device());
        let last = own.max_by_key(|change| change.header().seq);
        let mut parents = parents.to_vec();
        parents.sort();
        parents.dedup();
        let mut header = Header {
            version: VERSION,
            community: self.community,
            device: self.device(),
            seq: last.map_or(1, |last| last.header().seq + 1),
            backlink: last.map(Change::id),
            lamport: 1,
            wall_ms: self.clock_ms,
            governance: self.governance_heads(act.kind()),
            kind: act.kind().code(),
            subject: subject.into(),
            parents,
            payload_hash: [0; 32],
            payload_len: 0,
            later: vec![],
        };
        header.lamport = self.lamport(&header);
        Draft {
            header,
            payload: act.encode(),
        }
    }

    /// Returns 1 + the highest lamport among the named changes that are here.
    pub fn lamport(&self, header: &Header) -> u64 {
        let here = header.named().filter_map(|id| self.held.get(id));
        let highest = here.map(|change| change.header().lamport).max();
        highest.unwrap_or(0).saturating_add(1)
    }

    /// Signs whatever the draft says, keeps it and returns its id.
    pub fn sign(&mut self, draft: Draft) -> ChangeId {
        let change = sign(&self.key, draft);
        let id = change.id();
        self.community.get_or_insert(id);
        self.held.insert(id, change);
        id
    }

    /// The heads to name: the last by order, and always one that saw the author's own admission.
    fn governance_heads(&self, kind: Kind) -> Vec<ChangeId> {
        let governs = |change: &&Change| change.header().kind < FIRST_CONTENT_KIND;
        let named: BTreeSet<_> = self
            .held
            .values()
            .filter(governs)
            .flat_map(|change| [&change.header().governance[..], &change.header().parents].concat())
            .collect();
        let heads = self
            .held
            .values()
            .filter(governs)
            .filter(|change| !named.contains(&change.id()));
        let mut heads: Vec<Order> = heads.map(Change::order).collect();
        heads.sort_by(|a, b| b.cmp(a));
        let limit = if kind.code() < FIRST_CONTENT_KIND {
            N_HEADS
        } else {
            N_HEADS_IN_CONTENT
        };
        let cut_off = heads.split_off(heads.len().min(limit));
        if !heads.iter().any(|head| self.saw_own_admission(head.id)) {
            let seeing = cut_off
                .into_iter()
                .find(|head| self.saw_own_admission(head.id));
            if let Some(seeing) = seeing {
                heads.pop();
                heads.push(seeing);
            }
        }
        let mut ids: Vec<_> = heads.into_iter().map(|head| head.id).collect();
        ids.sort();
        ids
    }

    fn saw_own_admission(&self, head: ChangeId) -> bool {
        let (mut seen, mut todo) = (BTreeSet::from([head]), vec![head]);
        while let Some(id) = todo.pop() {
            let Some(change) = self.held.get(&id) else {
                continue;
            };
            if admitted_device(change) == Some(self.device()) {
                return true;
            }
            let header = change.header();
            let named = header.governance.iter().chain(&header.parents);
            todo.extend(named.filter(|id| seen.insert(**id)));
        }
        false
    }
}

/// Signs a draft with any key; items of the header that signing does not fill stay as they are.
pub fn sign(key: &DeviceKey, mut draft: Draft) -> Change {
    draft.header.payload_hash = *blake3::hash(&draft.payload).as_bytes();
    draft.header.payload_len = draft.payload.len() as u64;
    let header = draft.header.encode();
    Change::from_parts(&header, sign_header(key, &header), Some(&draft.payload))
        .expect("drafts stay inside the header's ranges")
}

/// Signs header bytes, whatever they are.
pub fn sign_header(key: &DeviceKey, header: &[u8]) -> [u8; 64] {
    let message = [b"hearth change v1\0", &blake3::hash(header).as_bytes()[..]].concat();
    SigningKey::from_bytes(&key.to_seed())
        .sign(&message)
        .to_bytes()
}

/// Returns the device that an admission names, without asking whether it is well formed.
pub(crate) fn admitted_device(change: &Change) -> Option<DeviceId> {
    match Act::read(change.header(), change.payload()).ok()? {
        Act::Found(_) | Act::Join(_) | Act::Recover(_) => Some(change.header().device),
        Act::Admit(act) => Some(act.device),
        Act::AddDevice(act) => Some(act.device),
        _ => None,
    }
}

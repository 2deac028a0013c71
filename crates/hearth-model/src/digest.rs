//! The state digest: equal on machines that hold the same changes (`docs/format/change.md`, section 9).
//!
//! Callers feed each part in its order; this file knows the encoding and nothing else.

use crate::cbor::Item;
use crate::entitlement::Member;
use crate::fold::{Folded, Forked};
use crate::id::{ChangeId, LessonId, MemberId};
use crate::link::LinkType;
use crate::people::Charter;
use crate::standing::Standing;

/// The key of a forked withdrawal beside the fields' keys.
const WITHDRAWN_KEY: u64 = 31;

/// A digest being made.
#[derive(Default)]
pub struct StateDigest(blake3::Hasher);

impl StateDigest {
    /// Part 1: every change, ascending by id.
    pub fn change(&mut self, id: &ChangeId, standing: Standing) {
        self.item(vec![bytes(id.as_bytes()), Item::Uint(standing.code())]);
    }

    /// Part 2: every member in effect, ascending by id.
    pub fn member(&mut self, id: &MemberId, member: &Member) {
        let mut roles: Vec<u64> = member.roles.iter().map(|role| role.code()).collect();
        roles.sort_unstable();
        let devices = member.devices.iter().map(|(device, facts)| {
            Item::Array(vec![
                bytes(device.as_bytes()),
                Item::from(facts.name.as_str()),
                Item::Bool(facts.revoked),
            ])
        });
        self.item(vec![
            bytes(id.as_bytes()),
            Item::from(member.name.as_str()),
            Item::Array(roles.into_iter().map(Item::Uint).collect()),
            Item::Array(devices.collect()),
        ]);
    }

    /// Part 3: the community's name and charter.
    pub fn charter(&mut self, name: &str, charter: &Charter) {
        self.item(vec![
            Item::from(name),
            Item::from(charter.text.as_str()),
            Item::Bool(charter.practitioners_edit),
        ]);
    }

    /// Part 4: every lesson with a revision in effect, ascending by id.
    pub fn lesson(&mut self, id: &LessonId, folded: &Folded) {
        let mut heads: Vec<&ChangeId> = folded.heads.iter().collect();
        heads.sort_unstable();
        let forks = folded.forks.iter().map(|(forked, alternatives)| {
            let key = match forked {
                Forked::Field(field) => field.code(),
                Forked::Withdrawn => WITHDRAWN_KEY,
            };
            let alternative = |(id, value): &(ChangeId, crate::field::Value)| {
                Item::Array(vec![bytes(id.as_bytes()), value.item()])
            };
            Item::Array(vec![
                Item::Uint(key),
                Item::Array(alternatives.iter().map(alternative).collect()),
            ])
        });
        self.item(vec![
            bytes(id.as_bytes()),
            Item::Array(heads.into_iter().map(|id| bytes(id.as_bytes())).collect()),
            folded.fields.item(),
            Item::Array(forks.collect()),
            Item::Bool(folded.withdrawn.is_some()),
        ]);
    }

    /// Part 5: every link in effect and not unlinked, ascending by id.
    pub fn link(
        &mut self,
        id: &ChangeId,
        kind: LinkType,
        source: &LessonId,
        target: &LessonId,
        inert: bool,
    ) {
        self.item(vec![
            bytes(id.as_bytes()),
            Item::Uint(kind.code()),
            bytes(source.as_bytes()),
            bytes(target.as_bytes()),
            Item::Bool(inert),
        ]);
    }

    /// Returns the digest.
    pub fn finish(&self) -> [u8; 32] {
        *self.0.finalize().as_bytes()
    }

    fn item(&mut self, items: Vec<Item>) {
        self.0.update(&Item::Array(items).encode());
    }
}

fn bytes(bytes: &[u8]) -> Item {
    Item::from(bytes)
}

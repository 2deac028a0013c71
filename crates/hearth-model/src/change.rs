//! A change as bytes: header, signature, payload (`docs/format/change.md`, sections 1 and 3).
//!
//! What a payload means is [`crate::act`]; whether a change takes effect is [`crate::standing`].

use crate::cbor::{CborError, Item};
use crate::id::{ChangeId, CommunityId, DeviceId, Subject};

/// The format version this program writes.
pub const VERSION: u64 = 1;
/// Longest header, bytes.
pub const MAX_HEADER: usize = 6_144;
/// Longest payload, bytes: 1 MiB less 8 KiB, so that a change fits one bundle chunk.
pub const MAX_PAYLOAD: usize = 1_040_384;
/// Most governance heads and most parents.
pub const MAX_NAMED: usize = 64;

const N_ITEMS: usize = 13;
/// Integers stay below this, so that every language and database holds them exactly.
const LARGEST: u64 = 1 << 53;

/// Why bytes are not a change.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ChangeError {
    /// Not canonical CBOR.
    #[error("decode the change: {0}")]
    Cbor(#[from] CborError),
    /// A header item has the wrong type or is out of range; the number is its position.
    #[error("header item {0} is out of range")]
    Item(usize),
    /// Header or payload above its limit.
    #[error("the change is larger than the format allows")]
    TooLarge,
    /// The payload is not the one that the header names.
    #[error("the payload does not match its hash")]
    PayloadMismatch,
}

/// The facts that a header states, all but the payload itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Header {
    /// Format version; above [`VERSION`] the change is foreign.
    pub version: u64,
    /// The community; `None` in its founding change.
    pub community: Option<CommunityId>,
    /// The device that signs.
    pub device: DeviceId,
    /// 1, 2, 3 … per device.
    pub seq: u64,
    /// That device's previous change; `None` when `seq` is 1.
    pub backlink: Option<ChangeId>,
    /// 1 + the highest among the changes named.
    pub lamport: u64,
    /// Milliseconds since 1970 by the author's clock; display only.
    pub wall_ms: u64,
    /// Heads of the governance history that the author knew, ascending.
    pub governance: Vec<ChangeId>,
    /// The kind's code.
    pub kind: u64,
    /// What the change is about.
    pub subject: Subject,
    /// The revisions it was made from, ascending.
    pub parents: Vec<ChangeId>,
    /// BLAKE3 of the payload.
    pub payload_hash: [u8; 32],
    /// Length of the payload, bytes.
    pub payload_len: u64,
    /// Items that a later format version added.
    pub later: Vec<Item>,
}

impl Header {
    /// Every change that this one names: backlink, governance heads, parents.
    pub fn named(&self) -> impl Iterator<Item = &ChangeId> {
        self.backlink
            .iter()
            .chain(&self.governance)
            .chain(&self.parents)
    }

    /// Returns the canonical bytes; their BLAKE3 hash is the change id.
    pub fn encode(&self) -> Vec<u8> {
        let ids = |ids: &[ChangeId]| {
            Item::Array(
                ids.iter()
                    .map(|id| Item::from(&id.as_bytes()[..]))
                    .collect(),
            )
        };
        let id = |id: Option<ChangeId>| id.map_or(Item::Null, |id| Item::from(&id.as_bytes()[..]));
        let mut items = vec![
            Item::Uint(self.version),
            id(self.community),
            Item::from(&self.device.as_bytes()[..]),
            Item::Uint(self.seq),
            id(self.backlink),
            Item::Uint(self.lamport),
            Item::Uint(self.wall_ms),
            ids(&self.governance),
            Item::Uint(self.kind),
            Item::from(&self.subject.0[..]),
            ids(&self.parents),
            Item::from(&self.payload_hash[..]),
            Item::Uint(self.payload_len),
        ];
        items.extend(self.later.iter().cloned());
        Item::Array(items).encode()
    }

    /// Reads a header.
    ///
    /// # Errors
    /// [`ChangeError`] when the bytes are not canonical or an item is out of range.
    pub fn decode(bytes: &[u8]) -> Result<Self, ChangeError> {
        if bytes.len() > MAX_HEADER {
            return Err(ChangeError::TooLarge);
        }
        let Item::Array(items) = Item::decode(bytes)? else {
            return Err(ChangeError::Item(0));
        };
        let header = Items(&items).header()?;
        header.check_ranges()?;
        Ok(header)
    }

    fn check_ranges(&self) -> Result<(), ChangeError> {
        let ascending = |ids: &[ChangeId]| ids.len() <= MAX_NAMED && ids.is_sorted_by(|a, b| a < b);
        let checks = [
            (
                0,
                self.version >= 1 && (self.version > VERSION || self.later.is_empty()),
            ),
            (3, (1..LARGEST).contains(&self.seq)),
            (4, self.backlink.is_none() == (self.seq == 1)),
            (5, (1..LARGEST).contains(&self.lamport)),
            (6, self.wall_ms < LARGEST),
            (8, self.kind < LARGEST),
            (7, ascending(&self.governance)),
            (10, ascending(&self.parents)),
        ];
        match checks.into_iter().find(|(_, holds)| !holds) {
            Some((item, _)) => Err(ChangeError::Item(item)),
            None if self.payload_len > MAX_PAYLOAD as u64 => Err(ChangeError::TooLarge),
            None => Ok(()),
        }
    }
}

/// Header items by position, each read with the error that names it.
struct Items<'a>(&'a [Item]);

impl Items<'_> {
    fn header(&self) -> Result<Header, ChangeError> {
        Ok(Header {
            version: self.uint(0)?,
            community: self.optional_id(1)?,
            device: DeviceId::try_from(self.bytes(2)?).map_err(|_| ChangeError::Item(2))?,
            seq: self.uint(3)?,
            backlink: self.optional_id(4)?,
            lamport: self.uint(5)?,
            wall_ms: self.uint(6)?,
            governance: self.ids(7)?,
            kind: self.uint(8)?,
            subject: Subject(
                self.bytes(9)?
                    .try_into()
                    .map_err(|_| ChangeError::Item(9))?,
            ),
            parents: self.ids(10)?,
            payload_hash: self
                .bytes(11)?
                .try_into()
                .map_err(|_| ChangeError::Item(11))?,
            payload_len: self.uint(12)?,
            later: self.0.get(N_ITEMS..).unwrap_or_default().to_vec(),
        })
    }

    fn at(&self, position: usize) -> Result<&Item, ChangeError> {
        self.0.get(position).ok_or(ChangeError::Item(position))
    }

    fn uint(&self, position: usize) -> Result<u64, ChangeError> {
        self.at(position)?
            .as_uint()
            .ok_or(ChangeError::Item(position))
    }

    fn bytes(&self, position: usize) -> Result<&[u8], ChangeError> {
        self.at(position)?
            .as_bytes()
            .ok_or(ChangeError::Item(position))
    }

    fn optional_id(&self, position: usize) -> Result<Option<ChangeId>, ChangeError> {
        match self.at(position)? {
            Item::Null => Ok(None),
            _ => ChangeId::try_from(self.bytes(position)?)
                .map(Some)
                .map_err(|_| ChangeError::Item(position)),
        }
    }

    fn ids(&self, position: usize) -> Result<Vec<ChangeId>, ChangeError> {
        let read = |item: &Item| {
            item.as_bytes()
                .and_then(|bytes| ChangeId::try_from(bytes).ok())
        };
        let items = self
            .at(position)?
            .as_array()
            .ok_or(ChangeError::Item(position))?;
        items
            .iter()
            .map(|item| read(item).ok_or(ChangeError::Item(position)))
            .collect()
    }
}

/// A change whose bytes are in order; that its author signed it is another matter
/// ([`crate::sign::Verified`]).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    id: ChangeId,
    header: Header,
    header_bytes: Box<[u8]>,
    signature: [u8; 64],
    payload: Option<Box<[u8]>>,
}

impl Change {
    /// Puts the parts together and checks that they belong together.
    ///
    /// # Errors
    /// [`ChangeError`] when the header is malformed or the payload is another one.
    pub fn from_parts(
        header_bytes: &[u8],
        signature: [u8; 64],
        payload: Option<&[u8]>,
    ) -> Result<Self, ChangeError> {
        let header = Header::decode(header_bytes)?;
        if let Some(payload) = payload {
            let same = payload.len() as u64 == header.payload_len
                && blake3::hash(payload) == header.payload_hash;
            same.then_some(()).ok_or(ChangeError::PayloadMismatch)?;
        }
        let id = ChangeId::from_bytes(*blake3::hash(header_bytes).as_bytes());
        Ok(Self {
            id,
            header,
            header_bytes: header_bytes.into(),
            signature,
            payload: payload.map(Box::from),
        })
    }

    /// Reads `[header, signature, payload or null]`.
    ///
    /// # Errors
    /// [`ChangeError`] when the bytes are anything else.
    pub fn decode(bytes: &[u8]) -> Result<Self, ChangeError> {
        if bytes.len() > MAX_HEADER.saturating_add(MAX_PAYLOAD).saturating_add(100) {
            return Err(ChangeError::TooLarge);
        }
        let item = Item::decode(bytes)?;
        let [header, signature, payload] = item.as_array().unwrap_or_default() else {
            return Err(ChangeError::Cbor(CborError::Malformed));
        };
        let header = header.as_bytes().ok_or(CborError::Malformed)?;
        let signature = signature
            .as_bytes()
            .and_then(|bytes| bytes.try_into().ok())
            .ok_or(CborError::Malformed)?;
        let payload = match payload {
            Item::Null => None,
            payload => Some(payload.as_bytes().ok_or(CborError::Malformed)?),
        };
        Self::from_parts(header, signature, payload)
    }

    /// Returns the bytes that [`Change::decode`] reads.
    pub fn encode(&self) -> Vec<u8> {
        let payload = self.payload.as_deref().map_or(Item::Null, Item::from);
        Item::Array(vec![
            Item::from(&self.header_bytes[..]),
            Item::from(&self.signature[..]),
            payload,
        ])
        .encode()
    }

    /// BLAKE3 of the header bytes.
    pub fn id(&self) -> ChangeId {
        self.id
    }

    /// The header's facts.
    pub fn header(&self) -> &Header {
        &self.header
    }

    /// The header's exact bytes.
    pub fn header_bytes(&self) -> &[u8] {
        &self.header_bytes
    }

    /// The author's signature over the id.
    pub fn signature(&self) -> &[u8; 64] {
        &self.signature
    }

    /// The payload's bytes; `None` when erased.
    pub fn payload(&self) -> Option<&[u8]> {
        self.payload.as_deref()
    }

    /// The community it belongs to; its own id for a founding change.
    pub fn community(&self) -> CommunityId {
        self.header.community.unwrap_or(self.id)
    }

    /// The key of the total order: what saw a change comes after it.
    pub fn order(&self) -> Order {
        Order {
            lamport: self.header.lamport,
            id: self.id,
        }
    }
}

/// Position in the total order of changes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Order {
    /// Compared first.
    pub lamport: u64,
    /// Breaks ties, compared as bytes.
    pub id: ChangeId,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header() -> Header {
        Header {
            version: 1,
            community: None,
            device: DeviceId::from_bytes([1; 32]),
            seq: 1,
            backlink: None,
            lamport: 1,
            wall_ms: 0,
            governance: vec![],
            kind: 1,
            subject: Subject::COMMUNITY,
            parents: vec![],
            payload_hash: *blake3::hash(b"").as_bytes(),
            payload_len: 0,
            later: vec![],
        }
    }

    fn id(n: u8) -> ChangeId {
        ChangeId::from_bytes([n; 32])
    }

    #[test]
    fn headers_round_trip() {
        assert_eq!(Header::decode(&header().encode()), Ok(header()));
    }

    #[test]
    fn each_item_out_of_range_is_named() {
        let refused = |change: fn(&mut Header)| {
            let mut header = header();
            change(&mut header);
            Header::decode(&header.encode()).expect_err("out of range")
        };
        assert_eq!(refused(|h| h.version = 0), ChangeError::Item(0));
        assert_eq!(refused(|h| h.later.push(Item::Null)), ChangeError::Item(0));
        assert_eq!(refused(|h| h.seq = 0), ChangeError::Item(3));
        assert_eq!(refused(|h| h.seq = 2), ChangeError::Item(4));
        assert_eq!(refused(|h| h.lamport = 0), ChangeError::Item(5));
        assert_eq!(refused(|h| h.wall_ms = 1 << 53), ChangeError::Item(6));
        assert_eq!(
            refused(|h| h.governance = vec![id(2), id(2)]),
            ChangeError::Item(7)
        );
        assert_eq!(
            refused(|h| h.parents = vec![id(2), id(1)]),
            ChangeError::Item(10)
        );
        assert_eq!(
            refused(|h| h.parents = (0..65).map(id).collect()),
            ChangeError::Item(10)
        );
        assert_eq!(
            refused(|h| h.payload_len = MAX_PAYLOAD as u64 + 1),
            ChangeError::TooLarge
        );
    }

    #[test]
    fn a_later_version_may_add_items() {
        let header = Header {
            version: 2,
            later: vec![Item::Uint(7)],
            ..header()
        };
        assert_eq!(Header::decode(&header.encode()), Ok(header));
    }

    #[test]
    fn another_payload_does_not_fit() {
        let bytes = header().encode();
        assert!(Change::from_parts(&bytes, [0; 64], Some(b"")).is_ok());
        assert!(Change::from_parts(&bytes, [0; 64], None).is_ok(), "erased");
        assert_eq!(
            Change::from_parts(&bytes, [0; 64], Some(b"x")),
            Err(ChangeError::PayloadMismatch)
        );
    }

    proptest::proptest! {
        #[test]
        fn decoding_is_total(bytes in proptest::collection::vec(0u8.., 0..400)) {
            if let Ok(change) = Change::decode(&bytes) {
                proptest::prop_assert_eq!(change.encode(), bytes);
            }
        }
    }
}

//! The manifest: what a bundle says about itself (`docs/format/bundle.md`, section 2).
//!
//! Reading it is [`crate::keys`].

use std::fmt;

use hearth_model::cbor::Item;
use hearth_model::id::{ChangeId, CommunityId, DeviceId};
use hearth_model::text;
use hearth_model::version_vector::VersionVector;

/// Longest note, characters.
pub const MAX_NOTE: usize = 2_000;

/// What the sender says about a bundle.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// The community; a bundle of none holds no changes.
    pub community: Option<CommunityId>,
    /// What the bundle is for.
    pub purpose: Purpose,
    /// How the sender calls themselves: a claim, for display only. 1 to 200 characters without control characters.
    pub sender_name: String,
    /// Milliseconds since 1970 by the sender's clock; display only.
    pub made_ms: u64,
    /// A few words from person to person, at most [`MAX_NOTE`] characters.
    pub note: String,
    /// What the sender had when the bundle was made.
    pub holds: VersionVector,
}

/// What a bundle is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Everything of a community.
    Whole,
    /// What the receiver lacks.
    Delta {
        /// What the receiver was thought to have.
        base: Option<VersionVector>,
    },
    /// A way in.
    Invitation(Invitation),
    /// A copy for oneself.
    Backup,
}

impl Purpose {
    fn code(&self) -> u64 {
        match self {
            Self::Whole => 0,
            Self::Delta { .. } => 1,
            Self::Invitation(_) => 2,
            Self::Backup => 3,
        }
    }

    /// Returns what is under key 10 and what under key 11.
    fn parts(&self) -> (Option<Item>, Option<Item>) {
        match self {
            Self::Whole | Self::Backup => (None, None),
            Self::Delta { base } => (None, base.as_ref().map(VersionVector::item)),
            Self::Invitation(invitation) => (Some(invitation.item()), None),
        }
    }
}

/// The key to a community: whoever holds it may join as often as the invite change says.
#[derive(Clone, PartialEq, Eq)]
pub struct Invitation {
    /// The invite change.
    pub invite: ChangeId,
    /// The seed of the one-time key. Secret.
    pub seed: [u8; 32],
}

impl fmt::Debug for Invitation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Invitation")
            .field("invite", &self.invite)
            .finish_non_exhaustive()
    }
}

/// How much of what is in the chunks; the reader counts along.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Governance changes.
    pub governance: u64,
    /// All other changes.
    pub content: u64,
    /// Lessons that those are about.
    pub lessons: u64,
    /// Whole blobs.
    pub blobs: u64,
}

impl Counts {
    /// Changes of both sorts.
    pub fn changes(&self) -> u64 {
        self.governance.saturating_add(self.content)
    }
}

/// A bundle's first part, signed by its sender.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// What the sender says about it.
    pub heading: Heading,
    /// The device that put it together and signed for that.
    pub sender: DeviceId,
    /// What is in it.
    pub counts: Counts,
    pub(crate) chunks: Vec<Entry>,
}

/// What the items of a chunk are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum ChunkKind {
    Governance,
    Content,
    Blobs,
}

impl ChunkKind {
    pub(crate) const ALL: [Self; 3] = [Self::Governance, Self::Content, Self::Blobs];

    pub(crate) fn code(self) -> u64 {
        match self {
            Self::Governance => 0,
            Self::Content => 1,
            Self::Blobs => 2,
        }
    }
}

/// A chunk as the manifest lists it. Lengths are 1 to [`crate::MAX_CHUNK`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: ChunkKind,
    pub(crate) compressed_len: u64,
    pub(crate) raw_len: u64,
    pub(crate) hash: [u8; 32],
    pub(crate) n_items: u64,
}

impl Heading {
    /// Names the first part that is outside the limits of the format.
    pub(crate) fn check(&self) -> Result<(), &'static str> {
        let rules = [
            ("sender's name", text::check(&self.sender_name).is_ok()),
            ("time", self.made_ms < 1 << 53),
            ("note", self.note.chars().count() <= MAX_NOTE),
        ];
        match rules.into_iter().find(|(_, holds)| !holds) {
            Some((part, _)) => Err(part),
            None => Ok(()),
        }
    }
}

impl Manifest {
    /// Unpacked bytes of all chunks.
    pub fn raw_len(&self) -> u64 {
        sum(self.chunks.iter().map(|chunk| chunk.raw_len))
    }

    /// Bytes of all chunks as they are in the file.
    pub(crate) fn compressed_len(&self) -> u64 {
        sum(self.chunks.iter().map(|chunk| chunk.compressed_len))
    }

    /// Tells whether the chunks add up to the counts, and a bundle of no community holds no changes.
    pub(crate) fn adds_up(&self) -> bool {
        let items = |kind| {
            let chunks = self.chunks.iter().filter(|chunk| chunk.kind == kind);
            sum(chunks.map(|chunk| chunk.n_items))
        };
        let add_up = items(ChunkKind::Governance) == self.counts.governance
            && items(ChunkKind::Content) == self.counts.content;
        let at_home = self.heading.community.is_some() || self.counts.changes() == 0;
        add_up && at_home
    }

    /// Returns the canonical bytes that the sender signs.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let heading = &self.heading;
        let bytes = |bytes: &[u8]| Some(Item::from(bytes));
        let (invitation, base) = heading.purpose.parts();
        let values = [
            heading.community.and_then(|id| bytes(id.as_bytes())),
            Some(Item::Uint(heading.purpose.code())),
            bytes(self.sender.as_bytes()),
            Some(Item::from(heading.sender_name.as_str())),
            Some(Item::Uint(heading.made_ms)),
            Some(Item::from(heading.note.as_str())),
            Some(heading.holds.item()),
            Some(self.counts.item()),
            Some(Item::Array(self.chunks.iter().map(Entry::item).collect())),
            invitation,
            base,
        ];
        let entries = (1..).zip(values);
        Item::Map(
            entries
                .filter_map(|(key, value)| Some((key, value?)))
                .collect(),
        )
        .encode()
    }
}

fn sum(lengths: impl Iterator<Item = u64>) -> u64 {
    lengths.fold(0, u64::saturating_add)
}

impl Counts {
    fn item(&self) -> Item {
        let counts = [self.governance, self.content, self.lessons, self.blobs];
        Item::Array(counts.map(Item::Uint).to_vec())
    }
}

impl Entry {
    fn item(&self) -> Item {
        Item::Array(vec![
            Item::Uint(self.kind.code()),
            Item::Uint(self.compressed_len),
            Item::Uint(self.raw_len),
            Item::from(&self.hash[..]),
            Item::Uint(self.n_items),
        ])
    }
}

impl Invitation {
    fn item(&self) -> Item {
        Item::Array(vec![
            Item::from(&self.invite.as_bytes()[..]),
            Item::from(&self.seed[..]),
        ])
    }
}

//! What a hostile machine does to an honest draft before it signs.

use hearth_model::act::FIRST_CONTENT_KIND;
use hearth_model::cbor::Item;
use hearth_model::change::Change;
use hearth_model::id::{ChangeId, Subject};

use crate::history::Break;
use crate::machine::{Draft, Machine, sign};

const SIXTY_YEARS_MS: u64 = 60 * 365 * 86_400_000;

impl Break {
    /// Every way there is.
    pub const ALL: [Self; 22] = [
        Self::LamportJump,
        Self::LamportStays,
        Self::SeqGap,
        Self::OtherBacklink,
        Self::SameSeqAgain,
        Self::OtherSubject,
        Self::OtherParents,
        Self::NoGovernance,
        Self::UnknownGovernance,
        Self::ContentAsGovernance,
        Self::UnknownParent,
        Self::ForeignKind,
        Self::ForeignGovernanceKind,
        Self::NextVersion,
        Self::RequiredKey,
        Self::OptionalKey,
        Self::KeyZero,
        Self::NotCbor,
        Self::EmptyPayload,
        Self::LongAgo,
        Self::FarAhead,
        Self::Erase,
    ];

    /// Signs the broken form of a change that the machine would have written, and keeps it.
    pub fn sign(self, machine: &mut Machine, honest: &Change) -> Change {
        let payload = honest.payload().unwrap_or_default().to_vec();
        let mut draft = Draft {
            header: honest.header().clone(),
            payload,
        };
        self.apply(machine, &mut draft);
        let mut change = sign(&machine.key, draft);
        if matches!(self, Self::Erase) {
            change = Change::from_parts(change.header_bytes(), *change.signature(), None)
                .expect("an erased payload leaves the change whole");
        }
        machine.take([change.clone()]);
        change
    }

    fn apply(self, machine: &Machine, draft: &mut Draft) {
        let header = &mut draft.header;
        let last = |content: bool| {
            let all = machine.held.values();
            let mut fitting = all.filter(|it| (it.header().kind >= FIRST_CONTENT_KIND) == content);
            fitting.next_back().map(Change::id)
        };
        let unknown = ChangeId::from_bytes([0x77; 32]);
        match self {
            Self::LamportJump => header.lamport += 1_000,
            Self::LamportStays => header.lamport = header.lamport.saturating_sub(1).max(1),
            Self::SeqGap if header.seq > 1 => {
                header.seq += 3;
                header.backlink = Some(unknown);
            }
            Self::OtherBacklink if header.seq > 1 => {
                header.backlink = machine.held.keys().next_back().copied();
            }
            Self::SameSeqAgain if header.seq > 2 => {
                header.seq -= 1;
                let previous = header.backlink.and_then(|id| machine.held.get(&id));
                header.backlink = previous
                    .and_then(|it| it.header().backlink)
                    .or(header.backlink);
            }
            Self::OtherSubject => header.subject = Subject([header.subject.0[15] ^ 1; 16]),
            Self::OtherParents => header.parents = last(true).into_iter().collect(),
            Self::NoGovernance => header.governance.clear(),
            Self::UnknownGovernance => header.governance = vec![unknown],
            Self::ContentAsGovernance => header.governance = last(true).into_iter().collect(),
            Self::UnknownParent => header.parents = vec![unknown],
            Self::ForeignKind => header.kind = 50,
            Self::ForeignGovernanceKind => header.kind = 20,
            Self::NextVersion => {
                header.version = 2;
                header.later = vec![Item::Bool(true)];
            }
            Self::RequiredKey => add_key(&mut draft.payload, 40),
            Self::OptionalKey => add_key(&mut draft.payload, 64),
            Self::KeyZero => add_key(&mut draft.payload, 0),
            Self::NotCbor => draft.payload = vec![0xff],
            Self::EmptyPayload => draft.payload = vec![0xa0],
            Self::LongAgo => header.wall_ms = 0,
            Self::FarAhead => header.wall_ms += SIXTY_YEARS_MS,
            Self::SeqGap | Self::OtherBacklink | Self::SameSeqAgain | Self::Erase => {}
        }
        let about_names = matches!(
            self,
            Self::OtherBacklink
                | Self::SameSeqAgain
                | Self::OtherParents
                | Self::NoGovernance
                | Self::ContentAsGovernance
        );
        if about_names {
            let header = &draft.header;
            draft.header.lamport = machine.lamport(header);
        }
    }
}

fn add_key(payload: &mut Vec<u8>, key: u64) {
    if let Ok(Item::Map(mut entries)) = Item::decode(payload) {
        entries.push((key, Item::Uint(1)));
        entries.sort();
        *payload = Item::Map(entries).encode();
    }
}
